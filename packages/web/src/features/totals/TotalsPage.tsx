import { type Totals, type TotalsRow, totals, totalsGroupSizeMin } from '@countinghouse/protocol';
import { type ReactNode, useId, useState } from 'react';
import { formatAmount, formatMoney } from '../../shared/format.ts';
import { useLocale, useNameOf, useTexts } from '../../shared/locale.tsx';
import { Money } from '../../shared/Money.tsx';
import { Page } from '../../shared/Page.tsx';
import { EmptyState, ErrorState, LoadingState } from '../../shared/States.tsx';
import { useQuery } from '../../shared/use-query.ts';
import { BarChart } from './BarChart.tsx';
import { RangePicker } from './RangePicker.tsx';
import { shortenAmount } from './shorten-amount.ts';
import styles from './Totals.module.css';
import { totalsTexts } from './texts.ts';
import {
  bySize,
  byTime,
  divideMinor,
  isOrdered,
  monthCount,
  presetRange,
  type Range,
  shareOf,
} from './totals-state.ts';

/** Totals for management: sums by month, expense type, department and engagement, and no way to a single invoice. */
export function TotalsPage() {
  const texts = useTexts(totalsTexts);
  const [range, setRange] = useState<Range>(() => presetRange('12', new Date()));
  const query = useQuery(totals.get, isOrdered(range) ? { query: range } : null);
  return (
    <Page title={texts.title} tools={<RangePicker range={range} onRange={setRange} />}>
      <div className={styles.body}>
        {!isOrdered(range) && (
          <p className={styles.wrong} role="alert">
            {texts.wrongOrder}
          </p>
        )}
        {isOrdered(range) && query.status === 'loading' && <LoadingState rows={10} />}
        {query.status === 'failed' && <ErrorState error={query.error} onRetry={query.reload} />}
        {query.data && (query.data.all ? <Content totals={query.data} all={query.data.all} /> : <TooFew />)}
      </div>
    </Page>
  );
}

function TooFew() {
  const texts = useTexts(totalsTexts);
  return <EmptyState mark="总" title={texts.tooFew(totalsGroupSizeMin)} hint={texts.tooFewHint} />;
}

function Content({ totals: data, all }: { totals: Totals; all: TotalsRow }) {
  const texts = useTexts(totalsTexts);
  const { currency } = data;
  const money = (amountMinor: number) => <Money amountMinor={amountMinor} currency={currency} size="large" />;
  return (
    <>
      <dl className={styles.figures}>
        <Figure name={texts.total}>{money(all.amountMinor)}</Figure>
        <Figure name={texts.claims}>
          <span className={styles.big}>{texts.claimCount(all.claimCount)}</span>
        </Figure>
        <Figure name={texts.average}>{money(divideMinor(all.amountMinor, all.claimCount))}</Figure>
        <Figure name={texts.monthly}>{money(divideMinor(all.amountMinor, monthCount(data)))}</Figure>
      </dl>
      <div className={styles.groups}>
        <Group title={texts.byMonth} rows={byTime(data.byMonth)} all={all} currency={currency} direction="columns" />
        <Group title={texts.byExpenseType} rows={bySize(data.byExpenseType)} all={all} currency={currency} />
        <Group title={texts.byDepartment} rows={bySize(data.byDepartment)} all={all} currency={currency} />
        <Group title={texts.byEngagement} rows={bySize(data.byEngagement)} all={all} currency={currency} />
      </div>
      <p className={styles.note}>{texts.folded(totalsGroupSizeMin)}</p>
    </>
  );
}

function Figure({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

interface GroupProps {
  title: string;
  rows: readonly TotalsRow[];
  all: TotalsRow;
  currency: string;
  direction?: 'columns' | 'rows';
}

function Group({ title, rows, all, currency, direction = 'rows' }: GroupProps) {
  const texts = useTexts(totalsTexts);
  const nameOf = useNameOf();
  const { locale } = useLocale();
  const titleId = useId();
  const bars = rows.map((row) => ({
    label: nameOf(row.name),
    amountMinor: row.amountMinor,
    amountText: formatMoney(row.amountMinor, currency),
  }));
  return (
    <section className={`${styles.group} ${styles[direction]}`} aria-labelledby={titleId}>
      <h2 id={titleId}>{title}</h2>
      {rows.length === 0 ? (
        <p className={styles.nothing}>{texts.nothing}</p>
      ) : (
        <div className={styles.pair}>
          <BarChart
            label={texts.chartOf(title)}
            bars={bars}
            direction={direction}
            shorten={(amountMinor) => shortenAmount(amountMinor, locale)}
          />
          <TotalsTable title={title} rows={rows} all={all} currency={currency} />
        </div>
      )}
    </section>
  );
}

function TotalsTable({ title, rows, all, currency }: Omit<GroupProps, 'direction'>) {
  const texts = useTexts(totalsTexts);
  const nameOf = useNameOf();
  return (
    <table className={styles.table}>
      <caption className="visually-hidden">{title}</caption>
      <thead>
        <tr>
          <th scope="col">{texts.group}</th>
          <th scope="col">{texts.count}</th>
          <th scope="col">{`${texts.amount} ${currency}`}</th>
          <th scope="col">{texts.share}</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.key}>
            <th scope="row">{nameOf(row.name)}</th>
            <td>{row.claimCount}</td>
            <td>{formatAmount(row.amountMinor, currency)}</td>
            <td>{shareOf(row.amountMinor, all.amountMinor).toFixed(1)}%</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
