// A process of the load: does what the run says over the channel that it was started with.
import { sdkCrowd, xmppCrowd } from './crowd-load.ts';
import type { Command, Job } from './jobs.ts';
import { listeners } from './listeners-load.ts';
import { type Load, Tally } from './load.ts';
import { sdkPaced } from './paced-load.ts';
import { sdkRooms, xmppRooms } from './rooms-load.ts';

const tally = new Tally();
let load: Load | undefined;

function makeLoad(job: Job): Load {
  switch (job.kind) {
    case 'sdk-rooms':
      return sdkRooms(job, tally);
    case 'xmpp-rooms':
      return xmppRooms(job, tally);
    case 'sdk-crowd':
      return sdkCrowd(job, tally);
    case 'xmpp-crowd':
      return xmppCrowd(job, tally);
    case 'listeners':
      return listeners(job, tally);
    case 'sdk-paced':
      return sdkPaced(job, tally);
  }
}

async function obey(command: Command): Promise<unknown> {
  switch (command.do) {
    case 'connect':
      load = makeLoad(command.job);
      await load.connect();
      return undefined;
    case 'begin':
      return load?.begin?.();
    case 'pause':
      return load?.pause?.();
    case 'measure':
      return tally.restart();
    case 'report':
      return tally.report();
    case 'close':
      load?.close();
      return undefined;
  }
}

process.on('message', (command: Command) => {
  obey(command).then(
    (answer) => process.send?.({ answer }),
    (error: unknown) =>
      process.send?.({ error: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
  );
});
process.on('disconnect', () => process.exit(0));
