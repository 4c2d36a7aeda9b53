import { readForms } from '../ocr/read-forms.ts';
import type { Slip } from './find-slips.ts';
import { nameReading } from './head-fields.ts';
import type { Rereader } from './read-taxi.ts';
import type { ReceiptReading, ReceiptSheet } from './receipt-sheet.ts';
import { settled } from './settled-value.ts';
import { inFrame, partOf, type SlipLine } from './slip-line.ts';
import { amountForms, dateForms, isoDate, moneyOf, timeForms, yearsOf } from './value-forms.ts';

/** Where a pattern stands on the ticket. */
function find(lines: readonly SlipLine[], pattern: RegExp): SlipLine | undefined {
  for (const line of lines) {
    const match = pattern.exec(line.text);
    if (match !== null) return partOf(line, match.index, match.index + match[0].length);
  }
  return undefined;
}

/** The blue or red paper ticket of the railway: nothing on it is printed twice, so unsure characters are doubts. */
export async function readRail(
  slip: Slip,
  { sheet, reader }: { sheet: ReceiptSheet; reader: Rereader },
): Promise<void> {
  const { lines } = slip;
  const read = async (
    part: SlipLine | undefined,
    forms: (raw: string) => readonly string[],
    parse: (text: string) => string | undefined,
  ): Promise<ReceiptReading | undefined> => {
    if (part === undefined) return undefined;
    const [reading] = await readForms(
      reader.raster,
      [{ quad: part.quad, forms: forms(part.text), meaning: parse }],
      reader.models,
    );
    return settled(part, reading, parse);
  };
  sheet.set('invoiceNumber', printed(find(lines, /^[A-Z]?\d{0,2}[A-Z]\d{6}$/)));
  const date = await read(find(lines, /20\d{2}年\d{2}月\d{2}日/), (raw) => dateForms(raw, yearsOf(undefined)), isoDate);
  sheet.set('issueDate', date);
  sheet.set('travelDate', date);
  const clock = (text: string): string | undefined => /\d\d:\d\d/.exec(text)?.[0];
  const time = find(lines, /\d{2}:?\d{2}(?=开)/);
  sheet.set('departureTime', await read(time, () => timeForms('12:00'), clock));
  sheet.set('totalAmount', await read(find(lines, /[¥￥]?\d+\.\d{1,2}元/), amountForms, moneyOf));
  sheet.set(
    'trainNumber',
    printed(find(lines, /(?<![A-Z\d])[GDCZTKYS]?\d{1,4}(?=次)/) ?? find(lines, /^[GDCZTKYS]\d{1,4}$/)),
  );
  sheet.set(
    'seatClass',
    printed(find(lines, /商务座|特等座|[一二]等(?:座|软座|卧)|新空调[软硬](?:座|卧)|[软硬](?:座|卧)|无座/)),
  );
  sheet.set('seat', printed(find(lines, /\d{1,2}车(?:\d{1,3}[A-F]?号(?:[上中下]铺)?|无座)/)));
  setStations(lines, slip.angle, sheet);
}

function printed(part: SlipLine | undefined): ReceiptReading | undefined {
  return part === undefined ? undefined : nameReading(part);
}

/** Two names of stations stand on one level, the train between them. */
function setStations(lines: readonly SlipLine[], angle: number, sheet: ReceiptSheet): void {
  const names = lines.filter((line) => /^\p{Script=Han}{1,6}站$/u.test(line.text) && !/检票|售|车站/.test(line.text));
  for (const first of names) {
    const second = names.find((other) => {
      const at = inFrame(other.center, { origin: first.center, angle });
      return at.x > first.length && Math.abs(at.y) < 1.2 * first.height;
    });
    if (second === undefined) continue;
    sheet.set('departureStation', nameReading(partOf(first, 0, first.glyphs.length - 1)));
    sheet.set('arrivalStation', nameReading(partOf(second, 0, second.glyphs.length - 1)));
    return;
  }
}
