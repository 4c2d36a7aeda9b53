import { chmod, mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { type Static, Type } from 'typebox';
import { Value } from 'typebox/value';
import { CommandError } from './usage.ts';

const KeptSession = Type.Object({ baseUrl: Type.String(), token: Type.String() });
export type KeptSession = Static<typeof KeptSession>;

/** Below the configuration folder of the XDG Base Directory Specification. */
export function sessionPath(env: NodeJS.ProcessEnv): string {
  const configHome = env.XDG_CONFIG_HOME || join(env.HOME || homedir(), '.config');
  return join(configHome, 'countinghouse', 'session.json');
}

/** Throws `CommandError` where nobody has signed in, or where others could have read the token. */
export async function readSession(path: string): Promise<KeptSession> {
  const found = await stat(path).catch(() => undefined);
  if (!found) throw new CommandError('you are not signed in; run: npm run admin -- sign-in LINK');
  if ((found.mode & 0o077) !== 0) {
    throw new CommandError(`${path} can be read by others; sign in again, and end the old session in the web client`);
  }
  const content: unknown = await readFile(path, 'utf8').then(JSON.parse, () => undefined);
  if (!Value.Check(KeptSession, content)) throw new CommandError(`${path} holds no session; sign in again`);
  return content;
}

/** Readable for its owner only, from the first byte on; the old one stays until the new one is complete. */
export async function keepSession(path: string, session: KeptSession): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const unfinished = `${path}.new`;
  await rm(unfinished, { force: true });
  const file = await open(unfinished, 'wx', 0o600);
  try {
    await file.writeFile(`${JSON.stringify(session)}\n`);
  } finally {
    await file.close();
  }
  await chmod(unfinished, 0o600);
  await rename(unfinished, path);
}

export const forgetSession = (path: string): Promise<void> => rm(path, { force: true });
