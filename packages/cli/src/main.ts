// npm run admin -- COMMAND
import { runAdmin } from './run-admin.ts';
import { processTerminal } from './terminal.ts';

const terminal = processTerminal();
process.exitCode = await runAdmin(process.argv.slice(2), terminal);
terminal.close();
