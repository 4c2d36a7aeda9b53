import { type Static, Type } from 'typebox';
import { oneOf } from './values.ts';

/**
 * A strict profile of Adaptive Cards 1.5 (https://adaptivecards.io/explorer/): text, facts, columns, containers and
 * actions that send data back or open an address; no inputs of HTML, no images from outside. Elements whose type starts
 * with `Countinghouse.` are our extensions; a client that does not know one draws its `fallback`.
 */
export const TextBlock = Type.Object({
  type: Type.Literal('TextBlock'),
  text: Type.String({ maxLength: 4000 }),
  size: Type.Optional(oneOf(['small', 'default', 'medium', 'large'])),
  weight: Type.Optional(oneOf(['default', 'bolder'])),
  color: Type.Optional(oneOf(['default', 'good', 'warning', 'attention'])),
  isSubtle: Type.Optional(Type.Boolean()),
  wrap: Type.Optional(Type.Boolean()),
});
export const FactSet = Type.Object({
  type: Type.Literal('FactSet'),
  facts: Type.Array(Type.Object({ title: Type.String({ maxLength: 200 }), value: Type.String({ maxLength: 1000 }) }), {
    maxItems: 50,
  }),
});
export type TextBlock = Static<typeof TextBlock>;
export type FactSet = Static<typeof FactSet>;

/** Carries a `data` object whose schema is the business's (`InvoiceCardData`, `ClaimCardData`, `QuestionCardData`). */
export const Extension = Type.Object({
  type: oneOf(['Countinghouse.Invoice', 'Countinghouse.Claim', 'Countinghouse.Question']),
  data: Type.Record(Type.String(), Type.Unknown()),
  fallback: Type.Array(Type.Union([TextBlock, FactSet]), { maxItems: 20 }),
});
export type Extension = Static<typeof Extension>;

export const CardElement = Type.Union([TextBlock, FactSet, Extension]);
export type CardElement = Static<typeof CardElement>;

export const CardAction = Type.Union([
  Type.Object({
    type: Type.Literal('Action.OpenUrl'),
    title: Type.String({ maxLength: 100 }),
    url: Type.String({ maxLength: 2000, pattern: '^https://' }),
  }),
  Type.Object({
    type: Type.Literal('Action.Submit'),
    title: Type.String({ maxLength: 100 }),
    style: Type.Optional(oneOf(['default', 'positive', 'destructive'])),
    data: Type.Record(Type.String(), Type.Unknown()),
  }),
]);
export type CardAction = Static<typeof CardAction>;

export const Card = Type.Object({
  type: Type.Literal('AdaptiveCard'),
  version: Type.Literal('1.5'),
  /** One line for lists, notifications and screen readers. */
  fallbackText: Type.String({ maxLength: 500 }),
  body: Type.Array(CardElement, { maxItems: 50 }),
  actions: Type.Optional(Type.Array(CardAction, { maxItems: 6 })),
});
export type Card = Static<typeof Card>;
