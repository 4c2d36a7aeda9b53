#!/usr/bin/env node
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { limits } from './limits.ts';
import { readInvoice } from './read-invoice.ts';
import type { InvoiceDocument, Reading } from './reading.ts';

const USAGE = `Usage: invoice-reader --json FILE|FOLDER…

Reads invoices (PDF, OFD, XML, image) and prints one JSON object per line and file.

Options:
  --json    print JSON lines (without it, one short line of text per file)
  --help    print this

Exit status: 0 every file was read, 1 some file was refused, 2 wrong usage.`;

const EXIT = { allRead: 0, someRefused: 1, usage: 2 } as const;

async function main(args: readonly string[]): Promise<number> {
  if (args.includes('--help')) {
    console.log(USAGE);
    return EXIT.allRead;
  }
  const unknown = args.find((argument) => argument.startsWith('--') && argument !== '--json');
  const paths = args.filter((argument) => !argument.startsWith('--'));
  if (unknown !== undefined || paths.length === 0) {
    console.error(unknown === undefined ? USAGE : `invoice-reader: unknown option ${unknown}\n\n${USAGE}`);
    return EXIT.usage;
  }
  let status: number = EXIT.allRead;
  for (const path of await expand(paths)) {
    const reading = await readPath(path);
    if (reading.error) status = EXIT.someRefused;
    console.log(args.includes('--json') ? JSON.stringify(forJson(reading)) : summary(reading));
  }
  return status;
}

async function expand(paths: readonly string[]): Promise<string[]> {
  const files: string[] = [];
  for (const path of paths) {
    const info = await stat(path).catch(() => null);
    if (!info?.isDirectory()) files.push(path);
    else {
      const entries = await readdir(path, { withFileTypes: true, recursive: true });
      files.push(
        ...entries
          .filter((entry) => entry.isFile())
          .map((entry) => join(entry.parentPath, entry.name))
          .sort(),
      );
    }
  }
  return files;
}

async function readPath(path: string): Promise<Reading> {
  const refused = (code: 'file_empty' | 'file_too_large', message: string): Reading => ({
    file: path,
    format: 'unknown',
    elapsedMs: 0,
    error: { code, message },
    pageCount: 0,
    documents: [],
  });
  const info = await stat(path).catch(() => null);
  if (!info) return refused('file_empty', 'The file does not exist or may not be read.');
  if (info.size > limits.fileBytesMax)
    return refused('file_too_large', `The file is larger than ${limits.fileBytesMax} bytes.`);
  return readInvoice(await readFile(path), { fileName: path });
}

/** Other tools know the specification of an item as `spec`, so it is printed under both names. */
function forJson(reading: Reading): object {
  return { ...reading, documents: reading.documents.map(withSpec) };
}

function withSpec(document: InvoiceDocument): object {
  const items = document.fields.items?.map((item) => ({
    ...item,
    ...(item.specification !== undefined && { spec: item.specification }),
  }));
  return { ...document, fields: { ...document.fields, ...(items && { items }) } };
}

function summary(reading: Reading): string {
  if (reading.error) return `${reading.file}: ${reading.error.code}: ${reading.error.message}`;
  const parts = reading.documents.map((document) => {
    if (!document.isInvoice) return `not an invoice (${document.notInvoiceReason ?? 'unknown'})`;
    const { invoiceType, invoiceNumber, totalAmount } = document.fields;
    return [invoiceType, invoiceNumber, totalAmount].filter((part) => part !== undefined).join(' ');
  });
  return `${reading.file}: ${parts.join('; ')}`;
}

process.exitCode = await main(process.argv.slice(2));
