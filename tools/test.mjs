// npm test, npm run verify (the same without the browser). Runs on Node 20 and without any installed package.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ensureWebClient } from './build-web.mjs';
import { findNode, productEnvironment, ROOT } from './checkout.mjs';
import { ensureChromium } from './chromium.mjs';
import { ensureInstalled } from './install.mjs';
import { listMissingOptional } from './lock-file.mjs';
import { exitWith, Refusal } from './progress.mjs';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];
const REPORTS = join(ROOT, '.cache', 'test-reports');
const MODULES = join(ROOT, 'node_modules');

/** @typedef {{ passed: number, failed: number }} Count */

/** The part's program that runs now, and the signal that ended the whole run. */
const now = { child: undefined, stoppedBy: undefined };

async function main() {
  for (const signal of SIGNALS) {
    process.on(signal, () => {
      now.stoppedBy = signal;
      now.child?.kill(signal);
    });
  }
  const withBrowser = !process.argv.includes('--without-browser');
  await ensureInstalled();
  const chromium = withBrowser && hasBrowserTests() ? await ensureChromium() : undefined;
  rmSync(REPORTS, { recursive: true, force: true });
  mkdirSync(REPORTS, { recursive: true });

  const total = { passed: 0, failed: 0 };
  for (const part of listParts(chromium)) {
    const count = await runPart(part);
    if (now.stoppedBy !== undefined) throw new Refusal(`the tests were stopped by ${now.stoppedBy}.`);
    total.passed += count.passed;
    total.failed += count.failed;
  }
  process.stdout.write(`\n${total.passed} passed, ${total.failed} failed\n`);
  process.exitCode = total.failed === 0 ? 0 : 1;
}

function listParts(chromium) {
  const bin = (name) => join(MODULES, '.bin', name);
  const parts = [
    { name: 'packages: lock file', work: checkLockFile },
    { name: 'style: biome', work: () => check(bin('biome'), ['check', '--error-on-warnings', '--colors=off']) },
    { name: 'types: tsc', work: () => check(bin('tsc'), ['-p', 'tsconfig.json', '--pretty', 'false']) },
    { name: 'imports: architecture', work: () => check(findNode(), [join('tools', 'check-architecture.ts')]) },
    { name: 'tests: modules', work: () => vitest('modules', ['--project', 'server', '--project', 'unit']) },
  ];
  if (chromium !== undefined) {
    parts.push({
      name: 'tests: browser',
      work: async () => {
        await ensureWebClient();
        return vitest('browser', ['--project', 'e2e'], { CHROMIUM_PATH: chromium });
      },
    });
  }
  return parts;
}

async function runPart({ name, work }) {
  process.stdout.write(`\n── ${name}\n`);
  const startedAt = performance.now();
  const count = await work().catch((error) => {
    process.stdout.write(`${error instanceof Refusal ? error.message : error.stack}\n`);
    return { passed: 0, failed: 1 };
  });
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  process.stdout.write(`── ${name}: ${count.passed} passed, ${count.failed} failed, ${seconds} s\n`);
  return count;
}

async function checkLockFile() {
  const missing = listMissingOptional(readFileSync(join(ROOT, 'package-lock.json'), 'utf8'));
  if (missing.length === 0) return { passed: 1, failed: 0 };
  throw new Refusal(`package-lock.json lacks ${missing.join(', ')}: run npm run lock.`);
}

/** A tool that says yes or no counts as one test. */
async function check(program, args) {
  const code = await runVisibly(program, args);
  return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

async function vitest(name, args, extra = {}) {
  const report = join(REPORTS, `${name}.json`);
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const program = join(MODULES, 'vitest', 'vitest.mjs');
  const code = await runVisibly(findNode(), [program, 'run', ...args, ...reporters], extra);
  if (!existsSync(report)) throw new Refusal(`vitest ended with exit code ${code} and without a report.`);
  const count = countReport(JSON.parse(readFileSync(report, 'utf8')));
  // An error outside of every test fails the run without failing a test.
  if (code !== 0 && count.failed === 0) count.failed = 1;
  return count;
}

function countReport({ numPassedTests, numFailedTests, testResults }) {
  const brokenFiles = testResults.filter(
    ({ status, assertionResults }) => status === 'failed' && assertionResults.every((one) => one.status !== 'failed'),
  );
  return { passed: numPassedTests, failed: numFailedTests + brokenFiles.length };
}

function runVisibly(program, args, extra = {}) {
  return new Promise((resolve, reject) => {
    const env = productEnvironment({ NO_COLOR: '1', ...extra });
    const child = spawn(program, args, { cwd: ROOT, env, stdio: ['ignore', 'inherit', 'inherit'] });
    now.child = child;
    child.once('error', (error) => reject(new Refusal(`${program} could not be started (${error.message}).`)));
    child.once('close', (code) => resolve(code ?? 1));
  });
}

function hasBrowserTests() {
  const folder = join(ROOT, 'packages', 'e2e', 'src');
  if (!existsSync(folder)) return false;
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).some((file) => file.endsWith('.e2e.ts'));
}

main().catch(exitWith);
