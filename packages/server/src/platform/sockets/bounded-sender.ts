import type { LiveChannel } from './live-channel.ts';
import type { PreparedFrame } from './prepared-frame.ts';

export interface SenderLimits {
  /** A client that has more than this outstanding loses frames. */
  bufferedBytesMax: number;
  /** How often a slow client is looked at again. */
  retryMs: number;
  /** A client that stays slow for longer is cut off; it comes back when it can. */
  slowMsMax: number;
}

export const senderLimits: SenderLimits = { bufferedBytesMax: 1024 * 1024, retryMs: 250, slowMsMax: 60_000 };

/** What all senders of one kind share. */
export interface SenderPolicy {
  limits: SenderLimits;
  /** Tells a client that it lost frames. */
  lossNotice: PreparedFrame;
  onFrame(): void;
  onLoss(): void;
  /** It stayed slow for too long. */
  onCut(): void;
}

/** Writes to one channel without ever queueing more than the limit: a slow client loses frames and is told so once it takes bytes again. */
export class BoundedSender {
  private readonly channel: LiveChannel;
  private readonly policy: SenderPolicy;
  /** Only while the client is slow. */
  private timer: NodeJS.Timeout | undefined;
  private slowMs = 0;

  constructor(channel: LiveChannel, policy: SenderPolicy) {
    this.channel = channel;
    this.policy = policy;
  }

  get isSlow(): boolean {
    return this.timer !== undefined;
  }

  send(frame: PreparedFrame): void {
    if (this.timer !== undefined) return;
    if (this.channel.bufferedBytes() > this.policy.limits.bufferedBytesMax) {
      this.slowMs = 0;
      this.waitForRoom();
      return;
    }
    this.policy.onFrame();
    this.channel.write(frame);
  }

  /** The channel is gone. */
  stop(): void {
    clearTimeout(this.timer);
  }

  private waitForRoom(): void {
    this.timer = setTimeout(() => this.lookAgain(), this.policy.limits.retryMs).unref();
  }

  private lookAgain(): void {
    const { limits, lossNotice } = this.policy;
    this.slowMs += limits.retryMs;
    if (this.channel.bufferedBytes() <= limits.bufferedBytesMax / 4) {
      this.timer = undefined;
      this.policy.onLoss();
      this.channel.write(lossNotice);
    } else if (this.slowMs >= limits.slowMsMax) {
      this.policy.onCut();
      this.channel.terminate();
    } else this.waitForRoom();
  }
}
