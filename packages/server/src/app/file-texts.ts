import { ReaderPool, ReadingRefusal } from '@countinghouse/invoice-reader';
import { Refusal } from '@countinghouse/protocol';
import type { Files } from '../modules/files/index.ts';
import type { FileTexts } from '../modules/search/index.ts';

/** What is larger is a film, an image of a disk or an export of a database. */
const sizeBytesMax = 40 * 1024 * 1024;
/** Searching in a document may wait; a machine that reads a bomb must not. */
const timeMsMax = 10_000;
const memoryBytesMax = 768 * 1024 * 1024;
/** Kinds that hold no text, whatever they are called. */
const wordless = /^(?:image|audio|video|font)\//;

/** Text of files, read in a process of its own: invoices never wait for it. The process runs only while there is work. */
export function createFileTexts(files: Pick<Files, 'readFileBytes'>): FileTexts {
  let pool: ReaderPool | undefined;
  let isClosed = false;
  return {
    read: async (file) => {
      if (wordless.test(file.mediaType) || file.sizeBytes > sizeBytesMax) return { kind: 'none' };
      try {
        const bytes = await files.readFileBytes(file.fileId, sizeBytesMax);
        pool ??= new ReaderPool({ workers: 1, timeMsMax, memoryBytesMax, isKeptWarm: false });
        const text = await pool.readText(bytes, file.name);
        return text === null || text.trim() === '' ? { kind: 'none' } : { kind: 'text', text };
      } catch (error) {
        // A reader that was ended with the server says nothing about the file.
        if (isClosed) return { kind: 'stopped' };
        if (error instanceof ReadingRefusal || error instanceof Refusal) return { kind: 'refused' };
        throw error;
      }
    },
    close: () => {
      isClosed = true;
      pool?.close();
    },
  };
}
