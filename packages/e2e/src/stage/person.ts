import type { Endpoint, ResponseOf } from '@countinghouse/protocol';
import { type ConversationSummary, identity, type Locale, sync } from '@countinghouse/protocol';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { type AskInput, ask, askRefused, type Refused } from './ask.ts';

export interface View {
  locale: Locale;
  theme: 'light' | 'dark';
  size: 'desktop' | 'phone';
}

const sizes = { desktop: { width: 1440, height: 900 }, phone: { width: 390, height: 844 } };
export const ordinaryView: View = { locale: 'zh-CN', theme: 'light', size: 'desktop' };
/** Above what a loaded machine needs for anything; what should be faster is measured, not guessed by a time limit. */
const patienceMs = 15_000;

/** Somebody at their own browser. */
export class Person {
  readonly login: string;
  readonly page: Page;
  readonly context: BrowserContext;
  /** What went wrong in the page: a test that ends well with entries here did not end well. */
  readonly faults: string[] = [];
  /** What the server refused this page, for whoever has to find out why a test failed. */
  readonly refused: string[] = [];

  private constructor(login: string, context: BrowserContext, page: Page) {
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
    browser: Browser,
    {
      baseUrl,
      login,
      password,
      view = ordinaryView,
    }: { baseUrl: string; login: string; password: string; view?: View },
  ): Promise<Person> {
    const context = await openContext(browser, baseUrl, view);
    await ask(context.request, identity.signIn, { body: { login, password, carrier: 'cookie' } });
    await ask(context.request, identity.setLocale, { body: { locale: view.locale } });
    const person = new Person(login, context, await context.newPage());
    await person.page.goto('/');
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

  async leave(): Promise<void> {
    await this.context.close();
  }
}

export async function openContext(browser: Browser, baseUrl: string, view: View): Promise<BrowserContext> {
  const context = await browser.newContext({
    baseURL: baseUrl,
    locale: view.locale,
    timezoneId: 'Asia/Shanghai',
    colorScheme: view.theme,
    reducedMotion: 'reduce',
    viewport: sizes[view.size],
    ...(view.size === 'phone' ? { hasTouch: true, isMobile: true, deviceScaleFactor: 2 } : {}),
  });
  context.setDefaultTimeout(patienceMs);
  return context;
}
