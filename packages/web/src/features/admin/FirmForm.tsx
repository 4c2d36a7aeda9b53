import { CloseOutlined, PlusOutlined } from '@ant-design/icons';
import { type Firm, identity } from '@countinghouse/protocol';
import { Button, Form, Input } from 'antd';
import { useTexts } from '../../shared/locale.tsx';
import { useDirectory, useMe, useMessenger } from '../../shared/messenger.tsx';
import { useToasts } from '../../shared/toasts.tsx';
import { useAction } from '../../shared/use-action.ts';
import { cleanTaxId, judgeTaxId } from './judge-tax-id.ts';
import styles from './Organisation.module.css';
import { organisationTexts } from './organisation-texts.ts';
import { bilingual } from './person-options.ts';

interface Values {
  nameZh: string;
  nameEn?: string;
  buyers: Firm['buyers'];
}

export function FirmForm() {
  const texts = useTexts(organisationTexts);
  const { firm } = useMe();
  const { call } = useMessenger();
  const message = useToasts();
  const directory = useDirectory();
  const save = useAction(async (values: Values) => {
    const buyers = values.buyers.map(({ name, taxId }) => ({ name: name.trim(), taxId: cleanTaxId(taxId) }));
    await call(identity.setFirm, { body: { name: bilingual(values.nameZh, values.nameEn), buyers } });
    directory.reload();
    message.success(texts.saved);
  });
  const needed = [{ required: true, whitespace: true, message: texts.missing }];
  return (
    <section className={styles.section} aria-labelledby="organisation-firm">
      <h2 id="organisation-firm">{texts.firm}</h2>
      <Form<Values>
        name="firm"
        layout="vertical"
        requiredMark={false}
        scrollToFirstError
        initialValues={{
          nameZh: firm.name.zh,
          nameEn: firm.name.en,
          buyers: firm.buyers.length > 0 ? firm.buyers : [{ name: '', taxId: '' }],
        }}
        onFinish={(values) => void save.run(values)}
      >
        <div className={styles.two}>
          <Form.Item name="nameZh" label={texts.firmNameZh} rules={needed}>
            <Input maxLength={120} />
          </Form.Item>
          <Form.Item name="nameEn" label={texts.firmNameEn}>
            <Input maxLength={120} />
          </Form.Item>
        </div>
        <h3>{texts.buyers}</h3>
        <p className={styles.hint}>{texts.buyersHint}</p>
        <BuyerRows />
        <Button type="primary" htmlType="submit" loading={save.isRunning}>
          {texts.save}
        </Button>
      </Form>
    </section>
  );
}

function BuyerRows() {
  const texts = useTexts(organisationTexts);
  const form = Form.useFormInstance<Values>();
  const needed = { required: true, whitespace: true, message: texts.missing };
  const refuse = (is: ReturnType<typeof judgeTaxId>, sentence: string) => (_rule: unknown, typed?: string) =>
    typed && judgeTaxId(typed) === is ? Promise.reject(new Error(sentence)) : Promise.resolve();
  return (
    <Form.List name="buyers">
      {(fields, { add, remove }) => (
        <>
          {fields.map(({ key, name }) => (
            <div key={key} className={styles.buyer}>
              <Form.Item name={[name, 'name']} label={texts.buyerName} rules={[needed]}>
                <Input maxLength={200} />
              </Form.Item>
              <Form.Item
                name={[name, 'taxId']}
                label={texts.taxId}
                rules={[
                  needed,
                  { validator: refuse('malformed', texts.taxIdMalformed) },
                  { validator: refuse('doubtful', texts.taxIdDoubtful), warningOnly: true },
                ]}
              >
                <Input maxLength={30} spellCheck={false} autoComplete="off" className={styles.taxId} />
              </Form.Item>
              <Button
                className={styles.removeBuyer}
                type="text"
                icon={<CloseOutlined aria-hidden="true" />}
                aria-label={texts.removeBuyer(String(form.getFieldValue(['buyers', name, 'name']) ?? ''))}
                onClick={() => remove(name)}
              />
            </div>
          ))}
          <div className={styles.addBuyer}>
            <Button
              size="small"
              icon={<PlusOutlined aria-hidden="true" />}
              onClick={() => add({ name: '', taxId: '' })}
            >
              {texts.addBuyer}
            </Button>
          </div>
        </>
      )}
    </Form.List>
  );
}
