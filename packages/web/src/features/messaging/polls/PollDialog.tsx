import { DeleteOutlined, PlusOutlined } from '@ant-design/icons';
import { type Poll, pollOptionsMax } from '@countinghouse/protocol';
import { Button, Checkbox, Input, Modal } from 'antd';
import type { Dayjs } from 'dayjs';
import { useState } from 'react';
import { FutureTimePicker } from '../../../shared/FutureTimePicker.tsx';
import { focusField } from '../../../shared/focus-field.ts';
import { useTexts } from '../../../shared/locale.tsx';
import styles from './PollView.module.css';
import { pollTexts } from './texts.ts';

interface PollDialogProps {
  onCancel(): void;
  onCreate(poll: Poll): void;
}

const questionLengthMax = 300;
const optionLengthMax = 120;

export function PollDialog({ onCancel, onCreate }: PollDialogProps) {
  const texts = useTexts(pollTexts);
  const [question, setQuestion] = useState('');
  const [options, setOptions] = useState<readonly { key: number; text: string }[]>([
    { key: 1, text: '' },
    { key: 2, text: '' },
  ]);
  const [isMultiple, setIsMultiple] = useState(false);
  const [isAnonymous, setIsAnonymous] = useState(false);
  const [end, setEnd] = useState<Dayjs | null>(null);
  const wanted = options.map((option) => option.text.trim()).filter((text) => text !== '');
  const isComplete = question.trim() !== '' && wanted.length >= 2 && new Set(wanted).size === wanted.length;
  const create = () =>
    onCreate({
      question: question.trim(),
      options: wanted,
      isMultiple,
      isAnonymous,
      closesAt: end ? end.toDate().toISOString() : null,
    });
  return (
    <Modal
      open
      afterOpenChange={focusField}
      title={texts.create}
      okText={texts.send}
      cancelText={texts.cancel}
      okButtonProps={{ disabled: !isComplete, title: isComplete ? undefined : texts.incomplete }}
      onOk={create}
      onCancel={onCancel}
      destroyOnHidden
    >
      <div className={styles.form}>
        <Input.TextArea
          data-autofocus
          autoSize={{ minRows: 1, maxRows: 4 }}
          maxLength={questionLengthMax}
          placeholder={texts.question}
          aria-label={texts.question}
          value={question}
          onChange={(event) => setQuestion(event.target.value)}
        />
        <OptionRows options={options} onChange={setOptions} />
        <Checkbox checked={isMultiple} onChange={(event) => setIsMultiple(event.target.checked)}>
          {texts.allowMultiple}
        </Checkbox>
        <Checkbox checked={isAnonymous} onChange={(event) => setIsAnonymous(event.target.checked)}>
          {texts.makeAnonymous}
        </Checkbox>
        <FutureTimePicker label={texts.end} value={end} onChange={setEnd} />
      </div>
    </Modal>
  );
}

interface OptionRowsProps {
  options: readonly { key: number; text: string }[];
  onChange(options: readonly { key: number; text: string }[]): void;
}

function OptionRows({ options, onChange }: OptionRowsProps) {
  const texts = useTexts(pollTexts);
  return (
    <div className={styles.rows}>
      {options.map((option, place) => (
        <div key={option.key} className={styles.row}>
          <Input
            maxLength={optionLengthMax}
            placeholder={texts.option(place + 1)}
            aria-label={texts.option(place + 1)}
            value={option.text}
            onChange={(event) =>
              onChange(options.map((each) => (each === option ? { ...each, text: event.target.value } : each)))
            }
          />
          {options.length > 2 && (
            <Button
              type="text"
              icon={<DeleteOutlined aria-hidden="true" />}
              aria-label={texts.removeOption(place + 1)}
              onClick={() => onChange(options.filter((each) => each !== option))}
            />
          )}
        </div>
      ))}
      {options.length < pollOptionsMax && (
        <Button
          type="dashed"
          icon={<PlusOutlined aria-hidden="true" />}
          onClick={() => onChange([...options, { key: Math.max(...options.map((o) => o.key)) + 1, text: '' }])}
        >
          {texts.addOption}
        </Button>
      )}
    </div>
  );
}
