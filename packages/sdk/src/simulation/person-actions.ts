import { type ConversationId, type ConversationSummary, conversations, type Endpoint } from '@countinghouse/protocol';
import type { CallInput, TimelineMessage } from '../types.ts';
import type { SeededRandom } from './seeded-random.ts';
import { clientIdOf } from './simulated-ids.ts';
import type { SimulatedWindow } from './simulated-window.ts';
import type { World } from './world.ts';

export interface Scene {
  world: World;
  random: SeededRandom;
}

const burstMax = 8;
const fileShare = 0.1;
const openedMax = 4;

/** A window that somebody could be looking at: loaded, signed in, awake. */
function pickWindow({ world, random }: Scene): SimulatedWindow | undefined {
  const usable = world.devices.filter(({ isAsleep }) => !isAsleep).flatMap(({ windows }) => windows);
  return random.pick(usable.filter((window) => !window.isSignedOut && rowsOf(window).length > 0));
}

const rowsOf = (window: SimulatedWindow): readonly ConversationSummary[] => {
  const { isLoaded, conversations: rows } = window.messenger.list.getSnapshot();
  return isLoaded ? rows : [];
};

/** A conversation in view, opened if need be. */
export function pickPlace(scene: Scene): { window: SimulatedWindow; conversationId: ConversationId } | undefined {
  const window = pickWindow(scene);
  if (!window) return undefined;
  const listed = new Set(rowsOf(window).map(({ id }) => id));
  const known = [...window.opened.keys()].filter((id) => listed.has(id));
  const conversationId = scene.random.pick(known) ?? scene.random.pick([...listed]);
  if (conversationId === undefined) return undefined;
  window.open(conversationId);
  return { window, conversationId };
}

export function pickMessage(scene: Scene, wanted: (message: TimelineMessage) => boolean) {
  const place = pickPlace(scene);
  const entries = place?.window.opened.get(place.conversationId)?.getSnapshot().entries ?? [];
  const messages = entries.flatMap((entry) => (entry.kind === 'message' ? [entry.message] : [])).filter(wanted);
  const message = scene.random.pick(messages);
  return place && message ? { ...place, message } : undefined;
}

/** Straight through the SDK's `call`; whatever comes of it, the reference knows. */
function call<E extends Endpoint>({ world }: Scene, window: SimulatedWindow, endpoint: E, input: CallInput<E>): void {
  world.trace.note(`${window.name} calls ${endpoint.id}`);
  window.messenger.call(endpoint, input).catch((error: unknown) => {
    world.trace.note(`${window.name} ${endpoint.id}: ${error instanceof Error ? error.message : error}`);
  });
}

const pickPerson = ({ world, random }: Scene) => random.pick(world.people)?.id;

/** What people do. Each does nothing where nobody is in a position to do it. */
export const personActions = {
  post(scene: Scene): void {
    const { world, random } = scene;
    const place = pickPlace(scene);
    if (!place) return;
    const count = random.chance(0.6) ? 1 : random.between(2, burstMax);
    for (let each = 0; each < count; each++) {
      const text = world.nextText();
      world.trace.note(`${place.window.name} writes ${text} into ${place.conversationId.slice(-3)}`);
      place.window.post(place.conversationId, { text, fileCount: random.chance(fileShare) ? random.between(1, 2) : 0 });
    }
  },
  read(scene: Scene): void {
    const found = pickMessage(scene, ({ seq }) => seq > 0);
    if (!found) return;
    const { window, conversationId, message } = found;
    const entries = window.opened.get(conversationId)?.getSnapshot().entries ?? [];
    const newest = entries.reduce((seq, entry) => Math.max(seq, entry.kind === 'message' ? entry.message.seq : 0), 0);
    window.opened.get(conversationId)?.markRead(scene.random.chance(0.7) ? newest : message.seq);
  },
  /** As unread from one of the last messages on, or no longer. */
  mark(scene: Scene): void {
    const isMarked = scene.random.chance(0.6);
    const found = pickMessage(scene, ({ seq }) => seq > 0);
    if (!found) return;
    const { window, conversationId, message } = found;
    scene.world.trace.note(`${window.name} marks ${conversationId.slice(-3)} ${isMarked ? message.seq : 'as read'}`);
    window.messenger.markUnread(conversationId, isMarked ? message.seq : null);
  },
  retry(scene: Scene): void {
    const found = pickMessage(scene, ({ state }) => state === 'failed');
    const record = found && scene.world.ledger.find(found.message.clientId);
    if (!found || !record) return;
    scene.world.trace.note(`${found.window.name} retries ${record.clientId}`);
    record.isRetried = true;
    found.window.opened.get(found.conversationId)?.retry(record.clientId);
  },
  discard(scene: Scene): void {
    const found = pickMessage(scene, ({ state }) => state !== 'sent');
    const record = found && scene.world.ledger.find(found.message.clientId);
    if (!found || !record) return;
    scene.world.trace.note(`${found.window.name} discards ${record.clientId}`);
    record.discardedAtMs = scene.world.schedule.nowMs;
    found.window.opened.get(found.conversationId)?.discard(record.clientId);
  },
  open(scene: Scene): void {
    const window = pickWindow(scene);
    const row = window && scene.random.pick(rowsOf(window));
    if (!window || !row) return;
    if (window.opened.size >= openedMax) window.close([...window.opened.keys()][0] ?? row.id);
    window.open(row.id);
  },
  close(scene: Scene): void {
    const window = pickWindow(scene);
    const conversationId = window && scene.random.pick([...window.opened.keys()]);
    if (window && conversationId !== undefined) window.close(conversationId);
  },
  loadOlder(scene: Scene): void {
    const place = pickPlace(scene);
    void place?.window.opened.get(place.conversationId)?.loadOlder();
  },
  /** Written in one go, with pauses in which the device may send what is there. */
  draft(scene: Scene): void {
    const place = pickPlace(scene);
    if (!place) return;
    const { world, random } = scene;
    const write = () => {
      const { window, conversationId } = place;
      const { userId } = window;
      const open = window.opened.get(conversationId);
      const isListed = rowsOf(window).some(({ id }) => id === conversationId);
      if (!window.isAlive || window.isSignedOut || userId === undefined || !isListed || !open?.setDraft) return;
      const text = random.chance(0.2) ? '' : world.nextText();
      world.trace.note(`${window.name} has begun ${text} in ${conversationId.slice(-3)}`);
      world.noteDraft({ userId, conversationId, windowName: window.name, text });
      open.holdDraft({ text });
      open.setDraft({ text });
    };
    write();
    const more = random.below(4);
    for (let each = 1; each <= more; each++) world.schedule.after(each * random.below(2000), write);
  },
  /** Several devices of one person at the same conversation. */
  readTogether(scene: Scene): void {
    const place = pickPlace(scene);
    const others = scene.world.devices.flatMap(({ windows }) => windows);
    for (const window of others.filter(({ userId }) => userId !== undefined && userId === place?.window.userId)) {
      const open = place && window.opened.get(place.conversationId);
      const seqs = open?.getSnapshot().entries.map((entry) => (entry.kind === 'message' ? entry.message.seq : 0));
      const seq = scene.random.pick(seqs?.slice(-20) ?? []);
      if (open && seq) open.markRead(seq);
    }
  },
  createGroup(scene: Scene): void {
    const window = pickWindow(scene);
    if (!window) return;
    const { world, random } = scene;
    const memberIds = world.people.map(({ id }) => id).filter(() => random.chance(0.5));
    const clientId = clientIdOf('make-group', world.step);
    call(scene, window, conversations.create, { body: { clientId, title: `group of step ${world.step}`, memberIds } });
  },
  addMember(scene: Scene): void {
    const place = pickPlace(scene);
    const userId = pickPerson(scene);
    if (!place || userId === undefined) return;
    const { window, conversationId } = place;
    call(scene, window, conversations.addMembers, { params: { conversationId }, body: { userIds: [userId] } });
  },
  removeMember(scene: Scene): void {
    const place = pickPlace(scene);
    const userId = pickPerson(scene);
    if (!place || userId === undefined) return;
    const { window, conversationId } = place;
    call(scene, window, conversations.removeMember, { params: { conversationId, userId } });
  },
  rename(scene: Scene): void {
    const place = pickPlace(scene);
    if (!place) return;
    const { window, conversationId } = place;
    const title = `title of step ${scene.world.step}`;
    call(scene, window, conversations.rename, { params: { conversationId }, body: { title } });
  },
};
