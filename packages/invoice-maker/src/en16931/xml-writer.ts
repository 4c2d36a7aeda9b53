import { escapeXml } from '../xml-text.ts';

/** An element with text and attributes; nothing at all for an empty text, which EN 16931 forbids. */
export function leaf(name: string, text: string, attributes: Record<string, string> = {}): string {
  if (text === '') return '';
  return `<${name}${attributesOf(attributes)}>${escapeXml(text)}</${name}>`;
}

/** An element around elements; nothing at all where they are all nothing. */
export function group(name: string, children: readonly string[], attributes: Record<string, string> = {}): string {
  const content = children.join('');
  return content === '' ? '' : `<${name}${attributesOf(attributes)}>${content}</${name}>`;
}

function attributesOf(attributes: Record<string, string>): string {
  return Object.entries(attributes)
    .map(([name, value]) => ` ${name}="${escapeXml(value)}"`)
    .join('');
}

export const isNil = (amount: string): boolean => /^-?0(?:\.0+)?$/.test(amount);
