import { approvals, type UserId } from '@countinghouse/protocol';
import { Button, Select } from 'antd';
import { useState } from 'react';
import { useTexts } from '../../shared/locale.tsx';
import { useDirectory, useMessenger } from '../../shared/messenger.tsx';
import { ErrorState, LoadingState } from '../../shared/States.tsx';
import { useToasts } from '../../shared/toasts.tsx';
import { useAction } from '../../shared/use-action.ts';
import { useQuery } from '../../shared/use-query.ts';
import styles from './Organisation.module.css';
import { organisationTexts } from './organisation-texts.ts';
import { isOfFirm, personOptions, personSearch } from './person-options.ts';

export function PartnersPanel() {
  const texts = useTexts(organisationTexts);
  const query = useQuery(approvals.partners, {});
  return (
    <section className={styles.section} aria-labelledby="organisation-partners">
      <h2 id="organisation-partners">{texts.partners}</h2>
      <p className={styles.hint}>{texts.partnersHint}</p>
      {query.status === 'loading' && <LoadingState rows={1} />}
      {query.status === 'failed' && <ErrorState error={query.error} onRetry={query.reload} />}
      {query.status === 'ready' && <Chooser first={query.data.userIds} />}
    </section>
  );
}

function Chooser({ first }: { first: readonly UserId[] }) {
  const texts = useTexts(organisationTexts);
  const { call } = useMessenger();
  const message = useToasts();
  const directory = useDirectory();
  const [userIds, setUserIds] = useState(first);
  const [kept, setKept] = useState(first);
  const isChanged = [...userIds].sort().join() !== [...kept].sort().join();
  const save = useAction(async () => {
    await call(approvals.setPartners, { body: { userIds: [...userIds] } });
    setKept(userIds);
    message.success(texts.saved);
  });
  // Named people stay shown after their deactivation, so that they can be taken out.
  const people = directory.people.filter((person) => isOfFirm(person) || userIds.includes(person.id));
  return (
    <div className={styles.row}>
      <Select<UserId[]>
        mode="multiple"
        className={styles.wide}
        aria-label={texts.partners}
        placeholder={texts.partnersEmpty}
        value={[...userIds]}
        onChange={setUserIds}
        showSearch={personSearch}
        options={personOptions(people, directory.nameOf)}
      />
      <Button type="primary" disabled={!isChanged} loading={save.isRunning} onClick={() => void save.run()}>
        {texts.save}
      </Button>
    </div>
  );
}
