import { unzipSync } from 'fflate';
import { SaxesParser } from 'saxes';
import { ReadingRefusal } from '../refusal.ts';
import { TextCollector, textLimits } from './text-limits.ts';

const contentTypes = '[Content_Types].xml';
const wordPart = /^word\/(?:document|footnotes|endnotes|comments|header\d*|footer\d*)\.xml$/;
const slidePart = /^ppt\/(?:slides|notesSlides)\/[^/]+\.xml$/;
const sharedStrings = 'xl/sharedStrings.xml';
const sheetPart = /^xl\/worksheets\/[^/]+\.xml$/;

/** Parts that hold text; all others, embedded files and pictures among them, are never inflated. */
const isTextPart = (name: string): boolean =>
  wordPart.test(name) || slidePart.test(name) || sheetPart.test(name) || name === sharedStrings;

/** Whether the archive is a document of Office, by its directory alone. */
export function isOffice(bytes: Uint8Array): boolean {
  let found = false;
  unzip(bytes, ({ name }) => {
    found ||= name === contentTypes;
    return false;
  });
  return found;
}

/** Text of a document, a workbook or slides, part by part. */
export function readOffice(bytes: Uint8Array): string {
  let total = 0;
  const parts = unzip(bytes, (entry) => {
    if (!isTextPart(entry.name)) return false;
    total += entry.originalSize;
    const isBomb =
      entry.originalSize > textLimits.officeRatioExemptBytes &&
      entry.originalSize / Math.max(1, entry.size) > textLimits.officeRatioMax;
    if (isBomb || entry.originalSize > textLimits.officeEntryBytesMax || total > textLimits.officeBytesMax)
      throw new ReadingRefusal('archive_too_large', `The document inflates ${entry.name} too far.`);
    return true;
  });
  const collector = new TextCollector();
  const strings = parts[sharedStrings] ? listStrings(parts[sharedStrings]) : [];
  for (const name of Object.keys(parts).sort((left, right) => left.localeCompare(right, 'en', { numeric: true }))) {
    const part = parts[name];
    if (!part || name === sharedStrings || collector.isFull) continue;
    if (sheetPart.test(name)) readSheet(part, strings, collector);
    else readParagraphs(part, collector);
  }
  return collector.text();
}

interface ZipEntry {
  name: string;
  size: number;
  originalSize: number;
}

function unzip(bytes: Uint8Array, accept: (entry: ZipEntry) => boolean): Record<string, Uint8Array> {
  let entries = 0;
  try {
    return unzipSync(bytes, {
      filter: (entry) => {
        entries += 1;
        if (entries > textLimits.officeEntriesMax)
          throw new ReadingRefusal('archive_too_large', 'The document has too many parts.');
        return accept(entry);
      },
    });
  } catch (error) {
    if (error instanceof ReadingRefusal) throw error;
    throw new ReadingRefusal('file_damaged', 'The document is damaged.');
  }
}

interface Handlers {
  open?(name: string, attributes: Readonly<Record<string, string>>): void;
  close?(name: string): void;
  text?(content: string): void;
  isDone?(): boolean;
}

class Enough extends Error {}

/** Local names, without entities of the document's own. */
function parse(part: Uint8Array, handlers: Handlers): void {
  const local = (name: string) => name.slice(name.indexOf(':') + 1);
  const parser = new SaxesParser({ xmlns: false, position: false });
  parser.on('doctype', () => {
    throw new ReadingRefusal('xml_entities_refused', 'A part of the document declares a document type.');
  });
  parser.on('error', () => {
    throw new ReadingRefusal('file_damaged', 'A part of the document is damaged.');
  });
  parser.on('opentag', (tag) => {
    if (handlers.isDone?.()) throw new Enough();
    handlers.open?.(local(tag.name), tag.attributes);
  });
  parser.on('closetag', (tag) => handlers.close?.(local(tag.name)));
  parser.on('text', (content) => handlers.text?.(content));
  try {
    parser.write(new TextDecoder('utf-8').decode(part)).close();
  } catch (error) {
    if (!(error instanceof Enough)) throw error;
  }
}

/** Documents and slides: runs of text (`t`) in paragraphs (`p`). */
function readParagraphs(part: Uint8Array, collector: TextCollector): void {
  let isText = false;
  parse(part, {
    open: (name) => {
      isText = name === 't';
      if (name === 'tab') collector.add('\t');
      if (name === 'br') collector.add('\n');
    },
    close: (name) => {
      isText = false;
      if (name === 'p') collector.add('\n');
    },
    text: (content) => {
      if (isText) collector.add(content);
    },
    isDone: () => collector.isFull,
  });
}

function listStrings(part: Uint8Array): string[] {
  const strings: string[] = [];
  let [own, isText] = ['', false];
  parse(part, {
    open: (name) => {
      if (name === 'si') own = '';
      isText = name === 't';
    },
    close: (name) => {
      isText = false;
      if (name === 'si') strings.push(own);
    },
    text: (content) => {
      if (isText) own += content;
    },
  });
  return strings;
}

/** Cells by rows: words of the shared list, words of their own, and numbers as they are kept. */
function readSheet(part: Uint8Array, strings: readonly string[], collector: TextCollector): void {
  let [type, value, isValue] = ['', '', false];
  parse(part, {
    open: (name, attributes) => {
      if (name === 'c') [type, value] = [attributes.t ?? '', ''];
      isValue = name === 'v' || name === 't';
    },
    close: (name) => {
      isValue = false;
      if (name === 'c') collector.add(`${type === 's' ? (strings[Number(value)] ?? '') : value}\t`);
      if (name === 'row') collector.add('\n');
    },
    text: (content) => {
      if (isValue) value += content;
    },
    isDone: () => collector.isFull,
  });
}
