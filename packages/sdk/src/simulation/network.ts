import type { ClientFrame, LiveFrame, SessionId } from '@countinghouse/protocol';
import type { LiveHandlers } from '../live-transport.ts';
import type { Schedule } from './schedule.ts';
import type { SeededRandom } from './seeded-random.ts';
import type { Outcome, ServerCluster } from './server-cluster.ts';
import type { ServerLine } from './server-node.ts';
import type { Trace } from './trace.ts';
import type { Weather } from './weather.ts';

/** `refused`: nothing can be reached and that is said at once. `silent`: nothing comes back. `captive`: somebody else answers. */
export type Outage = 'refused' | 'silent' | 'captive';

export interface NetworkParts {
  schedule: Schedule;
  random: SeededRandom;
  trace: Trace;
  cluster: ServerCluster;
  /** Changes in the middle of a run. */
  weather: Readonly<Weather>;
  /** Looks at every frame that the server sends to this session. */
  inspect(sessionId: SessionId | undefined, frame: LiveFrame): void;
}

/** The way of one window's requests and lines: runs only while the window is there and awake. */
export interface Caller {
  windowName: string;
  /** As the browser's cookie stands when the request leaves. */
  sessionId(): SessionId | undefined;
  /** Later, when a device that sleeps is awake; never, when the window is gone. */
  deliver(action: () => void): void;
}

interface OpenLine {
  nodeIndex: number;
  handlers: LiveHandlers;
  caller: Caller;
  sessionId: SessionId | undefined;
  serverLine: ServerLine;
  /** Nothing passes any more, and nobody knows. */
  isHalfOpen: boolean;
  isClosed: boolean;
  lastArrivalMs: number;
  owesPull: boolean;
}

interface SignalledRequest {
  method: string;
  path: string;
  body: string;
  signal: AbortSignal | null | undefined;
}

const signInPage = '<!doctype html><title>Welcome to the hotel</title>';
const captiveStatuses = [200, 200, 502, 511];
/** How long the server keeps an end whose other end is gone. */
const deadLineMsMax = 60_000;

/** The network of one device: everything between its windows and the nodes. */
export class DeviceNetwork {
  outage: Outage | undefined;
  /** Takes no frames for now; the server drops them and says `pull` afterwards. */
  isSlow = false;
  private readonly parts: NetworkParts;
  private readonly lines = new Set<OpenLine>();

  constructor(parts: NetworkParts) {
    this.parts = parts;
  }

  private delayMs(): number {
    const { random, weather } = this.parts;
    return weather.latencyMs + random.below(weather.jitterMs);
  }

  request(caller: Caller, { signal, ...request }: SignalledRequest): Promise<Response> {
    const { trace } = this.parts;
    return new Promise((resolve, reject) => {
      const fail = () => reject(new TypeError('fetch failed'));
      signal?.addEventListener('abort', () => reject(new DOMException('aborted', 'AbortError')));
      const onOutcome = (outcome: Outcome) => {
        const status = outcome === 'reset' ? outcome : outcome.status;
        trace.note(`${caller.windowName} ${request.method} ${request.path} → ${status}`);
        if (outcome === 'reset') fail();
        else resolve(responseOf(outcome));
      };
      this.send(caller, request, onOutcome);
    });
  }

  private send(caller: Caller, request: Omit<SignalledRequest, 'signal'>, onOutcome: (outcome: Outcome) => void): void {
    const { random, schedule, cluster, weather } = this.parts;
    const deliver = (outcome: Outcome) => caller.deliver(() => onOutcome(outcome));
    if (this.outage === 'silent') return;
    if (this.outage !== undefined || random.chance(weather.requestLoss)) {
      const outcome = this.outage === 'captive' ? this.captiveAnswer() : 'reset';
      // Half of what is lost is never heard of again; the client has to give up by itself.
      if (this.outage !== undefined || random.chance(0.5)) schedule.after(this.delayMs(), () => deliver(outcome));
      return;
    }
    const sessionId = caller.sessionId();
    const nodeIndex = random.below(cluster.nodes.length);
    const isAnswerLost = random.chance(weather.answerLoss);
    const isDoubled = random.chance(weather.requestDoubled);
    schedule.after(this.delayMs(), () => {
      cluster.handle({ ...request, nodeIndex, sessionId }, (outcome) => {
        if (this.outage !== undefined) return;
        if (!isAnswerLost) schedule.after(this.delayMs(), () => deliver(outcome));
        else if (random.chance(0.5)) schedule.after(this.delayMs(), () => deliver('reset'));
      });
    });
    if (!isDoubled) return;
    // A proxy that repeats a request throws the second answer away.
    schedule.after(this.delayMs() * 3, () => cluster.handle({ ...request, nodeIndex, sessionId }, () => undefined));
  }

  private captiveAnswer(): Outcome {
    return { status: this.parts.random.pick(captiveStatuses) ?? 200, content: signInPage };
  }

  openLine(caller: Caller, handlers: LiveHandlers): { close(): void; send(text: string): void } {
    const { random, schedule, cluster, trace } = this.parts;
    const line: OpenLine = {
      nodeIndex: random.below(cluster.nodes.length),
      handlers,
      caller,
      sessionId: caller.sessionId(),
      serverLine: { send: (frame) => this.sendFrame(line, frame), end: () => this.endFromServer(line) },
      isHalfOpen: false,
      isClosed: false,
      lastArrivalMs: 0,
      owesPull: false,
    };
    this.lines.add(line);
    if (this.outage === 'silent') line.isHalfOpen = true;
    else {
      schedule.after(this.delayMs(), () => {
        if (line.isClosed || line.isHalfOpen) return;
        const isOpen = this.outage === undefined && cluster.acceptLine(line.nodeIndex, line.serverLine, line.sessionId);
        if (!isOpen) this.endFromServer(line);
        else trace.note(`${caller.windowName} line to node ${line.nodeIndex}`);
      });
    }
    return {
      close: () => this.closeFromClient(line),
      send: (text) => this.sendToServer(line, text),
    };
  }

  private sendToServer(line: OpenLine, text: string): void {
    const { schedule, cluster } = this.parts;
    if (line.isClosed || line.isHalfOpen) return;
    schedule.after(this.delayMs(), () => {
      if (line.isClosed || line.isHalfOpen) return;
      // Written by the client from the same schema.
      cluster.nodes[line.nodeIndex]?.handleClientFrame(line.serverLine, JSON.parse(text) as ClientFrame);
    });
  }

  private sendFrame(line: OpenLine, frame: LiveFrame): void {
    this.parts.inspect(line.sessionId, frame);
    if (line.isClosed || line.isHalfOpen) return;
    // The first frame finds an empty queue, and the last one goes past it.
    if (this.isSlow && frame.type !== 'hello' && frame.type !== 'bye') {
      line.owesPull = true;
      return;
    }
    const { schedule, trace } = this.parts;
    line.lastArrivalMs = Math.max(line.lastArrivalMs, schedule.nowMs + this.delayMs());
    schedule.after(line.lastArrivalMs - schedule.nowMs, () => {
      if (line.isClosed || line.isHalfOpen) return;
      line.caller.deliver(() => {
        if (line.isClosed) return;
        trace.note(`${line.caller.windowName} ← ${describe(frame)}`);
        line.handlers.onText(JSON.stringify(frame));
      });
    });
  }

  private endFromServer(line: OpenLine): void {
    if (line.isHalfOpen) return;
    const { schedule } = this.parts;
    line.lastArrivalMs = Math.max(line.lastArrivalMs, schedule.nowMs + this.delayMs());
    schedule.after(line.lastArrivalMs - schedule.nowMs, () => line.caller.deliver(() => this.closeAtClient(line)));
  }

  private closeAtClient(line: OpenLine): void {
    if (line.isClosed) return;
    this.forget(line);
    line.handlers.onClose();
  }

  private closeFromClient(line: OpenLine): void {
    if (!line.isClosed) this.forget(line);
  }

  private forget(line: OpenLine): void {
    const { schedule, cluster, random } = this.parts;
    line.isClosed = true;
    this.lines.delete(line);
    schedule.after(random.below(line.isHalfOpen ? deadLineMsMax : 50), () =>
      cluster.nodes[line.nodeIndex]?.drop(line.serverLine),
    );
  }

  /** The window is gone; its lines die with it. */
  closeLinesOf(windowName: string): void {
    for (const line of [...this.lines]) if (line.caller.windowName === windowName) this.forget(line);
  }

  cutLines(): void {
    for (const line of [...this.lines]) line.caller.deliver(() => this.closeAtClient(line));
  }

  silenceLines(): void {
    for (const line of this.lines) line.isHalfOpen = true;
  }

  beginOutage(outage: Outage): void {
    this.outage = outage;
    if (outage === 'silent' || this.parts.random.chance(0.5)) this.silenceLines();
    else this.cutLines();
  }

  /** Works again; lines that went dead stay dead. */
  heal(): void {
    this.outage = undefined;
    this.isSlow = false;
    for (const line of this.lines) {
      if (line.owesPull) line.serverLine.send({ type: 'pull' });
      line.owesPull = false;
    }
  }
}

/** As much of a response as the client may use. A real one would read its body through streams of its own. */
export const responseOf = ({ status, content }: { status: number; content: string }): Response =>
  ({ ok: status >= 200 && status < 300, status, text: async () => content }) as Response;

function describe(frame: LiveFrame): string {
  switch (frame.type) {
    case 'hello':
      return `hello ${frame.userSeq}`;
    case 'events':
      return `events ${frame.conversationId.slice(-3)} ${frame.events.map(({ seq, kind }) => `${seq} ${kind}`).join(', ')}`;
    case 'user':
      return `user ${frame.events.map(({ seq, kind }) => `${seq} ${kind}`).join(', ')}`;
    case 'readers':
      return `readers ${frame.conversationId.slice(-3)}`;
    case 'typing':
    case 'status':
      return `${frame.type} ${frame.userId.slice(-3)}`;
    case 'pull':
    case 'presence':
    case 'bye':
      return frame.type;
  }
}
