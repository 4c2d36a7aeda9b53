import { allPapers, makePaperOfd, makePaperPdf, type Paper } from '@countinghouse/invoice-maker';
import {
  type ConversationId,
  conversations,
  identity,
  messages,
  notifications,
  type PostContent,
  personal,
  quietForGood,
  type UserId,
} from '@countinghouse/protocol';
import { newClientId } from './claims.ts';
import { rooms } from './desk.ts';
import type { DemoFirm, DemoLogin } from './firm.ts';
import type { Person } from './person.ts';
import { makeLetter, makePhoto, makeVideo } from './show-files.ts';
import { openSite } from './site.ts';
import { post, postAll, type TalkRoom } from './talk.ts';
import { upload } from './upload.ts';

/** A group in which everything that a message can be stands once, for the pictures. */
export interface ShowRoom extends TalkRoom {
  seqs: Readonly<Record<Piece, number>>;
}

type Piece = 'link' | 'plan' | 'photos' | 'voice' | 'own' | 'files' | 'video' | 'poll' | 'record' | 'thread' | 'edited';

const logins = ['li', 'chen', 'wang', 'zhao', 'lin', 'zhou', 'he'] as const satisfies readonly DemoLogin[];
type Login = (typeof logins)[number];
type Cast = Record<Login, Person>;

const dayMs = 24 * 3_600_000;

export async function setShowRoom(firm: DemoFirm): Promise<ShowRoom> {
  const cast: Partial<Cast> = {};
  for (const login of logins) cast[login] = await firm.signIn(login);
  const full = cast as Cast; // every login was entered above
  const ids: Partial<Record<Login, UserId>> = {};
  for (const login of logins) ids[login] = (await full[login].ask(identity.me)).person.id;
  const stage = new Stage(full, ids as Record<Login, UserId>); // as above
  return stage.play(firm);
}

class Stage {
  private readonly cast: Cast;
  private readonly ids: Record<Login, UserId>;
  private room: TalkRoom = { id: '' as ConversationId, title: '恒远股份 存货监盘' }; // made by `play`

  constructor(cast: Cast, ids: Record<Login, UserId>) {
    this.cast = cast;
    this.ids = ids;
  }

  async play(firm: DemoFirm): Promise<ShowRoom> {
    await this.makeRoom();
    await this.makeOpenGroups();
    // It answers as long as pictures are taken.
    await openSite(firm, notice, await makePhoto({ light: '#dfe6e0', aisle: 3 }));
    const link = await this.say('lin', { text: '口径以这份通知为准：http://kjs.mof.example/notices/2026-17' });
    const plan = await this.plan();
    const media = await this.media(plan);
    const talk = await this.talk();
    await this.keepForLater(plan, talk.edited);
    return { ...this.room, seqs: { link, plan, ...media, ...talk } };
  }

  private async makeRoom(): Promise<void> {
    const { chen } = this.cast;
    const memberIds = Object.values(this.ids).filter((id) => id !== this.ids.chen);
    const { id } = await chen.ask(conversations.create, {
      body: { clientId: newClientId(), title: this.room.title, memberIds, dataClass: 'important' },
    });
    this.room = { ...this.room, id };
    const at = new Date(Date.now() + dayMs).toISOString();
    await this.cast.wang.ask(personal.setStatus, { body: { status: { emoji: '🏭', text: '在客户现场', until: at } } });
    const { settings } = await this.cast.he.ask(notifications.get);
    await this.cast.he.ask(notifications.set, { body: { ...settings, quietUntil: quietForGood } });
    await this.cast.zhou.ask(personal.setStatus, { body: { status: { emoji: '🌴', text: '休假', until: at } } });
  }

  /** Groups that others find in the directory. */
  private async makeOpenGroups(): Promise<void> {
    const found = [
      ['zhou', '合并报表专题', 'ask'],
      ['he', 'IT 审计工具交流', 'open'],
    ] as const;
    for (const [owner, title, join] of found)
      await this.cast[owner].ask(conversations.create, {
        body: { clientId: newClientId(), title, memberIds: [this.ids.lin], settings: { join } },
      });
  }

  private async read(login: Login, seq: number): Promise<void> {
    await this.cast[login].ask(conversations.moveCursor, { params: { conversationId: this.room.id }, body: { seq } });
  }

  private async say(login: Login, content: PostContent): Promise<number> {
    return (await post(this.cast[login], this.room, content)).seq;
  }

  private async send(login: Login, text: string, files: readonly [name: string, bytes: Uint8Array][]): Promise<number> {
    const fileIds = [];
    for (const [name, bytes] of files) fileIds.push(await upload(this.cast[login], name, bytes));
    return this.say(login, { text, fileIds });
  }

  private async plan(): Promise<number> {
    const plan = await this.say('chen', {
      text: '明天 8:30 在华东一号仓集合，先对**库位图**再抽盘，分工如下：\n\n| 库区 | 盘点 | 复核 | 金额（万元） |\n|---|---|---|---:|\n| A 区 原材料 | 王敏 | 李佳 | 4,180.20 |\n| B 区 产成品 | 赵一鸣 | 李佳 | 6,905.00 |\n| C 区 寄售 | 李佳 | 陈屿 | 1,260.75 |',
    });
    const params = { conversationId: this.room.id, seq: plan };
    await this.cast.chen.ask(messages.pin, { params, body: { isPinned: true } });
    for (const login of ['wang', 'zhao', 'lin'] as const)
      await this.cast[login].ask(messages.react, { params, body: { emoji: '收到', isOn: true } });
    await this.cast.he.ask(messages.react, { params, body: { emoji: '👍', isOn: true } });
    return plan;
  }

  private async media(plan: number): Promise<Record<'photos' | 'voice' | 'own' | 'files' | 'video', number>> {
    const photos = await this.send('wang', 'C 区现场照片，有两托没有贴标。', [
      ['C区-01.jpg', await makePhoto({ light: '#d8d4c6', aisle: 1 })],
      ['C区-02.jpg', await makePhoto({ light: '#c3cdd2', aisle: 5 })],
      ['C区-03.jpg', await makePhoto({ light: '#e0cfa8', aisle: 9 })],
    ]);
    const heard = await upload(this.cast.zhao, 'voice.wav', hum(18));
    const waveform = Array.from({ length: 64 }, (_, at) =>
      Math.round(12 + 80 * Math.abs(Math.sin(at / 3) * Math.sin(at / 11))),
    );
    const voice = await this.say('zhao', { text: '', fileIds: [heard], voice: { durationMs: 18_000, waveform } });
    const own = await this.say('li', { text: '收到，C 区我明早先去，未贴标的两托单独列出。', replyTo: plan });
    const receipt = await receiptOfBank();
    const files = await this.send('chen', '三份底稿，请在出发前看一遍。', [
      ['存货监盘备忘录.docx', makeLetter('存货监盘备忘录', memo)],
      ['仓储费银行回单.pdf', await makePaperPdf(receipt)],
      ['仓储费银行回单.ofd', makePaperOfd(receipt)],
    ]);
    const video = await this.send('wang', '传送带这一段是寄售区的入库口。', [
      ['入库口.webm', await makeVideo(this.cast.wang)],
    ]);
    return { photos, voice, own, files, video };
  }

  private async talk(): Promise<Record<'poll' | 'record' | 'thread' | 'edited', number>> {
    await this.say('he', {
      text: "系统里导出库存用这一条，`status = 9` 的是已冻结：\n\n```sql\nselect location, sku, sum(quantity) as quantity\nfrom stock\nwhere counted_on = '2026-11-20' and status <> 9\ngroup by location, sku;\n```",
    });
    const poll = await this.say('zhao', {
      text: '',
      poll: {
        question: '复盘定在哪天？',
        options: ['周四上午', '周四下午', '周五全天'],
        isMultiple: false,
        isAnonymous: false,
        closesAt: new Date(Date.now() + 2 * dayMs).toISOString(),
      },
    });
    for (const [login, option] of [
      ['chen', 1],
      ['wang', 1],
      ['lin', 2],
      ['he', 1],
      ['li', 0],
    ] as const)
      await this.cast[login].ask(messages.vote, {
        params: { conversationId: this.room.id, seq: poll },
        body: { options: [option] },
      });
    const record = await this.passOn();
    const thread = await this.say('wang', { text: 'C 区寄售的存货算谁的？客户说已经开票。' });
    for (const [login, text] of [
      ['li', '看控制权：货还在我们客户仓里，但合同写的是**验收后**转移。'],
      ['zhou', '开票不等于转移控制权，先按客户存货列示，附合同第 8 条。'],
      ['wang', '明白，我把第 8 条拍下来放底稿里。'],
    ] as const)
      await this.say(login, { text, threadSeq: thread });
    const edited = await this.say('li', { text: '盘点差异 3 项，合计 ¥ 12,480.00。' });
    await this.cast.li.ask(messages.edit, {
      params: { conversationId: this.room.id, seq: edited },
      body: { clientId: newClientId(), text: '盘点差异 3 项，合计 ¥ 12,840.00，已请客户解释。' },
    });
    await this.say('chen', {
      text: '@李佳 差异明细发我一份，今晚 20:00 前汇总给林总。',
      mentions: [this.ids.li],
    });
    for (const login of ['wang', 'zhao'] as const) await this.read(login, edited);
    return { poll, record, thread, edited };
  }

  private async passOn(): Promise<number> {
    const { id } = await this.cast.chen.findConversation(rooms.engagement);
    const { events } = await this.cast.chen.ask(conversations.history, { params: { conversationId: id } });
    const seqs = events
      .filter((event) => event.kind === 'message.posted' && /净额法|存货|口径/.test(event.content.text))
      .map((event) => event.seq)
      .slice(0, 4);
    return this.say('lin', {
      text: '项目群里关于口径的讨论，供大家参考。',
      forward: { conversationId: id, seqs, isMerged: true },
    });
  }

  /** What somebody keeps, and what goes out later. */
  private async keepForLater(plan: number, edited: number): Promise<void> {
    const { li } = this.cast;
    for (const [seq, note] of [
      [plan, '分工和集合时间'],
      [edited, ''],
    ] as const)
      await li.ask(personal.putBookmark, { params: { conversationId: this.room.id, seq }, body: { note } });
    const experts = await li.findConversation(rooms.experts);
    const { events } = await li.ask(conversations.history, { params: { conversationId: experts.id } });
    for (const event of events)
      if (event.kind === 'message.posted')
        await li.ask(personal.putBookmark, {
          params: { conversationId: experts.id, seq: event.seq },
          body: { note: event.content.forward ? '净额法的依据，写备忘录时引用' : '' },
        });
    const morning = new Date(Date.now() + dayMs);
    morning.setUTCHours(1, 0, 0, 0);
    for (const [title, text, days] of [
      [this.room.title, '各位早，8:30 华东一号仓东门集合，带好工作证。', 0],
      [rooms.engagement, '函证今天寄出，快递单号稍后补上。', 1],
      [rooms.experts, '**本周答复汇总**\n\n- 净额法的判断步骤\n- 寄售存货的列示', 4],
    ] as const) {
      const { id } = await li.findConversation(title);
      await li.ask(personal.schedule, {
        body: {
          clientId: newClientId(),
          conversationId: id,
          sendAt: new Date(morning.getTime() + days * dayMs).toISOString(),
          content: { text },
        },
      });
    }
  }
}

const notice = `<!doctype html><title>关于存货监盘底稿归档口径的通知</title>
<meta name="description" content="自 2026 年 1 月 1 日起，监盘照片与盘点表一并归档，电子件与纸质件具有同等效力。">
<meta property="og:site_name" content="会计司"><meta property="og:image" content="/picture.jpg">`;

const memo = [
  '一、目的：了解被审计单位存货的数量和状况，获取有关存货存在的审计证据。',
  '二、时间与地点：2026 年 11 月 24 日 8:30，华东一号仓 A、B、C 库区。',
  '三、程序：观察被审计单位盘点，实施抽盘；对寄售存货取得对方书面确认。',
  '四、关注：未贴标签的托盘、冻结状态的库存，以及截止日前后的出入库单据。',
];

async function receiptOfBank(): Promise<Paper> {
  for await (const paper of allPapers('show')) if (paper.notInvoice === '银行回单') return paper;
  throw new Error('there is no receipt of a bank');
}

/** A quiet tone of so many seconds, uncompressed. */
function hum(seconds: number): Uint8Array {
  const rate = 8_000;
  const sound = Buffer.alloc(44 + seconds * rate, 128);
  sound.write('RIFF', 0);
  sound.writeUInt32LE(36 + seconds * rate, 4);
  sound.write('WAVEfmt ', 8);
  sound.writeUInt32LE(16, 16);
  sound.writeUInt16LE(1, 20);
  sound.writeUInt16LE(1, 22);
  sound.writeUInt32LE(rate, 24);
  sound.writeUInt32LE(rate, 28);
  sound.writeUInt16LE(1, 32);
  sound.writeUInt16LE(8, 34);
  sound.write('data', 36);
  sound.writeUInt32LE(seconds * rate, 40);
  for (let at = 0; at < seconds * rate; at++)
    sound[44 + at] = 128 + Math.round(20 * Math.sin((at * 440 * 2 * Math.PI) / rate));
  return sound;
}

/** Something new for somebody who does not look: more than fits on the screen, and two messages that name them. */
export async function makeUnread(firm: DemoFirm, reader: Person): Promise<TalkRoom> {
  const [wang, zhao] = [await firm.signIn('wang'), await firm.signIn('zhao')];
  const readerId = (await reader.ask(identity.me)).person.id;
  const zhaoId = (await zhao.ask(identity.me)).person.id;
  const title = '恒远股份 函证进度';
  const { id } = await wang.ask(conversations.create, {
    body: { clientId: newClientId(), title, memberIds: [readerId, zhaoId] },
  });
  const room = { id, title };
  await postAll(wang, room, [
    '银行函证 7 户今天全部寄出。',
    '往来函证分两批，第一批 24 户。',
    '快递单号都登记在台账里。',
  ]);
  const { headSeq } = (await reader.ask(conversations.get, { params: { conversationId: id } })).summary;
  await reader.ask(conversations.moveCursor, { params: { conversationId: id }, body: { seq: headSeq } });
  const cities = ['上海', '南京', '杭州', '合肥', '武汉', '成都', '广州', '深圳', '青岛', '厦门', '西安', '郑州'];
  await postAll(
    wang,
    room,
    cities.map((city) => `${city}分公司：函证已寄出，收件人已电话核实。`),
  );
  const banks = ['工商银行', '建设银行', '中国银行', '招商银行', '浦发银行', '交通银行', '农业银行'];
  await postAll(
    zhao,
    room,
    banks.map((bank) => `${bank}：已签收，经办人回电确认，预计 3 个工作日内回函。`),
  );
  await post(wang, room, { text: '@李佳 往来第二批名单请今天定稿。', mentions: [readerId] });
  const clients = ['瑞丰商贸', '华东物流', '苏州精工', '恒远海外', '宁波仓储', '合肥电子', '无锡包装', '常州五金'];
  await postAll(
    wang,
    room,
    clients.map((client) => `${client}：地址已核对，与工商登记一致。`),
  );
  await post(zhao, room, { text: '@李佳 宁波仓储的余额差 320.00 元，麻烦看一下。', mentions: [readerId] });
  await postAll(zhao, room, ['第一批已回 9 户。', '其余明天再催。']);
  return room;
}
