export { type ExitCode, runAdmin } from './run-admin.ts';
export type { Terminal } from './terminal.ts';
