export interface EnParty {
  name: string;
  tradingName: string;
  vatId: string;
  legalId: string;
  street: string;
  postCode: string;
  city: string;
  countryCode: string;
  contactName: string;
  telephone: string;
  email: string;
}

export interface Good {
  name: string;
  description: string;
  unitCode: string;
  priceCents: { from: number; to: number };
  baseQuantity: number;
  isDivisible: boolean;
}

export const SELLERS: readonly EnParty[] = [
  {
    name: 'Nordlicht Büromöbel GmbH',
    tradingName: 'Nordlicht',
    vatId: 'DE111111125',
    legalId: 'HRB 100001',
    street: 'Lindenallee 5',
    postCode: '20095',
    city: 'Hamburg',
    countryCode: 'DE',
    contactName: 'Anke Möller',
    telephone: '+49 40 0000001',
    email: 'rechnung@nordlicht.example',
  },
  {
    name: 'Moulin & Fils S.A.S.',
    tradingName: 'Le Moulin',
    vatId: 'FR11999999998',
    legalId: '99999999800010',
    street: 'Rue de l’Église 12',
    postCode: '69001',
    city: 'Lyon',
    countryCode: 'FR',
    contactName: 'Zoé Lefèvre',
    telephone: '+33 4 00000001',
    email: 'compta@moulin.example',
  },
];

export const BUYERS: readonly EnParty[] = [
  {
    name: 'Kunden AG Süd',
    tradingName: 'Kunden Süd',
    vatId: 'DE136695976',
    legalId: 'HRB 200002',
    street: 'Marktplatz 1',
    postCode: '80331',
    city: 'München',
    countryCode: 'DE',
    contactName: 'Jörg Weiß',
    telephone: '+49 89 0000002',
    email: 'eingang@kunden-sued.example',
  },
  {
    name: 'Van der Berg <Handel> B.V.',
    tradingName: 'Van der Berg',
    vatId: 'NL000099998B57',
    legalId: '00000002',
    street: 'Keizersgracht 7',
    postCode: '1015 AA',
    city: 'Amsterdam',
    countryCode: 'NL',
    contactName: 'Sanne Bakker',
    telephone: '+31 20 0000003',
    email: 'inkoop@vandenberg.example',
  },
];

export const GOODS: readonly Good[] = [
  {
    name: 'Schreibtischstuhl',
    description: 'Drehstuhl, höhenverstellbar',
    unitCode: 'H87',
    priceCents: { from: 4_900, to: 39_900 },
    baseQuantity: 1,
    isDivisible: false,
  },
  {
    name: 'Kopierpapier A4',
    description: '80 g/m², weiß',
    unitCode: 'H87',
    priceCents: { from: 400, to: 1_200 },
    baseQuantity: 100,
    isDivisible: false,
  },
  {
    name: 'Beratung',
    description: 'Beratung vor Ort',
    unitCode: 'HUR',
    priceCents: { from: 6_000, to: 15_000 },
    baseQuantity: 1,
    isDivisible: true,
  },
  {
    name: 'Kaffee "Crème" & Co.',
    description: 'Ganze Bohne',
    unitCode: 'KGM',
    priceCents: { from: 900, to: 2_900 },
    baseQuantity: 1,
    isDivisible: true,
  },
];

/** A German account number with the check digits of ISO 13616, from its 18 digits. */
export function germanIban(digits: string): string {
  const remainder = Number(BigInt(`${digits}131400`) % 97n);
  return `DE${String(98 - remainder).padStart(2, '0')}${digits}`;
}
