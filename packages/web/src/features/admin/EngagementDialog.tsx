import type { BodyOf, Engagement, engagements, Person, UserId } from '@countinghouse/protocol';
import { Form, Input, Modal, Select } from 'antd';
import { focusField } from '../../shared/focus-field.ts';
import { useNameOf, useTexts } from '../../shared/locale.tsx';
import styles from './Organisation.module.css';
import { organisationTexts } from './organisation-texts.ts';
import { bilingual, isOfFirm, personOptions, personSearch } from './person-options.ts';

export type EngagementInput = BodyOf<typeof engagements.create>;

interface EngagementDialogProps {
  /** Null: a new one. */
  engagement: Engagement | null;
  people: readonly Person[];
  isBusy: boolean;
  onCancel(): void;
  onSave(input: EngagementInput): void;
}

interface Values {
  code: string;
  nameZh: string;
  nameEn?: string;
  clientName: string;
  leadId: UserId;
  dueDate?: string;
}

export function EngagementDialog({ engagement, people, isBusy, onCancel, onSave }: EngagementDialogProps) {
  const texts = useTexts(organisationTexts);
  const nameOf = useNameOf();
  const [form] = Form.useForm<Values>();
  const needed = [{ required: true, whitespace: true, message: texts.missing }];
  return (
    <Modal
      open
      afterOpenChange={focusField}
      title={engagement ? texts.editEngagement : texts.addEngagement}
      okText={engagement ? texts.save : texts.add}
      cancelText={texts.cancel}
      confirmLoading={isBusy}
      onCancel={onCancel}
      onOk={() => form.submit()}
    >
      <Form
        form={form}
        name="engagement"
        layout="vertical"
        requiredMark={false}
        initialValues={engagement ? valuesFrom(engagement) : {}}
        onFinish={(values) => onSave(inputFrom(values))}
      >
        <div className={styles.two}>
          <Form.Item name="code" label={texts.code} rules={needed}>
            <Input maxLength={40} data-autofocus spellCheck={false} autoComplete="off" />
          </Form.Item>
          <Form.Item name="dueDate" label={texts.dueDateOptional}>
            <Input type="date" />
          </Form.Item>
        </div>
        <Form.Item name="nameZh" label={texts.nameZh} rules={needed}>
          <Input maxLength={120} />
        </Form.Item>
        <Form.Item name="nameEn" label={texts.nameEn}>
          <Input maxLength={120} />
        </Form.Item>
        <Form.Item name="clientName" label={texts.client} rules={needed}>
          <Input maxLength={200} />
        </Form.Item>
        <Form.Item
          name="leadId"
          label={texts.lead}
          extra={texts.leadHint}
          rules={[{ required: true, message: texts.missing }]}
        >
          <Select
            placeholder={texts.choosePerson}
            showSearch={personSearch}
            options={personOptions(people.filter(isOfFirm), nameOf)}
          />
        </Form.Item>
      </Form>
    </Modal>
  );
}

const valuesFrom = ({ code, name, clientName, leadId, dueDate }: Engagement): Values => ({
  ...{ code, nameZh: name.zh, nameEn: name.en, clientName, leadId },
  dueDate: dueDate ?? undefined,
});

const inputFrom = ({ code, nameZh, nameEn, clientName, leadId, dueDate }: Values): EngagementInput => ({
  code: code.trim().replace(/\s+/g, ' '),
  name: bilingual(nameZh, nameEn),
  clientName: clientName.trim(),
  leadId,
  dueDate: dueDate || null,
});
