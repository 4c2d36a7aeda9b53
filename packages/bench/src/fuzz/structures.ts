import fc from 'fast-check';

/** Element names that the readers look for, so that made-up trees get past their first question. */
const NAMES = [
  'EInvoice',
  'EInvoiceData',
  'Header',
  'InherentLabel',
  'BasicInformation',
  'IssuItemInformation',
  'SellerInformation',
  'TaxSupervisionInfo',
  'InvoiceNumber',
  'TotalTax-includedAmount',
  'xbrl',
  'CrossIndustryInvoice',
  'SupplyChainTradeTransaction',
  'Invoice',
  'CreditNote',
  'LegalMonetaryTotal',
  'InvoiceLine',
  'ofd:OFD',
  'ofd:DocBody',
  'ofd:DocRoot',
  'ofd:Page',
  'ofd:Content',
  'ofd:Layer',
  'ofd:TextObject',
  'ofd:TextCode',
  'ofd:PathObject',
  'ofd:ImageObject',
] as const;

const ATTRIBUTES = [
  'ID',
  'BaseLoc',
  'Boundary',
  'DeltaX',
  'CTM',
  'currencyID',
  'contextRef',
  'ResourceID',
  'Font',
] as const;
const ODD_VALUES = [
  '',
  '0',
  '-1',
  '1e309',
  'NaN',
  '../..//x',
  '9'.repeat(60),
  '12.30',
  '2026-02-30',
  '¥1,000',
  '***',
] as const;

/** Of the basic plane. Letters of all planes (`binary`) take fast-check a second to prepare, in every process. */
const letter = fc.integer({ min: 0x20, max: 0xd7_ff }).map((code) => String.fromCharCode(code));
const text = fc.oneof(fc.constantFrom(...ODD_VALUES), fc.string({ unit: letter, maxLength: 20 }).map(escapeXml));

const { tree } = fc.letrec<{ tree: string }>((tie) => ({
  tree: fc
    .record({
      name: fc.constantFrom(...NAMES),
      attributes: fc.uniqueArray(fc.tuple(fc.constantFrom(...ATTRIBUTES), text), {
        maxLength: 3,
        selector: ([name]) => name,
      }),
      children: fc.array(fc.oneof({ depthSize: 'large', withCrossShrink: true }, text, tie('tree')), { maxLength: 8 }),
    })
    .map(({ name, attributes, children }) => {
      const written = attributes.map(([key, value]) => ` ${key}="${value}"`).join('');
      return `<${name}${written}>${children.join('')}</${name}>`;
    }),
}));

/** Well-formed XML of any shape. */
export const xmlText: fc.Arbitrary<string> = tree;

/** Paths that an archive may claim, the genuine ones among them. */
export const archivePath: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom(
    'OFD.xml',
    'Doc_0/Document.xml',
    'Doc_0/Pages/Page_0/Content.xml',
    'Doc_0/Attachs/original_invoice.xml',
    'Doc_0/Signs/Signatures.xml',
    'Doc_0/Tags/CustomTag.xml',
    '../OFD.xml',
    '/etc/passwd',
    'C:\\x.xml',
    'a/../../b.xml',
    './OFD.xml',
    'OFD.XML',
  ),
  fc.string({ maxLength: 30 }),
);

// Characters that XML cannot carry at all are left to the mutations of bytes.
function escapeXml(value: string): string {
  return value.replace(/[<>&"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
