import { DownloadOutlined } from '@ant-design/icons';
import { type AuditCheckpoint, type AuditEntry, audit, auditExportPath } from '@countinghouse/protocol';
import { Button, Input } from 'antd';
import { useState } from 'react';
import { useTexts } from '../../shared/locale.tsx';
import { useDirectory, useMessenger } from '../../shared/messenger.tsx';
import { ErrorState, LoadingState } from '../../shared/States.tsx';
import { useAction } from '../../shared/use-action.ts';
import { useQuery } from '../../shared/use-query.ts';
import styles from './AdminPage.module.css';
import { AuditTable } from './AuditTable.tsx';
import { adminTexts } from './texts.ts';

const pageSize = 100;

export function AuditSection() {
  const texts = useTexts(adminTexts);
  const [objectId, setObjectId] = useState('');
  const query = useQuery(audit.list, { query: { limit: pageSize, ...(objectId ? { objectId } : {}) } });
  return (
    <>
      <div className={styles.bar}>
        <Input.Search
          allowClear
          placeholder={texts.objectFilter}
          aria-label={texts.objectFilter}
          style={{ maxWidth: 400 }}
          onSearch={(typed) => setObjectId(typed.trim())}
        />
        <span className={styles.grow} />
        <span className={styles.quiet}>
          {query.data?.checkpoint && `${texts.checkpoint(query.data.checkpoint.treeSize)} · `}
          {texts.exportHint}
        </span>
        <Button icon={<DownloadOutlined aria-hidden="true" />} href={auditExportPath} download>
          {texts.exportLog}
        </Button>
      </div>
      {query.data && <p className={styles.quiet}>{texts.fingerprint(query.data.keyFingerprint)}</p>}
      {query.status === 'loading' && <LoadingState rows={8} />}
      {query.status === 'failed' && <ErrorState error={query.error} onRetry={query.reload} />}
      {query.status === 'ready' && <Entries key={objectId} first={query.data} objectId={objectId} />}
    </>
  );
}

interface EntriesProps {
  first: { entries: AuditEntry[]; checkpoint: AuditCheckpoint | null };
  objectId: string;
}

function Entries({ first, objectId }: EntriesProps) {
  const texts = useTexts(adminTexts);
  const { call } = useMessenger();
  const directory = useDirectory();
  const [older, setOlder] = useState<readonly AuditEntry[]>([]);
  const [isWhole, setIsWhole] = useState(first.entries.length < pageSize);
  const entries = [...first.entries, ...older];
  const more = useAction(async () => {
    const beforeIndex = entries.at(-1)?.index ?? 0;
    const page = await call(audit.list, { query: { beforeIndex, limit: pageSize, ...(objectId ? { objectId } : {}) } });
    setOlder([...older, ...page.entries]);
    setIsWhole(page.entries.length < pageSize);
  });
  return (
    <>
      <AuditTable
        entries={entries}
        nameOfActor={(id) => {
          if (id === null) return texts.system;
          const person = directory.person(id);
          return person ? directory.nameOf(person.name) : id;
        }}
      />
      {!isWhole && (
        <div className={styles.end}>
          <Button loading={more.isRunning} onClick={() => void more.run()}>
            {texts.more}
          </Button>
        </div>
      )}
    </>
  );
}
