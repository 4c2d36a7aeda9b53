import type { Decimal } from '../../values/decimal.ts';
import type { En16931Invoice, InvoiceLine, Note } from '../model.ts';
import { add, equals, readAmount, roundTo, shown, ZERO } from './exact.ts';
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
  ruleSet<En16931Invoice>({
    subjects: ({ invoice }) => [invoice],
    rules: [
      {
        id: 'BR-FXEXT-03',
        terms: ['BG-7'],
        fault: ({ buyer }) =>
          given(buyer?.taxRegistrationId)
            ? `The buyer has the tax registration "${buyer.taxRegistrationId}"; only the seller may have one beside a VAT identifier.`
            : undefined,
      },
    ],
  }),
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
        severity: 'warning',
        terms: ['BT-X-8'],
        fault: ({ lineStatusReasonCode: kind }) =>
          given(kind) && !LINE_KINDS.has(kind) ? `"${kind}" is no kind of line.` : undefined,
      },
    ],
  }),
  ruleSet<En16931Invoice>({
    needsLines: true,
    subjects: ({ invoice }) => [invoice],
    rules: [
      { id: 'BR-FXEXT-06', terms: ['BT-X-8', 'BT-X-304'], fault: lineKindFault },
      { id: 'BR-FXEXT-08', terms: ['BT-131', 'BT-X-8', 'BT-X-304'], fault: groupTotalFault },
      { id: 'BR-FXEXT-11', terms: ['BT-126', 'BT-X-304'], fault: parentFault },
      { id: 'BR-FXEXT-12', terms: ['BT-131', 'BT-X-8', 'BT-X-304'], fault: groupWithoutTotalFault },
    ],
  }),
];

function parentFault({ lines }: En16931Invoice): string | undefined {
  const ids = new Set(lines.map(({ id }) => id));
  const orphan = lines.find(({ parentLineId }) => given(parentLineId) && !ids.has(parentLineId));
  return orphan && `Line ${orphan.id ?? ''} is part of line ${orphan.parentLineId}, which does not exist.`;
}

/** Lines within lines, and the lines that they are in, say of what kind they are. */
function lineKindFault({ lines }: En16931Invoice): string | undefined {
  const parents = new Set(lines.map(({ parentLineId }) => parentLineId).filter(given));
  const unkind = lines.find(
    ({ id, parentLineId, lineStatusReasonCode: kind }) =>
      !given(kind) && (given(parentLineId) || parents.has(id ?? '')),
  );
  return unkind && `Line ${unkind.id ?? ''} is part of a group of lines, but its kind is not given.`;
}

function groupTotalFault({ lines }: En16931Invoice): string | undefined {
  const parts = new Map<string, Decimal>();
  for (const { parentLineId, netAmount, lineStatusReasonCode } of lines) {
    if (!given(parentLineId) || lineStatusReasonCode === 'INFORMATION') continue;
    parts.set(parentLineId, add(parts.get(parentLineId) ?? ZERO, readAmount(netAmount) ?? ZERO));
  }
  for (const { id, lineStatusReasonCode, netAmount } of lines) {
    const stated = readAmount(netAmount);
    if (lineStatusReasonCode !== 'GROUP' || !stated) continue;
    const total = roundTo(parts.get(id ?? '') ?? ZERO, 2);
    if (!equals(roundTo(stated, 2), total)) {
      return `Group line ${id ?? ''} gives ${shown(stated)}, its lines add up to ${shown(total)}.`;
    }
  }
  return undefined;
}

function groupWithoutTotalFault({ lines }: En16931Invoice): string | undefined {
  const groups = lines.filter(({ lineStatusReasonCode }) => lineStatusReasonCode === 'GROUP');
  const withTotal = new Set(groups.filter(({ netAmount }) => given(netAmount?.value)).map(({ id }) => id));
  const without = groups.find(
    ({ netAmount, parentLineId }) => !given(netAmount?.value) && given(parentLineId) && withTotal.has(parentLineId),
  );
  return without && `Group line ${without.id ?? ''} lacks a total, though the group that it is in has one.`;
}
