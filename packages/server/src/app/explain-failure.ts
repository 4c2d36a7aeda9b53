import { BusRefusedError } from '../platform/bus/nats-link.ts';
import { type Config, ConfigError } from '../platform/config.ts';
import { codeOf } from '../platform/database/database.ts';
import { DatabaseNewerError, MigrationChangedError } from '../platform/database/migrate.ts';
import { EmbeddedPostgresError } from '../platform/postgres/errors.ts';
import { MasterKeyError } from '../platform/secrets/key-provider.ts';
import { OpeningLockError } from './opening-lock.ts';
import { WorkerStartError } from './processes/worker-pool.ts';

/** The database went away or is not up yet; https://www.postgresql.org/docs/current/errcodes-appendix.html. */
const broken = new Set(['ECONNRESET', 'EPIPE', '57P01', '57P02', '57P03']);
const brokenMessages = /^Connection terminated|^timeout exceeded when trying to connect|^Client has encountered/;

/** One line: what is wrong and what to do. Undefined for a fault of ours, which deserves its stack. */
export function explainFailure(error: unknown, config: Config | undefined): string | undefined {
  if (error instanceof ConfigError) return error.message;
  if (config === undefined) return undefined;
  if (
    error instanceof EmbeddedPostgresError ||
    error instanceof DatabaseNewerError ||
    error instanceof MasterKeyError ||
    error instanceof MigrationChangedError ||
    error instanceof BusRefusedError ||
    error instanceof OpeningLockError ||
    error instanceof WorkerStartError
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
  if (code === '53100') return 'The disk of the database is full; make room and start again.';
  if (broken.has(code) || (error instanceof Error && brokenMessages.test(error.message)))
    return 'The database ended the connection while the server started; it may be starting again itself. Start again in a moment.';
  if (code === '28P01' || code === '28000')
    return 'The database at DATABASE_URL refuses the user or the password; check both.';
  if (code === '3D000')
    return 'The database named in DATABASE_URL does not exist; create it with createdb, or correct the name.';
  if (code === '42501') return 'The user in DATABASE_URL may not create tables; make it the owner of its database.';
  return undefined;
}
