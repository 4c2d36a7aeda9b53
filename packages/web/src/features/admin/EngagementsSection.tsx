import { PlusOutlined } from '@ant-design/icons';
import { type Engagement, engagements, type ResponseOf } from '@countinghouse/protocol';
import { Button, Table } from 'antd';
import { useState } from 'react';
import { useTexts } from '../../shared/locale.tsx';
import { useDirectory, useMessenger } from '../../shared/messenger.tsx';
import { EmptyState, ErrorState, LoadingState } from '../../shared/States.tsx';
import { useAction } from '../../shared/use-action.ts';
import { useQuery } from '../../shared/use-query.ts';
import adminStyles from './AdminPage.module.css';
import { EngagementDialog, type EngagementInput } from './EngagementDialog.tsx';
import { MembersDialog } from './MembersDialog.tsx';
import styles from './Organisation.module.css';
import { organisationTexts } from './organisation-texts.ts';

type Row = ResponseOf<typeof engagements.list>['engagements'][number];
type Dialog = { kind: 'none' } | { kind: 'new' } | { kind: 'edit' | 'members'; engagement: Engagement };

/** The engagements that the reader governs: all for managers and system administrators, their own for leads. */
export function EngagementsSection({ mayCreate }: { mayCreate: boolean }) {
  const texts = useTexts(organisationTexts);
  const { call } = useMessenger();
  const directory = useDirectory();
  const query = useQuery(engagements.list, {});
  const [dialog, setDialog] = useState<Dialog>({ kind: 'none' });
  const close = () => setDialog({ kind: 'none' });
  const refresh = () => {
    query.reload();
    directory.reload();
  };
  const save = useAction(async (body: EngagementInput) => {
    if (dialog.kind === 'edit') {
      await call(engagements.change, { params: { engagementId: dialog.engagement.id }, body });
    } else {
      await call(engagements.create, { body });
    }
    close();
    refresh();
  });
  if (query.status === 'loading') return <LoadingState rows={6} />;
  if (query.status === 'failed') return <ErrorState error={query.error} onRetry={query.reload} />;
  const rows = query.data.engagements;
  const addButton = mayCreate && (
    <Button type="primary" icon={<PlusOutlined aria-hidden="true" />} onClick={() => setDialog({ kind: 'new' })}>
      {texts.addEngagement}
    </Button>
  );
  return (
    <>
      {rows.length === 0 ? (
        <EmptyState mark="项" title={texts.noEngagements} hint={texts.noEngagementsHint} action={addButton} />
      ) : (
        <>
          <div className={adminStyles.bar}>
            <span className={adminStyles.grow} />
            {addButton}
          </div>
          <EngagementsTable
            rows={rows}
            onEdit={(engagement) => setDialog({ kind: 'edit', engagement })}
            onMembers={(engagement) => setDialog({ kind: 'members', engagement })}
          />
        </>
      )}
      {(dialog.kind === 'new' || dialog.kind === 'edit') && (
        <EngagementDialog
          engagement={dialog.kind === 'edit' ? dialog.engagement : null}
          people={directory.people}
          isBusy={save.isRunning}
          onCancel={close}
          onSave={(input) => void save.run(input)}
        />
      )}
      {dialog.kind === 'members' && <MembersDialog engagement={dialog.engagement} onChange={refresh} onClose={close} />}
    </>
  );
}

interface EngagementsTableProps {
  rows: readonly Row[];
  onEdit(engagement: Engagement): void;
  onMembers(engagement: Engagement): void;
}

function EngagementsTable({ rows, onEdit, onMembers }: EngagementsTableProps) {
  const texts = useTexts(organisationTexts);
  const directory = useDirectory();
  return (
    <Table<Row>
      size="middle"
      rowKey={(row) => row.engagement.id}
      dataSource={rows}
      pagination={{ pageSize: 50, hideOnSinglePage: true }}
      scroll={{ x: 'max-content' }}
      columns={[
        {
          title: texts.code,
          key: 'code',
          render: (_, { engagement }) => <span className={styles.figure}>{engagement.code}</span>,
        },
        { title: texts.engagement, key: 'name', render: (_, { engagement }) => directory.nameOf(engagement.name) },
        { title: texts.client, key: 'client', render: (_, { engagement }) => engagement.clientName },
        { title: texts.lead, key: 'lead', render: (_, { engagement }) => directory.nameOfPerson(engagement.leadId) },
        {
          title: texts.dueDate,
          key: 'due',
          render: (_, { engagement }) => <span className={styles.figure}>{engagement.dueDate ?? '—'}</span>,
        },
        {
          title: texts.members,
          key: 'members',
          render: (_, { engagement, memberCount }) => (
            <Button size="small" onClick={() => onMembers(engagement)}>
              {texts.memberCount(memberCount)}
            </Button>
          ),
        },
        {
          key: 'actions',
          render: (_, { engagement }) => (
            <Button size="small" onClick={() => onEdit(engagement)}>
              {texts.edit}
            </Button>
          ),
        },
      ]}
    />
  );
}
