import type { UserId } from '@countinghouse/protocol';
import type { Bus } from '../../../platform/bus/bus.ts';
import { type PresenceNews, presenceTopic } from '../topics.ts';

export interface PresenceLimits {
  /** A person counts as offline only so long after the last line closed, so that neither a reconnect nor a rolling restart flickers. */
  graceMs: number;
  /** Comings and goings of so long are told together. */
  tickMs: number;
  aliveEveryMs: number;
  /** A process that was not heard for so long is dead. */
  silenceMsMax: number;
  /** How often it is looked whether somebody's quiet hours begin or end. */
  quietTickMs: number;
  /** Lines hear of changes after a random time between these, so that a restart does not make everybody draw at once. */
  tellMsMin: number;
  tellMsMax: number;
}

export const presenceLimits: PresenceLimits = {
  graceMs: 10_000,
  tickMs: 500,
  aliveEveryMs: 5_000,
  silenceMsMax: 20_000,
  quietTickMs: 15_000,
  tellMsMin: 200,
  tellMsMax: 1_500,
};

/** About 80 kB of ids, far below what a bus takes in one message. */
const idsPerMessageMax = 2_000;

interface Node {
  online: Set<UserId>;
  away: Set<UserId>;
  heardAtMs: number;
}

export interface PresenceParts {
  bus: Bus;
  /** Name of this process on the bus. */
  node: string;
  nowMs(): number;
  limits: PresenceLimits;
  /** A person may have come or gone; `isOnline` says what is true. */
  onChange(userId: UserId): void;
}

/** Who is on the line, at this process and at the others, which tell each other over the bus. */
export class PresenceBoard {
  private readonly parts: PresenceParts;
  private readonly own = new Set<UserId>();
  private readonly ownAway = new Set<UserId>();
  /** People of ours whose last line closed, until their grace ends. */
  private readonly leaving = new Map<UserId, number>();
  private readonly nodes = new Map<string, Node>();
  /** People of processes that ended, until their grace ends. */
  private readonly orphans = new Map<UserId, number>();
  private readonly untold = new Map<UserId, boolean>();
  private timer: NodeJS.Timeout | undefined;
  private aliveAtMs = 0;

  constructor(parts: PresenceParts) {
    this.parts = parts;
  }

  isOnline(userId: UserId): boolean {
    if (this.own.has(userId) || this.orphans.has(userId)) return true;
    for (const { online } of this.nodes.values()) if (online.has(userId)) return true;
    return false;
  }

  /** On the line, and nowhere touching a device. */
  isAway(userId: UserId): boolean {
    let isAway = false;
    if (this.own.has(userId)) {
      if (!this.ownAway.has(userId)) return false;
      isAway = true;
    }
    for (const { online, away } of this.nodes.values()) {
      if (!online.has(userId)) continue;
      if (!away.has(userId)) return false;
      isAway = true;
    }
    return isAway;
  }

  /** As all lines of this person here say. */
  setAway(userId: UserId, isAway: boolean): void {
    if (isAway === this.ownAway.has(userId)) return;
    if (isAway) this.ownAway.add(userId);
    else this.ownAway.delete(userId);
    this.untold.set(userId, true);
    this.parts.onChange(userId);
  }

  arrive(userId: UserId): void {
    this.leaving.delete(userId);
    if (this.own.has(userId)) return;
    this.own.add(userId);
    this.untold.set(userId, true);
    this.parts.onChange(userId);
  }

  /** The last line of this person closed here. */
  leave(userId: UserId): void {
    if (this.own.has(userId)) this.leaving.set(userId, this.parts.nowMs() + this.parts.limits.graceMs);
  }

  start(): void {
    this.timer = setInterval(() => this.tick(), this.parts.limits.tickMs).unref();
    this.ask();
  }

  /** Says that this process goes; its people have their grace at the others. */
  stop(): void {
    clearInterval(this.timer);
    this.publish({ node: this.parts.node, kind: 'gone' });
  }

  /** News of others may have been lost: everybody tells everything again. */
  ask(): void {
    this.publish({ node: this.parts.node, kind: 'ask' });
    this.tellState();
  }

  handle(news: PresenceNews): void {
    if (news.node === this.parts.node) return;
    if (news.kind === 'gone') {
      this.drop(news.node);
      return;
    }
    const known = this.nodes.get(news.node);
    const node = known ?? { online: new Set<UserId>(), away: new Set<UserId>(), heardAtMs: 0 };
    node.heardAtMs = this.parts.nowMs();
    this.nodes.set(news.node, node);
    if (news.kind === 'ask') this.tellState();
    else if (news.kind === 'state') this.takeState(node, news);
    else if (!known) this.publish({ node: this.parts.node, kind: 'ask' });
    else if (news.kind === 'changes') this.takeChanges(node, news);
  }

  private takeChanges(node: Node, news: Extract<PresenceNews, { kind: 'changes' }>): void {
    const { online, offline } = news;
    takeOnline(node, news);
    for (const userId of online) this.orphans.delete(userId);
    for (const userId of offline) node.online.delete(userId);
    for (const userId of [...online, ...offline]) this.parts.onChange(userId);
  }

  private takeState(node: Node, news: Extract<PresenceNews, { kind: 'state' }>): void {
    const before = news.isFirst ? node.online : new Set<UserId>();
    if (news.isFirst) node.online = new Set();
    takeOnline(node, news);
    for (const userId of news.online) this.orphans.delete(userId);
    for (const userId of before) if (!node.online.has(userId)) this.parts.onChange(userId);
    // Those who were there may have come back to their devices, or left them.
    for (const userId of news.online) this.parts.onChange(userId);
  }

  private drop(name: string): void {
    const node = this.nodes.get(name);
    if (!node) return;
    this.nodes.delete(name);
    const untilMs = this.parts.nowMs() + this.parts.limits.graceMs;
    for (const userId of node.online) this.orphans.set(userId, untilMs);
  }

  private tick(): void {
    const nowMs = this.parts.nowMs();
    for (const [userId, untilMs] of this.leaving) {
      if (untilMs > nowMs) continue;
      this.leaving.delete(userId);
      this.own.delete(userId);
      this.ownAway.delete(userId);
      this.untold.set(userId, false);
      this.parts.onChange(userId);
    }
    for (const [userId, untilMs] of this.orphans) {
      if (untilMs > nowMs) continue;
      this.orphans.delete(userId);
      this.parts.onChange(userId);
    }
    for (const [name, node] of this.nodes) {
      if (nowMs - node.heardAtMs > this.parts.limits.silenceMsMax) this.drop(name);
    }
    this.tellChanges();
    if (nowMs - this.aliveAtMs < this.parts.limits.aliveEveryMs) return;
    this.aliveAtMs = nowMs;
    this.publish({ node: this.parts.node, kind: 'alive' });
  }

  private tellChanges(): void {
    if (this.untold.size === 0) return;
    const changes = [...this.untold];
    this.untold.clear();
    for (let from = 0; from < changes.length; from += idsPerMessageMax) {
      const part = changes.slice(from, from + idsPerMessageMax);
      const idsThatAre = (isOnline: boolean) => part.filter(([, is]) => is === isOnline).map(([userId]) => userId);
      const online = idsThatAre(true);
      this.publish({
        node: this.parts.node,
        kind: 'changes',
        online,
        offline: idsThatAre(false),
        away: this.awayOf(online),
      });
    }
  }

  private tellState(): void {
    const own = [...this.own];
    this.untold.clear();
    for (let from = 0; from === 0 || from < own.length; from += idsPerMessageMax) {
      const online = own.slice(from, from + idsPerMessageMax);
      this.publish({ node: this.parts.node, kind: 'state', isFirst: from === 0, online, away: this.awayOf(online) });
    }
  }

  private awayOf(userIds: readonly UserId[]): UserId[] {
    return userIds.filter((userId) => this.ownAway.has(userId));
  }

  private publish(news: PresenceNews): void {
    if (this.parts.bus.isShared) this.parts.bus.publish(presenceTopic, news);
  }
}

/** Whoever is named as online and not as away touches a device. */
function takeOnline(node: Node, { online, away = [] }: { online: readonly UserId[]; away?: readonly UserId[] }): void {
  for (const userId of online) {
    node.online.add(userId);
    node.away.delete(userId);
  }
  for (const userId of away) node.away.add(userId);
}
