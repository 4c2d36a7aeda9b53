#!/usr/bin/env node
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { renderCommand } from './cli-render.ts';
import { inputFiles } from './command/input-files.ts';
import { jsonLine, summaryLine } from './command/print-reading.ts';
import { Progress } from './command/progress.ts';
import { readFiles } from './command/read-files.ts';
import { ReaderPool } from './reader-pool.ts';
import { certificatesOf } from './signatures/certificate-file.ts';

const USAGE = `Usage: invoice-reader [options] FILE|FOLDER…
       invoice-reader render [options] FILE…   (draws pages; render --help tells more)

Reads invoices (PDF, OFD, XML, pictures) and prints one line per file.

Options:
  --json         print JSON, one object per line, for example: invoice-reader DIR --json > out.jsonl
  --trust FILE   certificates (PEM or DER) to which signatures must lead to be called valid; may be repeated
  --jobs N       files read at the same time (default: one per core, at most 4)
  --help         print this

Results go to standard output, progress to standard error.
Exit status: 0 every file was read, 1 some file was refused, 2 wrong usage.`;

const EXIT = { allRead: 0, someRefused: 1, usage: 2 } as const;
const JOBS_MAX = 4;

class WrongUsage extends Error {
  override name = 'WrongUsage';
}

const NODE_MIN = 24;

async function main(args: readonly string[]): Promise<number> {
  if (Number.parseInt(process.versions.node, 10) < NODE_MIN) {
    throw new WrongUsage(`this is Node ${process.versions.node}; Node ${NODE_MIN} or newer is needed`);
  }
  if (args[0] === 'render') return renderCommand(args.slice(1));
  const { values, positionals } = parseCommand(args);
  if (values.help) {
    console.log(USAGE);
    return EXIT.allRead;
  }
  if (positionals.length === 0) throw new WrongUsage('name at least one file or folder');
  const jobs = jobsOf(values.jobs);
  const trustedRoots = (await Promise.all((values.trust ?? []).map(readCertificates))).flat();
  const files = await inputFiles(positionals);
  // One process more than jobs: the first takes no pictures. There are files already, so that none is started for later.
  const pool = new ReaderPool({ workers: jobs + 1, trustedRoots, isKeptWarm: false });
  const progress = new Progress(process.stderr, files.length);
  try {
    for await (const reading of readFiles(files, pool, jobs)) {
      progress.count(reading);
      const line = `${values.json ? jsonLine(reading) : summaryLine(reading)}\n`;
      if (!process.stdout.write(line)) await once(process.stdout, 'drain');
    }
  } finally {
    pool.close();
    progress.close();
  }
  return progress.refusedCount > 0 ? EXIT.someRefused : EXIT.allRead;
}

function parseCommand(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        json: { type: 'boolean' },
        trust: { type: 'string', multiple: true },
        jobs: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    throw new WrongUsage(error instanceof Error ? error.message : 'the options cannot be understood');
  }
}

function jobsOf(text: string | undefined): number {
  if (text === undefined) return Math.min(availableParallelism(), JOBS_MAX);
  if (!/^[1-9]\d?$/.test(text)) throw new WrongUsage(`--jobs takes a number from 1 to 99, not "${text}"`);
  return Number(text);
}

async function readCertificates(path: string): Promise<Uint8Array[]> {
  const bytes = await readFile(path).catch(() => null);
  if (!bytes) throw new WrongUsage(`${path} cannot be read`);
  const certificates = certificatesOf(bytes);
  if (certificates.length === 0) throw new WrongUsage(`${path} holds no certificate in PEM or DER`);
  return certificates;
}

// Whoever reads our output may stop early (`| head`); that is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? EXIT.allRead : 1));

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof WrongUsage)) throw error;
  console.error(`invoice-reader: ${error.message}\n\n${USAGE}`);
  process.exitCode = EXIT.usage;
}
