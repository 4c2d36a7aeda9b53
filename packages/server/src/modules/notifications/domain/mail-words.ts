import type { Locale } from '@countinghouse/protocol';
import { lineOf, type News } from './news.ts';
import { cut } from './push-words.ts';

export interface Mail {
  subject: string;
  text: string;
  html: string;
}

interface Words {
  subject: (count: number) => string;
  greeting: (name: string) => string;
  intro: (count: number, conversations: number) => string;
  line: (count: number, names: string) => string;
  named: string;
  between: string;
  more: (count: number) => string;
  open: string;
  end: string;
  codeSubject: string;
  code: (code: string) => string;
  codeEnd: string;
  changedSubject: string;
  changed: string;
}

const words: Record<Locale, Words> = {
  'zh-CN': {
    subject: (count) => `账房：你有 ${count} 条未读消息`,
    greeting: (name) => `${name}，你好：`,
    intro: (count, conversations) => `${conversations} 个会话里有 ${count} 条消息你还没有看到。`,
    line: (count, names) => `${count} 条未读，来自 ${names}`,
    named: '其中有人提到了你',
    between: '、',
    more: (count) => `另有 ${count} 个会话。`,
    open: '打开会话',
    end: '要改变或关闭这类邮件，请在账房的“我的 · 通知”里设置：',
    codeSubject: '账房：邮箱验证码',
    code: (code) => `你的验证码是 ${code}，15 分钟内有效。`,
    codeEnd: '如果不是你本人在账房里填写了这个邮箱，请忽略这封邮件。',
    changedSubject: '账房：通知邮箱已更改',
    changed: '你的账房账号不再向这个邮箱发送通知。如果不是你本人更改的，请立即联系管理员。',
  },
  en: {
    subject: (count) => `Countinghouse: ${count} unread ${count === 1 ? 'message' : 'messages'}`,
    greeting: (name) => `Hello ${name},`,
    intro: (count, conversations) =>
      `${count} ${count === 1 ? 'message' : 'messages'} in ${conversations} ${conversations === 1 ? 'conversation' : 'conversations'} you have not seen yet.`,
    line: (count, names) => `${count} unread, from ${names}`,
    named: 'You were mentioned',
    between: ', ',
    more: (count) => `And ${count} more ${count === 1 ? 'conversation' : 'conversations'}.`,
    open: 'Open the conversation',
    end: 'To change or stop these mails, go to Me · Notifications in Countinghouse:',
    codeSubject: 'Countinghouse: confirm your address',
    code: (code) => `Your code is ${code}. It is valid for 15 minutes.`,
    codeEnd: 'If you did not give this address in Countinghouse, ignore this mail.',
    changedSubject: 'Countinghouse: your address was changed',
    changed:
      'Your Countinghouse account does not send notifications to this address any more. If this was not you, tell an administrator at once.',
  },
};

const conversationsMax = 20;
const linesMax = 5;
const namesMax = 5;
const lineLengthMax = 200;
const nameLengthMax = 120;

export interface MissedInput {
  locale: Locale;
  name: string;
  news: readonly { news: News; isWordsShown: boolean }[];
  publicUrl: string;
  nameOf(userId: string): string;
}

interface Block {
  title: string;
  summary: string;
  lines: string[];
  url: string;
}

/** One mail about everything that was missed, with links into the conversations. */
export function wordMissedMail({ locale, name, news, publicUrl, nameOf }: MissedInput): Mail {
  const say = words[locale];
  const count = news.reduce((sum, each) => sum + each.news.messages.length, 0);
  const blocks = news.slice(0, conversationsMax).map((each) => blockOf(each, { say, publicUrl, nameOf }));
  const rest = news.length - blocks.length;
  const settingsUrl = `${publicUrl}/me`;
  const head = [say.greeting(name), say.intro(count, news.length)];
  const more = rest > 0 ? [say.more(rest)] : [];
  const text = [
    ...head,
    '',
    ...blocks.flatMap((block) => [
      block.title,
      block.summary,
      ...block.lines.map((line) => `  ${line}`),
      block.url,
      '',
    ]),
    ...more,
    '--',
    `${say.end} ${settingsUrl}`,
  ].join('\n');
  const html = page(locale, [
    ...head.map((line) => `<p>${inHtml(line)}</p>`),
    ...blocks.map(
      (block) =>
        `<div style="border-left:3px solid #2f6f5e;padding:4px 12px;margin:16px 0"><p style="margin:0"><b>${inHtml(block.title)}</b><br>${inHtml(block.summary)}</p>${block.lines
          .map((line) => `<p style="margin:4px 0;color:#444">${inHtml(line)}</p>`)
          .join(
            '',
          )}<p style="margin:6px 0 0"><a href="${inHtml(block.url)}" style="color:#1d5c4c">${inHtml(say.open)}</a></p></div>`,
    ),
    ...more.map((line) => `<p>${inHtml(line)}</p>`),
    `<p style="color:#666;font-size:13px">${inHtml(say.end)} <a href="${inHtml(settingsUrl)}" style="color:#1d5c4c">${inHtml(settingsUrl)}</a></p>`,
  ]);
  return { subject: say.subject(count), text, html };
}

function blockOf(
  { news: { place, messages }, isWordsShown }: MissedInput['news'][number],
  { say, publicUrl, nameOf }: { say: Words } & Pick<MissedInput, 'publicUrl' | 'nameOf'>,
): Block {
  const names = [...new Set(messages.map((message) => nameOf(message.actorId)))].slice(0, namesMax);
  const first = messages[0];
  const isNamed = messages.some((message) => message.reason === 'mention');
  const from = names.join(say.between);
  return {
    title: cut(place.kind === 'group' ? place.title : from, nameLengthMax),
    summary: [say.line(messages.length, from), ...(isNamed ? [say.named] : [])].join(' · '),
    lines: isWordsShown
      ? messages.slice(-linesMax).map((message) => cut(`${nameOf(message.actorId)}: ${lineOf(message)}`, lineLengthMax))
      : [],
    url: `${publicUrl}/c/${place.conversationId}${first ? `?at=${first.seq}` : ''}`,
  };
}

export function wordCodeMail(locale: Locale, code: string): Mail {
  const say = words[locale];
  return plain(locale, say.codeSubject, [say.code(code), say.codeEnd]);
}

export function wordChangedMail(locale: Locale): Mail {
  const say = words[locale];
  return plain(locale, say.changedSubject, [say.changed]);
}

const plain = (locale: Locale, subject: string, lines: readonly string[]): Mail => ({
  subject,
  text: lines.join('\n\n'),
  html: page(
    locale,
    lines.map((line) => `<p>${inHtml(line)}</p>`),
  ),
});

const page = (locale: Locale, parts: readonly string[]): string =>
  `<!doctype html><html lang="${locale}"><body style="font:15px/1.6 sans-serif;color:#1c2522;background:#fbfaf7;padding:16px">${parts.join('')}</body></html>`;

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
const inHtml = (text: string): string => text.replace(/[&<>"']/g, (sign) => entities[sign] ?? sign);
