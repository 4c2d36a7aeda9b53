import { childrenOf, descend, type XmlElement } from '../xml/parse-xml.ts';
import type { Amount, Quantity } from './model.ts';
import type { Identifier } from './model-parties.ts';

/** Trimmed text of a descendant; `''` for an empty element, undefined where there is none. */
export function valueAt(element: XmlElement | undefined, ...path: string[]): string | undefined {
  return descend(element, ...path)?.text.trim();
}

/** The first of several elements of one name that has text. */
export function firstValue(elements: readonly XmlElement[], ...path: string[]): string | undefined {
  const values = elements.map((element) => valueAt(element, ...path)).filter((value) => value !== undefined);
  return values.find((value) => value !== '') ?? values[0];
}

/** Texts of all children of one name, joined by line breaks; undefined where there is none. */
export function joinedValues(element: XmlElement | undefined, name: string): string | undefined {
  const texts = childrenOf(element, name).map((child) => child.text.trim());
  return texts.length === 0 ? undefined : texts.filter((text) => text !== '').join('\n');
}

export function amountAt(element: XmlElement | undefined, ...path: string[]): Amount | undefined {
  const found = descend(element, ...path);
  if (!found) return undefined;
  const currencyId = found.attributes.get('currencyID');
  return { value: found.text.trim(), ...(currencyId !== undefined && { currencyId }) };
}

export function quantityAt(element: XmlElement | undefined, ...path: string[]): Quantity | undefined {
  const found = descend(element, ...path);
  if (!found) return undefined;
  const unitCode = found.attributes.get('unitCode');
  return { value: found.text.trim(), ...(unitCode !== undefined && { unitCode }) };
}

export function identifierAt(element: XmlElement | undefined, ...path: string[]): Identifier | undefined {
  const found = descend(element, ...path);
  return found && identifierOf(found);
}

export function identifierOf(element: XmlElement): Identifier {
  const schemeId = element.attributes.get('schemeID');
  return { value: element.text.trim(), ...(schemeId !== undefined && { schemeId }) };
}

type Given<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

/** Leaves out what the file does not give, so that absent terms are absent keys. */
export function given<T extends object>(values: T): Given<T> {
  const some: Given<T> = {};
  for (const key in values) {
    const value = values[key];
    // The comparison with undefined is what Exclude says; the compiler does not narrow an indexed access.
    if (value !== undefined) some[key] = value as Exclude<T[typeof key], undefined>;
  }
  return some;
}

/** The values that are given, or undefined when there is none. */
export function givenOrNone<T extends object>(values: T): Given<T> | undefined {
  const some = given(values);
  return Object.keys(some).length === 0 ? undefined : some;
}

const COMPACT = /^(\d{4})(\d{2})(\d{2})(?:\d{4}(?:\d{2})?)?$/;
const WRITTEN = /^(\d{4})-(\d{2})-(\d{2})(?:T[\d:.]+)?(?:Z|[+-]\d{2}:\d{2})?$/;

/**
 * Dates of UBL (`xs:date`, a time zone is dropped) and CII (formats 102 and 203, or `xs:dateTime`) as `YYYY-MM-DD`. What is no
 * date stays as it is: the rules report it.
 */
export function dateOf(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const match = WRITTEN.exec(text) ?? COMPACT.exec(text);
  if (!match) return text;
  const iso = `${match[1] ?? ''}-${match[2] ?? ''}-${match[3] ?? ''}`;
  const date = new Date(`${iso}T00:00:00Z`);
  return Number.isNaN(date.getTime()) || date.toISOString().slice(0, 10) !== iso ? text : iso;
}

/** The types of all references of a name, `undefined` when there is no reference. */
export function typeCodesOf(element: XmlElement | undefined, name: string, typeName: string): string[] | undefined {
  const codes = childrenOf(element, name).map((reference) => valueAt(reference, typeName) ?? '');
  return codes.length === 0 ? undefined : codes;
}
