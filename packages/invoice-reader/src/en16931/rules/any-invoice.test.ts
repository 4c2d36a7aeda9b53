import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { En16931Invoice } from '../model.ts';
import { validateEn16931 } from './index.ts';
import { implementedRuleIds } from './rule-registry.ts';
import { anInvoice } from './testing/a-valid-invoice.ts';
import {
  aCiiXrechnung,
  aCleanVehicleInvoice,
  anExtendedInvoice,
  anExtendedXrechnung,
  aPeppolInvoice,
} from './testing/invoice-variants.ts';

const ids = new Set(implementedRuleIds());

/** What files have been seen to carry where a number, a code or a date belongs. */
const odd = fc.oneof(
  fc.constantFrom(
    '',
    ' ',
    '-',
    '.',
    '1,00',
    '1.000.000,00',
    '-0.00',
    '+1',
    '1e5',
    'NaN',
    '٣',
    '2026-02-30',
    'DE',
    '#SKONTO#',
  ),
  fc.constantFrom('9'.repeat(50), '0.'.padEnd(60, '1'), 'x'.repeat(10_000)),
  fc.string({ maxLength: 20 }),
  fc.integer().map(String),
);

const starts = [anInvoice, aCiiXrechnung, anExtendedXrechnung, aCleanVehicleInvoice, aPeppolInvoice, anExtendedInvoice];

/** Every value of the model that can be changed, as the object that holds it and its key. */
function places(value: object): [Record<string, unknown>, string][] {
  return Object.entries(value).flatMap(([key, inner]) => {
    // Own enumerable keys of plain data; the model has nothing else.
    const here: [Record<string, unknown>, string] = [value as Record<string, unknown>, key];
    return typeof inner === 'object' && inner !== null ? [here, ...places(inner)] : [here];
  });
}

/** Takes a value away or writes another text over it; the kinds of groups stay what their types say. */
function change(invoice: En16931Invoice, at: number, text: string | undefined): void {
  const texts = places(invoice).filter(([holder, key]) => typeof holder[key] === 'string' && key !== 'syntax');
  const [holder, key] = texts[at % texts.length] ?? [];
  if (!holder || key === undefined) return;
  if (text === undefined && key !== 'value' && !Array.isArray(holder)) delete holder[key];
  else holder[key] = text ?? '';
}

test('whatever values an invoice carries, the answer is a list of named rules', () => {
  const changes = fc.array(fc.tuple(fc.nat(), fc.option(odd, { nil: undefined })), { minLength: 1, maxLength: 6 });
  fc.assert(
    fc.property(fc.constantFrom(...starts), changes, (start, list) => {
      const invoice = structuredClone(start());
      for (const [at, text] of list) change(invoice, at, text);
      for (const { rule, message, terms } of validateEn16931(invoice)) {
        expect(ids).toContain(rule);
        expect(message).not.toContain('undefined');
        expect(terms.every((term) => /^B[TG]-/.test(term))).toBe(true);
      }
    }),
    { numRuns: 1_000 },
  );
});
