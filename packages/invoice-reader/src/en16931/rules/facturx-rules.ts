import type { Decimal } from '../../values/decimal.ts';
import type { En16931Invoice, InvoiceLine, Note } from '../model.ts';
import { add, CENT, compare, distance, readAmount, shown, times, ZERO } from './exact.ts';
import { lineLabel } from './line-rules.ts';
import { given, type RuleSet, ruleSet } from './rule.ts';
import { emptyElementsFault } from './shared-cius-rules.ts';

/** Factur-X and ZUGFeRD from version 2, every profile. */
export const facturxRuleSet = ruleSet<En16931Invoice>({
  subjects: ({ invoice }) => [invoice],
  rules: [{ id: 'PEPPOL-EN16931-R008', severity: 'warning', terms: [], fault: emptyElementsFault }],
});

const LINE_KINDS = new Set(['DETAIL', 'GROUP', 'INFORMATION']);

/** Factur-X EXTENDED: notes, and lines within lines. Its rules that replace others stand with those. */
export const facturxExtendedRuleSets: RuleSet[] = [
  ruleSet<Note>({
    subjects: ({ invoice }) => invoice.notes,
    label: (_, index) => `Note ${index + 1}`,
    rules: [
      {
        id: 'BR-FXEXT-01',
        terms: ['BT-21', 'BT-22'],
        fault: ({ subjectCode, text }) =>
          given(subjectCode) && !given(text) ? `subject ${subjectCode} is given without a text.` : undefined,
      },
    ],
  }),
  ruleSet<InvoiceLine>({
    needsLines: true,
    subjects: ({ lines }) => lines,
    label: lineLabel,
    rules: [
      {
        id: 'BR-FXEXT-05',
        terms: ['BT-X-8'],
        fault: ({ lineStatusReasonCode: kind }) =>
          given(kind) && !LINE_KINDS.has(kind) ? `"${kind}" is no kind of line.` : undefined,
      },
      {
        id: 'BR-FXEXT-06',
        terms: ['BT-X-8', 'BT-X-304'],
        fault: ({ parentLineId, lineStatusReasonCode }) =>
          given(parentLineId) && !given(lineStatusReasonCode)
            ? 'it is part of another line, but its kind is not given.'
            : undefined,
      },
    ],
  }),
  ruleSet<En16931Invoice>({
    needsLines: true,
    subjects: ({ invoice }) => [invoice],
    rules: [
      { id: 'BR-FXEXT-08', terms: ['BT-131', 'BT-X-8', 'BT-X-304'], fault: groupTotalFault },
      { id: 'BR-FXEXT-11', terms: ['BT-126', 'BT-X-304'], fault: parentFault },
    ],
  }),
];

function parentFault({ lines }: En16931Invoice): string | undefined {
  const ids = new Set(lines.map(({ id }) => id));
  const orphan = lines.find(({ parentLineId }) => given(parentLineId) && !ids.has(parentLineId));
  return orphan && `Line ${orphan.id ?? ''} is part of line ${orphan.parentLineId}, which does not exist.`;
}

function groupTotalFault({ lines }: En16931Invoice): string | undefined {
  const parts = new Map<string, { total: Decimal; count: number }>();
  for (const { parentLineId, netAmount, lineStatusReasonCode } of lines) {
    if (!given(parentLineId) || lineStatusReasonCode === 'INFORMATION') continue;
    const part = parts.get(parentLineId) ?? { total: ZERO, count: 0 };
    parts.set(parentLineId, { total: add(part.total, readAmount(netAmount) ?? ZERO), count: part.count + 1 });
  }
  for (const { id, lineStatusReasonCode, netAmount } of lines) {
    const stated = readAmount(netAmount);
    const part = id === undefined ? undefined : parts.get(id);
    if (lineStatusReasonCode !== 'GROUP' || !stated || !part) continue;
    if (compare(distance(stated, part.total), times(CENT, part.count)) <= 0) continue;
    return `Group line ${id} gives ${shown(stated)}, its lines add up to ${shown(part.total)}.`;
  }
  return undefined;
}
