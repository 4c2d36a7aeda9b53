import { describe, expect, test } from 'vitest';
import { approve, submitClaim } from '../stage/claims.ts';
import { button, findInvoice, pane, rooms, toast } from '../stage/desk.ts';
import type { DemoFirm } from '../stage/firm.ts';
import { putPaper } from '../stage/papers.ts';

/** Finance and the person who handed an invoice in, talking about it. */
export function describeAsking(open: () => DemoFirm): void {
  describe('asking', () => {
    test('a question from the queue arrives in the chat with its invoice; the answer is on the invoice too', async () => {
      const firm = open();
      const [li, chen, sun] = await firm.admit('li', 'chen', 'sun');
      const paper = await putPaper(firm.path('asked'), {
        seed: 'asked',
        preset: 'conference',
        kind: 'digital_special',
        lines: [{ name: '*会展服务*会议服务费', unit: '项', quantity: '1', amountWithTax: '3800.00', taxRate: '6%' }],
      });
      const order = { room: rooms.east, papers: [paper], title: '会议场地费', engagement: 'A2025-018' };
      await approve(chen, await submitClaim(li, order));

      await Promise.all([sun.page.goto('/finance'), li.page.goto('/')]);
      const row = sun.page
        .getByRole('region', { name: '待入账' })
        .getByRole('listitem')
        .filter({ hasText: order.title });
      await row.first().getByRole('button', { expanded: false }).click();
      await button(row.first(), '提问').click();
      const dialog = sun.page.getByRole('dialog', { name: `就「${paper.facts.seller.name}」的发票提问` });
      await dialog.getByRole('textbox').fill('会议名单在哪里？');
      await button(dialog, '发送').click();
      await toast(sun, '已发送').waitFor();

      await li.page.getByRole('link', { name: /孙薇/ }).click();
      const question = li.page.getByRole('log').getByRole('article', { name: '问题: 会议名单在哪里？' });
      await question.getByText(paper.facts.seller.name).waitFor();
      await question.getByRole('textbox', { name: '回答' }).fill('已上传到项目文件夹，共 12 人');
      await button(question, '回答').click();
      await question.getByText('已回答').waitFor();

      await button(row.first(), '查看原件').click();
      const thread = pane(sun).getByRole('region', { name: '提问与回答' });
      await thread.getByText('已上传到项目文件夹，共 12 人').waitFor();
      expect((await findInvoice(sun, paper)).card.openQuestions).toBe(0);
    });
  });
}
