import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Database } from './database.ts';

const migrationsDir = join(import.meta.dirname, '../../../migrations');
const migrationLock = 727_001;

/** The database holds migrations that this version does not know. */
export class DatabaseNewerError extends Error {}

/** The database was made with another text of a migration: it is of a build between versions. */
export class MigrationChangedError extends Error {}

/** Applies what is missing, in the order of the file names, each in its own transaction. Safe to run from several processes at once. */
export async function migrate(database: Database): Promise<string[]> {
  const names = (await readdir(migrationsDir)).filter((name) => name.endsWith('.sql')).sort();
  await database.query(
    'create table if not exists schema_migrations (name text primary key, digest text not null, applied_at timestamptz not null default now())',
  );
  const applied: string[] = [];
  for (const name of names) {
    const sql = await readFile(join(migrationsDir, name), 'utf8');
    if (await applyOne(database, name, sql)) applied.push(name);
  }
  const known = new Set(names);
  const unknown = (await database.query<{ name: string }>('select name from schema_migrations')).filter(
    (row) => !known.has(row.name),
  );
  if (unknown[0]) {
    throw new DatabaseNewerError(
      `The data is of a newer version (it has "${unknown[0].name}"); start that version of Countinghouse, or restore an older backup.`,
    );
  }
  return applied;
}

const applyOne = (database: Database, name: string, sql: string): Promise<boolean> =>
  database.transaction(async (tx) => {
    await tx.query('select pg_advisory_xact_lock($1)', [migrationLock]);
    const digest = createHash('sha256').update(sql).digest('hex');
    const [done] = await tx.query<{ digest: string }>('select digest from schema_migrations where name = $1', [name]);
    if (done && done.digest !== digest) {
      throw new MigrationChangedError(
        `The data was made by a build between versions (its "${name}" differs); start that build, or use an empty DATA_DIR.`,
      );
    }
    if (done) return false;
    await tx.query(sql);
    await tx.query('insert into schema_migrations (name, digest) values ($1, $2)', [name, digest]);
    return true;
  });
