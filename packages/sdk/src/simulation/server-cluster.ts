import { Refusal, type RefusalName, refusalStatus, type SessionId, type UserId } from '@countinghouse/protocol';
import type { Commit, ReferenceDatabase } from './reference-database.ts';
import type { Schedule } from './schedule.ts';
import type { SeededRandom } from './seeded-random.ts';
import { type ServerLine, ServerNode } from './server-node.ts';
import { ServerRoutes } from './server-routes.ts';
import { sessionIdOf } from './simulated-ids.ts';
import type { Trace } from './trace.ts';
import type { Weather } from './weather.ts';

export interface ServerRequest {
  nodeIndex: number;
  sessionId: SessionId | undefined;
  method: string;
  /** With its query. */
  path: string;
  body: string;
}

export interface ServerAnswer {
  status: number;
  content: string;
}

/** What came of a request; `reset` where the node died on it. */
export type Outcome = ServerAnswer | 'reset';

export interface ClusterParts {
  database: ReferenceDatabase;
  schedule: Schedule;
  random: SeededRandom;
  trace: Trace;
  /** Changes in the middle of a run. */
  weather: Readonly<Weather>;
  nodeCount: number;
}

const keepAliveMs = 20_000;
const processingMsMax = 20;
const stuckMs = 45_000;
const restartMsMax = 15_000;
/** How long an ended session's lines stay open at most. */
const byeMsMax = 1000;
const clientIdPattern = /"clientId":"([^"]+)"/g;
const passingRefusals: readonly RefusalName[] = ['server_busy', 'rate_exceeded'];

/** Several nodes on one database. Hints between them are delayed, doubled and lost; nodes die at any point of a request. */
export class ServerCluster {
  readonly nodes: ServerNode[];
  readonly routes: ServerRoutes;
  crashes = 0;
  private readonly parts: ClusterParts;
  private readonly sessions = new Map<SessionId, UserId>();
  private sessionCount = 0;

  constructor(parts: ClusterParts) {
    this.parts = parts;
    this.routes = new ServerRoutes(parts.database);
    this.nodes = Array.from({ length: parts.nodeCount }, (_, index) => new ServerNode(`node ${index}`, parts.database));
    this.keepAlive();
  }

  signIn(userId: UserId): SessionId {
    this.sessionCount += 1;
    const sessionId = sessionIdOf(this.sessionCount);
    this.sessions.set(sessionId, userId);
    return sessionId;
  }

  endSession(sessionId: SessionId): void {
    const userId = this.sessions.get(sessionId);
    if (userId === undefined) return;
    this.sessions.delete(sessionId);
    for (const node of this.nodes) {
      this.parts.schedule.after(this.parts.random.below(byeMsMax), () => node.endSession(sessionId));
    }
  }

  userOf(sessionId: SessionId | undefined): UserId | undefined {
    return sessionId === undefined ? undefined : this.sessions.get(sessionId);
  }

  private keepAlive(): void {
    this.parts.schedule.after(keepAliveMs, () => {
      for (const node of this.nodes) node.keepAlive();
      this.keepAlive();
    });
  }

  /** False where the node is down or the session has ended. */
  acceptLine(nodeIndex: number, line: ServerLine, sessionId: SessionId | undefined): boolean {
    const node = this.nodes[nodeIndex];
    const userId = this.userOf(sessionId);
    if (!node || node.isDown || sessionId === undefined || userId === undefined) return false;
    node.accept(line, { userId, sessionId });
    return true;
  }

  handle(request: ServerRequest, onOutcome: (outcome: Outcome) => void): void {
    const { random, schedule, weather } = this.parts;
    const node = this.nodes[request.nodeIndex];
    if (!node || node.isDown) {
      onOutcome('reset');
      return;
    }
    const { epoch } = node;
    const delayMs = random.below(processingMsMax);
    const isStuck = random.chance(weather.answerStuck);
    const crash = this.chooseCrash();
    schedule.after(delayMs, () => {
      if (node.epoch !== epoch) return onOutcome('reset');
      if (crash === 'before') {
        this.crash(node);
        return onOutcome('reset');
      }
      const { answer, commit } = this.run(request);
      const publish = () => {
        if (commit) this.publish(node, commit);
      };
      if (crash === 'after') {
        if (random.chance(0.5)) publish();
        this.crash(node);
        return onOutcome('reset');
      }
      schedule.after(isStuck ? stuckMs : 0, () => onOutcome(answer));
      if (crash === 'answered') this.crash(node);
      else publish();
    });
  }

  private chooseCrash(): 'before' | 'after' | 'answered' | undefined {
    const { random, weather } = this.parts;
    if (random.chance(weather.crashBeforeCommit)) return 'before';
    if (random.chance(weather.crashAfterCommit)) return 'after';
    return random.chance(weather.crashAfterAnswer) ? 'answered' : undefined;
  }

  private run({ sessionId, method, path, body }: ServerRequest): { answer: ServerAnswer; commit?: Commit } {
    const { database, random, weather } = this.parts;
    const userId = this.userOf(sessionId);
    if (userId === undefined) return { answer: refusalAnswer(new Refusal('session_missing')) };
    if (random.chance(weather.refusedInPassing)) {
      return { answer: refusalAnswer(new Refusal(random.pick(passingRefusals) ?? 'server_busy')) };
    }
    if (random.chance(weather.serverFault)) {
      for (const [, clientId] of body.matchAll(clientIdPattern)) {
        // The pattern of the schema holds, as the client made it.
        database.noteRefusal(clientId as never, 'server_fault');
      }
      return { answer: refusalAnswer(new Refusal('server_fault')) };
    }
    const url = new URL(path, 'http://server');
    const request = { userId, method, path: url.pathname, query: url.searchParams };
    try {
      const content: unknown = body === '' ? undefined : JSON.parse(body);
      const { result, commit } = database.transact(() => this.routes.answer({ ...request, body: content }));
      return { answer: { status: 200, content: JSON.stringify(result) }, commit };
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      return { answer: refusalAnswer(error) };
    }
  }

  /** For what happens without a client: cards of programs, the inbox. */
  commitOutside(work: () => void): void {
    const { commit } = this.parts.database.transact(work);
    const node = this.parts.random.pick(this.nodes.filter((each) => !each.isDown));
    if (node) this.publish(node, commit);
  }

  private publish(from: ServerNode, { conversationEvents, userEvents }: Commit): void {
    const byConversation = Map.groupBy(conversationEvents, (event) => event.conversationId);
    const byUser = Map.groupBy(userEvents, (event) => event.userId);
    for (const node of this.nodes) {
      for (const [id, events] of byConversation) this.hint(from, node, () => node.handleConversationEvents(id, events));
      for (const [id, events] of byUser) this.hint(from, node, () => node.handleUserEvents(id, events));
    }
  }

  private hint(from: ServerNode, to: ServerNode, deliver: () => void): void {
    const { random, schedule, weather } = this.parts;
    const isOwn = from === to;
    if (!isOwn && (from.isCutOff || to.isCutOff || random.chance(weather.hintLost))) return;
    const { epoch } = to;
    const send = () =>
      schedule.after(isOwn ? random.below(3) : random.below(weather.hintDelayMs), () => {
        if (to.epoch === epoch && !to.isDown) deliver();
      });
    send();
    if (random.chance(weather.hintDoubled)) send();
  }

  crash(node: ServerNode): void {
    if (node.isDown) return;
    this.crashes += 1;
    this.parts.trace.note(`${node.name} crashes`);
    node.crash();
    this.parts.schedule.after(this.parts.random.between(100, restartMsMax), () => node.restart());
  }

  /** The bus of one node is cut for a time; afterwards it tells its clients to pull, as it cannot know what it missed. */
  cutOff(node: ServerNode, durationMs: number): void {
    node.isCutOff = true;
    this.parts.schedule.after(durationMs, () => this.reconnect(node));
  }

  private reconnect(node: ServerNode): void {
    if (!node.isCutOff) return;
    node.isCutOff = false;
    node.sendAll({ type: 'pull' });
  }

  heal(): void {
    for (const node of this.nodes) {
      if (node.isDown) node.restart();
      if (node.isCutOff) this.reconnect(node);
    }
  }
}

export const refusalAnswer = ({ refusal, message }: Refusal): ServerAnswer => ({
  status: refusalStatus[refusal],
  content: JSON.stringify({ refusal, message }),
});
