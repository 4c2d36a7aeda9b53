import type { BodyOf, Department, identity, OrgRole } from '@countinghouse/protocol';
import { Form, Input, Modal, Radio, Select } from 'antd';
import { focusField } from '../../shared/focus-field.ts';
import { useNameOf, useTexts } from '../../shared/locale.tsx';
import styles from './AdminPage.module.css';
import { firmRoles, roleNames } from './role-names.ts';
import { adminTexts } from './texts.ts';

export type NewPersonInput = BodyOf<typeof identity.createPerson>;

interface NewPersonDialogProps {
  departments: readonly Department[];
  isBusy: boolean;
  onCancel(): void;
  onCreate(input: NewPersonInput): void;
}

interface Values {
  nameZh: string;
  nameEn?: string;
  titleZh?: string;
  titleEn?: string;
  login: string;
  kind: 'person' | 'guest';
  departmentId?: Department['id'];
  roles?: OrgRole[];
}

export function NewPersonDialog({ departments, isBusy, onCancel, onCreate }: NewPersonDialogProps) {
  const texts = useTexts(adminTexts);
  const nameOf = useNameOf();
  const names = roleNames(texts);
  const [form] = Form.useForm<Values>();
  const isGuest = Form.useWatch('kind', form) === 'guest';
  const needed = [{ required: true, whitespace: true, message: texts.missing }];
  return (
    <Modal
      open
      afterOpenChange={focusField}
      title={texts.add}
      okText={texts.create}
      cancelText={texts.cancel}
      confirmLoading={isBusy}
      onCancel={onCancel}
      onOk={() => form.submit()}
    >
      <Form
        form={form}
        layout="vertical"
        requiredMark={false}
        initialValues={{ kind: 'person', roles: ['staff'] }}
        onFinish={(values) => onCreate(inputFrom(values))}
      >
        <Form.Item name="kind" label={texts.kind}>
          <Radio.Group
            options={[
              { value: 'person', label: texts.kindPerson },
              { value: 'guest', label: texts.kindGuest },
            ]}
          />
        </Form.Item>
        <div className={styles.two}>
          <Form.Item name="nameZh" label={texts.nameZh} rules={needed}>
            <Input maxLength={60} data-autofocus />
          </Form.Item>
          <Form.Item name="nameEn" label={texts.nameEn}>
            <Input maxLength={60} />
          </Form.Item>
          <Form.Item name="titleZh" label={texts.titleZh}>
            <Input maxLength={60} />
          </Form.Item>
          <Form.Item name="titleEn" label={texts.titleEn}>
            <Input maxLength={60} />
          </Form.Item>
        </div>
        <Form.Item name="login" label={texts.login} extra={texts.loginHint} rules={needed}>
          <Input maxLength={64} autoComplete="off" spellCheck={false} />
        </Form.Item>
        {!isGuest && (
          <>
            <Form.Item name="departmentId" label={texts.department}>
              <Select
                allowClear
                placeholder={texts.noDepartment}
                options={departments.map(({ id, name }) => ({ value: id, label: nameOf(name) }))}
              />
            </Form.Item>
            <Form.Item name="roles" label={texts.roles}>
              <Select mode="multiple" options={firmRoles.map((role) => ({ value: role, label: names[role] }))} />
            </Form.Item>
          </>
        )}
      </Form>
    </Modal>
  );
}

function inputFrom(values: Values): NewPersonInput {
  const bilingual = (zh = '', en = '') => ({ zh: zh.trim(), ...(en.trim() ? { en: en.trim() } : {}) });
  const isGuest = values.kind === 'guest';
  return {
    login: values.login.trim(),
    name: bilingual(values.nameZh, values.nameEn),
    title: bilingual(values.titleZh, values.titleEn),
    kind: values.kind,
    departmentId: isGuest ? null : (values.departmentId ?? null),
    roles: isGuest ? ['guest'] : (values.roles ?? []),
  };
}
