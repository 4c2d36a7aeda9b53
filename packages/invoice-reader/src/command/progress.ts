import type { Reading } from '../reading.ts';

interface Terminal {
  isTTY?: boolean;
  write(text: string): unknown;
}

/** Counts what was read: live on a terminal, and one closing line when there was more than one file. */
export class Progress {
  readonly #terminal: Terminal;
  readonly #total: number;
  readonly #startedAt = performance.now();
  #done = 0;
  #refused = 0;

  constructor(terminal: Terminal, total: number) {
    this.#terminal = terminal;
    this.#total = total;
  }

  get refusedCount(): number {
    return this.#refused;
  }

  count(reading: Reading): void {
    this.#done += 1;
    if (reading.error) this.#refused += 1;
    if (this.#terminal.isTTY) this.#terminal.write(`\r\u001B[K${this.#done}/${this.#total} ${reading.file}`);
  }

  close(): void {
    if (this.#terminal.isTTY) this.#terminal.write('\r\u001B[K');
    if (this.#total < 2) return;
    const seconds = ((performance.now() - this.#startedAt) / 1000).toFixed(1);
    this.#terminal.write(`${this.#done} files in ${seconds} s, ${this.#refused} refused\n`);
  }
}
