import { DeleteOutlined } from '@ant-design/icons';
import type { Account } from '@countinghouse/protocol';
import { Button, Input, Select } from 'antd';
import { useTexts } from '../../shared/locale.tsx';
import { useDirectory } from '../../shared/messenger.tsx';
import { parseAmount } from './ledger-state.ts';
import { voucherTexts } from './texts.ts';
import styles from './VoucherEditor.module.css';
import type { DraftLine } from './voucher-draft.ts';

interface VoucherLineRowProps {
  number: number;
  draft: DraftLine;
  accounts: readonly Account[];
  showsFaults: boolean;
  onChange(draft: DraftLine): void;
  onRemove?: () => void;
}

const summaryLengthMax = 200;

export function VoucherLineRow({ number, draft, accounts, showsFaults, onChange, onRemove }: VoucherLineRowProps) {
  const texts = useTexts(voucherTexts);
  const directory = useDirectory();
  const { line } = draft;
  const hasAccount = accounts.some((account) => account.code === line.accountCode);
  const bearer = directory.engagement(line.engagementId) ?? directory.department(line.departmentId);
  const person = line.personId ? directory.nameOfPerson(line.personId) : '';
  const status = (isWrong: boolean) => (showsFaults && isWrong ? 'error' : '');
  return (
    <li className={styles.line} aria-label={texts.line(number)}>
      <Input.TextArea
        className={styles.summary}
        autoSize={{ minRows: 1, maxRows: 3 }}
        aria-label={`${texts.line(number)} ${texts.summary}`}
        placeholder={texts.summary}
        maxLength={summaryLengthMax}
        value={line.summary}
        status={status(line.summary.trim() === '')}
        onChange={(event) =>
          onChange({ ...draft, line: { ...line, summary: event.target.value.replaceAll('\n', ' ') } })
        }
      />
      <Select
        className={styles.account}
        showSearch={{ optionFilterProp: 'label' }}
        aria-label={`${texts.line(number)} ${texts.account}`}
        placeholder={texts.accountHint}
        value={hasAccount ? line.accountCode : undefined}
        status={status(!hasAccount)}
        onChange={(accountCode) => onChange({ ...draft, line: { ...line, accountCode } })}
        popupMatchSelectWidth={false}
        options={accounts.map(({ code, name }) => ({ value: code, label: `${code} ${directory.nameOf(name)}` }))}
      />
      <AmountField
        label={`${texts.line(number)} ${texts.debit}`}
        hint={texts.debit}
        text={draft.debitText}
        onChange={(debitText) =>
          onChange({ ...draft, debitText, creditText: debitText === '' ? draft.creditText : '' })
        }
      />
      <AmountField
        label={`${texts.line(number)} ${texts.credit}`}
        hint={texts.credit}
        text={draft.creditText}
        onChange={(creditText) =>
          onChange({ ...draft, creditText, debitText: creditText === '' ? draft.debitText : '' })
        }
      />
      <Button
        type="text"
        className={styles.remove}
        icon={<DeleteOutlined aria-hidden="true" />}
        aria-label={texts.remove(number)}
        disabled={!onRemove}
        onClick={onRemove}
      />
      <span className={styles.bearer}>
        {[bearer && directory.nameOf(bearer.name), person].filter(Boolean).join(' · ')}
      </span>
    </li>
  );
}

interface AmountFieldProps {
  label: string;
  hint: string;
  text: string;
  onChange(text: string): void;
}

/** Typing on one side empties the other: a line has one side only. */
function AmountField({ label, hint, text, onChange }: AmountFieldProps) {
  const texts = useTexts(voucherTexts);
  const isUnread = parseAmount(text) === null;
  return (
    <Input
      className={styles.amount}
      aria-label={label}
      aria-invalid={isUnread}
      title={isUnread ? texts.amountWrong : undefined}
      placeholder={hint}
      inputMode="decimal"
      autoComplete="off"
      value={text}
      status={isUnread ? 'error' : ''}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}
