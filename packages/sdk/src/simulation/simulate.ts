import { type MessengerCounts, noCounts } from '../counts.ts';
import { checkAgreement, checkDrafts, checkPosts, checkRepairs } from './agreement.ts';
import { deviceActions, networkActions, programActions } from './outside-actions.ts';
import { personActions, type Scene } from './person-actions.ts';
import type { SeededRandom } from './seeded-random.ts';
import { talkActions, talkWeights } from './talk-actions.ts';
import { type Failure, World } from './world.ts';

export interface RunOptions {
  seed: number;
  /** How many actions; without it the seed decides. Fewer give the same beginning. */
  steps?: number;
}

export interface RunResult {
  seed: number;
  steps: number;
  /** Requests, answers, frames and timers. */
  events: number;
  posted: number;
  crashes: number;
  repairs: MessengerCounts;
  /** The same for the same seed, to the last event. */
  traceHash: string;
  failure?: Failure;
}

const actions = { ...personActions, ...programActions, ...deviceActions, ...networkActions };
type ActionName = keyof typeof actions;

/** How often each happens, relative to the others, where it happens at all. */
const usualWeights: Record<ActionName, number> = {
  post: 20,
  read: 12,
  mark: 3,
  retry: 3,
  discard: 1.5,
  open: 8,
  close: 4,
  loadOlder: 4,
  draft: 5,
  readTogether: 4,
  createGroup: 1.5,
  addMember: 3,
  removeMember: 2.5,
  rename: 1.5,
  setCard: 7,
  setInbox: 3,
  announceMeChanged: 0.5,
  flood: 0.7,
  reload: 2,
  openWindow: 1.5,
  closeWindow: 1,
  losePower: 0.8,
  damageStore: 0.4,
  sleep: 1.5,
  setClock: 1,
  signOut: 0.6,
  endSession: 0.6,
  signInAgain: 2,
  cutLines: 2,
  silenceLines: 1.5,
  outage: 1.5,
  slowDown: 1.5,
  crashNode: 1,
  cutOffNode: 1,
  changeWeather: 1,
};
const stepsLeast = 40;
const stepsMost = 260;
// Long enough for every back-off, for a silent line to be given up, and for two rounds of comparing digests.
const quietMs = 12 * 60_000;
// Longer than anybody takes to sign in again after signing out.
const farewellMs = 35_000;
const pagesMax = 80;
// How many actions come with one that changes a message or looks elsewhere.
const talkShare = 0.9;
const factors = [0, 1, 1, 1, 4];

/** One run: some hundred actions with everything going wrong, then peace, then everything must agree. */
export async function simulate({ seed, steps }: RunOptions): Promise<RunResult> {
  const world = new World(seed);
  const handleRejection = (reason: unknown) => {
    const text = reason instanceof Error ? (reason.stack ?? reason.message) : String(reason);
    world.fail('no error is left unhandled', text);
  };
  process.on('unhandledRejection', handleRejection);
  try {
    await act(world, steps);
    if (!world.failure) await makePeace(world);
  } finally {
    process.off('unhandledRejection', handleRejection);
    for (const window of world.allWindows) window.kill();
  }
  return {
    seed,
    steps: world.step,
    events: world.schedule.eventCount,
    posted: world.ledger.records.size,
    crashes: world.cluster.crashes,
    repairs: sumOf(world.allWindows.map(({ messenger }) => messenger.counts)),
    traceHash: world.trace.hash,
    failure: world.failure,
  };
}

async function act(world: World, steps: number | undefined): Promise<void> {
  const random = world.random.fork('actions');
  const scene: Scene = { world, random };
  const count = random.between(stepsLeast, stepsMost);
  const weights = chooseWeights(random);
  const talk: Scene = { world, random: world.random.fork('talk') };
  await world.run(random.below(5000));
  for (world.step = 1; world.step <= (steps ?? count) && !world.failure; world.step++) {
    actions[random.weighted(weights)](scene);
    if (world.isTalkative && talk.random.chance(talkShare)) talkActions[talk.random.weighted(talkWeights)](talk);
    await world.run(choosePauseMs(random));
  }
  world.step -= 1;
}

/** Each run leaves some things out and does others more often, so that rare meetings come about. */
function chooseWeights(random: SeededRandom): Record<ActionName, number> {
  const weights = { ...usualWeights };
  // The keys of a constant are its type's keys.
  for (const name of Object.keys(weights) as ActionName[]) {
    weights[name] *= random.pick(factors) ?? 1;
  }
  weights.post += 5;
  return weights;
}

function choosePauseMs(random: SeededRandom): number {
  if (random.chance(0.01)) return random.exponential(30 * 60_000);
  if (random.chance(0.05)) return random.exponential(60_000);
  return random.exponential(random.chance(0.3) ? 5000 : 300);
}

async function makePeace(world: World): Promise<void> {
  world.trace.note('peace');
  world.heal();
  for (const device of world.devices) {
    if (device.windows.length === 0) device.openWindow();
  }
  // Lines of sessions that have just ended hear of it, and whoever was about to sign in does.
  await world.run(farewellMs);
  for (const device of world.devices) {
    // One sign-in would end the session of the other windows; here everybody is who they were.
    const { userId } = device;
    for (const window of device.windows) if (window.isSignedOut && userId !== undefined) window.resume(userId);
  }
  await world.run(quietMs);
  await readEverything(world);
  if (!world.failure) checkAgreement(world);
  if (!world.failure) checkDrafts(world);
  if (world.failure) return;
  world.trace.note('everything is loaded anew');
  for (const device of world.devices) {
    for (const window of [...device.windows]) if (!window.isSignedOut) device.reload(window);
  }
  await world.run(quietMs);
  await readEverything(world);
  if (!world.failure) checkAgreement(world);
  if (!world.failure) checkPosts(world);
  if (!world.failure) checkRepairs(world);
}

async function readEverything(world: World): Promise<void> {
  const windows = world.devices.flatMap((device) => device.windows);
  for (const { opened } of windows) for (const open of opened.values()) open.showNewest();
  for (let page = 0; page < pagesMax && !world.failure; page++) {
    const threads = windows.flatMap((window) => [...window.threads.values()].map(({ thread }) => thread));
    for (const thread of threads) void thread.loadOlder();
    const unread = windows.flatMap(({ opened }) => [...opened.values()]).filter((open) => open.getSnapshot().hasOlder);
    if (unread.length === 0 && threads.every((thread) => !thread.getSnapshot().hasOlder)) return;
    for (const open of unread) void open.loadOlder();
    await world.run(1000);
  }
}

function sumOf(counts: readonly MessengerCounts[]): MessengerCounts {
  const sum = noCounts();
  for (const each of counts) {
    // The keys of a constant are its type's keys.
    for (const name of Object.keys(sum) as (keyof MessengerCounts)[]) sum[name] += each[name];
  }
  return sum;
}
