// node tools/run.mjs FILE ARGS… runs a program of the repository on Node 24, installing what is missing first.
// Progress goes to stderr, so that stdout belongs to the program.
import { ensureInstalled } from './install.mjs';
import { exitWith, Refusal } from './progress.mjs';
import { runProgram } from './run-program.mjs';

try {
  const [file, ...args] = process.argv.slice(2);
  if (file === undefined) throw new Refusal('usage: node tools/run.mjs FILE ARGS…');
  await ensureInstalled();
  process.exitCode = await runProgram(file, args);
} catch (error) {
  exitWith(error);
}
