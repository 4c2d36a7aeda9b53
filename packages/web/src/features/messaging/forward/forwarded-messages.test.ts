import type { ConversationId } from '@countinghouse/protocol';
import type { TimelineMessage } from '@countinghouse/sdk';
import { expect, test } from 'vitest';
import { forwardedMessages } from './forwarded-messages.ts';

const from = 'here' as ConversationId; // A test needs ids only to differ.
const message = (seq: number) =>
  ({ seq, actorId: 'a', at: 't', text: `m${seq}`, files: [] }) as unknown as TimelineMessage; // What is forwarded reads no more of it.

test('several merged are one message with its comment', () => {
  const [only, ...others] = forwardedMessages({
    from,
    messages: [message(3), message(5)],
    isMerged: true,
    comment: ' 请看 ',
  });
  expect(others).toEqual([]);
  expect(only).toMatchObject({ text: '请看', forward: { conversationId: from, seqs: [3, 5], isMerged: true } });
});

test('one by one each is a message of its own, and the comment comes last', () => {
  const out = forwardedMessages({ from, messages: [message(3), message(5)], isMerged: false, comment: '请看' });
  expect(out.map((each) => each.forward?.seqs)).toEqual([[3], [5], undefined]);
  expect(out.at(-1)).toEqual({ text: '请看' });
});
