import { claims, invoices } from '@countinghouse/protocol';
import { newClientId } from './claims.ts';
import { button, enterRoom, goToNewest, pane, rooms, timeline, turnTo } from './desk.ts';
import type { DemoLogin } from './firm.ts';
import type { Person } from './person.ts';

/** A screen of the product as somebody of the demonstration sees it, in Chinese or English, on a desk or a phone. */
export interface Screen {
  /** Name of its picture. */
  name: string;
  who: DemoLogin;
  open(person: Person): Promise<void>;
}

const deskMinPx = 1000;

/** The demonstration's consulting invoice in the engagement's room. */
const invoiceCard = (person: Person) =>
  timeline(person)
    .getByRole('article', { name: /^(发票|Invoice) · / })
    .filter({ hasText: '53,000.00' })
    .last();

/** By the rail where it leads there, which loads nothing anew, else by the address; on a phone things may lie over it. */
async function visit({ page }: Person, path: string): Promise<void> {
  const rail = page.getByRole('navigation', { name: /^(主导航|Main navigation)$/ }).locator(`a[href="${path}"]`);
  const isAtDesk = (page.viewportSize()?.width ?? 0) >= deskMinPx;
  if (isAtDesk && (await rail.isVisible())) await rail.click();
  else await page.goto(path);
}

const at = (path: string, sign: RegExp) => async (person: Person) => {
  await visit(person, path);
  await person.page.getByText(sign).first().waitFor();
};

async function openApproval(person: Person): Promise<void> {
  await person.page.goto('/');
  await person.page.getByRole('link', { name: /审批助手|Approvals assistant/ }).click();
  await goToNewest(person);
  await timeline(person).getByText('苏州存货监盘差旅').last().waitFor();
}

async function openInvoice(person: Person): Promise<void> {
  await enterRoom(person, rooms.engagement);
  await button(invoiceCard(person), /查看原件|Original/).click();
  await turnTo(pane(person), /原件|Original/);
  await pane(person).locator('figure canvas').first().waitFor();
}

/** Two invoices lie in a room for this; the second time their draft is there. */
async function openDraft(person: Person): Promise<void> {
  const drafts = await person.ask(claims.list, { query: { scope: 'mine', status: 'draft' } });
  let claimId = drafts.claims[0]?.claimId;
  if (claimId === undefined) {
    const mine = await person.ask(invoices.list, { query: { mine: true, status: 'checked', limit: 200 } });
    // Pictures that other journeys left may wait for a look; those cannot be claimed.
    const ready = mine.invoices.filter((row) => row.claimId === null && row.card.doubts.length === 0);
    const invoiceIds = ready.map((row) => row.card.invoiceId);
    const draft = await person.ask(claims.create, { body: { clientId: newClientId(), invoiceIds } });
    claimId = draft.card.claimId;
  }
  await person.page.goto(`/claims/${claimId}`);
  await pane(person)
    .getByText(/提交审批|Submit for approval/)
    .waitFor();
}

async function openVoucher(person: Person): Promise<void> {
  const { claims: queue } = await person.ask(claims.list, { query: { scope: 'queue', status: 'approved' } });
  const claim = queue.find((card) => card.title === '底稿装订与文具');
  if (!claim) throw new Error('the demonstration left nothing to book');
  await person.page.goto(`/finance?claim=${claim.claimId}`);
  await pane(person)
    .getByText(/借贷平衡|Balanced/)
    .waitFor();
}

async function openQuestion(person: Person): Promise<void> {
  await person.page.goto('/');
  await person.page.getByRole('link', { name: /孙薇|Sun Wei/ }).click();
  await timeline(person)
    .getByRole('textbox', { name: /回答|Answer/ })
    .waitFor();
}

async function openFinder(person: Person): Promise<void> {
  await enterRoom(person, rooms.engagement);
  await person.page.keyboard.press('Control+K');
  await person.page.getByRole('dialog').getByRole('combobox').fill('chen');
  await person.page.getByRole('option').first().waitFor();
}

async function openFinderInRoom(person: Person): Promise<void> {
  await enterRoom(person, rooms.engagement);
  await person.page.keyboard.press('Control+F');
  await person.page.getByRole('textbox', { name: /^(查找这个会话|Messages and files)/ }).fill('收入');
  await person.page
    .getByRole('list', { name: /^(消息|Messages)$/ })
    .getByRole('button')
    .first()
    .waitFor();
}

async function openPerson(person: Person): Promise<void> {
  await visit(person, '/directory');
  await person.page
    .getByRole('list', { name: /^(人员|People)$/ })
    .getByText(/^(周岚|Zhou Lan)/)
    .click();
  await person.page.getByRole('button', { name: /^(查看共同|Show groups)/ }).waitFor();
}

/** Where there is no column at the right, the details open over the conversation. */
async function openGroupSettings(person: Person): Promise<void> {
  await enterRoom(person, rooms.engagement);
  const details = person.page.getByRole('button', { name: /^(会话信息|Conversation details)$/ });
  const settings = person.page.getByRole('region', { name: /^(群设置|Group settings)$/ });
  const unfold = person.page.getByRole('button', { name: /^(会话设置|Settings of this conversation)$/ });
  await unfold.or(details).first().waitFor();
  if (await details.isVisible()) await details.click();
  await unfold.waitFor();
  // The device keeps it unfolded.
  if ((await unfold.getAttribute('aria-expanded')) === 'false') await unfold.click();
  await settings.scrollIntoViewIfNeeded();
  await timeline(person).getByRole('article').last().waitFor();
}

async function openRoom(person: Person): Promise<void> {
  await enterRoom(person, rooms.engagement);
  await invoiceCard(person).waitFor();
}

const openTab = (tab: RegExp, sign: RegExp) => async (person: Person) => {
  await visit(person, '/admin');
  await person.page.getByRole('tab', { name: tab }).click();
  await person.page.getByRole('tabpanel').getByText(sign).first().waitFor();
};

/** People first by who they are, so that each signs in once. */
export const screens: readonly Screen[] = [
  { name: 'main', who: 'li', open: openRoom },
  { name: 'invoice-detail', who: 'li', open: openInvoice },
  { name: 'find', who: 'li', open: openFinder },
  { name: 'search', who: 'li', open: at('/search?q=%E6%94%B6%E5%85%A5', /准则/) },
  { name: 'find-in-conversation', who: 'li', open: openFinderInRoom },
  { name: 'directory', who: 'li', open: at('/directory', /全所人员|Everybody in the firm/) },
  { name: 'person', who: 'li', open: openPerson },
  { name: 'bookmarks', who: 'li', open: at('/bookmarks', /还没有收藏|No bookmarks|在会话中查看|Show in/) },
  { name: 'scheduled', who: 'li', open: at('/scheduled', /没有定时消息|No scheduled|改时间|Change the time/) },
  { name: 'claims', who: 'li', open: at('/claims', /苏州存货监盘差旅/) },
  { name: 'settings', who: 'li', open: at('/me', /本机|This device/) },
  { name: 'claim', who: 'wang', open: openDraft },
  { name: 'group-settings', who: 'chen', open: openGroupSettings },
  { name: 'approval', who: 'chen', open: openApproval },
  { name: 'question', who: 'zhou', open: openQuestion },
  { name: 'finance-queue', who: 'sun', open: at('/finance', /底稿装订与文具/) },
  { name: 'voucher', who: 'sun', open: openVoucher },
  { name: 'archive', who: 'sun', open: at('/finance/archive', /下载归档包|Download package/) },
  { name: 'invoices', who: 'sun', open: at('/invoices', /53,000\.00/) },
  { name: 'totals', who: 'wu', open: at('/totals', /按项目|By engagement/) },
  { name: 'admin-people', who: 'zheng', open: at('/admin', /添加人员|Add person/) },
  { name: 'admin-organisation', who: 'zheng', open: openTab(/^(组织|Organisation)$/, /税务部|Tax/) },
  { name: 'admin-engagements', who: 'zheng', open: openTab(/^(项目|Engagements)$/, /A2025-018/) },
  { name: 'admin-messages', who: 'zheng', open: openTab(/^(消息规则|Messages)$/, /撤回|take messages back/) },
  { name: 'admin-audit', who: 'xu', open: at('/admin', /voucher\.|claim\.|session\./) },
];
