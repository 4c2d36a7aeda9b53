import type { En16931Profile } from './model.ts';

/**
 * Rule sets by what BT-24 contains, most particular first. Identifiers vary by version and by `#compliant#` or
 * `:compliant:`, so no list of whole identifiers would stay complete.
 */
const PROFILES: readonly (readonly [RegExp, En16931Profile])[] = [
  [/xrechnung/i, 'XRECHNUNG'],
  [/peppol/i, 'PEPPOL'],
  [/(?:factur-x\.eu|zugferd\.de|invoice):\w+:minimum/i, 'MINIMUM'],
  [/(?:factur-x\.eu|zugferd\.de|invoice):\w+:basic-?wl/i, 'BASIC WL'],
  [/(?:factur-x\.eu|zugferd\.de|invoice):\w+:basic/i, 'BASIC'],
  [/(?:factur-x\.eu|zugferd\.de|invoice):\w+:(?:extended|conformant#.*extended)/i, 'EXTENDED'],
  [/(?:factur-x\.eu|zugferd\.de|invoice):\w+:comfort/i, 'COMFORT'],
  [/^urn:cen\.eu:en16931:2017/i, 'EN 16931'],
];

export function profileOf(customizationId: string | undefined): En16931Profile {
  if (customizationId === undefined || customizationId === '') return 'unknown';
  return PROFILES.find(([pattern]) => pattern.test(customizationId))?.[1] ?? 'other';
}
