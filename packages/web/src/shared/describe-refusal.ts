import { type Locale, Refusal, type RefusalName } from '@countinghouse/protocol';
import { type RefusalSentences, refusalSentencesEn } from './refusal-sentences-en.ts';
import { refusalSentencesZh } from './refusal-sentences-zh.ts';

const sentences: Record<Locale, RefusalSentences> = { 'zh-CN': refusalSentencesZh, en: refusalSentencesEn };
const offline = {
  'zh-CN': '连不上服务器。请检查网络；恢复后会自动重试。',
  en: 'The server cannot be reached. Check the network; it is tried again by itself.',
};
const unknown = {
  'zh-CN': '出了意外的问题。请重试；若仍不行，请告诉管理员。',
  en: 'Something unexpected went wrong. Try again; if it persists, tell your administrator.',
};

/** One sentence for a person: what was refused and what they can do. */
export function describeRefusal(error: unknown, locale: Locale): string {
  if (error instanceof Refusal) return describeRefusalName(error.refusal, locale, error.params);
  if (error instanceof Error && error.name === 'OfflineError') return offline[locale];
  return unknown[locale];
}

/** For refusals that arrive as a name, such as on a failed message. */
export function describeRefusalName(name: string, locale: Locale, params: Record<string, string> = {}): string {
  if (!isRefusalName(name)) return unknown[locale];
  return sentences[locale][name](params);
}

function isRefusalName(name: string): name is RefusalName {
  return Object.hasOwn(refusalSentencesZh, name);
}

export function isOffline(error: unknown): boolean {
  return error instanceof Error && error.name === 'OfflineError';
}
