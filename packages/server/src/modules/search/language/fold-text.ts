import traditionalPairs from 'opencc-js/dict/TSCharacters';

/** Text as search compares it, and where each of its UTF-16 units comes from in the (NFC) source. */
export interface FoldedText {
  text: string;
  /** `starts[i]` and `ends[i]`: the units of the source that unit `i` stands for. */
  starts: Uint32Array;
  ends: Uint32Array;
}

const simplified = new Map<string, string>(
  traditionalPairs.split('|').flatMap((pair) => {
    const [from, to] = pair.split(' ');
    return from && to ? [[from, to] as const] : [];
  }),
);

const folds = new Map<string, string>();
/** More than all characters that texts of a firm use; emptied where something strange fills it. */
const foldsMax = 60_000;

/** One character: width, case and script variants made alike; nothing for what is not seen; a space for any blank. */
function foldCharacter(character: string): string {
  const known = folds.get(character);
  if (known !== undefined) return known;
  if (folds.size >= foldsMax) folds.clear();
  const folded = computeFold(character);
  folds.set(character, folded);
  return folded;
}

function computeFold(character: string): string {
  // Soft hyphens, joiners, direction marks and variation selectors stand between letters without being seen.
  if (/^[\p{Cf}\p{Variation_Selector}]$/u.test(character)) return '';
  if (/^[\s\p{Cc}\p{Z}]$/u.test(character)) return ' ';
  return [...character.normalize('NFKC').toLowerCase()].map((part) => simplified.get(part) ?? part).join('');
}

/** The same text whatever its width, case, script variant and blanks; runs of blanks become one space. */
export function fold(source: string): string {
  let text = '';
  for (const character of source.normalize('NFC')) {
    const folded = foldCharacter(character);
    text += folded === ' ' && text.endsWith(' ') ? '' : folded;
  }
  return text;
}

/** `fold` with the way back; `source` must be NFC. */
export function foldWithPlaces(source: string): FoldedText {
  let text = '';
  const starts: number[] = [];
  const ends: number[] = [];
  let at = 0;
  for (const character of source) {
    const folded = foldCharacter(character);
    const next = at + character.length;
    if (!(folded === ' ' && text.endsWith(' '))) {
      text += folded;
      for (let unit = 0; unit < folded.length; unit++) {
        starts.push(at);
        ends.push(next);
      }
    }
    at = next;
  }
  return { text, starts: Uint32Array.from(starts), ends: Uint32Array.from(ends) };
}

/**
 * A text as it is shown, made so that `fold` gives a text of the same length: unit for unit the same place. Where a
 * character and its folded form differ in length the folded form is shown; a run of blanks is one.
 */
export function alignForFold(source: string): string {
  let shown = '';
  for (const character of source.normalize('NFC')) {
    const folded = foldCharacter(character);
    if (folded !== ' ') shown += folded.length === character.length ? character : folded;
    else if (!/\s$/.test(shown)) shown += character === '\n' ? '\n' : ' ';
    else if (character === '\n') shown = `${shown.slice(0, -1)}\n`;
  }
  return shown.trim();
}
