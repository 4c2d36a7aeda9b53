import { Button, Input } from 'antd';
import { useId, useState } from 'react';
import { formatMoney } from '../../shared/format.ts';
import { useTexts } from '../../shared/locale.tsx';
import { isExchangeRate } from './ledger-state.ts';
import { voucherTexts } from './texts.ts';
import styles from './VoucherEditor.module.css';

interface ExchangeRateFormProps {
  amountMinor: number;
  currency: string;
  onGiven(rate: string): void;
}

/** A claim in a foreign currency is booked in yuan; the rate is for finance to say. */
export function ExchangeRateForm({ amountMinor, currency, onGiven }: ExchangeRateFormProps) {
  const texts = useTexts(voucherTexts);
  const rateId = useId();
  const [rate, setRate] = useState('');
  const plain = rate.trim();
  return (
    <form
      className={styles.editor}
      onSubmit={(event) => {
        event.preventDefault();
        if (isExchangeRate(plain)) onGiven(plain);
      }}
    >
      <p>{texts.rateNeeded(formatMoney(amountMinor, currency))}</p>
      <div className={styles.rate}>
        <label htmlFor={rateId}>{texts.rateOf(currency)}</label>
        <Input
          id={rateId}
          autoFocus
          inputMode="decimal"
          placeholder="7.1234"
          value={rate}
          status={plain !== '' && !isExchangeRate(plain) ? 'error' : ''}
          onChange={(event) => setRate(event.target.value)}
        />
        <Button type="primary" htmlType="submit" disabled={!isExchangeRate(plain)}>
          {texts.proposeAtRate}
        </Button>
      </div>
    </form>
  );
}
