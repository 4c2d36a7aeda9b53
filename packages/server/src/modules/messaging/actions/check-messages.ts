import {
  type ClientId,
  type ConversationId,
  type FileId,
  type FileRef,
  fileRefOf,
  type MessageContent,
  type PostContent,
  Refusal,
  type UserId,
} from '@countinghouse/protocol';
import { can, type Subject } from '../../../platform/rights/index.ts';
import type { MessagingContext } from '../context.ts';
import { checkPoll } from '../domain/polls.ts';
import type { MessageWrite } from './message-write.ts';
import { type ResolvedForward, resolveForwards } from './resolve-forwards.ts';

export interface RequestedMessage extends PostContent {
  conversationId: ConversationId;
  clientId: ClientId;
}

type FoundFile = FileRef & { ownerId: UserId };

/**
 * What can be said before the lock: only one's own files can be posted, and the owner of a file never changes; what is
 * forwarded is read as it is now.
 */
export async function checkMessages(
  context: MessagingContext,
  subject: Subject,
  messages: readonly RequestedMessage[],
): Promise<(MessageWrite | Refusal)[]> {
  const fileIds = [...new Set(messages.flatMap((message) => message.fileIds ?? []))];
  const found: FoundFile[] = fileIds.length > 0 ? await context.findFiles(context.database, fileIds) : [];
  const files = new Map(found.filter((file) => mayPostFile(subject, file)).map((file) => [file.fileId, file]));
  const forwards = await resolveForwards(context, subject, messages);
  const now = context.clock.now();
  return messages.map((message, index) => checkMessage(message, { subject, files, forward: forwards[index], now }));
}

interface CheckFacts {
  subject: Subject;
  files: ReadonlyMap<FileId, FileRef>;
  /** A refusal where what is to be forwarded is not to be seen any more; undefined where nothing is. */
  forward: ResolvedForward | Refusal | undefined;
  now: Date;
}

function checkMessage(message: RequestedMessage, { subject, files, forward, now }: CheckFacts): MessageWrite | Refusal {
  const { conversationId, clientId, text, poll, voice } = message;
  const resolved = forward instanceof Refusal ? undefined : forward;
  const refs: FileRef[] = [];
  for (const id of new Set(message.fileIds ?? [])) {
    const file = files.get(id);
    if (!file) return new Refusal('object_missing', `there is no file ${id} of yours`);
    refs.push(fileRefOf(file));
  }
  if (text.trim() === '' && refs.length === 0 && !poll && !message.forward) {
    return new Refusal('message_empty', 'a message needs text or a file');
  }
  if (voice && (refs.length !== 1 || !refs[0]?.mediaType.startsWith('audio/'))) {
    return new Refusal('voice_file_unfit', 'a voice message has one file, its sound');
  }
  const content: MessageContent = {
    text,
    mentions: [...new Set(message.mentions ?? [])],
    files: refs,
    ...referencesOf(message),
    ...(resolved ? { forward: resolved.forward } : {}),
    ...(voice ? { voice: { durationMs: voice.durationMs, waveform: voice.waveform } } : {}),
    ...(poll ? { poll: presentPoll(poll) } : {}),
  };
  const write: MessageWrite = {
    conversationId,
    actorId: subject.userId,
    clientId,
    content,
    subject,
    ...(resolved ? { forwardedClass: resolved.dataClass } : {}),
  };
  // A poll that has ended meanwhile, and sources that were recalled, are no reason to refuse a repetition.
  const unlessKnown = forward instanceof Refusal ? forward : poll && checkPoll(poll, now);
  return unlessKnown ? { ...write, unlessKnown } : write;
}

const referencesOf = ({ mentionGroups, replyTo, threadSeq }: PostContent): Partial<MessageContent> => ({
  ...(mentionGroups && mentionGroups.length > 0 ? { mentionGroups: [...new Set(mentionGroups)] } : {}),
  ...(replyTo === undefined ? {} : { replyTo }),
  ...(threadSeq === undefined ? {} : { threadSeq }),
});

/** In this order of fields, so that a repetition is known by its bytes. */
const presentPoll = ({
  question,
  options,
  isMultiple,
  isAnonymous,
  closesAt,
}: NonNullable<MessageContent['poll']>): NonNullable<MessageContent['poll']> => ({
  question,
  options,
  isMultiple,
  isAnonymous,
  closesAt,
});

const mayPostFile = (subject: Subject, { ownerId }: { ownerId: UserId }): boolean =>
  can(subject, 'post', 'file', { ownerId, viewerIds: new Set(), approverIds: new Set(), isInvoice: false });
