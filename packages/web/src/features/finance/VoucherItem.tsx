import { DownloadOutlined } from '@ant-design/icons';
import { type Account, bookingInstancePath, ledger, type Voucher, type VoucherId } from '@countinghouse/protocol';
import { Button, Input, Modal } from 'antd';
import { useState } from 'react';
import { Chip } from '../../shared/Chip.tsx';
import { DateField } from '../../shared/DateField.tsx';
import { focusField } from '../../shared/focus-field.ts';
import { formatAmount } from '../../shared/format.ts';
import { useTexts } from '../../shared/locale.tsx';
import { Money } from '../../shared/Money.tsx';
import { useDirectory, useMessenger } from '../../shared/messenger.tsx';
import { newClientId } from '../../shared/new-client-id.ts';
import { useToasts } from '../../shared/toasts.tsx';
import { useAction } from '../../shared/use-action.ts';
import styles from './Finance.module.css';
import { balanceOf, calendarDateOf } from './ledger-state.ts';
import { voucherTexts } from './texts.ts';

interface VoucherItemProps {
  voucher: Voucher;
  /** Of the same period, so that a reversal can name its counterpart. */
  others: readonly Voucher[];
  accounts: readonly Account[];
  onReversed(): void;
}

export function VoucherItem({ voucher, others, accounts, onReversed }: VoucherItemProps) {
  const texts = useTexts(voucherTexts);
  const directory = useDirectory();
  const [isOpen, setIsOpen] = useState(false);
  const [isReversing, setIsReversing] = useState(false);
  const numberOf = (id: VoucherId) => others.find((other) => other.id === id)?.number ?? texts.elsewhere;
  const canReverse = voucher.status === 'posted' && voucher.reversalOf === null;
  return (
    <li className={styles.voucher}>
      <div className={styles.claimHead}>
        <button type="button" className={styles.expand} aria-expanded={isOpen} onClick={() => setIsOpen(!isOpen)}>
          <span className={styles.arrow} aria-hidden="true">
            ›
          </span>
          <span className={styles.titles}>
            <span className={styles.name}>
              {voucher.number} {voucher.status === 'reversed' && <Chip tone="quiet">{texts.reversed}</Chip>}
              {voucher.reversalOf !== null && <Chip tone="seal">{texts.reversal}</Chip>}
            </span>
            <span className={styles.quiet}>
              {[
                voucher.date,
                voucher.lines[0]?.summary,
                voucher.exchange && texts.exchange(voucher.exchange.currency, voucher.exchange.rate),
                texts.postedBy(directory.nameOfPerson(voucher.postedById)),
                voucher.reversalOf && texts.reversalOf(numberOf(voucher.reversalOf)),
                voucher.reversedBy && texts.reversedBy(numberOf(voucher.reversedBy)),
              ]
                .filter(Boolean)
                .join(' · ')}
            </span>
          </span>
        </button>
        <Money amountMinor={balanceOf(voucher.lines).debitMinor} currency={voucher.currency} />
        {canReverse && (
          <Button type="text" onClick={() => setIsReversing(true)}>
            {texts.reverse}
          </Button>
        )}
      </div>
      {isOpen && <VoucherLines voucher={voucher} accounts={accounts} />}
      {isOpen && <InstanceList voucher={voucher} />}
      {isReversing && <ReverseDialog voucher={voucher} onClose={() => setIsReversing(false)} onReversed={onReversed} />}
    </li>
  );
}

function VoucherLines({ voucher, accounts }: Pick<VoucherItemProps, 'voucher' | 'accounts'>) {
  const texts = useTexts(voucherTexts);
  const directory = useDirectory();
  const amount = (amountMinor: number) => (amountMinor === 0 ? '' : formatAmount(amountMinor, voucher.currency));
  const accountName = (code: string) => {
    const account = accounts.find((each) => each.code === code);
    return account ? `${code} ${directory.nameOf(account.name)}` : code;
  };
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard.
    <section className={styles.scroll} tabIndex={0} aria-label={texts.lines}>
      <table className={styles.lines}>
        <thead>
          <tr>
            <th scope="col">{texts.summary}</th>
            <th scope="col">{texts.account}</th>
            <th scope="col">{texts.debit}</th>
            <th scope="col">{texts.credit}</th>
          </tr>
        </thead>
        <tbody>
          {voucher.lines.map((line, number) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: lines of a posted voucher never change.
            <tr key={number}>
              <td>{line.summary}</td>
              <td>{accountName(line.accountCode)}</td>
              <td>{amount(line.debitMinor)}</td>
              <td>{amount(line.creditMinor)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** 入账信息: what the data standard has the buyer's system write for each invoice. */
function InstanceList({ voucher }: Pick<VoucherItemProps, 'voucher'>) {
  const texts = useTexts(voucherTexts);
  if (voucher.instances.length === 0) return null;
  return (
    <ul className={styles.instances} aria-label={texts.instances}>
      {voucher.instances.map((instance) => (
        <li key={instance.id}>
          <a href={bookingInstancePath(instance.id)} download={instance.fileName}>
            <DownloadOutlined aria-hidden="true" /> {texts.instance}
          </a>
          <span className={styles.fileName}>{instance.fileName}</span>
          {!instance.isBooked && <Chip tone="seal">{texts.instanceTakenBack}</Chip>}
          {instance.isSuperseded && <Chip tone="quiet">{texts.instanceSuperseded}</Chip>}
        </li>
      ))}
    </ul>
  );
}

const reasonLengthMax = 500;

function ReverseDialog({ voucher, onClose, onReversed }: { voucher: Voucher; onClose(): void; onReversed(): void }) {
  const texts = useTexts(voucherTexts);
  const { call } = useMessenger();
  const message = useToasts();
  const [reason, setReason] = useState('');
  const [date, setDate] = useState(() => calendarDateOf(new Date()));
  const [clientId] = useState(newClientId);
  const reverse = useAction(async () => {
    const body = { clientId, date, reason: reason.trim() };
    const reversal = await call(ledger.reverse, { params: { voucherId: voucher.id }, body });
    message.success(texts.reversedToast(reversal.number));
    onReversed();
    onClose();
  });
  return (
    <Modal
      open
      afterOpenChange={focusField}
      title={texts.reverseTitle(voucher.number)}
      okText={texts.reverse}
      cancelText={texts.cancel}
      okButtonProps={{ danger: true, disabled: reason.trim() === '' || date === '' }}
      confirmLoading={reverse.isRunning}
      onOk={() => reverse.run()}
      onCancel={onClose}
    >
      <p className={styles.dialogHint}>{texts.reverseHint}</p>
      <DateField label={texts.date} className={styles.dialogDate} value={date} onChange={setDate} />
      <Input.TextArea
        data-autofocus
        aria-label={texts.reason}
        placeholder={texts.reason}
        autoSize={{ minRows: 2, maxRows: 6 }}
        maxLength={reasonLengthMax}
        value={reason}
        onChange={(event) => setReason(event.target.value)}
      />
    </Modal>
  );
}
