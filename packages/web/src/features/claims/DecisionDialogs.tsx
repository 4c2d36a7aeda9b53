import type { ClaimCardData, UserId } from '@countinghouse/protocol';
import { Input, Modal, Select } from 'antd';
import { useState } from 'react';
import { focusField } from '../../shared/focus-field.ts';
import { useTexts } from '../../shared/locale.tsx';
import { useDirectory, useMe } from '../../shared/messenger.tsx';
import { TextDialog } from '../../shared/TextDialog.tsx';
import styles from './Claims.module.css';
import { claimTexts } from './texts.ts';

const reasonLengthMax = 1000;

interface ReturnDialogProps {
  isRunning: boolean;
  onReturn(reason: string): void;
  onCancel(): void;
}

export function ReturnDialog({ isRunning, onReturn, onCancel }: ReturnDialogProps) {
  const texts = useTexts(claimTexts);
  return (
    <TextDialog
      title={texts.returnTitle}
      label={texts.returnReason}
      placeholder={texts.returnHint}
      okText={texts.return}
      cancelText={texts.cancel}
      textLengthMax={reasonLengthMax}
      isDangerous
      isRunning={isRunning}
      onOk={onReturn}
      onCancel={onCancel}
    />
  );
}

interface DelegateDialogProps {
  card: ClaimCardData;
  isRunning: boolean;
  onDelegate(approverId: UserId, reason: string): void;
  onCancel(): void;
}

export function DelegateDialog({ card, isRunning, onDelegate, onCancel }: DelegateDialogProps) {
  const texts = useTexts(claimTexts);
  const me = useMe();
  const { people, nameOf } = useDirectory();
  const [approverId, setApproverId] = useState<UserId | null>(null);
  const [reason, setReason] = useState('');
  const fit = people.filter(
    (person) =>
      person.kind === 'person' && person.isActive && person.id !== me.person.id && person.id !== card.claimantId,
  );
  return (
    <Modal
      open
      afterOpenChange={focusField}
      title={texts.delegateTitle}
      okText={texts.delegate}
      cancelText={texts.cancel}
      okButtonProps={{ disabled: approverId === null }}
      confirmLoading={isRunning}
      onOk={() => approverId && onDelegate(approverId, reason.trim())}
      onCancel={onCancel}
    >
      <p className={styles.dialogHint}>{texts.delegateHint}</p>
      <Select
        showSearch={{ optionFilterProp: 'label' }}
        data-autofocus
        aria-label={texts.delegateWho}
        placeholder={texts.delegateWho}
        className={styles.wide}
        value={approverId}
        onChange={setApproverId}
        options={fit.map((person) => ({
          value: person.id,
          label: [nameOf(person.name), nameOf(person.title)].filter(Boolean).join(' · '),
        }))}
      />
      <Input.TextArea
        aria-label={texts.note}
        placeholder={texts.note}
        className={styles.dialogNote}
        autoSize={{ minRows: 2, maxRows: 6 }}
        maxLength={reasonLengthMax}
        value={reason}
        onChange={(event) => setReason(event.target.value)}
      />
    </Modal>
  );
}
