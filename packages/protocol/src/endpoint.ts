import { type Static, type TSchema, Type } from 'typebox';

export type Method = 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';

/** One HTTP endpoint. The server registers it, the SDK calls it, and the OpenAPI document is made from it. */
export interface Endpoint<
  Params extends TSchema = TSchema,
  Query extends TSchema = TSchema,
  Body extends TSchema = TSchema,
  Response extends TSchema = TSchema,
> {
  id: string;
  method: Method;
  /** Fastify style: `/api/claims/:claimId`. */
  path: string;
  summary: string;
  /** May be called without a session. */
  isPublic: boolean;
  params: Params;
  query: Query;
  body: Body;
  response: Response;
}

const Nothing = Type.Object({}, { additionalProperties: false });
type Nothing = typeof Nothing;

interface EndpointInput<P extends TSchema, Q extends TSchema, B extends TSchema, R extends TSchema> {
  id: string;
  method: Method;
  path: string;
  summary: string;
  isPublic?: boolean;
  params?: P;
  query?: Q;
  body?: B;
  response?: R;
}

export function endpoint<
  P extends TSchema = Nothing,
  Q extends TSchema = Nothing,
  B extends TSchema = Nothing,
  R extends TSchema = Nothing,
>(input: EndpointInput<P, Q, B, R>): Endpoint<P, Q, B, R> {
  // A missing part has the schema `Nothing`, which is what the type parameter then defaults to.
  const part = <S extends TSchema>(schema: S | undefined) => (schema ?? Nothing) as S;
  return {
    id: input.id,
    method: input.method,
    path: input.path,
    summary: input.summary,
    isPublic: input.isPublic ?? false,
    params: part(input.params),
    query: part(input.query),
    body: part(input.body),
    response: part(input.response),
  };
}

export type ParamsOf<E extends Endpoint> = Static<E['params']>;
export type QueryOf<E extends Endpoint> = Static<E['query']>;
export type BodyOf<E extends Endpoint> = Static<E['body']>;
export type ResponseOf<E extends Endpoint> = Static<E['response']>;
