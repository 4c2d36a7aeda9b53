import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);
const OUTPUT_BYTES_MAX = 32 * 1024 * 1024;

/** A program that turns a file into text: what people use when they have no invoice reader. */
export interface TextTool {
  name: string;
  debianPackages: string;
  argsFor(path: string): string[];
}

export const pdftotext: TextTool = {
  name: 'pdftotext',
  debianPackages: 'poppler-utils poppler-data',
  argsFor: (path) => ['-layout', path, '-'],
};

export const tesseract: TextTool = {
  name: 'tesseract',
  debianPackages: 'tesseract-ocr tesseract-ocr-chi-sim',
  // Sparse text: the best of its page modes on invoices.
  argsFor: (path) => [path, '-', '-l', 'chi_sim+eng', '--psm', '11'],
};

export async function isInstalled(tool: TextTool): Promise<boolean> {
  return run('sh', ['-c', `command -v ${tool.name}`]).then(
    () => true,
    () => false,
  );
}

/** Text and processor time of one call, start of the program included, as bash's `time` measures it. */
export async function textOf(tool: TextTool, path: string): Promise<{ text: string; cpuMs: number }> {
  const script = 'TIMEFORMAT="%3U %3S"; time "$0" "$@" 2>/dev/null';
  const { stdout, stderr } = await run('bash', ['-c', script, tool.name, ...tool.argsFor(path)], {
    maxBuffer: OUTPUT_BYTES_MAX,
    env: { ...process.env, LC_ALL: 'C.UTF-8', OMP_THREAD_LIMIT: '1' },
  }).catch((error: { stdout?: string; stderr?: string }) => ({
    stdout: error.stdout ?? '',
    stderr: error.stderr ?? '',
  }));
  const [user = 0, system = 0] = stderr.trim().split(/\s+/).map(Number);
  return { text: stdout, cpuMs: (user + system) * 1000 };
}
