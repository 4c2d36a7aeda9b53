import { type MadeMessage, makeFileText, makeMessages, personName } from './made-chat.ts';
import type { Installation } from './search-host.ts';
import { createSeeded, type Seeded } from './seeded.ts';
import { companyNames, things } from './vocabulary.ts';

export const peopleCount = 500;
export const conversationCount = 1_000;
/**
 * Who searches, and in how many of the conversations: everywhere, in every twentieth, in one busy one, in a few quiet ones;
 * and somebody of finance, who reads every invoice beside.
 */
export const readers = [
  { login: 'partner', role: 'staff', conversations: range(conversationCount) },
  { login: 'staff', role: 'staff', conversations: range(50).map((index) => index * 20 + 7) },
  { login: 'single', role: 'staff', conversations: [3] },
  { login: 'newcomer', role: 'staff', conversations: range(5).map((index) => 990 + index) },
  { login: 'finance', role: 'finance', conversations: range(50).map((index) => index * 20 + 8) },
] as const;
export type ReaderName = (typeof readers)[number]['login'];

export interface FirmMessage extends MadeMessage {
  seq: number;
}
export interface FirmInvoice {
  number: string;
  seller: string;
  buyer: string;
  totalYuan: number;
  item: string;
}
export interface FirmFile {
  conversation: number;
  seq: number;
  owner: number;
  at: Date;
  name: string;
  text: string;
  /** What was read of it, where it is one. */
  invoice?: FirmInvoice;
}

export interface FirmSize {
  seed: number;
  messages: number;
  files: number;
  /** Two years of talk end here. */
  untilMs: number;
}

/** Everything that was said, which the same numbers make again. */
export interface FirmContent {
  people: string[];
  titles: string[];
  /** Oldest first. */
  messages: FirmMessage[];
  /** Their texts are given to the index as if they had been read. */
  files: FirmFile[];
  /** These go the whole way, through the process that reads files. */
  uploads: FirmFile[];
}

/** The firm as the measurement knows it, beside what the server has of it. */
export interface Firm {
  messages: FirmMessage[];
  files: FirmFile[];
  installation: Installation;
}

const uploadedFiles = 100;
const paragraphsOfFile = 30;
/** Every so manieth file is an invoice. */
const filesPerInvoice = 5;

export function range(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}

export function makeFirm(size: FirmSize): FirmContent {
  const titles = range(conversationCount).map(
    (index) => `${companyNames[(index * 13) % companyNames.length]}${index}组`,
  );
  const messages = placeMessages(size);
  const seeded = createSeeded(size.seed + 1);
  const files = range(size.files).map((index) => makeFile(seeded, messages, index % filesPerInvoice === 0));
  const uploads = range(Math.min(uploadedFiles, size.files)).map(() => makeFile(seeded, messages, false));
  return { people: range(peopleCount).map(personName), titles, messages, files, uploads };
}

function placeMessages({ seed, messages: count, untilMs }: FirmSize): FirmMessage[] {
  const heads = range(conversationCount).map(() => 0);
  const made = makeMessages({
    ...{ seed, count, conversations: conversationCount, people: peopleCount },
    until: new Date(untilMs),
  });
  return Array.from(made, (message) => {
    const seq = (heads[message.conversation] ?? 0) + 1;
    heads[message.conversation] = seq;
    return { ...message, seq };
  });
}

function makeFile(seeded: Seeded, messages: readonly FirmMessage[], isInvoice: boolean): FirmFile {
  const carrier = seeded.pick(messages);
  const { conversation, seq, author: owner, at } = carrier;
  const company = seeded.pickUneven(companyNames);
  const thing = seeded.pickUneven(things);
  const number = seeded.below(10_000);
  const file = { conversation, seq, owner, at, name: `${company}${thing}${number}.txt` };
  if (!isInvoice) return { ...file, text: makeFileText(seeded, paragraphsOfFile) };
  const invoice = {
    number: `${25_000_000_000_000 + seeded.below(999_999_999)}`,
    seller: `${company}有限公司`,
    buyer: `${seeded.pickUneven(companyNames)}有限公司`,
    totalYuan: 1_000 + seeded.below(99_000),
    item: thing,
  };
  return { ...file, text: textOfInvoice(invoice), invoice };
}

const textOfInvoice = ({ number, seller, buyer, totalYuan, item }: FirmInvoice): string =>
  `电子发票\n发票号码：${number}\n购买方：${buyer}\n销售方：${seller}\n*${item}*\n价税合计 ¥${totalYuan}.00`;

/** Up to where each log goes after the first so many messages. */
export function headsAfter(messages: readonly FirmMessage[]): number[] {
  const heads = range(conversationCount).map(() => 0);
  for (const { conversation, seq } of messages) heads[conversation] = seq;
  return heads;
}
