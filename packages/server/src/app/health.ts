import type { FastifyInstance } from 'fastify';
import type { Platform } from '../platform/platform.ts';

const loopback = new Set(['127.0.0.1', '::1', '::ffff:127.0.0.1']);

/**
 * `/healthz` for load balancers, `/metrics` for Prometheus on the same machine. A process that NATS is away from still
 * takes traffic: it writes, answers and delivers what is written through it, and NATS is mostly away from all at once.
 * `collectMetrics` gives the text of all processes behind the port; without it, that of this one.
 */
export function registerHealth(
  app: FastifyInstance,
  { database, metrics, bus }: Pick<Platform, 'database' | 'metrics' | 'bus'>,
  collectMetrics: () => Promise<string> = () => metrics.metrics(),
): void {
  app.get('/healthz', async (_request, reply) => {
    try {
      await database.query('select 1');
      return bus.isConnected ? { status: 'ok' } : { status: 'ok', bus: 'unreachable' };
    } catch {
      return reply.code(503).send({ status: 'database_unreachable' });
    }
  });
  app.get('/metrics', async (request, reply) => {
    // Behind a proxy every address looks local, so a forwarded request does not count as local.
    const isLocal = loopback.has(request.ip) && request.headers['x-forwarded-for'] === undefined;
    if (!isLocal) return reply.code(404).send();
    return reply.type(metrics.contentType).send(await collectMetrics());
  });
}
