import { LeftOutlined, RightOutlined } from '@ant-design/icons';
import { ledger, type Voucher } from '@countinghouse/protocol';
import { Button } from 'antd';
import { useState } from 'react';
import { useTexts } from '../../shared/locale.tsx';
import { EmptyState, ErrorState, LoadingState } from '../../shared/States.tsx';
import { useQuery } from '../../shared/use-query.ts';
import styles from './Finance.module.css';
import { periodAfter, periodOf } from './ledger-state.ts';
import { voucherTexts } from './texts.ts';
import { VoucherItem } from './VoucherItem.tsx';

/** The vouchers of a period, in the order of their numbers. */
export function VoucherList() {
  const texts = useTexts(voucherTexts);
  const [period, setPeriod] = useState(() => periodOf(new Date()));
  const query = useQuery(
    ledger.listVouchers,
    { query: { period } },
    { reloadOn: (change) => change.kind === 'card' && change.type === 'Countinghouse.Claim' },
  );
  const accounts = useQuery(ledger.accounts, {});
  const vouchers = query.data?.vouchers ?? [];
  return (
    <>
      <div className={styles.period}>
        <Button
          type="text"
          icon={<LeftOutlined aria-hidden="true" />}
          aria-label={texts.previous}
          onClick={() => setPeriod(periodAfter(period, -1))}
        />
        <output aria-label={texts.period}>{period}</output>
        <Button
          type="text"
          icon={<RightOutlined aria-hidden="true" />}
          aria-label={texts.next}
          onClick={() => setPeriod(periodAfter(period, 1))}
        />
      </div>
      {query.status === 'loading' && <LoadingState rows={6} />}
      {query.status === 'failed' && <ErrorState error={query.error} onRetry={query.reload} />}
      {query.status === 'ready' && vouchers.length === 0 && (
        <EmptyState mark="证" title={texts.empty(period)} hint={texts.emptyHint} />
      )}
      <ul className={styles.vouchers}>
        {vouchers.toSorted(byNumberDown).map((voucher) => (
          <VoucherItem
            key={voucher.id}
            voucher={voucher}
            others={vouchers}
            accounts={accounts.data?.accounts ?? []}
            onReversed={query.reload}
          />
        ))}
      </ul>
    </>
  );
}

const byNumberDown = (a: Voucher, b: Voucher) => (a.number < b.number ? 1 : -1);
