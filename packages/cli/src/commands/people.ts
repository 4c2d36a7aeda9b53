import { identity, type OrgRole, type Person } from '@countinghouse/protocol';
import type { Call } from '@countinghouse/sdk';
import type { NewPerson } from '../arguments.ts';
import { textTable } from '../text-table.ts';
import { CommandError } from '../usage.ts';
import type { Outcome } from './outcome.ts';

export async function listPeople(call: Call, { isActiveOnly }: { isActiveOnly: boolean }): Promise<Outcome> {
  const { accounts } = await call(identity.listAccounts);
  const shown = accounts.filter(({ person }) => person.isActive || !isActiveOnly);
  const rows = shown.map(({ person, roles, createdAt }) => [
    person.login,
    person.name.zh,
    person.kind,
    roles.join(','),
    person.isActive ? 'active' : 'deactivated',
    createdAt.slice(0, 10),
  ]);
  return { text: textTable(['LOGIN', 'NAME', 'KIND', 'ROLES', 'STATE', 'SINCE'], rows), data: { accounts: shown } };
}

export async function addPerson(call: Call, person: NewPerson): Promise<Outcome> {
  const { department, isGuest, ...body } = person;
  const departmentId = department === undefined ? null : await findDepartment(call, department);
  const added = await call(identity.createPerson, {
    body: { ...body, kind: isGuest ? 'guest' : 'person', departmentId },
  });
  return { text: `added ${added.person.login}\none-time sign-in link: ${added.signInLink}`, data: added };
}

export async function setRoles(call: Call, { login, roles }: { login: string; roles: OrgRole[] }): Promise<Outcome> {
  const person = await findPerson(call, login);
  await call(identity.setRoles, { params: { userId: person.id }, body: { roles } });
  return { text: `${login}: ${roles.join(', ') || 'no roles'}`, data: { userId: person.id, login, roles } };
}

export async function makeLink(call: Call, login: string): Promise<Outcome> {
  const person = await findPerson(call, login);
  const { signInLink } = await call(identity.createLink, { params: { userId: person.id } });
  return { text: signInLink, data: { userId: person.id, login, signInLink } };
}

export async function deactivate(call: Call, login: string): Promise<Outcome> {
  const person = await findPerson(call, login);
  await call(identity.deactivate, { params: { userId: person.id } });
  return { text: `${login} is cut off`, data: { userId: person.id, login } };
}

async function findPerson(call: Call, login: string): Promise<Person> {
  const { accounts } = await call(identity.listAccounts);
  const found = accounts.find(({ person }) => person.login === login)?.person;
  if (!found) throw new CommandError(`there is nobody with the login "${login}"`);
  return found;
}

async function findDepartment(call: Call, name: string) {
  const { departments } = await call(identity.directory);
  const found = departments.find((department) => department.name.zh === name || department.name.en === name);
  if (found) return found.id;
  const names = departments.map((department) => department.name.zh).join(', ');
  throw new CommandError(`there is no department "${name}"; there are: ${names || 'none'}`);
}
