import {
  type ConversationId,
  type FileId,
  identity,
  type LiveFrame,
  type SessionId,
  type UserId,
} from '@countinghouse/protocol';
import { OfflineError } from '../call.ts';
import type { ClientStore } from '../client-store.ts';
import type { Clock } from '../clock.ts';
import type { LiveTransport } from '../live-transport.ts';
import { type CountingMessenger, createMessenger } from '../messenger.ts';
import type { OpenConversation, OpenThread, OutgoingMessage } from '../types.ts';
import type { Uploader } from '../uploads.ts';
import type { DeviceStore } from './device-store.ts';
import { type DeviceNetwork, responseOf } from './network.ts';
import type { Setting } from './setting.ts';
import { clientIdOf, fileIdOf } from './simulated-ids.ts';

const storeDelayMsMax = 6;
const uploadMsMax = 3000;

/** The browser that a window belongs to. */
export interface WindowHost {
  readonly name: string;
  readonly store: DeviceStore;
  readonly network: DeviceNetwork;
  readonly windows: readonly SimulatedWindow[];
  /** As the cookie stands. */
  readonly sessionId: SessionId | undefined;
  readonly clockOffsetMs: number;
  whenAwake(action: () => void): void;
  /** Gives the browser a new cookie, or takes it away. */
  signIn(userId: UserId): void;
  signOut(): void;
}

/** Hears of every state that a view would draw. */
export interface WindowObserver {
  handleList(window: SimulatedWindow): void;
  handleConversation(window: SimulatedWindow, conversationId: ConversationId): void;
  /** Leaves the server for a session of this person; nobody where it has ended. */
  handleFrame(userId: UserId | undefined, frame: LiveFrame): void;
  /** Somebody else is in front of it now. */
  forget(window: SimulatedWindow): void;
}

interface WindowParts {
  host: WindowHost;
  observer: WindowObserver;
  name: string;
  /** Who is signed in; nobody where the page asks for that. */
  userId: UserId | undefined;
}

/** One window of a browser: the real engine, with everything that it touches simulated. */
export class SimulatedWindow {
  readonly name: string;
  readonly host: WindowHost;
  /** Who was signed in when the page was loaded, or signed in here since. */
  userId: UserId | undefined;
  readonly messenger: CountingMessenger;
  readonly opened = new Map<ConversationId, OpenConversation>();
  /** At most one of each conversation that is open. */
  readonly threads = new Map<ConversationId, { rootSeq: number; thread: OpenThread }>();
  isAlive = true;
  /** The session ended here at least once; drafts that were not sent ended with it. */
  hasStoppedOnce = false;
  private readonly setting: Setting;
  private readonly observer: WindowObserver;
  private clientIds = 0;

  constructor(setting: Setting, { host, observer, name, userId }: WindowParts) {
    this.setting = setting;
    this.observer = observer;
    this.host = host;
    this.name = name;
    this.userId = userId;
    const random = setting.random.fork(name);
    this.messenger = createMessenger({
      baseUrl: 'http://server',
      clock: this.clock(),
      random: () => random.next(),
      newClientId: () => clientIdOf(name, ++this.clientIds),
      storage: this.storage(),
      fetch: this.fetch(),
      transports: [this.transport()],
      upload: this.uploader(),
    });
    this.messenger.list.subscribe(() => {
      if (this.isSignedOut) this.hasStoppedOnce = true;
      observer.handleList(this);
    });
    if (userId !== undefined) this.start();
  }

  private start(): void {
    this.messenger.start().catch((error: unknown) => {
      // Nobody is signed in: the sign-in page takes over.
      this.setting.trace.note(`${this.name} start: ${error instanceof Error ? error.message : error}`);
    });
  }

  /** Whatever comes from outside comes later where the device sleeps, and not at all where the window is gone. */
  deliver(action: () => void): void {
    if (this.isAlive) this.host.whenAwake(() => this.isAlive && action());
  }

  private clock(): Clock {
    const { schedule } = this.setting;
    return {
      now: () => schedule.nowMs + this.host.clockOffsetMs,
      after: (delayMs, action) => {
        let isWanted = true;
        const cancel = schedule.after(delayMs, () => this.deliver(() => isWanted && action()));
        return () => {
          isWanted = false;
          cancel();
        };
      },
    };
  }

  private storage(): ClientStore {
    const { schedule, random } = this.setting;
    return this.host.store.openFor(this.name, {
      now: () => schedule.nowMs,
      after: (delayMs, action) => void schedule.after(delayMs, () => this.deliver(action)),
      chooseDelayMs: () => random.below(storeDelayMsMax),
      mustFail: () => random.chance(this.setting.weather.storeFault),
    });
  }

  private get caller() {
    return {
      windowName: this.name,
      sessionId: (): SessionId | undefined => this.host.sessionId,
      deliver: (action: () => void) => this.deliver(action),
    };
  }

  private fetch(): typeof globalThis.fetch {
    return (input, init) => {
      const url = new URL(String(input));
      const own = this.answerAtOnce(url.pathname, init?.body);
      if (own !== undefined) return own;
      return this.host.network.request(this.caller, {
        method: init?.method ?? 'GET',
        path: url.pathname + url.search,
        body: typeof init?.body === 'string' ? init.body : '',
        signal: init?.signal,
      });
    };
  }

  /** Signing in and out is not what is looked at here: it always works. */
  private answerAtOnce(path: string, body: unknown): Promise<Response> | undefined {
    if (path === identity.signIn.path) {
      const { login }: { login: UserId } = JSON.parse(String(body));
      this.host.signIn(login);
    } else if (path === identity.signOut.path) this.host.signOut();
    else return undefined;
    return Promise.resolve(responseOf({ status: 200, content: '{}' }));
  }

  private transport(): LiveTransport {
    return { open: (handlers) => this.host.network.openLine(this.caller, handlers) };
  }

  private uploader(): Uploader {
    const { schedule, random } = this.setting;
    return (_file, { onUrl, onProgress, signal }) =>
      new Promise<FileId>((resolve, reject) => {
        const isLost = this.host.network.outage !== undefined || random.chance(this.setting.weather.requestLoss);
        const stop = () => reject(new OfflineError('the upload was stopped'));
        signal.addEventListener('abort', stop);
        schedule.after(random.below(uploadMsMax), () =>
          this.deliver(() => {
            onUrl(`/uploads/${this.name}`);
            onProgress(1);
            if (isLost) stop();
            else resolve(fileIdOf(this.setting.nextFileNumber()));
          }),
        );
      });
  }

  open(conversationId: ConversationId): OpenConversation {
    const known = this.opened.get(conversationId);
    if (known) return known;
    const open = this.messenger.open(conversationId);
    this.opened.set(conversationId, open);
    open.subscribe(() => this.observer.handleConversation(this, conversationId));
    return open;
  }

  close(conversationId: ConversationId): void {
    this.closeThread(conversationId);
    this.opened.get(conversationId)?.close();
    this.opened.delete(conversationId);
  }

  openThread(conversationId: ConversationId, rootSeq: number): void {
    this.closeThread(conversationId);
    this.threads.set(conversationId, { rootSeq, thread: this.open(conversationId).openThread(rootSeq) });
  }

  closeThread(conversationId: ConversationId): void {
    this.threads.get(conversationId)?.thread.close();
    this.threads.delete(conversationId);
  }

  post(
    conversationId: ConversationId,
    { text, fileCount, ...parts }: Omit<OutgoingMessage, 'files'> & { fileCount: number },
  ): void {
    const files = Array.from({ length: fileCount }, (_, index) => ({
      name: `file ${index}.pdf`,
      content: new Uint8Array([index]),
    }));
    if (this.userId === undefined) return;
    // The ledger has to know the message before anybody sees it.
    const clientId = clientIdOf(this.name, this.clientIds + 1);
    this.setting.ledger.add({
      clientId,
      userId: this.userId,
      conversationId,
      deviceName: this.host.name,
      windowName: this.name,
      text,
    });
    this.open(conversationId).post({ text, files, ...parts });
  }

  get isSignedOut(): boolean {
    return this.userId === undefined || this.messenger.list.getSnapshot().connection === 'signed-out';
  }

  /** Somebody signs in on the page that says that the session has ended; what was open there is closed. */
  async signIn(userId: UserId): Promise<void> {
    for (const conversationId of [...this.opened.keys()]) this.close(conversationId);
    this.userId = undefined;
    this.observer.forget(this);
    // Whoever signs in is told by the login, which here is the id.
    await this.messenger.call(identity.signIn, { body: { login: userId, password: 'password', carrier: 'cookie' } });
    this.userId = userId;
    this.start();
  }

  /** The page is looked at again, with the session that another window has begun. */
  resume(userId: UserId): void {
    for (const conversationId of [...this.opened.keys()]) this.close(conversationId);
    this.userId = userId;
    this.observer.forget(this);
    this.start();
  }

  /** As the web client does it: the page is left afterwards. */
  async signOut(): Promise<void> {
    await this.messenger.call(identity.signOut);
    this.messenger.stop();
  }

  /** The page is closed or dies: not a single line of it runs any more. */
  kill(): void {
    this.isAlive = false;
    this.host.network.closeLinesOf(this.name);
    this.host.store.closeWindow(this.name);
  }
}
