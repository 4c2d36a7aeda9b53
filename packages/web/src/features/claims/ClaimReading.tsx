import type { Claim } from '@countinghouse/protocol';
import { type ReactNode, useId } from 'react';
import { DateText } from '../../shared/DateText.tsx';
import { useNameOf, useTexts } from '../../shared/locale.tsx';
import { Money } from '../../shared/Money.tsx';
import { useDirectory } from '../../shared/messenger.tsx';
import { useInvoiceNames } from '../../shared/use-invoice-names.ts';
import { ApprovalChain } from './ApprovalChain.tsx';
import { ExcessNote, ReturnNotice } from './ClaimCardView.tsx';
import styles from './Claims.module.css';
import { useClaimLinks } from './links.tsx';
import { claimListTexts, claimTexts } from './texts.ts';
import { useExpenseTypes } from './use-expense-types.ts';

interface ClaimReadingProps {
  claim: Claim;
  /** The lines stand in the editor above: only chain and history are shown. */
  isBelowEditor?: boolean;
}

/** A claim to read: amounts, lines, chain of approvers, history. */
export function ClaimReading({ claim, isBelowEditor = false }: ClaimReadingProps) {
  const texts = useTexts(claimTexts);
  const nameOf = useNameOf();
  const { card } = claim;
  return (
    <div className={styles.reading}>
      {!isBelowEditor && (
        <>
          <ReturnNotice card={card} />
          <p className={styles.total}>
            <Money amountMinor={card.totalMinor} currency={card.currency} size="large" />
            <span className={styles.quiet}>
              {[
                texts.invoiceCount(card.lineCount),
                `${texts.costTo}: ${card.costName ? nameOf(card.costName) : texts.noCost}`,
                card.voucherNumber && `${texts.voucher} ${card.voucherNumber}`,
              ]
                .filter(Boolean)
                .join(' · ')}
            </span>
          </p>
          <Section title={texts.lines}>
            <Lines claim={claim} />
          </Section>
        </>
      )}
      {card.steps.length > 0 && (
        <Section title={texts.chain}>
          <ApprovalChain steps={card.steps} label={texts.chain} />
        </Section>
      )}
      <History claim={claim} />
    </div>
  );
}

function Lines({ claim }: { claim: Claim }) {
  const texts = useTexts(claimTexts);
  const names = useInvoiceNames();
  const links = useClaimLinks();
  const types = useExpenseTypes();
  return (
    <ul className={styles.lines}>
      {claim.lines.map((line) => {
        const warnings = line.invoice.checks.filter(({ status }) => status === 'warn' || status === 'fail').length;
        return (
          <li key={line.invoiceId}>
            <button
              type="button"
              className={styles.open}
              onClick={() => links.openInvoice(line.invoiceId, line.invoice)}
            >
              <span className={styles.between}>
                <span className={styles.name}>{names.headline(line.invoice)}</span>
                <Money amountMinor={line.amountMinor} currency={claim.card.currency} size="small" />
              </span>
              <span className={styles.quiet}>
                {[
                  types.nameOf(line.expenseType),
                  line.invoice.issueDate,
                  line.invoice.number,
                  warnings > 0 && `△ ${texts.warnings(warnings)}`,
                ]
                  .filter(Boolean)
                  .join(' · ')}
              </span>
            </button>
            {line.excess && <ExcessNote excess={line.excess} currency={claim.card.currency} reason={line.reason} />}
          </li>
        );
      })}
    </ul>
  );
}

const known = [
  'created',
  'edited',
  'submitted',
  'corrected',
  'step_approved',
  'approved',
  'returned',
  'delegated',
  'withdrawn',
  'booked',
  'unbooked',
  'archived',
] as const;

function History({ claim }: { claim: Claim }) {
  const texts = useTexts(claimListTexts);
  const directory = useDirectory();
  return (
    <Section title={texts.history}>
      <ol className={styles.history}>
        {claim.history.map((entry) => {
          const what = known.find((each) => entry.what === each) ?? 'other';
          return (
            <li key={`${entry.at} ${entry.what}`}>
              <span>
                <b>{directory.nameOfPerson(entry.actorId)}</b> {texts[`history_${what}`]}
                {entry.note && <span className={styles.note}>{entry.note}</span>}
              </span>
              <span className={styles.quiet}>
                <DateText at={entry.at} show="date-time" />
              </span>
            </li>
          );
        })}
      </ol>
    </Section>
  );
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  const titleId = useId();
  return (
    <section aria-labelledby={titleId}>
      <h3 id={titleId} className={styles.sectionTitle}>
        {title}
      </h3>
      {children}
    </section>
  );
}
