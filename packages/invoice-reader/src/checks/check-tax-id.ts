import type { Check, InvoiceFields } from '../reading.ts';
import { judgeTaxId } from '../values/tax-id.ts';

/** The check character of GB 32100-2015; ids without one are accepted, and nobody's id is guessed. */
export function checkTaxId(fields: InvoiceFields, role: 'buyer' | 'seller'): Check {
  const field = `${role}TaxId` as const;
  const taxId = fields[field];
  const base = { id: `${role}_tax_id`, fields: [field] };
  if (!taxId) return { ...base, status: 'unknown', message: `The ${role} has no tax id here.` };
  const params = { taxId };
  switch (judgeTaxId(taxId)) {
    case 'valid':
      return { ...base, status: 'pass', message: `The ${role}'s tax id has a correct check character.` };
    case 'no_check_character':
      return { ...base, status: 'pass', message: `The ${role}'s tax id is of a kind without check character.`, params };
    case 'wrong_check_character':
      return { ...base, status: 'fail', message: `The ${role}'s tax id ${taxId} has a wrong check character.`, params };
    case 'malformed':
      return { ...base, status: 'warn', message: `The ${role}'s tax id ${taxId} has an unusual form.`, params };
  }
}
