import { Tabs } from 'antd';
import { useTexts } from '../../shared/locale.tsx';
import { useMe } from '../../shared/messenger.tsx';
import styles from './AdminPage.module.css';
import { AuditSection } from './AuditSection.tsx';
import { PeopleSection } from './PeopleSection.tsx';
import { adminTexts } from './texts.ts';

export function AdminPage() {
  const texts = useTexts(adminTexts);
  const { roles } = useMe();
  const mayWrite = roles.includes('system_admin');
  const tabs = [
    ...(mayWrite || roles.includes('security_admin')
      ? [{ key: 'people', label: texts.people, children: <PeopleSection mayWrite={mayWrite} /> }]
      : []),
    ...(roles.includes('audit_admin') ? [{ key: 'audit', label: texts.audit, children: <AuditSection /> }] : []),
  ];
  return (
    <main className={styles.page}>
      <h1>{texts.title}</h1>
      <Tabs items={tabs} />
    </main>
  );
}
