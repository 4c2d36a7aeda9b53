import { join } from 'node:path';
import type { ConversationId } from '@countinghouse/protocol';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { launchBrowser, launchProfile } from './browser.ts';
import { root } from './checkout.ts';
import { Colleague } from './colleague.ts';
import type { DemoLogin } from './demo-login.ts';
import { copyDemonstration } from './demonstration.ts';
import { findFreePort } from './free-port.ts';
import { Mailbox } from './mailbox.ts';
import { contextOptions, nowhereYet, ordinaryView, Person, type Place, type View } from './person.ts';
import { RoundTrip } from './round-trip.ts';
import { ServerProcess } from './server-process.ts';
import { makeTemporaryFolder, type TemporaryFolder } from './temporary-folder.ts';
import { Windows } from './windows.ts';

export type { DemoLogin } from './demo-login.ts';

/** The demonstration firm on a server of its own, and its people at their browsers. */
export class DemoFirm {
  /** Where the server's mails arrive. */
  readonly mailbox: Mailbox;
  private readonly folder: TemporaryFolder;
  private readonly password: string;
  private running: ServerProcess;
  private readonly browser: Browser;
  private readonly windows: Windows;
  /** All that this test opened. */
  private readonly opened: BrowserContext[] = [];
  private readonly present: Person[] = [];
  private readonly colleagues: Colleague[] = [];

  private constructor(input: {
    server: ServerProcess;
    browser: Browser;
    mailbox: Mailbox;
    folder: TemporaryFolder;
    password: string;
  }) {
    this.running = input.server;
    this.mailbox = input.mailbox;
    this.browser = input.browser;
    this.windows = new Windows(input.browser, input.server.baseUrl);
    this.folder = input.folder;
    this.password = input.password;
  }

  static async open(): Promise<DemoFirm> {
    const [folder, browser, mailbox, port] = await Promise.all([
      makeTemporaryFolder(),
      launchBrowser(),
      Mailbox.open(),
      findFreePort(),
    ]);
    const dataDir = join(folder.path, 'data');
    await copyDemonstration(dataDir);
    const server = new ServerProcess({ dataDir, port, isDemo: true, mailUrl: mailbox.url });
    try {
      const [, password = ''] = await server.waitForOutput(/with a password: [a-z, ]+ \/ (\S+)/);
      await server.waitUntilHealthy();
      return new DemoFirm({ server, browser, mailbox, folder, password });
    } catch (error) {
      await Promise.allSettled([server.stop(), browser.close(), mailbox.close()]);
      await folder.remove();
      throw error;
    }
  }

  get server(): ServerProcess {
    return this.running;
  }

  /** SIGKILL, as when the power fails: nothing is said and nothing finished. */
  async killServer(): Promise<void> {
    this.running.kill();
    await this.running.waitUntilEnded();
  }

  /** The same installation at the same address, where wanted with a clock that is ahead. */
  async startServerAgain({ laterMs = 0 }: { laterMs?: number } = {}): Promise<void> {
    const { dataDir, baseUrl } = this.running;
    const port = Number(new URL(baseUrl).port);
    this.running = new ServerProcess({ dataDir, port, mailUrl: this.mailbox.url, laterMs });
    await this.running.waitUntilHealthy();
  }

  /** A file or folder for one test; it goes with the firm. */
  path(name: string): string {
    return join(this.folder.path, name);
  }

  async signIn(login: DemoLogin, view: Partial<View> = {}, baseUrl = this.server.baseUrl): Promise<Person> {
    const whole = { ...ordinaryView, ...view };
    const windows = baseUrl === this.server.baseUrl ? this.windows : new Windows(this.browser, baseUrl);
    return this.enter(await windows.take(whole), login, whole);
  }

  /** In an ordinary window of a browser with a profile of its own, where an app can be installed. */
  async signInWithProfile(login: DemoLogin): Promise<Person> {
    const view = { ...ordinaryView, isKept: true };
    const options = contextOptions(this.server.baseUrl, view);
    const context = await launchProfile(this.path(`profile-${login}`), options);
    return this.enter({ context, page: await context.newPage() }, login, view);
  }

  private async enter(place: Place, login: DemoLogin, view: View): Promise<Person> {
    this.opened.push(place.context);
    const person = await Person.signIn(place, { login, password: this.password, view });
    this.present.push(person);
    return person;
  }

  /** A page where nobody is signed in. */
  async openPage(view: View): Promise<Page> {
    const { context, page } = await this.windows.take(view);
    this.opened.push(context);
    return page;
  }

  /** Signed in at their browsers and nowhere yet: whoever goes on at once would load the list for nothing. */
  async admit<const Logins extends readonly DemoLogin[]>(
    ...logins: Logins
  ): Promise<{ -readonly [Place in keyof Logins]: Person }> {
    const people = await Promise.all(logins.map((login) => this.signIn(login, nowhereYet)));
    return people as { -readonly [Place in keyof Logins]: Person }; // one for each login, in their order
  }

  /** Somebody without a page. */
  async connect(login: DemoLogin): Promise<Colleague> {
    const { baseUrl } = this.server;
    return this.welcome(await Colleague.connect({ baseUrl, login, password: this.password }));
  }

  /** The same with a one-time link. */
  async connectBy(link: string): Promise<Colleague> {
    return this.welcome(await Colleague.redeem(this.server.baseUrl, link));
  }

  private welcome(colleague: Colleague): Colleague {
    this.colleagues.push(colleague);
    return colleague;
  }

  openRoundTrip(input: { writer: DemoLogin; reader: DemoLogin; conversationId: ConversationId }): Promise<RoundTrip> {
    return RoundTrip.open({ ...input, baseUrl: this.server.baseUrl, password: this.password });
  }

  /** The one-time link that the server printed for this person. */
  signInLink(name: string): string {
    const link = new RegExp(`${name}（[^\\n]*\\n\\s*(\\S+)`).exec(this.server.output)?.[1];
    if (!link) throw new Error(`no link for ${name} was printed`);
    return link;
  }

  /** What everybody had on the screen when a test failed, as pictures below `.cache/e2e`. */
  async photograph(test: string): Promise<void> {
    const folder = join(root, '.cache', 'e2e');
    const name = test.replaceAll(/[^\p{L}\p{N}]+/gu, '-').slice(0, 60);
    // Somebody may be there with two devices.
    const photographs = this.present.map(({ page, login }, place) =>
      page.screenshot({ path: join(folder, `${name}-${place + 1}-${login}.png`), timeout: 5000 }),
    );
    await Promise.allSettled(photographs);
    const refused = this.present.flatMap((person) => person.refused.map((line) => `${person.login}: ${line}`));
    if (refused.length > 0) console.info(`${test}\n${refused.join('\n')}`);
  }

  /** Somebody goes home before the others, and leaves their window to them; throws where a page had failed on them. */
  async seeOff(person: Person): Promise<void> {
    if (person.faults.length > 0) throw new Error(`pages failed:\n${person.faults.join('\n')}`);
    this.present.splice(this.present.indexOf(person), 1);
    this.opened.splice(this.opened.indexOf(person.context), 1);
    await this.windows.giveBack(person.context);
  }

  /** Everybody else goes home; throws where a page had failed on somebody. After a failure no window goes to anybody. */
  async clear({ isFailed = false } = {}): Promise<void> {
    const leaving = this.present.splice(0);
    const opened = this.opened.splice(0);
    for (const colleague of this.colleagues.splice(0)) colleague.leave();
    const faults = leaving.flatMap((person) => person.faults);
    const isClean = !isFailed && faults.length === 0;
    await Promise.all(opened.map((context) => (isClean ? this.windows.giveBack(context) : context.close())));
    if (faults.length > 0) throw new Error(`pages failed:\n${faults.join('\n')}`);
  }

  async close(): Promise<void> {
    await this.browser.close();
    await this.server.stop();
    await this.mailbox.close();
    await this.folder.remove();
  }
}
