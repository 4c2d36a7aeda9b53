import { enterRoom, type XmppClient } from '../ejabberd/xmpp-client.ts';
import type { Job } from './jobs.ts';
import { forEachAtOnce } from './light-http.ts';
import type { Load, Tally } from './load.ts';
import { SdkMember } from './sdk-member.ts';
import { nowUs, type OnStamp, stampedText } from './stamp.ts';

const connectsAtOnce = 20;

/** Sends the next message of a sender. */
type Post = (sender: number, number: number) => void;

/** One sender of a room, who keeps so many messages under way. */
class Sender {
  private readonly sender: number;
  private readonly inFlight: number;
  private readonly post: Post;
  private next = 0;
  private isSending = false;

  constructor(sender: number, inFlight: number, post: Post) {
    this.sender = sender;
    this.inFlight = inFlight;
    this.post = post;
  }

  begin(): void {
    this.isSending = true;
    for (let count = 0; count < this.inFlight; count++) this.send();
  }

  pause(): void {
    this.isSending = false;
  }

  send(): void {
    if (this.isSending) this.post(this.sender, this.next++);
  }
}

/** Small rooms with one sender each. A message leaves the window when its sender knows that it is on disk. */
class RoomsLoad implements Load {
  readonly senders: Sender[] = [];
  private readonly join: () => Promise<void>;
  private readonly leave: () => void;

  constructor(join: (senders: Sender[]) => Promise<void>, leave: () => void) {
    this.join = () => join(this.senders);
    this.leave = leave;
  }

  connect(): Promise<void> {
    return this.join();
  }

  begin(): void {
    for (const sender of this.senders) sender.begin();
  }

  pause(): void {
    for (const sender of this.senders) sender.pause();
  }

  close(): void {
    this.leave();
  }
}

/** What a member does with a message: the sender's own is its acknowledgement. */
const onMessageOf =
  (own: number | undefined, tally: Tally, senders: readonly Sender[], firstSender: number): OnStamp =>
  (sender, _number, atUs) => {
    if (sender !== own) return tally.countReceived(atUs);
    tally.countAck(atUs);
    senders[sender - firstSender]?.send();
  };

export function sdkRooms(job: Extract<Job, { kind: 'sdk-rooms' }>, tally: Tally): Load {
  const members: SdkMember[] = [];
  const join = async (senders: Sender[]) => {
    for (const [room, { id, tokens }] of job.rooms.entries()) {
      for (const [at, token] of tokens.entries()) {
        const own = at === 0 ? job.firstSender + room : undefined;
        const member = new SdkMember({
          baseUrl: job.baseUrl,
          token,
          conversationId: id,
          onMessage: onMessageOf(own, tally, senders, job.firstSender),
          onFailure: (why) => tally.countFailure(why),
        });
        members.push(member);
        if (own !== undefined) senders.push(new Sender(own, job.inFlight, (...stamp) => member.post(...stamp)));
      }
    }
    await forEachAtOnce(members, connectsAtOnce, (member) => member.connect());
    tally.connected = members.length;
  };
  return new RoomsLoad(join, () => {
    for (const member of members) member.close();
  });
}

export function xmppRooms(job: Extract<Job, { kind: 'xmpp-rooms' }>, tally: Tally): Load {
  const clients: XmppClient[] = [];
  const join = async (senders: Sender[]) => {
    const seats = Array.from({ length: job.roomCount }, (_, room) => ({ room, seat: 0 }));
    // Each room has one occupant, who makes it, before the others enter.
    await forEachAtOnce(seats, connectsAtOnce, async ({ room }) => {
      const own = job.firstSender + room;
      const onStamp = onMessageOf(own, tally, senders, job.firstSender);
      const client = await enterRoom({ port: job.port, room: `${job.prefix}${own}`, nick: 'n0', onStamp });
      clients.push(client);
      senders[room] = new Sender(own, job.inFlight, (sender, number) =>
        client.post(`${number}`, stampedText({ sender, number, atUs: nowUs() })),
      );
    });
    const others = seats.flatMap(({ room }) =>
      Array.from({ length: job.roomSize - 1 }, (_, seat) => ({ room, seat: seat + 1 })),
    );
    await forEachAtOnce(others, connectsAtOnce, async ({ room, seat }) => {
      const onStamp = onMessageOf(undefined, tally, senders, job.firstSender);
      const name = `${job.prefix}${job.firstSender + room}`;
      clients.push(await enterRoom({ port: job.port, room: name, nick: `n${seat}`, onStamp }));
    });
    tally.connected = clients.length;
  };
  return new RoomsLoad(join, () => {
    for (const client of clients) client.close();
  });
}
