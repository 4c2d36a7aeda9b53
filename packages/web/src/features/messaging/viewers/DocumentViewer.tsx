import { CloseOutlined, DownloadOutlined, MinusOutlined, PlusOutlined } from '@ant-design/icons';
import { type FileRef, fileContentPath, filePagePath, filePreviewPath } from '@countinghouse/protocol';
import type { PDFDocumentProxy } from 'pdfjs-dist';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useTexts } from '../../../shared/locale.tsx';
import { PdfCanvas } from '../../../shared/pdf/PdfCanvas.tsx';
import { usePdf } from '../../../shared/pdf/use-pdf.ts';
import { VisibleText } from '../../../shared/VisibleText.tsx';
import { visibleText } from '../../../shared/visible-text.ts';
import { shownAs } from './shown-files.ts';
import { mediaTexts } from './texts.ts';
import styles from './Viewer.module.css';

const zooms = [0.5, 0.75, 1, 1.5, 2, 3];

/** PDF, Office files as PDF, and OFD page by page, over everything. */
export function DocumentViewer({ file, onClose }: { file: FileRef; onClose(): void }) {
  const texts = useTexts(mediaTexts);
  const dialog = useRef<HTMLDialogElement>(null);
  const [zoom, setZoom] = useState(1);
  const step = (by: number) => setZoom(zooms[zooms.indexOf(zoom) + by] ?? zoom);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog ref={dialog} className={styles.viewer} aria-label={visibleText(file.name)} onClose={onClose}>
      <header className={styles.head}>
        <span className={styles.title}>
          <VisibleText text={file.name} />
        </span>
        <button type="button" className={styles.tool} aria-label={texts.zoomOut} onClick={() => step(-1)}>
          <MinusOutlined aria-hidden="true" />
        </button>
        <button type="button" className={styles.percent} title={texts.fit} onClick={() => setZoom(1)}>
          {zoom * 100}%
        </button>
        <button type="button" className={styles.tool} aria-label={texts.zoomIn} onClick={() => step(1)}>
          <PlusOutlined aria-hidden="true" />
        </button>
        <a className={styles.tool} href={fileContentPath(file.fileId)} download={file.name} aria-label={texts.download}>
          <DownloadOutlined aria-hidden="true" />
        </a>
        <button type="button" className={styles.tool} aria-label={texts.close} onClick={onClose}>
          <CloseOutlined aria-hidden="true" />
        </button>
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard. */}
      <section className={styles.pages} tabIndex={0} aria-label={texts.viewer}>
        {shownAs(file) === 'ofd' ? <OfdPages file={file} zoom={zoom} /> : <PdfPages file={file} zoom={zoom} />}
      </section>
    </dialog>
  );
}

function PdfPages({ file, zoom }: { file: FileRef; zoom: number }) {
  const texts = useTexts(mediaTexts);
  const isOffice = shownAs(file) === 'office';
  const url = isOffice ? filePreviewPath(file.fileId) : `${fileContentPath(file.fileId)}?inline=1`;
  const [problem, setProblem] = useState<'failed' | 'officeMissing' | null>(null);
  const pdf = usePdf(url, () => {
    if (!isOffice) return setProblem('failed');
    void whyNoPreview(url).then(setProblem);
  });
  if (problem) return <p className={styles.problem}>{texts[problem]}</p>;
  if (!pdf) return <p className={styles.problem}>{isOffice ? texts.preparing : '…'}</p>;
  return Array.from({ length: pdf.numPages }, (_, page) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the number of a page is its name.
    <Page key={page} label={texts.page(page + 1, pdf.numPages)} zoom={zoom}>
      {(onAspect) => <SafePage pdf={pdf} page={page} zoom={zoom} onAspect={onAspect} />}
    </Page>
  ));
}

async function whyNoPreview(url: string): Promise<'failed' | 'officeMissing'> {
  const answer = await fetch(url).catch(() => null);
  const text = answer && !answer.ok ? await answer.text() : '';
  return text.includes('office_missing') ? 'officeMissing' : 'failed';
}

interface SafePageProps {
  pdf: PDFDocumentProxy;
  page: number;
  zoom: number;
  onAspect(aspect: number): void;
}

function SafePage(props: SafePageProps) {
  const texts = useTexts(mediaTexts);
  const [hasFailed, setHasFailed] = useState(false);
  if (hasFailed) return <p className={styles.problem}>{texts.failed}</p>;
  return <PdfCanvas {...props} onFailure={() => setHasFailed(true)} />;
}

interface PageProps {
  label: string;
  zoom: number;
  children(onAspect: (aspect: number) => void): ReactNode;
}

const a4 = 1 / Math.SQRT2;

function Page({ label, zoom, children }: PageProps) {
  const [aspect, setAspect] = useState(a4);
  return (
    <figure
      className={styles.page}
      aria-label={label}
      style={{ width: `${zoom * 100}%`, maxWidth: 1000 * zoom, aspectRatio: aspect }}
    >
      {children(setAspect)}
    </figure>
  );
}

/** An OFD file does not say beforehand how many pages it has: the next one is asked for until there is none. */
function OfdPages({ file, zoom }: { file: FileRef; zoom: number }) {
  const texts = useTexts(mediaTexts);
  const [count, setCount] = useState(1);
  const [isComplete, setIsComplete] = useState(false);
  if (count === 0) return <p className={styles.problem}>{texts.failed}</p>;
  return Array.from({ length: count }, (_, page) => (
    <figure
      // biome-ignore lint/suspicious/noArrayIndexKey: the number of a page is its name.
      key={page}
      className={styles.page}
      style={{ width: `${zoom * 100}%`, maxWidth: 1000 * zoom }}
    >
      <img
        src={filePagePath(file.fileId, page)}
        alt={`${visibleText(file.name)} ${page + 1}`}
        onLoad={() => {
          if (!isComplete && page === count - 1) setCount(count + 1);
        }}
        onError={() => {
          setIsComplete(true);
          setCount(page);
        }}
      />
    </figure>
  ));
}
