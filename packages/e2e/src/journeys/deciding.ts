import { claims, identity } from '@countinghouse/protocol';
import type { Locator } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import { approve, getClaim, submitClaim } from '../stage/claims.ts';
import { button, choose, goToNewest, pane, rooms, toast } from '../stage/desk.ts';
import type { DemoFirm } from '../stage/firm.ts';
import { putPaper } from '../stage/papers.ts';
import type { Person } from '../stage/person.ts';

const engagement = 'A2025-018';

/** Opens the approvals assistant and gives the newest card of the claim there. */
async function claimCardIn(person: Person, title: string): Promise<Locator> {
  const assistant = person.page.getByRole('link', { name: /审批助手/ });
  if (!(await assistant.isVisible())) await person.page.goto('/');
  await assistant.click();
  await goToNewest(person);
  const card = person.page
    .getByRole('log')
    .getByRole('article', { name: new RegExp(`^报销单 · ${title}`) })
    .last();
  await card.waitFor();
  return card;
}

/** What approvers can do with a claim besides saying yes at once. */
export function describeDeciding(open: () => DemoFirm): void {
  describe('deciding', () => {
    test('a claim returned with a reason is mended, submitted again and approved', async () => {
      const firm = open();
      const [li, chen] = await firm.admit('li', 'chen');
      const title = '客户工作餐（退回）';
      const paper = await putPaper(firm.path('returned'), { seed: 'returned', preset: 'catering' });
      const claim = await submitClaim(li, {
        room: rooms.east,
        papers: [paper],
        title: '客户工作餐（退回）',
        engagement,
      });

      const card = await claimCardIn(chen, '客户工作餐');
      await button(card, '退回').click();
      const dialog = chen.page.getByRole('dialog', { name: '退回这张报销单' });
      expect(await button(dialog, '退回').isDisabled()).toBe(true);
      await dialog.getByRole('textbox', { name: '退回原因' }).fill('请写明参加人员');
      await button(dialog, '退回').click();
      await toast(chen, '已退回').waitFor();

      const returned = await claimCardIn(li, '客户工作餐');
      await returned.getByText('陈屿退回：请写明参加人员').waitFor();
      await button(returned, '修改后重新提交').click();
      const form = pane(li);
      await form.getByRole('textbox', { name: '事由' }).fill(`${title}：刘会计等 3 人`);
      await button(form, '提交审批').click();
      await toast(li, '已提交').waitFor();
      expect((await getClaim(li, claim)).card.status).toBe('submitted');

      await button(await claimCardIn(chen, '客户工作餐'), '同意').click();
      await toast(chen, '已同意').waitFor();
      expect((await getClaim(li, claim)).card.status).toBe('approved');
    });

    test('an approver hands the step to somebody else, who then approves; the first one no longer can', async () => {
      const firm = open();
      const [li, chen, he] = await firm.admit('li', 'chen', 'he');
      const title = '打印装订（转交）';
      const paper = await putPaper(firm.path('delegated'), { seed: 'delegated', preset: 'printing' });
      const claim = await submitClaim(li, { room: rooms.east, papers: [paper], title, engagement });

      const card = await claimCardIn(chen, '打印装订');
      await button(card, '转请他人审批').click();
      const dialog = chen.page.getByRole('dialog', { name: '转请他人审批' });
      await choose(chen, dialog.getByRole('combobox', { name: '审批人' }), /何为/);
      await dialog.getByRole('textbox', { name: '附言' }).fill('我在客户现场，请代为审批');
      await button(dialog, '转请他人审批').click();
      await toast(chen, '已转交').waitFor();
      await card.getByText('我在客户现场，请代为审批').waitFor();
      expect(await button(card, '同意').count()).toBe(0);

      const before = await getClaim(chen, claim);
      const own = before.card.steps.find((step) => step.status === 'delegated');
      if (!own || before.card.approvalId === null) throw new Error('the step was not handed on');
      const refused = await chen.askRefused(claims.decide, {
        params: { approvalId: before.card.approvalId },
        body: { stepId: own.id, decision: 'approve' },
      });
      expect(refused.refusal).toBe('approval_not_pending');

      await button(await claimCardIn(he, '打印装订'), '同意').click();
      await toast(he, '已同意').waitFor();
      expect((await getClaim(li, claim)).card.status).toBe('approved');
    });

    test('from 50,000 a partner signs last, after lead and head of department, and nobody before their turn', async () => {
      const firm = open();
      const [[li, chen, lin], zhou] = await Promise.all([firm.admit('li', 'chen', 'lin'), firm.signIn('zhou')]);
      const paper = await putPaper(firm.path('large'), {
        seed: 'large',
        preset: 'consulting',
        kind: 'digital_special',
        lines: [
          { name: '*鉴证咨询服务*咨询服务费', unit: '项', quantity: '1', amountWithTax: '50000.00', taxRate: '6%' },
        ],
      });
      const claim = await submitClaim(li, { room: rooms.east, papers: [paper], title: '估值顾问费', engagement });
      const people = (await li.ask(identity.directory)).people;
      const loginOf = (userId: string) => people.find((person) => person.id === userId)?.login;
      expect(claim.card.steps.map((step) => [loginOf(step.approverId), step.status])).toEqual([
        ['chen', 'pending'],
        ['lin', 'waiting'],
        ['zhou', 'waiting'],
      ]);
      expect(claim.card.steps.map((step) => step.ground)).toEqual(['engagement_lead', 'department_head', 'partner']);
      const later = claim.card.steps[2];
      if (!later || claim.card.approvalId === null) throw new Error('no partner was asked');
      const early = await zhou.askRefused(claims.decide, {
        params: { approvalId: claim.card.approvalId },
        body: { stepId: later.id, decision: 'approve' },
      });
      expect(early.refusal).toMatch(/^(approval_not_pending|object_missing)$/);

      await approve(chen, claim);
      expect((await approve(lin, claim)).card.status).toBe('submitted');
      const inbox = zhou.page.getByRole('complementary').getByRole('button', { name: /李佳 · 估值顾问费/ });
      await inbox.click();
      await button(pane(zhou), '同意').click();
      await toast(zhou, '已同意').waitFor();
      expect((await getClaim(li, claim)).card.status).toBe('approved');
    });
  });
}
