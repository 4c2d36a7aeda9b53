#!/usr/bin/env node
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { hostileFiles } from './hostile.ts';
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
  for (const { fileName, bytes, expectedCode } of await hostileFiles(values.seed)) {
    writeFileSync(join(hostileDirectory, fileName), bytes);
    process.stdout.write(`hostile/${fileName} (${expectedCode})\n`);
  }
}

await main();
