import { type MessagingHost, startMessagingHost, type TestPerson } from './messaging-host.ts';

export interface GroupCast {
  host: MessagingHost;
  lead: TestPerson;
  senior: TestPerson;
  junior: TestPerson;
  guest: TestPerson;
}

/** A host with three people of the firm and a guest, all of whom are in no group yet. */
export async function startGroupCast({ seniorName = 'senior' }: { seniorName?: string } = {}): Promise<GroupCast> {
  const host = await startMessagingHost();
  return {
    host,
    lead: await host.aPerson('lead'),
    senior: await host.aPerson(seniorName),
    junior: await host.aPerson('junior'),
    guest: await host.aPerson('guest', 'guest'),
  };
}
