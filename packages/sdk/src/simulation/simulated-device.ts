import type { SessionId, UserId } from '@countinghouse/protocol';
import { DeviceStore } from './device-store.ts';
import { DeviceNetwork } from './network.ts';
import type { Setting } from './setting.ts';
import { SimulatedWindow, type WindowHost, type WindowObserver } from './simulated-window.ts';

/** A browser on one device: its windows share the store, the cookie and the network. */
export class SimulatedDevice implements WindowHost {
  readonly name: string;
  readonly store = new DeviceStore();
  readonly network: DeviceNetwork;
  windows: SimulatedWindow[] = [];
  /** Closed ones too. */
  readonly allWindows: SimulatedWindow[] = [];
  /** To whom it belongs; others may sign in on it. */
  readonly ownerId: UserId;
  /** Who is signed in. */
  userId: UserId | undefined;
  sessionId: SessionId | undefined;
  clockOffsetMs = 0;
  /** The lid is closed: nothing runs, and everything comes at once when it opens. */
  isAsleep = false;
  private readonly setting: Setting;
  private readonly observer: WindowObserver;
  private backlog: (() => void)[] = [];
  private windowCount = 0;

  constructor(
    setting: Setting,
    { name, ownerId, observer }: { name: string; ownerId: UserId; observer: WindowObserver },
  ) {
    this.setting = setting;
    this.observer = observer;
    this.name = name;
    this.ownerId = ownerId;
    this.network = new DeviceNetwork({
      schedule: setting.schedule,
      random: setting.random.fork(`network ${name}`),
      trace: setting.trace,
      cluster: setting.cluster,
      weather: setting.weather,
      inspect: (sessionId, frame) => observer.handleFrame(setting.cluster.userOf(sessionId), frame),
    });
  }

  signIn(userId: UserId): void {
    this.signOut();
    this.userId = userId;
    this.sessionId = this.setting.cluster.signIn(userId);
  }

  signOut(): void {
    if (this.sessionId !== undefined) this.setting.cluster.endSession(this.sessionId);
    this.userId = undefined;
    this.sessionId = undefined;
  }

  openWindow(): SimulatedWindow {
    this.windowCount += 1;
    const name = `${this.name}-w${this.windowCount}`;
    const window = new SimulatedWindow(this.setting, {
      host: this,
      observer: this.observer,
      name,
      userId: this.userId,
    });
    this.allWindows.push(window);
    this.windows.push(window);
    return window;
  }

  closeWindow(window: SimulatedWindow): void {
    window.kill();
    this.windows = this.windows.filter((each) => each !== window);
  }

  /** Closes it and loads the page again, with the same conversations open. */
  reload(window: SimulatedWindow): void {
    const opened = [...window.opened.keys()];
    this.closeWindow(window);
    const next = this.openWindow();
    for (const conversationId of opened) next.open(conversationId);
  }

  losePower(keepShare: number): void {
    for (const window of [...this.windows]) this.closeWindow(window);
    this.store.losePower(this.setting.schedule.nowMs, keepShare);
    this.backlog = [];
    this.isAsleep = false;
  }

  whenAwake(action: () => void): void {
    if (this.isAsleep) this.backlog.push(action);
    else action();
  }

  wake(): void {
    this.isAsleep = false;
    const { backlog } = this;
    this.backlog = [];
    for (const action of backlog) this.setting.schedule.after(0, () => this.whenAwake(action));
  }
}
