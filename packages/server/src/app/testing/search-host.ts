import {
  type ClientId,
  type ConversationId,
  conversations,
  type Endpoint,
  type FileId,
  type OrgRole,
  type QueryOf,
  type ResponseOf,
  type SearchGroup,
  type SearchHit,
  type SearchKind,
  search,
} from '@countinghouse/protocol';
import { type CallInput, callAllowed, type SignedIn } from '../../platform/http/testing/call-endpoint.ts';
import { startTestServer, type TestServer, type TestServerOptions } from './test-server.ts';

export type Somebody = SignedIn;

/** The whole server, whose index takes in what there is before each search of a test. */
export interface SearchHost {
  test: TestServer;
  aPerson(input: { login: string; name?: string; roles?: OrgRole[]; kind?: 'guest' }): Promise<Somebody>;
  /** Throws the refusal's name. */
  call<E extends Endpoint>(person: Somebody, endpoint: E, input?: CallInput<E>): Promise<ResponseOf<E>>;
  aGroup(owner: Somebody, members?: readonly Somebody[], title?: string): Promise<ConversationId>;
  /** The number of the message. */
  post(person: Somebody, conversationId: ConversationId, text: string, fileIds?: FileId[]): Promise<number>;
  keep(owner: Somebody, name: string, content: string | Uint8Array): Promise<FileId>;
  /** Hits of one kind, after the index was brought up to date. */
  find<Kind extends SearchKind>(
    person: Somebody,
    kind: Kind,
    query: Partial<QueryOf<typeof search.search>> & { q: string },
  ): Promise<Omit<SearchGroup, 'hits'> & { hits: Extract<SearchHit, { kind: Kind }>[] }>;
  close(): Promise<void>;
}

let madeCount = 0;
// Tests need ids of the right form, not unguessable ones.
const aClientId = (): ClientId => `search-${process.pid}-${++madeCount}` as ClientId;

export async function startSearchHost(options: TestServerOptions = {}): Promise<SearchHost> {
  const test = await startTestServer(options);
  const call: SearchHost['call'] = (person, endpoint, input) => callAllowed(test.server.http, person, endpoint, input);
  return {
    test,
    call,
    aPerson: async ({ login, name, roles = ['staff'], kind }) => {
      const made = await test.aUser({ login, roles, ...(kind ? { kind } : {}) });
      if (name !== undefined)
        await test.server.platform.database.query('update users set name_zh = $2, name_en = null where id = $1', [
          made.userId,
          name,
        ]);
      return made;
    },
    aGroup: async (owner, members = [], title = '项目组') => {
      const memberIds = members.map((member) => member.userId);
      return (await call(owner, conversations.create, { body: { clientId: aClientId(), title, memberIds } })).id;
    },
    post: async (person, conversationId, text, fileIds) => {
      const body = { clientId: aClientId(), text, ...(fileIds ? { fileIds } : {}) };
      return (await call(person, conversations.postMessage, { params: { conversationId }, body })).seq;
    },
    keep: async (owner, name, content) => {
      const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content;
      return (await test.server.files.keepBytes({ ownerId: owner.userId, name, bytes })).fileId;
    },
    find: async (person, kind, query) => {
      await test.server.search.catchUp();
      const { groups } = await call(person, search.search, { query: { ...query, kinds: kind } });
      return groups[0] as never; // one kind was asked for, and its group holds hits of that kind
    },
    close: test.close,
  };
}
