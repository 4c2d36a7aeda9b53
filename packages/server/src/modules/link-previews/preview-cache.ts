import { type LinkPreview, Refusal } from '@countinghouse/protocol';

export type PreviewOutcome = LinkPreview | Refusal;

const entriesMax = 5_000;
/** Of all pictures together; texts are small beside them. */
export const pictureCharsMax = 32 * 1024 * 1024;

/** In memory only: links are part of what people write, which stands readable in no table. */
export class PreviewCache {
  private readonly entries = new Map<string, { outcome: PreviewOutcome; untilMs: number }>();
  private pictureChars = 0;

  get size(): number {
    return this.entries.size;
  }

  find(url: string, nowMs: number): PreviewOutcome | undefined {
    const entry = this.entries.get(url);
    if (!entry) return undefined;
    this.drop(url);
    if (entry.untilMs <= nowMs) return undefined;
    // Behind all others: the one that nobody asked for longest gives way first.
    this.add(url, entry);
    return entry.outcome;
  }

  keep(url: string, outcome: PreviewOutcome, untilMs: number): void {
    this.drop(url);
    this.add(url, { outcome, untilMs });
    while (this.entries.size > entriesMax || this.pictureChars > pictureCharsMax) {
      const [oldest] = this.entries.keys();
      if (oldest === undefined) return;
      this.drop(oldest);
    }
  }

  private add(url: string, entry: { outcome: PreviewOutcome; untilMs: number }): void {
    this.entries.set(url, entry);
    this.pictureChars += pictureCharsOf(entry.outcome);
  }

  private drop(url: string): void {
    const entry = this.entries.get(url);
    if (!entry) return;
    this.entries.delete(url);
    this.pictureChars -= pictureCharsOf(entry.outcome);
  }
}

const pictureCharsOf = (outcome: PreviewOutcome): number =>
  outcome instanceof Refusal ? 0 : (outcome.picture?.webp.length ?? 0);
