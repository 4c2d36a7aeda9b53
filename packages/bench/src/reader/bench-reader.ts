import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { cpus, tmpdir, totalmem } from 'node:os';
import { basename, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { anEnInvoice, makeFacturX } from '@countinghouse/invoice-maker';
import { percentile } from '../card/summary.ts';
import { type Group, type InputFile, inputFiles } from './input-files.ts';
import { isInstalled, pdftotext, type TextTool, tesseract, textOf } from './other-tools.ts';
import { type PoolMemory, poolMemory } from './pool-memory.ts';
import { valuesFound } from './values-found.ts';

/** Milliseconds of processor time, as issue 3 sets them: medians, and the one long file. */
export const targetsMs = { structured: 100, pdf: 150, image: 3_000, facturX1000Lines: 1_000 } as const;

const LINES = 1000;
const LONG_FILE = 'factur-x-1000-lines.pdf';
const READING_PROCESS = fileURLToPath(new URL('./reading-process.ts', import.meta.url));

interface Measured {
  path: string;
  cpuMs: number;
  /** Of the printed values, how many the program gave. */
  found: number;
  printed: number;
}

interface Figures {
  files: number;
  cpuMedianMs: number;
  cpuP95Ms: number;
  cpuMaxMs: number;
  slowest: string;
  /** Share of the printed values of the files with known truth that the program gave. */
  valuesFound: number | null;
}

/** Processor time of reading, per kind of file, with what other tools take to turn the same files into text. */
export async function benchReader({ isJson }: { isJson: boolean }): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'countinghouse-bench-'));
  try {
    const { from, files } = await inputFiles(folder);
    const long: InputFile = { path: join(folder, LONG_FILE), group: 'pdf', truth: [] };
    await writeFile(long.path, await makeFacturX(anEnInvoice({ seed: 'bench-reader', lines: LINES })));
    const ours = await readAll([...files, long]);
    const groupOf = new Map(files.map((file) => [file.path, file.group]));
    const inGroup = (group: Group) => ours.filter((measured) => groupOf.get(measured.path) === group);
    const result = {
      bench: 'reader',
      conditions: {
        cores: cpus().length,
        memoryGiB: Math.round(totalmem() / 2 ** 30),
        node: process.version,
        files: from,
      },
      ours: {
        structured: figures(inGroup('structured')),
        pdf: figures(inGroup('pdf')),
        image: figures(inGroup('image')),
        facturX1000Lines: figures(ours.filter((measured) => measured.path === long.path)),
      },
      beside: {
        pdftotext: await beside(
          pdftotext,
          files.filter((file) => file.group === 'pdf'),
        ),
        tesseract: await beside(
          tesseract,
          files.filter((file) => file.group === 'image'),
        ),
      },
      memory: await poolMemory(files.filter((file) => file.group === 'image').map((file) => file.path)),
      targetsMs,
    };
    if (!isJson) print(result.ours, result.beside, result.memory);
    process.stdout.write(`${JSON.stringify(result)}\n`);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** In a process of its own, so that its processor time is the reader's alone. */
async function readAll(files: readonly InputFile[]): Promise<Measured[]> {
  const child = spawn(process.execPath, [READING_PROCESS], { stdio: ['pipe', 'pipe', 'inherit'] });
  child.stdin.end(files.map((file) => `${file.path}\n`).join(''));
  const truthOf = new Map(files.map((file) => [file.path, file.truth]));
  const measured: Measured[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    const { path, cpuMs, values }: { path: string; cpuMs: number; values: string[] } = JSON.parse(line);
    const printed = truthOf.get(path) ?? [];
    measured.push({ path, cpuMs, found: valuesFound(printed, values), printed: printed.length });
  }
  if (measured.length !== files.length) throw new Error('the reading process ended early');
  return measured;
}

async function beside(tool: TextTool, files: readonly InputFile[]): Promise<Figures | { missing: string }> {
  if (!(await isInstalled(tool))) return { missing: `apt-get install ${tool.debianPackages}` };
  const measured: Measured[] = [];
  for (const file of files) {
    const { text, cpuMs } = await textOf(tool, file.path);
    measured.push({ path: file.path, cpuMs, found: valuesFound(file.truth, text), printed: file.truth.length });
  }
  return figures(measured);
}

function figures(measured: readonly Measured[]): Figures {
  const times = measured.map(({ cpuMs }) => cpuMs);
  const printed = measured.reduce((sum, file) => sum + file.printed, 0);
  const found = measured.reduce((sum, file) => sum + file.found, 0);
  const slowest = [...measured].sort((a, b) => b.cpuMs - a.cpuMs)[0];
  return {
    files: measured.length,
    cpuMedianMs: Math.round(percentile(times, 0.5)),
    cpuP95Ms: Math.round(percentile(times, 0.95)),
    cpuMaxMs: Math.round(Math.max(...times)),
    slowest: slowest ? basename(slowest.path) : '',
    valuesFound: printed === 0 ? null : Math.round((found / printed) * 1000) / 1000,
  };
}

function print(
  ours: Record<string, Figures>,
  others: Record<string, Figures | { missing: string }>,
  memory: PoolMemory,
): void {
  for (const [name, row] of Object.entries({ ...ours, ...others }))
    process.stdout.write(`${name.padEnd(18)} ${JSON.stringify(row)}\n`);
  process.stdout.write(`${'memory'.padEnd(18)} ${JSON.stringify(memory)}\n`);
}
