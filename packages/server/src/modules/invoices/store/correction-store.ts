import type { Invoice, InvoiceId, UserId } from '@countinghouse/protocol';
import type { Queryable, Transaction } from '../../../platform/database/database.ts';
import type { CorrectionRecord } from '../domain/correction.ts';

export async function insertCorrections(
  tx: Transaction,
  input: { invoiceId: InvoiceId; records: readonly CorrectionRecord[]; byId: UserId; at: Date },
): Promise<void> {
  for (const record of input.records) {
    await tx.query(
      'insert into invoice_corrections (invoice_id, field, from_value, to_value, by_id, at) values ($1, $2, $3, $4, $5, $6)',
      [input.invoiceId, record.field, record.from, record.to, input.byId, input.at],
    );
  }
}

interface CorrectionRow {
  field: string;
  from_value: string;
  to_value: string;
  by_id: UserId;
  at: Date;
}

export async function listCorrections(db: Queryable, invoiceId: InvoiceId): Promise<Invoice['corrections']> {
  const rows = await db.query<CorrectionRow>(
    'select field, from_value, to_value, by_id, at from invoice_corrections where invoice_id = $1 order by id',
    [invoiceId],
  );
  return rows.map((row) => ({
    field: row.field,
    from: row.from_value,
    to: row.to_value,
    byId: row.by_id,
    at: row.at.toISOString(),
  }));
}
