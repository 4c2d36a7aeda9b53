import type { ConversationId, ConversationSummary, EngagementId, UserId } from '@countinghouse/protocol';
import { describe, expect, it } from 'vitest';
import { foldSections, unreadOf } from './fold-sections.ts';

function summary(id: string, parts: Partial<ConversationSummary> = {}): ConversationSummary {
  return {
    id: id as ConversationId, // A test needs ids only to differ.
    kind: 'group',
    title: id,
    peerId: null,
    parentId: null,
    engagementId: null,
    dataClass: 'general',
    memberCount: 3,
    myRole: 'member',
    headSeq: 10,
    messageCount: 8,
    cursor: { seq: 10, messageCount: 8 },
    lastMessage: null,
    ...parts,
  };
}

const engagementId = 'e' as EngagementId; // As above.
const parentId = 'audit' as ConversationId; // As above.
const conversations = [
  summary('east', { parentId, engagementId }),
  summary('chat', { kind: 'direct', peerId: 'p' as UserId }), // As above.
  summary('experts'),
  summary('audit', { engagementId }),
  summary('bot', { kind: 'app' }),
  summary('orphan', { parentId: 'unseen' as ConversationId, engagementId }), // As above.
];
const fold = (filter = '') =>
  foldSections({
    conversations,
    titleOf: (c) => c.title,
    wordsOf: (c) => (c.id === 'audit' ? '恒远股份' : ''),
    filter,
  }).map(
    (section) => `${section.id}: ${section.rows.map((row) => (row.depth ? `└${row.title}` : row.title)).join(' ')}`,
  );

describe('foldSections', () => {
  it('puts subgroups under their parents, which stand where the newest of them would', () => {
    expect(fold()).toEqual(['engagements: audit └east orphan', 'groups: experts', 'direct: chat bot']);
  });

  it('finds by title and by other words, and shows a subgroup whose parent does not match', () => {
    expect(fold('EAST')).toEqual(['engagements: east']);
    expect(fold('恒远')).toEqual(['engagements: audit']);
    expect(fold('nothing')).toEqual([]);
  });

  it('counts unread by messages, not by events', () => {
    expect(unreadOf({ messageCount: 8, cursor: { seq: 3, messageCount: 6 } })).toBe(2);
    expect(unreadOf({ messageCount: 8, cursor: { seq: 30, messageCount: 9 } })).toBe(0);
  });
});
