import type { MentionGroup, Poll } from '@countinghouse/protocol';

/** What people say in the demonstration. `who` and members are keys of `people`; `minutesAgo` counts back from the start. */
export interface DemoLine {
  who: string;
  text: string;
  mentions?: string[];
  mentionGroups?: MentionGroup[];
  minutesAgo: number;
  /** Other lines refer to it by this, also from other groups. */
  key?: string;
  replyTo?: string;
  thread?: string;
  forward?: string[];
  poll?: Omit<Poll, 'closesAt'> & { closesInDays: number };
  /** What happens to it in the minutes after it was said. */
  acts?: DemoAct[];
}

export type DemoAct = { who: string } & (
  | { react: string }
  | { edit: string }
  | { vote: number[] }
  | { do: 'pin' | 'recall' }
);

export interface DemoGroup {
  key: string;
  title: string;
  engagement?: string;
  parent?: string;
  dataClass?: 'general' | 'important' | 'core';
  owner: string;
  members: string[];
  lines: DemoLine[];
}

const day = 24 * 60;

export const groups: readonly DemoGroup[] = [
  {
    key: 'hengyuan',
    title: '恒远股份 2025 年报审计',
    engagement: 'hengyuan',
    dataClass: 'important',
    owner: 'chen',
    members: ['li', 'wang', 'zhao', 'lin', 'zhou', 'he', 'professor'],
    lines: [
      {
        who: 'chen',
        text: '预审安排：本周五前完成收入循环的穿行测试，存货监盘下周一开始，各子公司同步。',
        minutesAgo: 6 * day,
        acts: [
          { who: 'chen', do: 'pin' },
          { who: 'li', react: '收到' },
          { who: 'wang', react: '收到' },
          { who: 'zhao', react: '👍' },
        ],
      },
      {
        who: 'zhao',
        text: '收到。函证名单我今晚整理好，银行 7 户、往来 41 户。',
        minutesAgo: 6 * day - 12,
        acts: [{ who: 'zhao', edit: '收到。函证名单我今晚整理好，银行 7 户、往来 42 户。' }],
      },
      {
        who: 'lin',
        text: '总额法还是净额法，请税务部一起看看平台业务的合同，结论写进备忘录。',
        mentions: ['zhou'],
        minutesAgo: 3 * day,
        key: 'gross-or-net',
      },
      {
        who: 'zhou',
        text: '看过了：平台不承担存货风险，也不能自主定价，倾向净额法。依据是收入准则第三十四条，备忘录草稿明天给。',
        minutesAgo: 3 * day - 95,
        key: 'net',
        replyTo: 'gross-or-net',
        acts: [{ who: 'chen', react: '👍' }],
      },
      {
        who: 'professor',
        text: '同意净额法。注意披露里要写清楚代理人身份的判断过程。',
        minutesAgo: 2 * day - 30,
        key: 'agreed',
        acts: [
          { who: 'zhou', react: '🙏' },
          { who: 'lin', react: '👍' },
          { who: 'chen', react: '👍' },
        ],
      },
      {
        who: 'li',
        text: '那直播带货的佣金部分呢？合同里定价权写得比较含糊。',
        minutesAgo: 2 * day - 42,
        thread: 'agreed',
      },
      {
        who: 'professor',
        text: '看三点：\n\n1. 谁对消费者承担主要责任\n2. 谁在转让前承担存货风险\n3. 谁能**自主定价**\n\n三点都不在公司，就是代理人。',
        minutesAgo: 2 * day - 65,
        thread: 'agreed',
        acts: [{ who: 'li', react: '👍' }],
      },
      { who: 'li', text: '明白，我按这三点逐份合同列表。', minutesAgo: 2 * day - 70, thread: 'agreed' },
      {
        who: 'wang',
        text: '监盘订了哪几个酒店？我重发一下，刚才发错了文件名。',
        minutesAgo: day + 30,
        acts: [{ who: 'wang', do: 'recall' }],
      },
      {
        who: 'zhao',
        text: '',
        minutesAgo: day,
        poll: {
          question: '周四的项目例会定在几点？',
          options: ['9:30', '14:00', '晚上 19:30 线上'],
          isMultiple: true,
          isAnonymous: false,
          closesInDays: 2,
        },
        acts: [
          { who: 'li', vote: [1] },
          { who: 'wang', vote: [1, 2] },
          { who: 'chen', vote: [0, 1] },
          { who: 'lin', vote: [1] },
        ],
      },
      {
        who: 'chen',
        text: '交易所问询函第 4 问，请 @李佳 @周岚 今晚 20:00 前给出收入确认口径。',
        mentions: ['li', 'zhou'],
        minutesAgo: 95,
        key: 'inquiry',
        acts: [
          { who: 'chen', do: 'pin' },
          { who: 'zhou', react: '收到' },
        ],
      },
      { who: 'wang', text: '华东仓的盘点表在子公司组里，差异 3 项，已拍照留底。', minutesAgo: 80 },
    ],
  },
  {
    key: 'east',
    title: '华东子公司组',
    engagement: 'hengyuan',
    parent: 'hengyuan',
    dataClass: 'important',
    owner: 'chen',
    members: ['li', 'wang', 'zhao'],
    lines: [
      { who: 'wang', text: '今天盘点完 A、B 两个库区，C 库区明早 8:30 继续。', minutesAgo: day },
      {
        who: 'li',
        text: '存货盘点表已上传，差异 3 项，都在待处理财产损溢里挂着，等客户解释。',
        minutesAgo: 100,
        acts: [{ who: 'chen', react: '👀' }],
      },
    ],
  },
  {
    key: 'pbc',
    title: '客户资料清单（外部）',
    engagement: 'hengyuan',
    parent: 'hengyuan',
    dataClass: 'general',
    owner: 'chen',
    members: ['li', 'wang', 'liu'],
    lines: [
      {
        who: 'li',
        text: '刘会计您好，还缺：银行函证回函 5 份、租赁合同台账、12 月的工资汇总表。',
        minutesAgo: day + 60,
      },
      { who: 'liu', text: '银行函证回函 2/7 已提交，其余银行说周三前寄出。工资汇总表下午给您。', minutesAgo: 5 * 60 },
    ],
  },
  {
    key: 'ruifeng',
    title: '瑞丰并购尽调',
    engagement: 'ruifeng',
    dataClass: 'core',
    owner: 'zhou',
    members: ['lin', 'wang', 'he'],
    lines: [
      { who: 'wang', text: '合同台账看完了，风险点三处：对赌条款、关联担保、未决诉讼。', minutesAgo: 3 * 60 },
      { who: 'zhou', text: '关联担保先列红色，我约客户法务明天上午过一遍。', minutesAgo: 2 * 60 + 40 },
    ],
  },
  {
    key: 'shared',
    title: '共享中心 IT 审计 · 跨部门',
    engagement: 'shared',
    owner: 'he',
    members: ['chen', 'zheng', 'zhao'],
    lines: [
      { who: 'he', text: '排期已确认：周三 IT 组 2 人到场，差旅我这边订。', minutesAgo: day + 300 },
      { who: 'chen', text: '好，权限清单和变更记录请他们提前导出来。', minutesAgo: day + 280 },
    ],
  },
  {
    key: 'revenue',
    title: '收入准则专家群',
    // What is passed on here was said where the class is no lower.
    dataClass: 'important',
    owner: 'zhou',
    members: ['chen', 'lin', 'li', 'he'],
    lines: [
      { who: 'zhou', text: '沉淀了 1 条答复：总额法与净额法的判断步骤，适用平台类业务。', minutesAgo: 2 * day },
      {
        who: 'zhou',
        text: '原话转给大家，欢迎补充。',
        minutesAgo: day + 600,
        forward: ['gross-or-net', 'net', 'agreed'],
        acts: [
          { who: 'he', react: '👍' },
          { who: 'li', react: '👍' },
        ],
      },
    ],
  },
];

export const directLines: readonly { from: string; to: string; text: string; minutesAgo: number }[] = [
  { from: 'zhou', to: 'chen', text: '备忘录初稿发你邮箱了，第 3 段的税率部分再看一眼。', minutesAgo: 150 },
  { from: 'chen', to: 'zhou', text: '收到，晚上看。', minutesAgo: 140 },
];
