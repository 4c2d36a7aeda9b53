import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { ignoreStrayRejections, readInvoice } from '@countinghouse/invoice-reader';

/**
 * Reads the files of standard input's list (a path per line) one after another in this process and prints
 * `{ path, cpuMs, values }` per file. Each file is read twice and the second reading counts, so that what a process
 * loads once is not counted against whichever file comes first.
 */
ignoreStrayRejections();
const paths = (await text(process.stdin)).split('\n').filter((path) => path !== '');
for (const path of paths) {
  const bytes = await readFile(path);
  await readInvoice(bytes, { fileName: path });
  const before = process.cpuUsage();
  const reading = await readInvoice(bytes, { fileName: path });
  const used = process.cpuUsage(before);
  const values = reading.documents.flatMap((document) =>
    Object.values(document.fields).filter((value) => typeof value === 'string'),
  );
  console.log(JSON.stringify({ path, cpuMs: (used.user + used.system) / 1000, values }));
}
