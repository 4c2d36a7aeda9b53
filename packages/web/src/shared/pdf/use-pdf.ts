import type { PDFDocumentProxy } from 'pdfjs-dist';
import { useEffect, useRef, useState } from 'react';
import { openPdf } from './pdf-document.ts';

/** The document at an address of our own server; null while it is on its way. */
export function usePdf(url: string, onFailure: () => void): PDFDocumentProxy | null {
  const [pdf, setPdf] = useState<PDFDocumentProxy | null>(null);
  const report = useRef(onFailure);
  report.current = onFailure;
  useEffect(() => {
    let isGone = false;
    const opened = openPdf(url);
    opened.document.then(
      (document) => {
        if (!isGone) setPdf(document);
      },
      () => {
        if (!isGone) report.current();
      },
    );
    return () => {
      isGone = true;
      setPdf(null);
      opened.close();
    };
  }, [url]);
  return pdf;
}
