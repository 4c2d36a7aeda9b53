import type { Endpoint, ResponseOf } from '@countinghouse/protocol';
import { type ConversationSummary, identity, type Locale, sync } from '@countinghouse/protocol';
import type { BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { type AskInput, ask, askRefused, type Refused } from './ask.ts';

export interface View {
  locale: Locale;
  theme: 'light' | 'dark';
  size: 'desktop' | 'phone';
  /** Keeps the client on the device, as browsers do; the others are spared the writing. */
  isKept?: boolean;
  /** In a window in which nothing was loaded before, so that a page asks the server for all its parts. */
  isNew?: boolean;
  /**
   * Where the first page leads; to the list where nothing is said, and nowhere yet with `null`: whoever goes on to
   * another page at once would only have loaded the first for nothing.
   */
  path?: string | null;
}

/** What a person sits at: a window with one page that is still empty. */
export interface Place {
  context: BrowserContext;
  page: Page;
}

const sizes = { desktop: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } };
export const ordinaryView: View = { locale: 'zh-CN', theme: 'light', size: 'desktop' };
/** Signed in, with a page that is still empty. */
export const nowhereYet = { path: null };

/** Somebody at their own browser. */
export class Person {
  readonly login: string;
  readonly page: Page;
  readonly context: BrowserContext;
  /** What went wrong in the page: a test that ends well with entries here did not end well. */
  readonly faults: string[] = [];
  /** What the server refused this page, for whoever has to find out why a test failed. */
  readonly refused: string[] = [];

  private constructor(login: string, { context, page }: Place) {
    this.login = login;
    this.context = context;
    this.page = page;
    page.on('response', (answer) => {
      if (answer.status() < 400) return;
      const say = (text: string) =>
        this.refused.push(`${answer.request().method()} ${answer.url()} ${answer.status()} ${text}`);
      answer.text().then(say, () => say(''));
    });
    page.on('pageerror', (error) => this.faults.push(`${login}: ${error.stack ?? error.message}`));
  }

  static async signIn(
    place: Place,
    { login, password, view = ordinaryView }: { login: string; password: string; view?: View },
  ): Promise<Person> {
    const { request } = place.context;
    await ask(request, identity.signIn, { body: { login, password, carrier: 'cookie' } });
    await ask(request, identity.setLocale, { body: { locale: view.locale } });
    const person = new Person(login, place);
    if (view.path !== null) await person.page.goto(view.path ?? '/');
    return person;
  }

  ask<E extends Endpoint>(endpoint: E, input: AskInput<E> = {}): Promise<ResponseOf<E>> {
    return ask(this.context.request, endpoint, input);
  }

  askRefused<E extends Endpoint>(endpoint: E, input: AskInput<E> = {}): Promise<Refused> {
    return askRefused(this.context.request, endpoint, input);
  }

  async findConversation(title: string): Promise<ConversationSummary> {
    const { conversations } = await this.ask(sync.snapshot);
    const found = conversations.find((conversation) => conversation.title === title);
    if (!found) throw new Error(`${this.login} has no conversation ${title}`);
    return found;
  }
}

export const contextOptions = (baseUrl: string, view: View): BrowserContextOptions => ({
  baseURL: baseUrl,
  locale: view.locale,
  timezoneId: 'Asia/Shanghai',
  colorScheme: view.theme,
  reducedMotion: 'reduce',
  viewport: sizes[view.size],
  serviceWorkers: view.isKept ? 'allow' : 'block',
  ...(view.size === 'phone' ? { hasTouch: true, isMobile: true, deviceScaleFactor: 2 } : {}),
});
