import sharp from 'sharp';
import { anInvoice } from '../an-invoice.ts';
import { dateInChinese, type InvoiceFacts } from '../facts.ts';
import { drawInvoice } from '../page/draw-invoice.ts';
import { type Drawing, type Mark, SEAL_RED } from '../page/drawing.ts';
import { AIR_VARIANTS, anAirPaper } from '../papers/air.ts';
import { headFields } from '../papers/digital-table.ts';
import { OLD_FORMS } from '../papers/old-forms.ts';
import type { Paper, PaperItem } from '../papers/paper.ts';
import { aRailPaper, RAIL_VARIANTS } from '../papers/rail.ts';
import { aSpecialBusiness, BUSINESSES } from '../papers/special-business.ts';
import { renderMarks } from '../picture.ts';
import { PRESETS, type PresetName } from '../presets.ts';
import { type Random, randomFrom } from '../random.ts';
import { PAPER_FACES, paperFace } from './paper-faces.ts';
import { photographPage, type Taken } from './photograph-page.ts';

export interface UnseenPicture {
  name: string;
  how: 'clean' | Taken;
  bytes: Uint8Array;
  /** What a reader must say: only values that are printed on the page. */
  fields: Record<string, string>;
  items: readonly PaperItem[];
}

const HOW = ['clean', 'photo', 'scan'] as const;

/** Pictures of invented invoices of all kinds. The same seed and number give the same picture. */
export async function anUnseenPicture(seed: string | number, number: number): Promise<UnseenPicture> {
  const random = randomFrom(`unseen/${seed}/${number}`);
  const how = HOW[number % HOW.length] ?? 'clean';
  const paper = await aPaper(random.fork('paper'), `${seed}/${number}`);
  const [drawing] = paper.drawings;
  if (drawing === undefined) throw new TypeError('a paper has a page');
  const bytes = await picture(drawing, { random: random.fork('picture'), how, seed: `${seed}/${number}` });
  const printed = textOf(drawing);
  const fields = Object.entries(paper.fields).filter(([name, value]) => isPrinted(name, value, printed));
  return { name: `${number} ${paper.name}`, how, bytes, fields: Object.fromEntries(fields), items: paper.items ?? [] };
}

/** Ordinary invoices are the most frequent, as in life. */
async function aPaper(random: Random, seed: string): Promise<Paper> {
  const sort = random.integer(0, 9);
  if (sort === 0) return aRailPaper(seed, random.pick(Object.keys(RAIL_VARIANTS)));
  if (sort === 1) return anAirPaper(seed, random.pick(Object.keys(AIR_VARIANTS)));
  if (sort === 2) return aSpecialBusiness(seed, random.pick(Object.keys(BUSINESSES)));
  const form = OLD_FORMS[random.pick(['special', 'individual', 'untaxedToll', 'roll'])];
  if (sort === 3 && form !== undefined) return form(seed);
  return ordinaryPaper(random, seed);
}

async function ordinaryPaper(random: Random, seed: string): Promise<Paper> {
  const presets = Object.keys(PRESETS).filter((name): name is PresetName => name in PRESETS);
  const preset = random.pick(presets);
  const kind = random.pick(['digital_special', 'digital_ordinary', 'vat_ordinary_electronic'] as const);
  const special = random.integer(0, 9);
  const facts = anInvoice({ seed, preset, kind, discount: special < 3, exempt: special === 9 });
  return {
    name: `${preset} ${kind}${special < 3 ? ' discount' : special === 9 ? ' exempt' : ''}`,
    date: facts.issueDate,
    drawings: [await drawInvoice(facts)],
    fields: {
      ...headFields(facts),
      ...(facts.code !== '' && { invoiceCode: facts.code, machineNumber: facts.machineNumber }),
      ...(facts.checkCode !== '' && { checkCode: facts.checkCode }),
      totalAmountInWords: facts.totalInWords,
      remarks: facts.remarks,
    },
    items: itemsOf(facts),
  };
}

function itemsOf(facts: InvoiceFacts): PaperItem[] {
  return facts.items.map(({ classificationCode: _, name, ...rest }) => ({
    name,
    ...Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== '')),
  }));
}

interface PictureTask {
  random: Random;
  how: UnseenPicture['how'];
  seed: string;
}

async function picture(drawing: Drawing, { random, how, seed }: PictureTask): Promise<Uint8Array> {
  const widthPx = random.integer(900, 2000);
  const quality = random.integer(60, 95);
  const stamp = random.integer(0, 2) === 0 ? stampOn(drawing, random.fork('stamp')) : [];
  const marks = [...drawing.template, ...drawing.content, ...(drawing.seal?.marks ?? []), ...stamp];
  const png = await renderMarks({
    marks,
    box: { x: 0, y: 0, width: drawing.width, height: drawing.height },
    widthPx: how === 'clean' ? widthPx : 1900,
    background: random.fork('paper').pick(['#ffffff', '#fdfbf4', '#fff8f0']),
    face: paperFace(random.fork('face').pick(PAPER_FACES)),
  });
  if (how === 'clean') return random.integer(0, 1) === 0 ? png : sharp(png).jpeg({ quality }).toBuffer();
  const flat = await sharp(png).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  const page = { rgb: flat.data, width: flat.info.width, height: flat.info.height };
  const quarter = random.pick([0, 0, 0, 90, 180, 270]);
  const askew = (random.fraction() - 0.5) * (how === 'scan' ? 3 : random.integer(0, 4) === 0 ? 40 : 12);
  const sidePx = how === 'scan' ? random.integer(1500, 2400) : random.integer(1500, 3000);
  return photographPage(page, { how, seed, sidePx, degrees: quarter + askew, quality });
}

/** The round stamp of the seller, which may lie over the lower part of the page. */
function stampOn(drawing: Drawing, random: Random): Mark[] {
  const centre = {
    x: drawing.width * (0.55 + 0.35 * random.fraction()),
    y: drawing.height * (0.62 + 0.25 * random.fraction()),
  };
  const ring = (radius: number, width: number): Mark => ({
    kind: 'ellipse',
    centre,
    radiusX: radius * 1.35,
    radiusY: radius,
    width,
    colour: SEAL_RED,
  });
  const text = '发票专用章';
  const word: Mark = {
    kind: 'text',
    text,
    x: centre.x - 11,
    y: centre.y + 1.5,
    size: 4.4,
    colour: SEAL_RED,
    angleDegrees: (random.fraction() - 0.5) * 20,
  };
  return [ring(14, 0.8), ring(12.8, 0.25), word];
}

const plain = (text: string): string => text.normalize('NFKC').replace(/[\s,¥]/g, '');

function textOf(drawing: Drawing): string {
  return plain(
    [...drawing.template, ...drawing.content].map((mark) => (mark.kind === 'text' ? mark.text : '')).join(''),
  );
}

function isPrinted(name: string, value: string, printed: string): boolean {
  if (value === '') return false;
  if (name === 'invoiceType') return true;
  return [value, /^\d{4}-\d\d-\d\d$/.test(value) ? dateInChinese(value) : value].some((form) =>
    printed.includes(plain(form)),
  );
}
