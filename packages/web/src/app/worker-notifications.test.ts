import { setTimeout as pause } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { handleNotifications, type NotifyingWorker } from './worker-notifications.ts';

const anId = (digit: string): string => `01a20712-5a08-74ff-874c-${digit.repeat(12)}`;
const aNote = (digit: string, seq: number) => ({ conversationId: anId(digit), seq, title: '周', body: `第 ${seq} 条` });

type Listener = (event: object) => void;

/** A worker as Chromium runs it: whatever is not on the screen yet when it is asked for what it shows is forgotten. */
class Browser {
  readonly rung: string[] = [];
  private known: { title: string; tag: string; data: unknown; isOnScreen: boolean; close(): void }[] = [];
  private readonly listeners = new Map<string, Listener>();
  private readonly works: Promise<unknown>[] = [];

  constructor() {
    const worker = {
      registration: {
        showNotification: async (title: string, { tag = '', data }: NotificationOptions) => {
          this.rung.push(tag);
          const close = () => {
            this.known = this.known.filter((one) => one !== shown);
          };
          const shown = { title, tag, data, isOnScreen: false, close };
          this.known = [...this.known.filter((one) => one.tag !== tag), shown];
          await pause(1);
          shown.isOnScreen = true;
        },
        getNotifications: async ({ tag }: { tag?: string } = {}) => {
          this.known = this.known.filter((one) => one.isOnScreen);
          return this.known.filter((one) => tag === undefined || one.tag === tag);
        },
      },
      clients: { matchAll: async () => [] },
      addEventListener: (type: string, listener: Listener) => this.listeners.set(type, listener),
    };
    handleNotifications(worker as unknown as NotifyingWorker); // has what these events use
  }

  say(type: 'message' | 'push', data: object): void {
    const said = type === 'push' ? { json: () => data } : data;
    this.listeners.get(type)?.({ data: said, waitUntil: (work: Promise<unknown>) => this.works.push(work) });
  }

  async shown(): Promise<unknown[]> {
    await Promise.all(this.works);
    return this.known.map(({ data }) => data);
  }
}

test('messages of two conversations at once are both shown, and each goes when it is read', async () => {
  const browser = new Browser();
  browser.say('message', { kind: 'note', note: aNote('1', 4), isSilent: true });
  browser.say('message', { kind: 'note', note: aNote('2', 7), isSilent: true });
  expect(await browser.shown()).toEqual([aNote('1', 4), aNote('2', 7)]);
  browser.say('message', { kind: 'read', conversationId: anId('1'), seq: 4 });
  expect(await browser.shown()).toEqual([aNote('2', 7)]);
  browser.say('message', { kind: 'read', conversationId: anId('2'), seq: 7 });
  expect(await browser.shown()).toEqual([]);
});

test('a page and a push about one message ring once, and an older one does not take the place of a newer one', async () => {
  const browser = new Browser();
  browser.say('message', { kind: 'note', note: aNote('1', 5), isSilent: true });
  browser.say('push', aNote('1', 5));
  browser.say('push', aNote('1', 4));
  expect(await browser.shown()).toEqual([aNote('1', 5)]);
  expect(browser.rung).toHaveLength(1);
});

test('what is read before it is shown goes away all the same', async () => {
  const browser = new Browser();
  browser.say('message', { kind: 'note', note: aNote('1', 5), isSilent: true });
  browser.say('message', { kind: 'read', conversationId: anId('1'), seq: 5 });
  expect(await browser.shown()).toEqual([]);
});
