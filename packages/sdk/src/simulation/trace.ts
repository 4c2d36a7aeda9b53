import { hash32 } from './seeded-random.ts';

const linesKept = 80;

/** What happened, in order: the last lines for people, and a hash of all of them to tell two runs apart. */
export class Trace {
  private readonly lines: string[] = [];
  private low = 0;
  private high = 0;
  private readonly now: () => number;
  private readonly startedAtMs: number;

  constructor(now: () => number) {
    this.now = now;
    this.startedAtMs = now();
  }

  note(line: string): void {
    const full = `${((this.now() - this.startedAtMs) / 1000).toFixed(3)} ${line}`;
    this.low = hash32(`${this.low} ${full}`, 1);
    this.high = hash32(`${this.high} ${full}`, 2);
    this.lines.push(full);
    if (this.lines.length > 2 * linesKept) this.lines.splice(0, linesKept);
  }

  get hash(): string {
    return (this.high * 2 ** 20 + (this.low >>> 12)).toString(16).padStart(14, '0');
  }

  get tail(): readonly string[] {
    return this.lines.slice(-linesKept);
  }
}
