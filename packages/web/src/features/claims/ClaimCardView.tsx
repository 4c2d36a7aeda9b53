import type { ClaimCardData, PolicyExcess } from '@countinghouse/protocol';
import { Button } from 'antd';
import type { ReactNode } from 'react';
import { Chip } from '../../shared/Chip.tsx';
import { formatMoney } from '../../shared/format.ts';
import { useNameOf, useTexts } from '../../shared/locale.tsx';
import { Money } from '../../shared/Money.tsx';
import { useDirectory } from '../../shared/messenger.tsx';
import { ApprovalChain } from './ApprovalChain.tsx';
import styles from './ClaimCard.module.css';
import { returnOf, statusTones } from './claim-state.ts';
import { claimTexts } from './texts.ts';
import { useExpenseTypes } from './use-expense-types.ts';

export interface ClaimCardViewProps {
  card: ClaimCardData;
  isMine: boolean;
  onOpen(): void;
  onOpenInvoice(invoiceId: ClaimCardData['lines'][number]['invoiceId']): void;
  /** Approve, return, delegate: for the person whose decision is due. */
  decision?: ReactNode;
}

const linesShownMax = 5;

export function ClaimStatusChip({ status }: { status: ClaimCardData['status'] }) {
  const texts = useTexts(claimTexts);
  return <Chip tone={statusTones[status]}>{texts[status]}</Chip>;
}

/** A claim in a conversation: who, what for, how much, where it stands, and what to do about it. */
export function ClaimCardView({ card, isMine, onOpen, onOpenInvoice, decision }: ClaimCardViewProps) {
  const texts = useTexts(claimTexts);
  const nameOf = useNameOf();
  const directory = useDirectory();
  const claimant = directory.nameOfPerson(card.claimantId);
  const who = [claimant, card.number, card.costName && nameOf(card.costName)].filter(Boolean).join(' · ');
  const canMend = isMine && (card.status === 'draft' || card.status === 'returned');
  return (
    <article
      className={`${styles.card} ${styles[card.status]}`}
      aria-label={`${texts.claim} · ${card.title} · ${claimant}`}
    >
      <div className={styles.top}>
        <div className={styles.titles}>
          <p className={styles.title}>
            {card.title || texts.claim} <ClaimStatusChip status={card.status} />
          </p>
          <p className={styles.sub}>{who}</p>
        </div>
        <div className={styles.amount}>
          <Money amountMinor={card.totalMinor} currency={card.currency} size="large" />
          <p className={styles.sub}>{texts.invoiceCount(card.lineCount)}</p>
        </div>
      </div>
      <CardLines card={card} onOpenInvoice={onOpenInvoice} />
      <ReturnNotice card={card} />
      {card.steps.length > 0 && (
        <div className={styles.chain}>
          <ApprovalChain steps={card.steps} label={texts.chain} />
        </div>
      )}
      {card.voucherNumber !== null && (
        <p className={styles.voucher}>
          {texts.voucher} {card.voucherNumber}
        </p>
      )}
      <footer className={styles.actions}>
        {decision}
        {canMend && (
          <Button type="primary" onClick={onOpen}>
            {card.status === 'draft' ? texts.continueDraft : texts.mend}
          </Button>
        )}
        <span className={styles.space} />
        <Button type="text" className={styles.quietButton} onClick={onOpen}>
          {texts.open}
        </Button>
      </footer>
    </article>
  );
}

function CardLines({ card, onOpenInvoice }: Pick<ClaimCardViewProps, 'card' | 'onOpenInvoice'>) {
  const texts = useTexts(claimTexts);
  const types = useExpenseTypes();
  const hidden = card.lines.length - linesShownMax;
  return (
    <ul className={styles.lines} aria-label={texts.lines}>
      {card.lines.slice(0, linesShownMax).map((line) => (
        <li key={line.invoiceId}>
          <button type="button" className={styles.line} onClick={() => onOpenInvoice(line.invoiceId)}>
            <span className={styles.seller}>{line.sellerName || types.nameOf(line.expenseType)}</span>
            {line.sellerName && <span className={styles.type}>{types.nameOf(line.expenseType)}</span>}
            {line.warnings > 0 && (
              <span className={styles.warnings} title={texts.warnings(line.warnings)}>
                △ {line.warnings}
                <span className="visually-hidden">{texts.warnings(line.warnings)}</span>
              </span>
            )}
            <Money amountMinor={line.amountMinor} currency={card.currency} size="small" />
          </button>
          {line.excess && <ExcessNote excess={line.excess} currency={card.currency} reason={line.reason} />}
        </li>
      ))}
      {hidden > 0 && <li className={styles.more}>{texts.moreLines(hidden)}</li>}
    </ul>
  );
}

interface ExcessNoteProps {
  excess: PolicyExcess;
  currency: string;
  /** Left out where it is being written right below. */
  reason?: string;
}

/** Which limit is exceeded, by how much, by which rule, and why it should pass. */
export function ExcessNote({ excess, currency, reason }: ExcessNoteProps) {
  const texts = useTexts(claimTexts);
  const nameOf = useNameOf();
  const money = (amountMinor: number) => formatMoney(amountMinor, currency);
  return (
    <div className={styles.excess}>
      <p>
        <b>{texts.excess}</b> {texts.excessOf(money(excess.limitMinor), money(excess.actualMinor))}
        <span className={styles.source}>{texts.source(nameOf(excess.source))}</span>
      </p>
      {reason !== undefined && <p>{reason ? texts.reasonOf(reason) : texts.noReason}</p>}
    </div>
  );
}

export function ReturnNotice({ card }: { card: ClaimCardData }) {
  const texts = useTexts(claimTexts);
  const directory = useDirectory();
  const returned = returnOf(card);
  if (!returned) return null;
  return (
    <p className={styles.returnNotice}>
      {texts.returnedBecause(directory.nameOfPerson(returned.approverId), returned.reason)}
    </p>
  );
}
