import type { ClaimStatus } from '@countinghouse/protocol';
import { expect, test } from 'vitest';
import { type ClaimCommand, claimLife, isEditable, nextClaimStatus } from './life.ts';

test('C1: every status with every command: only the listed steps exist', () => {
  const statuses = Object.keys(claimLife) as ClaimStatus[]; // The table has one entry per status.
  const commands: ClaimCommand[] = ['submit', 'return', 'approve', 'withdraw', 'book', 'unbook', 'archive'];
  const possible = statuses.flatMap((status) =>
    commands.flatMap((command) => {
      const next = nextClaimStatus(status, command);
      return next ? [`${status} -${command}-> ${next}`] : [];
    }),
  );
  expect(possible).toEqual([
    'draft -submit-> submitted',
    'draft -withdraw-> withdrawn',
    'submitted -return-> returned',
    'submitted -approve-> approved',
    'submitted -withdraw-> withdrawn',
    'returned -submit-> submitted',
    'returned -withdraw-> withdrawn',
    'approved -book-> booked',
    'booked -unbook-> approved',
    'booked -archive-> archived',
  ]);
  expect(statuses.filter(isEditable)).toEqual(['draft', 'returned']);
});
