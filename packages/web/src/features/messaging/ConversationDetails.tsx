import { type ConversationSummary, conversations, groups, type Member, type UserId } from '@countinghouse/protocol';
import { type ReactNode, useMemo, useState } from 'react';
import { useNavigate } from 'react-router';
import { useTexts } from '../../shared/locale.tsx';
import { useDirectory, useMe, useMessenger } from '../../shared/messenger.tsx';
import { useOpenPerson } from '../../shared/open-person.ts';
import { paths } from '../../shared/paths.ts';
import { useAction } from '../../shared/use-action.ts';
import styles from './ConversationDetails.module.css';
import { ChoosePeopleDialog, RenameDialog } from './Dialogs.tsx';
import { EngagementPanel } from './EngagementPanel.tsx';
import { MembersPanel } from './MembersPanel.tsx';
import { choicesFrom } from './PeopleSelect.tsx';
import { lookFrom } from './person-look.ts';
import { useSettingsSlot } from './settings-slot.ts';
import { messagingTexts } from './texts.ts';

export interface ConversationDetailsProps {
  summary: Pick<ConversationSummary, 'id' | 'kind' | 'myRole' | 'settings' | 'engagementId' | 'memberCount'>;
  title: string;
  members: readonly Member[];
  panels: ReactNode;
}

/** The right-hand column: business cards of what is open, then the engagement and the members. */
export function ConversationDetails({ summary, title, members, panels }: ConversationDetailsProps) {
  const texts = useTexts(messagingTexts);
  const me = useMe();
  const directory = useDirectory();
  const navigate = useNavigate();
  const govern = useGovern(summary);
  const openPerson = useOpenPerson();
  const settingsFor = useSettingsSlot();
  const mayGovern = summary.myRole === 'owner' || summary.myRole === 'admin';
  const [dialog, setDialog] = useState<'none' | 'add' | 'rename'>('none');
  const close = () => setDialog('none');
  const lookOf = useMemo(() => lookFrom(directory), [directory]);
  const engagement = directory.engagement(summary.engagementId);
  const addable = () => {
    const memberIds = new Set(members.map((member) => member.userId));
    return choicesFrom(
      directory.people.filter(
        // Members who may invite add people of the firm; guests are for owner and admins.
        ({ id, kind }) => !memberIds.has(id) && (kind === 'person' || (kind === 'guest' && mayGovern)),
      ),
      directory.nameOf,
    );
  };
  const leave = async () => {
    if (await govern.remove.run(me.person.id)) await navigate(paths.home);
  };
  const closeAfter = (went: Promise<boolean>) => void went.then((ok) => ok && close());

  return (
    <div className={styles.details}>
      {panels}
      {engagement && (
        <EngagementPanel
          engagement={engagement}
          name={directory.nameOf(engagement.name)}
          leadName={directory.nameOfPerson(engagement.leadId)}
          now={new Date()}
        />
      )}
      {summary.kind === 'group' && (
        <MembersPanel
          conversationId={summary.id}
          members={members}
          memberCount={summary.memberCount}
          meId={me.person.id}
          lookOf={lookOf}
          mayGovern={mayGovern}
          mayInvite={mayGovern || (summary.myRole === 'member' && summary.settings.mayInvite === 'members')}
          isOwner={summary.myRole === 'owner'}
          onSetRole={(userId, role) => void govern.setRole.run(userId, role)}
          onAdd={() => setDialog('add')}
          onRename={() => setDialog('rename')}
          onRemove={(userId) => void govern.remove.run(userId)}
          onLeave={() => void leave()}
          onOpenPerson={openPerson}
        />
      )}
      {settingsFor(summary.id)}
      {dialog === 'add' && (
        <ChoosePeopleDialog
          title={texts.addMembers}
          okText={texts.add}
          choices={addable()}
          isBusy={govern.add.isRunning}
          onCancel={close}
          onChoose={(userIds) => closeAfter(govern.add.run(userIds))}
        />
      )}
      {dialog === 'rename' && (
        <RenameDialog
          title={title}
          isBusy={govern.rename.isRunning}
          onCancel={close}
          onRename={(next) => closeAfter(govern.rename.run(next))}
        />
      )}
    </div>
  );
}

function useGovern(summary: Pick<ConversationSummary, 'id'>) {
  const { call } = useMessenger();
  const params = { conversationId: summary.id };
  return {
    add: useAction((userIds: UserId[]) => call(conversations.addMembers, { params, body: { userIds } })),
    remove: useAction((userId: UserId) => call(conversations.removeMember, { params: { ...params, userId } })),
    rename: useAction((title: string) => call(conversations.rename, { params, body: { title } })),
    setRole: useAction((userId: UserId, role: 'owner' | 'admin' | 'member') =>
      call(groups.setMemberRole, { params: { ...params, userId }, body: { role } }),
    ),
  };
}
