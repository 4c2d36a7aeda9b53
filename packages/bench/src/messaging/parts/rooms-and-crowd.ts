import type { Job } from '../load/jobs.ts';
import { deliveriesInCrowd, deliveriesInRooms, type Measurement } from './measure.ts';
import { makeRooms, type OurWorld, type RoomOfPeople, roomsJobs } from './our-world.ts';
import type { PartContext } from './part.ts';
import { withCrew } from './with-crew.ts';

export const roomCount = 20;
export const roomSize = 5;
export const inFlightPerRoom = 20;
/** Processes that share the rooms, for each of the servers, so that their own pauses do not count as the server's. */
export const roomGenerators = 2;
export const crowdSize = 500;
export const crowdSenders = 4;
export const crowdInFlight = 20;

/** Twenty rooms of five with a sender each. */
export async function measureRooms(
  context: PartContext,
  { server, firm }: OurWorld,
  cores?: string,
): Promise<Measurement> {
  const rooms = await makeRooms(firm, roomCount, roomSize);
  const jobs = roomsJobs({ server, rooms, inFlight: inFlightPerRoom, processes: roomGenerators });
  return withCrew(context, {
    jobs,
    server,
    deliveriesOf: deliveriesInRooms,
    ...(cores === undefined ? {} : { cores }),
  });
}

/** One room of so many people, of whom a few write. */
export async function measureCrowd(
  context: PartContext,
  { server, firm }: OurWorld,
  { size = crowdSize, cores }: { size?: number; cores?: string } = {},
): Promise<Measurement> {
  const [room] = await makeRooms(firm, 1, size);
  if (!room) throw new Error('the room is missing');
  const jobs = [crowdJob(server.baseUrl, room)];
  return withCrew(context, {
    jobs,
    server,
    deliveriesOf: deliveriesInCrowd,
    ...(cores === undefined ? {} : { cores }),
  });
}

const crowdJob = (baseUrl: string, { id, people }: RoomOfPeople): Job => ({
  kind: 'sdk-crowd',
  baseUrl,
  room: { id, tokens: people.map((account) => account.token) },
  senders: crowdSenders,
  inFlight: crowdInFlight,
  firstSender: 0,
});
