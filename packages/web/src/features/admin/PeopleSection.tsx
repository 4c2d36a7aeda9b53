import { type DepartmentId, identity, type OrgRole, type UserId } from '@countinghouse/protocol';
import { useState } from 'react';
import { useDirectory, useMe, useMessenger } from '../../shared/messenger.tsx';
import { ErrorState, LoadingState } from '../../shared/States.tsx';
import { useAction } from '../../shared/use-action.ts';
import { useQuery } from '../../shared/use-query.ts';
import { LinkDialog } from './LinkDialog.tsx';
import { NewPersonDialog, type NewPersonInput } from './NewPersonDialog.tsx';
import { type Account, PeopleTable } from './PeopleTable.tsx';
import { RolesDialog } from './RolesDialog.tsx';

type Dialog =
  | { kind: 'none' }
  | { kind: 'new' }
  | { kind: 'roles'; account: Account }
  | { kind: 'link'; name: string; link: string };

export function PeopleSection({ mayWrite }: { mayWrite: boolean }) {
  const { call } = useMessenger();
  const me = useMe();
  const directory = useDirectory();
  const query = useQuery(identity.listAccounts, {});
  const [dialog, setDialog] = useState<Dialog>({ kind: 'none' });
  const close = () => setDialog({ kind: 'none' });
  const refresh = () => {
    query.reload();
    directory.reload();
  };
  const create = useAction(async (input: NewPersonInput) => {
    const { person, signInLink } = await call(identity.createPerson, { body: input });
    setDialog({ kind: 'link', name: directory.nameOf(person.name), link: signInLink });
    refresh();
  });
  const setDepartment = useAction(async ({ person }: Account, departmentId: DepartmentId | null) => {
    await call(identity.setDepartment, { params: { userId: person.id }, body: { departmentId } });
    refresh();
  });
  const setRoles = useAction(async (userId: UserId, roles: OrgRole[]) => {
    await call(identity.setRoles, { params: { userId }, body: { roles } });
    close();
    refresh();
  });
  const makeLink = useAction(async ({ person }: Account) => {
    const { signInLink } = await call(identity.createLink, { params: { userId: person.id } });
    setDialog({ kind: 'link', name: directory.nameOf(person.name), link: signInLink });
  });
  const deactivate = useAction(async ({ person }: Account) => {
    await call(identity.deactivate, { params: { userId: person.id } });
    refresh();
  });

  if (query.status === 'loading') return <LoadingState rows={8} />;
  if (query.status === 'failed') return <ErrorState error={query.error} onRetry={query.reload} />;
  return (
    <>
      <PeopleTable
        accounts={query.data.accounts}
        departments={directory.departments}
        meId={me.person.id}
        mayWrite={mayWrite}
        onAdd={() => setDialog({ kind: 'new' })}
        onDepartment={(account, departmentId) => void setDepartment.run(account, departmentId)}
        onRoles={(account) => setDialog({ kind: 'roles', account })}
        onLink={(account) => void makeLink.run(account)}
        onDeactivate={(account) => void deactivate.run(account)}
      />
      {dialog.kind === 'new' && (
        <NewPersonDialog
          departments={directory.departments}
          isBusy={create.isRunning}
          onCancel={close}
          onCreate={(input) => void create.run(input)}
        />
      )}
      {dialog.kind === 'roles' && (
        <RolesDialog
          name={directory.nameOf(dialog.account.person.name)}
          roles={dialog.account.roles}
          isBusy={setRoles.isRunning}
          onCancel={close}
          onSave={(roles) => void setRoles.run(dialog.account.person.id, roles)}
        />
      )}
      {dialog.kind === 'link' && <LinkDialog name={dialog.name} link={dialog.link} onClose={close} />}
    </>
  );
}
