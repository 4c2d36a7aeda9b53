import { systemClock } from '../platform/clock.ts';
import { type Config, ConfigError, readConfig } from '../platform/config.ts';
import { codeOf } from '../platform/database/database.ts';
import { DatabaseNewerError, MigrationChangedError } from '../platform/database/migrate.ts';
import { createLogger, type Logger } from '../platform/log.ts';
import { startEmbeddedPostgres } from '../platform/postgres/embedded-postgres.ts';
import { EmbeddedPostgresError } from '../platform/postgres/errors.ts';
import { MasterKeyError } from '../platform/secrets/key-provider.ts';
import { linkForFirstAdministrator } from './first-administrator.ts';
import { openPlatform } from './open-platform.ts';
import { createServer } from './server.ts';
import { readTrustedRoots } from './trusted-roots.ts';

const stopWithinMs = 10_000;

/** What to undo when the process ends, newest first. */
type Undo = (() => Promise<void>)[];

async function start(config: Config, log: Logger, undo: Undo): Promise<void> {
  const say = (line: string) => process.stdout.write(`${line}\n`);
  let databaseUrl = config.databaseUrl;
  if (databaseUrl === undefined) {
    const postgres = await startEmbeddedPostgres({ dataDir: config.dataDir, log });
    undo.unshift(() => postgres.stop());
    databaseUrl = postgres.url;
  }
  // Loaded only when asked for: an ordinary installation needs neither the story nor the invoice maker.
  const demo = config.isDemo ? await import('./demo/demo.ts') : undefined;
  const clock = demo?.createTravelClock();
  const { platform, keys, close } = await openPlatform({ config, databaseUrl, log, clock: clock ?? systemClock });
  undo.unshift(close);
  const trustedRoots = [...(await readTrustedRoots(config.trustedRootFiles)), ...(demo?.demoTrustedRoots ?? [])];
  const server = await createServer(platform, keys, { trustedRoots });
  undo.unshift(() => server.stop());
  if (demo && clock) await demo.fillDemo(server, clock, say);
  await server.start();
  say(`\n  账房 Countinghouse  ${config.publicUrl}\n`);
  if (demo) {
    for (const line of await demo.demoLinks(server)) say(line);
    return;
  }
  const link = await linkForFirstAdministrator(platform.database, server.identity);
  if (link) say(`  首位管理员的一次性登录链接 · one-time link for the first administrator (24 h):\n  ${link}\n`);
}

/** One line: what is wrong and what to do. Undefined for a fault of ours, which deserves its stack. */
function explain(error: unknown, config: Config): string | undefined {
  if (
    error instanceof EmbeddedPostgresError ||
    error instanceof DatabaseNewerError ||
    error instanceof MasterKeyError ||
    error instanceof MigrationChangedError ||
    error instanceof ConfigError
  )
    return error.message;
  const code = codeOf(error);
  if (code === 'EADDRINUSE')
    return `Port ${config.port} is in use; stop the program that has it, or start with another one: PORT=${config.port + 1} npm start`;
  if (code === 'EACCES' && error instanceof Error && 'syscall' in error && error.syscall === 'listen') {
    return `Port ${config.port} needs more rights than this user has; use one above 1023: PORT=8090 npm start`;
  }
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS')
    return `The data directory ${config.dataDir} cannot be written; give this user the right to it, or set DATA_DIR to another folder.`;
  if (code === 'ENOSPC') return `The disk that holds ${config.dataDir} is full; make room and start again.`;
  if (code === 'ECONNREFUSED' || code === 'ENOTFOUND' || code === 'ETIMEDOUT')
    return 'The database at DATABASE_URL does not answer; check the address and that PostgreSQL is running.';
  if (code === '28P01' || code === '28000')
    return 'The database at DATABASE_URL refuses the user or the password; check both.';
  if (code === '3D000')
    return 'The database named in DATABASE_URL does not exist; create it with createdb, or correct the name.';
  if (code === '42501') return 'The user in DATABASE_URL may not create tables; make it the owner of its database.';
  return undefined;
}

async function main(): Promise<void> {
  const log = createLogger(process.env.LOG_LEVEL ?? 'warn');
  const undo: Undo = [];
  let isStopping = false;
  const stop = async (exitCode: number) => {
    if (isStopping) return;
    isStopping = true;
    setTimeout(() => process.exit(exitCode || 1), stopWithinMs).unref();
    for (const step of undo) await step().catch((error: unknown) => log.error({ err: error }, 'stopping failed'));
    process.exit(exitCode);
  };
  process.on('SIGTERM', () => void stop(0));
  process.on('SIGINT', () => void stop(0));
  let config: Config | undefined;
  try {
    config = readConfig(process.env, process.argv.slice(2));
    await start(config, log, undo);
  } catch (error) {
    const explanation = config ? explain(error, config) : error instanceof ConfigError ? error.message : undefined;
    if (explanation === undefined) log.fatal({ err: error }, 'start failed');
    process.stderr.write(`countinghouse: ${explanation ?? 'the server could not start; the lines above say why'}\n`);
    await stop(1);
  }
}

await main();
