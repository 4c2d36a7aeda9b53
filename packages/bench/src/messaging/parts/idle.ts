import { setTimeout as sleep } from 'node:timers/promises';
import { Crew } from '../load/crew.ts';
import type { Job } from '../load/jobs.ts';
import { openFilesMax } from '../system/conditions.ts';
import { listenersJobs, makeRooms, openOurWorld } from './our-world.ts';
import { cleaningUp, type PartContext, type PartResult } from './part.ts';

const connectionsDefault = 20_000;
/** Files that a server process needs beside the lines: database, log, listening sockets, requests under way. */
const otherFiles = 300;
const roomSize = 50;
const talkers = 20;
const messagesPerSecond = 50;
const settleMs = 5000;

/** Many people on the line, few of whom write: memory of the server for each line, and how long their messages take. */
export const idle = (context: PartContext): Promise<PartResult> =>
  cleaningUp(async (undo) => {
    const wanted = context.size ?? connectionsDefault;
    const connections = Math.min(wanted, openFilesMax() - otherFiles);
    if (connections < wanted)
      context.say(`this machine lets a process open ${openFilesMax()} files: ${connections} lines`);
    const { server, firm, stop } = await openOurWorld(context, 'idle');
    undo(stop);
    const rooms = await makeRooms(firm, Math.ceil(connections / roomSize), roomSize);
    // A process that has not yet done anything, so that the memory is that of the lines.
    await server.kill();
    await server.start();
    const everybody = rooms.flatMap((room) => room.people).slice(0, connections);
    const writers = rooms.slice(0, talkers).flatMap(({ id, people }) => {
      const [first] = people;
      return first ? [{ conversationId: id, account: first }] : [];
    });
    const writing = new Set(writers.map(({ account }) => account));
    await sleep(settleMs);
    const rssBefore = await server.rssBytes();
    const silent = everybody.filter((account) => !writing.has(account));
    const listeners = new Crew(listenersJobs({ server, people: silent, processes: 2 }));
    undo(() => listeners.close());
    const startedAt = performance.now();
    await listeners.connect();
    const connectSeconds = (performance.now() - startedAt) / 1000;
    await sleep(settleMs);
    const rssAfter = await server.rssBytes();
    const job: Job = {
      kind: 'sdk-paced',
      baseUrl: server.baseUrl,
      members: writers.map(({ conversationId, account }) => ({ conversationId, token: account.token })),
      perSecond: messagesPerSecond,
      firstSender: 0,
    };
    const pacers = new Crew([job]);
    undo(() => pacers.close());
    await pacers.connect();
    await pacers.tell('begin');
    await sleep(context.warmUpSeconds * 1000);
    await Promise.all([listeners.tell('measure'), pacers.tell('measure')]);
    const cpuBefore = await server.cpuSeconds();
    await sleep(context.seconds * 1000);
    const cpuShare = ((await server.cpuSeconds()) - cpuBefore) / context.seconds;
    const [heard, sent] = [await listeners.report(), await pacers.report()];
    const rssPerConnection = Math.round((rssAfter - rssBefore) / silent.length);
    context.say(
      `${heard.connected + sent.connected} connected in ${connectSeconds.toFixed(1)} s: ${rssPerConnection} bytes each, ${messagesPerSecond} messages/s among them: send to receive p99 ${heard.receive.p99Ms} ms, ${heard.failureCount} failures`,
    );
    return {
      connections: heard.connected + sent.connected,
      rss_per_connection: rssPerConnection,
      idle: {
        wanted,
        connectSeconds: Math.round(connectSeconds * 10) / 10,
        rssBefore,
        rssAfter,
        rssUnderLoad: await server.rssBytes(),
        messagesPerSecond,
        sendToReceive: heard.receive,
        sendToAck: sent.ack,
        serverCores: Math.round(cpuShare * 100) / 100,
        pullsTold: heard.pullsTold,
        failureCount: heard.failureCount + sent.failureCount,
        failures: [...heard.failures, ...sent.failures],
      },
    };
  });
