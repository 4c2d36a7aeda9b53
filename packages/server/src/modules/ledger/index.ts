import { ledger as endpoints, Refusal, type Voucher } from '@countinghouse/protocol';
import type { FastifyInstance } from 'fastify';
import type { Transaction } from '../../platform/database/database.ts';
import { serve } from '../../platform/http/serve.ts';
import type { Platform } from '../../platform/platform.ts';
import { demand } from '../../platform/rights/index.ts';
import { contentOfPost, findRepeated, type PostRequest, postVoucher, reverseVoucher } from './actions/post-voucher.ts';
import { chartOfAccounts } from './domain/chart.ts';
import { findVoucher, listVouchers } from './store/voucher-store.ts';

export type { PostRequest } from './actions/post-voucher.ts';
export { departmentCostAccount, engagementCostAccount } from './domain/chart.ts';
export type { TaxedDocument } from './domain/input-vat.ts';
export { type ExpenseToBook, type ProposalInput, proposeVoucher } from './domain/proposal.ts';
export { voucherReversed } from './events.ts';
export { findVoucher } from './store/voucher-store.ts';

export interface Ledger {
  registerRoutes(app: FastifyInstance): void;
  /** The voucher that the same request posted before, if any. */
  findRepeated(tx: Transaction, request: PostRequest): Promise<Voucher | undefined>;
  /** Numbers and posts a voucher for good. The caller has asked for the right and for a repetition. */
  post(tx: Transaction, request: PostRequest): Promise<Voucher>;
}

export function createLedger(platform: Pick<Platform, 'database' | 'clock' | 'newId' | 'events'>): Ledger {
  const { database } = platform;
  return {
    findRepeated: (tx, request) => findRepeated(tx, { ...request, content: contentOfPost(request) }),
    post: (tx, request) => postVoucher(platform, tx, request),
    registerRoutes: (app) => {
      serve(app, endpoints.accounts, async ({ subject }) => {
        demand(subject, 'read', 'ledger');
        return { accounts: [...chartOfAccounts] };
      });
      serve(app, endpoints.listVouchers, async ({ subject, query }) => {
        demand(subject, 'read', 'ledger');
        return { vouchers: await listVouchers(database, query.period) };
      });
      serve(app, endpoints.getVoucher, async ({ subject, params }) => {
        demand(subject, 'read', 'ledger');
        const voucher = await findVoucher(database, params.voucherId);
        if (!voucher) throw new Refusal('object_missing', 'there is no such voucher');
        return voucher;
      });
      serve(app, endpoints.reverse, async ({ subject, params, body }) => {
        demand(subject, 'write', 'ledger');
        return database.transaction((tx) =>
          reverseVoucher(platform, tx, { ...params, ...body, actorId: subject.userId }),
        );
      });
    },
  };
}
