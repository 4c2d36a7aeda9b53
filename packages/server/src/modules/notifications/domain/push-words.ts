import type { Locale, PushMessage } from '@countinghouse/protocol';
import { lineOf, type News } from './news.ts';

interface Words {
  sent: (name: string) => string;
  named: (name: string) => string;
  several: (count: number, names: string) => string;
  between: string;
  after: (name: string, line: string) => string;
}

const words: Record<Locale, Words> = {
  'zh-CN': {
    sent: (name) => `${name} 发来消息`,
    named: (name) => `${name} 提到了你`,
    several: (count, names) => `${count} 条新消息 · ${names}`,
    between: '、',
    after: (name, line) => `${name}：${line}`,
  },
  en: {
    sent: (name) => `${name} sent a message`,
    named: (name) => `${name} mentioned you`,
    several: (count, names) => `${count} new messages · ${names}`,
    between: ', ',
    after: (name, line) => `${name}: ${line}`,
  },
};

const namesMax = 3;
// Push services take 4 kB; the encrypted frame and the rest of the message need the least of it.
const bodyLengthMax = 300;
const titleLengthMax = 120;

interface PushInput {
  news: News;
  locale: Locale;
  nameOf(userId: string): string;
  isWordsShown: boolean;
}

/** What a push says: who and where; the words of the newest message only where they may be shown. */
export function wordPush({ news, locale, nameOf, isWordsShown }: PushInput): PushMessage {
  const { place, messages } = news;
  const newest = messages[messages.length - 1];
  if (!newest) throw new Error('there is no news to tell');
  const say = words[locale];
  const sender = nameOf(newest.actorId);
  const title = place.kind === 'group' ? place.title : sender;
  const bodyOf = (): string => {
    const line = isWordsShown ? lineOf(newest) : '';
    if (line !== '') return place.kind === 'group' ? say.after(sender, line) : line;
    if (newest.reason === 'mention') return say.named(sender);
    if (messages.length === 1) return say.sent(sender);
    const names = [...new Set(messages.map((message) => nameOf(message.actorId)))].slice(-namesMax);
    return say.several(messages.length, names.join(say.between));
  };
  return {
    conversationId: place.conversationId,
    seq: newest.seq,
    count: messages.length,
    title: cut(title, titleLengthMax),
    body: cut(bodyOf(), bodyLengthMax),
  };
}

/** Whole characters; those beyond are told by dots. */
export function cut(text: string, lengthMax: number): string {
  const characters = [...text];
  return characters.length <= lengthMax ? text : `${characters.slice(0, lengthMax - 1).join('')}…`;
}
