import type { TimelineMessage } from '@countinghouse/sdk';
import { bareWords } from '../../../shared/bare-words.ts';

type Said = Pick<TimelineMessage, 'text' | 'files' | 'voice' | 'poll' | 'forward' | 'cards'>;

interface PartTexts {
  partPhoto: string;
  partFile(name: string): string;
  partVoice: string;
  partPoll(question: string): string;
  partForward: string;
  partCard: string;
}

const lineLengthMax = 160;

/** One line of a message, for quotes, pins and the reader's ears. */
export function summarise(message: Said, texts: PartTexts): string {
  const words = bareWords(message.text);
  if (words) return words.slice(0, lineLengthMax);
  if (message.voice) return texts.partVoice;
  if (message.poll) return texts.partPoll(message.poll.question);
  if (message.forward) return texts.partForward;
  const [file] = message.files;
  if (file) return file.mediaType.startsWith('image/') ? texts.partPhoto : texts.partFile(file.name);
  return message.cards.length > 0 ? texts.partCard : '';
}
