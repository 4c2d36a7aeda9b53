import { writeFile } from 'node:fs/promises';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { polling, send, timeline } from '../stage/desk.ts';
import { dropFiles } from '../stage/drop.ts';
import { swipe } from '../stage/finger.ts';
import type { DemoFirm } from '../stage/firm.ts';
import { openTalk } from '../stage/talk.ts';

/** Sound and pictures. */
export function describeMedia(open: () => DemoFirm): void {
  describe('media', () => {
    test('what is spoken is heard by the other: recorded, sent with its waveform, played, faster', async () => {
      const { room, people } = await openTalk(open(), '说话', { owner: 'chen', others: ['li'] });
      const [chen, li] = people;
      if (!chen || !li) throw new Error('two people are needed');
      await chen.page.getByRole('button', { name: '语音', exact: true }).click();
      const recorder = chen.page.getByRole('region', { name: '正在录音' });
      await recorder.getByText('0:01').waitFor();
      await recorder.getByRole('button', { name: '发送语音' }).click();
      const play = timeline(li).getByRole('button', { name: /播放语音/ });
      await play.click();
      const position = timeline(li).getByRole('slider', { name: '播放位置' });
      await expect.poll(async () => Number(await position.inputValue()), polling).toBeGreaterThan(0);
      await timeline(li).getByRole('button', { name: '播放速度 1 倍' }).click();
      await timeline(li).getByRole('button', { name: '播放速度 1.5 倍' }).waitFor();

      const phone = await open().signIn('li', { size: 'phone', path: `/c/${room.id}` });
      await timeline(phone)
        .getByRole('button', { name: /播放语音/ })
        .tap();
      const there = timeline(phone).getByRole('slider', { name: '播放位置' });
      await expect.poll(async () => Number(await there.inputValue()), polling).toBeGreaterThan(0);
      await timeline(phone).getByRole('button', { name: '播放速度 1 倍' }).tap();
      await timeline(phone).getByRole('button', { name: '播放速度 1.5 倍' }).waitFor();
      expect([...chen.faults, ...li.faults, ...phone.faults]).toEqual([]);
    });

    test('pictures keep their place, open large, and keys at the desk and a finger on the phone go to the next one and back', async () => {
      const firm = open();
      const { room, people } = await openTalk(firm, '照片', { owner: 'chen', others: [] });
      const [chen] = people;
      if (!chen) throw new Error('somebody has to look');
      const paths = await Promise.all(
        ['#1f5d53', '#b8402f'].map(async (background, place) => {
          const path = firm.path(`监盘${place + 1}.png`);
          const picture = sharp({ create: { width: 1200, height: 800, channels: 3, background } });
          await writeFile(path, await picture.png().toBuffer());
          return path;
        }),
      );
      await dropFiles(chen.page, timeline(chen).or(chen.page.getByRole('main')).first(), paths);
      await chen.page.getByRole('button', { name: '移除 监盘2.png' }).waitFor();
      await send(chen);
      await timeline(chen).getByRole('button', { name: '预览 监盘1.png' }).click();
      const viewer = chen.page.getByRole('dialog', { name: '监盘1.png' });
      await viewer.getByText('1 / 2').waitFor();
      await chen.page.keyboard.press('ArrowRight');
      const second = chen.page.getByRole('dialog', { name: '监盘2.png' });
      const image = second.getByRole('img', { name: '监盘2.png' });
      await expect.poll(() => image.evaluate((each: HTMLImageElement) => each.naturalWidth), polling).toBe(1200);
      await chen.page.keyboard.press('+');
      await second.getByText('125%').waitFor();
      await chen.page.keyboard.press('0');
      // A press on the picture itself does not close it; the second one of two enlarges it.
      await image.dblclick();
      await second.getByText('250%').waitFor();
      await chen.page.keyboard.press('Escape');
      await expect.poll(() => second.count(), polling).toBe(0);

      const phone = await firm.signIn('chen', { size: 'phone', path: `/c/${room.id}` });
      await timeline(phone).getByRole('button', { name: '预览 监盘1.png' }).tap();
      const shown = async (name: string) => {
        const picture = phone.page.getByRole('dialog', { name }).getByRole('img', { name });
        await expect.poll(() => picture.evaluate((each: HTMLImageElement) => each.naturalWidth), polling).toBe(1200);
        return picture;
      };
      await swipe(phone, await shown('监盘1.png'), 'left');
      await phone.page.getByRole('dialog', { name: '监盘2.png' }).getByText('2 / 2').waitFor();
      // There is none after the last.
      await swipe(phone, await shown('监盘2.png'), 'left');
      await swipe(phone, await shown('监盘2.png'), 'right');
      await shown('监盘1.png');
      // The browser takes a press right after a finger that moved for the end of the movement.
      const overlay = phone.page.getByRole('dialog');
      const close = async () => {
        if ((await overlay.count()) > 0) await overlay.getByRole('button', { name: '关闭' }).tap();
        return overlay.count();
      };
      await expect.poll(close, polling).toBe(0);
      expect([...chen.faults, ...phone.faults]).toEqual([]);
    });
  });
}
