import type { ConversationId, InvoiceCardData, QuestionCardData } from '@countinghouse/protocol';
import { Button } from 'antd';
import { AdaptiveCard } from '../../shared/AdaptiveCard.tsx';
import { Chip } from '../../shared/Chip.tsx';
import type { CardRendererProps } from '../../shared/card-registry.ts';
import { useTexts } from '../../shared/locale.tsx';
import { Money } from '../../shared/Money.tsx';
import { useDirectory } from '../../shared/messenger.tsx';
import { useInvoiceNames } from '../../shared/use-invoice-names.ts';
import { fallbackOf } from './InvoiceCard.tsx';
import { useInvoiceLinks } from './links.tsx';
import { parseQuestionCard } from './parse-card.ts';
import styles from './QuestionCard.module.css';
import { AnswerPart } from './QuestionThread.tsx';
import { askTexts } from './question-texts.ts';
import { cardTexts } from './texts.ts';

/** Renderer for `Countinghouse.Question`: the invoice, what is asked, and a place to answer for the person asked. */
export function QuestionCard({ data, card, conversationId }: CardRendererProps) {
  const parsed = parseQuestionCard(data);
  if (!parsed) return <AdaptiveCard card={fallbackOf(card)} conversationId={conversationId} />;
  return <QuestionCardView data={parsed} conversationId={conversationId} />;
}

function QuestionCardView({ data }: { data: QuestionCardData; conversationId: ConversationId }) {
  const texts = useTexts(askTexts);
  const directory = useDirectory();
  const { question, invoice } = data;
  const asks = texts.asks(directory.nameOfPerson(question.askedById), directory.nameOfPerson(question.askedOfId));
  return (
    <article className={styles.card} aria-label={`${texts.question}: ${question.text}`}>
      <InvoiceLine invoice={invoice} />
      <div className={styles.body}>
        <p className={styles.asks}>
          {asks} {question.answer && <Chip tone="ok">{texts.answered}</Chip>}
        </p>
        <p className={styles.text}>{question.text}</p>
        <AnswerPart question={question} />
      </div>
    </article>
  );
}

function InvoiceLine({ invoice }: { invoice: InvoiceCardData }) {
  const texts = useTexts(cardTexts);
  const names = useInvoiceNames();
  const links = useInvoiceLinks();
  return (
    <div className={styles.invoice}>
      <div className={styles.titles}>
        <p className={styles.title}>{names.headline(invoice)}</p>
        <p className={styles.sub}>
          {[names.subline(invoice), invoice.issueDate, invoice.number].filter(Boolean).join(' · ')}
        </p>
      </div>
      <div className={styles.amount}>
        <Money amountMinor={invoice.totalMinor} currency={invoice.currency} />
        <Button type="link" size="small" onClick={() => links.openInvoice(invoice.invoiceId, invoice)}>
          {texts.original}
        </Button>
      </div>
    </div>
  );
}
