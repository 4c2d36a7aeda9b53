import { type MessagingPolicy, type OrgRole, policies } from '@countinghouse/protocol';
import { Button, Checkbox, Form, Switch } from 'antd';
import { useTexts } from '../../shared/locale.tsx';
import { useMessenger } from '../../shared/messenger.tsx';
import { ErrorState, LoadingState } from '../../shared/States.tsx';
import { useToasts } from '../../shared/toasts.tsx';
import { useAction } from '../../shared/use-action.ts';
import { useQuery } from '../../shared/use-query.ts';
import { DurationField } from './DurationField.tsx';
import styles from './Organisation.module.css';
import { policyTexts } from './policy-texts.ts';
import { firmRoles, roleNames } from './role-names.ts';
import { adminTexts } from './texts.ts';

/** How the firm wants its messages handled: for everybody, at once. */
export function PolicySection() {
  const query = useQuery(policies.getMessaging, {});
  if (query.status === 'loading') return <LoadingState rows={6} />;
  if (query.status === 'failed') return <ErrorState error={query.error} onRetry={query.reload} />;
  return <PolicyForm policy={query.data} onSaved={query.replace} />;
}

interface Values {
  mayRecall: boolean;
  recallMinutes: number | null;
  mayEdit: boolean;
  editMinutes: number | null;
  mayCreateGroups: OrgRole[];
  mayCreateWithGuests: OrgRole[];
}

interface PolicyFormProps {
  policy: MessagingPolicy;
  onSaved(policy: MessagingPolicy): void;
}

const offeredMinutes = 24 * 60;

function PolicyForm({ policy, onSaved }: PolicyFormProps) {
  const texts = useTexts(policyTexts);
  const names = roleNames(useTexts(adminTexts));
  const { call } = useMessenger();
  const message = useToasts();
  const [form] = Form.useForm<Values>();
  const mayRecall = Form.useWatch('mayRecall', form) ?? policy.recallMinutes !== null;
  const mayEdit = Form.useWatch('mayEdit', form) ?? policy.editMinutes !== null;
  const save = useAction(async (values: Values) => {
    const saved = await call(policies.setMessaging, {
      body: {
        recallMinutes: values.mayRecall ? values.recallMinutes : null,
        editMinutes: values.mayEdit ? values.editMinutes : null,
        mayCreateGroups: values.mayCreateGroups,
        mayCreateWithGuests: values.mayCreateWithGuests,
      },
    });
    onSaved(saved);
    message.success(texts.saved);
  });
  const roles = firmRoles.map((role) => ({ value: role, label: names[role] }));
  const minutes = [{ required: true, message: texts.minutesMissing }];
  return (
    <section className={styles.section} aria-labelledby="messaging-policy">
      <h2 id="messaging-policy">{texts.title}</h2>
      <Form<Values>
        form={form}
        name="messaging-policy"
        layout="vertical"
        requiredMark={false}
        initialValues={{
          mayRecall: policy.recallMinutes !== null,
          recallMinutes: policy.recallMinutes ?? offeredMinutes,
          mayEdit: policy.editMinutes !== null,
          editMinutes: policy.editMinutes ?? offeredMinutes,
          mayCreateGroups: policy.mayCreateGroups,
          mayCreateWithGuests: policy.mayCreateWithGuests,
        }}
        onFinish={(values) => void save.run(values)}
      >
        <Form.Item name="mayRecall" label={texts.mayRecall} extra={texts.recallHint} valuePropName="checked">
          <Switch />
        </Form.Item>
        <Form.Item name="recallMinutes" label={texts.recallMinutes} hidden={!mayRecall} rules={minutes}>
          <DurationField label={texts.recallMinutes} />
        </Form.Item>
        <Form.Item name="mayEdit" label={texts.mayEdit} extra={texts.editHint} valuePropName="checked">
          <Switch />
        </Form.Item>
        <Form.Item name="editMinutes" label={texts.editMinutes} hidden={!mayEdit} rules={minutes}>
          <DurationField label={texts.editMinutes} />
        </Form.Item>
        <Form.Item name="mayCreateGroups" label={texts.mayCreateGroups} extra={texts.createHint}>
          <Checkbox.Group options={roles} />
        </Form.Item>
        <Form.Item name="mayCreateWithGuests" label={texts.mayCreateWithGuests} extra={texts.guestsHint}>
          <Checkbox.Group options={roles} />
        </Form.Item>
        <Button type="primary" htmlType="submit" loading={save.isRunning}>
          {texts.save}
        </Button>
      </Form>
    </section>
  );
}
