// npm start, npm run demo. Runs on Node 20 and without any installed package.
import { ensureWebClient } from './build-web.mjs';
import { ensureInstalled } from './install.mjs';
import { exitWith } from './progress.mjs';
import { runProgram } from './run-program.mjs';

try {
  await ensureInstalled();
  await ensureWebClient();
  process.exitCode = await runProgram('packages/server/src/app/main.ts', process.argv.slice(2));
} catch (error) {
  exitWith(error);
}
