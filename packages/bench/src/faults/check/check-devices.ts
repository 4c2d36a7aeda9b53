import type { ConversationEvent, ConversationId } from '@countinghouse/protocol';
import { eventLine } from '../client/digest.ts';
import type { DeviceReport, ReportedRow } from '../client/orders.ts';
import type { DeviceEvidence, Finding, PersonTruth, ServerTruth } from './evidence.ts';

/** Every device holds what the server says: the list with its badges and drafts, and every conversation to its beginning. */
export function checkDevices(truth: ServerTruth, devices: readonly DeviceEvidence[]): Finding[] {
  const expected = new Map([...truth.histories].map(([id, events]) => [id, linesOf(events)]));
  return devices.flatMap(({ name, userId, report }) => {
    const person = truth.people.get(userId);
    if (!report || !person) return [{ kind: 'diverged' as const, text: `${name} did not report` }];
    return [...checkRows(report, person), ...checkConversations(report, person, expected)];
  });
}

const linesOf = (events: readonly ConversationEvent[]): string[] =>
  events.flatMap((event) => (event.kind === 'card.set' ? [] : [eventLine(event)]));

function checkRows(report: DeviceReport, person: PersonTruth): Finding[] {
  const own = new Map(report.rows.map((row) => [row.conversationId, row]));
  const theirs = new Map(person.rows.map((row) => [row.conversationId, row]));
  const findings: Finding[] = [];
  for (const conversationId of new Set([...own.keys(), ...theirs.keys()])) {
    const difference = differenceOf(own.get(conversationId), theirs.get(conversationId));
    if (difference !== undefined)
      findings.push({ kind: 'diverged', text: `${report.name}, row of ${conversationId}: ${difference}` });
  }
  if (JSON.stringify(report.inbox) !== JSON.stringify(person.inbox))
    findings.push({ kind: 'diverged', text: `${report.name}: the counts of the inbox differ` });
  return findings;
}

function differenceOf(own: ReportedRow | undefined, theirs: ReportedRow | undefined): string | undefined {
  if (!own) return 'missing on the device';
  if (!theirs) return 'only on the device';
  // The keys of a row are those of its type.
  const names = Object.keys(theirs) as (keyof ReportedRow)[];
  const name = names.find((one) => own[one] !== theirs[one]);
  return name === undefined ? undefined : `${name} is ${own[name]}, the server has ${theirs[name]}`;
}

function checkConversations(
  report: DeviceReport,
  person: PersonTruth,
  expected: ReadonlyMap<ConversationId, readonly string[]>,
): Finding[] {
  const findings: Finding[] = [];
  const held = new Map(report.conversations.map((one) => [one.conversationId, one]));
  const tell = (conversationId: ConversationId, difference: string) =>
    findings.push({ kind: 'diverged', text: `${report.name}, ${conversationId}: ${difference}` });
  for (const { conversationId } of person.rows) {
    const lines = expected.get(conversationId) ?? [];
    const own = held.get(conversationId);
    if (!own) {
      tell(conversationId, 'is not open on the device');
      continue;
    }
    const at = Array.from({ length: Math.max(lines.length, own.entries.length) }, (_, index) => index).find(
      (index) => lines[index] !== own.entries[index],
    );
    if (at !== undefined)
      tell(conversationId, `entry ${at} of ${own.entries.length} is "${own.entries[at]}", history has "${lines[at]}"`);
    if (own.entries.length !== new Set(own.entries).size)
      findings.push({ kind: 'duplicated', text: `${report.name} shows an entry of ${conversationId} twice` });
    const members = person.members.get(conversationId) ?? [];
    if (members.join() !== own.members.join())
      tell(conversationId, `members are ${own.members.length}, the server has ${members.length}`);
  }
  return findings;
}
