import { type ConversationId, groups } from '@countinghouse/protocol';
import { button, composer, rooms, timeline } from './desk.ts';
import type { DemoFirm } from './firm.ts';
import { putFile } from './papers.ts';
import type { Person } from './person.ts';
import type { Screen } from './screens.ts';
import { makeLetter, makePhoto } from './show-files.ts';
import { makeUnread, type ShowRoom } from './show-room.ts';
import { messageAt } from './talk.ts';

/** A screen of the messenger; what it leaves behind is taken away before the next one. */
export interface MessengerScreen extends Screen {
  leave?(person: Person): Promise<void>;
}

const dialog = (person: Person) => person.page.getByRole('dialog');
const main = (person: Person) => person.page.getByRole('main');

/** What the messenger shows of one room in which everything stands, and of what is done with it. */
export function messengerScreens(firm: DemoFirm, room: ShowRoom): MessengerScreen[] {
  const { seqs } = room;
  const enter = async (person: Person, seq?: number): Promise<void> => {
    await person.page.goto(seq === undefined ? `/c/${room.id}` : `/c/${room.id}?at=${seq}`);
    await composer(person).waitFor();
    await messageAt(person, seq ?? seqs.edited).waitFor();
    // A place that was jumped to is marked for a moment.
    if (seq !== undefined) await person.page.waitForTimeout(1_500);
    await person.page.evaluate(() =>
      Promise.all(
        [...document.images]
          .filter((image) => image.loading !== 'lazy')
          .map((image) => image.decode().catch(() => undefined)),
      ),
    );
  };
  const at = (seq: number) => (person: Person) => enter(person, seq);
  const openMenu = async (person: Person, seq: number): Promise<void> => {
    await enter(person, seq);
    const message = messageAt(person, seq);
    await message.focus();
    await message.press('Enter');
    await person.page.getByRole('menu', { name: /^(消息操作|Message actions)$/ }).waitFor();
  };
  const view = async (person: Person, file: RegExp, drawn: string): Promise<void> => {
    await enter(person, file.test('C区-01.jpg') ? seqs.photos : seqs.files);
    await timeline(person).getByRole('button', { name: file }).first().click();
    await dialog(person).locator(drawn).first().waitFor();
    await person.page.waitForTimeout(600);
  };
  const openOriginal = async (person: Person, fileName: string): Promise<void> => {
    await enter(person, seqs.files);
    const card = messageAt(person, seqs.files).getByRole('article').filter({ hasText: fileName });
    await button(card, /查看原件|Original/).click();
    await person.page.locator('figure canvas, figure img').first().waitFor();
    await person.page.waitForTimeout(600);
  };
  const write = async (person: Person, text: string): Promise<void> => {
    await enter(person);
    await composer(person).fill('');
    await composer(person).pressSequentially(text);
  };
  const clear = (person: Person): Promise<void> => composer(person).fill('');

  let unread: ConversationId | undefined;

  return [
    {
      name: 'start',
      who: 'li',
      open: async (person) => {
        await person.page.goto('/');
        await person.page.getByRole('link').filter({ hasText: room.title }).waitFor();
      },
    },
    { name: 'conversation', who: 'li', open: (person) => enter(person) },
    {
      name: 'link-preview',
      who: 'li',
      open: async (person) => {
        await enter(person, seqs.link);
        const card = messageAt(person, seqs.link).getByRole('link', { name: /归档口径的通知/ });
        await card.locator('img').waitFor();
      },
    },
    { name: 'photos', who: 'li', open: at(seqs.photos) },
    { name: 'files', who: 'li', open: at(seqs.files) },
    { name: 'voice', who: 'li', open: at(seqs.voice) },
    { name: 'video', who: 'li', open: at(seqs.video) },
    { name: 'poll', who: 'li', open: at(seqs.poll) },
    { name: 'message-menu', who: 'li', open: (person) => openMenu(person, seqs.edited) },
    {
      name: 'thread',
      who: 'li',
      open: async (person) => {
        await enter(person, seqs.thread);
        await messageAt(person, seqs.thread)
          .getByRole('button', { name: /条回复|repl(y|ies)/ })
          .click();
        await person.page.getByText('明白，我把第 8 条拍下来').last().waitFor();
      },
    },
    {
      name: 'record',
      who: 'li',
      open: async (person) => {
        await enter(person, seqs.record);
        await messageAt(person, seqs.record)
          .getByRole('button', { name: /聊天记录|Conversation record/ })
          .click();
        await dialog(person).waitFor();
      },
    },
    {
      name: 'edit-history',
      who: 'li',
      open: async (person) => {
        await enter(person);
        await messageAt(person, seqs.edited)
          .getByRole('button', { name: /^(已编辑|edited)$/ })
          .click();
        await dialog(person).getByText('12,480.00').waitFor();
      },
    },
    { name: 'picture-viewer', who: 'li', open: (person) => view(person, /C区-01\.jpg/, 'img') },
    { name: 'pdf-viewer', who: 'li', open: (person) => openOriginal(person, '仓储费银行回单.pdf') },
    { name: 'ofd-viewer', who: 'li', open: (person) => openOriginal(person, '仓储费银行回单.ofd') },
    {
      name: 'office-viewer',
      who: 'li',
      open: (person) => view(person, /^(?!.*(下载|Download)).*备忘录\.docx/, 'canvas'),
    },
    {
      name: 'readers',
      who: 'li',
      open: async (person) => {
        await enter(person);
        await messageAt(person, seqs.edited)
          .getByRole('button', { name: /未读|not by/ })
          .click();
        await dialog(person).getByRole('listitem').first().waitFor();
      },
      // What lies over the page comes again with it.
      leave: (person) => person.page.keyboard.press('Escape'),
    },
    {
      name: 'recording',
      who: 'li',
      open: async (person) => {
        await enter(person);
        await person.page.getByRole('button', { name: /^(语音|Voice)$/ }).click();
        await person.page.getByText('0:02').waitFor();
      },
    },
    {
      name: 'mention-picker',
      who: 'li',
      open: async (person) => {
        await write(person, '请 @');
        await person.page.getByRole('option').first().waitFor();
      },
      leave: clear,
    },
    {
      name: 'emoji-picker',
      who: 'li',
      open: async (person) => {
        await enter(person);
        await person.page.getByRole('button', { name: /^(表情|Emoji)$/ }).click();
        await dialog(person).getByRole('searchbox').waitFor();
      },
    },
    {
      name: 'reply',
      who: 'li',
      open: async (person) => {
        await enter(person);
        await messageAt(person, seqs.thread).focus();
        await messageAt(person, seqs.thread).press('r');
        await composer(person).fill('先按**客户存货**列示：\n- 附合同第 8 条\n- 附现场照片');
      },
      leave: clear,
    },
    {
      name: 'staged-files',
      who: 'li',
      open: async (person) => {
        await enter(person);
        const paths = await Promise.all([
          putFile(firm.path('staged/C区-04.jpg'), await makePhoto({ light: '#d0d4c0', aisle: 3 })),
          putFile(
            firm.path('staged/寄售合同第8条.docx'),
            makeLetter('寄售合同', ['第八条 货物的控制权自买方验收合格之日起转移。']),
          ),
        ]);
        await main(person).locator('input[type=file]').first().setInputFiles(paths);
        await person.page.getByRole('button', { name: /^(移除|Remove) C区-04/ }).waitFor();
      },
    },
    {
      name: 'selection',
      who: 'li',
      open: async (person) => {
        await enter(person);
        await messageAt(person, seqs.thread).focus();
        await messageAt(person, seqs.thread).press('x');
        await messageAt(person, seqs.edited).click();
        await person.page.getByRole('toolbar', { name: /^(多选|Select several)$/ }).waitFor();
      },
    },
    {
      name: 'dialog-forward',
      who: 'li',
      open: async (person) => {
        await enter(person);
        await messageAt(person, seqs.edited).focus();
        await messageAt(person, seqs.edited).press('f');
        await dialog(person).getByRole('textbox').first().waitFor();
      },
    },
    {
      name: 'dialog-schedule',
      who: 'li',
      open: async (person) => {
        await write(person, '各位早，今天收尾，17:00 前把差异表发我。');
        await main(person)
          .getByRole('button', { name: /^(更多|More)$/ })
          .last()
          .click();
        await person.page.getByRole('menuitem', { name: /^(定时发送|Send later)…$/ }).click();
        await dialog(person).getByRole('button').first().waitFor();
      },
      leave: async (person) => {
        await enter(person);
        await clear(person);
      },
    },
    {
      name: 'dialog-poll',
      who: 'li',
      open: async (person) => {
        await enter(person);
        await person.page.getByRole('button', { name: /^(投票|Poll)$/ }).click();
        await dialog(person).getByRole('textbox').first().fill('底稿装订几份？');
      },
    },
    {
      name: 'dialog-date',
      who: 'li',
      open: async (person) => {
        await enter(person);
        await person.page.getByRole('button', { name: /^(跳到日期|Go to a date)$/ }).click();
        await dialog(person).getByRole('table').waitFor();
      },
    },
    {
      name: 'dialog-group',
      who: 'li',
      open: async (person) => {
        await person.page.goto('/');
        await person.page.getByRole('button', { name: /^(新建|New)$/ }).click();
        await person.page.getByRole('menuitem', { name: /^(新建群组|New group)$/ }).click();
        await dialog(person).getByRole('textbox').first().waitFor();
      },
    },
    {
      name: 'list-menu',
      who: 'li',
      open: async (person) => {
        await person.page.goto('/');
        const row = person.page.getByRole('link').filter({ hasText: room.title });
        await row.focus();
        await row.press('Shift+F10');
        await person.page.getByRole('menuitem').first().waitFor();
      },
    },
    {
      name: 'find-hits',
      who: 'li',
      open: async (person) => {
        await enter(person);
        await person.page.keyboard.press('Control+K');
        await dialog(person).getByRole('combobox').fill('存货');
        await dialog(person).locator('mark').first().waitFor();
      },
    },
    {
      name: 'search-filters',
      who: 'li',
      open: async (person) => {
        await person.page.goto(`/search?q=${encodeURIComponent('监盘')}&in=${room.id}&from=2026-01-01`);
        await main(person).locator('mark').first().waitFor();
      },
    },
    {
      name: 'settings-notifications',
      who: 'li',
      open: async (person) => {
        await person.page.goto('/me');
        const region = person.page.getByRole('region', { name: /^(通知|Notifications)$/ });
        await region.waitFor();
        await region.evaluate((element) => element.scrollIntoView());
      },
    },
    {
      name: 'unread',
      who: 'li',
      open: async (person) => {
        unread = (await makeUnread(firm, person)).id;
        await person.page.goto(`/c/${unread}`);
        await composer(person).waitFor();
        await person.page.waitForTimeout(1_000);
      },
      leave: async () => {
        if (unread === undefined) return;
        const wang = await firm.signIn('wang');
        await wang.ask(groups.setArchived, { params: { conversationId: unread }, body: { isArchived: true } });
      },
    },
    {
      name: 'offline',
      who: 'li',
      open: async (person) => {
        const { id } = await person.findConversation(rooms.east);
        await person.page.goto(`/c/${id}`);
        await timeline(person).getByText('存货盘点表已上传').waitFor();
        await person.context.setOffline(true);
        await composer(person).fill('地下库没有信号，先写在这里。');
        await composer(person).press('Enter');
        await timeline(person).getByText('先写在这里').last().waitFor();
        await person.page
          .locator('output:not(.visually-hidden)')
          .filter({ hasText: /网络已断开|连不上|offline|cannot be reached/ })
          .first()
          .waitFor();
      },
      leave: async (person) => {
        await person.context.setOffline(false);
        await timeline(person)
          .getByText(/等待网络恢复|network is back/)
          .first()
          .waitFor({ state: 'detached' });
      },
    },
    {
      name: 'group-members',
      who: 'chen',
      open: async (person) => {
        await enter(person);
        const details = person.page.getByRole('button', { name: /^(会话信息|Conversation details)$/ });
        const members = person.page.getByRole('region', { name: /^(成员|Members)$/ });
        await members.or(details).first().waitFor();
        if (!(await members.isVisible())) await details.click();
        await members.waitFor();
        await members.getByRole('button', { name: /^(王敏 的操作|Actions for Wang Min)$/ }).click();
        await person.page.getByRole('menuitem').first().waitFor();
      },
    },
    {
      name: 'join-groups',
      who: 'chen',
      open: async (person) => {
        await person.page.goto('/directory?show=groups');
        await person.page.getByText('合并报表专题').first().waitFor();
      },
    },
  ];
}
