import { createHash } from 'node:crypto';
import { unzipSync } from 'fflate';

/** The files of a BagIt 1.0 package (RFC 8493), by their path below the folder of the bag. */
export type BagFiles = ReadonlyMap<string, Uint8Array>;

export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

const textOf = (bytes: Uint8Array | undefined): string => new TextDecoder().decode(bytes);

/** Opens a bag and checks it as an inspector would: complete, and every file as its manifest says. Throws what is wrong. */
export function openBag(zip: Uint8Array): BagFiles {
  const entries = Object.entries(unzipSync(zip)).filter(([path]) => !path.endsWith('/'));
  const declaration = entries.find(([path]) => path.endsWith('bagit.txt'))?.[0];
  if (declaration === undefined) throw new Error('the package has no bagit.txt');
  const folder = declaration.slice(0, -'bagit.txt'.length);
  const files = new Map(entries.map(([path, bytes]) => [path.slice(folder.length), bytes]));
  if (!/^BagIt-Version: 1\.0$/m.test(textOf(files.get('bagit.txt')))) throw new Error('this is no BagIt 1.0');
  const payload = [...files.keys()].filter((path) => path.startsWith('data/'));
  if (payload.length === 0) throw new Error('the bag is empty');
  checkManifest(files, 'manifest-sha256.txt', payload);
  if (files.has('tagmanifest-sha256.txt')) checkManifest(files, 'tagmanifest-sha256.txt', ['bagit.txt']);
  return files;
}

function checkManifest(files: BagFiles, manifest: string, mustList: readonly string[]): void {
  const lines = textOf(files.get(manifest)).split('\n').filter(Boolean);
  const listed = new Map(
    lines.map((line): [string, string] => {
      const [digest = '', ...path] = line.split(/\s+/);
      return [path.join(' '), digest];
    }),
  );
  for (const path of mustList) if (!listed.has(path)) throw new Error(`${manifest} does not list ${path}`);
  for (const [path, digest] of listed) {
    const bytes = files.get(path);
    if (!bytes) throw new Error(`${manifest} lists ${path}, which is missing`);
    if (sha256(bytes) !== digest) throw new Error(`${path} is not what ${manifest} says`);
  }
}
