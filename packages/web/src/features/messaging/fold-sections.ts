import type { ConversationSummary } from '@countinghouse/protocol';
import { type Attention, attentionOf } from '../../shared/attention.ts';

export interface ListRow {
  summary: ConversationSummary;
  title: string;
  /** 1 for a subgroup shown under its parent. */
  depth: 0 | 1;
  /** Whose first character the picture shows: a subgroup carries that of its parent. */
  pictureName: string;
  attention: Attention;
  /** The client whose groups begin here. */
  heading?: string;
}

export type SectionId = 'pinned' | 'engagements' | 'groups' | 'direct' | 'archived';
export type ListFilter = 'all' | 'unread' | 'mentions';
export type EngagementOrder = 'client' | 'time';

export interface ListSection {
  id: SectionId;
  rows: ListRow[];
}

interface FoldInput {
  /** Newest activity first. */
  conversations: readonly ConversationSummary[];
  titleOf: (summary: ConversationSummary) => string;
  /** The client of an engagement group; null for others. */
  clientOf: (summary: ConversationSummary) => string | null;
  order: EngagementOrder;
  filter: ListFilter;
  /** Stays whatever the filter says, so that reading it does not take it away. */
  keptId: string | null;
}

/**
 * What is pinned, engagement groups by client with their subgroups below them, other groups, people and apps, and what
 * is archived; newest activity first in each.
 */
export function foldSections(input: FoldInput): ListSection[] {
  const kept = input.conversations.filter(
    (summary) => input.filter === 'all' || summary.id === input.keptId || isWanted(summary, input.filter),
  );
  const row = (summary: ConversationSummary, parent?: ConversationSummary): ListRow => ({
    summary,
    title: input.titleOf(summary),
    depth: parent ? 1 : 0,
    pictureName: input.titleOf(parent ?? summary),
    attention: attentionOf(summary),
  });
  const nested = nestGroups(kept, row);
  const isOfEngagement = ({ summary }: ListRow) => input.clientOf(summary) !== null;
  const engagements = nested.filter(isOfEngagement);
  const sections: ListSection[] = [
    { id: 'pinned', rows: kept.filter(isPinned).map((each) => row(each)) },
    { id: 'engagements', rows: input.order === 'client' ? byClient(engagements, input.clientOf) : engagements },
    { id: 'groups', rows: nested.filter((each) => !isOfEngagement(each)) },
    { id: 'direct', rows: kept.filter((each) => isOrdinary(each) && each.kind !== 'group').map((each) => row(each)) },
    { id: 'archived', rows: kept.filter((each) => each.isArchived).map((each) => row(each)) },
  ];
  return sections.filter((section) => section.rows.length > 0);
}

function isWanted(summary: ConversationSummary, filter: ListFilter): boolean {
  const { count, isMentioned } = attentionOf(summary);
  return filter === 'mentions' ? isMentioned : count > 0;
}

const isPinned = (summary: ConversationSummary) => !summary.isArchived && summary.mine.isPinned;
const isOrdinary = (summary: ConversationSummary) => !summary.isArchived && !summary.mine.isPinned;

/** Subgroups below their parents; a group of parent and subgroups stands where the newest of them would. */
function nestGroups(
  kept: readonly ConversationSummary[],
  row: (summary: ConversationSummary, parent?: ConversationSummary) => ListRow,
): ListRow[] {
  const byId = new Map(kept.map((each) => [each.id, each]));
  const groups = kept.filter((each) => each.kind === 'group' && isOrdinary(each));
  const parentOf = (group: ConversationSummary) => (group.parentId ? byId.get(group.parentId) : undefined);
  const families = new Map<string, ConversationSummary[]>();
  for (const group of groups) {
    const top = parentOf(group) ?? group;
    const family = families.get(top.id);
    if (family) family.push(group);
    else families.set(top.id, [group]);
  }
  return [...families].flatMap(([topId, family]) => {
    const top = family.find((each) => each.id === topId);
    const children = family.filter((each) => each !== top);
    return [...(top ? [row(top)] : []), ...children.map((child) => row(child, parentOf(child)))];
  });
}

/** Groups of one client stand together, where the newest of them would; a client of several groups is named above them. */
function byClient(rows: readonly ListRow[], clientOf: FoldInput['clientOf']): ListRow[] {
  const clients = Map.groupBy(rows, ({ summary }) => clientOf(summary) ?? '');
  return [...clients].flatMap(([client, ofClient]) => {
    const isNamed = client !== '' && ofClient.filter(({ depth }) => depth === 0).length > 1;
    return isNamed ? ofClient.map((each, place) => (place === 0 ? { ...each, heading: client } : each)) : ofClient;
  });
}

/** What stands in the list, from top to bottom. */
export type ListItem =
  | { kind: 'section'; id: SectionId; count: number; loud: number; isFolded: boolean }
  | { kind: 'client'; name: string }
  | { kind: 'row'; row: ListRow; sectionId: SectionId };

/** Rows of folded sections are left out, except the one that is open. */
export function listItems(
  sections: readonly ListSection[],
  folded: ReadonlySet<SectionId>,
  openId: string | null,
): ListItem[] {
  return sections.flatMap(({ id, rows }) => {
    const isFolded = folded.has(id);
    const loud = rows.reduce((sum, { attention }) => (attention.isLoud ? sum + attention.count : sum), 0);
    const shown = isFolded ? rows.filter(({ summary }) => summary.id === openId) : rows;
    return [
      { kind: 'section' as const, id, count: rows.length, loud, isFolded },
      ...shown.flatMap((row): ListItem[] => [
        ...(row.heading !== undefined && !isFolded ? [{ kind: 'client' as const, name: row.heading }] : []),
        { kind: 'row', row, sectionId: id },
      ]),
    ];
  });
}

/** The row after or before the one that is open, round the end; `isWanted` skips others. */
export function neighbourOf(
  rows: readonly ListRow[],
  openId: string | null,
  step: 1 | -1,
  isWanted: (row: ListRow) => boolean = () => true,
): ListRow | undefined {
  const from = rows.findIndex(({ summary }) => summary.id === openId);
  const start = from < 0 && step < 0 ? 0 : from;
  for (let way = 1; way <= rows.length; way++) {
    const row = rows[(start + step * way + rows.length * 2) % rows.length];
    if (row && row.summary.id !== openId && isWanted(row)) return row;
  }
  return undefined;
}
