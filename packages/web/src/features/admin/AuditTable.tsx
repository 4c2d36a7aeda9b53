import type { AuditEntry } from '@countinghouse/protocol';
import { Table } from 'antd';
import { DateText } from '../../shared/DateText.tsx';
import { useTexts } from '../../shared/locale.tsx';
import styles from './AdminPage.module.css';
import { adminTexts } from './texts.ts';

interface AuditTableProps {
  entries: readonly AuditEntry[];
  nameOfActor(id: string | null): string;
}

export function AuditTable({ entries, nameOfActor }: AuditTableProps) {
  const texts = useTexts(adminTexts);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard.
    <div className={styles.wide} tabIndex={0}>
      <Table<AuditEntry>
        size="small"
        rowKey="index"
        dataSource={entries}
        pagination={false}
        tableLayout="fixed"
        locale={{ emptyText: texts.noEntries }}
        columns={[
          {
            title: texts.index,
            key: 'index',
            width: 72,
            align: 'right',
            render: (_, e) => <span className={styles.figure}>{e.index}</span>,
          },
          {
            title: texts.at,
            key: 'at',
            width: 150,
            render: (_, e) => (
              <span className={styles.figure}>
                <DateText at={e.at} show="date-time" />
              </span>
            ),
          },
          { title: texts.actor, key: 'actor', width: 130, render: (_, e) => nameOfActor(e.actorId) },
          {
            title: texts.action,
            key: 'action',
            width: 190,
            render: (_, e) => <span className={styles.code}>{e.action}</span>,
          },
          {
            title: texts.object,
            key: 'object',
            width: 200,
            render: (_, e) => (
              <span className={styles.code} title={e.objectId}>
                {e.objectType} {e.objectId.length > 12 ? `…${e.objectId.slice(-8)}` : e.objectId}
              </span>
            ),
          },
          {
            title: texts.detail,
            key: 'detail',
            render: (_, e) => (
              <span className={styles.code}>{Object.keys(e.detail).length > 0 ? JSON.stringify(e.detail) : '—'}</span>
            ),
          },
        ]}
      />
    </div>
  );
}
