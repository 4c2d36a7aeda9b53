import {
  type BookingInstance,
  type BookingInstanceId,
  bookingInstancePath,
  ledger as endpoints,
  Refusal,
  type Voucher,
} from '@countinghouse/protocol';
import type { FastifyInstance } from 'fastify';
import type { Queryable, Transaction } from '../../platform/database/database.ts';
import { serve } from '../../platform/http/serve.ts';
import type { Platform } from '../../platform/platform.ts';
import { demand } from '../../platform/rights/index.ts';
import { contentOfPost, findRepeated, type PostRequest, postVoucher, reverseVoucher } from './actions/post-voucher.ts';
import { type InstancesRequest, readInstance, recordInstances } from './actions/record-instances.ts';
import { chartOfAccounts } from './domain/chart.ts';
import { findVoucher, listVouchers } from './store/voucher-store.ts';

export type { PostRequest } from './actions/post-voucher.ts';
export type { BookedInvoice, InstancesRequest } from './actions/record-instances.ts';
export { departmentCostAccount, engagementCostAccount } from './domain/chart.ts';
export { bookCurrency, exchangeFor, fenAt, toFen } from './domain/exchange.ts';
export type { TaxedDocument } from './domain/input-vat.ts';
export { type ExpenseToBook, type ProposalInput, proposeVoucher } from './domain/proposal.ts';
export { voucherReversed } from './events.ts';
export { findCurrentInstance } from './store/instance-store.ts';
export { findVoucher } from './store/voucher-store.ts';

export interface Ledger {
  registerRoutes(app: FastifyInstance): void;
  /** The voucher that the same request posted before, if any. */
  findRepeated(tx: Transaction, request: PostRequest): Promise<Voucher | undefined>;
  /** Numbers and posts a voucher for good. The caller has asked for the right and for a repetition. */
  post(tx: Transaction, request: PostRequest): Promise<Voucher>;
  /** Writes 入账信息 of a voucher just posted or reversed. */
  recordInstances(tx: Transaction, request: InstancesRequest): Promise<void>;
  /** The XML of an instance; undefined where there is none. The caller has checked the right. */
  readInstance(
    db: Queryable,
    instanceId: BookingInstanceId,
  ): Promise<{ instance: BookingInstance; content: Buffer } | undefined>;
}

export function createLedger(platform: Pick<Platform, 'database' | 'clock' | 'newId' | 'events' | 'sealer'>): Ledger {
  const { database } = platform;
  return {
    findRepeated: (tx, request) => findRepeated(tx, { ...request, content: contentOfPost(request) }),
    post: (tx, request) => postVoucher(platform, tx, request),
    recordInstances: (tx, request) => recordInstances(platform, tx, request),
    readInstance: (db, instanceId) => readInstance(platform, db, instanceId),
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
      registerInstanceContent(app, platform);
    },
  };
}

const instanceIdForm = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

function registerInstanceContent(app: FastifyInstance, platform: Pick<Platform, 'database' | 'sealer'>): void {
  app.get<{ Params: { instanceId: string } }>(
    bookingInstancePath(':instanceId' as BookingInstanceId), // stands for any id in the pattern
    async (request, reply) => {
      const { subject } = request;
      if (!subject) throw new Refusal('session_missing');
      demand(subject, 'read', 'ledger');
      const { instanceId } = request.params;
      const found = instanceIdForm.test(instanceId)
        ? await readInstance(platform, platform.database, instanceId as BookingInstanceId) // The form was just checked.
        : undefined;
      if (!found) throw new Refusal('object_missing', 'there is no such instance');
      return reply
        .header('content-type', 'application/xml; charset=utf-8')
        .header('content-disposition', `attachment; filename="${found.instance.fileName}"`)
        .header('content-security-policy', "default-src 'none'; sandbox")
        .header('cache-control', 'private, no-cache')
        .send(found.content);
    },
  );
}
