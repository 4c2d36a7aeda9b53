/** Ids as the publishers list them, so that a rule which nobody wrote is noticed. */

function numbered(prefix: string, from: number, to: number, digits = 2): string[] {
  return Array.from({ length: to - from + 1 }, (_, index) => `${prefix}${String(from + index).padStart(digits, '0')}`);
}

const words = (text: string): string[] => text.trim().split(/\s+/);

/** CEN/TC 434, EN 16931 validation artefacts 1.3.15: the rules about meaning, without those about syntax. */
export const EN16931_IDS: readonly string[] = [
  ...numbered('BR-', 1, 33),
  ...numbered('BR-', 36, 38),
  ...numbered('BR-', 41, 57),
  ...numbered('BR-', 61, 67),
  ...numbered('BR-CO-', 3, 26),
  ...['S', 'Z', 'E', 'AE', 'G', 'AF', 'AG'].flatMap((family) => numbered(`BR-${family}-`, 1, 10)),
  ...numbered('BR-IC-', 1, 12),
  ...numbered('BR-O-', 1, 14),
  ...numbered('BR-B-', 1, 2),
  ...words('BR-DEC-01 BR-DEC-02 BR-DEC-05 BR-DEC-06'),
  ...numbered('BR-DEC-', 9, 20),
  ...words('BR-DEC-23 BR-DEC-24 BR-DEC-25 BR-DEC-27 BR-DEC-28'),
  ...words('BR-CL-01 BR-CL-03 BR-CL-04 BR-CL-05 BR-CL-06 BR-CL-07 BR-CL-08 BR-CL-10 BR-CL-11'),
  ...numbered('BR-CL-', 13, 26),
];

/** KoSIT, XRechnung Schematron 2.5.0 for XRechnung 3.0.2, both syntaxes. */
export const XRECHNUNG_IDS: readonly string[] = [
  ...numbered('BR-DE-', 1, 11, 1),
  ...numbered('BR-DE-', 14, 22, 1),
  ...words('BR-DE-23-a BR-DE-23-b BR-DE-24-a BR-DE-24-b BR-DE-25-a BR-DE-25-b'),
  ...words('BR-DE-26 BR-DE-27 BR-DE-28 BR-DE-30 BR-DE-31 BR-DE-TMP-32 BR-TMP-2 BR-TMP-3 BR-TMP-CVD-01'),
  ...numbered('BR-DE-CVD-', 1, 5),
  ...words('BR-DE-CVD-06-a BR-DE-CVD-06-b'),
  ...numbered('BR-DEX-', 1, 15),
];

/** OpenPeppol, BIS Billing 3.0; the rules of single countries stand below. */
export const PEPPOL_IDS: readonly string[] = [
  ...words('R001 R002 R003 R004 R005 R006 R007 R008 R010 R020').map((id) => `PEPPOL-EN16931-${id}`),
  ...words('R040 R041 R042 R043 R044 R046 R051 R053 R054 R055').map((id) => `PEPPOL-EN16931-${id}`),
  ...words('R061 R080 R100 R101 R110 R111 R120 R121 R130').map((id) => `PEPPOL-EN16931-${id}`),
  ...words('CL001 CL002 CL003 CL006 CL007 CL008 F001 P0100 P0101').map((id) => `PEPPOL-EN16931-${id}`),
  ...numbered('PEPPOL-EN16931-P', 104, 112, 4),
  ...numbered('PEPPOL-COMMON-R', 40, 47, 3),
  ...words('PEPPOL-COMMON-R049 PEPPOL-COMMON-R050 PEPPOL-COMMON-R052 PEPPOL-COMMON-R053'),
];

/** FNFE-MPE and FeRD, Factur-X 1.09 EXTENDED: its rules of its own and those that replace rules of the standard. */
export const FACTURX_EXTENDED_IDS: readonly string[] = [
  ...numbered('BR-FXEXT-', 1, 12),
  ...words('BR-FXEXT-BR-22 BR-FXEXT-BR-23 BR-FXEXT-BR-24 BR-FXEXT-BR-26 BR-FXEXT-BR-38 BR-FXEXT-BR-44'),
  ...words('BR-FXEXT-BR-54-1 BR-FXEXT-BR-54-2 BR-FXEXT-CO-04 BR-FXEXT-CO-10 BR-FXEXT-CO-11 BR-FXEXT-CO-12'),
  ...words('BR-FXEXT-CO-13 BR-FXEXT-CO-15 BR-FXEXT-CO-16 BR-FXEXT-S-09b BR-FXEXT-S08b BR-FXEXT-CII-DT-097a'),
  ...['S', 'Z', 'E', 'AE', 'IC', 'G', 'O', 'AF', 'AG'].flatMap((family) => [
    `BR-FXEXT-${family}-01`,
    ...(family === 'S' ? [] : [`BR-FXEXT-${family}-08b`]),
    `BR-FXEXT-${family}-08ini`,
    `BR-FXEXT-${family}-08rev`,
  ]),
];
