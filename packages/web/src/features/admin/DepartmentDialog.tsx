import type { BodyOf, Department, identity, Person, UserId } from '@countinghouse/protocol';
import { Form, Input, Modal, Select } from 'antd';
import { focusField } from '../../shared/focus-field.ts';
import { useNameOf, useTexts } from '../../shared/locale.tsx';
import { organisationTexts } from './organisation-texts.ts';
import { bilingual, isOfFirm, personOptions, personSearch } from './person-options.ts';

export type DepartmentInput = BodyOf<typeof identity.createDepartment>;

interface DepartmentDialogProps {
  /** Null: a new one. */
  department: Department | null;
  people: readonly Person[];
  isBusy: boolean;
  onCancel(): void;
  onSave(input: DepartmentInput): void;
}

interface Values {
  nameZh: string;
  nameEn?: string;
  headId?: UserId;
}

export function DepartmentDialog({ department, people, isBusy, onCancel, onSave }: DepartmentDialogProps) {
  const texts = useTexts(organisationTexts);
  const nameOf = useNameOf();
  const [form] = Form.useForm<Values>();
  return (
    <Modal
      open
      afterOpenChange={focusField}
      title={department ? texts.editDepartment : texts.addDepartment}
      okText={department ? texts.save : texts.add}
      cancelText={texts.cancel}
      confirmLoading={isBusy}
      onCancel={onCancel}
      onOk={() => form.submit()}
    >
      <Form
        form={form}
        name="department"
        layout="vertical"
        requiredMark={false}
        initialValues={{
          nameZh: department?.name.zh,
          nameEn: department?.name.en,
          headId: department?.headId ?? undefined,
        }}
        onFinish={(values) => onSave({ name: bilingual(values.nameZh, values.nameEn), headId: values.headId ?? null })}
      >
        <Form.Item
          name="nameZh"
          label={texts.nameZh}
          rules={[{ required: true, whitespace: true, message: texts.missing }]}
        >
          <Input maxLength={120} data-autofocus />
        </Form.Item>
        <Form.Item name="nameEn" label={texts.nameEn}>
          <Input maxLength={120} />
        </Form.Item>
        <Form.Item name="headId" label={texts.head} extra={texts.headHint}>
          <Select
            allowClear
            placeholder={texts.noHead}
            showSearch={personSearch}
            options={personOptions(people.filter(isOfFirm), nameOf)}
          />
        </Form.Item>
      </Form>
    </Modal>
  );
}
