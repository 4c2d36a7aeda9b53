import { ClientFrame, LiveFrame, livePath } from '@countinghouse/protocol';
import type { FastifyInstance } from 'fastify';

/** What stands as a comment beside the schemas; a frame without a line here does not compile. */
const serverSummaries: Record<LiveFrame['type'], string> = {
  hello: 'First frame: where the user log stands.',
  events:
    'New events of one conversation, in order. A gap to what the client has means: pull. An event that the client has already changes nothing.',
  user: 'New events of the user log. An empty one is a sign of life, which a WebSocket client answers with a pong.',
  pull: 'Frames were dropped, or may have been lost: pull everything.',
  readers: 'Read positions of others that moved, in conversations that this line watches.',
  presence:
    'Who of the people that this line watches is on the line, and who is not; who is away, or not to be disturbed. Whoever is not named is as they were.',
  typing: 'Somebody is writing in a conversation that this line watches.',
  status: 'The status of a person whom this line watches.',
  bye: 'The line ends: the session ended (close code 4001), or the server stops (1001).',
};
const clientSummaries: Record<ClientFrame['type'], string> = {
  activity:
    'Whether somebody touches this device. Kept with the line only; whoever touches none of theirs is told to others as away.',
  typing: 'I am writing here. Told to the lines that watch the conversation.',
  watch:
    'What is on the screen now, in the place of what was said before. The server answers with `readers` and `presence`. A frame that is not in the contract ends the line (4400), and so do too many (4429) or one of more than 16 KiB (1009).',
};

type Frames = Record<string, { name: string; title: string; summary: string; contentType: string; payload: object }>;

/** Under its type; one that a client and the server say in different words has `client-` before it where the client says it. */
const framesOf = <Frame extends string>(
  union: typeof LiveFrame | typeof ClientFrame,
  about: Record<Frame, string>,
  taken: Frames = {},
) => {
  const frames: Frames = {};
  for (const payload of union.anyOf) {
    const name = payload.properties.type.const;
    // The table has a line for each frame of the union; the type of the union does not tell which of both it is.
    const summary = (about as Record<string, string>)[name] ?? '';
    const key = name in taken ? `client-${name}` : name;
    frames[key] = { name, title: name, summary, contentType: 'application/json', payload };
  }
  return frames;
};

const refTo = (...path: readonly string[]): { $ref: string } => ({
  $ref: `#/${path.map((part) => part.replaceAll('/', '~1')).join('/')}`,
});

/** The AsyncAPI 3.0 document of the live line, made from the very schemas that its frames are typed and parsed by. */
export function describeLive(publicUrl: string): object {
  const { host, protocol } = new URL(publicUrl);
  const isTls = protocol === 'https:';
  const security = [refTo('components', 'securitySchemes', 'token'), refTo('components', 'securitySchemes', 'cookie')];
  const sent = framesOf(LiveFrame, serverSummaries);
  const received = framesOf(ClientFrame, clientSummaries, sent);
  const messagesAt = (channel: string, frames: Frames) =>
    Object.keys(frames).map((name) => refTo('channels', channel, 'messages', name));
  const inComponents = (frames: Frames) =>
    Object.fromEntries(Object.keys(frames).map((name) => [name, refTo('components', 'messages', name)]));
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Countinghouse live line',
      version: '0.1.0',
      description:
        'Every frame is a hint: whoever misses one pulls over the HTTP API, which `/api/openapi.json` describes. Frames and fields are only ever added; leave out what you do not know.',
      license: { name: 'Apache-2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' },
    },
    defaultContentType: 'application/json',
    servers: {
      webSocket: { host, protocol: isTls ? 'wss' : 'ws', security },
      serverSentEvents: { host, protocol: isTls ? 'https' : 'http', security },
    },
    channels: {
      live: {
        address: livePath,
        title: 'WebSocket',
        servers: [refTo('servers', 'webSocket')],
        messages: inComponents({ ...sent, ...received }),
        bindings: { ws: { method: 'GET' } },
      },
      liveSse: {
        address: `${livePath}/sse`,
        title: 'Server-sent events',
        description: 'The same frames of the server, one in each `data` line, where WebSocket is blocked. No way back.',
        servers: [refTo('servers', 'serverSentEvents')],
        messages: inComponents(sent),
      },
    },
    operations: {
      sendFrame: { action: 'send', channel: refTo('channels', 'live'), messages: messagesAt('live', sent) },
      receiveFrame: { action: 'receive', channel: refTo('channels', 'live'), messages: messagesAt('live', received) },
      sendEvent: { action: 'send', channel: refTo('channels', 'liveSse'), messages: messagesAt('liveSse', sent) },
    },
    components: {
      messages: { ...sent, ...received },
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer' },
        cookie: { type: 'httpApiKey', in: 'cookie', name: 'ch_session' },
      },
    },
  };
}

export function registerAsyncApi(app: FastifyInstance, publicUrl: string): void {
  app.get('/api/asyncapi.json', async (request, reply) => {
    if (!request.subject) return reply.code(401).send({ refusal: 'session_missing', message: 'sign in first' });
    return reply.send(describeLive(publicUrl));
  });
}
