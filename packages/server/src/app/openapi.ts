import { type Endpoint, RefusalBody } from '@countinghouse/protocol';
import type { FastifyInstance } from 'fastify';
import { servedEndpoints } from '../platform/http/serve.ts';

/** The OpenAPI 3.1 document of everything that is served, made from the very schemas that parse the requests. */
export function describeApi(endpoints: readonly Endpoint[]): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const endpoint of endpoints) {
    const path = endpoint.path.replace(/:(\w+)/g, '{$1}');
    paths[path] ??= {};
    paths[path][endpoint.method.toLowerCase()] = describeOperation(endpoint);
  }
  return {
    openapi: '3.1.0',
    info: { title: 'Countinghouse', version: '0.1.0', license: { name: 'Apache-2.0', identifier: 'Apache-2.0' } },
    paths,
    components: {
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer' },
        cookie: { type: 'apiKey', in: 'cookie', name: 'ch_session' },
      },
    },
  };
}

function describeOperation(endpoint: Endpoint): object {
  const hasBody = endpoint.method !== 'GET' && propertiesOf(endpoint.body).length > 0;
  return {
    operationId: endpoint.id,
    summary: endpoint.summary,
    security: endpoint.isPublic ? [] : [{ token: [] }, { cookie: [] }],
    parameters: [...parametersOf(endpoint.params, 'path'), ...parametersOf(endpoint.query, 'query')],
    ...(hasBody ? { requestBody: { required: true, content: { 'application/json': { schema: endpoint.body } } } } : {}),
    responses: {
      200: { description: 'Done.', content: { 'application/json': { schema: endpoint.response } } },
      default: { description: 'A named refusal.', content: { 'application/json': { schema: RefusalBody } } },
    },
  };
}

function parametersOf(schema: object, place: 'path' | 'query'): object[] {
  const required: unknown[] = 'required' in schema && Array.isArray(schema.required) ? schema.required : [];
  return propertiesOf(schema).map(([name, inner]) => ({
    name,
    in: place,
    required: required.includes(name),
    schema: inner,
  }));
}

const propertiesOf = (schema: object): [string, unknown][] =>
  'properties' in schema && typeof schema.properties === 'object' && schema.properties !== null
    ? Object.entries(schema.properties)
    : [];

export function registerOpenApi(app: FastifyInstance): void {
  app.get('/api/openapi.json', async (request, reply) => {
    if (!request.subject) return reply.code(401).send({ refusal: 'session_missing', message: 'sign in first' });
    return reply.send(describeApi(servedEndpoints.get(app) ?? []));
  });
}
