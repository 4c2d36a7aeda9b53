/** Relative widths of characters in proportional type; a figure is 1. */
const NARROW = /[iljtfrI.,:;'!|()[\]]/;
const WIDE = /[mwMW@%&]/;
const CAPITAL = /[A-Z]/;
const EAST_ASIAN = /[\u1100-\u11ff\u2e80-\uffef]/;

/** In widths of a figure: what must be left over between two characters to be a blank; figures are seldom parted. */
const BLANK_MIN = 0.5;
const BLANK_IN_NUMBER_MIN = 1.1;
/** In heights of the line, with the surplus that bare paper of this width asks for besides. */
const BARE_MIN = 0.2;
const BLANK_WITH_BARE_MIN = 0.3;
const NUMBER_PART = /[\d.,:/-]/;

interface PlacedCharacter {
  char: string;
  /** Centre. */
  x: number;
  /** Bare paper between the character before and this one, in heights of the line, where the picture is at hand. */
  bareBefore?: number;
}

type WidthModel = (char: string) => number;

const evenWidth: WidthModel = (char) => (EAST_ASIAN.test(char) ? 2 : 1);

const ownWidth: WidthModel = (char) => {
  if (EAST_ASIAN.test(char)) return 1.9;
  if (NARROW.test(char)) return 0.6;
  if (WIDE.test(char)) return 1.5;
  return CAPITAL.test(char) ? 1.2 : 1;
};

/**
 * Gaps between neighbouring characters of a line, in widths of a figure: 0 where they belong together. Recognition gives
 * characters with their places but seldom blanks; till printers set all characters equally wide, letterheads do not, so
 * that the model which explains the distances better decides.
 */
export function wordGaps(characters: readonly PlacedCharacter[]): { gaps: number[]; pitch: number } {
  const models = [evenWidth, ownWidth].map((model) => explain(characters, model));
  const [best] = models.sort((a, b) => a.error - b.error);
  return best ?? { gaps: [], pitch: 0 };
}

function explain(
  characters: readonly PlacedCharacter[],
  model: WidthModel,
): { gaps: number[]; pitch: number; error: number } {
  const pairs = characters.slice(1).map((character, i) => {
    const previous = characters[i] ?? character;
    const isInNumber = NUMBER_PART.test(previous.char) && NUMBER_PART.test(character.char);
    return {
      distance: character.x - previous.x,
      expected: (model(previous.char) + model(character.char)) / 2,
      blankMin: blankMinOf(character, isInNumber),
    };
  });
  // Blanks only ever add to a distance, so that the pitch is taken below the middle.
  const ratios = pairs.map(({ distance, expected }) => distance / expected).sort((a, b) => a - b);
  const pitch = ratios[Math.floor(ratios.length * 0.4)] ?? 0;
  if (pitch <= 0) return { gaps: pairs.map(() => 0), pitch: 0, error: Number.POSITIVE_INFINITY };
  const surplus = pairs.map(({ distance, expected }) => distance / pitch - expected);
  const close = surplus.filter((value) => Math.abs(value) < 0.6);
  const error = close.reduce((sum, value) => sum + value * value, 0) / Math.max(1, close.length);
  const gaps = surplus.map((value, i) => (value > (pairs[i]?.blankMin ?? BLANK_MIN) ? value : 0));
  return { gaps, pitch, error };
}

/** What must be left over for a blank. The picture itself decides between letters; figures of tills stand far apart. */
function blankMinOf({ bareBefore }: PlacedCharacter, isInNumber: boolean): number {
  if (isInNumber) return BLANK_IN_NUMBER_MIN;
  if (bareBefore === undefined) return BLANK_MIN;
  return bareBefore > BARE_MIN ? BLANK_WITH_BARE_MIN : Number.POSITIVE_INFINITY;
}
