import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { DeviceOrder } from '../client/orders.ts';
import type { Dice } from '../dice.ts';
import { isIsolated } from '../isolate.ts';
import { BusServer } from './bus-server.ts';
import { ClientProcess } from './client-process.ts';
import { Database, DatabaseHost } from './database.ts';
import { type Firm, setUpFirm } from './firm.ts';
import { freePort } from './ports.ts';
import { ServerNode } from './server-node.ts';
import { SmallDisk } from './small-disk.ts';
import { TcpProxy } from './tcp-proxy.ts';

const clientProcesses = 3;
const linkWithinMs = 10_000;

/** Everything that a run started, and where its faults strike. */
export interface Stage {
  folder: string;
  nodes: readonly ServerNode[];
  /** Between clients and each server. */
  lines: readonly TcpProxy[];
  database: Database;
  /** Between servers and the database; empty where a server runs its own. */
  databaseLines: readonly TcpProxy[];
  bus: BusServer | undefined;
  disk: SmallDisk | undefined;
  clients: readonly ClientProcess[];
  firm: Firm;
  close(): Promise<void>;
}

export interface StageOptions {
  folder: string;
  processes: 1 | 3;
  seed: number;
  dice: Dice;
}

type Servers = Pick<Stage, 'nodes' | 'database' | 'databaseLines' | 'bus'> & { stop(): Promise<void> };

export async function openStage({ folder, processes, seed, dice }: StageOptions): Promise<Stage> {
  // Only the namespaces of the run make sure that nothing stays mounted.
  const disk = isIsolated() ? new SmallDisk(join(folder, 'disk')) : undefined;
  const dataDir = join(disk?.folder ?? folder, 'data');
  mkdirSync(dataDir, { recursive: true });
  const servers = await (processes === 1 ? startOne(folder, dataDir, dice) : startSeveral(folder, dataDir, dice));
  const [first] = servers.nodes;
  if (!first) throw new Error('there is no server');
  const linkToken = await waitForLink(first);
  const firm = await setUpFirm(first.baseUrl, linkToken);
  const lines = await Promise.all(servers.nodes.map((node) => TcpProxy.open(Number(new URL(node.baseUrl).port))));
  const clients = startClients({ folder, seed, firm, baseUrls: lines.map((line) => `http://127.0.0.1:${line.port}`) });
  await Promise.all(clients.map((client) => client.start()));
  return {
    ...{ folder, lines, disk, clients, firm, ...servers },
    close: async () => {
      await Promise.all(clients.map((client) => client.kill()));
      await servers.stop();
      for (const line of [...lines, ...servers.databaseLines]) line.close();
    },
  };
}

async function startOne(folder: string, dataDir: string, dice: Dice): Promise<Servers> {
  const node = new ServerNode({ name: 'server-0', folder, dataDir, port: await freePort(dice) });
  node.start();
  await mustBeHealthy(node);
  const database = new Database(dataDir);
  return { nodes: [node], database, databaseLines: [], bus: undefined, stop: () => node.stop() };
}

async function startSeveral(folder: string, dataDir: string, dice: Dice): Promise<Servers> {
  const bus = new BusServer({ port: await freePort(dice), logFile: join(folder, 'bus.log') });
  await bus.becomesReady();
  const host = await DatabaseHost.start(dataDir, join(folder, 'database.log'));
  const nodes: ServerNode[] = [];
  const databaseLines: TcpProxy[] = [];
  for (const index of [0, 1, 2]) {
    const line = await TcpProxy.open(host.database.port ?? 0);
    databaseLines.push(line);
    const env = { DATABASE_URL: host.database.url(line.port), NATS_URL: bus.url };
    const node = new ServerNode({ name: `server-${index}`, folder, dataDir, port: await freePort(dice), env });
    nodes.push(node);
    node.start();
    // The first makes tables and keys for all.
    if (index === 0) await mustBeHealthy(node);
  }
  for (const node of nodes) await mustBeHealthy(node);
  const stop = async () => {
    await Promise.all(nodes.map((node) => node.stop()));
    await host.stop();
    await bus.kill();
  };
  return { nodes, database: host.database, databaseLines, bus, stop };
}

/** Printed just after the server takes traffic. */
async function waitForLink(node: ServerNode): Promise<string> {
  for (const until = Date.now() + linkWithinMs; Date.now() < until; await pause(50)) {
    const token = /sign-in\?token=([\w-]+)/.exec(node.output)?.[1];
    if (token !== undefined) return token;
  }
  throw new Error(`the server printed no link; ${node.logFile} shows what it said`);
}

async function mustBeHealthy(node: ServerNode): Promise<void> {
  if (!(await node.becomesHealthy())) throw new Error(`${node.name} did not start:\n${node.output}`);
}

interface ClientPlan {
  folder: string;
  seed: number;
  firm: Firm;
  baseUrls: readonly string[];
}

/** The devices of one person are in different processes, so that one of them goes on while the other is dead. */
function startClients({ folder, seed, firm, baseUrls }: ClientPlan): ClientProcess[] {
  const devices: DeviceOrder[][] = Array.from({ length: clientProcesses }, () => []);
  for (const [index, { userId, login, tokens }] of firm.people.entries()) {
    for (const [device, token] of tokens.slice(0, -1).entries()) {
      const order = { name: `${login}-${device}`, userId, token, isKeeper: index === 0 };
      devices[(index + device) % clientProcesses]?.push(order);
    }
  }
  const people = firm.people.map((person) => person.userId);
  return devices.map(
    (own, index) =>
      new ClientProcess(`clients-${index}`, folder, {
        // Each process begins with another server.
        baseUrls: [...baseUrls.slice(index % baseUrls.length), ...baseUrls.slice(0, index % baseUrls.length)],
        ...{ seed: seed + index, devices: own, people },
      }),
  );
}
