import { delimiter, resolve } from 'node:path';

export interface Config {
  port: number;
  /** `data/`, for the demonstration `data/demo/`, unless set: made-up people never mix with real ones. */
  dataDir: string;
  /** Absent: the embedded PostgreSQL is used. */
  databaseUrl: string | undefined;
  /** What people type to reach the server; links in messages start with it. */
  publicUrl: string;
  isDemo: boolean;
  /** Files with certificates to which the signatures of invoices must lead to be called valid. */
  trustedRootFiles: string[];
}

export class ConfigError extends Error {}

/** Throws `ConfigError` with one line that says what is wrong and what to do. */
export function readConfig(env: NodeJS.ProcessEnv, args: readonly string[]): Config {
  const isDemo = args.includes('--demo');
  const port = Number(env.PORT ?? '8090');
  if (!Number.isInteger(port) || port < 0 || port > 65535) {
    throw new ConfigError(`PORT is "${env.PORT}"; give a number from 1 to 65535.`);
  }
  const databaseUrl = env.DATABASE_URL || undefined;
  if (databaseUrl !== undefined && !/^postgres(ql)?:\/\//.test(databaseUrl)) {
    throw new ConfigError(
      'DATABASE_URL must start with postgres://, for example postgres://user:password@host:5432/countinghouse.',
    );
  }
  const publicUrl = (env.PUBLIC_URL || `http://localhost:${port}`).replace(/\/+$/, '');
  if (!URL.canParse(publicUrl))
    throw new ConfigError(`PUBLIC_URL is "${publicUrl}"; give a full address such as https://chat.example.com.`);
  const dataDir = resolve(env.DATA_DIR || (isDemo ? 'data/demo' : 'data'));
  const trustedRootFiles = (env.TRUSTED_ROOTS ?? '').split(delimiter).filter((path) => path !== '');
  return { port, dataDir, databaseUrl, publicUrl, isDemo, trustedRootFiles };
}
