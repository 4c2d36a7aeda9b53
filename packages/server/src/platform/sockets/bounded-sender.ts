import type { LiveChannel } from './live-channel.ts';

export interface SenderLimits {
  /** A client that has more than this outstanding loses frames. */
  bufferedBytesMax: number;
  /** How often a slow client is looked at again. */
  retryMs: number;
  /** A client that stays slow for longer is cut off; it comes back when it can. */
  slowMsMax: number;
}

export const senderLimits: SenderLimits = { bufferedBytesMax: 1024 * 1024, retryMs: 250, slowMsMax: 60_000 };

/** Writes to one channel without ever queueing more than the limit: a slow client loses frames and is told so once it takes bytes again. */
export class BoundedSender {
  private readonly channel: LiveChannel;
  private readonly limits: SenderLimits;
  private readonly lossNotice: Buffer;
  private readonly onLoss: () => void;
  private timer: NodeJS.Timeout | undefined;
  private slowMs = 0;

  constructor(input: { channel: LiveChannel; limits: SenderLimits; lossNotice: Buffer; onLoss: () => void }) {
    this.channel = input.channel;
    this.limits = input.limits;
    this.lossNotice = input.lossNotice;
    this.onLoss = input.onLoss;
    this.channel.onClose(() => clearTimeout(this.timer));
  }

  send(frame: Buffer): void {
    if (this.timer !== undefined) return;
    if (this.channel.bufferedBytes() > this.limits.bufferedBytesMax) {
      this.slowMs = 0;
      this.waitForRoom();
    } else this.channel.write(frame);
  }

  private waitForRoom(): void {
    this.timer = setTimeout(() => this.lookAgain(), this.limits.retryMs).unref();
  }

  private lookAgain(): void {
    this.slowMs += this.limits.retryMs;
    if (this.channel.bufferedBytes() <= this.limits.bufferedBytesMax / 4) {
      this.timer = undefined;
      this.onLoss();
      this.channel.write(this.lossNotice);
    } else if (this.slowMs >= this.limits.slowMsMax) this.channel.terminate();
    else this.waitForRoom();
  }
}
