import { type FileId, fileContentPath } from '@countinghouse/protocol';
import type { PDFDocumentProxy } from 'pdfjs-dist';
import { useEffect, useRef, useState } from 'react';
import { useTexts } from '../../shared/locale.tsx';
import { PdfCanvas } from '../../shared/pdf/PdfCanvas.tsx';
import { usePdf } from '../../shared/pdf/use-pdf.ts';
import { LoadingState } from '../../shared/States.tsx';
import styles from './OriginalViewer.module.css';
import { type Marks, PageFrame } from './PageFrame.tsx';
import { viewerTexts } from './viewer-texts.ts';

interface PdfPagesProps extends Marks {
  fileId: FileId;
  zoom: number;
  onPageCount(count: number): void;
  onFailure(): void;
}

/** An A4 invoice of the common kind, until the page itself is known. */
const likelyAspect = 1.5;

export function PdfPages({ fileId, zoom, onPageCount, onFailure, ...marks }: PdfPagesProps) {
  const texts = useTexts(viewerTexts);
  const pdf = usePdf(`${fileContentPath(fileId)}?inline=1`, onFailure);
  const report = useRef(onPageCount);
  report.current = onPageCount;
  useEffect(() => {
    if (pdf) report.current(pdf.numPages);
  }, [pdf]);
  if (!pdf) return <LoadingState rows={8} />;
  const pages = Array.from({ length: pdf.numPages }, (_, page) => page);
  return pages.map((page) => (
    <PdfPage key={page} pdf={pdf} page={page} zoom={zoom} label={texts.page(page + 1, pdf.numPages)} {...marks} />
  ));
}

interface PdfPageProps extends Marks {
  pdf: PDFDocumentProxy;
  page: number;
  zoom: number;
  label: string;
}

function PdfPage({ pdf, page, zoom, label, ...marks }: PdfPageProps) {
  const texts = useTexts(viewerTexts);
  const [aspect, setAspect] = useState(likelyAspect);
  const [isFailed, setIsFailed] = useState(false);
  return (
    <PageFrame page={page} label={label} zoom={zoom} aspect={aspect} {...marks}>
      <PdfCanvas
        pdf={pdf}
        page={page}
        zoom={zoom}
        className={styles.paper}
        onAspect={setAspect}
        onFailure={() => setIsFailed(true)}
      />
      {isFailed && <p className={styles.problem}>{texts.failed}</p>}
    </PageFrame>
  );
}
