import {
  CloseOutlined,
  DownloadOutlined,
  LeftOutlined,
  MinusOutlined,
  PlusOutlined,
  RedoOutlined,
  RightOutlined,
} from '@ant-design/icons';
import { type FileRef, fileContentPath, fileThumbnailPath } from '@countinghouse/protocol';
import { type KeyboardEvent, type PointerEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { useTexts } from '../../../shared/locale.tsx';
import { VisibleText } from '../../../shared/VisibleText.tsx';
import { visibleText } from '../../../shared/visible-text.ts';
import { isInline } from './shown-files.ts';
import { mediaTexts } from './texts.ts';
import styles from './Viewer.module.css';
import { fitted, move, type PictureView, swipeTo, turn, zoomAt } from './view-state.ts';

interface ImageViewerProps {
  images: readonly FileRef[];
  first: number;
  onClose(): void;
}

const zoomStep = 1.25;

/** Pictures of the conversation over everything: zoom, move, turn, the next one. */
export function ImageViewer({ images, first, onClose }: ImageViewerProps) {
  const texts = useTexts(mediaTexts);
  const [at, setAt] = useState(first);
  const [view, setView] = useState(fitted);
  const dialog = useRef<HTMLDialogElement>(null);
  const file = images[at];
  useEffect(() => dialog.current?.showModal(), []);
  const go = (by: number) => {
    const next = at + by;
    if (by === 0 || next < 0 || next >= images.length) return;
    setAt(next);
    setView(fitted);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const act = keyActions({ go, setView })[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  };
  if (!file) return null;
  return (
    <dialog
      ref={dialog}
      className={styles.viewer}
      aria-label={visibleText(file.name)}
      onClose={onClose}
      onKeyDown={onKeyDown}
    >
      <header className={styles.head}>
        <span className={styles.title} title={texts.keys}>
          <VisibleText text={file.name} />
        </span>
        {images.length > 1 && <output>{texts.placeOf(at + 1, images.length)}</output>}
        <Tool label={texts.zoomOut} icon={<MinusOutlined />} onClick={() => setView(zoomAt(view, 1 / zoomStep))} />
        <button type="button" className={styles.percent} title={texts.fit} onClick={() => setView(fitted)}>
          {Math.round(view.zoom * 100)}%
        </button>
        <Tool label={texts.zoomIn} icon={<PlusOutlined />} onClick={() => setView(zoomAt(view, zoomStep))} />
        <Tool label={texts.rotate} icon={<RedoOutlined />} onClick={() => setView(turn(view))} />
        <a
          className={styles.tool}
          href={fileContentPath(file.fileId)}
          download={file.name}
          aria-label={texts.download}
          title={texts.download}
        >
          <DownloadOutlined aria-hidden="true" />
        </a>
        <Tool label={texts.close} icon={<CloseOutlined />} onClick={onClose} />
      </header>
      <Stage key={file.fileId} file={file} view={view} onView={setView} onStep={go} onClose={onClose} />
      {at > 0 && (
        <button
          type="button"
          className={`${styles.side} ${styles.left}`}
          aria-label={texts.previous}
          onClick={() => go(-1)}
        >
          <LeftOutlined aria-hidden="true" />
        </button>
      )}
      {at < images.length - 1 && (
        <button
          type="button"
          className={`${styles.side} ${styles.right}`}
          aria-label={texts.next}
          onClick={() => go(1)}
        >
          <RightOutlined aria-hidden="true" />
        </button>
      )}
    </dialog>
  );
}

interface KeyInput {
  go(by: number): void;
  setView(change: (view: PictureView) => PictureView): void;
}

function keyActions({ go, setView }: KeyInput): Record<string, (() => void) | undefined> {
  return {
    ArrowLeft: () => go(-1),
    ArrowRight: () => go(1),
    '+': () => setView((view) => zoomAt(view, zoomStep)),
    '=': () => setView((view) => zoomAt(view, zoomStep)),
    '-': () => setView((view) => zoomAt(view, 1 / zoomStep)),
    '0': () => setView(() => fitted),
    r: () => setView(turn),
    R: () => setView(turn),
  };
}

function Tool({ label, icon, onClick }: { label: string; icon: ReactNode; onClick(): void }) {
  return (
    <button type="button" className={styles.tool} aria-label={label} title={label} onClick={onClick}>
      <span aria-hidden="true">{icon}</span>
    </button>
  );
}

interface StageProps {
  file: FileRef;
  view: PictureView;
  onView(change: (view: PictureView) => PictureView): void;
  /** To a neighbour: 1 the next, -1 the one before. */
  onStep(by: number): void;
  onClose(): void;
}

interface Drag {
  from: { x: number; y: number };
  x: number;
  y: number;
  moved: number;
  /** Began beside the picture. What is held by the stage says later that all of it went on there. */
  isBeside: boolean;
}

/** A drag of less than this is a press. */
const pressPx = 4;

function Stage({ file, view, onView, onStep, onClose }: StageProps) {
  const texts = useTexts(mediaTexts);
  const stage = useRef<HTMLDivElement>(null);
  const drag = useRef<Drag | null>(null);
  const [hasFailed, setHasFailed] = useState(false);
  useWheelZoom(stage, onView);
  const onPointerMove = (event: PointerEvent) => {
    const now = drag.current;
    if (!now) return;
    const by = { x: event.clientX - now.x, y: event.clientY - now.y };
    drag.current = { ...now, x: event.clientX, y: event.clientY, moved: now.moved + Math.hypot(by.x, by.y) };
    onView((before) => move(before, by));
  };
  const onPointerUp = (event: PointerEvent) => {
    const done = drag.current;
    drag.current = null;
    if (!done) return;
    if (done.moved < pressPx && done.isBeside) onClose();
    // A finger on a picture that fits goes to its neighbours, and leaves it where it was.
    if (event.pointerType !== 'touch' || view.zoom !== 1) return;
    onView((before) => ({ ...before, x: 0, y: 0 }));
    onStep(swipeTo(view, { x: event.clientX - done.from.x, y: event.clientY - done.from.y }));
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: zooming and moving by pointer have keys in the dialog.
    <div
      ref={stage}
      className={styles.stage}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        const from = { x: event.clientX, y: event.clientY };
        drag.current = { from, ...from, moved: 0, isBeside: event.target === event.currentTarget };
      }}
      onPointerMove={onPointerMove}
      onPointerUp={onPointerUp}
      onPointerCancel={() => {
        drag.current = null;
      }}
      onDoubleClick={() => onView((before) => (before.zoom === 1 ? zoomAt(before, 2.5) : fitted))}
    >
      {hasFailed ? (
        <p>{texts.failed}</p>
      ) : (
        <img
          src={isInline(file) ? `${fileContentPath(file.fileId)}?inline=1` : fileThumbnailPath(file.fileId, 'large')}
          alt={visibleText(file.name)}
          draggable={false}
          style={{
            transform: `translate(${view.x}px, ${view.y}px) rotate(${view.quarterTurns * 90}deg) scale(${view.zoom})`,
          }}
          onError={() => setHasFailed(true)}
        />
      )}
    </div>
  );
}

/** The page must not scroll below: such a listener has to be set by hand, for React's are passive. */
function useWheelZoom(stage: { current: HTMLElement | null }, onView: StageProps['onView']) {
  const latest = useRef(onView);
  latest.current = onView;
  useEffect(() => {
    const element = stage.current;
    if (!element) return;
    const onWheel = (event: WheelEvent) => {
      event.preventDefault();
      const box = element.getBoundingClientRect();
      const point = { x: event.clientX - box.left - box.width / 2, y: event.clientY - box.top - box.height / 2 };
      latest.current((view) => zoomAt(view, Math.exp(-event.deltaY / 400), point));
    };
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => element.removeEventListener('wheel', onWheel);
  }, [stage]);
}
