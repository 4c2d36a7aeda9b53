import type { Department, Engagement, Id, Me, Person, UserId } from '@countinghouse/protocol';
import type { DirectoryData } from '../shared/messenger.tsx';

/** Ids that can be told apart by eye. */
export const madeId = <Kind extends Id<string>>(number: number) =>
  `00000000-0000-7000-8000-${number.toString(16).padStart(12, '0')}` as Kind; // Made ids are numbers.

type PersonRow = [id: number, zh: string, en: string, titleZh: string, titleEn: string, department: number | null];

const rows: PersonRow[] = [
  [1, '陈屿', 'Chen Yu', '项目负责人', 'Engagement lead', 1],
  [2, '李佳', 'Li Jia', '高级审计员', 'Senior auditor', 1],
  [3, '王敏', 'Wang Min', '审计员', 'Auditor', 1],
  [4, '周岚', 'Zhou Lan', '税务经理', 'Tax manager', 2],
  [5, '赵一鸣', 'Zhao Yiming', '合伙人', 'Partner', 1],
  [6, '孙悦', 'Sun Yue', '财务', 'Finance', 3],
  [7, '何文', 'He Wen', 'IT 审计', 'IT auditor', 2],
  [8, '林澄', 'Lin Cheng', '审计员', 'Auditor', 1],
  [9, '许知远', 'Xu Zhiyuan', '质控', 'Quality control', 1],
  [10, '韩冰', 'Han Bing', '审计员', 'Auditor', 1],
];

const person = ([id, zh, en, titleZh, titleEn, department]: PersonRow): Person => ({
  id: madeId(id),
  kind: 'person',
  login: en.toLowerCase().replace(' ', '.'),
  name: { zh, en },
  title: { zh: titleZh, en: titleEn },
  departmentId: department === null ? null : madeId(100 + department),
  isActive: true,
});

const guest: Person = {
  ...person([20, '吴总监', 'Wu (Hengyuan)', '恒远股份 财务总监', 'CFO, Hengyuan', null]),
  kind: 'guest',
};
const app = (id: number, zh: string, en: string): Person => ({
  ...person([id, zh, en, '', '', null]),
  kind: 'app',
});

const departments: Department[] = [
  { id: madeId(101), name: { zh: '审计一部', en: 'Audit 1' }, headId: madeId(5) },
  { id: madeId(102), name: { zh: '税务部', en: 'Tax' }, headId: madeId(4) },
  { id: madeId(103), name: { zh: '财务部', en: 'Finance' }, headId: madeId(6) },
];

const engagements: Engagement[] = [
  {
    id: madeId(201),
    code: 'A-2025-0142',
    name: { zh: '恒远股份 2025 年报审计', en: 'Hengyuan 2025 annual audit' },
    clientName: '恒远股份有限公司',
    leadId: madeId(1),
    dueDate: '2026-12-10',
  },
  {
    id: madeId(202),
    code: 'D-2025-0031',
    name: { zh: '瑞丰并购尽调', en: 'Ruifeng due diligence' },
    clientName: '瑞丰集团',
    leadId: madeId(5),
    dueDate: null,
  },
];

const surnames = '王李张刘陈杨黄赵周吴徐孙马朱胡郭何高林罗';
const manyIdFirst = 100_000;

/** Everybody of a firm of ten thousand. */
const staff: Person[] = Array.from({ length: 10_000 }, (_, place) => {
  const surname = surnames[place % surnames.length] ?? '';
  return person([
    manyIdFirst + place,
    `${surname}${place}`,
    `${surname} ${place}`,
    '审计员',
    'Auditor',
    1 + (place % 3),
  ]);
});
export const manyPeople: readonly UserId[] = staff.map(({ id }) => id);
export const somePeople: readonly UserId[] = [2, 3, 4, 5, 6, 7, 8, 9, 10, 20].map((id) => madeId<UserId>(id));

export const madeDirectory: DirectoryData = {
  people: [
    ...rows.map(person),
    guest,
    app(30, '发票助手', 'Invoice assistant'),
    app(31, '报销助手', 'Claims assistant'),
  ],
  departments,
  engagements,
};

export const madeEverybody: DirectoryData = { ...madeDirectory, people: [...madeDirectory.people, ...staff] };

export function madeMe(locale: Me['locale']): Me {
  return {
    person: person(rows[0] ?? [1, '陈屿', 'Chen Yu', '', '', null]),
    roles: ['manager', 'finance', 'management', 'system_admin', 'audit_admin'],
    locale,
    sessionId: madeId(900),
    firm: { name: { zh: '恒远会计师事务所', en: 'Hengyuan CPA' }, buyers: [] },
  };
}

export const madeUser = (number: number) => madeId<UserId>(number);
