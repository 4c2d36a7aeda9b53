import { type InvoiceId, invoices } from '@countinghouse/protocol';
import { useState } from 'react';
import { useTexts } from '../../shared/locale.tsx';
import { useMessenger } from '../../shared/messenger.tsx';
import { newClientId } from '../../shared/new-client-id.ts';
import { TextDialog } from '../../shared/TextDialog.tsx';
import { useToasts } from '../../shared/toasts.tsx';
import { useAction } from '../../shared/use-action.ts';
import { financeTexts } from './texts.ts';

interface AskAboutInvoiceProps {
  invoiceId: InvoiceId;
  sellerName: string;
  onClose(): void;
}

const textLengthMax = 2000;

/** A question from the queue, to the person who handed the invoice in. */
export function AskAboutInvoice({ invoiceId, sellerName, onClose }: AskAboutInvoiceProps) {
  const texts = useTexts(financeTexts);
  const { call } = useMessenger();
  const message = useToasts();
  const [clientId] = useState(newClientId);
  const ask = useAction(async (text: string) => {
    await call(invoices.ask, { params: { invoiceId }, body: { clientId, text } });
    message.success(texts.asked);
    onClose();
  });
  return (
    <TextDialog
      title={texts.askTitle(sellerName)}
      label={texts.ask}
      placeholder={texts.askHint}
      okText={texts.send}
      cancelText={texts.cancel}
      textLengthMax={textLengthMax}
      isRunning={ask.isRunning}
      onOk={ask.run}
      onCancel={onClose}
    />
  );
}
