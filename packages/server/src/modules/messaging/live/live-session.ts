import type { ConversationId, UserId } from '@countinghouse/protocol';
import type { Subject } from '../../../platform/rights/index.ts';
import { BoundedSender, type SenderLimits } from '../../../platform/sockets/bounded-sender.ts';
import type { LiveChannel } from '../../../platform/sockets/live-channel.ts';
import { byeFrame, helloFrame, pullFrame } from './frames.ts';

// Application codes of RFC 6455, section 7.4.2.
const closeCodes = { session_ended: 4001, server_stopping: 1001 } as const;

/** One client on the line. Until `open`, frames wait, because the first one must be `hello`. */
export class LiveSession {
  subject: Subject;
  readonly channel: LiveChannel;
  /** Conversations whose events it gets. */
  readonly rooms = new Set<ConversationId>();
  /** Conversations left while its list is being read. */
  leftMeanwhile: Set<ConversationId> | undefined;
  private readonly sender: BoundedSender;
  private readonly onFrame: () => void;
  private early: Buffer[] | undefined = [];

  constructor(input: {
    subject: Subject;
    channel: LiveChannel;
    limits: SenderLimits;
    onFrame: () => void;
    onLoss: () => void;
  }) {
    this.subject = input.subject;
    this.channel = input.channel;
    this.onFrame = input.onFrame;
    this.sender = new BoundedSender({ ...input, lossNotice: pullFrame });
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

  send(frame: Buffer): void {
    this.onFrame();
    if (this.early) this.early.push(frame);
    else this.sender.send(frame);
  }

  bye(reason: keyof typeof closeCodes): void {
    this.channel.write(byeFrame(reason));
    this.channel.end(closeCodes[reason], reason);
  }
}
