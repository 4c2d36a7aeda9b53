import {
  type BodyOf,
  type Department,
  type DepartmentId,
  type identity as endpoints,
  Refusal,
  type UserId,
} from '@countinghouse/protocol';
import type { Transaction } from '../../../platform/database/database.ts';
import type { Platform } from '../../../platform/platform.ts';
import { demand, type Subject } from '../../../platform/rights/index.ts';
import { recordAudit } from '../../audit/index.ts';
import { cleanName, cleanTaxId } from '../domain/organisation.ts';
import { departmentSet } from '../events.ts';
import { demandPeopleOfFirm } from '../people-of-firm.ts';
import {
  findDepartments,
  findFirm,
  listDepartments,
  lockAccount,
  lockDepartments,
  saveFirm,
  updateDepartment,
  upsertDepartment,
} from '../store/people-store.ts';

type Parts = Pick<Platform, 'database' | 'clock' | 'newId' | 'events'>;
type DepartmentProfile = BodyOf<typeof endpoints.createDepartment>;

/** Invoices that were read before keep the buyer check of their day. */
export async function setFirm(parts: Parts, subject: Subject, profile: BodyOf<typeof endpoints.setFirm>) {
  demand(subject, 'write', 'account');
  const firm = {
    name: cleanName(profile.name),
    buyers: profile.buyers.map(({ name, taxId }) => ({ name: name.trim(), taxId: cleanTaxId(taxId) })),
  };
  await parts.database.transaction(async (tx) => {
    const from = await findFirm(tx);
    await saveFirm(tx, firm);
    recordAudit(tx, {
      at: parts.clock.now(),
      actorId: subject.userId,
      action: 'firm.saved',
      objectType: 'firm',
      objectId: 'firm',
      detail: { from, to: firm },
    });
  });
}

export async function createDepartment(
  parts: Parts,
  subject: Subject,
  profile: DepartmentProfile,
): Promise<Department> {
  demand(subject, 'write', 'account');
  return parts.database.transaction(async (tx) => {
    await lockDepartments(tx);
    const department = { ...cleanDepartment(profile), id: parts.newId<'department'>() };
    await saveChecked(parts, tx, subject, department);
    return department;
  });
}

export async function changeDepartment(
  parts: Parts,
  subject: Subject,
  { departmentId, profile }: { departmentId: DepartmentId; profile: DepartmentProfile },
): Promise<Department> {
  demand(subject, 'write', 'account');
  return parts.database.transaction(async (tx) => {
    await lockDepartments(tx);
    await demandDepartment(tx, departmentId);
    const department = { ...cleanDepartment(profile), id: departmentId };
    await saveChecked(parts, tx, subject, department);
    return department;
  });
}

export async function setDepartment(
  parts: Parts,
  subject: Subject,
  { userId, departmentId }: { userId: UserId; departmentId: DepartmentId | null },
): Promise<void> {
  demand(subject, 'write', 'account');
  await parts.database.transaction(async (tx) => {
    const account = await lockAccount(tx, userId);
    if (!account) throw new Refusal('object_missing');
    await demandPeopleOfFirm(tx, [userId]);
    if (departmentId) await demandDepartment(tx, departmentId);
    await updateDepartment(tx, userId, departmentId);
    recordAudit(tx, {
      at: parts.clock.now(),
      actorId: subject.userId,
      action: 'person.department-set',
      objectType: 'user',
      objectId: userId,
      detail: { from: account.person.departmentId, to: departmentId },
    });
    await parts.events.emit(tx, departmentSet, { userId });
  });
}

export async function demandDepartment(tx: Transaction, departmentId: DepartmentId): Promise<void> {
  if ((await findDepartments(tx, [departmentId])).length === 0)
    throw new Refusal('object_missing', 'no such department');
}

const cleanDepartment = ({ name, headId }: DepartmentProfile) => ({ name: cleanName(name), headId });

async function saveChecked(parts: Parts, tx: Transaction, subject: Subject, department: Department): Promise<void> {
  const { id, name, headId } = department;
  const others = (await listDepartments(tx)).filter((other) => other.id !== id);
  if (others.some((other) => other.name.zh === name.zh)) {
    throw new Refusal('department_name_taken', undefined, { name: name.zh });
  }
  if (headId) await demandPeopleOfFirm(tx, [headId]);
  await upsertDepartment(tx, department);
  recordAudit(tx, {
    at: parts.clock.now(),
    actorId: subject.userId,
    action: 'department.saved',
    objectType: 'department',
    objectId: id,
    detail: { name, headId },
  });
}
