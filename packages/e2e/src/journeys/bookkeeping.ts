import { readFile } from 'node:fs/promises';
import { ledger } from '@countinghouse/protocol';
import { describe, expect, test } from 'vitest';
import { approve, getClaim, newClientId, submitClaim } from '../stage/claims.ts';
import { button, rooms, toast } from '../stage/desk.ts';
import type { DemoFirm } from '../stage/firm.ts';
import { putPaper } from '../stage/papers.ts';

/** What finance can still do after a voucher is posted. */
export function describeBookkeeping(open: () => DemoFirm): void {
  describe('bookkeeping', () => {
    test('a posted voucher is never changed: it is reversed, and the claim can be booked again', async () => {
      const firm = open();
      const [li, chen, sun] = await firm.admit('li', 'chen', 'sun');
      const paper = await putPaper(firm.path('reversed'), {
        seed: 'reversed',
        preset: 'training',
        kind: 'digital_special',
        lines: [{ name: '*非学历教育服务*培训费', unit: '项', quantity: '1', amountWithTax: '2400.00', taxRate: '6%' }],
      });
      const order = { room: rooms.east, papers: [paper], title: '后续教育培训', engagement: 'A2025-018' };
      const claim = await submitClaim(li, order);
      await approve(chen, claim);
      const params = { claimId: claim.card.claimId };
      const { date, lines } = await sun.ask(ledger.proposal, { params });
      const body = { clientId: newClientId(), date, lines };
      const voucher = await sun.ask(ledger.book, { params, body });
      const again = await sun.askRefused(ledger.book, { params, body: { ...body, clientId: newClientId() } });
      expect(again.refusal).toBe('claim_already_booked');

      await sun.page.goto('/finance/vouchers');
      const row = sun.page.getByRole('listitem').filter({ hasText: voucher.number }).first();
      await row.getByRole('button', { expanded: false }).click();
      const [download] = await Promise.all([
        sun.page.waitForEvent('download'),
        row.getByRole('link', { name: '入账信息（XBRL）' }).click(),
      ]);
      const instance = await readFile(await download.path(), 'utf8');
      expect(instance).toContain(`<einv:InvoiceNumber contextRef="c1">${paper.facts.number}<`);
      expect(instance).toContain(`<einv:NumberOfAccountingDocuments contextRef="c1">${voucher.number}<`);
      await button(row, '红字冲销').click();
      const dialog = sun.page.getByRole('dialog', { name: `红字冲销 ${voucher.number}` });
      await dialog.getByRole('textbox', { name: '冲销原因' }).fill('科目用错');
      await button(dialog, '红字冲销').click();
      await toast(sun, '已冲销，红字凭证').waitFor();
      await sun.page.getByText(`冲销 ${voucher.number}`, { exact: false }).first().waitFor();
      const undone = (await sun.ask(ledger.listVouchers, { query: { period: voucher.period } })).vouchers.find(
        (each) => each.reversalOf === voucher.id,
      );
      expect(undone?.lines.map((line) => [line.accountCode, line.debitMinor, line.creditMinor])).toEqual(
        voucher.lines.map((line) => [line.accountCode, -line.debitMinor || 0, -line.creditMinor || 0]),
      );
      expect((await getClaim(sun, claim)).card.status).toBe('approved');

      const second = await sun.ask(ledger.book, { params, body: { ...body, clientId: newClientId() } });
      expect(second.number).not.toBe(voucher.number);
      expect((await getClaim(li, claim)).card.status).toBe('booked');
    });
  });
}
