import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What `architecture.json` says. */
export type Architecture = {
  /** For each package, the packages of ours that it may import. */
  packages: Record<string, string[]>;
  /** Packages that every test may import, because they make or read the files that tests are about. */
  testsMayUse: string[];
  /** The server's modules by tier, lowest first. */
  serverModules: string[][];
  /** What `domain/` may import besides itself. */
  domainMayUse: string[];
  bannedFileNames: string[];
  linesMax: { code: number; test: number };
};

export function readArchitecture(root: string): Architecture {
  // The file is ours and reviewed; a wrong shape fails the checker's own tests.
  return JSON.parse(readFileSync(join(root, 'architecture.json'), 'utf8')) as Architecture;
}

/** The tier of a server module, counted from 1; undefined for a module that the table does not know. */
export function findTier(architecture: Architecture, module: string): number | undefined {
  const index = architecture.serverModules.findIndex((tier) => tier.includes(module));
  return index === -1 ? undefined : index + 1;
}
