import { type InvoiceId, Refusal } from '@countinghouse/protocol';
import type { Queryable, Transaction } from '../../platform/database/database.ts';
import { parameters, type Subject, where } from '../../platform/rights/index.ts';
import type { InvoiceRecord } from './domain/invoice.ts';
import { selectInvoices } from './store/invoice-store.ts';

export type InvoiceAction = 'read' | 'correct' | 'claim' | 'ask';

interface Access {
  subject: Subject;
  action: InvoiceAction;
  invoiceId: InvoiceId;
}

/** Unknown and hidden look alike (`object_missing`); what may be seen but not done is `right_missing`. */
export async function accessInvoice(db: Queryable, access: Access): Promise<InvoiceRecord> {
  return accessOne(db, access, '');
}

/** The same, with the row locked until the transaction ends. */
export async function accessInvoiceForUpdate(tx: Transaction, access: Access): Promise<InvoiceRecord> {
  return accessOne(tx, access, 'for update');
}

async function accessOne(db: Queryable, access: Access, lock: '' | 'for update'): Promise<InvoiceRecord> {
  const found = await select(db, { ...access, action: 'read' }, lock);
  if (!found) throw new Refusal('object_missing', 'there is no such invoice for you');
  if (access.action === 'read') return found;
  const permitted = await select(db, access, '');
  if (!permitted) throw new Refusal('right_missing', `you may not ${access.action} this invoice`);
  return permitted;
}

async function select(db: Queryable, access: Access, lock: '' | 'for update'): Promise<InvoiceRecord | undefined> {
  const { values, bind } = parameters();
  const id = bind(access.invoiceId);
  const permitted = where(access.subject, access.action, 'invoice', { alias: 'i', bind });
  const [found] = await selectInvoices(db, `i.id = ${id} and ${permitted} ${lock}`, values);
  return found;
}

/** Which of the actions the subject may do, whatever the invoice's status. */
export async function findPermittedActions(
  db: Queryable,
  input: { subject: Subject; invoiceId: InvoiceId },
): Promise<Set<InvoiceAction>> {
  const actions: InvoiceAction[] = ['correct', 'claim', 'ask'];
  const { values, bind } = parameters();
  const id = bind(input.invoiceId);
  const columns = actions.map(
    (action) => `${where(input.subject, action, 'invoice', { alias: 'i', bind })} as "${action}"`,
  );
  const [row] = await db.query<Partial<Record<InvoiceAction, boolean>>>(
    `select ${columns.join(', ')} from invoices i where i.id = ${id}`,
    values,
  );
  return new Set(actions.filter((action) => row?.[action] === true));
}
