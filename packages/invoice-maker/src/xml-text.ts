const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' };

export const escapeXml = (text: string): string => text.replace(/[&<>"']/g, (character) => ESCAPES[character] ?? '');

/** `<name>text</name>`, or `<name/>` for an empty text. */
export const element = (name: string, text: string): string =>
  text === '' ? `<${name}/>` : `<${name}>${escapeXml(text)}</${name}>`;

/** An element around elements. */
export const wrapped = (name: string, children: readonly string[], attributes = ''): string =>
  `<${name}${attributes === '' ? '' : ` ${attributes}`}>${children.join('')}</${name}>`;
