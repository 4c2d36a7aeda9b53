import type { ConversationId } from '@countinghouse/protocol';
import { createMessenger, type Messenger, type OpenConversation, type Watched } from '@countinghouse/sdk';
import { nowUs, type OnStamp, stampedText, stampOf } from './stamp.ts';

const connectWithinMs = 60_000;
/** More than all senders of a room have under way. */
const lookBack = 50;

export interface SdkMemberOptions {
  baseUrl: string;
  token: string;
  conversationId: ConversationId;
  /** Each message that this member's view shows, once. */
  onMessage: OnStamp;
  onFailure(why: string): void;
}

/** One person's client, with the conversation in view. */
export class SdkMember {
  private readonly options: SdkMemberOptions;
  private readonly messenger: Messenger;
  private conversation: OpenConversation | undefined;
  private startSeq = 0;
  private readonly seen = new Set<number>();

  constructor(options: SdkMemberOptions) {
    this.options = options;
    this.messenger = createMessenger({ baseUrl: options.baseUrl, token: options.token });
  }

  /** Resolves once the line is up and the conversation is in view. */
  async connect(): Promise<void> {
    await this.messenger.start();
    const conversation = this.messenger.open(this.options.conversationId);
    this.conversation = conversation;
    await until(this.messenger.list, (list) => list.connection === 'live');
    await until(conversation, (state) => state.isLoaded);
    this.startSeq = newestSeq(conversation);
    conversation.subscribe(() => this.look(conversation));
  }

  post(sender: number, number: number): void {
    this.conversation?.post({ text: stampedText({ sender, number, atUs: nowUs() }) });
  }

  /** An own message may stand in the view before what precedes it is known, so the newest ones are looked at again. */
  private look(conversation: OpenConversation): void {
    const { entries } = conversation.getSnapshot();
    let seenInARow = 0;
    for (let at = entries.length - 1; at >= 0 && seenInARow < lookBack; at--) {
      const entry = entries[at];
      if (entry?.kind !== 'message') continue;
      const { message } = entry;
      if (message.state === 'failed') {
        this.options.onFailure(`refused: ${message.refusal}`);
        conversation.discard(message.clientId);
      }
      if (message.seq === 0) continue;
      if (message.seq <= this.startSeq) return;
      seenInARow = this.seen.has(message.seq) ? seenInARow + 1 : 0;
      if (seenInARow > 0) continue;
      this.seen.add(message.seq);
      const stamp = stampOf(message.text);
      if (stamp) this.options.onMessage(stamp.sender, stamp.number, stamp.atUs);
    }
  }

  close(): void {
    this.conversation?.close();
    this.messenger.stop();
  }
}

function until<State>(watched: Watched<State>, isTrue: (state: State) => boolean): Promise<void> {
  return new Promise((resolve, reject) => {
    const settle = (action: () => void) => {
      clearTimeout(timer);
      unsubscribe();
      action();
    };
    const check = () => {
      if (isTrue(watched.getSnapshot())) settle(resolve);
    };
    const giveUp = () => settle(() => reject(new Error('a client of the SDK did not come up')));
    const timer = setTimeout(giveUp, connectWithinMs);
    const unsubscribe = watched.subscribe(check);
    check();
  });
}

function newestSeq(conversation: OpenConversation): number {
  const { entries } = conversation.getSnapshot();
  return Math.max(0, ...entries.map((entry) => (entry.kind === 'message' ? entry.message.seq : entry.event.seq)));
}
