import { type InvoiceCardData, type InvoiceQuestion, invoices } from '@countinghouse/protocol';
import { App, Input, Modal } from 'antd';
import { useState } from 'react';
import { useTexts } from '../../shared/locale.tsx';
import { useDirectory, useMessenger } from '../../shared/messenger.tsx';
import { newClientId } from '../../shared/new-client-id.ts';
import { useAction } from '../../shared/use-action.ts';
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
  const { call } = useMessenger();
  const directory = useDirectory();
  const { message } = App.useApp();
  const [text, setText] = useState('');
  const [clientId] = useState(newClientId);
  const who = directory.nameOfPerson(card.uploaderId);
  const ask = useAction(async () => {
    const params = { invoiceId: card.invoiceId };
    const question = await call(invoices.ask, { params, body: { clientId, text: text.trim() } });
    onAsked?.(question);
    void message.success(texts.asked(who));
    onClose();
  });
  const isEmpty = text.trim() === '';
  return (
    <Modal
      open
      title={texts.askTitle(who)}
      okText={texts.send}
      okButtonProps={{ disabled: isEmpty }}
      confirmLoading={ask.isRunning}
      onOk={() => ask.run()}
      onCancel={onClose}
    >
      <p style={{ color: 'var(--ink-2)', marginBottom: 10 }}>
        {[card.invoiceType, card.sellerName, card.number].filter(Boolean).join(' · ')}
      </p>
      <Input.TextArea
        autoFocus
        aria-label={texts.question}
        placeholder={texts.questionHint}
        autoSize={{ minRows: 3, maxRows: 8 }}
        maxLength={textLengthMax}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.metaKey || event.ctrlKey) && !isEmpty) void ask.run();
        }}
      />
    </Modal>
  );
}
