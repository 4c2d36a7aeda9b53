import { type CodeToken, tokensOf } from './tokens-of.ts';

export interface HighlightRequest {
  language: string;
  text: string;
}

/** What the worker says: that it has started, then an answer for each request. */
export type HighlightAnswer = 'ready' | CodeToken[] | null;

const say = (word: HighlightAnswer): void => globalThis.postMessage(word);

/** One answer for each request, in their order. */
globalThis.addEventListener('message', ({ data }: MessageEvent<HighlightRequest>) => {
  say(tokensOf(data.language, data.text));
});
say('ready');
