import type { BilingualName, Locale } from '@countinghouse/protocol';

/** A sentence, or a function that puts values into one. */
export type Text = string | ((...values: never[]) => string);
type SameShape<T extends Record<string, Text>> = { [K in keyof T]: T[K] extends string ? string : T[K] };

export interface Texts<T extends Record<string, Text>> {
  zh: T;
  en: SameShape<T>;
}

/** The compiler refuses a key that one language lacks. */
export function defineTexts<const T extends Record<string, Text>>(texts: Texts<T>): Texts<T> {
  return texts;
}

export function textsFor<T extends Record<string, Text>>(texts: Texts<T>, locale: Locale): SameShape<T> {
  return locale === 'en' ? texts.en : widen(texts.zh);
}

/** `T` has literal strings where `SameShape<T>` has `string`: every `T` is one. */
function widen<T extends Record<string, Text>>(texts: T): SameShape<T> {
  return texts as SameShape<T>; // See the function's comment; TypeScript cannot prove it for a mapped conditional type.
}

export function pickName(name: BilingualName, locale: Locale): string {
  return locale === 'en' && name.en ? name.en : name.zh;
}
