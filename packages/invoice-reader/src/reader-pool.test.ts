import sharp from 'sharp';
import { afterEach, describe, expect, it } from 'vitest';
import { anOfd, originalInvoice, VISIBLE } from './ofd/testing/an-ofd.ts';
import { aPdf } from './pdf/testing/a-pdf.ts';
import { ReaderPool, type ReaderPoolOptions } from './reader-pool.ts';
import { ReadingRefusal } from './refusal.ts';

const pools: ReaderPool[] = [];

/** Not warm unless a test asks for it: loading everything takes longer than what most of them look at. */
function aPool(options: ReaderPoolOptions): ReaderPool {
  const pool = new ReaderPool({ isKeptWarm: false, ...options });
  pools.push(pool);
  return pool;
}

afterEach(() => {
  for (const pool of pools.splice(0)) pool.close();
});

const invoice = anOfd({ texts: VISIBLE, attachment: originalInvoice() });
const xml = Buffer.from('<EInvoice><EInvoiceData/></EInvoice>');

/** A page that writes a million letters one by one: it keeps PDF.js busy for many seconds and fills its memory. */
const heavyPdf = makeHeavyPdf();

function makeHeavyPdf(): Uint8Array {
  const light = Buffer.from(aPdf({ texts: [[10, 10, '重']] })).toString('latin1');
  const show = light.slice(light.indexOf('BT /F1'), light.indexOf('ET\n') + 2);
  const content = `BT /F1 9 Tf ${'1 0 0 1 10 10 Tm <91CD> Tj '.repeat(1_500_000)}ET`;
  const stretched = light.replace(show, content).replace(/\/Length \d+/, `/Length ${content.length}`);
  return Buffer.from(stretched, 'latin1');
}

// Workers yield to everything else, so these take long beside a full machine.
const busyMachineMs = 90_000;

describe('the pool', { timeout: busyMachineMs }, () => {
  it('reads in a process of its own and draws pages', async () => {
    const pool = aPool({ workers: 1, isKeptWarm: true });
    expect(pool.processIds).toHaveLength(1);
    const reading = await pool.read(invoice, 'a.ofd');
    expect(reading).toMatchObject({ file: 'a.ofd', format: 'ofd', error: null });
    expect(reading.documents[0]?.fields.totalAmount).toBe('526.00');
    expect((await pool.renderPage(invoice, 0))?.svg).toContain('<svg');
    expect(await pool.renderPage(invoice, 7)).toBeNull();
  });

  it('answers refusals like the library', async () => {
    const pool = aPool({ workers: 1 });
    // One that is not kept warm waits for the first file.
    expect(pool.processIds).toEqual([]);
    expect((await pool.read(new Uint8Array(0), 'x')).error?.code).toBe('file_empty');
    expect((await pool.read(Buffer.from('hello'), 'x')).error?.code).toBe('format_unknown');
    expect((await pool.read(Buffer.from('<r>&x;</r>'), 'x')).error?.code).toBe('xml_entities_refused');
    await expect(pool.renderPage(Buffer.from('PK\x03\x04'), 0)).rejects.toMatchObject({ code: 'file_truncated' });
  });

  it(
    'kills a reading that takes too long, and goes on',
    async () => {
      const pool = aPool({ workers: 1, timeMsMax: 3_000 });
      const slow = pool.read(heavyPdf, 'slow.pdf');
      const next = pool.read(invoice, 'next.ofd');
      expect((await slow).error?.code).toBe('time_exceeded');
      expect((await next).documents[0]?.fields.totalAmount).toBe('526.00');
    },
    busyMachineMs,
  );

  it(
    'kills a reading that takes too much memory, and goes on',
    async () => {
      const pool = aPool({ workers: 1, memoryBytesMax: 300 * 1024 * 1024 });
      const greedy = pool.read(heavyPdf, 'greedy.pdf');
      expect((await greedy).error?.code).toBe('memory_exceeded');
      expect((await pool.read(invoice, 'next.ofd')).error).toBeNull();
    },
    busyMachineMs,
  );

  it(
    'reads other files while one is slow',
    async () => {
      const pool = aPool({ workers: 2 });
      await pool.read(xml, 'warm.xml');
      let isSlowDone = false;
      const slow = pool.read(heavyPdf, 'slow.pdf').finally(() => {
        isSlowDone = true;
      });
      expect((await pool.read(invoice, 'quick.ofd')).error).toBeNull();
      expect(isSlowDone).toBe(false);
      // Nobody waits for the rest of it.
      pool.close();
      await slow;
    },
    busyMachineMs,
  );

  it('draws pictures that browsers do not know, and refuses what is none', async () => {
    const pool = aPool({ workers: 1 });
    const tiff = await sharp({ create: { width: 8, height: 8, channels: 3, background: '#fff' } })
      .tiff()
      .toBuffer();
    const jpeg = await pool.renderPicture(tiff, 0);
    expect([...(jpeg ?? [])].slice(0, 3)).toEqual([0xff, 0xd8, 0xff]);
    await expect(pool.renderPicture(Buffer.from('no picture'), 0)).rejects.toThrow(ReadingRefusal);
  });

  it('returns the memory of a process that has nothing to do, and starts another when there is work', async () => {
    const pool = aPool({ workers: 1, idleMsMax: 50 });
    await pool.read(invoice, 'a.ofd');
    const before = pool.processIds;
    expect(before).toHaveLength(1);
    await expect.poll(() => pool.processIds, { timeout: busyMachineMs }).toEqual([]);
    expect((await pool.read(invoice, 'b.ofd')).error).toBeNull();
    expect(pool.processIds).not.toEqual(before);
  });

  it('answers everything when it is closed', async () => {
    const pool = aPool({ workers: 1 });
    const pending = [pool.read(invoice, 'a.ofd'), pool.read(invoice, 'b.ofd')];
    pool.close();
    expect((await Promise.all(pending)).map((reading) => reading.error?.code)).toEqual([
      'reader_crashed',
      'reader_crashed',
    ]);
    await expect(pool.read(invoice, 'c.ofd')).rejects.toThrow('closed');
  });
});
