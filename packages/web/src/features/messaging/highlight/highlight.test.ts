import { afterEach, describe, expect, it, vi } from 'vitest';
import type { HighlightAnswer } from './highlight-worker.ts';
import { codeLengthMax, Highlighter, patienceMs, startPatienceMs, type TokenWorker } from './highlighter.ts';
import { type CodeToken, tokensOf } from './tokens-of.ts';

const samples: Record<string, string> = {
  sql: "select sum(amount) from vouchers where period = '2026-10'; -- 十月",
  python: 'def total(rows):\n    """合计"""\n    return sum(r["amount"] for r in rows)',
  ts: 'const a: number = 1; // 一',
  json: '{"金额": 53000.00, "ok": true}',
  excel: '=IF(A1>100,SUM(B1:B9),"否")',
  vba: "Sub Total()\n  Dim x As Integer ' 注释\nEnd Sub",
  xml: '<EInvoice id="1"><!-- 票 -->&amp;</EInvoice>',
  diff: '-旧\n+新',
  sh: 'cat file | grep "a" # 找',
  yaml: 'name: 账房\nport: 8090',
};

const kindsOf = (language: string) => new Set(tokensOf(language, samples[language] ?? '')?.map((token) => token.kind));

describe('coloured code', () => {
  it('is exactly the code that was written, in every language', () => {
    for (const [language, text] of Object.entries(samples)) {
      const tokens = tokensOf(language, text);
      expect(tokens?.map((token) => token.text).join(''), language).toBe(text);
      expect(tokens?.length, language).toBeGreaterThan(1);
    }
  });

  it('tells words of the language from texts, numbers and comments', () => {
    expect(kindsOf('sql')).toEqual(new Set([null, 'keyword', 'name', 'string', 'comment']));
    expect(kindsOf('diff')).toEqual(new Set([null, 'removed', 'added']));
    expect(kindsOf('json')).toContain('attribute');
    expect(kindsOf('excel')).toContain('number');
  });

  it('markup in code stays text, and what is no language stays plain', () => {
    const hostile = '<img src=x onerror=alert(1)></script><script>alert(2)</script>';
    expect(
      tokensOf('xml', hostile)
        ?.map((token) => token.text)
        .join(''),
    ).toBe(hostile);
    expect(tokensOf('klingon', 'x')).toBeNull();
    expect(tokensOf('constructor', 'x')).toBeNull();
  });
});

class FakeWorker implements TokenWorker {
  onmessage: TokenWorker['onmessage'] = null;
  onerror: TokenWorker['onerror'] = null;
  readonly asked: string[] = [];
  isGone = false;
  private readonly started: Promise<void>;
  constructor(startMs = 0) {
    this.started = new Promise((resolve) => setTimeout(resolve, startMs)).then(() => this.say('ready'));
  }
  postMessage({ text }: { text: string }) {
    this.asked.push(text);
    if (text !== 'hang') void this.started.then(() => this.say([{ kind: 'keyword', text }]));
  }
  private say(data: HighlightAnswer) {
    if (!this.isGone) this.onmessage?.(new MessageEvent('message', { data }));
  }
  terminate() {
    this.isGone = true;
  }
}

describe('the highlighter', () => {
  afterEach(() => void vi.useRealTimers());

  it('code that takes too long stays plain, and what waits behind it is coloured by a new worker', async () => {
    vi.useFakeTimers();
    const made: FakeWorker[] = [];
    const highlighter = new Highlighter(() => {
      made.push(new FakeWorker());
      return made.at(-1) as FakeWorker; // was just put there
    });
    const hanging = highlighter.highlight('js', 'hang');
    const honest = highlighter.highlight('js', 'let');
    await vi.advanceTimersByTimeAsync(patienceMs + 1);
    expect(await hanging).toBeNull();
    await vi.advanceTimersByTimeAsync(1);
    expect(await honest).toEqual([{ kind: 'keyword', text: 'let' }] satisfies CodeToken[]);
    expect(made.map((worker) => worker.isGone)).toEqual([true, false]);
    expect(highlighter.find('js', 'hang')).toBeNull();
  });

  it('a slow line or machine delays the colours and takes none away; without the worker the code stays plain', async () => {
    vi.useFakeTimers();
    const slow = new Highlighter(() => new FakeWorker(10 * patienceMs));
    const coloured = slow.highlight('js', 'let');
    await vi.advanceTimersByTimeAsync(10 * patienceMs);
    expect(await coloured).toHaveLength(1);
    const missing = new Highlighter(() => new FakeWorker(2 * startPatienceMs));
    const plain = missing.highlight('js', 'let');
    await vi.advanceTimersByTimeAsync(startPatienceMs);
    expect(await plain).toBeNull();
  });

  it('the same code is read once; very long code and code without a language are not read at all', async () => {
    const worker = new FakeWorker();
    const highlighter = new Highlighter(() => worker);
    await Promise.all([highlighter.highlight('js', 'let'), highlighter.highlight('js', 'let')]);
    expect(worker.asked).toEqual(['let']);
    expect(highlighter.find('js', 'let')).toHaveLength(1);
    expect(highlighter.find('js', 'x'.repeat(codeLengthMax + 1))).toBeNull();
    expect(highlighter.find('', 'let')).toBeNull();
  });
});
