import type { Candidate } from '../document/candidate.ts';
import { type FoundText, findLabels, type Label, linesOf } from './labels.ts';
import { joinCharacters, type Line, type PageText, placeOf } from './page-text.ts';

/** A page with its lines, made once and used by every part of the extraction. */
export interface FacePage {
  page: PageText;
  lines: Line[];
}

export function facePage(page: PageText): FacePage {
  const joined = { ...page, runs: joinCharacters(page.runs) };
  return { page: joined, lines: linesOf(joined) };
}

export function labelsOn(face: FacePage, pattern: RegExp): Label[] {
  return findLabels(face.page, face.lines, pattern);
}

export function firstLabel(face: FacePage, pattern: RegExp): Label | undefined {
  return labelsOn(face, pattern)[0];
}

/** Writes a field and its place, unless the value is missing or the field is already known. */
export function putField(
  candidate: Candidate,
  face: FacePage,
  entry: { name: string; value: string | undefined; at: FoundText | null | undefined },
): void {
  if (entry.value === undefined || entry.value === '' || candidate.fields[entry.name] !== undefined) return;
  candidate.fields[entry.name] = entry.value;
  if (entry.at) candidate.places[entry.name] = placeOf(face.page, entry.at);
}
