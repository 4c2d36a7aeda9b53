import type { InvoiceCardData, InvoiceId, InvoiceRow } from '@countinghouse/protocol';
import { Checkbox, Table, type TableColumnsType } from 'antd';
import { Chip } from '../../shared/Chip.tsx';
import { useLocale, useTexts } from '../../shared/locale.tsx';
import { Money } from '../../shared/Money.tsx';
import { useDirectory, useMe } from '../../shared/messenger.tsx';
import { useSidePane } from '../../shared/side-pane.tsx';
import { useInvoiceNames } from '../../shared/use-invoice-names.ts';
import { useIsPhone, useMedia } from '../../shared/use-media.ts';
import { StatusChip } from './CardParts.tsx';
import { describeField } from './field-names.ts';
import styles from './InvoicesPage.module.css';
import { isClaimable } from './invoice-progress.ts';
import { listTexts } from './list-texts.ts';
import { cardTexts } from './texts.ts';

interface InvoiceTableProps {
  rows: readonly InvoiceRow[];
  picked: ReadonlySet<InvoiceId>;
  onPick(picked: ReadonlySet<InvoiceId>): void;
  onOpen(row: InvoiceRow): void;
  showsPerson: boolean;
}

/** A table where there is room; a list on a phone, and beside an open invoice. */
export function InvoiceTable(props: InvoiceTableProps) {
  const isPhone = useIsPhone();
  const isNarrow = useMedia('(max-width: 1679px)');
  const { isOpen } = useSidePane();
  return isPhone || (isOpen && isNarrow) ? <NarrowList {...props} /> : <DeskTable {...props} />;
}

function DeskTable({ rows, picked, onPick, onOpen, showsPerson }: InvoiceTableProps) {
  const texts = useTexts(listTexts);
  const names = useInvoiceNames();
  const me = useMe();
  const explainDoubts = useDoubts();
  const columns = useColumns(onOpen, showsPerson);
  return (
    <Table<InvoiceRow>
      className={styles.table}
      size="middle"
      pagination={false}
      dataSource={[...rows]}
      rowKey={(row) => row.card.invoiceId}
      columns={columns}
      scroll={{ x: 'max-content' }}
      onRow={(row) => ({
        className: styles.row,
        onClick: (event) => {
          if (opensRow(event.target)) onOpen(row);
        },
      })}
      rowSelection={
        rows.some((row) => isClaimable(row.card, me.person))
          ? {
              selectedRowKeys: [...picked],
              onChange: (_keys, chosen) => onPick(new Set(chosen.map((row) => row.card.invoiceId))),
              getCheckboxProps: (row) => ({
                disabled: !isClaimable(row.card, me.person),
                'aria-label': texts.pick(names.headline(row.card)),
                title: explainDoubts(row.card),
              }),
            }
          : undefined
      }
    />
  );
}

/** Buttons and checkboxes in a row do what they say; the rest of the row opens it. */
const opensRow = (target: EventTarget) =>
  target instanceof Element && !target.closest('button, a, label, input, .ant-table-selection-column');

/** Where it stands, and beside it what somebody still has to look at before it can be claimed. */
function RowStatus({ card }: { card: InvoiceCardData }) {
  const texts = useTexts(listTexts);
  const explainDoubts = useDoubts();
  return (
    <span className={styles.status}>
      <StatusChip card={card} />
      {waitsForLook(card) && (
        <span title={explainDoubts(card)}>
          <Chip tone="gold">{texts.doubts(card.doubts.length)}</Chip>
        </span>
      )}
    </span>
  );
}

const waitsForLook = (card: InvoiceCardData) => card.status === 'checked' && card.doubts.length > 0;

/** Why it cannot be picked, in a sentence, where doubts are the reason. */
function useDoubts(): (card: InvoiceCardData) => string | undefined {
  const texts = useTexts(cardTexts);
  const { locale } = useLocale();
  return (card) => {
    if (!waitsForLook(card)) return undefined;
    const names = card.doubts.map((name) => describeField(name, locale)).join(locale === 'en' ? ', ' : '、');
    return texts.doubts(names, card.doubts.length);
  };
}

function useColumns(onOpen: InvoiceTableProps['onOpen'], showsPerson: boolean): TableColumnsType<InvoiceRow> {
  const texts = useTexts(listTexts);
  const names = useInvoiceNames();
  const directory = useDirectory();
  const columns: TableColumnsType<InvoiceRow> = [
    {
      title: texts.seller,
      render: (_value, row) => (
        <button type="button" className={styles.open} onClick={() => onOpen(row)}>
          <span>{names.headline(row.card)}</span>
          <span className={styles.sub}>{names.subline(row.card)}</span>
        </button>
      ),
    },
    { title: texts.number, render: (_value, row) => <span className={styles.figure}>{row.card.number}</span> },
    { title: texts.date, render: (_value, row) => <span className={styles.figure}>{row.card.issueDate}</span> },
  ];
  if (showsPerson)
    columns.push({ title: texts.by, render: (_value, row) => directory.nameOfPerson(row.card.uploaderId) });
  return [
    ...columns,
    {
      title: texts.total,
      align: 'right',
      render: (_value, row) => <Money amountMinor={row.card.totalMinor} currency={row.card.currency} />,
    },
    {
      title: texts.state,
      render: (_value, row) => (
        <>
          <RowStatus card={row.card} />
          <span className={styles.sub}> {row.card.voucherNumber ?? row.card.claimNumber}</span>
        </>
      ),
    },
  ];
}

function NarrowList({ rows, picked, onPick, onOpen, showsPerson }: InvoiceTableProps) {
  const texts = useTexts(listTexts);
  const names = useInvoiceNames();
  const me = useMe();
  const directory = useDirectory();
  const explainDoubts = useDoubts();
  const canPick = rows.some((row) => isClaimable(row.card, me.person));
  const toggle = (id: InvoiceId) => {
    const next = new Set(picked);
    if (!next.delete(id)) next.add(id);
    onPick(next);
  };
  return (
    <ul className={styles.list}>
      {rows.map((row) => (
        <li key={row.card.invoiceId}>
          {canPick && (
            <Checkbox
              checked={picked.has(row.card.invoiceId)}
              disabled={!isClaimable(row.card, me.person)}
              aria-label={texts.pick(names.headline(row.card))}
              title={explainDoubts(row.card)}
              onChange={() => toggle(row.card.invoiceId)}
            />
          )}
          <button type="button" className={styles.open} onClick={() => onOpen(row)}>
            <span className={styles.line}>
              <span className={styles.seller}>{names.headline(row.card)}</span>
              <Money amountMinor={row.card.totalMinor} currency={row.card.currency} size="small" />
            </span>
            <span className={styles.line}>
              <span className={styles.sub}>
                {[row.card.issueDate, showsPerson ? directory.nameOfPerson(row.card.uploaderId) : row.card.number]
                  .filter(Boolean)
                  .join(' · ')}
              </span>
              <RowStatus card={row.card} />
            </span>
          </button>
        </li>
      ))}
    </ul>
  );
}
