import { Refusal, type RefusalBody, refusalStatus } from '@countinghouse/protocol';
import { fastifyCompress } from '@fastify/compress';
import { type FastifyInstance, fastify } from 'fastify';
import { isUnreachable } from '../database/database.ts';
import type { Logger } from '../log.ts';
import { Counter, Histogram, type Registry } from '../metrics.ts';

/** Requests other than uploads are small: a message of the greatest length with its mentions fits several times. */
const bodyBytesMax = 1024 * 1024;
const requestTimeoutMs = 60_000;

/** What a page of ours may load: only from the server itself. Ant Design writes its styles into the page. */
const contentSecurityPolicy = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "worker-src 'self' blob:",
  "manifest-src 'self'",
  "media-src 'self' blob:",
  "frame-ancestors 'none'",
  "base-uri 'none'",
  "form-action 'self'",
].join('; ');

export async function createHttp({ log, metrics }: { log: Logger; metrics: Registry }): Promise<FastifyInstance> {
  const app = fastify({
    logger: false,
    // A proxy on this machine may say for whom it asks; nobody else is believed.
    trustProxy: 'loopback',
    bodyLimit: bodyBytesMax,
    requestTimeout: 0,
    connectionTimeout: 0,
    forceCloseConnections: true,
  });
  // Bodies may take as long as a resumable upload needs; headers may not.
  app.server.headersTimeout = requestTimeoutMs;
  const durations = new Histogram({
    name: 'countinghouse_http_request_seconds',
    help: 'Time to answer a request.',
    labelNames: ['route', 'status'],
    registers: [metrics],
  });
  const refusals = new Counter({
    name: 'countinghouse_refusals_total',
    help: 'Requests refused, by name.',
    labelNames: ['refusal'],
    registers: [metrics],
  });

  app.addHook('onSend', async (_request, reply) => {
    if (!reply.hasHeader('content-security-policy')) reply.header('content-security-policy', contentSecurityPolicy);
    reply
      .header('x-content-type-options', 'nosniff')
      .header('referrer-policy', 'no-referrer')
      .header('cross-origin-opener-policy', 'same-origin');
    if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store');
  });
  app.addHook('onResponse', async (request, reply) => {
    durations.observe(
      { route: request.routeOptions.url ?? 'none', status: String(reply.statusCode) },
      reply.elapsedTime / 1000,
    );
  });

  // Only what its route says; and nobody's compressed request is unpacked here.
  await app.register(fastifyCompress, { globalCompression: false, globalDecompression: false });
  app.setErrorHandler((error, request, reply) => {
    const refusal = asRefusal(error);
    if (refusal.refusal === 'server_fault')
      log.error({ err: error, route: request.routeOptions.url, method: request.method }, 'request failed');
    refusals.inc({ refusal: refusal.refusal });
    const { retryAfterSeconds } = refusal.params;
    if (retryAfterSeconds !== undefined) reply.header('retry-after', retryAfterSeconds);
    const body: RefusalBody = { refusal: refusal.refusal, message: refusal.message, params: refusal.params };
    return reply.code(refusalStatus[refusal.refusal]).send(body);
  });
  return app;
}

function asRefusal(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  if (isUnreachable(error)) return new Refusal('server_busy', 'the database does not answer at present');
  const statusCode = error instanceof Error && 'statusCode' in error ? error.statusCode : undefined;
  if (statusCode === 413) return new Refusal('request_too_large', `the body is larger than ${bodyBytesMax} bytes`);
  if (typeof statusCode === 'number' && statusCode >= 400 && statusCode < 500) return new Refusal('request_malformed');
  return new Refusal('server_fault', 'the server failed; the log says why');
}
