import type { ConversationId } from '@countinghouse/protocol';
import type { Job } from '../load/jobs.ts';
import { type OurServer, type OurServerOptions, startOurServer } from '../ours/our-server.ts';
import { type Account, Firm } from '../ours/people.ts';
import type { PartContext } from './part.ts';

export interface OurWorld {
  server: OurServer;
  firm: Firm;
  databaseUrl: string;
  stop(): Promise<void>;
}

/** Our server on a new database, with its administrator. */
export async function openOurWorld(
  { postgres }: PartContext,
  name: string,
  options: Omit<OurServerOptions, 'databaseUrl'> = {},
): Promise<OurWorld> {
  const databaseUrl = await postgres.createDatabase(name);
  const server = await startOurServer({ ...options, databaseUrl });
  try {
    const firm = await Firm.open(server, databaseUrl);
    const stop = async () => {
      firm.close();
      await server.stop();
    };
    return { server, firm, databaseUrl, stop };
  } catch (error) {
    await server.stop();
    throw error;
  }
}

export interface RoomOfPeople {
  id: ConversationId;
  people: Account[];
}

/** So many rooms, each of people of its own. */
export async function makeRooms(firm: Firm, count: number, size: number): Promise<RoomOfPeople[]> {
  const everybody = await firm.hire(count * size);
  const rooms: RoomOfPeople[] = [];
  for (let at = 0; at < count; at++) {
    const people = everybody.slice(at * size, (at + 1) * size);
    rooms.push({ id: await firm.gather(`Room ${at}`, people), people });
  }
  return rooms;
}

/** The rooms spread over so many processes of the generator. */
export const roomsJobs = (input: {
  server: OurServer;
  rooms: readonly RoomOfPeople[];
  inFlight: number;
  processes: number;
}): Job[] =>
  splitEvenly(input.rooms, input.processes).map((rooms, at) => ({
    kind: 'sdk-rooms',
    baseUrl: input.server.baseUrl,
    rooms: rooms.map(({ id, people }) => ({ id, tokens: people.map((account) => account.token) })),
    inFlight: input.inFlight,
    firstSender: at * 1000,
  }));

export const listenersJobs = (input: {
  server: OurServer;
  people: readonly Account[];
  processes: number;
  doComeBack?: boolean;
}): Job[] =>
  splitEvenly(input.people, input.processes).map((people) => ({
    kind: 'listeners',
    baseUrl: input.server.baseUrl,
    tokens: people.map((account) => account.token),
    doComeBack: input.doComeBack ?? false,
  }));

export function splitEvenly<Item>(items: readonly Item[], parts: number): Item[][] {
  const size = Math.ceil(items.length / parts);
  const split: Item[][] = [];
  for (let at = 0; at < items.length; at += size) split.push(items.slice(at, at + size));
  return split;
}
