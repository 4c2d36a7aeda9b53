import { Button, Form, Input } from 'antd';
import { useTexts } from '../../shared/locale.tsx';
import styles from './MePage.module.css';
import { meTexts } from './texts.ts';

interface PasswordFormProps {
  isBusy: boolean;
  /** Answers whether it went through. */
  onSet(current: string, next: string): Promise<boolean>;
}

interface Values {
  current?: string;
  next: string;
}

export function PasswordForm({ isBusy, onSet }: PasswordFormProps) {
  const texts = useTexts(meTexts);
  const [form] = Form.useForm<Values>();
  const finish = async ({ current = '', next }: Values) => {
    if (await onSet(current, next)) form.resetFields();
  };
  return (
    <Form form={form} layout="vertical" requiredMark={false} onFinish={(values) => void finish(values)}>
      <p className={styles.hint}>{texts.passwordHint}</p>
      <div className={styles.fields}>
        <Form.Item name="current" label={texts.current} extra={texts.currentHint}>
          <Input.Password autoComplete="current-password" maxLength={256} />
        </Form.Item>
        <Form.Item name="next" label={texts.next} rules={[{ required: true, message: texts.nextMissing }]}>
          <Input.Password autoComplete="new-password" maxLength={256} />
        </Form.Item>
      </div>
      <Button htmlType="submit" loading={isBusy}>
        {texts.change}
      </Button>
    </Form>
  );
}
