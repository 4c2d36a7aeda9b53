import { type ClaimId, Refusal } from '@countinghouse/protocol';
import type { Queryable, Transaction } from '../../platform/database/database.ts';
import { parameters, type Subject, where } from '../../platform/rights/index.ts';
import type { ClaimRecord } from './domain/claim.ts';
import { selectClaims } from './store/claim-store.ts';

export type ClaimAction = 'read' | 'edit' | 'book';

interface Access {
  subject: Subject;
  action: ClaimAction;
  claimId: ClaimId;
}

/** Unknown and hidden look alike (`object_missing`); what may be seen but not done is `right_missing`. */
export const accessClaim = (db: Queryable, access: Access): Promise<ClaimRecord> => accessOne(db, access, '');

/** The same, with the claim locked until the transaction ends. */
export const accessClaimForUpdate = (tx: Transaction, access: Access): Promise<ClaimRecord> =>
  accessOne(tx, access, 'for update');

async function accessOne(db: Queryable, access: Access, lock: '' | 'for update'): Promise<ClaimRecord> {
  const found = await select(db, { ...access, action: 'read' }, lock);
  if (!found) throw new Refusal('object_missing', 'there is no such claim for you');
  if (access.action !== 'read' && !(await mayDo(db, access))) {
    throw new Refusal('right_missing', `you may not ${access.action} this claim`);
  }
  return found;
}

export const mayDo = async (db: Queryable, access: Access): Promise<boolean> =>
  (await select(db, access, '')) !== undefined;

async function select(db: Queryable, access: Access, lock: '' | 'for update'): Promise<ClaimRecord | undefined> {
  const { values, bind } = parameters();
  const id = bind(access.claimId);
  const permitted = where(access.subject, access.action, 'claim', { alias: 'c', bind });
  const [found] = await selectClaims(db, `c.id = ${id} and ${permitted} ${lock}`, values);
  return found;
}
