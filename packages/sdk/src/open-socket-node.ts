import { WebSocket } from 'ws';
import { type LiveHandlers, type LiveLine, once, type SocketAddress } from './live-line.ts';

const handshakeMsMax = 10_000;
// A server that stands still never answers the close; without an end a program could not exit.
const farewellMsMax = 500;

/** Node's own WebSocket cannot be torn down while a frozen server leaves it hanging, so programs use `ws`. */
export function openSocket({ url, token }: SocketAddress, { onText, onClose }: LiveHandlers): LiveLine {
  const socket = new WebSocket(url, {
    perMessageDeflate: false,
    handshakeTimeout: handshakeMsMax,
    headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
  });
  const closeOnce = once(onClose);
  socket.on('message', (data, isBinary) => {
    if (!isBinary) onText(String(data));
  });
  socket.on('close', closeOnce);
  socket.on('error', closeOnce);
  return {
    close: () => {
      if (socket.readyState !== WebSocket.OPEN) return socket.terminate();
      socket.close();
      const timer = setTimeout(() => socket.terminate(), farewellMsMax);
      socket.once('close', () => clearTimeout(timer));
    },
    send: (text) => {
      if (socket.readyState === WebSocket.OPEN) socket.send(text);
    },
  };
}
