import {
  type ConversationId,
  type ConversationSummary,
  defaultConversationSettings,
  defaultMemberSettings,
  type EngagementId,
  type UserId,
} from '@countinghouse/protocol';
import { describe, expect, it } from 'vitest';
import { foldSections, type ListFilter, listItems, neighbourOf } from './fold-sections.ts';

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
    draft: null,
    mentionSeqs: [],
    isArchived: false,
    settings: defaultConversationSettings,
    mine: defaultMemberSettings,
    lastMessage: null,
    ...parts,
  };
}

const engagementId = 'e' as EngagementId; // As above.
const otherId = 'o' as EngagementId; // As above.
const parentId = 'audit' as ConversationId; // As above.
const conversations = [
  summary('east', { parentId, engagementId }),
  summary('chat', { kind: 'direct', peerId: 'p' as UserId, cursor: { seq: 3, messageCount: 6 } }), // As above.
  summary('deal', { engagementId: otherId }),
  summary('experts'),
  summary('old', { isArchived: true }),
  summary('tax', { engagementId }),
  summary('audit', { engagementId }),
  summary('bot', { kind: 'app', mentionSeqs: [9], cursor: { seq: 7, messageCount: 7 } }),
  summary('top', { mine: { isPinned: true, notify: 'none' }, cursor: { seq: 3, messageCount: 6 } }),
  summary('orphan', { parentId: 'unseen' as ConversationId, engagementId: otherId }), // As above.
];
const sections = (filter: ListFilter = 'all', order: 'client' | 'time' = 'time', all = conversations) =>
  foldSections({
    conversations: all,
    titleOf: (c) => c.title,
    clientOf: (c) => (c.engagementId === engagementId ? '恒远' : c.engagementId ? '瑞丰' : null),
    order,
    filter,
    keptId: 'experts',
  });
const fold = (...input: Parameters<typeof sections>) =>
  sections(...input).map(({ id, rows }) => {
    const names = rows.map((row) => `${row.heading ? `[${row.heading}]` : ''}${row.depth ? '└' : ''}${row.title}`);
    return `${id}: ${names.join(' ')}`;
  });

describe('foldSections', () => {
  it('puts what is pinned first, subgroups under their parents, and what is archived last', () => {
    expect(fold()).toEqual([
      'pinned: top',
      'engagements: audit └east deal tax orphan',
      'groups: experts',
      'direct: chat bot',
      'archived: old',
    ]);
  });

  it('keeps the groups of a client together and names a client of several groups', () => {
    expect(fold('all', 'client')[1]).toBe('engagements: [恒远]audit └east tax [瑞丰]deal orphan');
  });

  it('leaves a subgroup among the engagements when its parent is pinned', () => {
    const pinned = conversations.map((each) =>
      each.id === 'audit' ? { ...each, mine: { isPinned: true, notify: 'all' as const } } : each,
    );
    expect(fold('all', 'time', pinned).slice(0, 2)).toEqual([
      'pinned: audit top',
      'engagements: └east deal tax orphan',
    ]);
  });

  it('shows what is not read, or what names the reader, and keeps what is open', () => {
    expect(fold('unread')).toEqual(['pinned: top', 'groups: experts', 'direct: chat bot']);
    expect(fold('mentions')).toEqual(['groups: experts', 'direct: bot']);
  });
});

describe('listItems', () => {
  it('leaves out what is folded, except what is open', () => {
    const items = listItems(sections(), new Set(['direct', 'archived']), 'bot');
    expect(
      items.map((item) => (item.kind === 'row' ? item.row.title : item.kind === 'section' ? item.id : '')),
    ).toEqual([
      'pinned',
      'top',
      'engagements',
      'audit',
      'east',
      'deal',
      'tax',
      'orphan',
      'groups',
      'experts',
      'direct',
      'bot',
      'archived',
    ]);
    expect(items.find((item) => item.kind === 'section' && item.id === 'direct')).toMatchObject({ count: 2, loud: 3 });
  });
});

describe('neighbourOf', () => {
  const rows = sections().flatMap((section) => section.rows);
  const isLoud = (row: (typeof rows)[number]) => row.attention.isLoud && row.attention.count > 0;

  it('goes round the end of the list', () => {
    expect(neighbourOf(rows, 'top', 1)?.title).toBe('audit');
    expect(neighbourOf(rows, 'top', -1)?.title).toBe('old');
    expect(neighbourOf(rows, null, 1)?.title).toBe('top');
    expect(neighbourOf(rows, null, -1)?.title).toBe('old');
  });

  it('finds the next one that is not read', () => {
    expect(neighbourOf(rows, 'east', 1, isLoud)?.title).toBe('chat');
    expect(neighbourOf(rows, 'chat', 1, isLoud)?.title).toBe('bot');
    expect(neighbourOf(rows.slice(0, 1), null, 1, isLoud)).toBeUndefined();
  });
});
