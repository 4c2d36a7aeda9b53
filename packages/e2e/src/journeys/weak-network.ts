import { describe, expect, test } from 'vitest';
import { cardOf, composer, enterRoom, handIn, polling, rooms, timeline, waitForCard } from '../stage/desk.ts';
import type { DemoFirm } from '../stage/firm.ts';
import { putFile, putPaper } from '../stage/papers.ts';
import { nowhereYet } from '../stage/person.ts';
import { WeakLine } from '../stage/weak-line.ts';

const paddedBytes = 24 * 1024 * 1024;
const upBytesPerSecond = 8 * 1024 * 1024;
/** The SDK sends pieces of 8 MB and loses at most one of them, where the server did not keep its beginning. */
const lostBytesMax = 9 * 1024 * 1024;

/** Makes a PDF long without changing what it says: comments, and the end of the file once more behind them. */
function padPdf(pdf: Uint8Array): Uint8Array {
  const tail = /startxref\s+\d+\s+%%EOF\s*$/.exec(Buffer.from(pdf.subarray(-64)).toString('latin1'))?.[0];
  if (!tail) throw new Error('the PDF does not end as it should');
  const line = `%${'.'.repeat(126)}\n`;
  return Buffer.concat([pdf, Buffer.from(`\n${line.repeat(paddedBytes / line.length)}${tail}`)]);
}

/** Scene 11: the client's basement. */
export function describeWeakNetwork(open: () => DemoFirm): void {
  describe('on a weak network', () => {
    test('an upload that is cut goes on where it was, and the card stands there once', async () => {
      const firm = open();
      const line = await WeakLine.open({ targetPort: Number(new URL(firm.server.baseUrl).port), upBytesPerSecond });
      try {
        const paper = await putPaper(firm.path('weak'), { seed: 'weak', preset: 'hotel_small' });
        const bytes = padPdf(paper.bytes);
        await putFile(paper.path, bytes);
        const [li, wang] = await Promise.all([
          firm.signIn('li', nowhereYet, line.baseUrl),
          firm.signIn('wang', nowhereYet),
        ]);
        await Promise.all([enterRoom(li, rooms.east), enterRoom(wang, rooms.east)]);
        const before = line.upBytes;
        await handIn(li, [paper.path]);
        const progress = timeline(li).getByRole('progressbar', { name: new RegExp(`^${paper.fileName} 上传中`) });
        await expect.poll(async () => Number(await progress.getAttribute('value')), polling).toBeGreaterThan(30);
        line.cut();
        await li.page.getByText('连不上服务器，正在重试').waitFor();
        await composer(li).fill('地下室信号不好，发票在传');
        await composer(li).press('Enter');
        await timeline(li).getByText('等待网络恢复后发送').first().waitFor();
        expect(await cardOf(wang, paper).count()).toBe(0);

        line.mend();
        await waitForCard(li, paper);
        await timeline(wang).getByText('地下室信号不好，发票在传').waitFor();
        for (const person of [li, wang]) {
          await cardOf(person, paper).filter({ hasText: '待报销' }).first().waitFor();
          expect(await cardOf(person, paper).count()).toBe(1);
          expect(await timeline(person).getByText('地下室信号不好，发票在传').count()).toBe(1);
        }
        expect(line.upBytes - before).toBeLessThan(bytes.length + lostBytesMax);
      } finally {
        await line.close();
      }
    });

    test('what cannot be fetched without a network says so, and the page stays', async () => {
      const li = await open().signIn('li', { ...nowhereYet, isNew: true });
      await enterRoom(li, rooms.east);
      await composer(li).fill('地下室里写了一半');
      await li.context.setOffline(true);
      await li.page.getByRole('button', { name: '新建', exact: true }).click();
      await li.page.getByText('这一部分没有加载成功').waitFor();
      expect(await composer(li).inputValue()).toBe('地下室里写了一半');
      expect(await timeline(li).isVisible()).toBe(true);
    });
  });
}
