// Loaded into a process before its own code (node --import): its clock is wrong by what a file says, in milliseconds.
// Timers keep their pace, as they do when an administrator or NTP sets the clock of a machine.
import { readFileSync } from 'node:fs';

const file = process.env.FAULTS_CLOCK_FILE ?? '';
const rereadMs = 100;
let offsetMs = 0;

function reread(): void {
  try {
    const value = Number(readFileSync(file, 'utf8'));
    if (Number.isFinite(value)) offsetMs = value;
  } catch {
    // Absent: the clock is right.
    offsetMs = 0;
  }
}

const RealDate = Date;
const now = () => RealDate.now() + offsetMs;
globalThis.Date = new Proxy(RealDate, {
  construct: (target, args, newTarget) => Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget),
  apply: () => new RealDate(now()).toString(),
  get: (target, name, receiver) => (name === 'now' ? now : Reflect.get(target, name, receiver)),
});
reread();
setInterval(reread, rereadMs).unref();
