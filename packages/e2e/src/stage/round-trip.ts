import type { ConversationId } from '@countinghouse/protocol';
import type { Messenger } from '@countinghouse/sdk';
import { connectProgram } from './colleague.ts';

/** Two programs of the SDK, one writing and one reading, that time how long a message takes from one to the other. */
export class RoundTrip {
  private readonly writer: Messenger;
  private readonly reader: Messenger;
  private readonly from: ReturnType<Messenger['open']>;
  private readonly to: ReturnType<Messenger['open']>;
  private count = 0;

  private constructor(writer: Messenger, reader: Messenger, conversationId: ConversationId) {
    this.writer = writer;
    this.reader = reader;
    this.from = writer.open(conversationId);
    this.to = reader.open(conversationId);
  }

  static async open(input: {
    baseUrl: string;
    password: string;
    writer: string;
    reader: string;
    conversationId: ConversationId;
  }): Promise<RoundTrip> {
    const { baseUrl, password } = input;
    const [writer, reader] = await Promise.all(
      [input.writer, input.reader].map((login) => connectProgram({ baseUrl, password, login })),
    );
    if (!writer || !reader) throw new Error('two programs are needed');
    const trip = new RoundTrip(writer, reader, input.conversationId);
    await trip.measure();
    return trip;
  }

  /** Posts one message and waits until the other side has it; milliseconds. */
  async measure(): Promise<number> {
    const text = `第 ${++this.count} 条，${process.hrtime.bigint()}`;
    const isThere = () =>
      this.to.getSnapshot().entries.some((entry) => entry.kind === 'message' && entry.message.text === text);
    const startedAt = performance.now();
    const seen = new Promise<number>((resolve) => {
      const unsubscribe = this.to.subscribe(() => {
        if (!isThere()) return;
        unsubscribe();
        resolve(performance.now() - startedAt);
      });
    });
    this.from.post({ text });
    return seen;
  }

  close(): void {
    this.from.close();
    this.to.close();
    this.writer.stop();
    this.reader.stop();
  }
}

export function percentile(figures: readonly number[], share: number): number {
  const sorted = figures.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}
