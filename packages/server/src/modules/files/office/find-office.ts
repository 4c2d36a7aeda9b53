import { access, constants } from 'node:fs/promises';
import { delimiter, join } from 'node:path';

const names = ['soffice', 'libreoffice'];
const usualFolders = ['/usr/bin', '/usr/local/bin', '/opt/libreoffice/program', '/snap/bin'];
const macProgram = '/Applications/LibreOffice.app/Contents/MacOS/soffice';

/** The program `named`, or the one that is installed; undefined where there is none. */
export async function findOffice(
  named: string | undefined,
  path = process.env.PATH ?? '',
): Promise<string | undefined> {
  const folders = [...path.split(delimiter).filter((folder) => folder !== ''), ...usualFolders];
  const candidates =
    named === undefined
      ? [...folders.flatMap((folder) => names.map((name) => join(folder, name))), macProgram]
      : [named];
  for (const candidate of candidates) {
    if (await isExecutable(candidate)) return candidate;
  }
  return undefined;
}

const isExecutable = (path: string): Promise<boolean> =>
  access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
