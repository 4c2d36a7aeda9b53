import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { type ConversationId, conversations, postBatchMax, type ResponseOf } from '@countinghouse/protocol';
import { forEachAtOnce, LightHttp } from '../messaging/load/light-http.ts';
import { type OurServer, startOurServer } from '../messaging/ours/our-server.ts';
import { type Account, askAs, Firm } from '../messaging/ours/people.ts';
import { type Postgres, startPostgres } from '../messaging/system/postgres.ts';
import { sentence } from './sentences.ts';

const peopleInDirectory = 500;
const requestsAtOnce = 8;
/** The server lets few messages of one person wait. */
const batchesAtOnce = 2;
/** Of these the reader goes through a day's work. */
export const dayConversations = 50;
const messagesEach = 3;

export interface Room {
  id: ConversationId;
  title: string;
}

export interface ClientWorld {
  server: OurServer;
  reader: Account;
  /** Newest activity last. */
  rooms: readonly Room[];
  /** The one with many messages. */
  long: Room;
  /** Posts messages of somebody else; resolves once they are on disk. */
  post(messages: readonly { conversationId: ConversationId; text: string }[]): Promise<void>;
  close(): Promise<void>;
}

interface WorldOptions {
  conversations: number;
  longMessages: number;
  say(line: string): void;
}

/** The real server with its own database, and a reader with so many conversations, all made over HTTP. */
export async function openClientWorld(options: WorldOptions): Promise<ClientWorld> {
  await ensureWebClient();
  const postgres = await startPostgres();
  try {
    return await fill(postgres, options);
  } catch (error) {
    await postgres.stop();
    throw error;
  }
}

/** Builds the web client where its sources changed, as starting the product does. */
async function ensureWebClient(): Promise<void> {
  const root = join(import.meta.dirname, '../../../..');
  const tool = pathToFileURL(join(root, 'tools', 'build-web.mjs')).href;
  const program = `await (await import(${JSON.stringify(tool)})).ensureWebClient();`;
  await promisify(execFile)(process.execPath, ['--input-type=module', '--eval', program], { cwd: root });
}

async function fill(postgres: Postgres, options: WorldOptions): Promise<ClientWorld> {
  const databaseUrl = await postgres.createDatabase('client');
  const server = await startOurServer({ databaseUrl });
  const http = new LightHttp(server.baseUrl, requestsAtOnce);
  const close = async () => {
    http.close();
    await server.stop();
    await postgres.stop();
  };
  try {
    const firm = await Firm.open(server, databaseUrl);
    const [reader, writer] = await firm.hire(peopleInDirectory);
    if (!reader || !writer) throw new Error('nobody was hired');
    const post: ClientWorld['post'] = async (messages) => {
      for (let at = 0; at < messages.length; at += postBatchMax) {
        const body = {
          messages: messages.slice(at, at + postBatchMax).map((message) => ({ clientId: randomUUID(), ...message })),
        };
        const { path } = conversations.postMessages;
        const { answers } = await askAs<ResponseOf<typeof conversations.postMessages>>(http, writer, {
          method: 'POST',
          path,
          body,
        });
        const refused = answers.find((answer) => 'refusal' in answer);
        if (refused) throw new Error(`a message was refused: ${JSON.stringify(refused)}`);
      }
    };
    const gather = async (title: string) => ({ id: await firm.gather(title, [writer, reader]), title });
    options.say(`${options.conversations} conversations`);
    const rooms: Room[] = [];
    const numbers = Array.from({ length: options.conversations - 1 }, (_, number) => number);
    await forEachAtOnce(numbers, requestsAtOnce, async (number) => {
      rooms[number] = await gather(`项目组 ${String(number).padStart(4, '0')} · ${sentence(number).slice(0, 12)}`);
    });
    const few = rooms.flatMap(({ id }, number) =>
      Array.from({ length: messagesEach }, (_, place) => ({
        conversationId: id,
        text: `${sentence(number * messagesEach + place)} 〔${number}·${place}〕`,
      })),
    );
    await post(few);
    const long = await gather('十万条消息的项目组');
    options.say(`${options.longMessages} messages in one conversation`);
    const batches = Array.from({ length: Math.ceil(options.longMessages / postBatchMax) }, (_, number) => number);
    await forEachAtOnce(batches, batchesAtOnce, (batch) =>
      post(
        Array.from({ length: Math.min(postBatchMax, options.longMessages - batch * postBatchMax) }, (_, place) => ({
          conversationId: long.id,
          text: sentence(batch * postBatchMax + place),
        })),
      ),
    );
    firm.close();
    return { server, reader, rooms, long, post, close };
  } catch (error) {
    await close();
    throw error;
  }
}
