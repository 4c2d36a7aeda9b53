import { livePath } from '@countinghouse/protocol';

export interface LiveHandlers {
  onText(text: string): void;
  /** Called once, also where the line never came up. */
  onClose(): void;
}

/** One way to keep a line to the server open. */
export interface LiveTransport {
  open(handlers: LiveHandlers): { close(): void };
}

interface LiveAddress {
  baseUrl: string;
  token?: string;
}

export function webSocketTransport({ baseUrl, token }: LiveAddress): LiveTransport {
  return {
    open: ({ onText, onClose }) => {
      const url = `${baseUrl.replace(/^http/, 'ws')}${livePath}`;
      // Node's WebSocket takes headers as well; browsers have no way to send a token and use their cookie.
      const options = token === undefined ? undefined : ({ headers: { authorization: `Bearer ${token}` } } as never);
      const socket = new WebSocket(url, options);
      const closeOnce = once(onClose);
      socket.addEventListener('message', (message) => {
        if (typeof message.data === 'string') onText(message.data);
      });
      socket.addEventListener('close', closeOnce);
      socket.addEventListener('error', closeOnce);
      return { close: () => socket.close() };
    },
  };
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

function once(action: () => void): () => void {
  let isDone = false;
  return () => {
    if (isDone) return;
    isDone = true;
    action();
  };
}
