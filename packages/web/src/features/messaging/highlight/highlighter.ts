import type { HighlightAnswer, HighlightRequest } from './highlight-worker.ts';
import type { CodeToken } from './tokens-of.ts';

/** What the highlighter needs of a `Worker`. */
export interface TokenWorker {
  postMessage(request: HighlightRequest): void;
  onmessage: ((event: MessageEvent<HighlightAnswer>) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
  terminate(): void;
}

/** Patterns of some languages can be made to take very long by what they read; a second is plenty for honest code. */
export const patienceMs = 1_000;
/** Until its script is there and has run, on whatever line and machine. */
export const startPatienceMs = 30_000;
/** Each token is an element on the page; beyond this length nobody reads code in a message for its colours. */
export const codeLengthMax = 12_000;
/** As many blocks as scrolling back and forth shows; the oldest makes way. */
const keptMax = 100;

interface Waiting {
  key: string;
  request: HighlightRequest;
  settle(tokens: CodeToken[] | null): void;
}

/** Colours code beside the page, one block at a time; what takes too long stays plain, and the rest goes on. */
export class Highlighter {
  private readonly makeWorker: () => TokenWorker;
  private readonly kept = new Map<string, Promise<CodeToken[] | null>>();
  private readonly settled = new Map<string, CodeToken[] | null>();
  private readonly waiting: Waiting[] = [];
  private worker: TokenWorker | null = null;
  private isReady = false;
  private isBusy = false;

  constructor(makeWorker: () => TokenWorker) {
    this.makeWorker = makeWorker;
  }

  /** What is known at once; undefined where it has to be asked for. */
  find(language: string, text: string): CodeToken[] | null | undefined {
    if (language === '' || text.length > codeLengthMax) return null;
    return this.settled.get(keyOf(language, text));
  }

  highlight(language: string, text: string): Promise<CodeToken[] | null> {
    const key = keyOf(language, text);
    const known = this.kept.get(key);
    if (known !== undefined) return known;
    const result = new Promise<CodeToken[] | null>((resolve) => {
      this.waiting.push({
        key,
        request: { language, text },
        settle: (tokens) => {
          // Many blocks may have come since.
          if (this.kept.has(key)) this.settled.set(key, tokens);
          resolve(tokens);
        },
      });
    });
    this.kept.set(key, result);
    if (this.kept.size > keptMax) {
      const oldest = this.kept.keys().next().value ?? '';
      this.kept.delete(oldest);
      this.settled.delete(oldest);
    }
    this.next();
    return result;
  }

  private next(): void {
    const first = this.waiting[0];
    if (this.isBusy || !first) return;
    this.isBusy = true;
    this.worker ??= this.makeWorker();
    const { worker } = this;
    const finish = (tokens: CodeToken[] | null, isBroken: boolean) => {
      clearTimeout(timer);
      worker.onmessage = null;
      worker.onerror = null;
      if (isBroken) {
        worker.terminate();
        this.worker = null;
        this.isReady = false;
      }
      this.waiting.shift();
      this.isBusy = false;
      first.settle(tokens);
      this.next();
    };
    const waitFor = (ms: number) => setTimeout(() => finish(null, true), ms);
    let timer = waitFor(this.isReady ? patienceMs : startPatienceMs);
    worker.onmessage = ({ data }) => {
      if (data !== 'ready') {
        finish(data, false);
        return;
      }
      this.isReady = true;
      clearTimeout(timer);
      timer = waitFor(patienceMs);
    };
    worker.onerror = () => finish(null, true);
    worker.postMessage(first.request);
  }
}

const keyOf = (language: string, text: string): string => `${language}\n${text}`;
