// npm test, npm run verify (the same without the browser). Runs on Node 20 and without any installed package.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ensureWebClient } from './build-web.mjs';
import { findNode, productEnvironment, ROOT } from './checkout.mjs';
import { ensureChromium } from './chromium.mjs';
import { ensureInstalled } from './install.mjs';
import { listMissingOptional } from './lock-file.mjs';
import { ensureNatsServer } from './nats-server.mjs';
import { exitWith, Refusal } from './progress.mjs';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];
const REPORTS = join(ROOT, '.cache', 'test-reports');
const MODULES = join(ROOT, 'node_modules');

/** @typedef {{ passed: number, failed: number }} Count */

/** The programs that run now, and the signal that ended the whole run. */
const now = { children: new Set(), stoppedBy: undefined };

async function main() {
  for (const signal of SIGNALS) {
    process.on(signal, () => {
      now.stoppedBy = signal;
      for (const child of now.children) child.kill(signal);
    });
  }
  const withBrowser = !process.argv.includes('--without-browser');
  await ensureInstalled();
  const chromium = withBrowser && hasBrowserTests() ? await ensureChromium() : undefined;
  const withoutNats = await ensureNatsServer().then(
    () => undefined,
    (error) => error.message,
  );
  rmSync(REPORTS, { recursive: true, force: true });
  mkdirSync(REPORTS, { recursive: true });

  const total = { passed: 0, failed: 0 };
  const add = (count) => {
    if (now.stoppedBy !== undefined) throw new Refusal(`the tests were stopped by ${now.stoppedBy}.`);
    total.passed += count.passed;
    total.failed += count.failed;
  };
  for (const stage of [listChecks(chromium), ...listStages(chromium)]) {
    const lanes = stage.map((part) => ({ teller: createTeller(), part }));
    const running = lanes.map(({ teller, part }) => runPart(part, teller.write));
    for (const [at, { teller }] of lanes.entries()) {
      teller.speak();
      add(await running[at]);
    }
  }
  if (withoutNats !== undefined) {
    process.stdout.write(`\nNOT TESTED: several server processes over NATS. ${withoutNats}\n`);
  }
  process.stdout.write(`\n${total.passed} passed, ${total.failed} failed\n`);
  process.exitCode = total.failed === 0 ? 0 : 1;
}

/** What takes seconds and finds most mistakes, side by side: most of them compute on one core only. */
function listChecks(chromium) {
  const bin = (name) => join(MODULES, '.bin', name);
  return [
    { name: 'packages: lock file', work: checkLockFile },
    {
      name: 'style: biome',
      work: (write) => check(bin('biome'), ['check', '--error-on-warnings', '--colors=off'], write),
    },
    { name: 'types: tsc', work: (write) => check(bin('tsc'), ['-p', 'tsconfig.json', '--pretty', 'false'], write) },
    {
      name: 'imports: architecture',
      work: (write) => check(findNode(), [join('tools', 'check-architecture.ts')], write),
    },
    ...(chromium === undefined ? [] : [{ name: 'web client: build', work: buildWebClient }]),
  ];
}

/**
 * What takes minutes. Within a stage side by side, so that a core on which one waits computes for another; all at once
 * was too much for two cores, and what is told to answer within a time did not.
 */
function listStages(chromium) {
  const modules = ['--project', 'server', '--project', 'unit'];
  // People in browsers wait for much: a third file computes meanwhile.
  const browser = ['--project', 'e2e', '--maxWorkers=3'];
  const stages = [
    [
      { name: 'tests: modules', work: (write) => vitest('modules', modules, { write }) },
      { name: 'tests: faults', work: (write) => vitest('faults', ['--project', 'faults'], { write }) },
    ],
  ];
  if (chromium !== undefined) {
    const extra = { CHROMIUM_PATH: chromium };
    stages.push([{ name: 'tests: browser', work: (write) => vitest('browser', browser, { extra, write }) }]);
  }
  return stages;
}

const writeOut = (text) => process.stdout.write(text);

async function runPart({ name, work }, write) {
  write(`\n── ${name}\n`);
  const startedAt = performance.now();
  const count = await work(write).catch((error) => {
    write(`${error instanceof Refusal ? error.message : error.stack}\n`);
    return { passed: 0, failed: 1 };
  });
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  write(`── ${name}: ${count.passed} passed, ${count.failed} failed, ${seconds} s\n`);
  return count;
}

/** Keeps what one of several says until its turn has come, so that they do not speak into each other's lines. */
function createTeller() {
  const kept = [];
  let speaks = false;
  return {
    write(text) {
      if (speaks) writeOut(text);
      else kept.push(text);
    },
    speak() {
      speaks = true;
      writeOut(kept.splice(0).join(''));
    },
  };
}

async function buildWebClient() {
  await ensureWebClient();
  return { passed: 1, failed: 0 };
}

async function checkLockFile() {
  const missing = listMissingOptional(readFileSync(join(ROOT, 'package-lock.json'), 'utf8'));
  if (missing.length === 0) return { passed: 1, failed: 0 };
  throw new Refusal(`package-lock.json lacks ${missing.join(', ')}: run npm run lock.`);
}

/** A tool that says yes or no counts as one test. */
async function check(program, args, write) {
  const code = await runVisibly(program, args, { write });
  return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

async function vitest(name, args, { extra = {}, write }) {
  const report = join(REPORTS, `${name}.json`);
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const program = join(MODULES, 'vitest', 'vitest.mjs');
  const code = await runVisibly(findNode(), [program, 'run', ...args, ...reporters], { extra, write });
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

function runVisibly(program, args, { extra = {}, write }) {
  return new Promise((resolve, reject) => {
    const env = productEnvironment({ NO_COLOR: '1', ...extra });
    const child = spawn(program, args, { cwd: ROOT, env, stdio: ['ignore', 'pipe', 'pipe'] });
    now.children.add(child);
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', write);
    child.once('error', (error) => reject(new Refusal(`${program} could not be started (${error.message}).`)));
    child.once('close', (code) => {
      now.children.delete(child);
      resolve(code ?? 1);
    });
  });
}

function hasBrowserTests() {
  const folder = join(ROOT, 'packages', 'e2e', 'src');
  if (!existsSync(folder)) return false;
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).some((file) => file.endsWith('.e2e.ts'));
}

main().catch(exitWith);
