import { CloseOutlined } from '@ant-design/icons';
import { formatSize } from '../../../shared/format.ts';
import { useTexts } from '../../../shared/locale.tsx';
import { filesAtOnceMax } from '../collect-files.ts';
import { messagingTexts } from '../texts.ts';
import styles from './Composer.module.css';
import type { StagedFile } from './use-staged-files.ts';

interface StagedFilesProps {
  files: readonly StagedFile[];
  /** More were added than may go at once. */
  wasCut: boolean;
  onRemove(key: string): void;
}

export function StagedFiles({ files, wasCut, onRemove }: StagedFilesProps) {
  const texts = useTexts(messagingTexts);
  if (files.length === 0) return null;
  return (
    <section aria-label={texts.stagedFiles(files.length)}>
      <ul className={styles.staged}>
        {files.map(({ key, file, isTooLarge }) => (
          <li key={key} className={isTooLarge ? styles.refused : ''}>
            <span className={styles.stagedName}>{file.name}</span>
            <span className={styles.stagedSize}>{isTooLarge ? texts.tooLarge : formatSize(file.size)}</span>
            <button type="button" onClick={() => onRemove(key)} aria-label={`${texts.remove} ${file.name}`}>
              <CloseOutlined aria-hidden="true" />
            </button>
          </li>
        ))}
      </ul>
      {files.length > 1 && <p className={styles.stagedCount}>{texts.stagedFiles(files.length)}</p>}
      {wasCut && <p className={styles.cut}>{texts.tooManyFiles(filesAtOnceMax)}</p>}
    </section>
  );
}
