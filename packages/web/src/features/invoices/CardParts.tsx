import type { InvoiceCardData } from '@countinghouse/protocol';
import type { ReactNode } from 'react';
import { Chip, type ChipTone } from '../../shared/Chip.tsx';
import { useLocale, useTexts } from '../../shared/locale.tsx';
import { useDirectory } from '../../shared/messenger.tsx';
import { useInvoiceNames } from '../../shared/use-invoice-names.ts';
import { DuplicateNotice } from './DuplicateNotice.tsx';
import { describeField } from './field-names.ts';
import styles from './InvoiceCard.module.css';
import { givesBack, type StatusKey, statusKeyOf } from './invoice-progress.ts';
import { cardTexts, statusTexts } from './texts.ts';

export interface InvoiceCardActions {
  open(): void;
  /** Each is left out where the person may not do it now. */
  draftClaim?: () => void;
  openClaim?: () => void;
  ask?: () => void;
  answer?: () => void;
  checkDoubts?: () => void;
  /** Picking several invoices of the conversation for one claim. */
  pick?: { isPicked: boolean; count: number; toggle(): void };
  isBusy: boolean;
}

export interface InvoiceCardViewProps {
  card: InvoiceCardData;
  nameOfPerson(id: string): string;
  actions: InvoiceCardActions;
}

const statusTones: Record<StatusKey, ChipTone> = {
  reading: 'quiet',
  refused: 'seal',
  not_invoice: 'quiet',
  checked: 'pine',
  claimed: 'pine',
  draft: 'quiet',
  submitted: 'gold',
  returned: 'seal',
  approved: 'pine',
  booked: 'ok',
  archived: 'ok',
  duplicate: 'seal',
  collision: 'gold',
  given_back: 'quiet',
};

export function StatusChip({ card }: { card: InvoiceCardData }) {
  const texts = useTexts(statusTexts);
  const uploader = useDirectory().person(card.uploaderId);
  const key = statusKeyOf(card);
  // What a supplier hands in is paid, not reimbursed.
  if (key === 'checked' && uploader?.kind === 'guest') return <Chip tone="pine">{texts.received}</Chip>;
  return <Chip tone={statusTones[key]}>{texts[key]}</Chip>;
}

export function CardFrame({ card, edge, children }: { card: InvoiceCardData; edge: string; children: ReactNode }) {
  const texts = useTexts(cardTexts);
  const name = [texts.invoice, useInvoiceNames().headline(card)].join(' · ');
  return (
    <article className={`${styles.card} ${styles[edge]}`} aria-label={name}>
      {children}
    </article>
  );
}

/** What stands against claiming it, in sentences. */
export function Notices({ card, nameOfPerson }: Pick<InvoiceCardViewProps, 'card' | 'nameOfPerson'>) {
  const texts = useTexts(cardTexts);
  const back = card.status === 'checked' ? givesBack(card) : null;
  return (
    <>
      {card.duplicate && <DuplicateNotice duplicate={card.duplicate} nameOfPerson={nameOfPerson} />}
      {back && <p className={styles.noticeQuiet}>{texts[`givesBack_${back}`]}</p>}
      <DoubtNotice card={card} />
    </>
  );
}

function DoubtNotice({ card }: { card: InvoiceCardData }) {
  const texts = useTexts(cardTexts);
  const { locale } = useLocale();
  if (card.doubts.length === 0) return null;
  const names = card.doubts.map((name) => describeField(name, locale)).join(locale === 'en' ? ', ' : '、');
  return <p className={styles.noticeGold}>{texts.doubts(names, card.doubts.length)}</p>;
}
