import { setTimeout as sleep } from 'node:timers/promises';
import { conversations, type ResponseOf, type UserId } from '@countinghouse/protocol';
import { Crew, type CrewReport } from '../load/crew.ts';
import type { Job } from '../load/jobs.ts';
import { forEachAtOnce, LightHttp } from '../load/light-http.ts';
import { watchedSender } from '../load/listeners-load.ts';
import { type Account, askAs } from '../ours/people.ts';
import { openFilesMax } from '../system/conditions.ts';
import { listenersJobs, makeRooms, openOurWorld, type RoomOfPeople } from './our-world.ts';
import { cleaningUp, type PartContext, type PartResult } from './part.ts';

const membersDefault = 10_000;
const otherFiles = 300;
const messagesPerSecond = 1;
const requestsAtOnce = 32;
const lateMs = 2000;

/** One group with thousands on the line: when the last one has a message, and whether the lists of readers are exact. */
export const group = (context: PartContext): Promise<PartResult> =>
  cleaningUp(async (undo) => {
    const size = Math.min(context.size ?? membersDefault, openFilesMax() - otherFiles);
    const { server, firm, stop } = await openOurWorld(context, 'large_group');
    undo(stop);
    const [room] = await makeRooms(firm, 1, size);
    const [writer, ...others] = room?.people ?? [];
    if (!room || !writer) throw new Error('the group is missing');
    const listeners = new Crew(listenersJobs({ server, people: others, processes: 2 }));
    undo(() => listeners.close());
    await listeners.connect();
    const job: Job = {
      kind: 'sdk-paced',
      baseUrl: server.baseUrl,
      members: [{ conversationId: room.id, token: writer.token }],
      perSecond: messagesPerSecond,
      firstSender: watchedSender,
    };
    const pacer = new Crew([job]);
    undo(() => pacer.close());
    await pacer.connect();
    await listeners.tell('measure');
    await pacer.tell('begin');
    await sleep(Math.max(context.seconds, 5) * 1000);
    await pacer.tell('pause');
    await sleep(lateMs);
    const heard = await listeners.report();
    const lastMs = heard.spread.map(([, , lastUs]) => lastUs / 1000).sort((left, right) => left - right);
    const incomplete = heard.spread.filter(([, receivers]) => receivers !== others.length).length;
    const http = new LightHttp(server.baseUrl, requestsAtOnce);
    undo(async () => http.close());
    const readers = await checkReaders(http, room, others);
    const result = {
      members: size,
      messages: heard.spread.length,
      messagesThatSomebodyLacks: incomplete,
      lastMemberMs: { median: rounded(lastMs[Math.floor(lastMs.length / 2)]), worst: rounded(lastMs.at(-1)) },
      sendToReceive: heard.receive,
      readers,
      ...faultsOf(heard),
    };
    context.say(
      `group of ${size}: last member after ${JSON.stringify(result.lastMemberMs)} ms, readers ${JSON.stringify(readers)}`,
    );
    return { group: result };
  });

const rounded = (value: number | undefined): number | null => (value === undefined ? null : Math.round(value));
const faultsOf = ({ pullsTold, failureCount, failures }: CrewReport) => ({ pullsTold, failureCount, failures });

/** A third reads up to some message; then the lists of three messages are compared with what was read. */
async function checkReaders(http: LightHttp, room: RoomOfPeople, others: readonly Account[]) {
  const { events } = await askAs<ResponseOf<typeof conversations.history>>(http, room.people[0] ?? { token: '' }, {
    method: 'GET',
    path: `${pathOf(conversations.history.path, room)}?limit=100`,
  });
  const seqs = events.flatMap((event) => (event.kind === 'message.posted' ? [event.seq] : []));
  const readTo = new Map<UserId, number>();
  const reading = others.filter((_, at) => at % 3 === 0);
  const startedAt = performance.now();
  await forEachAtOnce(reading, requestsAtOnce, async (account) => {
    const seq = seqs[Math.floor(Math.random() * seqs.length)] ?? 0;
    readTo.set(account.userId, seq);
    await askAs(http, account, { method: 'PUT', path: pathOf(conversations.moveCursor.path, room), body: { seq } });
  });
  const readsPerSecond = Math.round(reading.length / ((performance.now() - startedAt) / 1000));
  const asked = [seqs[0], seqs[Math.floor(seqs.length / 2)], seqs.at(-1)].flatMap((seq) => seq ?? []);
  let wrong = 0;
  const times: number[] = [];
  for (const seq of asked) {
    for (const state of ['read', 'unread'] as const) {
      const expected = others.filter(({ userId }) => (readTo.get(userId) ?? 0) >= seq === (state === 'read'));
      const askedAt = performance.now();
      const answer = await listReaders(http, room, { seq, state });
      times.push(performance.now() - askedAt);
      const isCounted = (state === 'read' ? answer.readCount : answer.unreadCount) === expected.length;
      const listed = new Set(answer.userIds);
      const isListed = listed.size === expected.length && expected.every(({ userId }) => listed.has(userId));
      if (!isCounted || !isListed || answer.userIds.length !== listed.size) wrong += 1;
    }
  }
  return {
    reads: reading.length,
    readsPerSecond,
    listsCompared: asked.length * 2,
    listsWrong: wrong,
    slowestWholeListMs: Math.round(Math.max(...times)),
  };
}

async function listReaders(http: LightHttp, room: RoomOfPeople, { seq, state }: { seq: number; state: string }) {
  const userIds: UserId[] = [];
  const path = pathOf(conversations.readers.path, room).replace(':seq', String(seq));
  for (;;) {
    const after = userIds.at(-1);
    const page = await askAs<ResponseOf<typeof conversations.readers>>(http, room.people[0] ?? { token: '' }, {
      method: 'GET',
      path: `${path}?state=${state}&limit=500${after === undefined ? '' : `&afterUserId=${after}`}`,
    });
    userIds.push(...page.userIds);
    if (page.userIds.length < 500) return { ...page, userIds };
  }
}

const pathOf = (path: string, room: RoomOfPeople): string => path.replace(':conversationId', room.id);
