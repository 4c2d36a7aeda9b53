import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';

export const root = fileURLToPath(new URL('../../../..', import.meta.url));

/** The Node that the product runs on: the one that npm installed. */
export function nodePath(): string {
  const installed = join(root, 'node_modules', 'node', 'bin', 'node');
  return existsSync(installed) ? installed : process.execPath;
}

export const productEnvironment = (extra: Record<string, string>): NodeJS.ProcessEnv => ({
  ...process.env,
  PATH: `${join(root, 'node_modules', '.bin')}${delimiter}${process.env.PATH ?? ''}`,
  ...extra,
});

/** Builds the web client when its sources changed. `npm test` has done so before; a single test started by hand has not. */
export async function ensureWebClient(): Promise<void> {
  const tool = pathToFileURL(join(root, 'tools', 'build-web.mjs')).href;
  const program = `await (await import(${JSON.stringify(tool)})).ensureWebClient();`;
  await promisify(execFile)(nodePath(), ['--input-type=module', '--eval', program], { cwd: root });
}
