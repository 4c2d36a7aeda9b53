import type { Scene } from './person-actions.ts';
import type { SeededRandom } from './seeded-random.ts';
import type { SimulatedDevice } from './simulated-device.ts';
import type { SimulatedWindow } from './simulated-window.ts';
import { weatherOf } from './weather.ts';

const hourMs = 3_600_000;

const pickDevice = ({ world, random }: Scene): SimulatedDevice | undefined => random.pick(world.devices);
/** With the device that it runs on. */
const pickAnyWindow = ({ world, random }: Scene): { window: SimulatedWindow; device: SimulatedDevice } | undefined =>
  random.pick(world.devices.flatMap((device) => device.windows.map((window) => ({ window, device }))));

/** Mostly seconds, now and then hours. */
function chooseDurationMs({ random }: Scene): number {
  if (random.chance(0.05)) return random.between(1, 40) * hourMs;
  return random.chance(0.3) ? random.between(10_000, 600_000) : random.between(100, 10_000);
}

/** Something else than was written: nothing of it, half of a list, or a field less. */
function spoil(random: SeededRandom, value: unknown): unknown {
  if (random.chance(0.4)) return random.pick([null, 0, '{"half', [], {}, true]) ?? null;
  if (Array.isArray(value)) return value.slice(0, Math.floor(value.length / 2));
  if (typeof value !== 'object' || value === null) return null;
  const entries = Object.entries(value);
  const at = random.below(entries.length);
  return Object.fromEntries(
    entries.flatMap(([name, each], index) => {
      if (index !== at) return [[name, each]];
      return random.chance(0.5) ? [] : [[name, spoil(random, each)]];
    }),
  );
}

/** What programs do through the server. */
export const programActions = {
  setCard({ world, random }: Scene): void {
    const conversation = random.pick([...world.database.conversations.values()]);
    const messages = conversation?.events.filter((event) => event.kind === 'message.posted') ?? [];
    const message = random.pick(random.chance(0.7) ? messages.slice(-10) : messages);
    if (!conversation || !message) return;
    const cards = random.chance(0.1) ? random.between(20, 120) : random.between(1, 3);
    world.cluster.commitOutside(() => {
      for (let each = 0; each < cards; each++) {
        const cardId = `card-${random.below(3)}`;
        world.database.setCard(conversation, { actorId: message.actorId, messageSeq: message.seq, cardId });
      }
    });
  },
  setInbox({ world, random }: Scene): void {
    const person = random.pick(world.people);
    if (!person) return;
    const counts = { approvals: random.below(4), returned: random.below(2), questions: random.below(3), queue: 0 };
    world.cluster.commitOutside(() => world.database.setInbox(person.id, counts));
  },
  announceMeChanged({ world, random }: Scene): void {
    const person = random.pick(world.people);
    if (person) {
      world.cluster.commitOutside(() => world.database.appendUserEvent({ userId: person.id, kind: 'me.changed' }));
    }
  },
  flood({ world, random }: Scene): void {
    const conversation = random.pick([...world.database.conversations.values()]);
    if (!conversation) return;
    const count = random.chance(0.1) ? random.between(900, 1300) : random.between(5, 250);
    world.trace.note(`${count} messages come into ${conversation.id.slice(-3)}`);
    world.cluster.commitOutside(() => {
      for (let each = 0; each < count; each++) world.postOutside(random, conversation.id);
    });
  },
};

/** What happens to devices and windows. */
export const deviceActions = {
  reload(scene: Scene): void {
    const picked = pickAnyWindow(scene);
    scene.world.trace.note(`${picked?.window.name} is loaded anew`);
    picked?.device.reload(picked.window);
  },
  openWindow(scene: Scene): void {
    const device = pickDevice(scene);
    if (device && device.windows.length < 3) device.openWindow();
  },
  closeWindow(scene: Scene): void {
    const picked = pickAnyWindow(scene);
    scene.world.trace.note(`${picked?.window.name} is closed`);
    picked?.device.closeWindow(picked.window);
  },
  losePower(scene: Scene): void {
    const device = pickDevice(scene);
    if (!device) return;
    scene.world.trace.note(`${device.name} loses power`);
    device.losePower(scene.random.next());
    if (scene.random.chance(0.8)) device.openWindow();
  },
  /** Noticed when a page is loaded; those that are open go on from memory. */
  damageStore(scene: Scene): void {
    const device = pickDevice(scene);
    if (!device) return;
    scene.world.trace.note(`the store of ${device.name} is damaged`);
    device.store.damage((_key, value) =>
      scene.random.chance(0.3) ? { value: spoil(scene.random, value) } : undefined,
    );
    const window = scene.random.pick(device.windows);
    if (window) device.reload(window);
  },
  sleep(scene: Scene): void {
    const device = pickDevice(scene);
    if (!device || device.isAsleep) return;
    scene.world.trace.note(`${device.name} sleeps`);
    device.isAsleep = true;
    if (scene.random.chance(0.7)) device.network.silenceLines();
    scene.world.schedule.after(chooseDurationMs(scene), () => device.wake());
  },
  setClock(scene: Scene): void {
    const device = pickDevice(scene);
    if (!device) return;
    const isFar = scene.random.chance(0.3);
    device.clockOffsetMs = scene.random.between(-1, 1) * scene.random.below(isFar ? 1000 * hourMs : 120_000);
    scene.world.trace.note(`the clock of ${device.name} is off by ${device.clockOffsetMs} ms`);
  },
  signOut(scene: Scene): void {
    const { window, device } = pickAnyWindow(scene) ?? {};
    if (!window || device?.userId === undefined) return;
    scene.world.trace.note(`${window.name} signs out`);
    const conversationId = [...window.opened.keys()][0];
    // In a hurry, with something that is not sent yet.
    if (conversationId !== undefined && window.userId !== undefined && scene.random.chance(0.7)) {
      window.post(conversationId, { text: scene.world.nextText(), fileCount: 1 });
    }
    scene.world.schedule.after(50, () => {
      if (window.isAlive) void window.signOut().then(() => device.closeWindow(window));
    });
    const next = scene.random.chance(0.5) ? device.ownerId : scene.random.pick(scene.world.people)?.id;
    if (next === undefined) return;
    scene.world.schedule.after(scene.random.between(100, scene.random.chance(0.5) ? 400 : 30_000), () => {
      if (device.userId !== undefined || window.isAlive) return;
      scene.world.trace.note(`somebody signs in on ${device.name}`);
      void device.openWindow().signIn(next);
    });
  },
  endSession(scene: Scene): void {
    const device = pickDevice(scene);
    if (!device || device.sessionId === undefined) return;
    scene.world.trace.note(`the session of ${device.name} is ended`);
    scene.world.cluster.endSession(device.sessionId);
    device.userId = undefined;
  },
  /** On the page that says that the session has ended. */
  signInAgain(scene: Scene): void {
    const { window, device } = pickAnyWindow(scene) ?? {};
    if (!window?.isSignedOut || !device || device.isAsleep) return;
    const next = scene.random.chance(0.6) ? device.ownerId : scene.random.pick(scene.world.people)?.id;
    if (next === undefined) return;
    scene.world.trace.note(`somebody signs in in ${window.name}`);
    void window.signIn(next);
  },
};

/** What happens to lines and servers. */
export const networkActions = {
  cutLines(scene: Scene): void {
    const device = pickDevice(scene);
    scene.world.trace.note(`the lines of ${device?.name} are cut`);
    device?.network.cutLines();
  },
  silenceLines(scene: Scene): void {
    const device = pickDevice(scene);
    scene.world.trace.note(`the lines of ${device?.name} go silent`);
    device?.network.silenceLines();
  },
  outage(scene: Scene): void {
    const device = pickDevice(scene);
    if (!device || device.network.outage !== undefined) return;
    const outage = scene.random.pick(['refused', 'silent', 'captive'] as const) ?? 'refused';
    scene.world.trace.note(`the network of ${device.name}: ${outage}`);
    device.network.beginOutage(outage);
    scene.world.schedule.after(chooseDurationMs(scene), () => device.network.heal());
  },
  slowDown(scene: Scene): void {
    const device = pickDevice(scene);
    if (!device) return;
    device.network.isSlow = true;
    scene.world.schedule.after(scene.random.below(40_000), () => device.network.heal());
  },
  crashNode({ world, random }: Scene): void {
    const node = random.pick(world.cluster.nodes);
    if (node) world.cluster.crash(node);
  },
  cutOffNode(scene: Scene): void {
    const node = scene.random.pick(scene.world.cluster.nodes);
    if (node && !node.isCutOff) scene.world.cluster.cutOff(node, scene.random.below(60_000));
  },
  changeWeather({ world, random }: Scene): void {
    Object.assign(world.weather, weatherOf(random));
  },
};
