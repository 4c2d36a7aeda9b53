import type { En16931Invoice } from '../model.ts';
import { FindingList, type RuleFinding } from './rule.ts';
import { ruleContext } from './rule-context.ts';
import { isRuleOf, ruleSetsFor } from './rule-registry.ts';

export type { RuleFinding, Severity } from './rule.ts';

/**
 * Checks an invoice against the rules of EN 16931 and of the profile that it claims to follow (XRechnung, Peppol BIS 3,
 * Factur-X). An empty list means that every rule holds. Works on values as read: it never throws and needs time in
 * proportion to the number of lines.
 *
 * ZUGFeRD 1 is older than the standard and gets a single warning that says so.
 */
export function validateEn16931(invoice: En16931Invoice): RuleFinding[] {
  if (invoice.syntax === 'ZUGFeRD 1') return [NOT_VALIDATED];
  const context = ruleContext(invoice);
  const findings = new FindingList();
  for (const set of ruleSetsFor(context)) set.check(context, findings, (id) => isRuleOf(invoice.profile, id));
  return findings.toArray();
}

const NOT_VALIDATED: RuleFinding = {
  rule: 'ZUGFERD-1',
  severity: 'warning',
  message: 'ZUGFeRD 1 is older than EN 16931, so its rules are not checked.',
  terms: ['BT-24'],
};
