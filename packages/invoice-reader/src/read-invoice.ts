import { type DetectedFormat, detectFormat } from './detect-format.ts';
import { limits } from './limits.ts';
import { ScanDeferred } from './pdf/scan-deferred.ts';
import type { FileFormat, InvoiceDocument, Reading, RefusalCode } from './reading.ts';
import { ReadingRefusal } from './refusal.ts';

export interface ReadOptions {
  fileName: string;
  /** Certificates (DER or PEM) to which the signature of an OFD or PDF must lead to be called valid. */
  trustedRoots?: readonly Uint8Array[];
  /** Throw `ScanDeferred` for a PDF without text instead of reading its pictures. */
  defersScans?: boolean;
}

/** Reads one file in this process. No input makes it throw: the reading says what is wrong with the file. */
export async function readInvoice(bytes: Uint8Array, options: ReadOptions): Promise<Reading> {
  const startedAt = performance.now();
  let format: FileFormat = 'unknown';
  try {
    if (bytes.length > limits.fileBytesMax) {
      throw new ReadingRefusal('file_too_large', `The file is larger than ${limits.fileBytesMax} bytes.`);
    }
    const detected = detectFormat(bytes);
    format = detected;
    const { pageCount, documents } = await readAs(detected, bytes, options);
    return { file: options.fileName, format, elapsedMs: elapsed(startedAt), error: null, pageCount, documents };
  } catch (error) {
    if (error instanceof ScanDeferred) throw error;
    const { code, message } = refusalOf(error);
    return {
      file: options.fileName,
      format: code === 'format_unknown' ? 'unknown' : format,
      elapsedMs: elapsed(startedAt),
      error: { code, message },
      pageCount: 0,
      documents: [],
    };
  }
}

/** A file that trips the reader over its own feet is refused too; the message names the defect. */
function refusalOf(error: unknown): { code: RefusalCode; message: string } {
  if (error instanceof ReadingRefusal) return error;
  return {
    code: 'reader_crashed',
    message: error instanceof Error ? `${error.name}: ${error.message}` : 'Unknown defect.',
  };
}

function elapsed(startedAt: number): number {
  return Math.round(performance.now() - startedAt);
}

/** Each reader is loaded when it is first needed: the OCR models alone take a second. */
async function readAs(
  format: DetectedFormat,
  bytes: Uint8Array,
  options: ReadOptions,
): Promise<{ pageCount: number; documents: InvoiceDocument[] }> {
  switch (format) {
    case 'pdf': {
      const { readPdf } = await import('./pdf/read-pdf.ts');
      return readPdf(bytes, { defersScans: options.defersScans ?? false, trustedRoots: options.trustedRoots ?? [] });
    }
    case 'ofd': {
      const { readOfd } = await import('./ofd/read-ofd.ts');
      return readOfd(bytes, options);
    }
    case 'xml': {
      const { readXml } = await import('./xml/read-xml.ts');
      return readXml(bytes);
    }
    case 'image': {
      const { readImage } = await import('./image/read-image.ts');
      return readImage(bytes);
    }
  }
}
