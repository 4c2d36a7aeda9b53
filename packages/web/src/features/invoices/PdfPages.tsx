import { type FileId, fileContentPath } from '@countinghouse/protocol';
import type { PDFDocumentProxy, PDFPageProxy } from 'pdfjs-dist';
import { useEffect, useRef, useState } from 'react';
import { useTexts } from '../../shared/locale.tsx';
import { LoadingState } from '../../shared/States.tsx';
import styles from './OriginalViewer.module.css';
import { type Marks, PageFrame } from './PageFrame.tsx';
import { openPdf } from './pdf-document.ts';
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
  const [pdf, setPdf] = useState<PDFDocumentProxy | null>(null);
  const report = useRef({ onPageCount, onFailure });
  report.current = { onPageCount, onFailure };
  useEffect(() => {
    let isGone = false;
    const opened = openPdf(`${fileContentPath(fileId)}?inline=1`);
    opened.document.then(
      (document) => {
        if (isGone) return;
        setPdf(document);
        report.current.onPageCount(document.numPages);
      },
      () => {
        if (!isGone) report.current.onFailure();
      },
    );
    return () => {
      isGone = true;
      setPdf(null);
      opened.close();
    };
  }, [fileId]);
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
  const canvas = useRef<HTMLCanvasElement>(null);
  const isNear = useIsNear(canvas);
  const [proxy, setProxy] = useState<PDFPageProxy | null>(null);
  const [isFailed, setIsFailed] = useState(false);
  const texts = useTexts(viewerTexts);
  useEffect(() => {
    if (!isNear) return;
    let isGone = false;
    pdf.getPage(page + 1).then(
      (found) => !isGone && setProxy(found),
      () => !isGone && setIsFailed(true),
    );
    return () => {
      isGone = true;
    };
  }, [pdf, page, isNear]);
  usePainting({ canvas, proxy, zoom, onFailure: () => setIsFailed(true) });
  const view = proxy?.getViewport({ scale: 1 });
  return (
    <PageFrame page={page} label={label} zoom={zoom} aspect={view ? view.width / view.height : likelyAspect} {...marks}>
      <canvas ref={canvas} className={styles.paper} />
      {isFailed && <p className={styles.problem}>{texts.failed}</p>}
    </PageFrame>
  );
}

/** Pages far from what is on screen are not drawn: a scan of 200 pages would fill the memory of a phone. */
function useIsNear(element: React.RefObject<Element | null>): boolean {
  const [isNear, setIsNear] = useState(false);
  useEffect(() => {
    if (!element.current) return;
    const observer = new IntersectionObserver((entries) => setIsNear(entries.some((entry) => entry.isIntersecting)), {
      rootMargin: '100% 0px',
    });
    observer.observe(element.current);
    return () => observer.disconnect();
  }, [element]);
  return isNear;
}

interface PaintingInput {
  canvas: React.RefObject<HTMLCanvasElement | null>;
  proxy: PDFPageProxy | null;
  zoom: number;
  onFailure(): void;
}

/** Largest side of a canvas that phones still paint. */
const canvasSideMax = 4096;

function usePainting({ canvas, proxy, zoom, onFailure }: PaintingInput) {
  const report = useRef(onFailure);
  report.current = onFailure;
  // biome-ignore lint/correctness/useExhaustiveDependencies: another zoom changes the size of the canvas on screen.
  useEffect(() => {
    const target = canvas.current;
    if (!target || !proxy) return;
    const natural = proxy.getViewport({ scale: 1 });
    const wanted = (target.clientWidth * Math.min(devicePixelRatio, 2)) / natural.width;
    const scale = Math.min(wanted, canvasSideMax / Math.max(natural.width, natural.height));
    const viewport = proxy.getViewport({ scale });
    target.width = Math.round(viewport.width);
    target.height = Math.round(viewport.height);
    const task = proxy.render({ canvas: target, viewport });
    task.promise.catch((error: unknown) => {
      const isCancelled = error instanceof Error && error.name === 'RenderingCancelledException';
      if (!isCancelled) report.current();
    });
    return () => task.cancel();
  }, [canvas, proxy, zoom]);
}
