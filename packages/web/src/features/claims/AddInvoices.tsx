import { PlusOutlined } from '@ant-design/icons';
import { type Claim, type InvoiceId, type InvoiceRow, invoices } from '@countinghouse/protocol';
import { Button, Checkbox, Modal } from 'antd';
import { useState } from 'react';
import { useTexts } from '../../shared/locale.tsx';
import { Money } from '../../shared/Money.tsx';
import { ErrorState, LoadingState } from '../../shared/States.tsx';
import { useInvoiceNames } from '../../shared/use-invoice-names.ts';
import { useQuery } from '../../shared/use-query.ts';
import styles from './ClaimEditor.module.css';
import { editorTexts } from './texts.ts';

interface AddedLine {
  invoiceId: InvoiceId;
  expenseType: string;
  reason: string;
}

interface AddInvoicesProps {
  claim: Claim;
  onAdd(lines: AddedLine[]): Promise<boolean>;
}

/** Puts further invoices of the claimant into the same claim. */
export function AddInvoices({ claim, onAdd }: AddInvoicesProps) {
  const texts = useTexts(editorTexts);
  const [isOpen, setIsOpen] = useState(false);
  return (
    <>
      <Button type="dashed" block icon={<PlusOutlined aria-hidden="true" />} onClick={() => setIsOpen(true)}>
        {texts.add}
      </Button>
      {isOpen && <AddDialog claim={claim} onAdd={onAdd} onClose={() => setIsOpen(false)} />}
    </>
  );
}

const isAddable = (currency: string) => (row: InvoiceRow) =>
  row.claimId === null &&
  row.card.currency === currency &&
  row.card.doubts.length === 0 &&
  !(row.card.duplicate?.kind === 'same_document' && row.card.duplicate.claimNumber !== null);

function AddDialog({ claim, onAdd, onClose }: AddInvoicesProps & { onClose(): void }) {
  const texts = useTexts(editorTexts);
  const names = useInvoiceNames();
  const query = useQuery(invoices.list, { query: { mine: true, status: 'checked', limit: 200 } });
  const [picked, setPicked] = useState<ReadonlySet<InvoiceId>>(new Set());
  const [isAdding, setIsAdding] = useState(false);
  const rows = query.data?.invoices.filter(isAddable(claim.card.currency)) ?? [];
  const toggle = (id: InvoiceId) =>
    setPicked((now) => (now.has(id) ? new Set([...now].filter((each) => each !== id)) : new Set(now).add(id)));
  const add = async () => {
    setIsAdding(true);
    // The server proposes types for new claims only; a wrong guess here could ask for a reason that nobody owes.
    const isAdded = await onAdd([...picked].map((invoiceId) => ({ invoiceId, expenseType: 'other', reason: '' })));
    setIsAdding(false);
    if (isAdded) onClose();
  };
  return (
    <Modal
      open
      title={texts.addTitle}
      okText={texts.addChosen(picked.size)}
      okButtonProps={{ disabled: picked.size === 0 }}
      confirmLoading={isAdding}
      onOk={add}
      onCancel={onClose}
    >
      {query.status === 'loading' && <LoadingState rows={3} />}
      {query.status === 'failed' && <ErrorState error={query.error} onRetry={query.reload} />}
      {query.status === 'ready' && rows.length === 0 && <p className={styles.none}>{texts.addNone}</p>}
      <ul className={styles.addable}>
        {rows.map(({ card }) => (
          <li key={card.invoiceId}>
            <Checkbox checked={picked.has(card.invoiceId)} onChange={() => toggle(card.invoiceId)}>
              {names.headline(card)} <span className={styles.sub}>{card.issueDate}</span>
            </Checkbox>
            <Money amountMinor={card.totalMinor} currency={card.currency} size="small" />
          </li>
        ))}
      </ul>
    </Modal>
  );
}
