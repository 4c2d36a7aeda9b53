const FAMILIES = ['S', 'Z', 'E', 'AE', 'IC', 'G', 'O', 'AF', 'AG'];
const READINGS = FAMILIES.flatMap((family) => [`BR-FXEXT-${family}-08ini`, `BR-FXEXT-${family}-08rev`]);

/** Published rules that no finding names, with the reason. The test beside this file keeps the list complete. */
export const NOT_IMPLEMENTED: Readonly<Record<string, string>> = {
  'BR-CO-05': 'Whether a reason and its code mean the same is for a person to judge; published as always true.',
  'BR-CO-06': 'Whether a reason and its code mean the same is for a person to judge; published as always true.',
  'BR-CO-07': 'Whether a reason and its code mean the same is for a person to judge; published as always true.',
  'BR-CO-08': 'Whether a reason and its code mean the same is for a person to judge; published as always true.',
  'PEPPOL-EN16931-R043': 'About the spelling of an XML indicator; the model has allowances and charges apart.',
  'BR-FXEXT-02': 'About coded texts of lines (BT-X-10), which are no part of EN 16931 and not in the model.',
  'BR-FXEXT-04': 'About type codes of item attributes (BT-X-11), which are not in the model; published as a warning.',
  'BR-FXEXT-07': 'About what lines of a kind may leave out; covered by BR-FXEXT-BR-22 to 26 and BR-FXEXT-CO-04.',
  'BR-FXEXT-09': 'About what lines of a kind may leave out; covered by BR-FXEXT-BR-22 to 26 and BR-FXEXT-CO-04.',
  'BR-FXEXT-BR-54-1': 'One half of BR-54, which is reported under that id.',
  'BR-FXEXT-BR-54-2': 'One half of BR-54, which is reported under that id.',
  'BR-FXEXT-CII-DT-097a': 'About the spelling of date and time in XML; XSD-DATE reports what is no date.',
  ...Object.fromEntries(
    READINGS.map((id) => [id, 'A warning on one of two readings; that one of them holds is -08b.']),
  ),
  'BR-FXEXT-10': 'About products included in a line (BG-X-1), which take no part in any total that is read.',
};

/** Families left out as a whole: what they are about, by the beginning of their ids. */
export const FAMILIES_NOT_IMPLEMENTED: Readonly<Record<string, string>> = {
  'UBL-CR-':
    'UBL elements that EN 16931 does not use; a matter of syntax, and no value of the invoice depends on them.',
  'UBL-SR-': 'How often UBL elements may occur; a matter of syntax.',
  'UBL-DT-': 'Attributes of UBL data types; a matter of syntax.',
  'CII-SR-': 'CII elements that EN 16931 does not use and how often others may occur; a matter of syntax.',
  'CII-DT-': 'Attributes of CII data types; a matter of syntax.',
  'FX-SCH-':
    'Factur-X repeats the rules of the standard under numbers of its own; they are reported under the ids of the standard.',
  'BR-FX-DE-': 'Rules of Factur-X for German sellers on files and down payments.',
  'DE-R-': 'Rules of Peppol for German sellers; XRechnung has them as BR-DE.',
  'DK-R-': 'Rules of Peppol for Danish sellers.',
  'GR-R-': 'Rules of Peppol for Greek sellers.',
  'IS-R-': 'Rules of Peppol for Icelandic sellers.',
  'IT-R-': 'Rules of Peppol for Italian sellers.',
  'NL-R-': 'Rules of Peppol for Dutch sellers.',
  'NO-R-': 'Rules of Peppol for Norwegian sellers.',
  'SE-R-': 'Rules of Peppol for Swedish sellers.',
};
