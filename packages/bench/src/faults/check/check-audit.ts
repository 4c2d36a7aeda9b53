import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { auditExportPath } from '@countinghouse/protocol';

const verifier = join(import.meta.dirname, '../../../../../tools/verify-audit.mjs');

/** Undefined where the export verifies; else what the verifier says. */
export async function checkAudit(options: {
  baseUrl: string;
  token: string;
  file: string;
}): Promise<string | undefined> {
  const answer = await fetch(`${options.baseUrl}${auditExportPath}`, {
    headers: { authorization: `Bearer ${options.token}` },
  });
  if (!answer.ok || !answer.body) return `the export was refused with ${answer.status}`;
  await writeFile(options.file, answer.body);
  try {
    await promisify(execFile)(process.execPath, [verifier, options.file]);
    return undefined;
  } catch (error) {
    return error instanceof Error && 'stderr' in error ? String(error.stderr).trim() : String(error);
  }
}
