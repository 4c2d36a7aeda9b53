import { isUtf8 } from 'node:buffer';
import { SaxesParser } from 'saxes';
import { limits } from '../limits.ts';
import { ReadingRefusal } from '../refusal.ts';

/** Names are without prefix: the formats read here differ by root and attachment, never by the prefix alone. */
export interface XmlElement {
  name: string;
  attributes: Map<string, string>;
  children: XmlElement[];
  text: string;
}

/** Text stays text: a number of 20 digits would lose digits as a number. DTDs and entities are refused. */
export function parseXml(bytes: Uint8Array, fileName: string): XmlElement {
  if (bytes.length > limits.xmlBytesMax) throw new ReadingRefusal('archive_too_large', `${fileName} is too large.`);
  const text = decodeXml(bytes, fileName);
  const builder = new TreeBuilder(fileName);
  // Some OFD producers write `<:eInvoice xmlns:="">`, which is well-formed only without namespace processing.
  const parser = new SaxesParser({ xmlns: false, position: false });
  parser.on('doctype', () => {
    throw new ReadingRefusal('xml_entities_refused', `${fileName} declares a document type, which is refused.`);
  });
  parser.on('opentag', (tag) => builder.open(tag.name, tag.attributes));
  parser.on('closetag', () => builder.close());
  parser.on('text', (content) => builder.append(content));
  parser.on('cdata', (content) => builder.append(content));
  parser.on('error', (error) => {
    throw xmlRefusal(error, fileName);
  });
  parser.write(text).close();
  if (builder.root === null) throw new ReadingRefusal('file_damaged', `${fileName} holds no XML element.`);
  return builder.root;
}

class TreeBuilder {
  root: XmlElement | null = null;
  readonly #fileName: string;
  readonly #stack: XmlElement[] = [];
  #count = 0;

  constructor(fileName: string) {
    this.#fileName = fileName;
  }

  open(qualifiedName: string, attributes: Record<string, string>): void {
    this.#count++;
    if (this.#stack.length >= limits.xmlDepthMax || this.#count > limits.xmlElementsMax) {
      throw new ReadingRefusal('archive_too_large', `${this.#fileName} is nested too deeply or has too many elements.`);
    }
    const element: XmlElement = { name: localName(qualifiedName), attributes: new Map(), children: [], text: '' };
    for (const [name, value] of Object.entries(attributes)) element.attributes.set(localName(name), value);
    const parent = this.#stack.at(-1);
    if (parent) parent.children.push(element);
    else this.root = element;
    this.#stack.push(element);
  }

  close(): void {
    this.#stack.pop();
  }

  append(content: string): void {
    const element = this.#stack.at(-1);
    if (element) element.text += content;
  }
}

function xmlRefusal(error: Error, fileName: string): ReadingRefusal {
  if (/undefined entity/i.test(error.message)) {
    return new ReadingRefusal('xml_entities_refused', `${fileName} uses an entity that is not predefined.`);
  }
  if (/unclosed|unexpected end|must contain a root|end of/i.test(error.message)) {
    return new ReadingRefusal('file_truncated', `${fileName} ends before its last element is closed.`);
  }
  return new ReadingRefusal('file_damaged', `${fileName} is not well-formed XML.`);
}

function decodeXml(bytes: Uint8Array, fileName: string): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  const declaration = Buffer.from(bytes.subarray(0, 200)).toString('latin1');
  const encoding = /<\?xml[^>]*encoding=["']([\w.-]+)["']/.exec(declaration)?.[1]?.toLowerCase() ?? 'utf-8';
  const label = encoding === 'gbk' || encoding === 'gb2312' ? 'gb18030' : encoding;
  try {
    const decoder = new TextDecoder(label.startsWith('utf-16') || label === 'utf8' ? 'utf-8' : label);
    const text = decoder.decode(bytes);
    const isWrong = decoder.encoding === 'utf-8' && text.includes('\ufffd') && !isUtf8(bytes);
    return withoutPreamble(isWrong ? new TextDecoder(likelyEncoding(bytes)).decode(bytes) : text);
  } catch {
    throw new ReadingRefusal('file_damaged', `${fileName} declares the unknown encoding ${encoding}.`);
  }
}

/** Files that are called UTF-8, or nothing, and are in the old encoding of their country: of the Union, or of China. */
function likelyEncoding(bytes: Uint8Array): 'windows-1252' | 'gb18030' {
  const head = Buffer.from(bytes.subarray(0, 4_000)).toString('latin1');
  return /urn:(?:oasis|un:unece|ferd|cen\.eu):/.test(head) ? 'windows-1252' : 'gb18030';
}

/** Blanks and comments before the declaration are an error by the letter, but occur. */
function withoutPreamble(text: string): string {
  let rest = text.trimStart();
  while (rest.startsWith('<!--')) {
    const end = rest.indexOf('-->');
    if (end < 0) return rest;
    rest = rest.slice(end + '-->'.length).trimStart();
  }
  return rest;
}

function localName(qualifiedName: string): string {
  return qualifiedName.slice(qualifiedName.lastIndexOf(':') + 1);
}

export function child(element: XmlElement | undefined, name: string): XmlElement | undefined {
  return element?.children.find((candidate) => candidate.name === name);
}

export function childrenOf(element: XmlElement | undefined, name: string): XmlElement[] {
  return element?.children.filter((candidate) => candidate.name === name) ?? [];
}

/** Follows a path of element names from `element` down; undefined where one is missing. */
export function descend(element: XmlElement | undefined, ...path: string[]): XmlElement | undefined {
  return path.reduce<XmlElement | undefined>((current, name) => child(current, name), element);
}

/** Trimmed text of a descendant; undefined when missing or blank. */
export function textAt(element: XmlElement | undefined, ...path: string[]): string | undefined {
  const text = descend(element, ...path)?.text.trim();
  return text === '' ? undefined : text;
}

export function* walk(element: XmlElement): Generator<XmlElement> {
  yield element;
  for (const candidate of element.children) yield* walk(candidate);
}
