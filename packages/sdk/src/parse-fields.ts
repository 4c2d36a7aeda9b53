import type { MessageContent } from '@countinghouse/protocol';

/** What a value of unknown origin has; ids are looked at for being there, not for their form. */
export type Fields = Record<string, unknown>;

export const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
export const isText = (value: unknown): value is string => typeof value === 'string';
export const isName = (value: unknown): value is string => isText(value) && value !== '';
export const isSeq = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0;
export const isInstant = (value: unknown): value is string => isText(value) && !Number.isNaN(Date.parse(value));
export const isListOf = (value: unknown, isEach: (each: unknown) => boolean): boolean =>
  Array.isArray(value) && value.every(isEach);
export const isNullOr = (value: unknown, isOne: (value: unknown) => boolean): boolean => value === null || isOne(value);

export const isOptional = (value: unknown, isOne: (value: unknown) => boolean): boolean =>
  value === undefined || isOne(value);
export const isFlag = (value: unknown): value is boolean => typeof value === 'boolean';

const isFileRef = (value: unknown): boolean =>
  isFields(value) && isName(value.fileId) && isText(value.name) && isText(value.mediaType) && isSeq(value.sizeBytes);

export const isVoice = (value: unknown): boolean =>
  isFields(value) && isSeq(value.durationMs) && isListOf(value.waveform, isSeq);

export const isPoll = (value: unknown): boolean =>
  isFields(value) &&
  isText(value.question) &&
  isListOf(value.options, isText) &&
  [value.isMultiple, value.isAnonymous].every(isFlag) &&
  isNullOr(value.closesAt, isInstant);

export const isForwarded = (value: unknown): boolean =>
  isFields(value) &&
  isSeq(value.seq) &&
  isName(value.actorId) &&
  isInstant(value.at) &&
  isText(value.text) &&
  isListOf(value.files, isFileRef);

const isForward = (value: unknown): boolean =>
  isFields(value) && isFlag(value.isMerged) && isListOf(value.items, isForwarded);

export const isContent = (value: unknown): value is MessageContent =>
  isFields(value) &&
  isText(value.text) &&
  isListOf(value.mentions, isName) &&
  isListOf(value.files, isFileRef) &&
  isOptional(value.mentionGroups, (groups) => isListOf(groups, isName)) &&
  isOptional(value.replyTo, isSeq) &&
  isOptional(value.threadSeq, isSeq) &&
  isOptional(value.forward, isForward) &&
  isOptional(value.voice, isVoice) &&
  isOptional(value.poll, isPoll);

/** The settings of a conversation. */
export const isGoverned = (value: unknown): boolean =>
  isFields(value) &&
  [value.history, value.join, value.mayInvite, value.mayPost, value.mayMentionAll, value.mayPin].every(isName) &&
  isSeq(value.membersMax);
