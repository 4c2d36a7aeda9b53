import {
  type ClaimId,
  claims,
  type FileId,
  fileContentPath,
  type InvoiceId,
  invoices,
  ledger,
  totals,
} from '@countinghouse/protocol';
import { describe, expect, test } from 'vitest';
import { newClientId, submitClaim } from '../stage/claims.ts';
import { cardOf, enterRoom, findInvoice, handIn, rooms, timeline } from '../stage/desk.ts';
import type { DemoFirm } from '../stage/firm.ts';
import { putPaper } from '../stage/papers.ts';
import { nowhereYet, type Person } from '../stage/person.ts';

const engagement = 'A2025-018';

async function expectNoWayTo(person: Person, { invoiceId, claimId, fileId }: Secret): Promise<void> {
  const refusals = await Promise.all([
    person.askRefused(invoices.get, { params: { invoiceId } }),
    person.askRefused(claims.get, { params: { claimId } }),
    person.askRefused(ledger.proposal, { params: { claimId } }),
    person.askRefused(ledger.listVouchers, { query: {} }),
    person.askRefused(ledger.listArchive),
  ]);
  for (const { status } of refusals) expect([403, 404]).toContain(status);
  const content = await person.context.request.get(fileContentPath(fileId));
  expect([403, 404]).toContain(content.status());
  const listed = await person.ask(invoices.list, { query: { limit: 200 } });
  expect(listed.invoices.map((row) => row.card.invoiceId)).not.toContain(invoiceId);
}

interface Secret {
  invoiceId: InvoiceId;
  claimId: ClaimId;
  fileId: FileId;
}

/** Step 7 of the main job: who sees what, at the screen and past it. */
export function describeRights(open: () => DemoFirm): void {
  describe('rights', () => {
    test('management sees totals and comes to no invoice, neither by address nor past the page', async () => {
      const firm = open();
      const [li, wu] = await Promise.all([firm.signIn('li', nowhereYet), firm.signIn('wu')]);
      const paper = await putPaper(firm.path('secret'), { seed: 'secret', preset: 'office_supplies' });
      const claim = await submitClaim(li, { room: rooms.east, papers: [paper], title: '办公用品', engagement });
      const { card } = await findInvoice(li, paper);
      const secret = { invoiceId: card.invoiceId, claimId: claim.card.claimId, fileId: card.file.fileId };

      await wu.page.getByRole('navigation', { name: '主导航' }).getByRole('link', { name: '汇总' }).click();
      await wu.page.getByRole('heading', { name: '按费用类型' }).waitFor();
      const shown = await wu.page.getByRole('main', { name: '汇总', exact: true }).innerText();
      expect(shown).toContain('差旅费—住宿');
      expect(shown).toContain('审计一部');
      expect(shown).not.toContain(paper.facts.seller.name);
      expect(
        await wu.page.getByRole('navigation', { name: '主导航' }).getByRole('link', { name: '财务' }).count(),
      ).toBe(0);

      await wu.page.goto(`/claims/${claim.card.claimId}`);
      await wu.page.getByText('找不到要看的内容').waitFor();
      await wu.page.goto('/finance');
      await wu.page.getByText('这里只对财务开放。').waitFor();
      await wu.page.goto('/invoices');
      await wu.page.getByText('还没有发票').waitFor();
      await expectNoWayTo(wu, secret);
      const sums = await wu.ask(totals.get, { query: { from: '2026-01', to: '2026-12' } });
      expect(JSON.stringify(sums)).not.toContain(paper.facts.number);
    });

    test('staff see neither the claims of others nor the invoices of rooms they are not in', async () => {
      const firm = open();
      const [li, wang, zhou] = await firm.admit('li', 'wang', 'zhou');
      const paper = await putPaper(firm.path('private'), { seed: 'private', preset: 'training' });
      const claim = await submitClaim(li, { room: rooms.east, papers: [paper], title: '培训', engagement });
      const { card } = await findInvoice(li, paper);
      const secret = { invoiceId: card.invoiceId, claimId: claim.card.claimId, fileId: card.file.fileId };
      await expectNoWayTo(zhou, secret);
      // Who is in the room sees the card, but neither all fields nor the claim.
      await enterRoom(wang, rooms.east);
      await cardOf(wang, paper).first().waitFor();
      expect((await wang.askRefused(claims.get, { params: { claimId: secret.claimId } })).status).toBe(404);
      expect([403, 404]).toContain(
        (await wang.askRefused(invoices.get, { params: { invoiceId: card.invoiceId } })).status,
      );
    });

    test('the same document handed in again is refused, and the earlier claim named', async () => {
      const firm = open();
      const [li, wang] = await firm.admit('li', 'wang');
      const order = { seed: 'twice', preset: 'hotel_small', kind: 'digital_special' } as const;
      const first = await putPaper(firm.path('twice'), order);
      const claim = await submitClaim(li, { room: rooms.east, papers: [first], title: '住宿', engagement });
      const again = await putPaper(firm.path('twice'), { ...order, paper: 'ofd' });
      await enterRoom(wang, rooms.east);
      await handIn(wang, [again.path]);
      const notice = timeline(wang).getByText(
        new RegExp(`重复：李佳 于 .*交过同一张发票，已列入报销单 ${claim.card.number}`),
      );
      await notice.waitFor();
      const card = cardOf(wang, again).filter({ has: notice });
      expect(await card.getByRole('button', { name: /生成报销单/ }).count()).toBe(0);
      const { invoices: mine } = await wang.ask(invoices.list, { query: { mine: true, limit: 200 } });
      const copy = mine.find((row) => row.card.number === again.facts.number);
      if (!copy) throw new Error('the copy was not kept');
      const refused = await wang.askRefused(claims.create, {
        body: { clientId: newClientId(), invoiceIds: [copy.card.invoiceId] },
      });
      expect(refused).toMatchObject({ refusal: 'invoice_duplicate', params: { claimNumber: claim.card.number } });
    });
  });
}
