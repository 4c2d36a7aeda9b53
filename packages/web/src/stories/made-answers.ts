import type { AuditEntry, InvoiceCardData, InvoiceId } from '@countinghouse/protocol';
import { anInvoice, anInvoiceCard } from '../features/invoices/testing/builders.ts';
import { at } from './made-conversations.ts';
import { madeFinance } from './made-finance.ts';
import { madeDirectory, madeId, madeUser } from './made-firm.ts';

const cards: InvoiceCardData[] = [
  anInvoiceCard({ uploaderId: madeUser(2) }),
  anInvoiceCard({
    invoiceId: madeId<InvoiceId>(2),
    number: '24312000000087654321',
    sellerName: '杭州西湖雷迪森酒店',
    itemSummary: '住宿服务',
    totalMinor: 128_650,
    netMinor: 121_368,
    taxMinor: 7_282,
    status: 'booked',
    uploaderId: madeUser(1),
  }),
  anInvoiceCard({
    invoiceId: madeId<InvoiceId>(3),
    number: '24312000000087650001',
    sellerName: '苏州工业园区文具店',
    itemSummary: '办公用品',
    totalMinor: 36_000,
    netMinor: 34_951,
    taxMinor: 1_049,
    doubts: ['sellerTaxId', 'issueDate'],
    uploaderId: madeUser(1),
  }),
];

const audit: AuditEntry[] = [
  ['person.signed-in', 'session'],
  ['claim.approved', 'claim'],
  ['voucher.posted', 'voucher'],
  ['person.roles-changed', 'user'],
].map(([action = '', objectType = ''], place) => ({
  index: 1204 - place,
  at: at(14, 30 - place),
  actorId: madeUser(place + 1),
  action,
  objectType,
  objectId: madeId(500 + place),
  detail: place === 3 ? { from: ['staff'], to: ['staff', 'manager'] } : {},
}));

/** Answers by endpoint id. */
export function madeAnswers(isEmpty: boolean): Record<string, unknown> {
  const some = <T>(items: readonly T[]) => (isEmpty ? [] : items);
  return {
    ...madeFinance(isEmpty),
    'invoices.list': {
      invoices: some(cards).map((card) => ({ card, conversationId: madeId(301), createdAt: at(13, 0) })),
      nextCursor: null,
    },
    'approvals.partners': { userIds: some([madeUser(5)]) },
    'engagements.list': {
      engagements: some(madeDirectory.engagements).map((engagement) => ({ engagement, memberCount: 4 })),
    },
    'engagements.members': {
      members: [
        { userId: madeUser(1), role: 'lead' },
        { userId: madeUser(2), role: 'senior' },
        { userId: madeUser(20), role: 'client' },
      ],
    },
    'invoices.get': anInvoice(),
    'identity.list-sessions': {
      sessions: some([
        { id: madeId(900), createdAt: at(8, 40), lastSeenAt: at(14, 30), device: 'Chrome · Windows', isCurrent: true },
        {
          id: madeId(901),
          createdAt: at(19, 2, 4),
          lastSeenAt: at(22, 10, 1),
          device: 'Safari · iPhone',
          isCurrent: false,
        },
      ]),
    },
    'identity.list-accounts': {
      accounts: some(madeDirectory.people).map((person, place) => ({
        person: { ...person, isActive: place !== 9 },
        roles:
          person.kind === 'guest'
            ? ['guest']
            : person.kind === 'app'
              ? []
              : place === 0
                ? ['staff', 'system_admin']
                : place === 5
                  ? ['staff', 'finance']
                  : ['staff'],
        createdAt: at(9, 0, 200),
      })),
    },
    'audit.list': {
      entries: some(audit),
      checkpoint: { treeSize: 1200, rootHash: '', at: at(14, 0), signature: '' },
      keyFingerprint: '06c5a71a849c4294489c79ebdd8f52a720a8facbfaf1e6b3d83931c3c8d67b63',
    },
    'identity.create-link': { signInLink: 'https://chat.example/sign-in?token=3f0c…' },
    'identity.set-locale': {},
  };
}
