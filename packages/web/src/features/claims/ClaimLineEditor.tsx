import { DeleteOutlined } from '@ant-design/icons';
import type { ClaimLine } from '@countinghouse/protocol';
import { Button, Input, Select } from 'antd';
import { useState } from 'react';
import { useNameOf, useTexts } from '../../shared/locale.tsx';
import { Money } from '../../shared/Money.tsx';
import { useInvoiceNames } from '../../shared/use-invoice-names.ts';
import { ExcessNote } from './ClaimCardView.tsx';
import styles from './ClaimEditor.module.css';
import { useClaimLinks } from './links.tsx';
import { editorTexts } from './texts.ts';
import { useExpenseTypes } from './use-expense-types.ts';

interface ClaimLineEditorProps {
  line: ClaimLine;
  currency: string;
  /** The reason was left out and the person tried to submit. */
  asksReason: boolean;
  onChange(line: ClaimLine): void;
  onRemove?: () => void;
}

const reasonLengthMax = 1000;

export function ClaimLineEditor({ line, currency, asksReason, onChange, onRemove }: ClaimLineEditorProps) {
  const texts = useTexts(editorTexts);
  const nameOf = useNameOf();
  const links = useClaimLinks();
  const types = useExpenseTypes();
  const type = types.list.find((each) => each.code === line.expenseType);
  const name = useInvoiceNames().headline(line.invoice);
  return (
    <li className={styles.line}>
      <div className={styles.head}>
        <button type="button" className={styles.seller} onClick={() => links.openInvoice(line.invoiceId, line.invoice)}>
          <span>
            <span className="visually-hidden">{texts.viewInvoice}</span>
            {name}
          </span>
          <span className={styles.sub}>
            {[line.invoice.itemSummary, line.invoice.issueDate, line.invoice.number].filter(Boolean).join(' · ')}
          </span>
        </button>
        <Money amountMinor={line.amountMinor} currency={currency} />
        <Button
          type="text"
          size="small"
          icon={<DeleteOutlined aria-hidden="true" />}
          aria-label={texts.remove(name)}
          title={onRemove ? texts.remove(name) : texts.lastLine}
          disabled={!onRemove}
          onClick={onRemove}
        />
      </div>
      <Select
        aria-label={`${texts.expenseType} · ${name}`}
        className={styles.type}
        value={line.expenseType}
        onChange={(expenseType) => onChange({ ...line, expenseType })}
        options={types.list.map(({ code, name: typeName }) => ({ value: code, label: nameOf(typeName) }))}
      />
      {type?.limitNote && !line.excess && <span className={styles.sub}>{nameOf(type.limitNote)}</span>}
      {line.excess && (
        <>
          <ExcessNote excess={line.excess} currency={currency} />
          <ReasonField
            line={line}
            isMissing={asksReason && line.reason.trim() === ''}
            onSave={(reason) => onChange({ ...line, reason })}
          />
        </>
      )}
    </li>
  );
}

interface ReasonFieldProps {
  line: ClaimLine;
  isMissing: boolean;
  onSave(reason: string): void;
}

function ReasonField({ line, isMissing, onSave }: ReasonFieldProps) {
  const texts = useTexts(editorTexts);
  const [reason, setReason] = useState(line.reason);
  return (
    <Input.TextArea
      aria-label={texts.reason}
      placeholder={texts.reasonHint}
      autoSize={{ minRows: 1, maxRows: 5 }}
      maxLength={reasonLengthMax}
      status={isMissing ? 'error' : ''}
      value={reason}
      onChange={(event) => setReason(event.target.value)}
      onBlur={() => {
        if (reason.trim() !== line.reason) onSave(reason.trim());
      }}
    />
  );
}
