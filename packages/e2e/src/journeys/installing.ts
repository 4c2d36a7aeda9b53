import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { polling, rooms } from '../stage/desk.ts';
import type { DemoFirm } from '../stage/firm.ts';
import { rowOf } from '../stage/room.ts';

interface Manifest {
  start_url: string;
  display: string;
  icons: { src: string; sizes: string; type: string; purpose: string }[];
}

/** The client as an app of its own on somebody's device. */
export function describeInstalling(open: () => DemoFirm): void {
  describe('installing', () => {
    test('the browser finds nothing that keeps the app from being installed, its icons are what they say, and it opens without a network', async () => {
      const firm = open();
      const li = await firm.signInWithProfile('li');
      await rowOf(li, rooms.engagement).waitFor();
      const devTools = await li.context.newCDPSession(li.page);
      const { data = '', errors } = await devTools.send('Page.getAppManifest');
      expect(errors).toEqual([]);
      const manifest: Manifest = JSON.parse(data);
      expect(manifest).toMatchObject({ name: '账房 · Countinghouse', display: 'standalone', start_url: '/' });
      expect(manifest.icons.map(({ purpose }) => purpose)).toEqual(expect.arrayContaining(['any', 'maskable']));
      for (const { src, sizes, type } of manifest.icons) {
        const answer = await li.context.request.get(src);
        expect([src, answer.status(), answer.headers()['content-type']]).toEqual([src, 200, type]);
        const { width, height } = await sharp(await answer.body()).metadata();
        if (sizes !== 'any') expect(`${width}x${height}`).toBe(sizes);
      }
      const isLedByWorker = () => li.page.evaluate(() => navigator.serviceWorker.controller?.state);
      await expect.poll(isLedByWorker, polling).toBe('activated');
      const { installabilityErrors } = await devTools.send('Page.getInstallabilityErrors');
      expect(installabilityErrors).toEqual([]);

      await li.context.setOffline(true);
      await li.page.goto(manifest.start_url);
      await li.page.getByText('连不上服务器').first().waitFor();
      await rowOf(li, rooms.engagement).click();
      await li.page.getByRole('main', { name: rooms.engagement }).waitFor();
    });
  });
}
