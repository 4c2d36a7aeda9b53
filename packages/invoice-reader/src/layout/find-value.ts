import type { Place } from '../reading.ts';
import { toDate } from '../values/date.ts';
import { parseMinor } from '../values/decimal.ts';
import { type FacePage, facePage } from './face-page.ts';
import { foundText } from './labels.ts';
import { type PageText, placeOf, plainText } from './page-text.ts';

/** Shorter values ("1", "次") stand on a page by chance. */
const LENGTH_MIN = 3;

const faces = new WeakMap<PageText, FacePage>();

function faceOf(page: PageText): FacePage {
  const known = faces.get(page);
  if (known) return known;
  const face = facePage(page);
  faces.set(page, face);
  return face;
}

/** Where a value that came from embedded data stands on a page; undefined when it is not printed. */
export function findValue(pages: readonly PageText[], name: string, value: string): Place | undefined {
  const wanted = plainText(value);
  if (wanted.length < LENGTH_MIN) return undefined;
  for (const page of pages) {
    const run = page.runs.find((candidate) => isPrinted(candidate.text, name, wanted));
    if (run) return placeOf(page, run);
    for (const line of faceOf(page).lines) {
      const index = line.text.indexOf(wanted);
      const found = index < 0 ? null : foundText(line.glyphs.slice(index, index + wanted.length));
      if (found) return placeOf(page, found);
    }
  }
  return undefined;
}

function isPrinted(text: string, name: string, wanted: string): boolean {
  const plain = plainText(text);
  if (plain === wanted) return true;
  if (/Date$/.test(name)) return toDate(plain) === wanted;
  if (!/amount|fare/i.test(name)) return false;
  const minor = /\d/.test(plain) ? parseMinor(plain) : null;
  return minor !== null && minor === parseMinor(wanted);
}
