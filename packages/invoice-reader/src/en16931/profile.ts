import type { En16931Profile } from './model.ts';

/**
 * Rule sets by what BT-24 contains, most particular first. Identifiers vary by version, by maker and by `#compliant#` or
 * `:compliant:`, so no list of whole identifiers would stay complete.
 */
const PROFILES: readonly (readonly [RegExp, En16931Profile])[] = [
  [/xrechnung/i, 'XRECHNUNG'],
  [/peppol/i, 'PEPPOL'],
  [/:minimum\b/i, 'MINIMUM'],
  [/:basic-?wl\b/i, 'BASIC WL'],
  [/:basic\b/i, 'BASIC'],
  [/:extended\b/i, 'EXTENDED'],
  [/:comfort\b/i, 'COMFORT'],
  [/^urn:cen\.eu:en16931:2017/i, 'EN 16931'],
];

export function profileOf(customizationId: string | undefined): En16931Profile {
  if (customizationId === undefined || customizationId === '') return 'unknown';
  return PROFILES.find(([pattern]) => pattern.test(customizationId.replace(/\s/g, '')))?.[1] ?? 'other';
}
