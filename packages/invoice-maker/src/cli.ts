#!/usr/bin/env node
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { hostileFiles } from './hostile.ts';
import { allPapers } from './papers/all-papers.ts';
import { makePaperOfd, makePaperPdf } from './papers/paper.ts';
import { sampleFiles } from './samples.ts';
import { makeTestCa } from './seal/test-ca.ts';

const USAGE = 'usage: node packages/invoice-maker/src/cli.ts OUTDIR [--seed 1]';

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    options: { seed: { type: 'string', default: '1' } },
    allowPositionals: true,
  });
  const [directory, ...others] = positionals;
  if (directory === undefined || others.length > 0) {
    process.stderr.write(`${USAGE}\n`);
    process.exitCode = 2;
    return;
  }
  const hostileDirectory = join(directory, 'hostile');
  mkdirSync(hostileDirectory, { recursive: true });
  writeFileSync(join(directory, 'test-ca.cer'), makeTestCa(values.seed).certificate);
  const truth: Record<string, unknown> = {};
  for await (const { fileName, bytes, facts } of sampleFiles(values.seed)) {
    writeFileSync(join(directory, fileName), bytes);
    truth[fileName] = facts;
    process.stdout.write(`${fileName}\n`);
  }
  writeFileSync(join(directory, 'truth.json'), `${JSON.stringify(truth, null, 2)}\n`);
  await writePapers(join(directory, 'papers'), values.seed);
  for (const { fileName, bytes, expectedCode } of await hostileFiles(values.seed)) {
    writeFileSync(join(hostileDirectory, fileName), bytes);
    process.stdout.write(`hostile/${fileName} (${expectedCode})\n`);
  }
}

/** Papers with what a reader must say, in the form of a list of files with their fields. */
async function writePapers(directory: string, seed: string): Promise<void> {
  mkdirSync(directory, { recursive: true });
  const truth: unknown[] = [];
  let index = 0;
  for await (const paper of allPapers(seed)) {
    index++;
    const files = { pdf: await makePaperPdf(paper), ofd: makePaperOfd(paper) };
    for (const [format, bytes] of Object.entries(files)) {
      const file = `paper-${String(index).padStart(2, '0')}.${format}`;
      writeFileSync(join(directory, file), bytes);
      const items = paper.items?.map(({ specification, ...item }) => ({
        ...item,
        ...(specification && { spec: specification }),
      }));
      const fields =
        paper.notInvoice === undefined ? { ...paper.fields, ...(items && { items }) } : { isInvoice: false };
      truth.push({ file, kind: `paper-${format}`, fields, notes: paper.name });
    }
    process.stdout.write(`papers/paper-${index}: ${paper.name}\n`);
  }
  writeFileSync(join(directory, 'truth.json'), `${JSON.stringify(truth, null, 2)}\n`);
}

await main();
