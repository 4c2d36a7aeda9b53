import { CopyOutlined } from '@ant-design/icons';
import { Button, Modal } from 'antd';
import { useRef } from 'react';
import { useTexts } from '../../shared/locale.tsx';
import { useToasts } from '../../shared/toasts.tsx';
import styles from './AdminPage.module.css';
import { adminTexts } from './texts.ts';

interface LinkDialogProps {
  name: string;
  link: string;
  onClose(): void;
}

export function LinkDialog({ name, link, onClose }: LinkDialogProps) {
  const texts = useTexts(adminTexts);
  const message = useToasts();
  const shown = useRef<HTMLElement>(null);
  // Without HTTPS there is no clipboard: the link is selected, so that the person can copy it.
  const copy = async () => {
    if (!navigator.clipboard) {
      if (shown.current) getSelection()?.selectAllChildren(shown.current);
      return;
    }
    await navigator.clipboard.writeText(link);
    message.success(texts.copied);
  };
  return (
    <Modal
      open
      title={texts.linkFor(name)}
      onCancel={onClose}
      footer={[
        <Button key="copy" type="primary" icon={<CopyOutlined aria-hidden="true" />} onClick={() => void copy()}>
          {texts.copy}
        </Button>,
        <Button key="close" onClick={onClose}>
          {texts.close}
        </Button>,
      ]}
    >
      <code ref={shown} className={styles.link}>
        {link}
      </code>
      <p className={styles.quiet}>{texts.linkHint}</p>
    </Modal>
  );
}
