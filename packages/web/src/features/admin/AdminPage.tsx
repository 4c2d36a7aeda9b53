import { identity } from '@countinghouse/protocol';
import { Badge, Tabs } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { useTexts } from '../../shared/locale.tsx';
import { useDirectory, useMe } from '../../shared/messenger.tsx';
import { EmptyState } from '../../shared/States.tsx';
import { useQuery } from '../../shared/use-query.ts';
import styles from './AdminPage.module.css';
import { AuditSection } from './AuditSection.tsx';
import { EngagementsSection } from './EngagementsSection.tsx';
import { type FirstStep, firstSteps } from './first-steps.ts';
import organisationStyles from './Organisation.module.css';
import { OrganisationSection } from './OrganisationSection.tsx';
import { OwnerlessGroups } from './OwnerlessGroups.tsx';
import { organisationTexts } from './organisation-texts.ts';
import { PeopleSection } from './PeopleSection.tsx';
import { PolicySection } from './PolicySection.tsx';
import { policyTexts } from './policy-texts.ts';
import { adminTexts } from './texts.ts';

type Tab = 'people' | 'organisation' | 'engagements' | 'messages' | 'audit';

export function AdminPage() {
  const texts = useTexts(adminTexts);
  const organisation = useTexts(organisationTexts);
  const policy = useTexts(policyTexts);
  const { person, roles } = useMe();
  const directory = useDirectory();
  const isSystemAdmin = roles.includes('system_admin');
  const isManager = roles.includes('manager');
  const steps = useFirstSteps(isSystemAdmin);
  const [chosen, setChosen] = useState<Tab | null>(null);
  const isUnfinished = steps.some((step) => !step.isDone);
  // Stays there when the last step is done.
  useEffect(() => {
    if (isUnfinished) setChosen((now) => now ?? 'organisation');
  }, [isUnfinished]);
  const toPeople = () => setChosen('people');
  const tabs = [
    ...(isSystemAdmin || roles.includes('security_admin')
      ? [{ key: 'people', label: texts.people, children: <PeopleSection mayWrite={isSystemAdmin} /> }]
      : []),
    ...(isSystemAdmin
      ? [
          {
            key: 'organisation',
            label: <Badge dot={isUnfinished}>{organisation.organisation}</Badge>,
            children: <OrganisationSection steps={steps} onPeople={toPeople} />,
          },
        ]
      : []),
    ...(isSystemAdmin || isManager || directory.engagements.some(({ leadId }) => leadId === person.id)
      ? [
          {
            key: 'engagements',
            label: organisation.engagements,
            children: <EngagementsSection mayCreate={isSystemAdmin || isManager} />,
          },
        ]
      : []),
    ...(isSystemAdmin ? [{ key: 'messages', label: policy.tab, children: <MessageRules /> }] : []),
    ...(roles.includes('audit_admin') ? [{ key: 'audit', label: texts.audit, children: <AuditSection /> }] : []),
  ];
  if (tabs.length === 0) return <EmptyState mark="管" title={texts.noRight} />;
  return (
    <main className={styles.page} aria-label={texts.title}>
      <h1>{texts.title}</h1>
      <Tabs
        items={tabs}
        destroyOnHidden
        activeKey={chosen ?? tabs[0]?.key}
        onChange={(key) => setChosen(key as Tab)} // the keys of the items above
      />
    </main>
  );
}

const MessageRules = () => (
  <div className={organisationStyles.page}>
    <PolicySection />
    <OwnerlessGroups />
  </div>
);

/** Empty while unknown, and for those whom they do not concern. */
function useFirstSteps(isAsked: boolean): FirstStep[] {
  const { firm } = useMe();
  const { departments, people } = useDirectory();
  const { data, reload } = useQuery(identity.listAccounts, isAsked ? {} : null);
  // The directory is fetched again after every change of people.
  const known = useRef(people);
  useEffect(() => {
    if (known.current === people) return;
    known.current = people;
    if (isAsked) reload();
  }, [people, isAsked, reload]);
  return data ? firstSteps({ firm, departments, accounts: data.accounts }) : [];
}
