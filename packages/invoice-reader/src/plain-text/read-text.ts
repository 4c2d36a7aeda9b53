import { type DetectedFormat, detectFormat } from '../detect-format.ts';
import { limits } from '../limits.ts';
import { openOfd } from '../ofd/ofd-document.ts';
import { ofdPageTexts } from '../ofd/ofd-text.ts';
import { openPdf } from '../pdf/pdf-text.ts';
import { ReadingRefusal } from '../refusal.ts';
import { readMarkup, readPlain } from './markup-text.ts';
import { isOffice, readOffice } from './office-text.ts';
import { TextCollector, textLimits } from './text-limits.ts';

const markupName = /\.(?:html?|xml|xhtml|svg)$/i;
const plainName = /\.(?:txt|csv|tsv|md|markdown|log|json|ya?ml|ini|sql|eml)$/i;

/**
 * The text in a PDF, an OFD, a document of Office (docx, xlsx, pptx), or a text file, up to a limit; null for what holds
 * no text to read: pictures, scans, archives of files, unknown content. Throws a `ReadingRefusal` for what is hostile,
 * broken or locked.
 */
export async function readText(bytes: Uint8Array, fileName: string): Promise<string | null> {
  if (bytes.length > limits.fileBytesMax)
    throw new ReadingRefusal('file_too_large', `The file is larger than ${limits.fileBytesMax} bytes.`);
  switch (formatOf(bytes)) {
    case 'image':
      return null;
    case 'pdf':
      return readPdf(bytes);
    case 'ofd':
      return readZip(bytes);
    case 'xml':
      return readMarkup(bytes);
    case undefined:
      if (markupName.test(fileName)) return readMarkup(bytes);
      return plainName.test(fileName) ? readPlain(bytes) : null;
  }
}

function formatOf(bytes: Uint8Array): DetectedFormat | undefined {
  if (bytes.length === 0) return undefined;
  try {
    return detectFormat(bytes);
  } catch (error) {
    if (error instanceof ReadingRefusal && error.code === 'format_unknown') return undefined;
    throw error;
  }
}

async function readPdf(bytes: Uint8Array): Promise<string> {
  const pdf = await openPdf(bytes);
  try {
    const collector = new TextCollector();
    for (let number = 1; number <= Math.min(pdf.numPages, textLimits.pdfPagesMax) && !collector.isFull; number++) {
      const page = await pdf.getPage(number);
      const { items } = await page.getTextContent();
      for (const item of items) if ('str' in item) collector.add(item.str + (item.hasEOL ? '\n' : ''));
      collector.add('\n');
      page.cleanup();
    }
    return collector.text();
  } finally {
    await pdf.loadingTask.destroy();
  }
}

/** Both OFD and documents of Office are archives of XML. */
function readZip(bytes: Uint8Array): string | null {
  if (isOffice(bytes)) return readOffice(bytes);
  try {
    const collector = new TextCollector();
    for (const page of ofdPageTexts(openOfd(bytes))) {
      for (const run of page.runs) collector.add(`${run.text}\n`);
    }
    return collector.text();
  } catch (error) {
    const isOther = error instanceof ReadingRefusal && ['format_unknown', 'archive_of_files'].includes(error.code);
    if (isOther) return null;
    throw error;
  }
}
