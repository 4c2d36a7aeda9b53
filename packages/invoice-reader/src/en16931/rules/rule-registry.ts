import type { En16931Profile } from '../model.ts';
import { cleanVehicleRuleSets } from './clean-vehicle-rules.ts';
import { codeRuleSets } from './code-rules.ts';
import { dataTypeRuleSet } from './data-type-rules.ts';
import { decimalRuleSets } from './decimal-rules.ts';
import {
  documentRuleSet,
  linesPresenceRuleSet,
  precedingInvoiceRuleSet,
  supportingDocumentRuleSet,
} from './document-rules.ts';
import { facturxExtendedRuleSets, facturxRuleSet } from './facturx-rules.ts';
import { allowanceRuleSets, breakdownRuleSet, paymentRuleSet } from './group-rules.ts';
import { lineRuleSet } from './line-rules.ts';
import { peppolRuleSets } from './peppol-rules.ts';
import type { RuleSet } from './rule.ts';
import type { RuleContext } from './rule-context.ts';
import { sharedCiusRuleSets } from './shared-cius-rules.ts';
import { breakdownTotalRuleSet, lineTotalRuleSet, totalRuleSet } from './total-rules.ts';
import { vatCategoryRuleSets } from './vat-rules.ts';
import { vatSpecialRuleSet } from './vat-special-rules.ts';
import { xrechnungExtensionRuleSets } from './xrechnung-extension-rules.ts';
import { xrechnungRuleSets } from './xrechnung-rules.ts';

/** EN 16931-1 itself. */
const standard: RuleSet[] = [
  dataTypeRuleSet,
  documentRuleSet,
  linesPresenceRuleSet,
  precedingInvoiceRuleSet,
  supportingDocumentRuleSet,
  lineRuleSet,
  ...allowanceRuleSets,
  breakdownRuleSet,
  paymentRuleSet,
  lineTotalRuleSet,
  totalRuleSet,
  breakdownTotalRuleSet,
  ...vatCategoryRuleSets,
  vatSpecialRuleSet,
  ...decimalRuleSets,
  ...codeRuleSets,
];

const FACTURX_PROFILES: ReadonlySet<En16931Profile> = new Set(['MINIMUM', 'BASIC WL', 'BASIC', 'COMFORT', 'EXTENDED']);
const PROFILES_WITHOUT_LINES: ReadonlySet<En16931Profile> = new Set(['MINIMUM', 'BASIC WL']);

/** MINIMUM has only what an accountant needs to find the invoice; other terms of the standard have no place in it. */
const MINIMUM_RULES: ReadonlySet<string> = new Set(
  (
    'XSD-DECIMAL XSD-DATE BR-01 BR-02 BR-03 BR-04 BR-05 BR-06 BR-07 BR-08 BR-09 BR-13 BR-14 BR-15 BR-CO-09 BR-CO-15 ' +
    'BR-CO-26 BR-DEC-12 BR-DEC-13 BR-DEC-14 BR-DEC-18 BR-CL-01 BR-CL-03 BR-CL-04 BR-CL-11 BR-CL-14 PEPPOL-EN16931-R008'
  ).split(' '),
);

/** The rule sets that the invoice's own profile calls for. */
export function ruleSetsFor(context: RuleContext): RuleSet[] {
  const { isExtended, isXrechnungExtension, isCleanVehicles, xrechnungVersion } = context;
  const { profile } = context.invoice;
  const sets = [...standard];
  if (FACTURX_PROFILES.has(profile)) sets.push(facturxRuleSet);
  if (isExtended) sets.push(...facturxExtendedRuleSets);
  // XRechnung took the rules of Peppol over with version 3.
  const isSharing =
    profile === 'PEPPOL' || (profile === 'XRECHNUNG' && (xrechnungVersion === 0 || xrechnungVersion >= 3));
  if (isSharing) sets.push(...sharedCiusRuleSets);
  if (profile === 'XRECHNUNG') sets.push(...xrechnungRuleSets);
  if (profile === 'XRECHNUNG' && isXrechnungExtension) sets.push(...xrechnungExtensionRuleSets);
  if (profile === 'XRECHNUNG' && isCleanVehicles) sets.push(...cleanVehicleRuleSets);
  if (profile === 'PEPPOL') sets.push(...peppolRuleSets);
  return PROFILES_WITHOUT_LINES.has(profile) ? sets.filter(({ needsLines }) => !needsLines) : sets;
}

export function isRuleOf(profile: En16931Profile, id: string): boolean {
  return profile !== 'MINIMUM' || MINIMUM_RULES.has(id);
}

/** Every id that a finding can carry, sorted. */
export function implementedRuleIds(): string[] {
  const sets = [
    ...standard,
    facturxRuleSet,
    ...facturxExtendedRuleSets,
    ...sharedCiusRuleSets,
    ...xrechnungRuleSets,
    ...xrechnungExtensionRuleSets,
    ...cleanVehicleRuleSets,
    ...peppolRuleSets,
  ];
  const ids = sets.flatMap(({ rules }) => rules.flatMap(({ id, extended }) => (extended ? [id, extended] : [id])));
  return [...new Set(ids)].sort();
}
