import { search } from '@countinghouse/protocol';
import { expect, test } from 'vitest';
import { startSearchHost } from '../../app/testing/search-host.ts';
import { startTestServer } from '../../app/testing/test-server.ts';

test('R15: one person searches so often and no more, and others are not touched', async () => {
  const host = await startSearchHost({ server: { search: { limits: { burst: 3, perSecond: 0.001 } } } });
  try {
    const [ann, bob] = [await host.aPerson({ login: 'ann' }), await host.aPerson({ login: 'bob' })];
    const query = { q: '绝密词语' };
    for (let count = 0; count < 2; count++) await host.call(ann, search.search, { query });
    await host.call(ann, search.suggest, { query });
    await expect(host.call(ann, search.search, { query })).rejects.toThrow('rate_exceeded');
    await expect(host.call(ann, search.suggest, { query })).rejects.toThrow('rate_exceeded');
    expect((await host.call(bob, search.search, { query })).groups).toHaveLength(5);
  } finally {
    await host.close();
  }
});

test('R16: what is posted is found soon, without asking, and where two servers index nothing stands twice', async () => {
  const host = await startSearchHost();
  const second = await startTestServer({ beside: host.test });
  try {
    const ann = await host.aPerson({ login: 'ann' });
    const room = await host.aGroup(ann);
    await host.post(ann, room, '第一句里的鲲鹏');
    const query = { q: '鲲鹏', kinds: 'message' };
    await expect
      .poll(async () => (await host.call(ann, search.search, { query })).groups[0]?.hits.length, {
        interval: 50,
        timeout: 15_000,
      })
      .toBe(1);
    await Promise.all([host.post(ann, room, '第二句里的鲲鹏'), second.server.search.catchUp()]);
    await Promise.all([host.test.server.search.catchUp(), second.server.search.catchUp()]);
    const [row] = await host.test.server.platform.database.query(
      'select count(*) as count from search_messages where text ~ $1',
      ['鲲鹏'],
    );
    expect(row).toEqual({ count: 2 });
  } finally {
    await second.close();
    await host.close();
  }
}, 40_000);
