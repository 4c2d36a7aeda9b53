import type { InvoiceId, InvoiceRow, InvoiceStatus } from '@countinghouse/protocol';
import { Button, Segmented, Select } from 'antd';
import { useState } from 'react';
import { formatMoney } from '../../shared/format.ts';
import { useTexts } from '../../shared/locale.tsx';
import { useMe } from '../../shared/messenger.tsx';
import { Page } from '../../shared/Page.tsx';
import { EmptyState, ErrorState, LoadingState } from '../../shared/States.tsx';
import { usePaneClosed } from '../../shared/use-pane-closed.ts';
import styles from './InvoicesPage.module.css';
import { InvoiceTable } from './InvoiceTable.tsx';
import { useInvoiceLinks } from './links.tsx';
import { listTexts } from './list-texts.ts';
import { statusTexts } from './texts.ts';
import { useDraftClaim } from './use-draft-claim.ts';
import { type InvoiceFilter, useInvoicePages } from './use-invoice-pages.ts';

const statuses = ['checked', 'claimed', 'approved', 'booked', 'archived', 'refused', 'not_invoice'] as const;

/** My invoices; for finance also everybody's. */
export function InvoicesPage() {
  const texts = useTexts(listTexts);
  const me = useMe();
  const links = useInvoiceLinks();
  const seesAll = me.roles.includes('finance');
  const [filter, setFilter] = useState<InvoiceFilter>({ mine: !seesAll, status: null });
  const [picked, setPicked] = useState<ReadonlySet<InvoiceId>>(new Set());
  const pages = useInvoicePages(filter);
  usePaneClosed(pages.reload);
  const open = (row: InvoiceRow) => links.openInvoice(row.card.invoiceId, row.card);
  return (
    <Page
      title={texts.pageTitle}
      tools={<FilterBar filter={filter} onFilter={setFilter} seesAll={seesAll} />}
      footer={
        <PickedBar
          rows={pages.rows.filter((row) => picked.has(row.card.invoiceId))}
          onClear={() => setPicked(new Set())}
        />
      }
    >
      {pages.state === 'loading' && <LoadingState rows={10} />}
      {pages.state === 'failed' && <ErrorState error={pages.error} onRetry={pages.reload} />}
      {pages.state === 'ready' && pages.rows.length === 0 && (
        <NoInvoices isFiltered={filter.status !== null} onClear={() => setFilter({ ...filter, status: null })} />
      )}
      {pages.rows.length > 0 && (
        <InvoiceTable rows={pages.rows} picked={picked} onPick={setPicked} onOpen={open} showsPerson={!filter.mine} />
      )}
      {pages.hasMore && (
        <Button type="link" block onClick={pages.loadMore}>
          {texts.more}
        </Button>
      )}
    </Page>
  );
}

interface FilterBarProps {
  filter: InvoiceFilter;
  onFilter(filter: InvoiceFilter): void;
  seesAll: boolean;
}

function FilterBar({ filter, onFilter, seesAll }: FilterBarProps) {
  const texts = useTexts(listTexts);
  const statusWords = useTexts(statusTexts);
  return (
    <div className={styles.filters}>
      {seesAll && (
        <Segmented
          aria-label={texts.scope}
          value={filter.mine ? 'mine' : 'all'}
          onChange={(scope) => onFilter({ ...filter, mine: scope === 'mine' })}
          options={[
            { value: 'all', label: texts.all },
            { value: 'mine', label: texts.mine },
          ]}
        />
      )}
      <Select<InvoiceStatus | ''>
        aria-label={texts.status}
        value={filter.status ?? ''}
        onChange={(status) => onFilter({ ...filter, status: status === '' ? null : status })}
        style={{ minWidth: 128 }}
        options={[
          { value: '' as const, label: texts.anyStatus },
          ...statuses.map((status) => ({ value: status, label: statusWords[status] })),
        ]}
      />
    </div>
  );
}

function NoInvoices({ isFiltered, onClear }: { isFiltered: boolean; onClear(): void }) {
  const texts = useTexts(listTexts);
  if (!isFiltered) return <EmptyState mark="票" title={texts.emptyMine} hint={texts.emptyMineHint} />;
  return (
    <EmptyState mark="票" title={texts.emptyFiltered} action={<Button onClick={onClear}>{texts.clearFilter}</Button>} />
  );
}

function PickedBar({ rows, onClear }: { rows: readonly InvoiceRow[]; onClear(): void }) {
  const texts = useTexts(listTexts);
  const draft = useDraftClaim();
  if (rows.length === 0) return null;
  const byCurrency = Map.groupBy(rows, (row) => row.card.currency);
  const amounts = [...byCurrency].map(([currency, group]) =>
    formatMoney(
      group.reduce((sum, row) => sum + (row.card.totalMinor ?? 0), 0),
      currency,
    ),
  );
  const start = async () => {
    if (await draft.run(rows.map((row) => row.card.invoiceId))) onClear();
  };
  return (
    <footer className={styles.picked}>
      <span className={styles.pickedWhat}>{texts.picked(rows.length, amounts.join(' + '))}</span>
      <Button type="text" onClick={onClear}>
        {texts.clear}
      </Button>
      <Button type="primary" loading={draft.isRunning} onClick={start}>
        {texts.draftClaim(rows.length)}
      </Button>
    </footer>
  );
}
