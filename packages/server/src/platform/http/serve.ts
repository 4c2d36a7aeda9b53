import {
  type BodyOf,
  type Endpoint,
  type ParamsOf,
  type QueryOf,
  Refusal,
  type ResponseOf,
} from '@countinghouse/protocol';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import { Value } from 'typebox/value';
import type { Subject } from '../rights/index.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Set by the identity module before any handler of a non-public endpoint runs. */
    subject: Subject | undefined;
  }
  interface FastifyContextConfig {
    isPublic?: boolean;
  }
}

export interface Handling<E extends Endpoint> {
  params: ParamsOf<E>;
  query: QueryOf<E>;
  body: BodyOf<E>;
  /** Who asks. Public endpoints must not touch it. */
  subject: Subject;
  request: FastifyRequest;
  reply: FastifyReply;
}

/** Below, what compressing takes is more than what it saves. */
const compressedMinBytes = 16 * 1024;

export interface Serving {
  /** Its answer grows with the firm: a long one goes out compressed to whoever takes that. */
  isList?: boolean;
}

/** Every endpoint that was served, for the OpenAPI document and the canary test. */
export const servedEndpoints = new WeakMap<FastifyInstance, Endpoint[]>();

/** Registers one endpoint of the protocol: parses what comes in, checks what goes out, turns refusals into answers. */
export function serve<E extends Endpoint>(
  app: FastifyInstance,
  endpoint: E,
  handle: (handling: Handling<E>) => Promise<ResponseOf<E>>,
  { isList = false }: Serving = {},
): void {
  const parseParams = parser(endpoint.params, 'path');
  const parseQuery = parser(endpoint.query, 'query');
  const parseBody = parser(endpoint.body, 'body');
  servedEndpoints.set(app, [...(servedEndpoints.get(app) ?? []), endpoint]);
  app.route({
    method: endpoint.method,
    url: endpoint.path,
    config: { isPublic: endpoint.isPublic },
    ...(isList ? { compress: { encodings: ['zstd', 'gzip'], threshold: compressedMinBytes } } : {}),
    handler: async (request, reply) => {
      const subject = request.subject;
      if (!endpoint.isPublic && !subject) throw new Refusal('session_missing');
      const answer = await handle({
        // The parsers have just checked these shapes.
        params: parseParams(request.params) as ParamsOf<E>,
        query: parseQuery(request.query) as QueryOf<E>,
        body: parseBody(request.body ?? {}) as BodyOf<E>,
        subject: subject as Subject, // present unless public, see above
        request,
        reply,
      });
      return answer ?? {};
    },
  });
}

function parser(schema: TSchema, where: string): (value: unknown) => unknown {
  const compiled = Compile(schema);
  return (value) => {
    const candidate = where === 'body' ? value : Value.Convert(schema, value);
    if (compiled.Check(candidate)) return candidate;
    const [first] = compiled.Errors(candidate);
    const place = `${where}${first?.instancePath ?? ''}`;
    throw new Refusal('request_malformed', `${place}: ${first?.message ?? 'not as the contract says'}`, { place });
  };
}
