import { expect, it } from 'vitest';
import { passingRefusal } from './uploads.ts';

it('an upload for which the disk has no room is refused by name', () => {
  const refusal = passingRefusal(Object.assign(new Error('it cannot be written'), { code: 'ENOSPC' }));
  expect(refusal?.status_code).toBe(507);
  expect(JSON.parse(refusal?.body ?? '')).toMatchObject({ refusal: 'storage_full' });
});

it.each(['53100', 'ECONNREFUSED'])('an upload that cannot be written now (%s) is refused by name', (code) => {
  const refusal = passingRefusal(Object.assign(new Error('it cannot be written'), { code }));
  expect(refusal?.status_code).toBe(503);
  expect(JSON.parse(refusal?.body ?? '')).toMatchObject({ refusal: 'server_busy' });
});

it('a fault of ours is not called busy', () => {
  expect(passingRefusal(new TypeError('x is undefined'))).toBeUndefined();
  // Where tus answers for an upload that does not exist.
  expect(passingRefusal({ status_code: 404, body: 'no such upload' })).toBeUndefined();
});
