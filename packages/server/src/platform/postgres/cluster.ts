import { randomBytes } from 'node:crypto';
import {
  accessSync,
  closeSync,
  constants,
  existsSync,
  fsyncSync,
  lchownSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { POSTGRES_MAJOR, type PostgresBinaries } from './binaries.ts';
import { EmbeddedPostgresError, systemCodeOf } from './errors.ts';
import { type PostgresIdentity, runAs } from './identity.ts';
import type { PostgresLog } from './log.ts';

export const CLUSTER_USER = 'countinghouse';

const HOST_RULES = 'host all all 127.0.0.1/32 scram-sha-256\n';
const UNFINISHED_PREFIX = 'postgres.new-';

type ClusterContext = { binaries: PostgresBinaries; identity: PostgresIdentity; log: PostgresLog };

/** Makes the data directory when it is absent and proves that this process may use it. Throws `data_dir_unreadable`. */
export function prepareDataDir(dataDir: string): void {
  try {
    mkdirSync(dirname(dataDir), { recursive: true });
    if (!existsSync(dataDir)) mkdirSync(dataDir, { mode: 0o700 });
    accessSync(dataDir, constants.R_OK | constants.W_OK | constants.X_OK);
    readdirSync(dataDir);
  } catch (error) {
    throw unreadable(dataDir, error);
  }
}

/** Refuses a cluster of another major version. True when there is one to use, false when it has yet to be made. */
export function checkCluster(cluster: string): boolean {
  try {
    if (!existsSync(cluster)) return false;
    if (readdirSync(cluster).length === 0) {
      rmdirSync(cluster);
      return false;
    }
    checkMajor(cluster, Number(readFileSync(join(cluster, 'PG_VERSION'), 'utf8').trim()));
    return true;
  } catch (error) {
    if (error instanceof EmbeddedPostgresError) throw error;
    throw unreadable(cluster, error);
  }
}

function checkMajor(cluster: string, major: number): void {
  if (major > POSTGRES_MAJOR) {
    throw new EmbeddedPostgresError(
      'data_dir_newer',
      `${cluster} was written by PostgreSQL ${major}, this version runs ${POSTGRES_MAJOR}: start the newer Countinghouse, or set DATA_DIR to another folder.`,
    );
  }
  if (major < POSTGRES_MAJOR) {
    throw new EmbeddedPostgresError(
      'data_dir_older',
      `${cluster} was written by PostgreSQL ${major}, this version runs ${POSTGRES_MAJOR}: move it over with pg_upgrade, or start the version of Countinghouse that wrote it.`,
    );
  }
}

/** Makes a new cluster, which appears under its name only when it is complete. */
export async function createCluster(cluster: string, context: ClusterContext): Promise<void> {
  const parent = dirname(cluster);
  for (const name of readdirSync(parent).filter((entry) => entry.startsWith(UNFINISHED_PREFIX))) {
    rmSync(join(parent, name), { recursive: true, force: true });
  }
  const unfinished = join(parent, `${UNFINISHED_PREFIX}${randomBytes(6).toString('hex')}`);
  mkdirSync(unfinished, { mode: 0o700 });
  giveTo(unfinished, context.identity);
  const { code, output } = await runAs(context.identity, {
    program: context.binaries.initdb,
    cwd: unfinished,
    args: [
      `--pgdata=${unfinished}`,
      `--username=${CLUSTER_USER}`,
      '--encoding=UTF8',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--locale=C',
      '--data-checksums',
      '--auth=reject',
    ],
  });
  if (code !== 0) {
    rmSync(unfinished, { recursive: true, force: true });
    throw failedProgram('initdb', unfinished, output);
  }
  writeFileSync(join(unfinished, 'pg_hba.conf'), HOST_RULES);
  renameSync(unfinished, cluster);
  syncFolder(parent);
}

/** Files follow the identity, for example after user namespaces were switched off on this machine. */
export function giveTo(folder: string, identity: PostgresIdentity): void {
  if (identity.owner === undefined) return;
  const { uid, gid } = identity.owner;
  if (lstatSync(folder).uid === uid) return;
  const inside = readdirSync(folder, { recursive: true, encoding: 'utf8' }).map((entry) => join(folder, entry));
  for (const entry of [...inside, folder]) lchownSync(entry, uid, gid);
}

/** The password of the cluster's only user. When its file is lost, a new one is set while no server runs. */
export async function ensurePassword(options: ClusterContext & { cluster: string; file: string }): Promise<string> {
  const { cluster, file } = options;
  if (existsSync(file)) return readFileSync(file, 'utf8').trim();
  const password = randomBytes(32).toString('base64url');
  const { code, output } = await runAs(options.identity, {
    program: options.binaries.postgres,
    cwd: cluster,
    args: ['--single', '-D', cluster, '-c', 'log_statement=none', 'postgres'],
    input: `ALTER ROLE ${CLUSTER_USER} PASSWORD '${password}'\n`,
  });
  if (code !== 0 || output.includes('ERROR:')) throw failedProgram('postgres --single', cluster, output);
  const unfinished = `${file}.new`;
  writeFileSync(unfinished, `${password}\n`, { mode: 0o600, flush: true });
  renameSync(unfinished, file);
  syncFolder(dirname(file));
  return password;
}

function syncFolder(folder: string): void {
  const descriptor = openSync(folder, 'r');
  fsyncSync(descriptor);
  closeSync(descriptor);
}

function unreadable(folder: string, cause: unknown): EmbeddedPostgresError {
  return new EmbeddedPostgresError(
    'data_dir_unreadable',
    `Cannot use the data directory ${folder} (${systemCodeOf(cause) ?? String(cause)}): give this user the right to read and write it, or set DATA_DIR to another folder.`,
    { cause },
  );
}

/** Turns what a database program printed before it gave up into a refusal with a name. */
export function failedProgram(program: string, folder: string, output: string): EmbeddedPostgresError {
  if (/No space left on device/.test(output)) {
    return new EmbeddedPostgresError(
      'disk_full',
      `The disk that holds ${folder} is full: free some space and start again.`,
    );
  }
  const lines = output.trim().split('\n');
  const reason = lines.findLast((line) => /FATAL|PANIC|ERROR|error:/.test(line)) ?? lines.at(-1) ?? '';
  return new EmbeddedPostgresError(
    'database_start_failed',
    `The embedded database did not start (${program}: ${reason.trim() || 'no message'}): check ${folder}, or restore it from a backup.`,
  );
}
