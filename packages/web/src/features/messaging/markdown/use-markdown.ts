import { useEffect, useState } from 'react';
import { hasMarkup } from './has-markup.ts';
import type { Block } from './nodes.ts';

type Parse = (text: string) => Block[] | null;

let parse: Parse | null = null;
let loading: Promise<void> | null = null;

/** The parser is fetched when the first message needs it, and kept. Without a network such messages stay as typed. */
function loadParser(): Promise<void> {
  loading ??= import('./parse-markdown.ts').then(
    (module) => {
      parse = module.parseMarkdown;
    },
    () => {
      loading = null;
    },
  );
  return loading;
}

/** As many messages as scrolling back and forth shows; the oldest makes way. */
const keptMax = 400;
const kept = new Map<string, Block[] | null>();

function parseOnce(parser: Parse, text: string): Block[] | null {
  const known = kept.get(text);
  if (known !== undefined) return known;
  const blocks = parser(text);
  kept.set(text, blocks);
  if (kept.size > keptMax) kept.delete(kept.keys().next().value ?? '');
  return blocks;
}

/** The tree of a text; null while the parser is on its way, and where the text is to be shown as it was typed. */
export function useMarkdown(text: string): Block[] | null {
  const isNeeded = hasMarkup(text);
  const [, setIsLoaded] = useState(parse !== null);
  useEffect(() => {
    if (!isNeeded || parse) return;
    let isGone = false;
    void loadParser().then(() => {
      if (!isGone) setIsLoaded(parse !== null);
    });
    return () => {
      isGone = true;
    };
  }, [isNeeded]);
  return isNeeded && parse ? parseOnce(parse, text) : null;
}
