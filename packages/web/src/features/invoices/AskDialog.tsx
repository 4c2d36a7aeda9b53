import { type InvoiceCardData, type InvoiceQuestion, invoices } from '@countinghouse/protocol';
import { useState } from 'react';
import { useTexts } from '../../shared/locale.tsx';
import { useDirectory, useMessenger } from '../../shared/messenger.tsx';
import { newClientId } from '../../shared/new-client-id.ts';
import { TextDialog } from '../../shared/TextDialog.tsx';
import { useToasts } from '../../shared/toasts.tsx';
import { useAction } from '../../shared/use-action.ts';
import { useInvoiceNames } from '../../shared/use-invoice-names.ts';
import { askTexts } from './question-texts.ts';

interface AskDialogProps {
  card: InvoiceCardData;
  onClose(): void;
  onAsked?(question: InvoiceQuestion): void;
}

const textLengthMax = 2000;

/** Finance asks; the question arrives in the conversation with the person who handed the invoice in. */
export function AskDialog({ card, onClose, onAsked }: AskDialogProps) {
  const texts = useTexts(askTexts);
  const names = useInvoiceNames();
  const { call } = useMessenger();
  const directory = useDirectory();
  const message = useToasts();
  const [clientId] = useState(newClientId);
  const who = directory.nameOfPerson(card.uploaderId);
  const ask = useAction(async (text: string) => {
    const params = { invoiceId: card.invoiceId };
    const question = await call(invoices.ask, { params, body: { clientId, text } });
    onAsked?.(question);
    message.success(texts.asked(who));
    onClose();
  });
  return (
    <TextDialog
      title={texts.askTitle(who)}
      label={texts.question}
      placeholder={texts.questionHint}
      okText={texts.send}
      cancelText={texts.cancel}
      textLengthMax={textLengthMax}
      isRunning={ask.isRunning}
      onOk={ask.run}
      onCancel={onClose}
    >
      <p style={{ color: 'var(--ink-2)', marginBottom: 10 }}>
        {[names.kind(card), card.sellerName, card.number].filter(Boolean).join(' · ')}
      </p>
    </TextDialog>
  );
}
