import type { ConversationId, UserId } from '@countinghouse/protocol';
import { PostLedger } from './post-ledger.ts';
import { ReferenceDatabase, type SimulatedPerson } from './reference-database.ts';
import { Schedule } from './schedule.ts';
import { SeededRandom } from './seeded-random.ts';
import { ServerCluster } from './server-cluster.ts';
import type { Setting } from './setting.ts';
import { SimulatedDevice } from './simulated-device.ts';
import { userIdOf } from './simulated-ids.ts';
import type { SimulatedWindow } from './simulated-window.ts';
import { Trace } from './trace.ts';
import { Watcher } from './watcher.ts';
import { calm, type Weather, weatherOf } from './weather.ts';

export interface Failure {
  property: string;
  detail: string;
  /** The action after which it happened. */
  step: number;
  trace: readonly string[];
}

export interface WrittenDraft {
  userId: UserId;
  conversationId: ConversationId;
  windowName: string;
  text: string;
  /** Several windows wrote: which one counts is the server's matter. */
  isShared: boolean;
}

const peopleMax = 5;
const devicesPerPersonMax = 3;
const groupsMax = 5;
const messagesAtFirstMax = 130;
const memberShare = 0.6;
const lateShare = 0.2;

/** Everything of one run: time, chance, the servers, the devices, and what must hold. */
export class World implements Setting {
  readonly schedule = new Schedule();
  readonly random: SeededRandom;
  readonly trace: Trace;
  readonly weather: Weather;
  readonly database: ReferenceDatabase;
  readonly cluster: ServerCluster;
  readonly devices: SimulatedDevice[] = [];
  readonly people: readonly SimulatedPerson[];
  readonly ledger = new PostLedger();
  readonly watcher: Watcher;
  /** The last draft of each person and conversation. */
  readonly drafts = new Map<string, WrittenDraft>();
  failure: Failure | undefined;
  /** In every second run messages are changed and the past is looked at; the others are as they were before that. */
  readonly isTalkative: boolean;
  step = 0;
  private fileNumber = 0;
  private textNumber = 0;

  constructor(seed: number) {
    const { schedule } = this;
    this.isTalkative = seed % 2 === 0;
    this.random = new SeededRandom(`world ${seed}`);
    const random = this.random.fork('making');
    this.trace = new Trace(() => schedule.nowMs);
    this.weather = weatherOf(random);
    this.people = Array.from({ length: random.between(2, peopleMax) }, (_, index) => ({
      id: userIdOf(index + 1),
      isGuest: index > 0 && random.chance(0.3),
    }));
    this.database = new ReferenceDatabase(this.people, () => schedule.nowMs);
    this.cluster = new ServerCluster({
      database: this.database,
      schedule,
      random: this.random.fork('cluster'),
      trace: this.trace,
      weather: this.weather,
      nodeCount: random.between(1, 3),
    });
    this.watcher = new Watcher(this);
    this.makeGroups(random);
    this.makeDevices(random);
  }

  private makeGroups(random: SeededRandom): void {
    const count = random.between(1, groupsMax);
    for (let number = 1; number <= count; number++) {
      const owner = random.pick(this.people.filter(({ isGuest }) => !isGuest));
      if (!owner) throw new Error('nobody can own a group');
      const memberIds = this.people.filter(() => random.chance(memberShare)).map(({ id }) => id);
      const title = `group ${number}`;
      const { result } = this.database.transact(() =>
        this.database.createGroup(owner.id, { clientId: `group-${number}` as never, title, memberIds }),
      );
      const messageCount = random.chance(0.5) ? random.below(10) : random.below(messagesAtFirstMax);
      for (let each = 0; each < messageCount; each++) this.postOutside(random, result.id);
      const lateIds = this.people.filter(() => random.chance(lateShare)).map(({ id }) => id);
      this.database.transact(() => this.database.addMembers(owner.id, result.id, lateIds));
    }
  }

  private makeDevices(random: SeededRandom): void {
    for (const [index, { id }] of this.people.entries()) {
      const count = random.between(1, devicesPerPersonMax);
      for (let number = 1; number <= count; number++) {
        const device = new SimulatedDevice(this, {
          name: `p${index + 1}d${number}`,
          ownerId: id,
          observer: this.watcher,
        });
        this.devices.push(device);
        device.signIn(id);
        device.openWindow();
      }
    }
  }

  /** A message of a member who is not simulated any further; pushed by nobody. */
  postOutside(random: SeededRandom, conversationId: Parameters<ReferenceDatabase['access']>[1]): void {
    const members = [...(this.database.conversations.get(conversationId)?.members.keys() ?? [])];
    const author: UserId | undefined = random.pick(members);
    if (author === undefined) return;
    this.textNumber += 1;
    const clientId = `outside-${this.textNumber}` as never;
    this.database.post(author, [{ conversationId, clientId, text: `outside ${this.textNumber}` }]);
  }

  /** Closed ones too. */
  get allWindows(): SimulatedWindow[] {
    return this.devices.flatMap(({ allWindows }) => allWindows);
  }

  noteDraft(draft: Omit<WrittenDraft, 'isShared'>): void {
    const key = `${draft.userId} ${draft.conversationId}`;
    const known = this.drafts.get(key);
    const isShared = known !== undefined && (known.isShared || known.windowName !== draft.windowName);
    this.drafts.set(key, { ...draft, isShared });
  }

  nextText(): string {
    this.textNumber += 1;
    return `text ${this.textNumber}`;
  }

  nextFileNumber(): number {
    this.fileNumber += 1;
    return this.fileNumber;
  }

  /** The first failure is the one that counts; what follows from it is not looked at. */
  fail(property: string, detail: string): void {
    this.trace.note(`FAILED ${property}: ${detail}`);
    this.failure ??= { property, detail, step: this.step, trace: this.trace.tail };
  }

  async run(durationMs: number): Promise<void> {
    await this.schedule.runUntil(this.schedule.nowMs + Math.round(durationMs), () => {
      this.watcher.checkTouched();
      return this.failure === undefined;
    });
  }

  /** The weather clears, and everything that was broken works again. */
  heal(): void {
    Object.assign(this.weather, calm);
    this.cluster.heal();
    for (const device of this.devices) {
      device.network.heal();
      if (device.isAsleep) device.wake();
    }
  }
}
