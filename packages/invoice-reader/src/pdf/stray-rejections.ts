/**
 * Damaged PDFs make PDF.js reject promises that it keeps to itself; Node ends a process for that. The reading waits for
 * what it needs and tells what went wrong by itself, so these are dropped; every other rejection ends the process as ever.
 * Called once by programs that read files in their own process; the workers of `ReaderPool` do it by themselves.
 */
export function ignoreStrayRejections(): void {
  process.on('unhandledRejection', (reason) => {
    if (!isOfPdfJs(reason)) throw reason;
  });
}

function isOfPdfJs(reason: unknown): boolean {
  return reason instanceof Error && /[\\/]pdfjs-dist[\\/]/.test(reason.stack ?? '');
}
