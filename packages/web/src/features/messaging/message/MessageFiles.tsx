import { DownloadOutlined } from '@ant-design/icons';
import { type FileRef, fileContentPath, fileThumbnailPath } from '@countinghouse/protocol';
import { Button } from 'antd';
import { useState } from 'react';
import { formatSize } from '../../../shared/format.ts';
import { useTexts } from '../../../shared/locale.tsx';
import { VisibleText } from '../../../shared/VisibleText.tsx';
import { visibleText } from '../../../shared/visible-text.ts';
import { messagingTexts } from '../texts.ts';
import { isInline, reservedSize, shownAs } from '../viewers/shown-files.ts';
import { useViewer } from '../viewers/viewer-context.ts';
import { clockOf } from '../voice/waveform.ts';
import styles from './MessageFiles.module.css';

const inlinePath = (file: FileRef) => `${fileContentPath(file.fileId)}?inline=1`;

export function MessageFiles({ files }: { files: readonly FileRef[] }) {
  const images = files.filter((file) => shownAs(file) === 'image');
  const others = files.filter((file) => !images.includes(file));
  return (
    <div className={styles.files}>
      {images.length > 0 && (
        <div className={styles.images}>
          {images.map((file) => (
            <ImageFile key={file.fileId} file={file} isAlone={images.length === 1} />
          ))}
        </div>
      )}
      {others.map((file) => (
        <OtherFile key={file.fileId} file={file} />
      ))}
    </div>
  );
}

const squarePx = { width: 150, height: 150 };

function ImageFile({ file, isAlone }: { file: FileRef; isAlone: boolean }) {
  const texts = useTexts(messagingTexts);
  const view = useViewer();
  // Moving pictures stand still as thumbnails.
  const isMoving = file.mediaType === 'image/gif';
  const [source, setSource] = useState<'thumbnail' | 'content' | 'none'>(isMoving ? 'content' : 'thumbnail');
  const size = isAlone ? reservedSize(file) : squarePx;
  const name = visibleText(file.name);
  if (source === 'none') return <FileTile file={file} />;
  return (
    <button
      type="button"
      className={styles.image}
      style={{ width: size.width, aspectRatio: `${size.width} / ${size.height}` }}
      onClick={() => view(file)}
      aria-label={`${texts.preview} ${name}`}
    >
      <img
        src={source === 'thumbnail' ? fileThumbnailPath(file.fileId, 'small') : inlinePath(file)}
        alt={name}
        width={size.width}
        height={size.height}
        loading="lazy"
        decoding="async"
        onError={() => setSource(source === 'thumbnail' && isInline(file) ? 'content' : 'none')}
      />
    </button>
  );
}

function OtherFile({ file }: { file: FileRef }) {
  const name = visibleText(file.name);
  switch (shownAs(file)) {
    case 'video':
      return <VideoFile file={file} />;
    case 'audio':
      return (
        <figure className={styles.media}>
          {/* biome-ignore lint/a11y/useMediaCaption: nobody writes captions for what colleagues record. */}
          <audio className={styles.audio} src={inlinePath(file)} aria-label={name} controls preload="none" />
          <MediaCaption file={file} />
        </figure>
      );
    default:
      return <FileTile file={file} />;
  }
}

/** Beyond the very beginning, so that every browser draws the first frame without being asked to play. */
const firstFrame = '#t=0.001';

function VideoFile({ file }: { file: FileRef }) {
  const [isPlayable, setIsPlayable] = useState(true);
  // Some phones record what this browser has no decoder for: that is a file to be taken away and opened elsewhere.
  if (!isPlayable) return <FileTile file={file} />;
  const size = reservedSize(file, { width: 420, height: 320 });
  return (
    <figure className={styles.media}>
      {/* biome-ignore lint/a11y/useMediaCaption: nobody writes captions for what colleagues record. */}
      <video
        className={styles.video}
        style={{ width: size.width, aspectRatio: `${size.width} / ${size.height}` }}
        src={`${inlinePath(file)}${firstFrame}`}
        aria-label={visibleText(file.name)}
        controls
        playsInline
        preload="metadata"
        onError={({ currentTarget: { error } }) =>
          setIsPlayable(
            error?.code !== MediaError.MEDIA_ERR_DECODE && error?.code !== MediaError.MEDIA_ERR_SRC_NOT_SUPPORTED,
          )
        }
      />
      <MediaCaption file={file} />
    </figure>
  );
}

function MediaCaption({ file }: { file: FileRef }) {
  const texts = useTexts(messagingTexts);
  return (
    <figcaption>
      <a href={fileContentPath(file.fileId)} download={file.name} title={texts.download}>
        <VisibleText text={file.name} />
      </a>
      <span className={styles.size}>
        {file.durationMs !== undefined && `${clockOf(file.durationMs)} · `}
        {formatSize(file.sizeBytes)}
      </span>
    </figcaption>
  );
}

function FileTile({ file }: { file: FileRef }) {
  const texts = useTexts(messagingTexts);
  const view = useViewer();
  const kind = shownAs(file);
  const isViewable = kind === 'pdf' || kind === 'office' || kind === 'ofd';
  return (
    <div className={styles.tile}>
      <span className={styles.type} aria-hidden="true">
        {extensionOf(file.name)}
      </span>
      <span className={styles.about}>
        {isViewable ? (
          <button type="button" className={styles.name} aria-haspopup="dialog" onClick={() => view(file)}>
            <VisibleText text={file.name} />
          </button>
        ) : (
          <span className={styles.name}>
            <VisibleText text={file.name} />
          </span>
        )}
        <span className={styles.size}>{formatSize(file.sizeBytes)}</span>
      </span>
      <Button
        type="text"
        href={fileContentPath(file.fileId)}
        download={file.name}
        icon={<DownloadOutlined aria-hidden="true" />}
        aria-label={`${texts.download} ${visibleText(file.name)}`}
        title={texts.download}
      />
    </div>
  );
}

export function extensionOf(name: string): string {
  const extension = /\.([A-Za-z0-9]{1,4})$/.exec(name)?.[1];
  return extension ? extension.toUpperCase() : '···';
}
