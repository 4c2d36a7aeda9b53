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

interface Migration {
  name: string;
  sql: string;
  digest: string;
}

async function readMigrations(): Promise<Migration[]> {
  const names = (await readdir(migrationsDir)).filter((name) => name.endsWith('.sql')).sort();
  return Promise.all(
    names.map(async (name) => {
      const sql = await readFile(join(migrationsDir, name), 'utf8');
      return { name, sql, digest: createHash('sha256').update(sql).digest('hex') };
    }),
  );
}

/** Digests by name of what the database has. */
async function findApplied(database: Database): Promise<ReadonlyMap<string, string>> {
  const rows = await database.query<{ name: string; digest: string }>('select name, digest from schema_migrations');
  return new Map(rows.map((row) => [row.name, row.digest]));
}

/** Whether `migrate` would find nothing to do; takes no lock. */
export async function isMigrated(database: Database): Promise<boolean> {
  const [table] = await database.query<{ isThere: boolean }>(
    `select to_regclass('schema_migrations') is not null as "isThere"`,
  );
  if (!table?.isThere) return false;
  const applied = await findApplied(database);
  return (await readMigrations()).every(({ name, digest }) => applied.get(name) === digest);
}

/** Applies what is missing, in the order of the file names, each in its own transaction. Safe to run from several processes at once. */
export async function migrate(database: Database): Promise<string[]> {
  await database.query(
    'create table if not exists schema_migrations (name text primary key, digest text not null, applied_at timestamptz not null default now())',
  );
  const before = await findApplied(database);
  const migrations = await readMigrations();
  const applied: string[] = [];
  for (const migration of migrations) {
    // Asked for without a lock first: mostly everything is there.
    if (before.get(migration.name) === migration.digest) continue;
    if (await applyOne(database, migration)) applied.push(migration.name);
  }
  const known = new Set(migrations.map((migration) => migration.name));
  const unknown = [...(await findApplied(database)).keys()].find((name) => !known.has(name));
  if (unknown !== undefined) {
    throw new DatabaseNewerError(
      `The data is of a newer version (it has "${unknown}"); start that version of Countinghouse, or restore an older backup.`,
    );
  }
  return applied;
}

const applyOne = (database: Database, { name, sql, digest }: Migration): Promise<boolean> =>
  database.transaction(async (tx) => {
    await tx.query('select pg_advisory_xact_lock($1)', [migrationLock]);
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
