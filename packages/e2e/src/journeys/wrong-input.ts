import { open as openFile } from 'node:fs/promises';
import { type ExpectedCode, type HostileFile, hostileFiles } from '@countinghouse/invoice-maker';
import { claims, fileSizeBytesMax, invoices, uploadPath } from '@countinghouse/protocol';
import { describe, expect, test } from 'vitest';
import { newClientId } from '../stage/claims.ts';
import { button, enterRoom, handIn, rooms, send, timeline } from '../stage/desk.ts';
import { dropFiles } from '../stage/drop.ts';
import type { DemoFirm } from '../stage/firm.ts';
import { putFile } from '../stage/papers.ts';
import { nowhereYet, type Person } from '../stage/person.ts';
import { percentile, type RoundTrip } from '../stage/round-trip.ts';

/** What the card says in words, by what the reader found. */
const sentences: Record<ExpectedCode, { zh: string; en: string }> = {
  file_empty: { zh: '这个文件是空的。', en: 'The file is empty.' },
  format_unknown: { zh: '文件内容不是 PDF、OFD、XML 或图片', en: 'The content is neither PDF, OFD, XML nor an image' },
  file_truncated: { zh: '文件不完整，中途断掉了。', en: 'The file breaks off before its end.' },
  file_damaged: { zh: '文件已损坏，无法打开。', en: 'The file is damaged and cannot be opened.' },
  pdf_encrypted: { zh: '这个 PDF 设有密码，无法读取。', en: 'This PDF is protected by a password.' },
  archive_too_large: { zh: '文件解压后异常庞大，已停止读取。', en: 'The file unpacks to an extraordinary size' },
  archive_unsafe: { zh: '文件内部含有不安全的路径，已停止读取。', en: 'The file holds unsafe paths' },
  xml_entities_refused: { zh: 'XML 里声明了实体', en: 'The XML declares entities' },
  image_too_large: { zh: '图片像素过大，没有识别。', en: 'The image has too many pixels' },
  not_invoice: { zh: '不能由它生成报销单', en: 'can be claimed' },
};
/** No invoice by content and name: shared as the plain file, or the picture, that it is. */
const isPlainFile = (file: HostileFile) =>
  ['notes.txt', 'meeting-notes.png', 'png-named.pdf', 'landscape.jpg'].includes(file.fileName);
const answerWithinMs = 60_000;
/** Takes no room: the file has a length and no content. */
const sparseBytes = fileSizeBytesMax + 1;

export function describeWrongInput(open: () => DemoFirm): void {
  describe('wrong input', () => {
    test('each wrong or hostile file gets a plain sentence in its card, in both languages, and nothing is drafted', async () => {
      const firm = open();
      const files = await hostileFiles('e2e');
      const folder = firm.path('hostile');
      const paths = await Promise.all(files.map((file) => putFile(`${folder}/${file.fileName}`, file.bytes)));
      const [wang, zhao] = await Promise.all([
        firm.signIn('wang', nowhereYet),
        firm.signIn('zhao', { ...nowhereYet, locale: 'en' }),
      ]);
      const room = await enterRoom(wang, rooms.east);
      await enterRoom(zhao, rooms.east);
      await handIn(wang, paths);
      for (const file of files.filter((each) => !isPlainFile(each))) {
        await expectSentence(wang, file, sentences[file.expectedCode].zh);
        await expectSentence(zhao, file, sentences[file.expectedCode].en);
      }
      const listMine = async () => {
        const { invoices: rows } = await wang.ask(invoices.list, { query: { conversationId: room, limit: 200 } });
        return rows.filter((row) => files.some((file) => file.fileName === row.card.file.name));
      };
      const readingOnes = async () => (await listMine()).filter(({ card }) => card.status === 'reading').length;
      await expect.poll(readingOnes, { timeout: answerWithinMs, interval: 200 }).toBe(0);
      const mine = await listMine();
      expect(mine.map((row) => row.card.file.name)).not.toContain('notes.txt');
      for (const { card } of mine) {
        expect(['refused', 'not_invoice'], card.file.name).toContain(card.status);
        expect(card.claimNumber).toBeNull();
      }
      const [first] = mine;
      if (!first) throw new Error('no file became a card');
      const body = { clientId: newClientId(), invoiceIds: [first.card.invoiceId] };
      expect((await wang.askRefused(claims.create, { body })).refusal).toBe('invoice_not_checked');
    });

    test('a file over 2 GB is refused by name of the limit, before and by the server', async () => {
      const firm = open();
      const path = await putFile(firm.path('huge/huge.pdf'), new Uint8Array());
      const file = await openFile(path, 'r+');
      await file.truncate(sparseBytes);
      await file.close();
      const [wang] = await firm.admit('wang');
      await enterRoom(wang, rooms.east);
      const staged = wang.page.getByRole('region', { name: '待发送 1 个文件' });
      // What is let go over a conversation that is still being put up is not taken; people drop it again.
      const dropUnlessThere = async () => {
        if ((await staged.count()) === 0) await dropFiles(wang.page, timeline(wang), [path]);
        return staged.getByText('超过 2 GB，不会发送').count();
      };
      await expect.poll(dropUnlessThere, { timeout: answerWithinMs, interval: 2000 }).toBe(1);
      expect(
        await wang.page
          .getByRole('main')
          .getByRole('button', { name: /发\s?送$/ })
          .isDisabled(),
      ).toBe(true);
      await button(staged, '移除 huge.pdf').click();
      const answer = await wang.context.request.post(uploadPath, {
        headers: {
          'tus-resumable': '1.0.0',
          'upload-length': String(fileSizeBytesMax + 1),
          'upload-metadata': `filename ${btoa('huge.pdf')}`,
        },
      });
      expect(answer.status()).toBe(413);
    });

    test('while a zip bomb and a picture of 100 megapixels are read, the messages of others go on', async () => {
      const firm = open();
      const files = (await hostileFiles('e2e-load')).filter((file) =>
        ['archive_too_large', 'image_too_large'].includes(file.expectedCode),
      );
      const paths = await Promise.all(
        [1, 2, 3].flatMap((round) =>
          files.map((file) => putFile(firm.path(`load/${round}-${file.fileName}`), appended(file, round))),
        ),
      );
      const [wang] = await firm.admit('wang');
      await enterRoom(wang, rooms.east);
      const { id: conversationId } = await wang.findConversation(rooms.engagement);
      const trip = await firm.openRoundTrip({ writer: 'zhao', reader: 'chen', conversationId });
      try {
        const quiet = await measure(trip, () => false, 30);
        await dropFiles(wang.page, timeline(wang), paths);
        await button(wang.page.getByRole('main'), /^移除 /)
          .first()
          .waitFor();
        let isOver = false;
        await send(wang);
        const over = Promise.all(
          paths.map((path) =>
            cardNamed(wang, path.split('/').at(-1) ?? '')
              .getByText('未能识别')
              .waitFor({ timeout: answerWithinMs }),
          ),
        ).finally(() => {
          isOver = true;
        });
        const busy = await measure(trip, () => !isOver, 30);
        await over;
        console.info(
          `post to seen, p95: ${percentile(quiet, 0.95).toFixed(0)} ms quiet, ${percentile(busy, 0.95).toFixed(0)} ms ` +
            `while ${paths.length} hostile files were read (${busy.length} messages, slowest ${Math.max(...busy).toFixed(0)} ms)`,
        );
        // The product's target is 100 ms; a machine that runs the browsers as well is given more.
        expect(percentile(busy, 0.95)).toBeLessThan(1000);
      } finally {
        trip.close();
      }
    });
  });
}

const cardNamed = (person: Person, fileName: string) =>
  timeline(person).getByRole('article', { name: new RegExp(`^(发票|Invoice) · ${fileName.replaceAll('.', '\\.')}$`) });

async function expectSentence(person: Person, file: HostileFile, sentence: string): Promise<void> {
  const card = cardNamed(person, file.fileName).last();
  await card.getByText(sentence).first().waitFor({ timeout: answerWithinMs });
  expect(await card.getByRole('button', { name: /生成报销单|Draft a claim/ }).count()).toBe(0);
}

/** The same danger as another file: the digest differs, so that nothing is answered from memory. */
function appended(file: HostileFile, round: number): Uint8Array {
  return file.fileName.endsWith('.png') ? Buffer.concat([file.bytes, Buffer.from(`${round}`)]) : file.bytes;
}

async function measure(trip: RoundTrip, goesOn: () => boolean, countMin: number): Promise<number[]> {
  const figures: number[] = [];
  while (figures.length < countMin || goesOn()) figures.push(await trip.measure());
  return figures;
}
