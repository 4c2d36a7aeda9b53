import type { OrgRole } from '@countinghouse/protocol';

/** Who lives in the canary's world. `…Outsider` people belong to nothing. */
export const roster: readonly { name: string; roles: OrgRole[]; kind?: 'guest' }[] = [
  { name: 'ann', roles: ['staff'] },
  { name: 'bob', roles: ['staff'] },
  { name: 'cid', roles: ['staff'] },
  { name: 'lead', roles: ['staff', 'manager'] },
  { name: 'finance', roles: ['staff', 'finance'] },
  { name: 'management', roles: ['management'] },
  { name: 'sysadmin', roles: ['system_admin'] },
  { name: 'secadmin', roles: ['security_admin'] },
  { name: 'auditadmin', roles: ['audit_admin'] },
  { name: 'guest', roles: ['guest'], kind: 'guest' },
  { name: 'outsider', roles: ['staff'] },
  { name: 'outsideguest', roles: ['guest'], kind: 'guest' },
];

export const ofFirm = roster.filter((person) => person.kind !== 'guest').map((person) => person.name);
