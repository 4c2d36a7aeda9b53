import { parseArgs } from 'node:util';
import { benchPhotos } from './bench-photos.ts';

const { values } = parseArgs({
  options: {
    count: { type: 'string', default: '24' },
    seed: { type: 'string', default: '1' },
    how: { type: 'string' },
    keep: { type: 'string' },
  },
});

const { count, ...rest } = values;
const rows = await benchPhotos({ count: Number(count), ...rest });
for (const [how, row] of Object.entries(rows)) process.stdout.write(`${how.padEnd(6)} ${JSON.stringify(row)}\n`);
