import { join } from 'node:path';
import { anInvoice } from '@countinghouse/invoice-maker';
import { describe, expect, test } from 'vitest';
import {
  button,
  cardOf,
  composer,
  enterRoom,
  handIn,
  pane,
  rooms,
  send,
  timeline,
  turnTo,
  waitForCard,
} from '../stage/desk.ts';
import { pastePicture } from '../stage/drop.ts';
import type { DemoFirm } from '../stage/firm.ts';
import { putPaper, spoken } from '../stage/papers.ts';

/** Step 1 of the main job: from a file to a card that one can check. */
export function describeHandingIn(open: () => DemoFirm): void {
  describe('handing in', () => {
    test('files of every kind, dropped together, become cards with what they say', async () => {
      const firm = open();
      const folder = firm.path('every-kind');
      const papers = await Promise.all([
        putPaper(folder, { seed: 'kind-pdf', preset: 'hotel_small', kind: 'digital_special' }),
        putPaper(folder, { seed: 'kind-ofd', preset: 'catering', kind: 'vat_ordinary_electronic', paper: 'ofd' }),
        putPaper(folder, { seed: 'kind-xml', preset: 'training', paper: 'xml' }),
        putPaper(folder, { seed: 'kind-png', preset: 'printing', paper: 'png' }),
      ]);
      const [li, chen] = await firm.admit('li', 'chen');
      await Promise.all([enterRoom(li, rooms.east), enterRoom(chen, rooms.east)]);
      await handIn(
        li,
        papers.map((paper) => paper.path),
      );
      for (const paper of papers) {
        for (const person of [li, chen]) {
          const card = await waitForCard(person, paper);
          const text = await card.innerText();
          expect(text).toContain(spoken(paper.facts.totalAmount));
          expect(text).toContain(paper.facts.number);
          expect(text).toContain('购买方是本所');
          expect(text).toContain('未重复');
        }
      }
      expect(await (await waitForCard(li, papers[1])).innerText()).toContain('签章有效');

      const bar = timeline(li).getByRole('region', { name: '这条消息的发票' }).last();
      expect(await bar.innerText()).toContain('4 张发票');
      // Of a picture somebody has to look at what was hard to read; the others are claimed together.
      expect(await bar.innerText()).toContain('1 张待核对');
      await button(bar, '一起报销（3 张）').click();
      await pane(li).getByRole('textbox', { name: '事由' }).waitFor();
      for (const paper of papers.slice(0, 3)) await pane(li).getByText(paper.facts.seller.name).first().waitFor();
      await bar.getByRole('button').waitFor({ state: 'detached' });
    });

    test('a folder dropped whole, and a picture pasted, become cards too', async () => {
      const firm = open();
      const folder = firm.path('票据夹');
      const inFolder = await Promise.all([
        putPaper(folder, { seed: 'folder-1', preset: 'taxi' }),
        putPaper(join(folder, '酒店'), { seed: 'folder-2', preset: 'hotel_small' }),
      ]);
      const pasted = await putPaper(firm.path('pasted'), { seed: 'pasted', preset: 'catering', paper: 'png' });
      const [li] = await firm.admit('li');
      await enterRoom(li, rooms.east);
      await handIn(li, [folder]);
      for (const paper of inFolder) await waitForCard(li, paper);
      await pastePicture(li.page, composer(li), pasted.bytes);
      await button(li.page.getByRole('main'), /^移除 image-\d+/).waitFor();
      await send(li);
      await waitForCard(li, pasted);
      expect(await cardOf(li, pasted).count()).toBe(1);
    });

    test('the original stands beside the fields, and a doubtful field is corrected with both values kept', async () => {
      const firm = open();
      const order = { seed: 'doubt', preset: 'hotel_small' } as const;
      const rightId = anInvoice(order).seller.taxId;
      const wrongId = rightId.slice(0, -1) + (rightId.endsWith('1') ? '2' : '1');
      const paper = await putPaper(firm.path('doubt'), { ...order, seller: { taxId: wrongId } });
      const [li] = await firm.admit('li');
      await enterRoom(li, rooms.east);
      await handIn(li, [paper.path]);
      const card = await waitForCard(li, paper);
      expect(await card.innerText()).toContain('1 处存疑：销售方税号');
      expect(await button(card, '生成报销单').count()).toBe(0);

      await button(card, '核对存疑').click();
      const detail = pane(li);
      await turnTo(detail, /原件/);
      const sheet = detail.getByRole('figure', { name: '第 1 页，共 1 页' });
      await sheet.locator('canvas').waitFor();
      const mark = sheet.getByTitle(`价税合计 ${paper.facts.totalAmount}`);
      await mark.waitFor();
      const [sheetBox, markBox] = await Promise.all([sheet.boundingBox(), mark.boundingBox()]);
      if (!sheetBox || !markBox) throw new Error('the page or its mark is not on the screen');
      expect(markBox.x).toBeGreaterThan(sheetBox.x);
      expect(markBox.y + markBox.height).toBeLessThan(sheetBox.y + sheetBox.height);
      expect(markBox.width).toBeLessThan(sheetBox.width / 2);

      await turnTo(detail, /字段/);
      const row = detail.locator('[data-field="sellerTaxId"]');
      expect(await row.innerText()).toContain('存疑');
      await row.hover();
      await button(row, '更正销售方税号').click();
      await row.getByRole('textbox', { name: '销售方税号' }).fill(rightId);
      await button(row, '保存').click();
      await row.getByText(`识别为 ${wrongId}`).waitFor();
      expect(await row.innerText()).toContain(rightId);
      await detail.getByRole('region', { name: '更正记录' }).getByText(`${wrongId} → ${rightId}`).waitFor();
    });
  });
}
