import { useEffect, useState } from 'react';
import { Highlighter } from './highlighter.ts';
import type { CodeToken } from './tokens-of.ts';

const highlighter = new Highlighter(
  () => new Worker(new URL('./highlight-worker.ts', import.meta.url), { type: 'module', name: 'highlight' }),
);

/** The pieces of a block of code; null while they are not known, and where they stay unknown. */
export function useCodeTokens(language: string, text: string): CodeToken[] | null {
  const known = highlighter.find(language, text);
  const [, setFound] = useState<CodeToken[] | null>(null);
  const isAsked = known === undefined;
  useEffect(() => {
    if (!isAsked) return;
    let isGone = false;
    void highlighter.highlight(language, text).then((tokens) => {
      if (!isGone) setFound(tokens);
    });
    return () => {
      isGone = true;
    };
  }, [isAsked, language, text]);
  return known ?? null;
}
