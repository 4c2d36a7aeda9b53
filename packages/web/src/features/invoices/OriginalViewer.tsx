import { DownloadOutlined, DownOutlined, MinusOutlined, PlusOutlined, UpOutlined } from '@ant-design/icons';
import { type FileRef, fileContentPath, filePagePath } from '@countinghouse/protocol';
import { Button } from 'antd';
import { type RefObject, useEffect, useRef, useState } from 'react';
import { useTexts } from '../../shared/locale.tsx';
import styles from './OriginalViewer.module.css';
import { originalKind } from './original-kind.ts';
import { type Marks, PageFrame } from './PageFrame.tsx';
import { PdfPages } from './PdfPages.tsx';
import { regionOf, scrollToPlace } from './place-box.ts';
import { viewerTexts } from './viewer-texts.ts';
import { XmlText } from './XmlText.tsx';

interface OriginalViewerProps extends Marks {
  file: FileRef;
  pageCount: number;
}

const zoomSteps = [0.5, 0.75, 1, 1.25, 1.5, 2, 3];

/** The original as it is, with the place of each recognised field marked on it. */
export function OriginalViewer({ file, pageCount, ...marks }: OriginalViewerProps) {
  const texts = useTexts(viewerTexts);
  const kind = originalKind(file, pageCount);
  const desk = useRef<HTMLDivElement>(null);
  const [zoom, setZoom] = useState(1);
  const [pdfPageCount, setPdfPageCount] = useState(0);
  const [isFailed, setIsFailed] = useState(false);
  const count = kind === 'pdf' ? pdfPageCount : Math.max(pageCount, kind === 'image' ? 1 : 0);
  const { page, goTo } = usePageInView(desk, count);
  useFollow(desk, marks);
  useStartAtPart(desk, marks);
  const fail = () => setIsFailed(true);
  return (
    <div className={styles.viewer}>
      <ViewerTools
        {...{ file, page, count, goTo, zoom, setZoom }}
        canZoom={kind !== 'xml' && kind !== 'none' && !isFailed}
      />
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard. */}
      <section className={styles.desk} ref={desk} tabIndex={0} aria-label={texts.original}>
        {isFailed && <p className={styles.problem}>{texts.failed}</p>}
        {!isFailed && kind === 'pdf' && (
          <PdfPages fileId={file.fileId} zoom={zoom} onPageCount={setPdfPageCount} onFailure={fail} {...marks} />
        )}
        {!isFailed && (kind === 'image' || kind === 'drawn') && (
          <ImagePages {...{ file, kind, count, zoom, marks }} onFailure={fail} />
        )}
        {!isFailed && kind === 'xml' && <XmlText fileId={file.fileId} onFailure={fail} {...marks} />}
        {kind === 'none' && <p className={styles.problem}>{texts.notDrawn}</p>}
      </section>
    </div>
  );
}

interface ImagePagesProps {
  file: FileRef;
  kind: 'image' | 'drawn';
  count: number;
  zoom: number;
  marks: Marks;
  onFailure(): void;
}

function ImagePages({ file, kind, count, zoom, marks, onFailure }: ImagePagesProps) {
  const texts = useTexts(viewerTexts);
  return Array.from({ length: count }, (_, page) => (
    <PageFrame
      // biome-ignore lint/suspicious/noArrayIndexKey: the number of a page is its name.
      key={page}
      page={page}
      label={texts.page(page + 1, count)}
      zoom={zoom}
      aspect={null}
      {...marks}
    >
      <img
        className={styles.paper}
        src={kind === 'image' ? `${fileContentPath(file.fileId)}?inline=1` : filePagePath(file.fileId, page)}
        alt={`${file.name} · ${texts.page(page + 1, count)}`}
        onError={onFailure}
      />
    </PageFrame>
  ));
}

interface ViewerToolsProps {
  file: FileRef;
  page: number;
  count: number;
  goTo(page: number): void;
  zoom: number;
  setZoom(zoom: number): void;
  canZoom: boolean;
}

function ViewerTools({ file, page, count, goTo, zoom, setZoom, canZoom }: ViewerToolsProps) {
  const texts = useTexts(viewerTexts);
  const step = zoomSteps.indexOf(zoom);
  const zoomBy = (steps: number) => setZoom(zoomSteps[step + steps] ?? zoom);
  return (
    <div className={styles.tools} role="toolbar" aria-label={texts.toolbar}>
      {count > 1 && (
        <>
          <Button
            {...small}
            icon={<UpOutlined aria-hidden="true" />}
            aria-label={texts.previous}
            disabled={page === 0}
            onClick={() => goTo(page - 1)}
          />
          <output className={styles.figure} aria-label={texts.page(page + 1, count)}>
            {texts.pageOf(page + 1, count)}
          </output>
          <Button
            {...small}
            icon={<DownOutlined aria-hidden="true" />}
            aria-label={texts.next}
            disabled={page === count - 1}
            onClick={() => goTo(page + 1)}
          />
        </>
      )}
      <span className={styles.space} />
      {canZoom && (
        <>
          <Button
            {...small}
            icon={<MinusOutlined aria-hidden="true" />}
            aria-label={texts.zoomOut}
            disabled={step === 0}
            onClick={() => zoomBy(-1)}
          />
          <Button {...small} className={styles.figure} title={texts.fit} onClick={() => setZoom(1)}>
            {`${zoom * 100}%`}
          </Button>
          <Button
            {...small}
            icon={<PlusOutlined aria-hidden="true" />}
            aria-label={texts.zoomIn}
            disabled={step === zoomSteps.length - 1}
            onClick={() => zoomBy(1)}
          />
        </>
      )}
      <Button
        {...small}
        icon={<DownloadOutlined aria-hidden="true" />}
        href={fileContentPath(file.fileId)}
        download={file.name}
        aria-label={texts.download}
        title={texts.download}
      />
    </div>
  );
}

const small = { type: 'text', size: 'small' } as const;

type Desk = RefObject<HTMLDivElement | null>;
const pageElement = (desk: Desk, page: number) => desk.current?.querySelector<HTMLElement>(`[data-page="${page}"]`);

/** The page under the middle of the window, and a way to another. */
function usePageInView(desk: Desk, count: number) {
  const [page, setPage] = useState(0);
  useEffect(() => {
    const element = desk.current;
    if (!element || count < 2) return;
    const look = () => {
      const middle = element.scrollTop + element.clientHeight / 2;
      const tops = Array.from({ length: count }, (_, each) => pageElement({ current: element }, each)?.offsetTop ?? 0);
      setPage(
        Math.max(
          0,
          tops.findLastIndex((top) => top <= middle),
        ),
      );
    };
    element.addEventListener('scroll', look, { passive: true });
    return () => element.removeEventListener('scroll', look);
  }, [desk, count]);
  const goTo = (next: number) => pageElement(desk, next)?.scrollIntoView({ behavior: 'smooth', block: 'start' });
  return { page: Math.min(page, Math.max(0, count - 1)), goTo };
}

const startWithinMs = 5_000;
const startStepMs = 120;

/** A file with several invoices opens where this one stands, once its page is there; not after the person has moved. */
function useStartAtPart(desk: Desk, { fields, isPart }: Marks) {
  const places = useRef(fields.flatMap((field) => field.place ?? []));
  useEffect(() => {
    const element = desk.current;
    const first = Math.min(...places.current.map((place) => place.page));
    const region = regionOf(places.current, first);
    if (!isPart || !element || !region) return;
    let height = 0;
    const stop = () => {
      clearInterval(timer);
      clearTimeout(giveUp);
    };
    const look = () => {
      const page = pageElement({ current: element }, first);
      if (!page || page.clientHeight === 0 || page.clientHeight !== height) {
        height = page?.clientHeight ?? 0;
        return;
      }
      stop();
      const frame = { left: page.offsetLeft, top: page.offsetTop, width: page.clientWidth, height };
      const window = { width: element.clientWidth, height: element.clientHeight };
      element.scrollTo(scrollToPlace({ place: region, page: frame, window }));
    };
    const timer = setInterval(look, startStepMs);
    const giveUp = setTimeout(stop, startWithinMs);
    for (const moved of ['wheel', 'pointerdown', 'keydown'] as const) {
      element.addEventListener(moved, stop, { once: true, passive: true });
    }
    return stop;
  }, [desk, isPart]);
}

/** When the person points at a field beside the page, its place comes into view. */
function useFollow(desk: Desk, { fields, active }: Marks) {
  useEffect(() => {
    if (active?.from !== 'fields' || !desk.current) return;
    const window = { width: desk.current.clientWidth, height: desk.current.clientHeight };
    const place = fields.find((field) => field.name === active.name)?.place;
    const page = place && pageElement(desk, place.page);
    if (page) {
      const frame = { left: page.offsetLeft, top: page.offsetTop, width: page.clientWidth, height: page.clientHeight };
      desk.current.scrollTo({ ...scrollToPlace({ place, page: frame, window }), behavior: 'smooth' });
      return;
    }
    desk.current.querySelector(`.${styles.xmlActive}`)?.scrollIntoView({ behavior: 'smooth', block: 'center' });
  }, [desk, fields, active]);
}
