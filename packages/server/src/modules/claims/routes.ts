import { claims as endpoints, ledger as ledgerEndpoints } from '@countinghouse/protocol';
import type { FastifyInstance } from 'fastify';
import { serve } from '../../platform/http/serve.ts';
import { departmentCostAccount } from '../ledger/index.ts';
import { bookClaim, proposeBooking } from './actions/book-claim.ts';
import { createClaim } from './actions/create-claim.ts';
import { decideClaim } from './actions/decide-claim.ts';
import { editClaim } from './actions/edit-claim.ts';
import { submitClaim } from './actions/submit-claim.ts';
import { withdrawClaim } from './actions/withdraw-claim.ts';
import type { ClaimsContext } from './deps.ts';
import { expenseKinds, presentExpenseType } from './domain/expense-types.ts';
import { getClaim } from './queries/get-claim.ts';
import { getInbox, listClaims } from './queries/list-claims.ts';

export function registerClaimRoutes(app: FastifyInstance, context: ClaimsContext): void {
  serve(app, endpoints.expenseTypes, async () => ({
    expenseTypes: expenseKinds.map((kind) => presentExpenseType(kind, departmentCostAccount)),
  }));
  serve(app, endpoints.create, async ({ subject, body }) => {
    const claimId = await createClaim(context, { subject, ...body });
    return getClaim(context, { subject, claimId });
  });
  serve(app, endpoints.list, async ({ subject, query }) => ({
    claims: await listClaims(context, { subject, query }),
  }));
  serve(app, endpoints.get, ({ subject, params }) => getClaim(context, { subject, ...params }));
  serve(app, endpoints.edit, async ({ subject, params, body }) => {
    await editClaim(context, { subject, ...params, ...body });
    return getClaim(context, { subject, ...params });
  });
  serve(app, endpoints.submit, async ({ subject, params, body }) => {
    await submitClaim(context, { subject, ...params, ...body });
    return getClaim(context, { subject, ...params });
  });
  serve(app, endpoints.withdraw, async ({ subject, params }) => {
    await withdrawClaim(context, { subject, ...params });
    return getClaim(context, { subject, ...params });
  });
  serve(app, endpoints.decide, async ({ subject, params, body }) => {
    const claimId = await decideClaim(context, { subject, ...params, ...body });
    return getClaim(context, { subject, claimId });
  });
  serve(app, endpoints.inbox, ({ subject }) => getInbox(context, subject));
  serve(app, ledgerEndpoints.proposal, ({ subject, params, query }) =>
    proposeBooking(context, { subject, ...params, ...query }),
  );
  serve(app, ledgerEndpoints.book, ({ subject, params, body }) => bookClaim(context, { subject, ...params, ...body }));
}
