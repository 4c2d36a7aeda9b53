import { enterRoom, type XmppClient } from '../ejabberd/xmpp-client.ts';
import type { Job } from './jobs.ts';
import { forEachAtOnce } from './light-http.ts';
import type { LightSocket } from './light-socket.ts';
import { openLiveLine } from './live-line.ts';
import type { Load, Tally } from './load.ts';
import { SdkMember } from './sdk-member.ts';
import { nowUs, type OnStamp, readStamps, stampedText } from './stamp.ts';

const connectsAtOnce = 20;
const overdueAfterUs = 10_000_000;
const lookAfterOverdueMs = 1000;

/**
 * One large room with a few senders. A message leaves the window when every member has it, so that no server is rewarded
 * for taking messages that it does not deliver; one that some member never gets is counted as a failure.
 */
class CrowdLoad implements Load {
  private readonly tally: Tally;
  private readonly size: number;
  private readonly inFlight: number;
  private readonly join: (onStamp: OnStamp) => Promise<Post[]>;
  private readonly leave: () => void;
  private readonly missing = new Map<number, { members: number; atUs: number }>();
  private posts: Post[] = [];
  private next = 0;
  private isSending = false;
  private overdueTimer: NodeJS.Timeout | undefined;

  constructor(options: {
    tally: Tally;
    size: number;
    inFlight: number;
    join: (onStamp: OnStamp) => Promise<Post[]>;
    leave: () => void;
  }) {
    this.tally = options.tally;
    this.size = options.size;
    this.inFlight = options.inFlight;
    this.join = options.join;
    this.leave = options.leave;
  }

  async connect(): Promise<void> {
    this.posts = await this.join((_sender, number, atUs) => this.handle(number, atUs));
    this.tally.connected = this.size;
  }

  begin(): void {
    this.isSending = true;
    for (let count = 0; count < this.inFlight; count++) this.send();
    this.overdueTimer = setInterval(() => this.giveUpOverdue(), lookAfterOverdueMs);
  }

  pause(): void {
    this.isSending = false;
    clearInterval(this.overdueTimer);
  }

  private send(): void {
    if (!this.isSending) return;
    const number = this.next++;
    this.missing.set(number, { members: this.size, atUs: nowUs() });
    this.posts[number % this.posts.length]?.(number);
  }

  private handle(number: number, atUs: number): void {
    this.tally.countReceived(atUs);
    const entry = this.missing.get(number);
    if (!entry) return;
    entry.members -= 1;
    if (entry.members > 0) return;
    this.missing.delete(number);
    this.tally.countAck(atUs);
    this.send();
  }

  private giveUpOverdue(): void {
    const limitUs = nowUs() - overdueAfterUs;
    for (const [number, { members, atUs }] of this.missing) {
      if (atUs > limitUs) return;
      this.missing.delete(number);
      this.tally.countFailure(`message ${number} did not reach ${members} members in 10 s`);
      this.send();
    }
  }

  close(): void {
    this.pause();
    this.leave();
  }
}

type Post = (number: number) => void;

export function sdkCrowd(job: Extract<Job, { kind: 'sdk-crowd' }>, tally: Tally): Load {
  const members: SdkMember[] = [];
  const lines: LightSocket[] = [];
  const join = async (onStamp: OnStamp): Promise<Post[]> => {
    const { id, tokens } = job.room;
    await forEachAtOnce(tokens.slice(job.senders), connectsAtOnce, async (token) => {
      lines.push(
        await openLiveLine({
          baseUrl: job.baseUrl,
          token,
          onMessages: (payload) => readStamps(payload, onStamp),
          onPull: () => {
            tally.pullsTold += 1;
          },
          onClose: () => tally.countFailure('a line was closed'),
        }),
      );
    });
    for (const token of tokens.slice(0, job.senders)) {
      const onFailure = (why: string) => tally.countFailure(why);
      members.push(new SdkMember({ baseUrl: job.baseUrl, token, conversationId: id, onMessage: onStamp, onFailure }));
    }
    await forEachAtOnce(members, connectsAtOnce, (member) => member.connect());
    return members.map((member) => (number) => member.post(job.firstSender, number));
  };
  const leave = () => {
    for (const line of [...members, ...lines]) line.close();
  };
  return new CrowdLoad({ tally, size: job.room.tokens.length, inFlight: job.inFlight, join, leave });
}

export function xmppCrowd(job: Extract<Job, { kind: 'xmpp-crowd' }>, tally: Tally): Load {
  const clients: XmppClient[] = [];
  const { port, room } = job;
  const join = async (onStamp: OnStamp): Promise<Post[]> => {
    clients.push(await enterRoom({ port, room, nick: 'n0', onStamp }));
    const nicks = Array.from({ length: job.roomSize - 1 }, (_, at) => `n${at + 1}`);
    await forEachAtOnce(nicks, connectsAtOnce, async (nick) => {
      clients.push(await enterRoom({ port, room, nick, onStamp }));
    });
    return clients.slice(0, job.senders).map((client) => (number) => {
      client.post(`${number}`, stampedText({ sender: job.firstSender, number, atUs: nowUs() }));
    });
  };
  const leave = () => {
    for (const client of clients) client.close();
  };
  return new CrowdLoad({ tally, size: job.roomSize, inFlight: job.inFlight, join, leave });
}
