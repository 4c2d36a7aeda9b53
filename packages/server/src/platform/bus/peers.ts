/** What follows from a number that came from another process. */
export type Arrival = 'next' | 'gap' | 'repeated';

interface Peer {
  number: number;
  heardAtMs: number;
  isSilent: boolean;
}

/** Follows the numbers of the other processes, so that what is lost on the way, or with a process that died, is noticed. */
export class Peers {
  private readonly silentAfterMs: number;
  private readonly forgottenAfterMs: number;
  private readonly bySender = new Map<string, Peer>();

  constructor(limits: { silentAfterMs: number; forgottenAfterMs: number }) {
    this.silentAfterMs = limits.silentAfterMs;
    this.forgottenAfterMs = limits.forgottenAfterMs;
  }

  /** The first number of an unknown sender starts its count: whatever came before, nobody here waited for. */
  record(sender: string, number: number, nowMs: number): Arrival {
    const peer = this.bySender.get(sender);
    if (peer && number <= peer.number) return 'repeated';
    const isNext = peer === undefined || number === peer.number + 1;
    this.bySender.set(sender, { number, heardAtMs: nowMs, isSilent: false });
    return isNext ? 'next' : 'gap';
  }

  /** A process that ends in order says so; its silence then means nothing. */
  forget(sender: string): void {
    this.bySender.delete(sender);
  }

  /** How many fell silent since the last call: what they wrote last may never have been told. */
  countNewlySilent(nowMs: number): number {
    let count = 0;
    for (const [sender, peer] of this.bySender) {
      const silentMs = nowMs - peer.heardAtMs;
      if (silentMs > this.forgottenAfterMs) this.bySender.delete(sender);
      if (peer.isSilent || silentMs <= this.silentAfterMs) continue;
      peer.isSilent = true;
      count += 1;
    }
    return count;
  }

  /** After an own interruption nobody was silent, we were deaf. */
  hearAll(nowMs: number): void {
    for (const peer of this.bySender.values()) peer.heardAtMs = nowMs;
  }
}
