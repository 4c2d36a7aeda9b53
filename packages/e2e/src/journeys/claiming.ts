import { readFile } from 'node:fs/promises';
import { type ClaimId, ledger } from '@countinghouse/protocol';
import type { Locator } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { openBag, sha256 } from '../stage/bag.ts';
import { newClientId } from '../stage/claims.ts';
import {
  button,
  cardOf,
  choose,
  enterRoom,
  expectSamePage,
  findInvoice,
  goToNewest,
  handIn,
  markPage,
  pane,
  rooms,
  toast,
  waitForCard,
} from '../stage/desk.ts';
import type { DemoFirm } from '../stage/firm.ts';
import { type Paper, putPaper } from '../stage/papers.ts';
import type { Person } from '../stage/person.ts';

const title = '苏州盘点第二次差旅';

/** The main job from the drop to the archive, with five people looking on. */
export function describeClaiming(open: () => DemoFirm): void {
  describe('claiming', () => {
    test('from invoices in a conversation to a booked and archived voucher, in front of five people', async () => {
      const firm = open();
      const folder = firm.path('main-job');
      const hotel = await putPaper(folder, {
        seed: 'main-hotel',
        preset: 'hotel',
        kind: 'digital_special',
        lines: [{ name: '*住宿服务*住宿费', unit: '天', quantity: '2', amountWithTax: '1590.00', taxRate: '6%' }],
      });
      const taxi = await putPaper(folder, { seed: 'main-taxi', preset: 'taxi', paper: 'xml' });
      const [li, chen, wang, sun, lin] = await firm.admit('li', 'chen', 'wang', 'sun', 'lin');
      if (!li || !chen || !wang || !sun || !lin) throw new Error('somebody did not come');
      await Promise.all([li, chen, wang, lin].map((person) => enterRoom(person, rooms.engagement)));
      await sun.page.goto('/finance');
      await sun.page.getByRole('heading', { name: '财务' }).waitFor();
      const everybody = [li, chen, wang, sun, lin];
      await Promise.all(everybody.map(markPage));

      await handIn(li, [hotel.path, taxi.path]);
      await Promise.all(
        [li, chen, wang, lin].flatMap((person) => [hotel, taxi].map((paper) => waitForCard(person, paper))),
      );
      await draftBoth(li, hotel, taxi);
      await submitWithReason(li);
      const watchers = [li, chen, wang, lin];
      await expectEverywhere(watchers, [hotel, taxi], '审批中');

      await approveFromCard(chen);
      await expectEverywhere([li, wang, lin], [hotel, taxi], '待入账');

      const number = await bookWithEdit(sun, await findInvoice(li, hotel).then((row) => row.claimId));
      expect(number).toMatch(/^记-\d{4}-\d{2}-\d{4}$/);
      await expectEverywhere([li, wang, lin], [hotel, taxi], '已入账');

      const bag = await archiveAndDownload(sun, firm);
      await expectEverywhere([li, wang, lin], [hotel, taxi], '已归档');
      const digests = new Set([...bag.values()].map(sha256));
      for (const paper of [hotel, taxi]) expect(digests, `${paper.fileName} in the bag`).toContain(sha256(paper.bytes));
      const words = [...bag.values()].map((bytes) => new TextDecoder().decode(bytes)).join('\n');
      expect(words).toContain(number);

      await expectClaimantToldOf(li, number);
      for (const person of everybody) await expectSamePage(person);
    });
  });
}

async function draftBoth(li: Person, hotel: Paper, taxi: Paper): Promise<void> {
  await (await waitForCard(li, hotel)).getByRole('checkbox', { name: '多张合并' }).check();
  await button(await waitForCard(li, taxi), '生成报销单（2 张）').click();
  await pane(li).getByRole('textbox', { name: '事由' }).waitFor();
}

async function submitWithReason(li: Person): Promise<void> {
  const form = pane(li);
  await form.getByRole('textbox', { name: '事由' }).fill(title);
  await choose(li, form.getByRole('combobox', { name: '费用归属' }), rooms.engagement);
  const lines = form.getByRole('list', { name: '明细' });
  expect(await lines.innerText()).toContain('差旅费—住宿');
  expect(await lines.innerText()).toContain('市内交通费');
  expect(await lines.innerText()).toMatch(/限额 ¥\s?1,000\.00，实际 ¥\s?1,590\.00/);
  await button(form, '提交审批').click();
  await form.getByRole('alert').filter({ hasText: '还差：超标说明' }).waitFor();
  await form.getByRole('textbox', { name: '超标说明' }).fill('年报季协议酒店满房，已口头报备');
  await button(form, '提交审批').click();
  await toast(li, '已提交').waitFor();
}

/** The invoice's card says so to each of them, without anybody loading anything. */
async function expectEverywhere(people: readonly Person[], papers: readonly Paper[], status: string): Promise<void> {
  await Promise.all(
    people.flatMap((person) =>
      papers.map((paper) => cardOf(person, paper).filter({ hasText: status }).first().waitFor()),
    ),
  );
}

const claimCard = (person: Person): Locator =>
  person.page.getByRole('log').getByRole('article', { name: `报销单 · ${title} · 李佳` });

async function approveFromCard(chen: Person): Promise<void> {
  const inbox = chen.page.getByRole('complementary').getByRole('button', { name: new RegExp(`李佳 · ${title}`) });
  await inbox.waitFor();
  await chen.page.getByRole('link', { name: /审批助手/ }).click();
  await goToNewest(chen);
  const card = claimCard(chen).last();
  await button(card, '同意').click();
  await toast(chen, '已同意').waitFor();
  await card.filter({ hasText: '待入账' }).waitFor();
  await inbox.waitFor({ state: 'detached' });
}

/** Changes the summary of a line, tries to post it out of balance, posts it; the number of the voucher. */
async function bookWithEdit(sun: Person, claimId: ClaimId | null): Promise<string> {
  const row = sun.page.getByRole('region', { name: '待入账' }).getByRole('listitem').filter({ hasText: title });
  await button(row, '入账').click();
  const form = pane(sun);
  await form.getByRole('textbox', { name: '第 1 行 摘要' }).fill('苏州盘点住宿（两晚）');
  const debit = form.getByRole('textbox', { name: '第 1 行 借方' });
  const right = await debit.inputValue();
  await debit.fill('1.00');
  await button(form, '过账').click();
  await form.getByRole('alert').filter({ hasText: '借贷不平衡' }).waitFor();
  await bookUnbalanced(sun, claimId);
  await debit.fill(right);
  await form.getByText('借贷平衡').waitFor();
  await button(form, '过账').click();
  // Read in the moment in which it is seen: it goes by itself.
  return (await toast(sun, '已入账：').innerText()).replace(/.*已入账：/s, '').trim();
}

/** The same past the page: the server refuses as well. */
async function bookUnbalanced(sun: Person, claimId: ClaimId | null): Promise<void> {
  if (claimId === null) throw new Error('the invoice stands in no claim');
  const params = { claimId };
  const { date, lines } = await sun.ask(ledger.proposal, { params });
  const [first, ...rest] = lines;
  if (!first) throw new Error('nothing was proposed');
  const crooked = [{ ...first, debitMinor: first.debitMinor + 1 }, ...rest];
  const refused = await sun.askRefused(ledger.book, {
    params,
    body: { clientId: newClientId(), date, lines: crooked },
  });
  expect(refused).toMatchObject({ status: 422, refusal: 'voucher_unbalanced' });
}

async function archiveAndDownload(sun: Person, firm: DemoFirm) {
  const row = sun.page.getByRole('region', { name: '待归档' }).getByRole('listitem').filter({ hasText: title });
  await button(row, '归档').click();
  await toast(sun, '已归档').waitFor();
  await sun.page.getByRole('radiogroup', { name: '财务页面' }).getByText('归档', { exact: true }).click();
  const [download] = await Promise.all([
    sun.page.waitForEvent('download'),
    sun.page
      .getByRole('link', { name: /^下载归档包 BX-/ })
      .first()
      .click(),
  ]);
  const path = firm.path('package.zip');
  await download.saveAs(path);
  return openBag(await readFile(path));
}

async function expectClaimantToldOf(li: Person, number: string): Promise<void> {
  // The claim still stands open where the list of conversations would be.
  await button(pane(li), '关闭').click();
  await li.page.getByRole('link', { name: /审批助手/ }).click();
  await goToNewest(li);
  const log = li.page.getByRole('log');
  await log.getByText(new RegExp(`已入账，凭证号 ${number}`)).waitFor();
  await log
    .getByText(/已归档。/)
    .first()
    .waitFor();
  await claimCard(li).last().filter({ hasText: '已归档' }).waitFor();
}
