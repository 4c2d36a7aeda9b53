import { parseArgs } from 'node:util';
import { runFuzz } from './run-fuzz.ts';
import { formats } from './seeds.ts';

const USAGE = `usage: npm run fuzz -- [--format ${formats.join('|')}] [--count N] [--seed S] [--json]
Gives N mutated and made-up files of each format to the invoice reader (default 10000, seed 1).`;
const DEFAULT_COUNT = 10_000;

const { values } = parseArgs({
  options: {
    format: { type: 'string' },
    count: { type: 'string', default: String(DEFAULT_COUNT) },
    seed: { type: 'string', default: '1' },
    json: { type: 'boolean' },
  },
});
const chosen = formats.filter((format) => values.format === undefined || format === values.format);
if (chosen.length === 0 || !/^\d+$/.test(values.count) || !/^\d+$/.test(values.seed)) {
  process.stderr.write(`${USAGE}\n`);
  process.exitCode = 2;
} else {
  for (const format of chosen) {
    const result = await runFuzz({ format, count: Number(values.count), seed: Number(values.seed) });
    process.stdout.write(`${JSON.stringify(result, null, values.json ? 0 : 2)}\n`);
    if (result.failures.length > 0) process.exitCode = 1;
  }
}
