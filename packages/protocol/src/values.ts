import { type Static, Type } from 'typebox';

/** An instant in UTC, ISO 8601 with milliseconds: `2026-11-22T09:30:00.000Z`. */
export const Instant = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}Z$' });
/** A calendar date: `2026-11-22`. */
export const CalendarDate = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' });
/** An accounting period, one calendar month: `2026-11`. */
export const Period = Type.String({ pattern: '^\\d{4}-(0[1-9]|1[0-2])$' });
/** ISO 4217. */
export const Currency = Type.String({ pattern: '^[A-Z]{3}$' });
/** Yuan for one unit of a foreign currency: `7.8512`. */
export const ExchangeRate = Type.String({ pattern: '^(?=[0-9.]*[1-9])\\d{1,6}(\\.\\d{1,8})?$' });
/** An amount in minor units (fen, cents); may be negative. */
export const AmountMinor = Type.Integer({ minimum: -9_007_199_254_740_991, maximum: 9_007_199_254_740_991 });
/** Position in a log: 1 is the first event, 0 stands before it. */
export const Seq = Type.Integer({ minimum: 0 });

export const Locale = Type.Union([Type.Literal('zh-CN'), Type.Literal('en')]);
export type Locale = Static<typeof Locale>;

/** A name in both languages; a client shows `en` to English readers and falls back to `zh`. */
export const BilingualName = Type.Object({ zh: Type.String(), en: Type.Optional(Type.String()) });
export type BilingualName = Static<typeof BilingualName>;

/** A name that somebody gives to something: never blank, and short enough to show. */
export const GivenName = Type.Object({
  zh: Type.String({ minLength: 1, maxLength: 120, pattern: '\\S' }),
  en: Type.Optional(Type.String({ minLength: 1, maxLength: 120, pattern: '\\S' })),
});

/** A closed set of words as a schema and as a type. */
export const oneOf = <const Words extends readonly string[]>(words: Words) =>
  Type.Unsafe<Words[number]>(Type.String({ enum: [...words] }));
