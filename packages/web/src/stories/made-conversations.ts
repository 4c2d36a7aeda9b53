import {
  type ConversationId,
  type ConversationSummary,
  defaultConversationSettings,
  defaultMemberSettings,
  type FileId,
  type Member,
} from '@countinghouse/protocol';
import type { ConversationState, ListState, TimelineEntry, TimelineMessage } from '@countinghouse/sdk';
import { anInvoiceCard } from '../features/invoices/testing/builders.ts';
import { madeId, madeUser } from './made-firm.ts';

const today = new Date();
export const at = (hours: number, minutes: number, daysAgo = 0) =>
  new Date(today.getFullYear(), today.getMonth(), today.getDate() - daysAgo, hours, minutes).toISOString();

interface Row {
  id: number;
  title: string;
  kind?: ConversationSummary['kind'];
  peer?: number;
  parent?: number;
  engagement?: number;
  dataClass?: ConversationSummary['dataClass'];
  unread?: number;
  draft?: string;
  last: { by: number; at: string; preview: string };
}

const rows: Row[] = [
  {
    id: 301,
    title: '恒远股份 2025 年报审计',
    engagement: 201,
    dataClass: 'important',
    unread: 2,
    last: { by: 2, at: at(14, 32), preview: '收到。顺便把供应商刚开的咨询费发票交一下' },
  },
  {
    id: 302,
    title: '华东子公司组',
    engagement: 201,
    parent: 301,
    unread: 4,
    last: { by: 2, at: at(14, 20), preview: '存货盘点表已上传，差异 3 项' },
  },
  {
    id: 303,
    title: '客户资料清单（外部）',
    engagement: 201,
    parent: 301,
    last: { by: 20, at: at(13, 5), preview: '银行函证回函 2/7 已提交' },
  },
  {
    id: 304,
    draft: '风险点 3 请补充依据，',
    title: '瑞丰并购尽调',
    engagement: 202,
    last: { by: 3, at: at(11, 48), preview: '合同台账看完了，风险点已标' },
  },
  { id: 305, title: '收入准则专家群', last: { by: 9, at: at(10, 15), preview: '沉淀了 1 条答复：总额法与净额法' } },
  { id: 306, title: '周岚', kind: 'direct', peer: 4, last: { by: 4, at: at(14, 2), preview: '这张票税率应该是 6%' } },
  {
    id: 307,
    title: '发票助手',
    kind: 'app',
    peer: 30,
    unread: 1,
    last: { by: 30, at: at(13, 40), preview: '3 张发票已识别，1 张疑似重复' },
  },
  {
    id: 308,
    title: '吴总监',
    kind: 'direct',
    peer: 20,
    last: { by: 20, at: at(9, 30, 1), preview: '资料明天上午给到' },
  },
];

const summary = (row: Row): ConversationSummary => ({
  id: madeId(row.id),
  kind: row.kind ?? 'group',
  title: row.title,
  peerId: row.peer ? madeUser(row.peer) : null,
  parentId: row.parent ? madeId(row.parent) : null,
  engagementId: row.engagement ? madeId(row.engagement) : null,
  dataClass: row.dataClass ?? 'general',
  memberCount: row.kind ? 2 : 12,
  myRole: 'owner',
  headSeq: 40,
  messageCount: 40,
  cursor: { seq: row.id === 301 ? 5 : 40, messageCount: 40 - (row.unread ?? 0) },
  mentionSeqs: [],
  isArchived: false,
  settings: defaultConversationSettings,
  mine: defaultMemberSettings,
  draft: row.draft ? { seq: 12, at: row.last.at, text: row.draft, mentions: [] } : null,
  lastMessage: { seq: 40, actorId: madeUser(row.last.by), at: row.last.at, preview: row.last.preview },
});

export const madeList: ListState = {
  connection: 'live',
  isLoaded: true,
  conversations: rows.map(summary),
  inbox: { approvals: 2, returned: 0, questions: 0, queue: 0 },
  waitingCount: 0,
};

/** The same with a group of everybody. */
export const madeLongList: ListState = {
  ...madeList,
  conversations: madeList.conversations.map((row, place) => (place === 0 ? { ...row, memberCount: 10_000 } : row)),
};

export const madeMembers: Member[] = [1, 5, 2, 3, 4, 7, 8, 9, 10, 6, 20, 30].map((user, place) => ({
  userId: madeUser(user),
  role: place === 0 ? 'owner' : place === 1 ? 'admin' : user === 20 ? 'guest' : 'member',
  joinedAt: at(9, 0, 30),
  cursor: { seq: place < 8 ? 40 : 3, messageCount: place < 8 ? 40 : 3 },
}));

function message(seq: number, by: number, when: string, parts: Partial<TimelineMessage>): TimelineEntry {
  const made: TimelineMessage = {
    clientId: madeId(1000 + seq),
    seq,
    at: when,
    actorId: madeUser(by),
    text: '',
    mentions: [],
    mentionGroups: [],
    files: [],
    cards: [],
    reactions: [],
    state: 'sent',
    uploads: [],
    ...parts,
  };
  return { kind: 'message', key: `m${seq} ${when}`, message: made };
}

const invoiceFile = {
  fileId: madeId<FileId>(1),
  name: '上海衡正_咨询费_数电票.pdf',
  mediaType: 'application/octet-stream',
  sizeBytes: 48_213,
};

const reminder = {
  type: 'AdaptiveCard',
  version: '1.5',
  fallbackText: '审批链已生成',
  body: [
    { type: 'TextBlock', text: '审批链已生成', weight: 'bolder' },
    { type: 'TextBlock', text: '咨询费单笔超过 ¥ 50,000，须合伙人加签。', wrap: true },
    {
      type: 'FactSet',
      facts: [
        { title: '部门经理', value: '陈屿' },
        { title: '合伙人', value: '赵一鸣' },
      ],
    },
    { type: 'TextBlock', text: '《费用报销制度》第 12 条 · 2025-03 修订', size: 'small', isSubtle: true },
  ],
  actions: [{ type: 'Action.OpenUrl', title: '查看制度', url: 'https://intranet.example/policy/12' }],
} as const;

const entries: TimelineEntry[] = [
  message(1, 3, at(17, 40, 1), { text: '存货监盘的照片都传到资料群了，明早补差异说明。' }),
  message(2, 1, at(17, 52, 1), { text: '好，辛苦。' }),
  {
    kind: 'notice',
    key: 'n3',
    event: {
      kind: 'member.joined',
      conversationId: madeId(301),
      seq: 3,
      messageCount: 2,
      at: at(18, 5, 1),
      actorId: madeUser(1),
      userId: madeUser(7),
      role: 'member',
    },
  },
  message(4, 1, at(14, 10), {
    text: '交易所问询函第 4 问，请 @李佳 @周岚 今晚 20:00 前给出收入确认口径。参考 https://kjs.example/cas14 第 34 条。',
    mentions: [madeUser(2), madeUser(4)],
  }),
  message(6, 2, at(14, 26), { text: '收到。顺便把供应商刚开的咨询费发票交一下' }),
  message(7, 2, at(14, 26), {
    files: [invoiceFile],
    cards: [
      {
        cardId: 'invoice-1',
        card: {
          type: 'AdaptiveCard',
          version: '1.5',
          fallbackText: '发票',
          body: [{ type: 'Countinghouse.Invoice', data: { ...anInvoiceCard() }, fallback: [] }],
        },
      },
    ],
  }),
  message(8, 31, at(14, 31), { cards: [{ cardId: 'policy', card: structuredClone(reminder) as never }] }), // Readonly there, plain here.
  message(9, 1, at(14, 32), { text: '我来跟合伙人说。' }),
];

const outbox: TimelineEntry[] = [
  message(0, 1, at(14, 33), {
    state: 'uploading',
    text: '酒店的票也在这里',
    uploads: [{ name: '酒店住宿_杭州.ofd', sizeBytes: 820_000, sentBytes: 512_000 }],
  }),
  message(0, 1, at(14, 34), { state: 'waiting', text: '到现场了，地下室没信号' }),
  message(0, 1, at(14, 35), { state: 'failed', text: '这条没有发出去', refusal: 'conversation_archived' }),
];

const page = {
  isLoaded: true,
  isLoadingOlder: false,
  hasOlder: false,
  isLoadingNewer: false,
  hasNewer: false,
  isDetached: false,
  anchorSeq: undefined,
  members: madeMembers,
};

export function madeConversation(id: ConversationId, state: 'empty' | 'loading' | 'full' | 'many'): ConversationState {
  if (state === 'loading') return { ...page, isLoaded: false, members: [], entries: [] };
  if (state === 'empty') return { ...page, entries: [] };
  if (state === 'many') {
    const many = Array.from({ length: 5000 }, (_, n) =>
      message(n + 1, (n % 9) + 1, new Date(Date.now() - (5000 - n) * 240_000).toISOString(), {
        text: `第 ${n + 1} 条。${'项目进展、底稿、函证与抽样。'.repeat((n % 4) + 1)}`,
      }),
    );
    return { ...page, entries: many };
  }
  return { ...page, entries: id === madeId(301) ? [...entries, ...outbox] : entries.slice(0, 5) };
}
