import { parseArgs } from 'node:util';
import { benchCard } from './card/bench-card.ts';
import { benchClient, clientPartNames } from './client/bench-client.ts';
import { benchCommit } from './commit/bench-commit.ts';
import { benchFiles } from './files/bench-files.ts';
import { benchMessaging, messagingPartNames } from './messaging/bench-messaging.ts';
import { benchPhotos } from './photos/bench-photos.ts';
import { benchReader } from './reader/bench-reader.ts';
import { benchReceipts } from './receipts/bench-receipts.ts';
import { benchSearch, searchPartNames } from './search/bench-search.ts';

interface BenchOptions {
  /** Only the last line, which is one JSON object. */
  isJson: boolean;
  /** Of those that make their own pictures. */
  count: number;
  seed: string;
  /** Only pictures of this kind: clean, scan or photo. */
  how?: string;
  /** A folder to keep the made pictures in, or the data of search. */
  keep?: string;
  /** Of messaging: which parts, how long a measurement lasts, how large, and where the pictures go. */
  part?: string[];
  seconds?: number;
  size?: number;
  charts?: string;
  /** Of search: how much there is to be found. */
  messages?: number;
  files?: number;
}

const benches: Record<string, (options: BenchOptions) => Promise<void>> = {
  card: benchCard,
  client: benchClient,
  commit: benchCommit,
  files: benchFiles,
  messaging: benchMessaging,
  reader: benchReader,
  photos: benchPhotos,
  receipts: benchReceipts,
  search: benchSearch,
};

const USAGE = `usage: npm run bench -- NAME [--json] [--count N] [--seed S] [--how clean|scan|photo] [--keep DIR]
       [--part P]… [--seconds N] [--size N] [--charts DIR] [--messages N] [--files N]
names: ${Object.keys(benches).join(', ')}; count, seed, how and keep are for photos and receipts;
part (${messagingPartNames.join(', ')} or all), seconds, size and charts are for messaging, seconds and size (processes) for commit too;
part (${clientPartNames.join(', ')} or all) and size (messages of the long conversation) are for client; messages and files are for search,
part (${searchPartNames.join(', ')} or all), seconds (cost) and keep (a folder for the data, which a later run finds filled) too;
size (MiB) is for files
`;
const partNames = [...messagingPartNames, ...clientPartNames, ...searchPartNames];
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
        part: { type: 'string', multiple: true },
        seconds: { type: 'string' },
        size: { type: 'string' },
        charts: { type: 'string' },
        messages: { type: 'string' },
        files: { type: 'string' },
      },
    });
    const bench = positionals.length === 1 ? benches[positionals[0] ?? ''] : undefined;
    const { json: isJson, count, seconds, size, messages, files, ...others } = values;
    if (
      !bench ||
      [count, seconds, size, messages, files].some((value) => value !== undefined && !/^[1-9]\d*$/.test(value))
    )
      return undefined;
    if (others.part?.some((name) => name !== 'all' && !partNames.includes(name))) return undefined;
    const options: BenchOptions = { ...others, isJson, count: Number(count) };
    if (seconds !== undefined) options.seconds = Number(seconds);
    if (size !== undefined) options.size = Number(size);
    if (messages !== undefined) options.messages = Number(messages);
    if (files !== undefined) options.files = Number(files);
    return { bench, options };
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
