import {
  type ConversationId,
  type ConversationSummary,
  type Cursor,
  type Draft,
  defaultConversationSettings,
  defaultMemberSettings,
  type ThreadDraft,
} from '@countinghouse/protocol';
import { ModelConversation } from './model-server.ts';

/** A conversation with what one person has in it. */
export class FakeConversation {
  readonly id: ConversationId;
  readonly log: ModelConversation;
  cursor: Cursor = { seq: 0, messageCount: 0 };
  draft: Draft | null = null;
  mark: Cursor | undefined;
  threadDrafts: ThreadDraft[] = [];

  constructor(id: ConversationId) {
    this.id = id;
    this.log = new ModelConversation(id);
  }

  cursorAt(seq: number): Cursor {
    const reached = Math.min(seq, this.log.headSeq);
    return { seq: reached, messageCount: this.log.events[reached - 1]?.messageCount ?? 0 };
  }

  summary(): ConversationSummary {
    const last = this.log.events.findLast((event) => event.kind === 'message.posted');
    return {
      id: this.id,
      kind: 'group',
      title: '项目组',
      peerId: null,
      parentId: null,
      engagementId: null,
      dataClass: 'general',
      memberCount: 2,
      myRole: 'member',
      headSeq: this.log.headSeq,
      messageCount: this.log.events.at(-1)?.messageCount ?? 0,
      cursor: this.cursor,
      ...(this.mark ? { mark: this.mark } : {}),
      draft: this.draft,
      ...(this.threadDrafts.length > 0 ? { threadDrafts: [...this.threadDrafts] } : {}),
      mentionSeqs: [],
      isArchived: false,
      settings: defaultConversationSettings,
      mine: defaultMemberSettings,
      lastMessage: last ? { seq: last.seq, actorId: last.actorId, at: last.at, preview: last.content.text } : null,
    };
  }
}
