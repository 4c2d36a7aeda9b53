// Progress on stderr: one line that moves in a terminal, plain lines now and then elsewhere.
const FRAMES = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'];
const FRAME_MS = 120;
const PLAIN_LINE_MS = 15_000;

/**
 * Shows that a piece of work is going on, and how long it took.
 * @template T
 * @param {string} label
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withProgress(label, work) {
  const startedAt = performance.now();
  const seconds = () => Math.round((performance.now() - startedAt) / 1000);
  const moving = process.stderr.isTTY === true;
  let frame = 0;
  if (!moving) process.stderr.write(`${label} …\n`);
  const timer = moving
    ? setInterval(() => {
        frame = (frame + 1) % FRAMES.length;
        process.stderr.write(`\r\x1b[2K${FRAMES[frame]} ${label} … ${seconds()} s`);
      }, FRAME_MS)
    : setInterval(() => process.stderr.write(`  ${label}: ${seconds()} s so far\n`), PLAIN_LINE_MS);
  try {
    const result = await work();
    clearInterval(timer);
    process.stderr.write(`${moving ? '\r\x1b[2K' : ''}✓ ${label} (${seconds()} s)\n`);
    return result;
  } catch (error) {
    clearInterval(timer);
    process.stderr.write(`${moving ? '\r\x1b[2K' : ''}✗ ${label} (${seconds()} s)\n`);
    throw error;
  }
}

/** A reason to stop that the person at the terminal can act on: one line, no stack. */
export class Refusal extends Error {
  name = 'Refusal';
}

/**
 * Ends the program with one readable line for a refusal and the stack for a bug.
 * @param {unknown} error
 * @returns {never}
 */
export function exitWith(error) {
  const text = error instanceof Refusal ? error.message : error instanceof Error ? error.stack : String(error);
  process.stderr.write(`countinghouse: ${text}\n`);
  process.exit(1);
}
