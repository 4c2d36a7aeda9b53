import { type InvoiceId, invoices } from '@countinghouse/protocol';
import { App, Input, Modal } from 'antd';
import { useState } from 'react';
import { useTexts } from '../../shared/locale.tsx';
import { useMessenger } from '../../shared/messenger.tsx';
import { newClientId } from '../../shared/new-client-id.ts';
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
  const { message } = App.useApp();
  const [text, setText] = useState('');
  const [clientId] = useState(newClientId);
  const ask = useAction(async () => {
    await call(invoices.ask, { params: { invoiceId }, body: { clientId, text: text.trim() } });
    void message.success(texts.asked);
    onClose();
  });
  return (
    <Modal
      open
      title={texts.askTitle(sellerName)}
      okText={texts.send}
      cancelText={texts.cancel}
      okButtonProps={{ disabled: text.trim() === '' }}
      confirmLoading={ask.isRunning}
      onOk={() => ask.run()}
      onCancel={onClose}
    >
      <Input.TextArea
        autoFocus
        aria-label={texts.ask}
        placeholder={texts.askHint}
        autoSize={{ minRows: 3, maxRows: 8 }}
        maxLength={textLengthMax}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
    </Modal>
  );
}
