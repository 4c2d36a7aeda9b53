import { type ConversationId, conversations, policies, type UserId } from '@countinghouse/protocol';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { useTexts } from '../../shared/locale.tsx';
import { useDirectory, useMe, useMessenger, useSelected } from '../../shared/messenger.tsx';
import { newClientId } from '../../shared/new-client-id.ts';
import { paths } from '../../shared/paths.ts';
import { useAction } from '../../shared/use-action.ts';
import { useQuery } from '../../shared/use-query.ts';
import { ChoosePeopleDialog, type NewGroup, NewGroupDialog } from './Dialogs.tsx';
import { choicesFrom } from './PeopleSelect.tsx';
import { messagingTexts } from './texts.ts';

/** Begins a group or a direct conversation, and leads there. */
export function ConversationListStart({ kind, onClose }: { kind: 'group' | 'direct'; onClose(): void }) {
  const texts = useTexts(messagingTexts);
  const me = useMe();
  const directory = useDirectory();
  const { list } = useMessenger();
  const all = useSelected(list, (state) => state.conversations);
  const start = useStart(onClose);
  const { data: policy } = useQuery(policies.getMessaging, kind === 'group' ? {} : null);
  const others = directory.people.filter((person) => person.id !== me.person.id);
  if (kind === 'direct') {
    return (
      <ChoosePeopleDialog
        title={texts.newDirect}
        okText={texts.start}
        choices={choicesFrom(others, directory.nameOf)}
        isSingle
        isBusy={start.direct.isRunning}
        onCancel={onClose}
        onChoose={([userId]) => userId && void start.direct.run(userId)}
      />
    );
  }
  const parents = all.filter((c) => c.kind === 'group' && !c.parentId && !c.isArchived);
  return (
    <NewGroupDialog
      choices={choicesFrom(
        others.filter((person) => person.kind !== 'app'),
        directory.nameOf,
      )}
      engagements={directory.engagements.map((e) => ({ id: e.id, name: directory.nameOf(e.name) }))}
      parents={parents.map(({ id, title, engagementId }) => ({ id, title, engagementId }))}
      policy={
        policy
          ? {
              mayCreate: me.roles.some((role) => policy.mayCreateGroups.includes(role)),
              mayCreateWithGuests: me.roles.some((role) => policy.mayCreateWithGuests.includes(role)),
            }
          : null
      }
      guestIds={new Set(others.filter((person) => person.kind === 'guest').map((person) => person.id))}
      isBusy={start.group.isRunning}
      onCancel={onClose}
      onCreate={(group) => void start.group.run(group)}
    />
  );
}

function useStart(onStarted: () => void) {
  const { call } = useMessenger();
  const navigate = useNavigate();
  // One id for each opening of the dialog: a second press of the button makes no second group.
  const [clientId, setClientId] = useState(newClientId);
  const show = async (id: ConversationId) => {
    onStarted();
    await navigate(paths.conversation(id));
  };
  return {
    group: useAction(async (group: NewGroup) => {
      const made = await call(conversations.create, { body: { clientId, ...group } });
      setClientId(newClientId());
      await show(made.id);
    }),
    direct: useAction(async (userId: UserId) => {
      const direct = await call(conversations.openDirect, { body: { userId } });
      await show(direct.id);
    }),
  };
}
