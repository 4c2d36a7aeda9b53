import { hasLegalForm, withoutRegistration } from './company-name.ts';
import type { TextReading } from './reading-of-text.ts';
import { type Cell, type Row, type Sheet, squash } from './sheet.ts';

/** Words that introduce the seller, and words that introduce the buyer or somebody else. */
const SELLER_LABEL =
  /SOLDBY|^SELLER|SERVICEPROVIDER|VERKAUFER|VENDEUR|FOURNISSEUR|^VENDOR|^SUPPLIER|ISSUEDBY|^FROM:?$|^ISSUER|REMITTO|PAYABLETO|BENEFICIARY|KONTOINHABER|ACCOUNTNAME|LEVERANCIER|VENDEDOR|PROVEEDOR|^EMISOR|FORNITORE|CEDENTE|EMETTEUR|^VON:?$|ONBEHALFOF|VERTRAGSPARTNER|FOR[A-Z]+PRIVATELIMITED/;
const BUYER_LABEL =
  /BILL(?:ED)?TO|INVOICE(?:D)?TO|SOLDTO|SHIP(?:PED)?TO|DELIVER(?:ED)?TO|BILLINGADDRESS|SHIPPINGADDRESS|DELIVERYADDRESS|^CUSTOMER|^CLIENT|^KUNDE|RECHNUNGSEMPFANGER|RECHNUNGSADRESSE|RECHNUNGAN|LIEFERADRESSE|FACTUREA|ADRESSEDEFACTURATION|ADRESSEDELIVRAISON|FACTURERA|DESTINATAIRE|FACTUURADRES|KLANT|CLIENTE|FACTURARA|DESTINATARIO|INTESTATARIO|CESSIONARIO|^ATTN|^ATTENTION|^BUYER|^SPETT|^EGREGIO|^TO:?$|^AN:?$|ACCOUNTHOLDER|GUESTNAME|PASSENGER|^NAME:?/;

/** Rows below a label that still belong to it. */
const BLOCK_ROWS = 7;

/** From this lead on, a name is the seller's without doubt. */
const SURE_SCORE = 24;
const LEAD_MIN = 10;

/** What a name in the title of the document is worth. */
const TITLE_BONUS = 16;

interface Candidate {
  name: string;
  key: string;
  /** True for a name that stands in the title, before the word for invoice. */
  isTitle: boolean;
  cell: Cell;
  score: number;
}

/** Cells of the buyer's block: what stands below a label such as "Bill to", in its column. */
export function buyerCells(sheet: Sheet): Set<Cell> {
  const cells = new Set<Cell>();
  for (const [index, row] of sheet.rows.entries()) {
    for (const cell of row.cells) {
      if (!BUYER_LABEL.test(squash(cell.text).slice(0, 40)) || cell.text.length > 45) continue;
      for (const member of blockBelow(sheet, index, cell)) cells.add(member);
      cells.add(cell);
    }
  }
  return cells;
}

function blockBelow(sheet: Sheet, index: number, head: Cell): Cell[] {
  const row = sheet.rows[index];
  const height = head.bottom - head.top;
  const members: Cell[] = [];
  let bottom = head.bottom;
  for (const next of sheet.rows.slice(index, index + 2 * BLOCK_ROWS)) {
    if (next.page !== row?.page || members.length > BLOCK_ROWS) break;
    for (const cell of next.cells) {
      const isColumn =
        Math.abs(cell.left - head.left) < 3 * height ||
        (next === row && cell.left > head.left && cell.left - head.right < 8 * height);
      if (cell === head || !isColumn || cell.top - bottom > 2.5 * height) continue;
      members.push(cell);
      bottom = Math.max(bottom, cell.bottom);
    }
  }
  return members;
}

/** The seller of an invoice on letter paper: letterhead, footer, legal line, web address and labels are weighed. */
export function letterSeller(sheet: Sheet, buyers: ReadonlySet<Cell>): TextReading | undefined {
  const labelled = sellerBlockCells(sheet);
  const domains = domainsOf(sheet, buyers);
  const candidates = new Map<string, Candidate>();
  for (const row of sheet.rows) {
    for (const cell of row.cells) {
      for (const { name, bonus } of namesIn(cell, row)) {
        const key = keyOf(name);
        const score = bonus + placeScore({ cell, row, sheet, key, labelled, buyers, domains });
        const known = candidates.get(key);
        if (known === undefined) candidates.set(key, { name, key, isTitle: bonus === TITLE_BONUS, cell, score });
        else known.score = Math.max(known.score, score) + 3;
      }
    }
  }
  for (const candidate of candidates.values()) candidate.score += prefixBonus(candidate, candidates);
  const [best, ...others] = [...candidates.values()].sort((a, b) => b.score - a.score);
  if (best === undefined || best.score <= 0) return fallbackName(sheet, domains);
  const rival = others.find((other) => !other.key.startsWith(best.key) && !best.key.startsWith(other.key))?.score ?? 0;
  // A document that calls itself "Acme Invoice" and names "Acme, Inc." below is issued under the shorter name.
  const titled = [...candidates.values()].find((one) => one.isTitle && one !== best && best.key.startsWith(one.key));
  return {
    value: titled?.name ?? best.name,
    cell: titled?.cell ?? best.cell,
    doubtful: best.score < SURE_SCORE || best.score - rival < LEAD_MIN,
  };
}

const keyOf = (name: string): string => squash(name).replace(/[^\p{L}\p{N}]/gu, '');

/** A brand that a legal name in the same document begins with is well supported, and the other way round. */
function prefixBonus(candidate: Candidate, all: ReadonlyMap<string, Candidate>): number {
  const related = [...all.values()].some(
    (other) =>
      other !== candidate &&
      other.score > 0 &&
      (other.key.startsWith(candidate.key) || candidate.key.startsWith(other.key)),
  );
  return related ? 8 : 0;
}

function sellerBlockCells(sheet: Sheet): Set<Cell> {
  const cells = new Set<Cell>();
  for (const [index, row] of sheet.rows.entries()) {
    for (const cell of row.cells) {
      if (!SELLER_LABEL.test(squash(cell.text).slice(0, 40)) || cell.text.length > 60) continue;
      cells.add(cell);
      for (const member of blockBelow(sheet, index, cell).slice(0, 3)) cells.add(member);
    }
  }
  return cells;
}

const DOMAIN =
  /(?:@|www\.|https?:\/\/(?:www\.)?)([a-z0-9-]+(?:\.[a-z0-9-]+)*)\.(?:com|net|org|de|fr|nl|be|es|it|co|eu|io|ch|at|uk|in|my|sg|hk|info|biz|se|pl|pt)/gi;
const PUBLIC_MAIL = /^(?:gmail|hotmail|yahoo|outlook|gmx|web|icloud|live|aol|orange|free|wanadoo)$/i;

function domainsOf(sheet: Sheet, buyers: ReadonlySet<Cell>): string[] {
  const found = sheet.rows.flatMap((row) =>
    row.cells
      .filter((cell) => !buyers.has(cell))
      .flatMap((cell) => [...cell.text.matchAll(DOMAIN)].map((match) => match[1]?.split('.').at(-1) ?? '')),
  );
  return found.filter((domain) => domain.length > 2 && !PUBLIC_MAIL.test(domain)).map(squash);
}

const TITLE_WORD = /\s*[-–:]?\s*(?:tax\s+)?(?:invoice|receipt|rechnung|facture|factuur|factura|fattura|statement)\s*$/i;

/** In a legal line the capital, the seat or the address follow the name. */
const LEGAL_HEAD =
  /^([\p{Lu}\p{N}][^,;:]{1,50}?\s(?:GmbH(?: & Co\.? KG)?|AG|KG|SE|SASU?|SARL|S\.?A\.?|B\.?V\.?|N\.?V\.?|S\.r\.l\.|S\.p\.A\.|S\.L\.U?\.?|Ltd\.?|Limited|Inc\.?|LLC|plc|AB|AS|A\/S|Oy))(?=,|\s+au\s+capital|\s+\(|\s+Sitz|\s+RCS|\s+is\s|\s+-|\s+\d)/u;

/** Names that a cell may hold: its parts that end in a legal form, and what stands before "Invoice" in a title. */
function namesIn(cell: Cell, row: Row): { name: string; bonus: number }[] {
  const names: { name: string; bonus: number }[] = [];
  const text = cell.text
    .replace(/^(?:sold by|seller|vendor|supplier|from|issued by|service provider|copyright|©|\(c\))\s*[:.]?\s*/i, '')
    .replace(/^(?:©|\(c\))?\s*(?:20\d{2}\s*[-–]?\s*){1,2}/i, '');
  const parts = text.split(/\s[-–|•·*]\s|\s{2,}|[•·|]|\s\/\s|;\s|,\s(?=\d)|\s–|–\s/);
  for (const part of parts) {
    const name = tidy(LEGAL_HEAD.exec(part)?.[1] ?? part);
    if (name.length >= 4 && name.length <= 60 && hasLegalForm(name) && /^[\p{Lu}\p{N}\p{Lo}]/u.test(name))
      names.push({ name, bonus: 10 });
    else {
      const inner =
        /(?:\b(?:by|of|from|to|with|for|from|par|von|der|die|la|de|société)\s+)((?:[\p{Lu}\d][\p{L}\d&.'’-]*,?\s+){1,6}(?:GmbH(?: & Co\.? KG)?|AG|Inc\.?|Ltd\.?|LLC|Limited|S\.?A\.?R?\.?L?\.?|SAS|B\.?V\.?|S\.r\.l\.|Corp\.?))(?=[\s,.;)]|$)/u.exec(
          part,
        )?.[1];
      if (inner !== undefined && hasLegalForm(tidy(inner))) names.push({ name: tidy(inner), bonus: 4 });
    }
  }
  const brand = TITLE_WORD.test(cell.text) ? tidy(cell.text.replace(TITLE_WORD, '')) : '';
  if (
    brand.length >= 3 &&
    brand.split(' ').length <= 5 &&
    /^\p{Lu}/u.test(brand) &&
    !/^(?:tax|vat|gst|proforma|original|commercial|sales|retail|your|duplicate|page|invoice|cash|total|this|quittierte)\b/i.test(
      brand,
    ) &&
    row.top >= 0
  ) {
    names.push({ name: brand, bonus: TITLE_BONUS });
  }
  return names;
}

function tidy(text: string): string {
  return withoutRegistration(text)
    .replace(/^[\s:,.*-]+|[\s:,*-]+$/g, '')
    .trim();
}

interface PlaceContext {
  cell: Cell;
  row: Row;
  sheet: Sheet;
  key: string;
  labelled: ReadonlySet<Cell>;
  buyers: ReadonlySet<Cell>;
  domains: readonly string[];
}

function placeScore({ cell, row, sheet, key, labelled, buyers, domains }: PlaceContext): number {
  let score = 0;
  const size = sheet.sizes[row.page];
  const level = size === undefined ? 0.5 : cell.top / size.height;
  if (labelled.has(cell)) score += 25;
  if (buyers.has(cell)) score -= 40;
  if (domains.some((domain) => isLike(domain, key))) score += 22;
  if (level < 0.14) score += 8;
  if (level > 0.86) score += 7;
  if (isBesideParticulars(cell, row, sheet)) score += 7;
  if (cell.text.length > 90) score -= 3;
  // The window of an envelope: a lone block at the left, below the letterhead.
  if (
    level > 0.13 &&
    level < 0.36 &&
    size !== undefined &&
    cell.left < 0.45 * size.width &&
    isHeadOfAddress(cell, row, sheet)
  )
    score -= 9;
  return score;
}

/** "qualityhosting" and "QUALITYHOSTINGAG": the domain is what the name begins with, or nearly so. */
function isLike(domain: string, key: string): boolean {
  const plain = domain.replace(/[^\p{L}\p{N}]/gu, '');
  return (
    plain.length > 2 &&
    (key.startsWith(plain) || (plain.length > 5 && key.includes(plain)) || (key.length > 5 && plain.startsWith(key)))
  );
}

const PARTICULARS =
  /VAT|UST-?ID|USTID|STEUERN|SIRET|RCS|IBAN|BIC|SWIFT|HRB|TVA|BTW|KVK|P\.?IVA|CIF|NIF|GSTIN|\bPAN\b|CIN|TEL|FAX|WWW|@|REGISTERED|CAPITAL|REG\.?NO|COMPANYNO/;

function isBesideParticulars(cell: Cell, row: Row, sheet: Sheet): boolean {
  const height = cell.bottom - cell.top;
  return sheet.rows.some(
    (other) =>
      other.page === row.page &&
      other.top > cell.top - 2 * height &&
      other.top - cell.bottom < 9 * height &&
      other.cells.some((one) => Math.abs(one.left - cell.left) < 3 * height && PARTICULARS.test(squash(one.text))),
  );
}

function isHeadOfAddress(cell: Cell, row: Row, sheet: Sheet): boolean {
  const height = cell.bottom - cell.top;
  const below = sheet.rows.filter(
    (other) => other.page === row.page && other.top > cell.top && other.top - cell.bottom < 5 * height,
  );
  return below.flatMap((other) => other.cells).filter((one) => Math.abs(one.left - cell.left) < height).length >= 2;
}

/** Without any legal name: the name that the web address repeats, else the first words of the page, doubtful. */
function fallbackName(sheet: Sheet, domains: readonly string[]): TextReading | undefined {
  const cells = sheet.rows.slice(0, 40).flatMap((row) => row.cells);
  const named = cells.find(
    (cell) =>
      cell.text.length < 40 &&
      /^\p{Lu}/u.test(cell.text) &&
      !/[@]|www\.|\.com/i.test(cell.text) &&
      domains.some((domain) => isLike(domain, keyOf(cell.text))),
  );
  if (named) return { value: tidy(named.text), cell: named, doubtful: false };
  const first = sheet.rows
    .slice(0, 6)
    .flatMap((row) => row.cells)
    .find(
      (cell) =>
        /\p{L}{3}/u.test(cell.text) &&
        cell.text.length < 45 &&
        !/invoice|rechnung|facture|factuur|factura|fattura|receipt|page|seite|\d{4}/i.test(cell.text),
    );
  return first === undefined ? undefined : { value: tidy(first.text), cell: first, doubtful: true };
}
