import { type LiveFrame, livePath } from '@countinghouse/protocol';
import { WebSocket } from 'ws';

/** An open live line that keeps what came. */
export interface TestLine {
  frames: LiveFrame[];
  /** All that came, as text. */
  text(): string;
  /** Resolves once something that came, or comes, fits. */
  heard(fits: (frame: LiveFrame) => boolean): Promise<LiveFrame>;
  /** Resolves with the close code. */
  closed: Promise<number>;
  close(): void;
}

/** Resolves when the line has said hello. */
export async function openTestLine(baseUrl: string, token: string): Promise<TestLine> {
  const socket = new WebSocket(`${baseUrl.replace('http', 'ws')}${livePath}`, {
    headers: { authorization: `Bearer ${token}` },
  });
  const frames: LiveFrame[] = [];
  const lookers = new Set<() => void>();
  socket.on('message', (data) => {
    frames.push(JSON.parse(String(data)) as LiveFrame); // the server is under test; the tests look at what it sends
    for (const look of lookers) look();
  });
  const closed = new Promise<number>((resolve) => socket.once('close', resolve));
  const heard = (fits: (frame: LiveFrame) => boolean): Promise<LiveFrame> =>
    new Promise((resolve) => {
      const look = () => {
        const found = frames.find(fits);
        if (found === undefined) return;
        lookers.delete(look);
        resolve(found);
      };
      lookers.add(look);
      look();
    });
  await new Promise<void>((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
  });
  await heard((frame) => frame.type === 'hello');
  return { frames, text: () => JSON.stringify(frames), heard, closed, close: () => socket.terminate() };
}
