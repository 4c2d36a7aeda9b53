import {
  type Claim,
  type DepartmentId,
  type EngagementId,
  claims as endpoints,
  type InvoiceId,
  invoices as invoiceEndpoints,
  ledger as ledgerEndpoints,
  type Voucher,
} from '@countinghouse/protocol';
import { type Approvals, createApprovals } from '../../approvals/index.ts';
import { createEngagements, type Engagements } from '../../engagements/index.ts';
import {
  aClientId,
  type HostParts,
  type InvoicesHost,
  startInvoicesHost,
  type TestPerson,
} from '../../invoices/testing/invoices-host.ts';
import { createLedger, type Ledger } from '../../ledger/index.ts';
import { type Claims, createClaims } from '../index.ts';

export interface ClaimsParts {
  approvals: Approvals;
  ledger: Ledger;
  engagements: Engagements;
  claims: Claims;
}

/** A firm with one department and one engagement, each with its people, and everything up to claims. */
export interface ClaimsHost extends InvoicesHost, ClaimsParts {
  head: TestPerson;
  lead: TestPerson;
  partner: TestPerson;
  staff: TestPerson;
  finance: TestPerson;
  management: TestPerson;
  stranger: TestPerson;
  departmentId: DepartmentId;
  engagementId: EngagementId;
  /** A draft from new invoices; costs go to the claimant's department unless a conversation says otherwise. */
  aDraft(person: TestPerson, invoices?: { seed: string; amountWithTax?: string }[]): Promise<Claim>;
  submit(person: TestPerson, claim: Claim): Promise<Claim>;
  /** An approved claim of 106.00 in another currency. */
  anApprovedForeign(currency: string): Promise<Claim>;
  /** Every step approved by whoever is asked. */
  approveAll(claim: Claim): Promise<Claim>;
  book(claim: Claim): Promise<Voucher>;
  getClaim(person: TestPerson, claim: Claim): Promise<Claim>;
}

export async function startClaimsHost<More extends object>(
  options: { plug?(parts: HostParts & ClaimsParts): More } = {},
): Promise<ClaimsHost & More> {
  const host = await startInvoicesHost({
    plug: (parts) => {
      const claimsParts = plugClaims(parts);
      // Without `plug` the type parameter is inferred as an empty object.
      const more = (options.plug?.({ ...parts, ...claimsParts }) ?? {}) as More;
      return { ...claimsParts, ...more };
    },
  });
  const firm = await populate(host);
  return { ...host, ...firm, ...builders(host, firm) };
}

function plugClaims(parts: HostParts): ClaimsParts {
  const { platform, http, identity, messaging, invoices } = parts;
  const approvals = createApprovals(platform);
  const ledger = createLedger(platform);
  const engagements = createEngagements(platform);
  const claims = createClaims(platform, { identity, messaging, approvals, ledger, invoices });
  ledger.registerRoutes(http);
  claims.registerRoutes(http);
  return { approvals, ledger, engagements, claims };
}

type Firm = Pick<
  ClaimsHost,
  'head' | 'lead' | 'partner' | 'staff' | 'finance' | 'management' | 'stranger' | 'departmentId' | 'engagementId'
>;

async function populate(host: InvoicesHost & ClaimsParts): Promise<Firm> {
  const { database, identity } = host;
  const departmentId = await database.transaction((tx) =>
    identity.saveDepartment(tx, { name: { zh: '审计一部', en: 'Audit 1' }, headId: null }),
  );
  const head = await host.aPerson('head', ['manager'], departmentId);
  const lead = await host.aPerson('lead', ['staff'], departmentId);
  const partner = await host.aPerson('partner', ['manager']);
  const staff = await host.aPerson('staff', ['staff'], departmentId);
  const finance = await host.aPerson('finance', ['finance']);
  const management = await host.aPerson('management', ['management']);
  const stranger = await host.aPerson('stranger', ['staff'], departmentId);
  const engagementId = await database.transaction(async (tx) => {
    await identity.saveDepartment(tx, { id: departmentId, name: { zh: '审计一部' }, headId: head.userId });
    await host.approvals.setPartners(tx, [partner.userId]);
    return host.engagements.createEngagement(
      tx,
      {
        code: 'HY-2025',
        name: { zh: '恒远股份 2025 年报审计', en: 'Hengyuan 2025 audit' },
        clientName: '恒远股份',
        leadId: lead.userId,
        dueDate: '2026-12-31',
        members: [{ userId: staff.userId, role: 'junior' }],
      },
      null,
    );
  });
  return { head, lead, partner, staff, finance, management, stranger, departmentId, engagementId };
}

function builders(
  host: InvoicesHost,
  firm: Firm,
): Pick<ClaimsHost, 'aDraft' | 'submit' | 'anApprovedForeign' | 'approveAll' | 'book' | 'getClaim'> {
  const expectOk = <Body>(answer: { status: number; body: Body & { refusal?: string } }): Body => {
    if (answer.status !== 200) throw new Error(`refused: ${answer.body.refusal}`);
    return answer.body;
  };
  const people = [firm.head, firm.lead, firm.partner];
  const getClaim: ClaimsHost['getClaim'] = async (person, claim) =>
    expectOk(await host.call(person, endpoints.get, { params: { claimId: claim.card.claimId } }));
  const submit: ClaimsHost['submit'] = async (person, claim) => {
    const { claimId, version } = claim.card;
    return expectOk(await host.call(person, endpoints.submit, { params: { claimId }, body: { version } }));
  };
  const approveAll: ClaimsHost['approveAll'] = async (claim) => {
    let current = claim;
    for (;;) {
      const step = current.card.steps.find((candidate) => candidate.status === 'pending');
      const approver = people.find((person) => person.userId === step?.approverId);
      const { approvalId } = current.card;
      if (!step || !approver || !approvalId) return current;
      const body = { stepId: step.id, decision: 'approve' as const };
      current = expectOk(await host.call(approver, endpoints.decide, { params: { approvalId }, body }));
    }
  };
  return {
    getClaim,
    submit,
    approveAll,
    anApprovedForeign: async (currency) => {
      const invoiceId = await aForeignInvoice(host, firm.staff, currency);
      const body = { clientId: aClientId(), invoiceIds: [invoiceId] };
      return approveAll(await submit(firm.staff, expectOk(await host.call(firm.staff, endpoints.create, { body }))));
    },
    aDraft: async (person, orders = [{ seed: `draft ${Math.random()}` }]) => {
      const group = await host.aGroup(person);
      const invoiceIds: InvoiceId[] = [];
      for (const { seed, amountWithTax = '106.00' } of orders) {
        const lines = [{ name: '*鉴证咨询服务*咨询服务费', amountWithTax, taxRate: '6%' }];
        const invoice = await host.anInvoice(person, group, { seed, kind: 'digital_special', lines });
        invoiceIds.push(await confirmDoubts(host, person, invoice.card.invoiceId));
      }
      return expectOk(await host.call(person, endpoints.create, { body: { clientId: aClientId(), invoiceIds } }));
    },
    book: async (claim) => {
      const params = { claimId: claim.card.claimId };
      const { date, lines } = expectOk(await host.call(firm.finance, ledgerEndpoints.proposal, { params }));
      const body = { clientId: aClientId(), date, lines };
      return expectOk(await host.call(firm.finance, ledgerEndpoints.book, { params, body }));
    },
  };
}

async function aForeignInvoice(host: InvoicesHost, person: TestPerson, currency: string): Promise<InvoiceId> {
  const invoice = await host.anInvoice(person, await host.aGroup(person), {
    seed: `foreign ${Math.random()}`,
    kind: 'digital_special',
    lines: [{ name: '*鉴证咨询服务*咨询服务费', amountWithTax: '106.00', taxRate: '6%' }],
  });
  const { invoiceId, version } = invoice.card;
  const corrections = [
    { field: 'currency', value: currency },
    ...invoice.fields
      .filter(({ isDoubtful, name }) => isDoubtful && name !== 'currency')
      .map(({ name, value }) => ({ field: name, value })),
  ];
  await host.call(person, invoiceEndpoints.correct, { params: { invoiceId }, body: { version, corrections } });
  return invoiceId;
}

async function confirmDoubts(host: InvoicesHost, person: TestPerson, invoiceId: InvoiceId): Promise<InvoiceId> {
  const params = { invoiceId };
  const { body: invoice } = await host.call(person, invoiceEndpoints.get, { params });
  const doubtful = invoice.fields.filter((field) => field.isDoubtful);
  if (doubtful.length > 0) {
    const corrections = doubtful.map(({ name, value }) => ({ field: name, value }));
    await host.call(person, invoiceEndpoints.correct, { params, body: { version: invoice.card.version, corrections } });
  }
  return invoiceId;
}
