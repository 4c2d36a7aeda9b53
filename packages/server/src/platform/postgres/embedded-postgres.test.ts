import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { type EmbeddedPostgres, type EmbeddedPostgresOptions, startEmbeddedPostgres } from './embedded-postgres.ts';
import { readPostmasterFile } from './postmaster.ts';
import { silentLog } from './testing/silent-log.ts';

const HOST = fileURLToPath(new URL('./testing/embedded-postgres-host.ts', import.meta.url));

let prepared: string;
let dataDir: string;
let running: EmbeddedPostgres[];

beforeAll(async () => {
  prepared = mkdtempSync(join(tmpdir(), 'countinghouse-prepared-'));
  const { stop } = await startEmbeddedPostgres({ dataDir: prepared, log: silentLog });
  await stop();
});

afterAll(() => {
  rmSync(prepared, { recursive: true, force: true });
});

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), 'countinghouse-postgres-'));
  running = [];
});

afterEach(async () => {
  await Promise.all(running.map(({ stop }) => stop()));
  rmSync(dataDir, { recursive: true, force: true });
});

async function start(options: Partial<EmbeddedPostgresOptions> = {}): Promise<EmbeddedPostgres> {
  const server = await startEmbeddedPostgres({ dataDir, log: silentLog, ...options });
  running.push(server);
  return server;
}

/** Copying a prepared cluster takes a tenth of the time of making one. */
function usePrepared(): void {
  cpSync(prepared, dataDir, { recursive: true });
}

async function query(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    const { rows } = await client.query(sql);
    return rows;
  } finally {
    await client.end();
  }
}

/** Starts a database in a process of its own, so that the process can be killed. */
async function startInOtherProcess(): Promise<{ host: ChildProcess; url: string }> {
  const host = spawn(process.execPath, [HOST, dataDir], { stdio: ['ignore', 'pipe', 'inherit'] });
  if (host.stdout === null) throw new Error('the host process has no output');
  const [line] = await once(host.stdout, 'data');
  return { host, url: String(line).trim() };
}

function postmasterPid(): number {
  const file = readPostmasterFile(join(dataDir, 'postgres'));
  if (file === undefined) throw new Error('no postmaster.pid');
  return file.pid;
}

describe('a new data directory', () => {
  test('gets a durable, checksummed PostgreSQL 18 that listens on loopback only and asks for a password', async () => {
    const { url } = await start();
    const settings = await query(
      url,
      `SELECT name, setting FROM pg_settings WHERE name IN ('fsync', 'data_checksums', 'full_page_writes',
       'synchronous_commit', 'listen_addresses', 'unix_socket_directories', 'password_encryption')`,
    );
    expect(Object.fromEntries(settings.map((row) => [row.name, row.setting]))).toEqual({
      fsync: 'on',
      data_checksums: 'on',
      full_page_writes: 'on',
      synchronous_commit: 'on',
      listen_addresses: '127.0.0.1',
      unix_socket_directories: '',
      password_encryption: 'scram-sha-256',
    });
    const [version] = await query(url, 'SHOW server_version_num');
    expect(Number(version?.server_version_num)).toBeGreaterThanOrEqual(180000);
    expect(statSync(join(dataDir, 'postgres.password')).mode & 0o777).toBe(0o600);

    const wrong = new URL(url);
    wrong.password = 'wrong';
    await expect(query(wrong.href, 'SELECT 1')).rejects.toThrow('password authentication failed');
  });

  test('may lie deeper than a socket path may be long', async () => {
    const deep = join(dataDir, 'x'.repeat(100), 'y'.repeat(100));
    const { url } = await start({ dataDir: deep });
    expect(await query(url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });
});

describe.runIf(process.platform === 'linux' && process.getuid?.() === 0)('as root', () => {
  // In a checkout below a closed home folder no system user can reach the programs.
  const nobody = Number(spawnSync('id', ['-u', 'nobody'], { encoding: 'utf8' }).stdout);
  const canEnter = spawnSync('/bin/sh', ['-c', 'cd "$0"', dirname(HOST)], { uid: nobody, stdio: 'ignore' });

  test('a user namespace works below a folder that only root can enter', async () => {
    const closed = join(dataDir, 'closed');
    mkdirSync(closed, { mode: 0o700 });
    const { url } = await start({ dataDir: join(closed, 'data') });
    expect(await query(url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  test.runIf(canEnter.status === 0)('a system user takes over where there are no namespaces, and back', async () => {
    usePrepared();
    chmodSync(dataDir, 0o700);
    vi.stubEnv('PATH', '/nonexistent');
    const asUser = await start();
    expect(await query(asUser.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    expect(statSync(join(dataDir, 'postgres', 'base')).uid).not.toBe(0);
    await asUser.stop();

    vi.unstubAllEnvs();
    const inNamespace = await start();
    expect(await query(inNamespace.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
    expect(statSync(join(dataDir, 'postgres', 'base')).uid).toBe(0);
  });

  test.runIf(canEnter.status === 0)('database_no_identity: where neither can enter', async () => {
    const closed = join(dataDir, 'closed');
    mkdirSync(closed, { mode: 0o700 });
    vi.stubEnv('PATH', '/nonexistent');
    const refused = start({ dataDir: join(closed, 'data') });
    await expect(refused).rejects.toMatchObject({ code: 'database_no_identity' });
    vi.unstubAllEnvs();
  });
});

describe('after a crash', () => {
  test('of the owning process, the orphaned server is replaced and committed data is there', async () => {
    usePrepared();
    const { host, url } = await startInOtherProcess();
    await query(url, 'CREATE TABLE kept AS SELECT 42 AS answer');
    const orphan = postmasterPid();
    host.kill('SIGKILL');
    await once(host, 'exit');
    expect(() => process.kill(orphan, 0)).not.toThrow();

    const server = await start();
    expect(await query(server.url, 'SELECT answer FROM kept')).toEqual([{ answer: 42 }]);
    expect(postmasterPid()).not.toBe(orphan);
  });

  test('of the database, it is started again at the same address', async () => {
    usePrepared();
    const onRestart = vi.fn();
    const { url } = await start({ onRestart });
    await query(url, 'CREATE TABLE kept AS SELECT 42 AS answer');
    const killed = postmasterPid();
    process.kill(killed, 'SIGKILL');
    await vi.waitFor(() => expect(onRestart).toHaveBeenCalledOnce(), { timeout: 15_000, interval: 20 });
    expect(await query(url, 'SELECT answer FROM kept')).toEqual([{ answer: 42 }]);
    expect(postmasterPid()).not.toBe(killed);
  });

  test('a lock file that names a living stranger does not hold it up', async () => {
    usePrepared();
    const first = await start();
    await first.stop();
    const lockFile = join(dataDir, 'postgres', 'postmaster.pid');
    writeFileSync(lockFile, `${process.pid}\n${join(dataDir, 'postgres')}\n0\n5432\n\n127.0.0.1\n\nready   \n`);
    const second = await start();
    expect(await query(second.url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  test('a half-made cluster and a lost password file are repaired', async () => {
    mkdirSync(join(dataDir, 'postgres.new-abc'));
    writeFileSync(join(dataDir, 'postgres.new-abc', 'PG_VERSION'), '18');
    const first = await start();
    await query(first.url, 'CREATE TABLE kept AS SELECT 42 AS answer');
    await first.stop();
    expect(existsSync(join(dataDir, 'postgres.new-abc'))).toBe(false);

    const before = readFileSync(join(dataDir, 'postgres.password'), 'utf8');
    rmSync(join(dataDir, 'postgres.password'));
    const second = await start();
    expect(await query(second.url, 'SELECT answer FROM kept')).toEqual([{ answer: 42 }]);
    expect(readFileSync(join(dataDir, 'postgres.password'), 'utf8')).not.toBe(before);
  });
});

describe('stop', () => {
  test('ends the server in order, and may be called twice', async () => {
    usePrepared();
    const { stop } = await start();
    const pid = postmasterPid();
    await Promise.all([stop(), stop()]);
    expect(() => process.kill(pid, 0)).toThrow('ESRCH');
    expect(existsSync(join(dataDir, 'postgres', 'postmaster.pid'))).toBe(false);
  });
});

describe('refusals are one line with a name', () => {
  function fakeCluster(version: string): void {
    mkdirSync(join(dataDir, 'postgres'));
    writeFileSync(join(dataDir, 'postgres', 'PG_VERSION'), `${version}\n`);
  }

  test.for([
    { code: 'data_dir_newer', version: '19', message: /written by PostgreSQL 19.*start the newer Countinghouse/ },
    { code: 'data_dir_older', version: '17', message: /written by PostgreSQL 17.*pg_upgrade/ },
  ])('$code', async ({ code, version, message }) => {
    fakeCluster(version);
    await expect(start()).rejects.toMatchObject({ code, message: expect.stringMatching(message) });
  });

  test('data_dir_unreadable: a file where the directory should be, or no cluster inside', async () => {
    writeFileSync(join(dataDir, 'file'), '');
    await expect(start({ dataDir: join(dataDir, 'file') })).rejects.toMatchObject({ code: 'data_dir_unreadable' });
    mkdirSync(join(dataDir, 'postgres'));
    writeFileSync(join(dataDir, 'postgres', 'stray'), '');
    await expect(start()).rejects.toMatchObject({ code: 'data_dir_unreadable' });
  });

  test.skipIf(process.getuid?.() === 0)('data_dir_unreadable: no permission', async () => {
    chmodSync(dataDir, 0o000);
    await expect(start()).rejects.toMatchObject({
      code: 'data_dir_unreadable',
      message: expect.stringContaining('EACCES'),
    });
    chmodSync(dataDir, 0o700);
  });

  test('data_dir_in_use: a second start does not touch the first', async () => {
    usePrepared();
    const { url } = await start();
    await expect(start()).rejects.toMatchObject({ code: 'data_dir_in_use' });
    expect(await query(url, 'SELECT 1 AS one')).toEqual([{ one: 1 }]);
  });

  test('database_port_in_use: for a port that was prescribed', async () => {
    usePrepared();
    const other = createServer().listen({ port: 0, host: '127.0.0.1' });
    await once(other, 'listening');
    const address = other.address();
    if (address === null || typeof address === 'string') throw new Error('the other program has no port');
    await expect(start({ port: address.port })).rejects.toMatchObject({
      code: 'database_port_in_use',
      message: expect.not.stringMatching(/\n/),
    });
    other.close();
  });
});
