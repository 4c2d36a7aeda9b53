import { readFile, stat, writeFile } from 'node:fs/promises';
import { basename, extname, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { limits } from './limits.ts';
import { ReaderProcess } from './reader-process.ts';
import { ReadingRefusal } from './refusal.ts';
import type { Conversion, ConvertOptions, DrawingFormat } from './render/convert-file.ts';

export const RENDER_USAGE = `Usage: invoice-reader render [options] FILE…

Draws invoices as people see them: each page of an OFD as PNG or SVG, the whole OFD as PDF; a picture as upright PNG.
Prints the names of the files it wrote.

Options:
  --format FORMAT   png, pdf or svg (default: by the name after --out, else png)
  --page N          this page only, counted from 1 (default: all)
  --dpi N           resolution of PNG, 36 to 1200 (default: 150)
  --out PATH        a file or an existing folder, or - for standard output (default: the current folder)
  --help            print this

Exit status: 0 everything was drawn, 1 some file was not, 2 wrong usage.`;

const EXIT = { allDrawn: 0, someNot: 1, usage: 2 } as const;
const FORMATS: readonly DrawingFormat[] = ['png', 'pdf', 'svg'];
const DPI = { usual: 150, min: 36, max: 1200 } as const;

class WrongUsage extends Error {
  override name = 'WrongUsage';
}

interface RenderJob extends ConvertOptions {
  files: readonly string[];
  out: string | null;
  isOutFolder: boolean;
}

/** The subcommand `render`; gives the exit status. */
export async function renderCommand(args: readonly string[]): Promise<number> {
  let job: RenderJob | null;
  try {
    job = await jobOf(args);
  } catch (error) {
    if (!(error instanceof WrongUsage)) throw error;
    console.error(`invoice-reader render: ${error.message}\n\n${RENDER_USAGE}`);
    return EXIT.usage;
  }
  if (!job) {
    console.log(RENDER_USAGE);
    return EXIT.allDrawn;
  }
  let status: number = EXIT.allDrawn;
  const worker = new DrawingWorker();
  try {
    for (const file of job.files) {
      const problem = await renderFile(file, job, worker);
      if (problem === null) continue;
      console.error(`invoice-reader render: ${file}: ${problem}`);
      status = EXIT.someNot;
    }
  } finally {
    worker.close();
  }
  return status;
}

/** Draws in a process of its own, which is killed when a hostile file takes too much, and replaced. */
class DrawingWorker {
  #process: ReaderProcess | null = null;

  async convert(bytes: Uint8Array, options: ConvertOptions): Promise<Conversion> {
    if (!this.#process?.isUsable) this.#process = new ReaderProcess(limits);
    const outcome = await this.#process.run({ kind: 'convert', bytes, options });
    if (outcome.kind === 'killed') throw new ReadingRefusal(outcome.code, outcome.message);
    const { reply } = outcome;
    if (reply.kind === 'conversion') return reply.conversion;
    if (reply.kind === 'refused') throw new ReadingRefusal(reply.code, reply.message);
    throw new ReadingRefusal('reader_crashed', 'The worker drew nothing.');
  }

  close(): void {
    this.#process?.dispose();
  }
}

async function jobOf(args: readonly string[]): Promise<RenderJob | null> {
  const { values, positionals: files } = parseOptions(args);
  if (values.help) return null;
  if (files.length === 0) throw new WrongUsage('name at least one file');
  const out = values.out ?? null;
  const isOutFolder = out !== null && out !== '-' && ((await stat(out).catch(() => null))?.isDirectory() ?? false);
  if (files.length > 1 && out !== null && !isOutFolder) {
    throw new WrongUsage('for several files --out takes a folder that exists');
  }
  return {
    files,
    out,
    isOutFolder,
    format: formatOf(values.format, out),
    pageIndex: values.page === undefined ? null : wholeNumber('--page', values.page, { min: 1, max: 10_000 }) - 1,
    dpi: values.dpi === undefined ? DPI.usual : wholeNumber('--dpi', values.dpi, DPI),
  };
}

function parseOptions(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        format: { type: 'string' },
        page: { type: 'string' },
        dpi: { type: 'string' },
        out: { type: 'string', short: 'o' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    throw new WrongUsage(error instanceof Error ? error.message : 'the options cannot be understood');
  }
}

function formatOf(name: string | undefined, out: string | null): DrawingFormat {
  const wanted = name?.toLowerCase() ?? (out === null ? 'png' : extname(out).slice(1).toLowerCase());
  const format = FORMATS.find((known) => known === wanted);
  if (format) return format;
  if (name === undefined) return 'png';
  throw new WrongUsage(`--format takes ${FORMATS.join(', ')}, not "${name}"`);
}

function wholeNumber(option: string, text: string, { min, max }: { min: number; max: number }): number {
  const value = Number(text);
  if (/^\d+$/.test(text) && value >= min && value <= max) return value;
  throw new WrongUsage(`${option} takes a whole number from ${min} to ${max}, not "${text}"`);
}

/** Null when the file was drawn, otherwise what went wrong. */
async function renderFile(file: string, job: RenderJob, worker: DrawingWorker): Promise<string | null> {
  const info = await stat(file).catch(() => null);
  if (!info?.isFile()) return info ? 'is not a file' : 'does not exist or may not be read';
  if (info.size > limits.fileBytesMax) return `file_too_large: it is larger than ${limits.fileBytesMax} bytes`;
  let conversion: Conversion;
  try {
    const { format, pageIndex, dpi } = job;
    conversion = await worker.convert(await readFile(file), { format, pageIndex, dpi });
  } catch (error) {
    if (error instanceof ReadingRefusal) return `${error.code}: ${error.message}`;
    throw error;
  }
  const { pageCount, parts } = conversion;
  if (parts.length === 0) {
    return job.pageIndex === null
      ? 'has no page'
      : `has ${pageCount} page${pageCount === 1 ? '' : 's'}, not page ${job.pageIndex + 1}`;
  }
  return writeParts(file, job, conversion);
}

async function writeParts(file: string, job: RenderJob, { pageCount, parts }: Conversion): Promise<string | null> {
  const isNumbered = job.format !== 'pdf' && pageCount > 1;
  if (job.out === '-') {
    if (parts.length > 1) return `has ${pageCount} pages; standard output takes one: name it with --page`;
    for (const part of parts) process.stdout.write(part.bytes);
    return null;
  }
  for (const { pageIndex, bytes } of parts) {
    const path = pathOf(file, job, isNumbered && (parts.length > 1 || !isNamedFile(job)) ? pageIndex + 1 : null);
    if (resolve(path) === resolve(file)) return `would be written over itself; choose another name with --out`;
    try {
      await writeFile(path, bytes);
    } catch (error) {
      return `${path} cannot be written: ${error instanceof Error ? error.message : 'unknown reason'}`;
    }
    console.log(path);
  }
  return null;
}

function isNamedFile({ out, isOutFolder }: RenderJob): boolean {
  return out !== null && !isOutFolder;
}

/** `a.ofd` becomes `a.png`, or `a-1.png` and so on where the file has several pages. */
function pathOf(file: string, job: RenderJob, page: number | null): string {
  const number = page === null ? '' : `-${page}`;
  if (job.out !== null && !job.isOutFolder) {
    const extension = extname(job.out);
    return `${job.out.slice(0, job.out.length - extension.length)}${number}${extension}`;
  }
  const name = basename(file, extname(file));
  return join(job.out ?? '', `${name}${number}.${job.format}`);
}
