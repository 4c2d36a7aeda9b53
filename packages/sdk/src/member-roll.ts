import type { ConversationEvent, Cursor, Member, UserId } from '@countinghouse/protocol';

// An answer with members comes long before so many people have come and gone.
const memberEventsMax = 500;

export const isOfMembers = ({ kind }: ConversationEvent): boolean => kind.startsWith('member.');

/** The members of one conversation: a page of them as the server said, and what was heard since. */
export class MemberRoll {
  list: readonly Member[] = [];
  /** The members are those of this position, and what was heard beyond it. */
  private seq = 0;
  private events: readonly ConversationEvent[] = [];

  /** What the server says, as of `headSeq`; older answers are left aside. */
  take(members: readonly Member[], headSeq: number): void {
    if (headSeq < this.seq) return;
    this.list = members.map((member) => this.furtherOf(member));
    this.seq = headSeq;
    // What was heard while the answer was under way.
    this.events = this.events.filter(({ seq }) => seq > headSeq);
    for (const event of this.events) this.apply(event);
  }

  /** A push may have overtaken the answer; a read position never moves back. */
  private furtherOf(member: Member): Member {
    const known = this.list.find(({ userId }) => userId === member.userId);
    return known && known.cursor.seq > member.cursor.seq ? { ...member, cursor: known.cursor } : member;
  }

  note(event: ConversationEvent): void {
    if (!isOfMembers(event) || event.seq <= this.seq) return;
    this.events = [...this.events, event].slice(-memberEventsMax);
    this.apply(event);
  }

  private apply(event: ConversationEvent): void {
    if (event.kind === 'member.left') this.list = this.list.filter((member) => member.userId !== event.userId);
    if (event.kind === 'member.role-set') {
      const { userId, role } = event;
      this.list = this.list.map((member) => (member.userId === userId ? { ...member, role } : member));
    }
    if (event.kind === 'member.joined' && !this.list.some((member) => member.userId === event.userId)) {
      const cursor = { seq: event.seq - 1, messageCount: event.messageCount };
      const { userId, role, at: joinedAt } = event;
      this.list = [...this.list, { userId, role, joinedAt, cursor }];
    }
  }

  /** False where nothing moved. People beyond the page of members that is known are counted by the server only. */
  moveCursors(moved: readonly { userId: UserId; cursor: Cursor }[]): boolean {
    const cursors = new Map(moved.map(({ userId, cursor }) => [userId, cursor]));
    let isChanged = false;
    const members = this.list.map((member) => {
      const cursor = cursors.get(member.userId);
      if (!cursor || cursor.seq <= member.cursor.seq) return member;
      isChanged = true;
      return { ...member, cursor };
    });
    if (isChanged) this.list = members;
    return isChanged;
  }

  clear(): void {
    this.list = [];
    this.seq = 0;
    this.events = [];
  }
}
