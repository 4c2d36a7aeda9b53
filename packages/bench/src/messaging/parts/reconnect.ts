import { setTimeout as sleep } from 'node:timers/promises';
import { Crew } from '../load/crew.ts';
import { openFilesMax } from '../system/conditions.ts';
import { round } from './measure.ts';
import { listenersJobs, makeRooms, openOurWorld } from './our-world.ts';
import { cleaningUp, type PartContext, type PartResult } from './part.ts';

const clientsDefault = 5_000;
const otherFiles = 300;
const roomSize = 50;
const withinSeconds = 60;
const pollMs = 50;

/** The server is killed and started while thousands are on the line: when all are current again. */
export const reconnect = (context: PartContext): Promise<PartResult> =>
  cleaningUp(async (undo) => {
    const clients = Math.min(context.size ?? clientsDefault, openFilesMax() - otherFiles);
    const { server, firm, stop } = await openOurWorld(context, 'reconnect');
    undo(stop);
    const rooms = await makeRooms(firm, Math.ceil(clients / roomSize), roomSize);
    const people = rooms.flatMap((room) => room.people).slice(0, clients);
    const crew = new Crew(listenersJobs({ server, people, processes: 2, doComeBack: true }));
    undo(() => crew.close());
    await crew.connect();
    await crew.tell('measure');
    const killedAt = performance.now();
    await server.kill();
    await server.start();
    const upAt = performance.now();
    let report = await crew.report();
    while (report.connected < clients && performance.now() - upAt < withinSeconds * 1000) {
      await sleep(pollMs);
      report = await crew.report();
    }
    const secondsOf = (from: number) => round((performance.now() - from) / 1000, 2);
    const result = {
      clients,
      current: report.connected,
      secondsFromUp: secondsOf(upAt),
      secondsFromKill: secondsOf(killedAt),
      snapshots: report.snapshots,
      failureCount: report.failureCount,
      failures: report.failures,
      serverCpuSeconds: await server.cpuSeconds(),
      generatorCpuSeconds: report.cpuSeconds,
    };
    context.say(`reconnect: ${JSON.stringify(result)}`);
    return { reconnect: result };
  });
