import { readFile } from 'node:fs/promises';
import { certificatesOf } from '@countinghouse/invoice-reader';
import { ConfigError } from '../platform/config.ts';

/** The certificates of the files in TRUSTED_ROOTS. Throws `ConfigError` for a file that gives none. */
export async function readTrustedRoots(paths: readonly string[]): Promise<Uint8Array[]> {
  const files = await Promise.all(
    paths.map(async (path) => {
      const bytes = await readFile(path).catch(() => null);
      if (!bytes) throw new ConfigError(`TRUSTED_ROOTS names ${path}, which cannot be read; correct the path.`);
      const certificates = certificatesOf(bytes);
      if (certificates.length === 0) {
        throw new ConfigError(`TRUSTED_ROOTS names ${path}, which holds no certificate; give files in PEM or DER.`);
      }
      return certificates;
    }),
  );
  return files.flat();
}
