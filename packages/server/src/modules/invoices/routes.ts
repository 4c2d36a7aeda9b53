import { invoices as endpoints } from '@countinghouse/protocol';
import type { FastifyInstance } from 'fastify';
import { serve } from '../../platform/http/serve.ts';
import { answerQuestion } from './actions/answer-question.ts';
import { askQuestion } from './actions/ask-question.ts';
import { correctInvoice } from './actions/correct-invoice.ts';
import type { InvoicesContext } from './deps.ts';
import { getInvoice } from './queries/get-invoice.ts';
import { listInvoices } from './queries/list-invoices.ts';

export function registerInvoiceRoutes(app: FastifyInstance, context: InvoicesContext): void {
  serve(app, endpoints.list, async ({ subject, query }) => ({
    invoices: await listInvoices(context, { subject, query }),
  }));
  serve(app, endpoints.get, ({ subject, params }) => getInvoice(context, { subject, ...params }));
  serve(app, endpoints.correct, async ({ subject, params, body }) => {
    await correctInvoice(context, { subject, ...params, ...body });
    return getInvoice(context, { subject, ...params });
  });
  serve(app, endpoints.ask, ({ subject, params, body }) => askQuestion(context, { subject, ...params, ...body }));
  serve(app, endpoints.answer, ({ subject, params, body }) => answerQuestion(context, { subject, ...params, ...body }));
}
