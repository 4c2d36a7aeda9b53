import { livePath } from '@countinghouse/protocol';
import type { FastifyInstance, RouteOptions } from 'fastify';

const lookEveryMs = 10;

/**
 * Lets a process leave without breaking anything off: no new connections, requests under way are answered, and each
 * answer asks its client to come back on another connection. Live lines go on meanwhile; closing the server ends them
 * with a `bye`. Register it before the routes. Returns the function that does it, which resolves when all are answered
 * and no handler is at work any more, or when `withinMs` have passed.
 */
export function registerDrain(http: FastifyInstance): (withinMs: number) => Promise<void> {
  const count = { unanswered: 0, atWork: 0 };
  let isDraining = false;
  http.addHook('onRequest', async (request, reply) => {
    if (isDraining) reply.raw.setHeader('connection', 'close');
    if (request.url.startsWith(livePath)) return;
    count.unanswered += 1;
    reply.raw.once('close', () => {
      count.unanswered -= 1;
    });
  });
  http.addHook('onRoute', (route) => watchHandler(route, count));
  return async (withinMs) => {
    isDraining = true;
    // Closing the server again later is what ends the rest.
    http.server.close();
    const until = performance.now() + withinMs;
    while (count.unanswered + count.atWork > 0 && performance.now() < until)
      await new Promise((resolve) => setTimeout(resolve, lookEveryMs));
  };
}

/** A client that goes away does not stop the handler of its request: what it writes is written, and needs the database. */
function watchHandler(route: RouteOptions, count: { atWork: number }): void {
  const { handler } = route;
  route.handler = function watched(request, reply) {
    const answer: unknown = handler.call(this, request, reply);
    if (!(answer instanceof Promise)) return answer;
    count.atWork += 1;
    const done = () => {
      count.atWork -= 1;
    };
    answer.then(done, done);
    return answer;
  };
}
