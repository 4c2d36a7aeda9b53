import type { Job } from './jobs.ts';
import { forEachAtOnce } from './light-http.ts';
import type { Load, Tally } from './load.ts';
import { SdkMember } from './sdk-member.ts';

const connectsAtOnce = 20;

/** People who write at a given pace, whatever the server does: times include what a slow server makes others wait. */
export function sdkPaced(job: Extract<Job, { kind: 'sdk-paced' }>, tally: Tally): Load {
  const members = job.members.map(
    ({ token, conversationId }, at) =>
      new SdkMember({
        baseUrl: job.baseUrl,
        token,
        conversationId,
        onMessage: (sender, _number, atUs) => {
          if (sender === job.firstSender + at) tally.countAck(atUs);
          else tally.countReceived(atUs);
        },
        onFailure: (why) => tally.countFailure(why),
      }),
  );
  let timer: NodeJS.Timeout | undefined;
  let next = 0;
  const pause = () => clearInterval(timer);
  return {
    connect: async () => {
      await forEachAtOnce(members, connectsAtOnce, (member) => member.connect());
      tally.connected = members.length;
    },
    begin: () => {
      timer = setInterval(() => {
        const at = next++ % members.length;
        members[at]?.post(job.firstSender + at, next);
      }, 1000 / job.perSecond);
    },
    pause,
    close: () => {
      pause();
      for (const member of members) member.close();
    },
  };
}
