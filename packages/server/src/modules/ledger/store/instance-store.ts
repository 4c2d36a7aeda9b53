import type { BookingInstance, BookingInstanceId, InvoiceId, VoucherId } from '@countinghouse/protocol';
import type { Queryable, Transaction } from '../../../platform/database/database.ts';
import type { Sealed } from '../../../platform/secrets/sealer.ts';

interface InstanceRow extends Omit<BookingInstance, 'writtenAt'> {
  writtenAt: Date;
}

export interface NewInstance extends Omit<BookingInstance, 'writtenAt' | 'isSuperseded'> {
  supersedes: BookingInstanceId | null;
  writtenAt: Date;
  content: Sealed;
}

const columns = `b.id, b.voucher_id as "voucherId", b.invoice_id as "invoiceId", b.entry_point as "entryPoint",
  b.is_booked as "isBooked", s.id is not null as "isSuperseded", b.file_name as "fileName", b.sha256,
  b.written_at as "writtenAt"`;
const tables = 'booking_instances b left join booking_instances s on s.supersedes = b.id';

const present = (row: InstanceRow): BookingInstance => ({ ...row, writtenAt: row.writtenAt.toISOString() });

export async function listInstancesOf(db: Queryable, voucherIds: readonly VoucherId[]): Promise<BookingInstance[]> {
  const rows = await db.query<InstanceRow>(
    `select ${columns} from ${tables} where b.voucher_id = any($1::uuid[]) order by b.id`,
    [voucherIds],
  );
  return rows.map(present);
}

/** The one about the invoice that no later one takes the place of. */
export async function findCurrentInstance(db: Queryable, invoiceId: InvoiceId): Promise<BookingInstance | undefined> {
  const [row] = await db.query<InstanceRow>(
    `select ${columns} from ${tables} where b.invoice_id = $1 and s.id is null`,
    [invoiceId],
  );
  return row && present(row);
}

export async function findInstanceContent(
  db: Queryable,
  instanceId: BookingInstanceId,
): Promise<{ instance: BookingInstance; content: Sealed } | undefined> {
  const [row] = await db.query<InstanceRow & { keyId: number; ciphertext: Buffer }>(
    `select ${columns}, b.content_key_id as "keyId", b.content_sealed as ciphertext from ${tables} where b.id = $1`,
    [instanceId],
  );
  if (!row) return undefined;
  const { keyId, ciphertext, ...instance } = row;
  return { instance: present(instance), content: { keyId, ciphertext } };
}

export async function insertInstance(tx: Transaction, instance: NewInstance): Promise<void> {
  await tx.query(
    `insert into booking_instances (id, voucher_id, invoice_id, entry_point, is_booked, supersedes, file_name, sha256,
       content_key_id, content_sealed, written_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    [
      instance.id,
      instance.voucherId,
      instance.invoiceId,
      instance.entryPoint,
      instance.isBooked,
      instance.supersedes,
      instance.fileName,
      instance.sha256,
      instance.content.keyId,
      instance.content.ciphertext,
      instance.writtenAt,
    ],
  );
}
