import { filesPerMessageMax } from '@countinghouse/protocol';
import type { OutgoingMessage } from '@countinghouse/sdk';

/** The first message has the words; files that are too many for one follow in others. */
export function splitMessage(first: OutgoingMessage, files: readonly File[]): OutgoingMessage[] {
  const outgoing = files.map((file) => ({ name: file.name, content: file }));
  const messages: OutgoingMessage[] = [
    outgoing.length > 0 ? { ...first, files: outgoing.slice(0, filesPerMessageMax) } : first,
  ];
  for (let at = filesPerMessageMax; at < outgoing.length; at += filesPerMessageMax) {
    messages.push({ text: '', files: outgoing.slice(at, at + filesPerMessageMax) });
  }
  return messages;
}
