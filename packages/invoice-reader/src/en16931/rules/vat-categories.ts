/** How EN 16931-1, clause 6.4.3 treats one VAT category (UNTDID 5305), from which its rules are made. */
export interface VatCategory {
  code: string;
  name: string;
  /** In the order of the standard: 01 breakdown, 02-04 parties, 05-07 rates, 08 base, 09 tax, 10 reason, 11- others. */
  rules: string;
  /** The rules of Factur-X EXTENDED that stand for 01, 08 and 09; for 09 only where there is one. */
  extended: string;
  /** The rules that Factur-X EXTENDED leaves out. */
  notInExtended?: string;
  /** One row of the breakdown for each rate, or one for the whole category. */
  byRate: boolean;
  rate: 'positive' | 'not negative' | 'zero' | 'none';
  seller: 'tax id' | 'VAT id' | 'no VAT id';
  buyer: 'anything' | 'VAT or registration id' | 'VAT id' | 'no VAT id';
  exemptionReason: 'required' | 'forbidden';
}

export const VAT_CATEGORIES: readonly VatCategory[] = [
  {
    code: 'S',
    name: 'standard rate',
    rules: 'BR-S-01 BR-S-02 BR-S-03 BR-S-04 BR-S-05 BR-S-06 BR-S-07 BR-S-08 BR-S-09 BR-S-10',
    extended: 'BR-FXEXT-S-01 BR-FXEXT-S08b BR-FXEXT-S-09b',
    notInExtended: 'BR-S-10',
    byRate: true,
    rate: 'positive',
    seller: 'tax id',
    buyer: 'anything',
    exemptionReason: 'forbidden',
  },
  {
    code: 'Z',
    name: 'zero rate',
    rules: 'BR-Z-01 BR-Z-02 BR-Z-03 BR-Z-04 BR-Z-05 BR-Z-06 BR-Z-07 BR-Z-08 BR-Z-09 BR-Z-10',
    extended: 'BR-FXEXT-Z-01 BR-FXEXT-Z-08b',
    notInExtended: 'BR-Z-10',
    byRate: false,
    rate: 'zero',
    seller: 'tax id',
    buyer: 'anything',
    exemptionReason: 'forbidden',
  },
  {
    code: 'E',
    name: 'exempt',
    rules: 'BR-E-01 BR-E-02 BR-E-03 BR-E-04 BR-E-05 BR-E-06 BR-E-07 BR-E-08 BR-E-09 BR-E-10',
    extended: 'BR-FXEXT-E-01 BR-FXEXT-E-08b',
    byRate: false,
    rate: 'zero',
    seller: 'tax id',
    buyer: 'anything',
    exemptionReason: 'required',
  },
  {
    code: 'AE',
    name: 'reverse charge',
    rules: 'BR-AE-01 BR-AE-02 BR-AE-03 BR-AE-04 BR-AE-05 BR-AE-06 BR-AE-07 BR-AE-08 BR-AE-09 BR-AE-10',
    extended: 'BR-FXEXT-AE-01 BR-FXEXT-AE-08b',
    byRate: false,
    rate: 'zero',
    seller: 'tax id',
    buyer: 'VAT or registration id',
    exemptionReason: 'required',
  },
  {
    code: 'K',
    name: 'intra-community supply',
    rules: 'BR-IC-01 BR-IC-02 BR-IC-03 BR-IC-04 BR-IC-05 BR-IC-06 BR-IC-07 BR-IC-08 BR-IC-09 BR-IC-10',
    extended: 'BR-FXEXT-IC-01 BR-FXEXT-IC-08b',
    byRate: false,
    rate: 'zero',
    seller: 'VAT id',
    buyer: 'VAT id',
    exemptionReason: 'required',
  },
  {
    code: 'G',
    name: 'export',
    rules: 'BR-G-01 BR-G-02 BR-G-03 BR-G-04 BR-G-05 BR-G-06 BR-G-07 BR-G-08 BR-G-09 BR-G-10',
    extended: 'BR-FXEXT-G-01 BR-FXEXT-G-08b',
    byRate: false,
    rate: 'zero',
    seller: 'VAT id',
    buyer: 'anything',
    exemptionReason: 'required',
  },
  {
    code: 'O',
    name: 'not subject to VAT',
    rules: 'BR-O-01 BR-O-02 BR-O-03 BR-O-04 BR-O-05 BR-O-06 BR-O-07 BR-O-08 BR-O-09 BR-O-10',
    extended: 'BR-FXEXT-O-01 BR-FXEXT-O-08b',
    notInExtended: 'BR-O-02 BR-O-03 BR-O-04',
    byRate: false,
    rate: 'none',
    seller: 'no VAT id',
    buyer: 'no VAT id',
    exemptionReason: 'required',
  },
  {
    code: 'L',
    name: 'Canary Islands (IGIC)',
    rules: 'BR-AF-01 BR-AF-02 BR-AF-03 BR-AF-04 BR-AF-05 BR-AF-06 BR-AF-07 BR-AF-08 BR-AF-09 BR-AF-10',
    extended: 'BR-FXEXT-AF-01 BR-FXEXT-AF-08b',
    notInExtended: 'BR-AF-10',
    byRate: true,
    rate: 'not negative',
    seller: 'tax id',
    buyer: 'anything',
    exemptionReason: 'forbidden',
  },
  {
    code: 'M',
    name: 'Ceuta and Melilla (IPSI)',
    rules: 'BR-AG-01 BR-AG-02 BR-AG-03 BR-AG-04 BR-AG-05 BR-AG-06 BR-AG-07 BR-AG-08 BR-AG-09 BR-AG-10',
    extended: 'BR-FXEXT-AG-01 BR-FXEXT-AG-08b',
    notInExtended: 'BR-AG-10',
    byRate: true,
    rate: 'not negative',
    seller: 'tax id',
    buyer: 'anything',
    exemptionReason: 'forbidden',
  },
];
