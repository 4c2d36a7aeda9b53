import {
  type ClientFrame,
  type ConversationId,
  type LiveFrame,
  type PersonStatus,
  type UserId,
  watchedConversationsMax,
  watchedPeopleMax,
} from '@countinghouse/protocol';
import type { Clock } from './clock.ts';
import { type Publications, WatchedState } from './publications.ts';

// Somebody who scrolls through a list of people sees many of them for a moment.
const gatherMs = 150;
// What moved before the server knew of the watch is told by nobody; by now it does know.
const lookAgainMs = 1_000;

export interface WatchReporterOptions {
  clock: Clock;
  publications: Publications;
  openIds(): readonly ConversationId[];
  send(frame: ClientFrame): void;
  /** Read positions of this conversation may have moved unheard. */
  onWatched(conversationId: ConversationId): void;
  onStatus(userId: UserId): void;
}

/** Tells the server what is on the screen and whether anybody is in front of it, and keeps how these people stand. */
export class WatchReporter {
  readonly online: WatchedState<ReadonlySet<UserId>>;
  /** Of those on the line, who touches none of their devices. */
  readonly away: WatchedState<ReadonlySet<UserId>>;
  /** Who does not want to be disturbed, on the line or not. */
  readonly quiet: WatchedState<ReadonlySet<UserId>>;
  readonly statuses: WatchedState<ReadonlyMap<UserId, PersonStatus | null>>;
  private readonly options: WatchReporterOptions;
  private people: readonly UserId[] = [];
  private readonly onlineNow = new Set<UserId>();
  private readonly awayNow = new Set<UserId>();
  private readonly quietNow = new Set<UserId>();
  private isActive = true;
  private readonly statusesNow = new Map<UserId, PersonStatus | null>();
  private isUp = false;
  private told = '';
  private watched = new Set<ConversationId>();
  private cancelLook: (() => void) | undefined;
  private cancelTimer: (() => void) | undefined;

  constructor(options: WatchReporterOptions) {
    this.options = options;
    this.online = new WatchedState<ReadonlySet<UserId>>(options.publications, () => new Set(this.onlineNow));
    this.away = new WatchedState<ReadonlySet<UserId>>(options.publications, () => new Set(this.awayNow));
    this.quiet = new WatchedState<ReadonlySet<UserId>>(options.publications, () => new Set(this.quietNow));
    this.statuses = new WatchedState<ReadonlyMap<UserId, PersonStatus | null>>(
      options.publications,
      () => new Map(this.statusesNow),
    );
  }

  /** Takes the place of what was watched before; those named last are kept where they are too many. */
  watchPeople(userIds: readonly UserId[]): void {
    this.people = [...new Set(userIds)].slice(-watchedPeopleMax);
    this.plan();
  }

  /** Whether somebody touches this device. */
  setActive(isActive: boolean): void {
    if (isActive === this.isActive) return;
    this.isActive = isActive;
    if (this.isUp) this.options.send({ type: 'activity', isActive });
  }

  /** Also called when a view was opened or closed. */
  plan(): void {
    if (!this.isUp) return;
    this.cancelTimer ??= this.options.clock.after(gatherMs, () => {
      this.cancelTimer = undefined;
      this.tell();
    });
  }

  /** A new line knows nothing of the screen. */
  handleHello(): void {
    this.isUp = true;
    this.told = '';
    this.watched.clear();
    if (!this.isActive) this.options.send({ type: 'activity', isActive: false });
    this.tell();
  }

  /** Without a line nobody knows who is on theirs. */
  handleDown(): void {
    this.isUp = false;
    this.cancelTimer?.();
    this.cancelTimer = undefined;
    this.cancelLook?.();
    this.cancelLook = undefined;
    this.keep(() => false);
    // What is said meanwhile goes unheard; the profiles have it.
    if (this.statusesNow.size === 0) return;
    this.statusesNow.clear();
    this.statuses.invalidate();
  }

  handleStatus({ userId, status }: Extract<LiveFrame, { type: 'status' }>): void {
    this.statusesNow.set(userId, status);
    this.statuses.invalidate();
    this.options.onStatus(userId);
  }

  handlePresence({ online, offline, away = [], quiet = [] }: Extract<LiveFrame, { type: 'presence' }>): void {
    for (const userId of online) this.onlineNow.add(userId);
    for (const userId of offline) this.onlineNow.delete(userId);
    this.online.invalidate();
    // Whoever is named is away, or quiet, only where it says so.
    const isAwayChanged = replaceNamed(this.awayNow, [...online, ...offline], away);
    const isQuietChanged = replaceNamed(this.quietNow, [...online, ...offline], quiet);
    if (isAwayChanged) this.away.invalidate();
    if (isQuietChanged) this.quiet.invalidate();
  }

  clear(): void {
    this.people = [];
    this.handleDown();
  }

  private tell(): void {
    const conversationIds = this.options.openIds().slice(-watchedConversationsMax);
    const frame: ClientFrame = { type: 'watch', conversationIds: [...conversationIds], userIds: [...this.people] };
    const text = JSON.stringify(frame);
    const isNothing = conversationIds.length === 0 && this.people.length === 0 && this.told === '';
    if (isNothing || text === this.told) return;
    this.told = text;
    const people = new Set(this.people);
    // The answer names everybody who is online; whoever is not watched any more goes unnoticed.
    this.keep((userId) => people.has(userId));
    this.options.send(frame);
    this.lookAgain(conversationIds.filter((id) => !this.watched.has(id)));
    this.watched = new Set(conversationIds);
  }

  private lookAgain(added: readonly ConversationId[]): void {
    if (added.length === 0) return;
    const before = this.cancelLook;
    const cancel = this.options.clock.after(lookAgainMs, () => {
      this.cancelLook = undefined;
      for (const id of this.watched) if (before || added.includes(id)) this.options.onWatched(id);
    });
    before?.();
    this.cancelLook = cancel;
  }

  private keep(isKept: (userId: UserId) => boolean): void {
    for (const [now, watched] of [
      [this.onlineNow, this.online],
      [this.awayNow, this.away],
      [this.quietNow, this.quiet],
    ] as const) {
      const gone = [...now].filter((userId) => !isKept(userId));
      for (const userId of gone) now.delete(userId);
      if (gone.length > 0) watched.invalidate();
    }
  }
}

/** True where it made a difference. */
function replaceNamed(now: Set<UserId>, named: readonly UserId[], marked: readonly UserId[]): boolean {
  const isIn = new Set(marked);
  const changed = named.filter((userId) => now.has(userId) !== isIn.has(userId));
  for (const userId of changed) {
    if (isIn.has(userId)) now.add(userId);
    else now.delete(userId);
  }
  return changed.length > 0;
}
