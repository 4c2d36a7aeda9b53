import type { PDFDocumentProxy, PDFPageProxy } from 'pdfjs-dist';
import { type RefObject, useEffect, useRef, useState } from 'react';

interface PdfCanvasProps {
  pdf: PDFDocumentProxy;
  /** From 0. */
  page: number;
  /** Another zoom changes the size of the canvas on screen, which is then painted anew. */
  zoom: number;
  className?: string;
  /** Width over height, once the page is known. */
  onAspect?(aspect: number): void;
  onFailure(): void;
}

/** One page, painted while it is near what is on screen: a scan of 200 pages would fill the memory of a phone. */
export function PdfCanvas({ pdf, page, zoom, className, onAspect, onFailure }: PdfCanvasProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const isNear = useIsNear(canvas);
  const [proxy, setProxy] = useState<PDFPageProxy | null>(null);
  const report = useRef({ onAspect, onFailure });
  report.current = { onAspect, onFailure };
  useEffect(() => {
    if (!isNear) return;
    let isGone = false;
    pdf.getPage(page + 1).then(
      (found) => {
        if (isGone) return;
        const view = found.getViewport({ scale: 1 });
        report.current.onAspect?.(view.width / view.height);
        setProxy(found);
      },
      () => {
        if (!isGone) report.current.onFailure();
      },
    );
    return () => {
      isGone = true;
    };
  }, [pdf, page, isNear]);
  usePainting({ canvas, proxy, zoom, onFailure: () => report.current.onFailure() });
  return <canvas ref={canvas} className={className} />;
}

function useIsNear(element: RefObject<Element | null>): boolean {
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
  canvas: RefObject<HTMLCanvasElement | null>;
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
