// Scores the invoice reader over the hand-checked samples beside the repository and writes the table into its README.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

interface Tally {
  files: number;
  fields: number;
  right: number;
  itemFields: number;
  itemRight: number;
  silent: number;
  wrongVerdict: number;
  ms?: number | null;
}

const root = fileURLToPath(new URL('..', import.meta.url));
const readme = `${root}packages/invoice-reader/README.md`;
const scorer = fileURLToPath(new URL('../../shared/samples/score.mjs', import.meta.url));
const BEGIN = '<!-- score: written by `npm run score` -->';
const END = '<!-- /score -->';
const OUTPUT_BYTES_MAX = 64 * 1024 * 1024;

if (!existsSync(scorer)) {
  console.error(
    'npm run score: the samples are not beside the repository (../shared/samples), so there is nothing to score.',
  );
  process.exit(1);
}
const reader = `${process.execPath} ${root}packages/invoice-reader/src/cli.ts --json`;
const run = spawnSync(process.execPath, [scorer, '--json', '--reader', reader], {
  encoding: 'utf8',
  maxBuffer: OUTPUT_BYTES_MAX,
});
if (run.status !== 0) throw new Error(`the scorer failed: ${run.stderr}`);
const score: { total: Tally; kinds: Record<string, Tally> } = JSON.parse(run.stdout);
const text = readFileSync(readme, 'utf8');
const [before, rest] = [text.slice(0, text.indexOf(BEGIN)), text.slice(text.indexOf(END))];
if (!text.includes(BEGIN) || !text.includes(END)) throw new Error(`${readme} has no place for the table`);
writeFileSync(readme, `${before}${BEGIN}\n\n${table(score)}\n\n${rest}`);
console.log(table(score));

function table({ total, kinds }: typeof score): string {
  const rows = Object.entries(kinds).map(([kind, tally]) => row(kind, tally));
  return [
    '| kind | files | fields right | item fields right | silent errors | wrong verdicts | median ms |',
    '| --- | ---: | ---: | ---: | ---: | ---: | ---: |',
    ...rows,
    row('**all**', total),
  ].join('\n');
}

function row(kind: string, tally: Tally): string {
  const cells = [
    kind,
    tally.files,
    share(tally.right, tally.fields),
    share(tally.itemRight, tally.itemFields),
    tally.silent,
    tally.wrongVerdict,
    tally.ms ?? '–',
  ];
  return `| ${cells.join(' | ')} |`;
}

function share(right: number, all: number): string {
  return all === 0 ? '–' : `${right}/${all} (${((100 * right) / all).toFixed(1)} %)`;
}
