import { CloseOutlined, DownloadOutlined } from '@ant-design/icons';
import { type FileRef, fileContentPath, inlineMediaTypes } from '@countinghouse/protocol';
import { Button } from 'antd';
import { useRef } from 'react';
import { formatSize } from '../../shared/format.ts';
import { useTexts } from '../../shared/locale.tsx';
import styles from './MessageFiles.module.css';
import { messagingTexts } from './texts.ts';

const inlineTypes: readonly string[] = inlineMediaTypes;
const inlinePath = (file: FileRef) => `${fileContentPath(file.fileId)}?inline=1`;

export function MessageFiles({ files }: { files: readonly FileRef[] }) {
  const images = files.filter((file) => file.mediaType.startsWith('image/') && inlineTypes.includes(file.mediaType));
  const others = files.filter((file) => !images.includes(file));
  return (
    <div className={styles.files}>
      {images.length > 0 && (
        <div className={styles.images}>
          {images.map((file) => (
            <ImageFile key={file.fileId} file={file} />
          ))}
        </div>
      )}
      {others.map((file) => (
        <FileTile key={file.fileId} file={file} />
      ))}
    </div>
  );
}

function ImageFile({ file }: { file: FileRef }) {
  const texts = useTexts(messagingTexts);
  const dialog = useRef<HTMLDialogElement>(null);
  return (
    <>
      <button
        type="button"
        className={styles.image}
        onClick={() => dialog.current?.showModal()}
        aria-label={`${texts.preview} ${file.name}`}
      >
        <img src={inlinePath(file)} alt={file.name} loading="lazy" />
      </button>
      <dialog ref={dialog} className={styles.lightbox} aria-label={file.name}>
        <header>
          <span>{file.name}</span>
          <Button
            href={fileContentPath(file.fileId)}
            download={file.name}
            icon={<DownloadOutlined aria-hidden="true" />}
          >
            {texts.download}
          </Button>
          <Button
            icon={<CloseOutlined aria-hidden="true" />}
            aria-label={texts.close}
            onClick={() => dialog.current?.close()}
          />
        </header>
        <img src={inlinePath(file)} alt={file.name} loading="lazy" />
      </dialog>
    </>
  );
}

function FileTile({ file }: { file: FileRef }) {
  const texts = useTexts(messagingTexts);
  return (
    <div className={styles.tile}>
      <span className={styles.type} aria-hidden="true">
        {extensionOf(file.name)}
      </span>
      <span className={styles.about}>
        {inlineTypes.includes(file.mediaType) ? (
          <a className={styles.name} href={inlinePath(file)} target="_blank" rel="noopener noreferrer">
            {file.name}
          </a>
        ) : (
          <span className={styles.name}>{file.name}</span>
        )}
        <span className={styles.size}>{formatSize(file.sizeBytes)}</span>
      </span>
      <Button
        type="text"
        href={fileContentPath(file.fileId)}
        download={file.name}
        icon={<DownloadOutlined aria-hidden="true" />}
        aria-label={`${texts.download} ${file.name}`}
        title={texts.download}
      />
    </div>
  );
}

export function extensionOf(name: string): string {
  const extension = /\.([A-Za-z0-9]{1,4})$/.exec(name)?.[1];
  return extension ? extension.toUpperCase() : '···';
}
