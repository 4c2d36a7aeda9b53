import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, lstatSync, readFileSync } from 'node:fs';
import type { PostgresBinaries } from './binaries.ts';
import { EmbeddedPostgresError } from './errors.ts';

const SYSTEM_USERS = ['countinghouse', 'postgres', 'nobody'];

/** How PostgreSQL's programs are started, because they refuse to run as root. */
export type PostgresIdentity = {
  name: string;
  /** Who must own the files on disk; undefined leaves the owner alone. */
  owner: { uid: number; gid: number } | undefined;
  wrap(program: string, args: readonly string[]): { program: string; args: string[]; uid?: number; gid?: number };
};

/**
 * Chooses the first identity that can run the programs and write into the folder. Not root: itself. Root: an
 * unprivileged name inside a user namespace, which keeps root as the owner on disk and so enters any folder that root
 * owns; else the folder's owner; else a system user. Throws `database_no_identity`.
 */
export function chooseIdentity(options: { binaries: PostgresBinaries; folder: string }): PostgresIdentity {
  if (process.getuid?.() !== 0) return directIdentity();
  for (const identity of [namespaceIdentity(), folderOwnerIdentity(options.folder)]) {
    if (identity !== undefined && canRun(identity, options)) return identity;
  }
  for (const identity of systemUserIdentities()) {
    // A stranger may pass through the folder to the cluster, but not list it.
    chmodSync(options.folder, lstatSync(options.folder).mode | 0o001);
    if (canRun(identity, options)) return identity;
  }
  throw new EmbeddedPostgresError(
    'database_no_identity',
    `PostgreSQL cannot run as root, and no other user can enter ${options.folder} and ${options.binaries.folder}: start as an ordinary user, or allow user namespaces (sysctl kernel.unprivileged_userns_clone=1), or set DATABASE_URL.`,
  );
}

export function directIdentity(): PostgresIdentity {
  return { name: 'direct', owner: undefined, wrap: (program, args) => ({ program, args: [...args] }) };
}

export function namespaceIdentity(): PostgresIdentity {
  const namespaceArgs = ['-U', '--map-user=1000', '--map-group=1000', '--'];
  return {
    name: 'user namespace',
    owner: { uid: 0, gid: 0 },
    wrap: (program, args) => ({ program: 'unshare', args: [...namespaceArgs, program, ...args] }),
  };
}

export function userIdentity(user: { name: string; uid: number; gid: number }): PostgresIdentity {
  const { uid, gid } = user;
  return {
    name: user.name,
    owner: { uid, gid },
    wrap: (program, args) => ({ program, args: [...args], uid, gid }),
  };
}

function folderOwnerIdentity(folder: string): PostgresIdentity | undefined {
  const { uid, gid } = lstatSync(folder);
  return uid === 0 ? undefined : userIdentity({ name: `user ${uid}`, uid, gid });
}

function systemUserIdentities(): PostgresIdentity[] {
  const lines = readFileSync('/etc/passwd', 'utf8').split('\n');
  return SYSTEM_USERS.flatMap((name) => {
    const fields = lines.find((line) => line.startsWith(`${name}:`))?.split(':');
    return fields === undefined ? [] : [userIdentity({ name, uid: Number(fields[2]), gid: Number(fields[3]) })];
  });
}

/** The folder may not belong to the identity yet (it is given to it afterwards), but it must be able to enter. */
function canRun(identity: PostgresIdentity, options: { binaries: PostgresBinaries; folder: string }): boolean {
  const command = identity.wrap('/bin/sh', [
    '-c',
    'cd "$0" && exec "$1" --version',
    options.folder,
    options.binaries.postgres,
  ]);
  const { uid, gid } = command;
  return spawnSync(command.program, command.args, { uid, gid, stdio: 'ignore' }).status === 0;
}

/** Runs a program to its end under the identity; answers its exit code and everything it printed. */
export async function runAs(
  identity: PostgresIdentity,
  command: { program: string; args: readonly string[]; input?: string; cwd: string },
): Promise<{ code: number | null; output: string }> {
  const wrapped = identity.wrap(command.program, command.args);
  const { uid, gid } = wrapped;
  const child = spawn(wrapped.program, wrapped.args, { uid, gid, cwd: command.cwd, env: postgresEnvironment() });
  const output: string[] = [];
  child.stdout.setEncoding('utf8').on('data', (text: string) => output.push(text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => output.push(text));
  // A program that ends before it reads its input is reported by its exit code.
  child.stdin.on('error', () => undefined);
  child.stdin.end(command.input ?? '');
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, output: output.join('') }));
  });
}

/** Messages are parsed, so they must not depend on the machine's language. */
export function postgresEnvironment(): NodeJS.ProcessEnv {
  return { PATH: process.env.PATH, LC_ALL: 'C', LANG: 'C', TZ: 'UTC' };
}
