import type { InvoiceStatus } from '@countinghouse/protocol';
import { expect, test } from 'vitest';
import { type InvoiceCommand, invoiceLife, isCorrectable, isInClaim, nextInvoiceStatus } from './life.ts';

const statuses = Object.keys(invoiceLife) as InvoiceStatus[]; // The table has one entry per status.
const commands: InvoiceCommand[] = [
  'refuse',
  'dismiss',
  'accept',
  'claim',
  'release',
  'approve',
  'book',
  'unbook',
  'archive',
];

test('I2: every status with every command: only the listed steps exist', () => {
  const possible = statuses.flatMap((status) =>
    commands.flatMap((command) => {
      const next = nextInvoiceStatus(status, command);
      return next ? [`${status} -${command}-> ${next}`] : [];
    }),
  );
  expect(possible).toEqual([
    'reading -refuse-> refused',
    'reading -dismiss-> not_invoice',
    'reading -accept-> checked',
    'checked -claim-> claimed',
    'claimed -release-> checked',
    'claimed -approve-> approved',
    'approved -book-> booked',
    'booked -unbook-> approved',
    'booked -archive-> archived',
  ]);
});

test('I6: values may be mended while checked, and in a claim that is a draft or came back', () => {
  const claimStatuses = ['draft', 'submitted', 'returned', 'approved', 'booked', 'archived'];
  const correctable = statuses.flatMap((status) =>
    [null, ...claimStatuses.map((claim) => ({ status: claim }))].flatMap((claim) =>
      isCorrectable({ status, claim }) ? [`${status}/${claim?.status ?? '-'}`] : [],
    ),
  );
  expect(correctable.filter((pair) => !pair.startsWith('checked'))).toEqual(['claimed/draft', 'claimed/returned']);
  expect(statuses.filter(isInClaim)).toEqual(['claimed', 'approved', 'booked', 'archived']);
});
