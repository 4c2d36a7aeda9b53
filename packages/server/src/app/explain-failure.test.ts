import { expect, it } from 'vitest';
import { readConfig } from '../platform/config.ts';
import { explainFailure } from './explain-failure.ts';

const config = readConfig({ DATA_DIR: 'data' }, []);

it.each([
  ['a reset connection', Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' })],
  ['a database that shuts down', Object.assign(new Error('terminating connection'), { code: '57P01' })],
  ['a database that recovers', Object.assign(new Error('the database system is starting up'), { code: '57P03' })],
  ['a connection that ends without a code', new Error('Connection terminated unexpectedly')],
])('a start that fails by %s is explained in one line', (_what, error) => {
  expect(explainFailure(error, config)).toMatch(/^The database ended the connection .* Start again in a moment\.$/);
});

it('a start on a full disk of the database is explained, and a fault of ours is not explained away', () => {
  expect(explainFailure(Object.assign(new Error('no space'), { code: '53100' }), config)).toMatch(/full; make room/);
  expect(explainFailure(new TypeError('x is undefined'), config)).toBeUndefined();
});
