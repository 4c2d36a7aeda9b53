import type { ConversationId, UserId } from '@countinghouse/protocol';
import type { TokenBucket } from '../../../platform/rates/token-bucket.ts';
import type { Subject } from '../../../platform/rights/index.ts';
import { BoundedSender, type SenderPolicy } from '../../../platform/sockets/bounded-sender.ts';
import type { LiveChannel } from '../../../platform/sockets/live-channel.ts';
import type { PreparedFrame } from '../../../platform/sockets/prepared-frame.ts';
import { byeFrame, helloFrame } from './frames.ts';
import type { Watch } from './watch.ts';

// Application codes of RFC 6455, section 7.4.2.
const closeCodes = { session_ended: 4001, server_stopping: 1001 } as const;
const refusalCodes = { request_malformed: 4400, rate_exceeded: 4429 } as const;
export type LineRefusal = keyof typeof refusalCodes;

/** One client on the line. Until `open`, frames wait, because the first one must be `hello`. Twenty thousand of these are kept: what few need is absent until it is needed. */
export class LiveSession {
  subject: Subject;
  readonly channel: LiveChannel;
  /** Rooms of the conversations whose events it gets. */
  readonly rooms = new Set<{ readonly conversationId: ConversationId }>();
  /** Conversations entered or left while its list is being read; for these the list is too old. */
  movesMeanwhile: Set<ConversationId> | undefined;
  /** When it is asked for a sign of life. */
  slot = 0;
  /** What is on its screen, where it said so. */
  watch: Watch | undefined;
  /** Nobody has touched the device for a while; known only while the line is there. */
  isIdle = false;
  turns: TokenBucket | undefined;
  typingTurns: TokenBucket | undefined;
  private readonly sender: BoundedSender;
  private early: PreparedFrame[] | undefined = [];

  constructor(subject: Subject, channel: LiveChannel, policy: SenderPolicy) {
    this.subject = subject;
    this.channel = channel;
    this.sender = new BoundedSender(channel, policy);
  }

  get userId(): UserId {
    return this.subject.userId;
  }

  open(userSeq: number): void {
    this.sender.send(helloFrame(userSeq));
    const early = this.early ?? [];
    this.early = undefined;
    for (const frame of early) this.sender.send(frame);
  }

  send(frame: PreparedFrame): void {
    if (this.early) this.early.push(frame);
    else this.sender.send(frame);
  }

  /** Ends a line that did not answer the last one. One that is slow has its own time limit. */
  keepAlive(frame: PreparedFrame): void {
    if (this.early || this.sender.isSlow) return;
    if (this.channel.hasAnswered()) this.sender.send(frame);
    else this.channel.terminate();
  }

  bye(reason: keyof typeof closeCodes): void {
    this.channel.write(byeFrame(reason));
    this.channel.end(closeCodes[reason], reason);
  }

  refuse(refusal: LineRefusal): void {
    this.channel.end(refusalCodes[refusal], refusal);
  }

  closed(): void {
    this.sender.stop();
  }
}
