import { createInterface } from 'node:readline';
import { Writable } from 'node:stream';

/** What a command needs of the world around it. */
export interface Terminal {
  env: NodeJS.ProcessEnv;
  /** The folder in which the command was called; relative file names start here. */
  folder: string;
  print(line: string): void;
  printError(line: string): void;
  /** One line from the person, or from the pipe; a secret is not shown while it is typed. */
  ask(question: string, options: { isSecret: boolean }): Promise<string>;
  close(): void;
}

export function processTerminal(): Terminal {
  let isHidden = false;
  const lines: string[] = [];
  const waiting: ((line: string) => void)[] = [];
  const output = new Writable({
    write: (chunk, _encoding, done) => {
      if (!isHidden) process.stderr.write(chunk);
      done();
    },
  });
  let reader: ReturnType<typeof createInterface> | undefined;
  let hasEnded = false;
  const open = () => {
    if (reader) return;
    reader = createInterface({ input: process.stdin, output, terminal: process.stdin.isTTY ?? false });
    reader.on('line', (line) => {
      const next = waiting.shift();
      if (next) next(line);
      else lines.push(line);
    });
    reader.on('SIGINT', () => process.exit(130));
    reader.on('close', () => {
      hasEnded = true;
      for (const next of waiting.splice(0)) next('');
    });
  };
  const nextLine = () => {
    const line = lines.shift();
    if (line !== undefined || hasEnded) return Promise.resolve(line ?? '');
    return new Promise<string>((resolve) => waiting.push(resolve));
  };
  return {
    env: process.env,
    // npm runs scripts in the root of the workspace and tells in INIT_CWD where it was called.
    folder: process.env.INIT_CWD ?? process.cwd(),
    print: (line) => process.stdout.write(`${line}\n`),
    printError: (line) => process.stderr.write(`${line}\n`),
    ask: async (question, { isSecret }) => {
      open();
      process.stderr.write(question);
      isHidden = isSecret;
      const line = await nextLine();
      isHidden = false;
      if (isSecret) process.stderr.write('\n');
      return line;
    },
    close: () => reader?.close(),
  };
}
