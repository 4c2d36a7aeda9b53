import {
  type BodyOf,
  type Engagement,
  type EngagementMember,
  type EngagementRole,
  engagements,
  type Person,
  type UserId,
} from '@countinghouse/protocol';
import { Button, Modal, Popconfirm, Select } from 'antd';
import { useState } from 'react';
import { useTexts } from '../../shared/locale.tsx';
import { type Directory, useDirectory, useMessenger } from '../../shared/messenger.tsx';
import { ErrorState, LoadingState } from '../../shared/States.tsx';
import { useAction } from '../../shared/use-action.ts';
import { useQuery } from '../../shared/use-query.ts';
import styles from './Organisation.module.css';
import { organisationTexts } from './organisation-texts.ts';
import { personOptions, personSearch } from './person-options.ts';

type MemberRole = BodyOf<typeof engagements.setMember>['role'];

const rolesFor = (person: Person | undefined): readonly MemberRole[] =>
  person?.kind === 'guest' ? ['client', 'expert'] : ['senior', 'junior', 'specialist', 'expert', 'client'];

interface MembersDialogProps {
  engagement: Engagement;
  onChange(): void;
  onClose(): void;
}

export function MembersDialog({ engagement, onChange, onClose }: MembersDialogProps) {
  const texts = useTexts(organisationTexts);
  const { call } = useMessenger();
  const directory = useDirectory();
  const engagementId = engagement.id;
  const query = useQuery(engagements.members, { params: { engagementId } });
  const refresh = () => {
    query.reload();
    onChange();
  };
  const put = useAction(async (userId: UserId, role: MemberRole) => {
    await call(engagements.setMember, { params: { engagementId, userId }, body: { role } });
    refresh();
  });
  const remove = useAction(async (userId: UserId) => {
    await call(engagements.removeMember, { params: { engagementId, userId } });
    refresh();
  });
  return (
    <Modal
      open
      title={texts.membersOf(directory.nameOf(engagement.name))}
      onCancel={onClose}
      footer={<Button onClick={onClose}>{texts.close}</Button>}
    >
      {query.status === 'failed' && <ErrorState error={query.error} onRetry={query.reload} />}
      {query.data ? (
        <>
          <ul>
            {query.data.members.map((member) => (
              <MemberRow
                key={member.userId}
                member={member}
                directory={directory}
                onRole={(role) => void put.run(member.userId, role)}
                onRemove={() => void remove.run(member.userId)}
              />
            ))}
          </ul>
          <NewMember
            directory={directory}
            members={query.data.members}
            isBusy={put.isRunning}
            onAdd={(userId, role) => put.run(userId, role)}
          />
        </>
      ) : (
        query.status === 'loading' && <LoadingState rows={4} />
      )}
    </Modal>
  );
}

interface MemberRowProps {
  member: EngagementMember;
  directory: Directory;
  onRole(role: MemberRole): void;
  onRemove(): void;
}

function MemberRow({ member, directory, onRole, onRemove }: MemberRowProps) {
  const texts = useTexts(organisationTexts);
  const names = useRoleNames();
  const name = directory.nameOfPerson(member.userId);
  return (
    <li className={styles.member}>
      <span>{name}</span>
      {member.role === 'lead' ? (
        <span className={styles.hint}>{names.lead}</span>
      ) : (
        <>
          <Select<MemberRole>
            size="small"
            className={styles.role}
            aria-label={`${texts.role} ${name}`}
            value={member.role}
            onChange={onRole}
            options={rolesFor(directory.person(member.userId)).map((role) => ({ value: role, label: names[role] }))}
          />
          <Popconfirm
            title={texts.removeAsk(name)}
            okText={texts.remove}
            cancelText={texts.cancel}
            onConfirm={onRemove}
          >
            <Button size="small">{texts.remove}</Button>
          </Popconfirm>
        </>
      )}
    </li>
  );
}

interface NewMemberProps {
  directory: Directory;
  members: readonly EngagementMember[];
  isBusy: boolean;
  onAdd(userId: UserId, role: MemberRole): Promise<boolean>;
}

function NewMember({ directory, members, isBusy, onAdd }: NewMemberProps) {
  const texts = useTexts(organisationTexts);
  const names = useRoleNames();
  const [userId, setUserId] = useState<UserId | null>(null);
  const [role, setRole] = useState<MemberRole>('junior');
  const present = new Set(members.map((member) => member.userId));
  const candidates = directory.people.filter(
    (person) => person.isActive && person.kind !== 'app' && !present.has(person.id),
  );
  const roles = rolesFor(directory.person(userId));
  const chosenRole = roles.includes(role) ? role : 'client';
  const add = async () => {
    if (userId && (await onAdd(userId, chosenRole))) setUserId(null);
  };
  return (
    <div className={styles.newMember}>
      <Select<UserId>
        className={styles.wide}
        aria-label={texts.choosePerson}
        placeholder={texts.choosePerson}
        value={userId ?? undefined}
        onChange={setUserId}
        showSearch={personSearch}
        options={personOptions(candidates, directory.nameOf)}
      />
      <Select<MemberRole>
        className={styles.role}
        aria-label={texts.role}
        value={chosenRole}
        onChange={setRole}
        options={roles.map((each) => ({ value: each, label: names[each] }))}
      />
      <Button type="primary" disabled={!userId} loading={isBusy} onClick={() => void add()}>
        {texts.addMember}
      </Button>
    </div>
  );
}

function useRoleNames(): Record<EngagementRole, string> {
  const texts = useTexts(organisationTexts);
  return {
    lead: texts.roleLead,
    senior: texts.roleSenior,
    junior: texts.roleJunior,
    specialist: texts.roleSpecialist,
    expert: texts.roleExpert,
    client: texts.roleClient,
  };
}
