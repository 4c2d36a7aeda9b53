import type { LatticeOptions, Slot, SlotSymbol } from './line-lattice.ts';

/**
 * Forms of lines, as small patterns: `#` a digit, `@` a letter of number plates, `%` either, `[…]` one of these
 * characters (ranges allowed), anything else itself. Every form has a fixed number of places.
 */
export type LineForm = string;

const DIGITS = '0123456789';
/** Number plates have neither I nor O (GA 36-2018, 5.9). */
const LETTERS = 'ABCDEFGHJKLMNPQRSTUVWXYZ';

/** Characters that the network gives for the same sign in matrix print. */
const SAME: Readonly<Record<string, string>> = {
  ':': ':：∶',
  '.': '.。．·,，',
  '¥': '¥￥羊半',
  '-': '-－—–一',
  '/': '/／',
  '·': '·.．。・•-',
  '0': '0OoＯ〇',
  '1': '1Il｜',
};

/** Turns forms into slots of the network's classes; slots are made once for each alphabet. */
export class FormTable {
  private readonly indexes: ReadonlyMap<string, number>;
  private readonly symbols = new Map<string, SlotSymbol>();
  private readonly forms = new Map<LineForm, readonly Slot[]>();
  readonly options: LatticeOptions;

  constructor(alphabet: readonly string[]) {
    this.indexes = new Map(alphabet.map((char, index) => [char, index]));
    const space = this.indexes.get(' ');
    this.options = { blanks: space === undefined ? [0] : [0, space], strayProbability: STRAY_PROBABILITY };
  }

  slotsOf(form: LineForm): readonly Slot[] {
    const known = this.forms.get(form);
    if (known !== undefined) return known;
    const slots = placesOf(form).map((chars) => [...chars].map((char) => this.symbolOf(char)));
    this.forms.set(form, slots);
    return slots;
  }

  private symbolOf(char: string): SlotSymbol {
    const known = this.symbols.get(char);
    if (known !== undefined) return known;
    const classes = [...(SAME[char] ?? char)].flatMap((same) => this.indexes.get(same) ?? []);
    const symbol: SlotSymbol = { char, classes };
    this.symbols.set(char, symbol);
    return symbol;
  }
}

/** A crop may show the end of a label or the edge of a seal beside the value. */
const STRAY_PROBABILITY = 0.01;

/** The characters that may stand at each place of the form. */
export function placesOf(form: LineForm): string[] {
  const places: string[] = [];
  for (const token of form.match(/\[[^\]]+\]|[\s\S]/g) ?? []) {
    if (token === '#') places.push(DIGITS);
    else if (token === '@') places.push(LETTERS);
    else if (token === '%') places.push(LETTERS + DIGITS);
    else if (token.length > 1) places.push(expandRanges(token.slice(1, -1)));
    else places.push(token);
  }
  return places;
}

function expandRanges(set: string): string {
  return set.replace(/(.)-(.)/g, (_, from: string, to: string) => {
    let chars = '';
    for (let code = from.charCodeAt(0); code <= to.charCodeAt(0); code++) chars += String.fromCharCode(code);
    return chars;
  });
}
