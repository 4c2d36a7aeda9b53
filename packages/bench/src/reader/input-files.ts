import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { anInvoice, makeImage, makeOfd, makePdf, makeXml } from '@countinghouse/invoice-maker';

export type Group = 'structured' | 'pdf' | 'image';

export interface InputFile {
  path: string;
  group: Group;
  /** Values that are printed on it, as far as they are known by hand. */
  truth: string[];
}

/** Real files with hand-checked truth, beside the repository on the machines of those who have them. */
const SAMPLES = fileURLToPath(new URL('../../../../../shared/samples/invoices/', import.meta.url));

const KEY_FIELDS = [
  'invoiceCode',
  'invoiceNumber',
  'sellerName',
  'sellerTaxId',
  'buyerName',
  'buyerTaxId',
  'amountWithoutTax',
  'taxAmount',
  'totalAmount',
] as const;

/** The samples where they are present, else invoices made for this run in `folder`. */
export async function inputFiles(folder: string): Promise<{ from: 'samples' | 'made'; files: InputFile[] }> {
  if (existsSync(SAMPLES)) return { from: 'samples', files: await sampleFiles() };
  return { from: 'made', files: await madeFiles(folder) };
}

async function sampleFiles(): Promise<InputFile[]> {
  const truths: { file: string; fields: Record<string, unknown> }[] = JSON.parse(
    await readFile(join(SAMPLES, 'truth.json'), 'utf8'),
  );
  const truthOf = new Map(truths.map(({ file, fields }) => [file, printedValues(fields)]));
  const names = (await readdir(SAMPLES)).sort();
  return names.flatMap((name) => {
    const group = groupOf(name);
    return group ? [{ path: join(SAMPLES, name), group, truth: truthOf.get(name) ?? [] }] : [];
  });
}

function groupOf(name: string): Group | undefined {
  if (/\.(?:ofd|xml)$/.test(name)) return 'structured';
  if (/\.pdf$/.test(name)) return 'pdf';
  return /\.(?:jpe?g|png|webp|tiff?)$/.test(name) ? 'image' : undefined;
}

function printedValues(fields: Record<string, unknown>): string[] {
  return KEY_FIELDS.flatMap((name) => {
    const value = fields[name];
    return typeof value === 'string' ? [value] : [];
  });
}

const MADE_PER_KIND = 5;

async function madeFiles(folder: string): Promise<InputFile[]> {
  await mkdir(folder, { recursive: true });
  const files: InputFile[] = [];
  const keep = async (name: string, group: Group, content: Uint8Array | string, truth: string[]) => {
    const path = join(folder, name);
    await writeFile(path, content);
    files.push({ path, group, truth });
  };
  for (let index = 0; index < MADE_PER_KIND; index++) {
    const facts = anInvoice({ seed: `bench-reader-${index}`, preset: 'hotel', kind: 'digital_special' });
    const truth = [facts.number, facts.seller.name, facts.buyer.name];
    await keep(`${index}.xml`, 'structured', makeXml(facts), truth);
    await keep(`${index}.ofd`, 'structured', await makeOfd(facts), truth);
    await keep(`${index}.pdf`, 'pdf', await makePdf(facts), truth);
    await keep(`${index}.png`, 'image', await makeImage(facts, { format: 'png', widthPx: 1400 }), truth);
  }
  return files;
}
