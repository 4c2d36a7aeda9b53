import { type PinSet, pinsMax, Refusal } from '@countinghouse/protocol';
import type { Subject } from '../../../platform/rights/index.ts';
import type { MessagingContext } from '../context.ts';
import { mayPin } from '../domain/pins.ts';
import { settingsOf } from '../domain/settings.ts';
import { countPins, isPinned } from '../store/pin-store.ts';
import { appendEvents } from './append-events.ts';
import { lockStandingMessage, type MessagePlace } from './lock-message.ts';

/** Pins a message for everybody or takes the pin away; null where it is so already. */
export const pinMessage = (
  context: MessagingContext,
  subject: Subject,
  { isPinned: wanted, conversationId, seq }: MessagePlace & { isPinned: boolean },
): Promise<PinSet | null> =>
  context.database.transaction(async (tx) => {
    const locked = await lockStandingMessage(context, tx, subject, { conversationId, seq, action: 'read' });
    if (!mayPin(locked.member.role, settingsOf(locked.conversation))) {
      throw new Refusal('pin_restricted', 'only the owner and admins pin here');
    }
    if ((await isPinned(tx, { conversationId, seq })) === wanted) return null;
    if (wanted && (await countPins(tx, conversationId)) >= pinsMax) {
      throw new Refusal('pins_exceeded', 'too many pins', { pinsMax: String(pinsMax) });
    }
    const [event] = await appendEvents(context, tx, [
      { conversationId, actorId: subject.userId, body: { kind: 'pin.set', messageSeq: seq, isPinned: wanted } },
    ]);
    if (event?.kind !== 'pin.set') throw new Error('the log gave another kind of event than was written');
    return event;
  });
