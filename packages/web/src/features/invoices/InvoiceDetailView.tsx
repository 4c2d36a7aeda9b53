import type { Invoice, InvoiceCardData, InvoiceQuestion } from '@countinghouse/protocol';
import { Segmented } from 'antd';
import { type ReactNode, useId, useState } from 'react';
import { DateText } from '../../shared/DateText.tsx';
import { useLocale, useTexts } from '../../shared/locale.tsx';
import { useDirectory } from '../../shared/messenger.tsx';
import { CheckList } from './CheckList.tsx';
import { DuplicateNotice } from './DuplicateNotice.tsx';
import { describeUnusable } from './describe-unusable.ts';
import { detailTexts } from './detail-texts.ts';
import fieldStyles from './FieldList.module.css';
import { FieldRow } from './FieldRow.tsx';
import { describeField } from './field-names.ts';
import styles from './InvoiceDetail.module.css';
import { ItemsTable } from './ItemsTable.tsx';
import { OriginalViewer } from './OriginalViewer.tsx';
import { originalKind } from './original-kind.ts';
import type { ActiveField } from './PageFrame.tsx';
import { ProgressLine } from './ProgressLine.tsx';
import { QuestionThread } from './QuestionThread.tsx';
import { askTexts } from './question-texts.ts';
import { shownFields } from './shown-fields.ts';

export type CorrectField = (field: string, value: string) => Promise<boolean>;

interface InvoiceDetailViewProps {
  invoice: Invoice;
  onCorrect?: CorrectField;
  onAnswered(question: InvoiceQuestion): void;
}

/** Page and fields side by side, or one after the other behind two tabs where there is no room. */
export function InvoiceDetailView({ invoice, onCorrect, onAnswered }: InvoiceDetailViewProps) {
  const texts = useTexts(detailTexts);
  const [active, setActive] = useState<ActiveField | null>(null);
  const [tab, setTab] = useState<'original' | 'fields'>(invoice.card.doubts.length > 0 ? 'fields' : 'original');
  const isInvoice = describeUnusable(invoice.card, 'en') === null;
  const isPart = invoice.card.part !== undefined;
  const marks = { fields: invoice.fields, active, onActivate: setActive, isPart };
  return (
    <div className={styles.room}>
      <div className={styles.detail} data-tab={tab}>
        <div className={styles.tabs}>
          <Segmented
            block
            aria-label={texts.tabs}
            value={tab}
            onChange={setTab}
            options={[
              { value: 'original', label: texts.original },
              { value: 'fields', label: texts.fields },
            ]}
          />
        </div>
        <div className={styles.original}>
          <OriginalViewer file={invoice.card.file} pageCount={invoice.pageCount} {...marks} />
        </div>
        <div className={styles.facts}>
          <Unusable card={invoice.card} />
          {isInvoice && (
            <Recognised
              invoice={invoice}
              active={active}
              onActivate={setActive}
              onLocate={(name) => {
                setTab('original');
                setActive({ name, from: 'fields' });
              }}
              onCorrect={onCorrect}
            />
          )}
          <DetailSections invoice={invoice} onAnswered={onAnswered} />
        </div>
      </div>
    </div>
  );
}

function Unusable({ card }: { card: InvoiceCardData }) {
  const { locale } = useLocale();
  const unusable = describeUnusable(card, locale);
  if (!unusable) return null;
  return (
    <div className={styles.unusable}>
      <p>{unusable.found}</p>
      <p className={styles.quiet}>{unusable.advice}</p>
    </div>
  );
}

interface RecognisedProps extends Pick<InvoiceDetailViewProps, 'invoice' | 'onCorrect'> {
  active: ActiveField | null;
  onActivate(active: ActiveField | null): void;
  onLocate(name: string): void;
}

function Recognised({ invoice, active, onActivate, onLocate, onCorrect }: RecognisedProps) {
  const texts = useTexts(detailTexts);
  const { nameOfPerson } = useDirectory();
  const isText = originalKind(invoice.card.file, invoice.pageCount) === 'xml';
  return (
    <>
      {invoice.card.status !== 'checked' && <ProgressLine card={invoice.card} />}
      {invoice.card.duplicate && <DuplicateNotice duplicate={invoice.card.duplicate} nameOfPerson={nameOfPerson} />}
      {invoice.card.doubts.length > 0 && onCorrect && (
        <p className={styles.doubts}>{texts.doubtsLeft(invoice.card.doubts.length)}</p>
      )}
      <Section title={texts.recognised}>
        <ul
          className={fieldStyles.list}
          onMouseLeave={(event) => {
            // Turning to the page hides the list under the pointer: nobody left it, and the place is to stay marked.
            if (event.currentTarget.offsetParent !== null) onActivate(null);
          }}
        >
          {shownFields(invoice.fields, onCorrect !== undefined).map((field) => (
            <FieldRow
              key={field.name}
              field={field}
              isText={isText}
              active={active}
              onActivate={onActivate}
              onLocate={() => onLocate(field.name)}
              onCorrect={onCorrect && ((value) => onCorrect(field.name, value))}
            />
          ))}
        </ul>
      </Section>
    </>
  );
}

function DetailSections({ invoice, onAnswered }: Pick<InvoiceDetailViewProps, 'invoice' | 'onAnswered'>) {
  const texts = useTexts(detailTexts);
  const askWords = useTexts(askTexts);
  return (
    <>
      {invoice.questions.length > 0 && (
        <Section title={askWords.questions}>
          <QuestionThread questions={invoice.questions} onAnswered={onAnswered} />
        </Section>
      )}
      {invoice.items.length > 0 && (
        <Section title={texts.items}>
          <ItemsTable items={invoice.items} />
        </Section>
      )}
      {invoice.card.checks.length > 0 && (
        <Section title={texts.checks}>
          <CheckList checks={invoice.card.checks} />
        </Section>
      )}
      {invoice.corrections.length > 0 && (
        <Section title={texts.corrections}>
          <CorrectionList invoice={invoice} />
        </Section>
      )}
    </>
  );
}

function CorrectionList({ invoice }: { invoice: Invoice }) {
  const texts = useTexts(detailTexts);
  const { locale } = useLocale();
  const directory = useDirectory();
  return (
    <ol className={styles.corrections}>
      {invoice.corrections.map((correction) => (
        <li key={`${correction.at} ${correction.field}`}>
          <span>
            {describeField(correction.field, locale)}{' '}
            {correction.from === correction.to
              ? texts.confirmed(correction.to)
              : texts.fromTo(correction.from, correction.to)}
          </span>
          <span className={styles.quiet}>
            {directory.nameOfPerson(correction.byId)} · <DateText at={correction.at} show="date-time" />
          </span>
        </li>
      ))}
    </ol>
  );
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  const titleId = useId();
  return (
    <section className={styles.section} aria-labelledby={titleId}>
      <h3 id={titleId}>{title}</h3>
      {children}
    </section>
  );
}
