import { livePath } from '@countinghouse/protocol';
import { type LightSocket, openLightSocket } from './light-socket.ts';

const pull = Buffer.from('"type":"pull"');
const stamp = Buffer.from('b@');
/** Local addresses that connections are spread over: one has 28,000 ports towards another. */
const localAddresses = ['127.0.0.2', '127.0.0.3', '127.0.0.4', '127.0.0.5'];
let opened = 0;

export interface LiveLineOptions {
  baseUrl: string;
  token: string;
  /** A frame with messages of the load. */
  onMessages(payload: Buffer): void;
  /** Frames were lost. */
  onPull(): void;
  onClose(): void;
}

/** A line to our server that does no more than a client must. Resolves once the server has said hello. */
export function openLiveLine(options: LiveLineOptions): Promise<LightSocket> {
  const { hostname, port } = new URL(options.baseUrl);
  return new Promise((resolve, reject) => {
    let isUp = false;
    const openLine = openLightSocket({
      host: hostname,
      port: Number(port),
      path: livePath,
      headers: { authorization: `Bearer ${options.token}` },
      localAddress: localAddresses[opened++ % localAddresses.length] ?? '127.0.0.2',
      onText: (payload) => {
        if (payload.includes(stamp)) options.onMessages(payload);
        else if (payload.includes(pull)) options.onPull();
        if (isUp) return;
        isUp = true;
        // The hello may come in the same bytes as the end of the handshake, before that has resolved.
        void openLine.then(resolve);
      },
      onClose: () => {
        if (isUp) options.onClose();
        else reject(new Error('the server closed the line before it said hello'));
      },
    });
    openLine.catch(reject);
  });
}
