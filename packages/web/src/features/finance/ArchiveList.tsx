import { CopyOutlined, DownloadOutlined } from '@ant-design/icons';
import { type ArchiveEntry, archivePackagePath, ledger } from '@countinghouse/protocol';
import { Button } from 'antd';
import { DateText } from '../../shared/DateText.tsx';
import { formatSize } from '../../shared/format.ts';
import { useTexts } from '../../shared/locale.tsx';
import { useDirectory } from '../../shared/messenger.tsx';
import { EmptyState, ErrorState, LoadingState } from '../../shared/States.tsx';
import { useToasts } from '../../shared/toasts.tsx';
import { useQuery } from '../../shared/use-query.ts';
import styles from './Finance.module.css';
import { archiveTexts } from './texts.ts';

/** What is archived, with the digest that proves a package, and the package itself. */
export function ArchiveList() {
  const texts = useTexts(archiveTexts);
  const query = useQuery(
    ledger.listArchive,
    {},
    { reloadOn: (change) => change.kind === 'card' && change.type === 'Countinghouse.Claim' },
  );
  if (query.status === 'failed') return <ErrorState error={query.error} onRetry={query.reload} />;
  if (!query.data) return <LoadingState rows={6} />;
  const { entries } = query.data;
  if (entries.length === 0) return <EmptyState mark="档" title={texts.empty} hint={texts.emptyHint} />;
  return (
    <ul className={styles.archive}>
      {entries.map((entry) => (
        <ArchiveRow key={entry.id} entry={entry} />
      ))}
    </ul>
  );
}

/** Browsers give no clipboard to pages over plain HTTP; the digest is then selected whole by a click. */
const canCopy = window.isSecureContext;

function ArchiveRow({ entry }: { entry: ArchiveEntry }) {
  const texts = useTexts(archiveTexts);
  const directory = useDirectory();
  const message = useToasts();
  const copy = async () => {
    await navigator.clipboard.writeText(entry.digest);
    message.success(texts.copied);
  };
  return (
    <li>
      <div className={styles.titles}>
        <span className={styles.name}>
          {entry.claimNumber} · {entry.voucherNumber}
        </span>
        <span className={styles.quiet}>
          {directory.nameOfPerson(entry.archivedById)} <DateText at={entry.archivedAt} show="date-time" />
          {` · ${formatSize(entry.sizeBytes)} · ${texts.retain} ${entry.retainUntil}`}
        </span>
        <span className={styles.digest}>
          <span className="visually-hidden">{texts.digest}</span>
          <code title={texts.digest}>{entry.digest}</code>
          {canCopy && (
            <Button
              type="text"
              size="small"
              icon={<CopyOutlined aria-hidden="true" />}
              aria-label={texts.copy}
              onClick={() => void copy()}
            />
          )}
        </span>
      </div>
      <Button
        icon={<DownloadOutlined aria-hidden="true" />}
        href={archivePackagePath(entry.id)}
        download
        aria-label={texts.downloadOf(entry.claimNumber)}
      >
        {texts.download}
      </Button>
    </li>
  );
}
