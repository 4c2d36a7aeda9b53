import { execFileSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { launchBrowser } from './stage/browser.ts';
import { ensureWebClient, root } from './stage/checkout.ts';
import { findFreePort } from './stage/free-port.ts';
import { ordinaryView } from './stage/person.ts';
import { ServerProcess } from './stage/server-process.ts';
import { makeTemporaryFolder } from './stage/temporary-folder.ts';
import { openContext } from './stage/windows.ts';

const linkLine = /(http:\/\/localhost:\d+\/sign-in\?token=\S+)/;

/** A server of the test's own on an empty data directory; it ends with the test. */
async function anEmptyServer(options: { command?: { program: string; args: string[] } } = {}) {
  const folder = await makeTemporaryFolder();
  const input = { dataDir: join(folder.path, 'data'), port: await findFreePort(), ...options };
  const servers: ServerProcess[] = [];
  onTestFinished(async () => {
    for (const server of servers) await server.stop();
    await folder.remove();
  });
  return {
    start: () => {
      const server = new ServerProcess(input);
      servers.push(server);
      return server;
    },
  };
}

describe('starting', () => {
  let browser: Browser | undefined;
  beforeAll(async () => {
    await ensureWebClient();
    browser = await launchBrowser();
  });
  afterAll(() => browser?.close());

  test('npm start on an empty data directory prints a link that lets the first administrator in, once', async () => {
    const installation = await anEmptyServer({ command: { program: 'npm', args: ['start', '--prefix', root] } });
    const server = installation.start();
    const [, link = ''] = await server.waitForOutput(linkLine);
    await server.waitUntilHealthy();
    if (!browser) throw new Error('there is no browser');
    const context = await openContext(browser, server.baseUrl, ordinaryView);
    const page = await context.newPage();
    await page.goto(link);
    await page.getByRole('navigation', { name: '主导航' }).getByRole('link', { name: '管理' }).click();
    // A firm in which nothing is set up yet begins with what is to be done.
    await page.getByText('开始使用前，还差几步').waitFor();
    await page.getByRole('tab', { name: '人员' }).click();
    await page.getByRole('button', { name: /添加人员/ }).waitFor();
    expect(page.url()).not.toContain('token');
    await context.close();

    const second = await openContext(browser, server.baseUrl, ordinaryView);
    const late = await second.newPage();
    await late.goto(link);
    await late.getByRole('heading', { name: '登录链接不能用' }).waitFor();
    await second.close();
  });

  test('a port in use is said in one line', async () => {
    const installation = await anEmptyServer();
    const server = installation.start();
    const port = Number(new URL(server.baseUrl).port);
    const occupant = createServer().listen(port);
    onTestFinished(() => void occupant.close());
    expect(await server.waitUntilEnded()).toBe(1);
    const lines = server.output.split('\n').filter((line) => line.trim() !== '');
    expect(lines).toHaveLength(1);
    expect(lines[0]).toContain(`Port ${port} is in use`);
  });

  test('it comes up by itself after the server was killed, and goes on after the database was', async () => {
    const installation = await anEmptyServer();
    const first = installation.start();
    await first.waitUntilHealthy();
    first.kill();
    await first.waitUntilEnded();

    const second = installation.start();
    await second.waitUntilHealthy();
    const [, link = ''] = await second.waitForOutput(linkLine);

    await killPostgres(second.dataDir);
    await expect
      .poll(() => redeem(second.baseUrl, new URL(link).searchParams.get('token') ?? ''), {
        timeout: 30_000,
        interval: 200,
      })
      .toBe(200);
    await expect.poll(() => second.isHealthy(), { timeout: 10_000, interval: 200 }).toBe(true);
  });
});

/** `kill -9` of PostgreSQL and of all that it started: one that is left would go on answering for a moment. */
async function killPostgres(dataDir: string): Promise<void> {
  const found = execFileSync('find', [dataDir, '-name', 'postmaster.pid'], { encoding: 'utf8' }).trim().split('\n');
  const [file] = found;
  if (!file) throw new Error('PostgreSQL is not running');
  const [pid = ''] = (await readFile(file, 'utf8')).split('\n');
  // First the one that would start others in their place.
  const children = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8');
  for (const each of [pid, ...children.trim().split(' ')]) process.kill(Number(each), 'SIGKILL');
}

async function redeem(baseUrl: string, token: string): Promise<number> {
  const answer = await fetch(`${baseUrl}/api/sign-in-links/redeem`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ token, carrier: 'token' }),
  });
  return answer.status;
}
