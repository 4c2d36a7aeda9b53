import type { ConversationSummary } from '@countinghouse/protocol';

export interface ListRow {
  summary: ConversationSummary;
  title: string;
  /** 1 for a subgroup shown under its parent. */
  depth: 0 | 1;
  /** Whose first character the picture shows: a subgroup carries that of its parent. */
  pictureName: string;
  unread: number;
}

export interface ListSection {
  id: 'engagements' | 'groups' | 'direct';
  rows: ListRow[];
}

export function unreadOf(summary: Pick<ConversationSummary, 'messageCount' | 'cursor'>): number {
  return Math.max(0, summary.messageCount - summary.cursor.messageCount);
}

interface FoldInput {
  /** Newest activity first. */
  conversations: readonly ConversationSummary[];
  titleOf: (summary: ConversationSummary) => string;
  /** Words by which the person looks for a row besides its title: engagement, client, last message. */
  wordsOf: (summary: ConversationSummary) => string;
  filter: string;
}

/** Engagement groups with their subgroups below them, other groups, people and apps; newest activity first in each. */
export function foldSections({ conversations, titleOf, wordsOf, filter }: FoldInput): ListSection[] {
  const needle = filter.trim().toLocaleLowerCase();
  const matches = (c: ConversationSummary) =>
    needle === '' || `${titleOf(c)} ${wordsOf(c)}`.toLocaleLowerCase().includes(needle);
  const kept = conversations.filter(matches);
  const byId = new Map(kept.map((c) => [c.id, c]));
  const groups = kept.filter((c) => c.kind === 'group');
  const row = (summary: ConversationSummary, parent?: ConversationSummary): ListRow => ({
    summary,
    title: titleOf(summary),
    depth: parent ? 1 : 0,
    pictureName: titleOf(parent ?? summary),
    unread: unreadOf(summary),
  });

  const nested: ListRow[] = [];
  const placed = new Set<string>();
  for (const group of groups) {
    const top = (group.parentId && byId.get(group.parentId)) || group;
    if (placed.has(top.id)) continue;
    placed.add(top.id);
    nested.push(row(top));
    for (const child of groups) if (child.parentId === top.id) nested.push(row(child, top));
  }
  const engagementOf = (r: ListRow) =>
    r.summary.engagementId ?? byId.get(r.summary.parentId ?? r.summary.id)?.engagementId;
  const sections: ListSection[] = [
    { id: 'engagements', rows: nested.filter((r) => engagementOf(r)) },
    { id: 'groups', rows: nested.filter((r) => !engagementOf(r)) },
    { id: 'direct', rows: kept.filter((c) => c.kind !== 'group').map((c) => row(c)) },
  ];
  return sections.filter((section) => section.rows.length > 0);
}
