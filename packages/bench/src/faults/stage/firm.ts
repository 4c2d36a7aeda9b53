import {
  type ClientId,
  type ConversationId,
  conversations,
  identity,
  type OrgRole,
  type UserId,
} from '@countinghouse/protocol';
import { type Call, createMessenger } from '@countinghouse/sdk';

const peopleCount = 6;
const devicesPerPerson = 2;
const groups = [
  [0, 1, 2, 3, 4, 5],
  [0, 1, 2, 3],
  [0, 3, 4, 5],
  [0, 2, 4],
];
const pairs = [
  [0, 1],
  [2, 3],
  [4, 5],
  [1, 5],
] as const;

export interface FirmPerson {
  userId: UserId;
  login: string;
  /** A session for each device, and a last one for those who compare. */
  tokens: readonly string[];
}

export interface Firm {
  people: readonly FirmPerson[];
  auditorToken: string;
  conversationIds: readonly ConversationId[];
}

export const callAt = (baseUrl: string, token?: string): Call => createMessenger({ baseUrl, token }).call;

/** The people of the run with their sessions, and the conversations in which they begin. */
export async function setUpFirm(baseUrl: string, linkToken: string): Promise<Firm> {
  const redeem = async (token: string): Promise<string> => {
    const { token: session } = await callAt(baseUrl)(identity.redeemLink, { body: { token, carrier: 'token' } });
    if (session === undefined) throw new Error('the server gave no session token');
    return session;
  };
  const admin = callAt(baseUrl, await redeem(linkToken));
  const add = async (login: string, roles: OrgRole[]) => {
    const name = { zh: login, en: login };
    const body = {
      login,
      name,
      title: { zh: '员工', en: 'Staff' },
      kind: 'person' as const,
      departmentId: null,
      roles,
    };
    const { person, signInLink } = await admin(identity.createPerson, { body });
    return { userId: person.id, login, first: await redeem(tokenOf(signInLink)) };
  };
  const people: FirmPerson[] = [];
  for (let index = 0; index < peopleCount; index++) {
    const { userId, login, first } = await add(`person${index}`, ['staff']);
    const tokens = [first];
    while (tokens.length <= devicesPerPerson) {
      const { signInLink } = await admin(identity.createLink, { params: { userId } });
      tokens.push(await redeem(tokenOf(signInLink)));
    }
    people.push({ userId, login, tokens });
  }
  const auditor = await add('auditor', ['audit_admin']);
  return { people, auditorToken: auditor.first, conversationIds: await openConversations(baseUrl, people) };
}

const tokenOf = (link: string): string => new URL(link).searchParams.get('token') ?? '';

async function openConversations(baseUrl: string, people: readonly FirmPerson[]): Promise<ConversationId[]> {
  const idOf = (index: number) => person(people, index).userId;
  const made: ConversationId[] = [];
  for (const [index, members] of groups.entries()) {
    const call = callAt(baseUrl, person(people, 0).tokens[0]);
    const body = { clientId: groupClientId(index), title: `Group ${index}`, memberIds: members.map(idOf) };
    made.push((await call(conversations.create, { body })).id);
  }
  for (const [one, other] of pairs) {
    const call = callAt(baseUrl, person(people, one).tokens[0]);
    made.push((await call(conversations.openDirect, { body: { userId: idOf(other) } })).id);
  }
  return made;
}

function person(people: readonly FirmPerson[], index: number): FirmPerson {
  const found = people[index];
  if (!found) throw new Error(`there is no person ${index}`);
  return found;
}

// Within the pattern of the schema.
const groupClientId = (index: number) => `faults-group-${index}` as ClientId;
