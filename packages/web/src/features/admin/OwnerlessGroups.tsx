import { groups, type OwnerlessGroup, type UserId } from '@countinghouse/protocol';
import { Button, Select } from 'antd';
import { useState } from 'react';
import { useTexts } from '../../shared/locale.tsx';
import { useDirectory, useMessenger } from '../../shared/messenger.tsx';
import { ErrorState, LoadingState } from '../../shared/States.tsx';
import { useToasts } from '../../shared/toasts.tsx';
import { useAction } from '../../shared/use-action.ts';
import { useQuery } from '../../shared/use-query.ts';
import styles from './Organisation.module.css';
import { isOfFirm, personOptions, personSearch } from './person-options.ts';
import { policyTexts } from './policy-texts.ts';

/** Groups whose owner is gone and where nobody of the firm is left to follow; an administrator names who does. */
export function OwnerlessGroups() {
  const texts = useTexts(policyTexts);
  const query = useQuery(groups.listOwnerless, {});
  return (
    <section className={styles.section} aria-labelledby="ownerless-groups">
      <h2 id="ownerless-groups">{texts.ownerless}</h2>
      <p className={styles.hint}>{texts.ownerlessHint}</p>
      {query.status === 'loading' && <LoadingState rows={1} />}
      {query.status === 'failed' && <ErrorState error={query.error} onRetry={query.reload} />}
      {query.status === 'ready' && query.data.groups.length === 0 && <p>{texts.ownerlessNone}</p>}
      {query.status === 'ready' &&
        query.data.groups.map((group) => <Row key={group.id} group={group} onDone={query.reload} />)}
      {query.status === 'ready' && query.data.hasMore && <p className={styles.hint}>{texts.ownerlessMore}</p>}
    </section>
  );
}

function Row({ group, onDone }: { group: OwnerlessGroup; onDone(): void }) {
  const texts = useTexts(policyTexts);
  const { call } = useMessenger();
  const toasts = useToasts();
  const directory = useDirectory();
  const [chosen, setChosen] = useState<UserId | null>(null);
  const appoint = useAction(async (userId: UserId) => {
    await call(groups.appointOwner, { params: { conversationId: group.id }, body: { userId } });
    toasts.success(texts.ownerlessDone);
    onDone();
  });
  const notes = [texts.ownerlessMembers(group.memberCount), ...(group.isArchived ? [texts.ownerlessArchived] : [])];
  return (
    <fieldset className={styles.ownerless}>
      <legend>
        {group.title} <small>{notes.join(' · ')}</small>
      </legend>
      <Select<UserId>
        className={styles.wide}
        aria-label={texts.ownerlessChoose}
        placeholder={texts.ownerlessChoose}
        value={chosen}
        onChange={setChosen}
        showSearch={personSearch}
        options={personOptions(directory.people.filter(isOfFirm), directory.nameOf)}
      />
      <Button disabled={!chosen} loading={appoint.isRunning} onClick={() => chosen && void appoint.run(chosen)}>
        {texts.ownerlessAppoint}
      </Button>
    </fieldset>
  );
}
