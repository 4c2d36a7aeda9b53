import { Type } from 'typebox';
import { endpoint } from './endpoint.ts';
import { UserId } from './ids.ts';

const Partners = Type.Object({ userIds: Type.Array(UserId, { maxItems: 500 }) });

export const approvals = {
  /** While nobody is named, every manager may sign as partner. */
  partners: endpoint({
    id: 'approvals.partners',
    method: 'GET',
    path: '/api/admin/partners',
    summary: 'Who signs large amounts as partner.',
    response: Partners,
  }),
  setPartners: endpoint({
    id: 'approvals.set-partners',
    method: 'PUT',
    path: '/api/admin/partners',
    summary: 'Replace the people who sign as partner.',
    body: Partners,
  }),
};
