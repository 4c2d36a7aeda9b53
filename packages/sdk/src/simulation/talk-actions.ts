import type { TimelineMessage } from '../types.ts';
import { pickMessage, pickPlace, type Scene } from './person-actions.ts';

const recentMax = 4;
const emojis = ['👍', '🎉', '😄'];

/** The promise of something done; whatever comes of it, the reference knows. */
function attempt({ world }: Scene, what: string, done: Promise<unknown>): void {
  world.trace.note(what);
  done.catch((error: unknown) => world.trace.note(`${what}: ${error instanceof Error ? error.message : error}`));
}

/** Mostly an own one, of the last few, so that the same message is changed again before everybody knows of it. */
function pickRecent(scene: Scene, isWanted: (message: TimelineMessage) => boolean = () => true) {
  const place = pickPlace(scene);
  const entries = place?.window.opened.get(place.conversationId)?.getSnapshot().entries ?? [];
  const sent = entries.flatMap((entry) => (entry.kind === 'message' && entry.message.seq > 0 ? [entry.message] : []));
  const own = sent.filter(({ actorId, recalled }) => actorId === place?.window.userId && !recalled);
  const wanted = (scene.random.chance(0.9) ? own : sent).filter(isWanted);
  const message = scene.random.pick(wanted.slice(-recentMax));
  return place && message ? { ...place, message } : undefined;
}

const mentionedBy = ({ world, random }: Scene) => world.people.map(({ id }) => id).filter(() => random.chance(0.4));

/** What people do with messages that are there, and where they look. */
export const talkActions = {
  mention(scene: Scene): void {
    const place = pickPlace(scene);
    const text = scene.world.nextText();
    place?.window.post(place.conversationId, { text, fileCount: 0, mentions: mentionedBy(scene) });
  },
  reply(scene: Scene): void {
    const found = pickMessage(scene, ({ seq }) => seq > 0);
    if (!found) return;
    const { window, conversationId, message } = found;
    const text = scene.world.nextText();
    window.post(conversationId, { text, fileCount: 0, threadSeq: message.threadSeq ?? message.seq });
  },
  /** Something is begun in a thread, and now and then sent or thrown away. */
  beginReply(scene: Scene): void {
    const found = pickMessage(scene, ({ seq, threadSeq }) => seq > 0 && threadSeq === undefined);
    const open = found?.window.opened.get(found.conversationId);
    if (!found || !open) return;
    const { random, world } = scene;
    const threadSeq = found.message.seq;
    const text = random.chance(0.2) ? '' : world.nextText();
    world.trace.note(`${found.window.name} has begun ${text} in the thread of ${threadSeq}`);
    open.holdDraft({ threadSeq, text });
    open.setDraft({ threadSeq, text });
  },
  edit(scene: Scene): void {
    const found = pickRecent(scene);
    if (!found) return;
    const { window, conversationId, message } = found;
    const edited = { text: scene.world.nextText(), mentions: mentionedBy(scene) };
    const open = window.opened.get(conversationId);
    if (open) attempt(scene, `${window.name} edits ${message.seq}`, open.edit(message.seq, edited));
    // Twice in a row, as somebody does who finds another mistake.
    const again = { ...edited, text: scene.world.nextText() };
    if (open && scene.random.chance(0.5)) attempt(scene, 'and again', open.edit(message.seq, again));
  },
  recall(scene: Scene): void {
    // What names somebody counts in their list until it is taken back.
    const isNaming = scene.random.chance(0.8);
    const found = pickRecent(scene, ({ mentions }) => !isNaming || mentions.length > 0);
    if (!found) return;
    const { window, conversationId, message } = found;
    const open = window.opened.get(conversationId);
    if (open) attempt(scene, `${window.name} recalls ${message.seq}`, open.recall(message.seq));
  },
  react(scene: Scene): void {
    const found = pickMessage(scene, ({ seq }) => seq > 0);
    if (!found) return;
    const { window, conversationId, message } = found;
    const emoji = scene.random.pick(emojis) ?? '👍';
    const open = window.opened.get(conversationId);
    for (let each = scene.random.chance(0.2) ? 3 : 1; open && each > 0; each--) {
      attempt(scene, `${window.name} reacts`, open.react(message.seq, emoji, scene.random.chance(0.7)));
    }
  },
  pin(scene: Scene): void {
    const found = pickMessage(scene, ({ seq, recalled }) => seq > 0 && !recalled);
    const open = found?.window.opened.get(found.conversationId);
    if (open && found) attempt(scene, 'somebody pins', open.pin(found.message.seq, scene.random.chance(0.6)));
  },
  /** Somewhere in the past, then on from there, or back. */
  look(scene: Scene): void {
    const place = pickPlace(scene);
    const open = place?.window.opened.get(place.conversationId);
    if (!place || !open) return;
    const { random, world } = scene;
    const headSeq = world.database.conversations.get(place.conversationId)?.headSeq ?? 1;
    const target = random.chance(0.2) ? 'firstUnread' : random.between(1, headSeq);
    attempt(scene, `${place.window.name} looks at ${target}`, open.showAt(target));
  },
  readOn(scene: Scene): void {
    const place = pickPlace(scene);
    const open = place?.window.opened.get(place.conversationId);
    if (open) attempt(scene, 'somebody reads on', open.loadNewer());
  },
  goBack(scene: Scene): void {
    const place = pickPlace(scene);
    place?.window.opened.get(place.conversationId)?.showNewest();
  },
  quote(scene: Scene): void {
    const place = pickPlace(scene);
    const headSeq = scene.world.database.conversations.get(place?.conversationId ?? ('' as never))?.headSeq ?? 1;
    place?.window.opened.get(place.conversationId)?.wantMessages([scene.random.between(1, headSeq)]);
  },
  openThread(scene: Scene): void {
    const found = pickMessage(
      scene,
      ({ seq, thread }) => seq > 0 && (thread !== undefined || scene.random.chance(0.2)),
    );
    found?.window.openThread(found.conversationId, found.message.seq);
  },
  closeThread(scene: Scene): void {
    const place = pickPlace(scene);
    place?.window.closeThread(place.conversationId);
  },
};

export const talkWeights: Record<keyof typeof talkActions, number> = {
  mention: 8,
  reply: 5,
  beginReply: 4,
  edit: 10,
  recall: 4,
  react: 8,
  pin: 2,
  look: 4,
  readOn: 5,
  goBack: 1.5,
  quote: 2,
  openThread: 3,
  closeThread: 1,
};
