import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { livePath, Refusal } from '@countinghouse/protocol';
import type { FastifyInstance } from 'fastify';
import { WebSocketServer } from 'ws';
import { codeOf } from '../../../platform/database/database.ts';
import type { Subject } from '../../../platform/rights/index.ts';
import { type LiveChannel, sseChannel, webSocketChannel } from '../../../platform/sockets/live-channel.ts';
import { refuseUpgrade } from '../../../platform/sockets/upgrade.ts';
import type { MessagingContext } from '../context.ts';
import { incomingBytesMax } from './client-frames.ts';
import type { LiveHub } from './hub.ts';

export interface LiveParts {
  context: Pick<MessagingContext, 'log' | 'metrics'>;
  hub: LiveHub;
  authenticate(request: IncomingMessage): Promise<Subject | undefined>;
}

/** WebSocket at `livePath` and server-sent events at `livePath/sse`, with the same frames. */
export function registerLive(app: FastifyInstance, parts: LiveParts): void {
  const sockets = new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    maxPayload: incomingBytesMax,
    clientTracking: false,
  });
  app.server.on('upgrade', (request, socket, head) => {
    // A socket without this would end the process when its line breaks early.
    socket.on('error', destroySocket);
    upgrade(sockets, parts, { request, socket, head }).catch((error: unknown) => {
      if (!(error instanceof Refusal)) parts.context.log.error({ err: error }, 'live upgrade failed');
      const refusal = error instanceof Refusal ? error.refusal : 'server_fault';
      parts.context.metrics.refusedSockets.inc({ reason: refusal });
      if (!socket.destroyed) refuseUpgrade(socket, refusal);
    });
  });
  registerSse(app, parts);
  app.addHook('onReady', async () => parts.hub.start());
  app.addHook('preClose', async () => {
    parts.hub.stop();
    sockets.close();
  });
}

function destroySocket(this: Duplex): void {
  this.destroy();
}

interface Upgrade {
  request: IncomingMessage;
  socket: Duplex;
  head: Buffer;
}

async function upgrade(sockets: WebSocketServer, parts: LiveParts, { request, socket, head }: Upgrade): Promise<void> {
  if (new URL(request.url ?? '/', 'http://server').pathname !== livePath) throw new Refusal('object_missing');
  const subject = await parts.authenticate(request);
  if (!subject) throw new Refusal('session_missing');
  const full = parts.hub.checkRoomFor(subject.userId);
  if (full) throw new Refusal(full);
  sockets.handleUpgrade(request, socket, head, (opened) => {
    opened.on('error', (error) => {
      // `ws` ends the line itself (1009).
      if (codeOf(error) === 'WS_ERR_UNSUPPORTED_MESSAGE_LENGTH')
        parts.context.metrics.refusedFrames.inc({ reason: 'request_too_large' });
    });
    join(parts, subject, webSocketChannel(opened, socket));
  });
}

/** Keeps nothing of the request: twenty thousand of them would stay in memory as long as the lines. */
function join({ hub, context }: LiveParts, subject: Subject, channel: LiveChannel): void {
  hub.join(subject, channel).catch((error: unknown) => {
    context.log.warn({ err: error }, 'a live connection could not be set up');
    channel.terminate();
  });
}

function registerSse(app: FastifyInstance, parts: LiveParts): void {
  app.get(`${livePath}/sse`, async (request, reply) => {
    const { subject } = request;
    if (!subject) throw new Refusal('session_missing');
    const full = parts.hub.checkRoomFor(subject.userId);
    if (full) {
      parts.context.metrics.refusedSockets.inc({ reason: full });
      throw new Refusal(full);
    }
    reply.hijack();
    reply.raw.writeHead(200, {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      // Proxies that gather answers would hold the frames back.
      'x-accel-buffering': 'no',
    });
    join(parts, subject, sseChannel(reply.raw));
  });
}
