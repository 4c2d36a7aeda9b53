import { parseArgs } from 'node:util';
import { benchCard } from './card/bench-card.ts';
import { benchPhotos } from './photos/bench-photos.ts';
import { benchReader } from './reader/bench-reader.ts';
import { benchReceipts } from './receipts/bench-receipts.ts';

interface BenchOptions {
  /** Only the last line, which is one JSON object. */
  isJson: boolean;
  /** Of those that make their own pictures. */
  count: number;
  seed: string;
  /** Only pictures of this kind: clean, scan or photo. */
  how?: string;
  /** A folder to keep the made pictures in. */
  keep?: string;
}

const benches: Record<string, (options: BenchOptions) => Promise<void>> = {
  card: benchCard,
  reader: benchReader,
  photos: benchPhotos,
  receipts: benchReceipts,
};

const USAGE = `usage: npm run bench -- NAME [--json] [--count N] [--seed S] [--how clean|scan|photo] [--keep DIR]
names: ${Object.keys(benches).join(', ')}; count, seed, how and keep are for photos and receipts
`;
const DEFAULT_COUNT = '24';

function readArguments() {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: {
        json: { type: 'boolean', default: false },
        count: { type: 'string', default: DEFAULT_COUNT },
        seed: { type: 'string', default: '1' },
        how: { type: 'string' },
        keep: { type: 'string' },
      },
    });
    const bench = positionals.length === 1 ? benches[positionals[0] ?? ''] : undefined;
    if (!bench || !/^[1-9]\d*$/.test(values.count)) return undefined;
    return { bench, options: { ...values, isJson: values.json, count: Number(values.count) } };
  } catch {
    // An option that no bench has; the usage says which there are.
    return undefined;
  }
}

const command = readArguments();
if (command) await command.bench(command.options);
else {
  process.stderr.write(USAGE);
  process.exitCode = 2;
}
