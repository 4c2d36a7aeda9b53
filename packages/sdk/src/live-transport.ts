import { livePath } from '@countinghouse/protocol';
import type { Addresses } from './addresses.ts';
import { type LiveTransport, once } from './live-line.ts';
// In browsers the `browser` field of package.json puts `open-socket-browser.ts` in its place.
import { openSocket } from './open-socket-node.ts';

export type { LiveHandlers, LiveLine, LiveTransport } from './live-line.ts';

interface LiveAddress {
  baseUrl: string;
  token?: string;
}

export function webSocketTransport({ baseUrl, token }: LiveAddress): LiveTransport {
  const url = `${baseUrl.replace(/^http/, 'ws')}${livePath}`;
  return { open: (handlers) => openSocket({ url, token }, handlers) };
}

/** Server-sent events, read with `fetch` so that a token can be sent; for networks that block WebSocket. */
export function sseTransport({ baseUrl, token }: LiveAddress, fetch: typeof globalThis.fetch): LiveTransport {
  return {
    open: ({ onText, onClose }) => {
      const abort = new AbortController();
      const headers: Record<string, string> = { accept: 'text/event-stream' };
      if (token !== undefined) headers.authorization = `Bearer ${token}`;
      const closeOnce = once(onClose);
      fetch(`${baseUrl}${livePath}/sse`, { headers, credentials: 'same-origin', signal: abort.signal })
        .then((answer) => (answer.ok && answer.body ? readEvents(answer.body, onText) : undefined))
        .then(closeOnce, closeOnce);
      return { close: () => abort.abort() };
    },
  };
}

/** Each line goes to the address in use then; one that fails is left for the next. */
export function overAddresses(addresses: Addresses, transportTo: (baseUrl: string) => LiveTransport): LiveTransport {
  return {
    open: ({ onText, onClose }) => {
      const baseUrl = addresses.current;
      const line = transportTo(baseUrl).open({
        onText,
        onClose: () => {
          addresses.leave(baseUrl);
          onClose();
        },
      });
      return {
        ...line,
        close: (why) => {
          if (why === 'faulty') addresses.leave(baseUrl);
          line.close(why);
        },
      };
    },
  };
}

/** WebSocket, and server-sent events where it is blocked. */
export const defaultTransports = (
  addresses: Addresses,
  { token, fetch }: { token?: string; fetch: typeof globalThis.fetch },
): LiveTransport[] => [
  overAddresses(addresses, (baseUrl) => webSocketTransport({ baseUrl, token })),
  overAddresses(addresses, (baseUrl) => sseTransport({ baseUrl, token }, fetch)),
];

async function readEvents(body: ReadableStream<Uint8Array>, onText: (text: string) => void): Promise<void> {
  const decoder = new TextDecoder();
  const reader = body.getReader();
  let rest = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    const events = (rest + decoder.decode(value, { stream: true })).split('\n\n');
    rest = events.pop() ?? '';
    for (const event of events) if (event.startsWith('data: ')) onText(event.slice('data: '.length));
  }
}
