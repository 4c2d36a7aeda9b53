import { Input, Modal } from 'antd';
import { type ReactNode, useState } from 'react';
import { focusField } from './focus-field.ts';

interface TextDialogProps {
  title: string;
  /** Names the field, as its placeholder does where that says more. */
  label: string;
  placeholder?: string;
  okText: string;
  cancelText: string;
  textLengthMax: number;
  isDangerous?: boolean;
  isRunning: boolean;
  onOk(text: string): unknown;
  onCancel(): void;
  /** What stands above the field. */
  children?: ReactNode;
}

/** Asks for a text, such as a question or the reason of a refusal; an empty one cannot be sent. Ctrl + Enter sends. */
export function TextDialog({ isDangerous = false, children, ...props }: TextDialogProps) {
  const [text, setText] = useState('');
  const given = text.trim();
  return (
    <Modal
      open
      afterOpenChange={focusField}
      title={props.title}
      okText={props.okText}
      cancelText={props.cancelText}
      okButtonProps={{ danger: isDangerous, disabled: given === '' }}
      confirmLoading={props.isRunning}
      onOk={() => props.onOk(given)}
      onCancel={props.onCancel}
    >
      {children}
      <Input.TextArea
        data-autofocus
        aria-label={props.label}
        placeholder={props.placeholder ?? props.label}
        autoSize={{ minRows: 3, maxRows: 8 }}
        maxLength={props.textLengthMax}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.metaKey || event.ctrlKey) && given !== '') props.onOk(given);
        }}
      />
    </Modal>
  );
}
