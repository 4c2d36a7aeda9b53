import { readFile } from 'node:fs/promises';
import { anInvoice, makeLetter, makeOfd } from '@countinghouse/invoice-maker';
import { strToU8, zipSync } from 'fflate';
import type { Locator } from 'playwright-core';
import { describe, expect, test } from 'vitest';
import type { Colleague } from '../stage/colleague.ts';
import { polling, send, timeline } from '../stage/desk.ts';
import { dropFiles } from '../stage/drop.ts';
import type { DemoFirm } from '../stage/firm.ts';
import { putFile } from '../stage/papers.ts';
import type { Person } from '../stage/person.ts';
import { openSite } from '../stage/site.ts';
import { messageAt, type TalkRoom } from '../stage/talk.ts';
import { openTwoScreens, postTo } from '../stage/two-screens.ts';

const page = `<!doctype html><title>关于电子凭证会计数据标准的通知</title>
<meta name="description" content="自 2026 年 1 月 1 日起施行。"><meta property="og:site_name" content="财政部">`;

/** What is sent as a file, a sound or a link, looked at on two screens of one person. */
export function describeViewing(open: () => DemoFirm): void {
  describe('viewing', () => {
    test('a video sent from the desk plays on the phone, a recording too, and who has listened can be exported', async () => {
      const firm = open();
      const { li, room, desk, phone } = await openTwoScreens(firm, '录像与录音');
      const video = await putFile(firm.path('盘点.webm'), await filmIn(desk));
      await dropFiles(desk.page, timeline(desk).or(desk.page.getByRole('main')).first(), [video]);
      await desk.page.getByRole('button', { name: '移除 盘点.webm' }).waitFor();
      await send(desk);
      const film = timeline(phone).locator('video');
      await film.waitFor();
      await film.evaluate((each: HTMLVideoElement) => {
        each.muted = true;
        return each.play();
      });
      await expect.poll(() => film.evaluate((each: HTMLVideoElement) => each.currentTime), polling).toBeGreaterThan(0);

      await desk.page.getByRole('button', { name: '语音', exact: true }).click();
      const recorder = desk.page.getByRole('region', { name: '正在录音' });
      await recorder.getByText('0:01').waitFor();
      await recorder.getByRole('button', { name: '发送语音' }).click();
      await timeline(phone)
        .getByRole('button', { name: /播放语音/ })
        .tap();
      const position = timeline(phone).getByRole('slider', { name: '播放位置' });
      await expect.poll(async () => Number(await position.inputValue()), polling).toBeGreaterThan(0);

      await readAll(li, room);
      const receipts = [desk, phone].map((each) => timeline(each).getByRole('button', { name: '全部已读 1' }));
      for (const receipt of receipts) await receipt.last().waitFor();
      await receipts[1]?.last().tap();
      await phone.page.getByRole('dialog', { name: '谁读过' }).getByText('李佳').waitFor();
      await receipts[0]?.last().click();
      const saving = desk.page.waitForEvent('download');
      await desk.page.getByRole('dialog', { name: '谁读过' }).getByRole('link', { name: '导出名单' }).click();
      const file = await (await saving).path();
      expect(await readFile(file, 'utf8')).toMatch(/李佳.*已读/);
    });

    test('PDF, OFD and Office files open page by page on both screens, and a link shows what its site says', async () => {
      const firm = open();
      const { li, room, desk, phone } = await openTwoScreens(firm, '看文件');
      const site = await openSite(firm, page);
      try {
        const linked = await postTo(li, room, `通知全文：http://kjs.mof.example/notices/${room.id}`);
        const inside = await postTo(li, room, '内网：http://127.0.0.1:80/admin');
        for (const each of [desk, phone]) {
          const card = messageAt(each, linked).getByRole('link', { name: /关于电子凭证会计数据标准的通知/ });
          await card.getByText('自 2026 年 1 月 1 日起施行。').waitFor();
          expect(await messageAt(each, inside).getByRole('link').count()).toBe(1);
        }
        expect(site.asked).toEqual([`/notices/${room.id}`]);
      } finally {
        await site.close();
      }

      await passOnDocuments(li, room);
      await openFile(desk, '函证.pdf');
      await viewer(desk, '函证.pdf').getByRole('figure', { name: '第 2 页，共 2 页' }).locator('canvas').waitFor();
      await viewer(desk, '函证.pdf').getByRole('button', { name: '放大' }).click();
      await viewer(desk, '函证.pdf').getByText('150%').waitFor();
      await desk.page.keyboard.press('Escape');
      await openFile(phone, '发票.ofd');
      const drawn = viewer(phone, '发票.ofd').getByRole('img', { name: '发票.ofd 1' });
      await expect
        .poll(() => drawn.evaluate((each: HTMLImageElement) => each.naturalWidth), polling)
        .toBeGreaterThan(0);
      await viewer(phone, '发票.ofd').getByRole('button', { name: '关闭' }).tap();
      await openFile(phone, '损坏.pdf');
      await viewer(phone, '损坏.pdf').getByText('无法显示，请下载后查看').waitFor();
      await viewer(phone, '损坏.pdf').getByRole('button', { name: '关闭' }).tap();
      await openFile(phone, '备忘.docx');
      const memo = viewer(phone, '备忘.docx');
      // Where no LibreOffice is installed, the page says so.
      await memo
        .getByRole('figure', { name: '第 1 页，共 1 页' })
        .locator('canvas')
        .or(memo.getByText('服务器没有安装 LibreOffice'))
        .waitFor();
    });
  });
}

/** A second of a moving picture, made by the browser itself. */
async function filmIn({ page: at }: Person): Promise<Uint8Array> {
  const base64 = await at.evaluate(async () => {
    const canvas = document.createElement('canvas');
    Object.assign(canvas, { width: 320, height: 180 });
    const pen = canvas.getContext('2d');
    const recorder = new MediaRecorder(canvas.captureStream(25), { mimeType: 'video/webm' });
    const parts: Blob[] = [];
    recorder.ondataavailable = ({ data }) => parts.push(data);
    const done = new Promise((resolve) => {
      recorder.onstop = resolve;
    });
    recorder.start();
    for (let frame = 0; frame < 25; frame++) {
      if (pen) pen.fillStyle = `hsl(${frame * 14} 40% 40%)`;
      pen?.fillRect(0, 0, 320, 180);
      await new Promise((resolve) => requestAnimationFrame(resolve));
    }
    recorder.stop();
    await done;
    const bytes = new Uint8Array(await new Blob(parts).arrayBuffer());
    return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
  });
  return Buffer.from(base64, 'base64');
}

/** Everything that has come in so far, with the recording. */
async function readAll(li: Colleague, room: TalkRoom): Promise<void> {
  const open = li.open(room);
  const spoken = () => open.getSnapshot().entries.find((each) => each.kind === 'message' && each.message.voice);
  await expect.poll(spoken, polling).toBeDefined();
  const entry = spoken();
  if (entry?.kind === 'message') open.markRead(entry.message.seq);
}

/** In a note of one's own, and passed on from there: files that are passed on are for reading, and get no card. */
async function passOnDocuments(li: Colleague, room: TalkRoom): Promise<void> {
  const notes = await li.openGroup('李佳的资料', []);
  const pages = ['Confirmation request', 'Signature'].map((text) => [{ text, x: 60, y: 80, size: 14 }]);
  li.open(notes).post({
    text: '底稿',
    files: [
      { name: '函证.pdf', content: await makeLetter(pages) },
      { name: '发票.ofd', content: await makeOfd(anInvoice({ seed: 'viewing' })) },
      { name: '损坏.pdf', content: strToU8('%PDF-1.7\n%%EOF') },
      { name: '备忘.docx', content: aMemo('存货监盘备忘') },
    ],
  });
  const sent = () =>
    li
      .open(notes)
      .getSnapshot()
      .entries.find((each) => each.kind === 'message' && each.message.seq > 0);
  await expect.poll(sent, polling).toBeDefined();
  const entry = sent();
  const seqs = entry?.kind === 'message' ? [entry.message.seq] : [];
  li.open(room).post({ text: '', forward: { conversationId: notes.id, seqs, isMerged: false } });
}

/** The least that an Office program takes for a text document. */
function aMemo(text: string): Uint8Array {
  const main = 'http://schemas.openxmlformats.org';
  const word = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml';
  return zipSync({
    '[Content_Types].xml': strToU8(
      `<Types xmlns="${main}/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" ContentType="${word}"/></Types>`,
    ),
    '_rels/.rels': strToU8(
      `<Relationships xmlns="${main}/package/2006/relationships"><Relationship Id="r1" Type="${main}/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>`,
    ),
    'word/document.xml': strToU8(
      `<w:document xmlns:w="${main}/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>${text}</w:t></w:r></w:p></w:body></w:document>`,
    ),
  });
}

const openFile = (person: Person, name: string): Promise<void> =>
  timeline(person).getByRole('button', { name, exact: true }).click();

const viewer = (person: Person, name: string): Locator => person.page.getByRole('dialog', { name });
