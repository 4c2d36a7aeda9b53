export type EmbeddedPostgresErrorCode =
  | 'data_dir_unreadable'
  | 'data_dir_in_use'
  | 'data_dir_newer'
  | 'data_dir_older'
  | 'database_binaries_missing'
  | 'database_no_identity'
  | 'database_port_in_use'
  | 'database_start_failed'
  | 'disk_full';

/** A reason why the embedded database cannot run. The message is one line: what is wrong, and what to do. */
export class EmbeddedPostgresError extends Error {
  readonly code: EmbeddedPostgresErrorCode;

  constructor(code: EmbeddedPostgresErrorCode, message: string, options?: ErrorOptions) {
    super(message.replaceAll(/\s*\n\s*/g, ' '), options);
    this.name = 'EmbeddedPostgresError';
    this.code = code;
  }
}

/** The system's own code of a failed call (`EACCES`, `ENOENT`), or undefined for any other error. */
export function systemCodeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}
