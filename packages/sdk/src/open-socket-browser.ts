import { type LiveHandlers, type LiveLine, once, type SocketAddress } from './live-line.ts';

/** Browsers have no way to send a token with a WebSocket and use their cookie. */
export function openSocket({ url }: SocketAddress, { onText, onClose }: LiveHandlers): LiveLine {
  const socket = new WebSocket(url);
  const closeOnce = once(onClose);
  socket.addEventListener('message', (message) => {
    if (typeof message.data === 'string') onText(message.data);
  });
  socket.addEventListener('close', closeOnce);
  socket.addEventListener('error', closeOnce);
  return {
    close: () => socket.close(),
    send: (text) => {
      if (socket.readyState === WebSocket.OPEN) socket.send(text);
    },
  };
}
