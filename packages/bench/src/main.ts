import { benchCard } from './card/bench-card.ts';
import { benchReader } from './reader/bench-reader.ts';

const benches: Record<string, (options: { isJson: boolean }) => Promise<void>> = {
  card: benchCard,
  reader: benchReader,
};

const [name, ...flags] = process.argv.slice(2);
const bench = name === undefined ? undefined : benches[name];
if (!bench || flags.some((flag) => flag !== '--json')) {
  process.stderr.write(`usage: npm run bench -- NAME --json\nnames: ${Object.keys(benches).join(', ')}\n`);
  process.exitCode = 2;
} else {
  await bench({ isJson: flags.includes('--json') });
}
