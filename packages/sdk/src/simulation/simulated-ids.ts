import type { ClientId, ConversationId, FileId, SessionId, UserId } from '@countinghouse/protocol';

const digits = (value: number, count: number): string => value.toString(16).padStart(count, '0');

// The patterns of the schemas hold by construction; only the brand is missing.
export const userIdOf = (number: number): UserId => `00000000-0000-7000-8000-${digits(number, 12)}` as UserId;
export const fileIdOf = (number: number): FileId => `00000000-0000-7000-a000-${digits(number, 12)}` as FileId;
export const sessionIdOf = (number: number): SessionId => `00000000-0000-7000-b000-${digits(number, 12)}` as SessionId;
export const clientIdOf = (windowName: string, number: number): ClientId =>
  `${windowName}-${digits(number, 8)}` as ClientId;

/** UUID version 7: begins with the time of making, by which empty conversations are sorted. */
export function conversationIdAt(atMs: number, number: number): ConversationId {
  const time = digits(atMs, 12);
  return `${time.slice(0, 8)}-${time.slice(8)}-7000-8000-${digits(number, 12)}` as ConversationId;
}
