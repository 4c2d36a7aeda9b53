import type { BilingualName, EngagementRole, Firm, OrgRole } from '@countinghouse/protocol';

/** The demonstration firm. Everybody and every number here is made up; the tax ids have a right check character. */
export const demoPassword = 'countinghouse-demo';

export const firm: Firm = {
  name: { zh: '衡岳会计师事务所', en: 'Hengyue CPA' },
  buyers: [{ name: '衡岳会计师事务所（特殊普通合伙）', taxId: '91310115MA1K4HY761' }],
};

export interface DemoDepartment {
  key: string;
  name: BilingualName;
  head: string;
}

export const departments: readonly DemoDepartment[] = [
  { key: 'audit', name: { zh: '审计一部', en: 'Audit I' }, head: 'lin' },
  { key: 'tax', name: { zh: '税务部', en: 'Tax' }, head: 'zhou' },
  { key: 'it', name: { zh: 'IT 审计部', en: 'IT audit' }, head: 'he' },
  { key: 'finance', name: { zh: '财务部', en: 'Finance' }, head: 'qian' },
  { key: 'office', name: { zh: '管理与综合部', en: 'Management and office' }, head: 'lin' },
];

export interface DemoPerson {
  /** Login, and the name of the person in the story. */
  key: string;
  name: BilingualName;
  title: BilingualName;
  department: string | null;
  roles: OrgRole[];
  kind: 'person' | 'guest';
  /** Whose sign-in link is printed, and as what. */
  shownAs?: BilingualName;
}

const person = (
  key: string,
  name: [string, string],
  title: [string, string],
  rest: { department: string | null; roles: OrgRole[]; kind?: 'person' | 'guest'; shownAs?: [string, string] },
): DemoPerson => ({
  key,
  name: { zh: name[0], en: name[1] },
  title: { zh: title[0], en: title[1] },
  department: rest.department,
  roles: rest.roles,
  kind: rest.kind ?? 'person',
  ...(rest.shownAs ? { shownAs: { zh: rest.shownAs[0], en: rest.shownAs[1] } } : {}),
});

export const people: readonly DemoPerson[] = [
  person('li', ['李佳', 'Li Jia'], ['高级审计员', 'Senior auditor'], {
    department: 'audit',
    roles: ['staff'],
    shownAs: ['员工', 'staff'],
  }),
  person('wang', ['王敏', 'Wang Min'], ['审计员', 'Auditor'], { department: 'audit', roles: ['staff'] }),
  person('zhao', ['赵一鸣', 'Zhao Yiming'], ['审计员', 'Auditor'], { department: 'audit', roles: ['staff'] }),
  person('chen', ['陈屿', 'Chen Yu'], ['项目负责人', 'Engagement lead'], {
    department: 'audit',
    roles: ['staff', 'manager'],
    shownAs: ['项目负责人、审批人', 'engagement lead, approver'],
  }),
  person('lin', ['林国栋', 'Lin Guodong'], ['合伙人', 'Partner'], {
    department: 'audit',
    roles: ['staff', 'manager'],
    shownAs: ['合伙人', 'partner'],
  }),
  person('zhou', ['周岚', 'Zhou Lan'], ['税务合伙人', 'Tax partner'], {
    department: 'tax',
    roles: ['staff', 'manager'],
  }),
  person('he', ['何为', 'He Wei'], ['IT 审计经理', 'IT audit manager'], {
    department: 'it',
    roles: ['staff', 'manager'],
  }),
  person('sun', ['孙薇', 'Sun Wei'], ['会计', 'Accountant'], {
    department: 'finance',
    roles: ['staff', 'finance'],
    shownAs: ['财务', 'finance'],
  }),
  person('qian', ['钱进', 'Qian Jin'], ['财务经理', 'Finance manager'], {
    department: 'finance',
    roles: ['staff', 'finance', 'manager'],
  }),
  person('wu', ['吴静', 'Wu Jing'], ['首席运营官', 'Chief operating officer'], {
    department: 'office',
    roles: ['management'],
    shownAs: ['管理层', 'management'],
  }),
  person('zheng', ['郑凯', 'Zheng Kai'], ['系统管理员', 'System administrator'], {
    department: 'it',
    roles: ['staff', 'system_admin'],
    shownAs: ['系统管理员', 'system administrator'],
  }),
  person('feng', ['冯远', 'Feng Yuan'], ['安全管理员', 'Security administrator'], {
    department: 'it',
    roles: ['staff', 'security_admin'],
  }),
  person('xu', ['徐明', 'Xu Ming'], ['审计管理员', 'Audit administrator'], {
    department: 'office',
    roles: ['staff', 'audit_admin'],
    shownAs: ['审计管理员', 'audit administrator'],
  }),
  person('liu', ['刘会计', 'Ms Liu'], ['恒远股份 财务', 'Hengyuan, finance'], {
    department: null,
    roles: ['guest'],
    kind: 'guest',
    shownAs: ['客户（外部）', 'client (guest)'],
  }),
  person('professor', ['许教授', 'Professor Xu'], ['外部专家', 'Outside expert'], {
    department: null,
    roles: ['guest'],
    kind: 'guest',
  }),
];

/** Who signs as partner. */
export const partners: readonly string[] = ['lin', 'zhou'];

export interface DemoEngagement {
  key: string;
  code: string;
  name: BilingualName;
  clientName: string;
  lead: string;
  members: [key: string, role: EngagementRole][];
  dueInDays: number;
}

export const engagements: readonly DemoEngagement[] = [
  {
    key: 'hengyuan',
    code: 'A2025-018',
    name: { zh: '恒远股份 2025 年报审计', en: 'Hengyuan annual audit 2025' },
    clientName: '恒远股份有限公司',
    lead: 'chen',
    members: [
      ['li', 'senior'],
      ['wang', 'junior'],
      ['zhao', 'junior'],
      ['lin', 'specialist'],
      ['zhou', 'specialist'],
      ['he', 'specialist'],
      ['professor', 'expert'],
      ['liu', 'client'],
    ],
    dueInDays: 18,
  },
  {
    key: 'ruifeng',
    code: 'D2026-004',
    name: { zh: '瑞丰并购尽调', en: 'Ruifeng due diligence' },
    clientName: '瑞丰投资有限公司',
    lead: 'zhou',
    members: [
      ['wang', 'senior'],
      ['lin', 'specialist'],
      ['he', 'specialist'],
    ],
    dueInDays: 40,
  },
  {
    key: 'shared',
    code: 'A2026-011',
    name: { zh: '央企共享中心 IT 审计', en: 'Shared-service-centre IT audit' },
    clientName: '华央共享服务有限公司',
    lead: 'he',
    members: [
      ['chen', 'specialist'],
      ['zheng', 'specialist'],
      ['zhao', 'junior'],
    ],
    dueInDays: 65,
  },
];
