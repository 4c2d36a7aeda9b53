import type { Viewer } from './fold-message.ts';

interface UnderWay {
  /** As it was set last; what is sent follows it. */
  wanted: boolean;
  done: Promise<void>;
}

export interface OwnReactionsOptions {
  /** Sends it, and applies the answer. */
  send(reaction: { seq: number; emoji: string; isOn: boolean }): Promise<void>;
  onChanged(seq: number): void;
}

/** Own reactions that the server does not know yet. They show at once, and go where it says no. */
export class OwnReactions {
  private readonly options: OwnReactionsOptions;
  private readonly bySeq = new Map<number, Map<string, boolean>>();
  private readonly underWay = new Map<string, UnderWay>();

  constructor(options: OwnReactionsOptions) {
    this.options = options;
  }

  readonly of: Viewer['pendingReactions'] = (seq) => this.bySeq.get(seq);

  /** One request at a time for each emoji on a message, so that the last word counts. */
  async set(seq: number, emoji: string, isOn: boolean): Promise<void> {
    const key = `${seq} ${emoji}`;
    this.show(seq, emoji, isOn);
    const before = this.underWay.get(key);
    if (before) {
      before.wanted = isOn;
      return before.done;
    }
    const own: UnderWay = { wanted: isOn, done: Promise.resolve() };
    this.underWay.set(key, own);
    own.done = this.run(own, seq, emoji).finally(() => {
      this.underWay.delete(key);
      this.show(seq, emoji, undefined);
    });
    return own.done;
  }

  private async run(own: UnderWay, seq: number, emoji: string): Promise<void> {
    for (let sent: boolean | undefined; sent !== own.wanted; ) {
      sent = own.wanted;
      await this.options.send({ seq, emoji, isOn: sent });
    }
  }

  private show(seq: number, emoji: string, isOn: boolean | undefined): void {
    const pending = this.bySeq.get(seq) ?? new Map<string, boolean>();
    if (isOn === undefined) pending.delete(emoji);
    else pending.set(emoji, isOn);
    if (pending.size > 0) this.bySeq.set(seq, pending);
    else this.bySeq.delete(seq);
    this.options.onChanged(seq);
  }
}
