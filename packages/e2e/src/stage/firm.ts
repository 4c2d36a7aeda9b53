import { join } from 'node:path';
import type { ConversationId } from '@countinghouse/protocol';
import type { Browser } from 'playwright-core';
import { launchBrowser } from './browser.ts';
import { ensureWebClient, root } from './checkout.ts';
import { findFreePort } from './free-port.ts';
import { ordinaryView, Person, type View } from './person.ts';
import { RoundTrip } from './round-trip.ts';
import { ServerProcess } from './server-process.ts';
import { makeTemporaryFolder, type TemporaryFolder } from './temporary-folder.ts';

/** Logins of the demonstration's people. */
export type DemoLogin = 'li' | 'wang' | 'zhao' | 'chen' | 'lin' | 'sun' | 'wu' | 'zhou' | 'he' | 'zheng' | 'xu' | 'liu';

/** The demonstration firm on a server of its own, and its people at their browsers. */
export class DemoFirm {
  readonly server: ServerProcess;
  readonly browser: Browser;
  private readonly folder: TemporaryFolder;
  private readonly password: string;
  private readonly present: Person[] = [];

  private constructor(input: { server: ServerProcess; browser: Browser; folder: TemporaryFolder; password: string }) {
    this.server = input.server;
    this.browser = input.browser;
    this.folder = input.folder;
    this.password = input.password;
  }

  static async open(): Promise<DemoFirm> {
    await ensureWebClient();
    const [folder, browser, port] = await Promise.all([makeTemporaryFolder(), launchBrowser(), findFreePort()]);
    const server = new ServerProcess({ dataDir: join(folder.path, 'data'), port, isDemo: true });
    try {
      const [, password = ''] = await server.waitForOutput(/with a password: [a-z, ]+ \/ (\S+)/);
      await server.waitUntilHealthy();
      return new DemoFirm({ server, browser, folder, password });
    } catch (error) {
      await Promise.allSettled([server.stop(), browser.close()]);
      await folder.remove();
      throw error;
    }
  }

  /** A file or folder for one test; it goes with the firm. */
  path(name: string): string {
    return join(this.folder.path, name);
  }

  async signIn(login: DemoLogin, view: Partial<View> = {}, baseUrl = this.server.baseUrl): Promise<Person> {
    const person = await Person.signIn(this.browser, {
      baseUrl,
      login,
      password: this.password,
      view: { ...ordinaryView, ...view },
    });
    this.present.push(person);
    return person;
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
    const photographs = this.present.map(({ page, login }) =>
      page.screenshot({ path: join(folder, `${name}-${login}.png`), timeout: 5000 }),
    );
    await Promise.allSettled(photographs);
    const refused = this.present.flatMap((person) => person.refused.map((line) => `${person.login}: ${line}`));
    if (refused.length > 0) console.info(`${test}\n${refused.join('\n')}`);
  }

  /** Everybody goes home; throws where a page had failed on somebody. */
  async clear(): Promise<void> {
    const leaving = this.present.splice(0);
    await Promise.all(leaving.map((person) => person.leave()));
    const faults = leaving.flatMap((person) => person.faults);
    if (faults.length > 0) throw new Error(`pages failed:\n${faults.join('\n')}`);
  }

  async close(): Promise<void> {
    await this.browser.close();
    await this.server.stop();
    await this.folder.remove();
  }
}
