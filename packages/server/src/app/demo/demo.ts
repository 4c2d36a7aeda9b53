import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { conversations, invoices, sync } from '@countinghouse/protocol';
import { listPeople } from '../../modules/identity/index.ts';
import { ConfigError } from '../../platform/config.ts';
import type { Server } from '../server.ts';
import { newClientId, Stage } from './fill.ts';
import { demoPassword, departments, engagements, firm, partners, people } from './firm.ts';
import { pastClaims } from './history.ts';
import type { DemoInvoice } from './papers.ts';
import { type DemoGroup, groups } from './story.ts';
import { talk } from './talk.ts';
import type { TravelClock } from './travel-clock.ts';

export { demoTrustedRoots } from './papers.ts';
export { createTravelClock } from './travel-clock.ts';

const minuteMs = 60_000;
const dayMs = 24 * 60 * minuteMs;

/**
 * Fills an empty installation with the demonstration firm; a filled one is left as it is. Throws `ConfigError` where real
 * people are there, or where filling was interrupted.
 */
export async function fillDemo(server: Server, clock: TravelClock, say: (line: string) => void): Promise<void> {
  const { dataDir } = server.platform.config;
  const mark = join(dataDir, 'demonstration');
  const state = await readFile(mark, 'utf8').catch(() => undefined);
  if (state === 'filled') return;
  if (state !== undefined) {
    throw new ConfigError(
      `The demonstration in ${dataDir} was interrupted while it was made; delete that folder and start again.`,
    );
  }
  if ((await listPeople(server.platform.database)).some((person) => person.kind !== 'app')) {
    throw new ConfigError(
      `${dataDir} holds an installation with people; set DATA_DIR to an empty folder for the demonstration.`,
    );
  }
  await writeFile(mark, 'filling');
  await fill(server, clock, say);
  await writeFile(mark, 'filled');
}

async function fill(server: Server, clock: TravelClock, say: (line: string) => void): Promise<void> {
  const stage = new Stage(server);
  const start = new Date();
  try {
    say('  演示数据：人员与项目 · demonstration: people and engagements');
    clock.travel(new Date(start.getTime() - 170 * dayMs));
    await hire(stage);
    await openGroups(stage);
    say('  演示数据：往月报销、凭证与归档 · claims, vouchers and archive of past months');
    await layHistory(stage, clock, start);
    await readEverything(stage);
    say('  演示数据：本周的对话与发票 · this week’s conversations and invoices');
    await talk(stage, clock, start);
    await stage.clear();
    clock.travel(new Date(start.getTime() - 60 * minuteMs));
    await handInToday(stage);
  } finally {
    await stage.clear();
    clock.travel(null);
  }
}

async function hire(stage: Stage): Promise<void> {
  const { server } = stage;
  await server.platform.database.transaction(async (tx) => {
    await server.identity.saveFirm(tx, firm);
    for (const department of departments) {
      stage.departments.set(
        department.key,
        await server.identity.saveDepartment(tx, { name: department.name, headId: null }),
      );
    }
    for (const person of people) {
      const { key, department, shownAs: _shownAs, ...rest } = person;
      const departmentId = department ? (stage.departments.get(department) ?? null) : null;
      const userId = await server.identity.addPerson(tx, { ...rest, login: key, departmentId });
      await server.identity.setInitialPassword(tx, userId, demoPassword);
      stage.enter(key, userId);
    }
    for (const department of departments) {
      const id = stage.departments.get(department.key);
      if (id)
        await server.identity.saveDepartment(tx, {
          id,
          name: department.name,
          headId: stage.actor(department.head).userId,
        });
    }
    await server.approvals.setPartners(
      tx,
      partners.map((key) => stage.actor(key).userId),
    );
    for (const engagement of engagements) {
      const id = await server.engagements.createEngagement(
        tx,
        {
          code: engagement.code,
          name: engagement.name,
          clientName: engagement.clientName,
          leadId: stage.actor(engagement.lead).userId,
          dueDate: new Date(Date.now() + engagement.dueInDays * dayMs).toISOString().slice(0, 10),
          members: engagement.members.map(([key, role]) => ({ userId: stage.actor(key).userId, role })),
        },
        null,
      );
      stage.engagements.set(engagement.key, id);
    }
  });
}

async function openGroups(stage: Stage): Promise<void> {
  for (const group of groups) await openGroup(stage, group);
}

async function openGroup(stage: Stage, group: DemoGroup): Promise<void> {
  const engagementId = group.engagement ? stage.engagements.get(group.engagement) : undefined;
  const parentId = group.parent ? stage.group(group.parent) : undefined;
  const opened = await stage.actor(group.owner).call(conversations.create, {
    body: {
      clientId: newClientId(),
      title: group.title,
      memberIds: group.members.map((key) => stage.actor(key).userId),
      ...(engagementId ? { engagementId } : {}),
      ...(parentId ? { parentId } : {}),
      dataClass: group.dataClass ?? 'general',
    },
  });
  stage.groups.set(group.key, opened.id);
}

async function layHistory(stage: Stage, clock: TravelClock, start: Date): Promise<void> {
  for (const past of pastClaims()) {
    const day = new Date(start.getFullYear(), start.getMonth() - past.monthsAgo, 18, 10);
    await stage.clear();
    clock.travel(day);
    const actor = stage.actor(past.who);
    const { id: conversationId } = await stage.appConversation(actor, 'app-invoices');
    const papers = past.invoices.map((paper) => ({
      ...paper,
      options: { ...paper.options, issueDate: day.toISOString().slice(0, 10) },
    }));
    const invoiceIds = await stage.drop(actor, { conversationId, text: '', papers });
    const engagementId = past.engagement ? stage.engagements.get(past.engagement) : undefined;
    const draft = await stage.draft(actor, {
      invoiceIds,
      reason: '项目现场附近没有更便宜的，已事先口头报备。',
      ...(engagementId ? { costTo: { kind: 'engagement', engagementId } } : {}),
    });
    const approved = await stage.approve(await stage.submit(actor, draft));
    const accountant = stage.actor('sun');
    await stage.book(accountant, approved);
    await stage.archive(accountant, approved);
  }
}

/** What lies months back has been read. */
async function readEverything(stage: Stage): Promise<void> {
  for (const { key } of people) {
    const actor = stage.actor(key);
    for (const { id, headSeq } of (await actor.call(sync.snapshot)).conversations) {
      await actor.call(conversations.moveCursor, { params: { conversationId: id }, body: { seq: headSeq } });
    }
  }
}

const dateBefore = (days: number): string => new Date(Date.now() - days * dayMs).toISOString().slice(0, 10);

/** What lies open when the demonstration starts: something for every role to do. */
async function handInToday(stage: Stage): Promise<void> {
  const li = stage.actor('li');
  const consulting = await stage.drop(li, {
    conversationId: stage.group('hengyuan'),
    text: '收到。顺便把供应商刚开的咨询费发票交一下',
    papers: [
      {
        seed: 'today-consulting',
        paper: 'pdf',
        options: {
          preset: 'consulting',
          kind: 'digital_special',
          issueDate: dateBefore(2),
          lines: [
            { name: '*鉴证咨询服务*咨询服务费', unit: '项', quantity: '1', amountWithTax: '53000.00', taxRate: '6%' },
          ],
        },
      },
    ],
  });
  const partnerClaim = await stage.draft(li, {
    invoiceIds: consulting,
    reason: '合同已审批',
    title: '恒远项目外聘行业顾问费',
  });
  await stage.approve(await stage.submit(li, partnerClaim), 1);
  await handInTravel(stage);
  await waitForFinance(stage);
  await leaveOneToClaim(stage);
}

/** Back from the site: tickets, a hotel over the limit; waits for the engagement lead. */
async function handInTravel(stage: Stage): Promise<void> {
  const li = stage.actor('li');
  const { id: conversationId } = await stage.appConversation(li, 'app-invoices');
  const travel: DemoInvoice[] = [
    { seed: 'today-rail-out', paper: 'pdf', options: { kind: 'rail_ticket', issueDate: dateBefore(6) } },
    { seed: 'today-rail-back', paper: 'ofd', options: { kind: 'rail_ticket', issueDate: dateBefore(3) } },
    {
      seed: 'today-hotel',
      paper: 'pdf',
      options: {
        preset: 'hotel',
        kind: 'digital_special',
        issueDate: dateBefore(3),
        lines: [{ name: '*住宿服务*住宿费', unit: '天', quantity: '3', amountWithTax: '1908.00', taxRate: '6%' }],
      },
    },
  ];
  const invoiceIds = await stage.drop(li, { conversationId, text: '苏州盘点的差旅票', papers: travel });
  const engagementId = stage.engagements.get('hengyuan');
  const claim = await stage.draft(li, {
    invoiceIds,
    reason: '年报季酒店涨价，协议酒店满房。',
    title: '苏州存货监盘差旅',
    ...(engagementId ? { costTo: { kind: 'engagement', engagementId } } : {}),
  });
  await stage.submit(li, claim);
  // The same hotel invoice once more, as a picture: recognised as handed in before.
  await stage.drop(li, {
    conversationId,
    text: '这张好像漏了',
    papers: travel.slice(2).map((paper) => ({ ...paper, paper: 'jpeg' as const })),
  });
}

/** Approved claims in the queue, and one invoice that finance asks about. */
async function waitForFinance(stage: Stage): Promise<void> {
  const zhao = stage.actor('zhao');
  const zhaoApp = await stage.appConversation(zhao, 'app-invoices');
  const supplies = await stage.drop(zhao, {
    conversationId: zhaoApp.id,
    text: '',
    papers: [
      {
        seed: 'today-supplies',
        paper: 'pdf',
        options: { preset: 'office_supplies', kind: 'digital_special', issueDate: dateBefore(5) },
      },
      {
        seed: 'today-printing',
        paper: 'xml',
        options: { preset: 'printing', kind: 'digital_special', issueDate: dateBefore(4) },
      },
    ],
  });
  await stage.approve(
    await stage.submit(
      zhao,
      await stage.draft(zhao, { invoiceIds: supplies, reason: '装订年报底稿', title: '底稿装订与文具' }),
    ),
  );

  const wang = stage.actor('wang');
  const wangApp = await stage.appConversation(wang, 'app-invoices');
  const meals = await stage.drop(wang, {
    conversationId: wangApp.id,
    text: '',
    papers: [
      {
        seed: 'today-meal',
        paper: 'ofd',
        options: { preset: 'catering', kind: 'vat_ordinary_electronic', issueDate: dateBefore(7) },
      },
    ],
  });
  await stage.approve(
    await stage.submit(
      wang,
      await stage.draft(wang, { invoiceIds: meals, reason: '与客户财务总监工作餐', title: '客户工作餐' }),
    ),
  );

  const zhou = stage.actor('zhou');
  const [wrongRate] = await stage.drop(zhou, {
    conversationId: stage.group('ruifeng'),
    text: '外部专家的评估费发票',
    papers: [
      {
        seed: 'today-wrong-rate',
        paper: 'pdf',
        options: {
          preset: 'consulting',
          kind: 'digital_special',
          issueDate: dateBefore(1),
          lines: [
            { name: '*鉴证咨询服务*评估咨询费', unit: '项', quantity: '1', amountWithTax: '11300.00', taxRate: '13%' },
          ],
        },
      },
    ],
  });
  if (wrongRate) {
    await stage.actor('sun').call(invoices.ask, {
      params: { invoiceId: wrongRate },
      body: { clientId: newClientId(), text: '咨询服务应为 6%，这张开成了 13%。请问供应商能否红冲后重开？' },
    });
  }
}

async function leaveOneToClaim(stage: Stage): Promise<void> {
  const wang = stage.actor('wang');
  await stage.drop(wang, {
    conversationId: stage.group('east'),
    text: '华东仓盘点的打车和住宿票，先放这里',
    papers: [
      { seed: 'today-taxi', paper: 'jpeg', options: { preset: 'taxi', issueDate: dateBefore(1) } },
      { seed: 'today-small-hotel', paper: 'pdf', options: { preset: 'hotel_small', issueDate: dateBefore(1) } },
    ],
  });
}

/** A fresh one-time link for each role, to print at every start. */
export async function demoLinks(server: Server): Promise<string[]> {
  const { database } = server.platform;
  const known = await listPeople(database);
  const lines: string[] = ['  每个角色的一次性登录链接（24 小时） · one-time sign-in links (24 h)', ''];
  for (const person of people) {
    const found = known.find((candidate) => candidate.login === person.key && candidate.isActive);
    if (!person.shownAs || !found) continue;
    const link = await database.transaction((tx) => server.identity.makeLink(tx, found.id));
    lines.push(`  ${person.name.zh}（${person.shownAs.zh} · ${person.shownAs.en}）`, `    ${link}`);
  }
  lines.push(
    '',
    `  或用账号密码 · or with a password: ${people.map((person) => person.key).join(', ')} / ${demoPassword}`,
    '',
  );
  return lines;
}
