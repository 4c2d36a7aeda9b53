import { parseArgs } from 'node:util';
import { canIsolate, isIsolated, runIsolated } from './isolate.ts';
import { type FaultsOptions, isClean, runFaults } from './run-faults.ts';
import { messageOf } from './throw-faults.ts';

const USAGE = `usage: npm run faults -- [--seconds N] [--seed S] [--processes 1|3] [--json]
Throws faults at real processes while clients send, then compares (60 seconds, seed 1, one server process unless given).
The last line is one JSON object; the exit code is 1 where anything was lost, doubled, out of order or different.
`;

function readArguments(): Omit<FaultsOptions, 'say'> | undefined {
  try {
    const { values } = parseArgs({
      options: {
        seconds: { type: 'string', default: '60' },
        seed: { type: 'string', default: '1' },
        processes: { type: 'string', default: '1' },
        // The last line is JSON in any case; the option is there for those who pass it everywhere.
        json: { type: 'boolean', default: false },
        'plant-loss': { type: 'boolean', default: false },
      },
    });
    const [seconds, seed, processes] = [values.seconds, values.seed, values.processes].map(Number);
    if (!seconds || !Number.isInteger(seed) || (processes !== 1 && processes !== 3)) return undefined;
    return { seconds, seed: seed ?? 1, processes, isLossPlanted: values['plant-loss'] };
  } catch {
    // An option that does not exist; the usage says which there are.
    return undefined;
  }
}

async function main(): Promise<number> {
  const options = readArguments();
  if (!options) {
    process.stderr.write(USAGE);
    return 2;
  }
  if (!isIsolated() && canIsolate()) return runIsolated(process.argv.slice(2));
  const startedAt = performance.now();
  const say = (line: string) => {
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(1).padStart(6);
    process.stderr.write(`${new Date().toISOString()} ${seconds} s  ${line}\n`);
  };
  try {
    const result = await runFaults({ ...options, say });
    process.stdout.write(`${JSON.stringify(result)}\n`);
    return isClean(result) ? 0 : 1;
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.stack : messageOf(error)}\n`);
    return 1;
  }
}

process.exit(await main());
