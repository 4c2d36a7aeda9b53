import type { UserId } from '@countinghouse/protocol';
import type { OutboxEntry, OutboxFile } from './outbox-entry.ts';
import {
  isFields,
  isFlag,
  isForwarded,
  isInstant,
  isListOf,
  isName,
  isOptional,
  isPoll,
  isSeq,
  isText,
  isVoice,
} from './parse-fields.ts';

/** Undefined unless the record of the device is a whole message of that key. */
export function parseOutboxEntry(value: unknown, key: { userId: UserId; clientId: string }): OutboxEntry | undefined {
  if (!isFields(value) || value.clientId !== key.clientId || value.userId !== key.userId) return undefined;
  const isWhole =
    isName(value.conversationId) &&
    typeof value.order === 'number' &&
    Number.isFinite(value.order) &&
    isInstant(value.at) &&
    isText(value.text) &&
    isListOf(value.mentions, isName) &&
    isListOf(value.files, isOutgoing) &&
    isOptional(value.mentionGroups, (groups) => isListOf(groups, isName)) &&
    isOptional(value.replyTo, isSeq) &&
    isOptional(value.threadSeq, isSeq) &&
    isOptional(value.forward, isForward) &&
    isOptional(value.voice, isVoice) &&
    isOptional(value.poll, isPoll) &&
    (value.refusal === undefined || isName(value.refusal));
  // The brands of ids are the only thing that was not looked at.
  return isWhole ? (value as unknown as OutboxEntry) : undefined;
}

const isForward = (value: unknown): boolean =>
  isFields(value) &&
  isName(value.conversationId) &&
  isListOf(value.seqs, isSeq) &&
  isFlag(value.isMerged) &&
  isOptional(value.items, (items) => isListOf(items, isForwarded));

const isOutgoing = (value: unknown): value is OutboxFile =>
  isFields(value) &&
  isText(value.name) &&
  isSeq(value.sizeBytes) &&
  (value.content instanceof Blob || value.content instanceof Uint8Array) &&
  (value.uploadUrl === undefined || isName(value.uploadUrl)) &&
  (value.fileId === undefined || isName(value.fileId));
