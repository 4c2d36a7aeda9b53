import { createSeeded, type Seeded } from './seeded.ts';
import { companyNames, deeds, givenNames, latinWords, remarks, surnames, things, times } from './vocabulary.ts';

export interface MadeMessage {
  /** Index of the conversation. */
  conversation: number;
  /** Index of the author. */
  author: number;
  at: Date;
  text: string;
  /** Amounts that it names, in yuan. */
  amounts: readonly number[];
}

export const personName = (index: number): string =>
  `${surnames[index % surnames.length] ?? ''}${givenNames[Math.floor(index / surnames.length) % givenNames.length] ?? ''}`;

/** `53,000.00`, `53000`, `5.3万`: as people happen to write it. */
export function writeAmount(seeded: Seeded, yuan: number): string {
  switch (seeded.below(4)) {
    case 0:
      return `${yuan.toLocaleString('en-US')}.00`;
    case 1:
      return `¥${yuan}`;
    case 2:
      return yuan % 1000 === 0 ? `${yuan / 10_000}万` : `${yuan}元`;
    default:
      return `${yuan}元`;
  }
}

/** One sentence or two, as a colleague would type it; 18 characters on average. Adds the amounts in it to `amounts`. */
export function makeText(seeded: Seeded, amounts: number[] = []): string {
  const company = () => seeded.pickUneven(companyNames);
  const thing = () => seeded.pickUneven(things);
  const deed = () => seeded.pickUneven(deeds);
  const amount = () => {
    // Above all numbers of lines and versions, so that a measurement can tell them apart.
    const yuan = 1_000 + (1 + seeded.below(999)) * seeded.pick([100, 1_000, 37, 10]);
    amounts.push(yuan);
    return writeAmount(seeded, yuan);
  };
  const person = () => personName(seeded.below(2_000));
  switch (seeded.below(12)) {
    case 0:
      return seeded.pick(remarks);
    case 1:
      return `${company()}的${thing()}${deed()}了吗？`;
    case 2:
      return `${seeded.pick(times)}${deed()}一下${thing()}，${seeded.pick(remarks)}`;
    case 3:
      return `${person()}，${company()}${thing()}${amount()}，请${deed()}`;
    case 4:
      return `${thing()}和${thing()}差${amount()}，${seeded.pick(remarks)}`;
    case 5:
      return `@${person()} ${thing()}${seeded.pick(['第', '见第'])}${1 + seeded.below(300)}行，${seeded.pick(remarks)}`;
    case 6:
      return `${seeded.pick(latinWords)} ${thing()}已${deed()}，版本v${1 + seeded.below(20)}`;
    case 7:
      return `${company()}：${thing()}、${thing()}、${thing()}都要${deed()}，${seeded.pick(times)}前${seeded.pick(remarks)}`;
    case 8:
      return `发票号${25_000_000_000_000 + seeded.below(999_999_999)}，金额${amount()}，${seeded.pick(remarks)}`;
    case 9:
      return `${seeded.pick(times)}${person()}去${company()}${deed()}${thing()}`;
    case 10:
      return `${seeded.pick(remarks)}，${seeded.pick(remarks)}`;
    default:
      return `${thing()}${seeded.pick(remarks)}，${deed()}后${deed()}`;
  }
}

const millisecondsPerYear = 365 * 86_400_000;
/** Two years of talk up to the day of the measurement. */
const years = 2;

/**
 * Messages in the order of time; a few conversations are busy, most are quiet. The same seed gives the same messages.
 */
export function* makeMessages(input: {
  seed: number;
  count: number;
  conversations: number;
  people: number;
  until: Date;
}): Generator<MadeMessage> {
  const seeded = createSeeded(input.seed);
  const span = years * millisecondsPerYear;
  for (let index = 0; index < input.count; index++) {
    const amounts: number[] = [];
    yield {
      conversation: Math.floor(seeded.next() ** 1.5 * input.conversations),
      author: seeded.below(input.people),
      at: new Date(input.until.getTime() - span + Math.floor((span * index) / input.count)),
      text: makeText(seeded, amounts),
      amounts,
    };
  }
}

/** The text of a contract, a working paper or a list: paragraphs of the same talk. */
export function makeFileText(seeded: Seeded, paragraphs: number): string {
  const lines = [`${seeded.pickUneven(companyNames)}有限公司${seeded.pickUneven(things)}`];
  for (let index = 0; index < paragraphs; index++) lines.push(`${index + 1}、${makeText(seeded)}。${makeText(seeded)}`);
  return lines.join('\n');
}
