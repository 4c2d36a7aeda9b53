import type { TimelineMessage } from '@countinghouse/sdk';
import { useMemo } from 'react';
import { AdaptiveCard } from '../../../shared/AdaptiveCard.tsx';
import { CardStack } from '../../../shared/CardStack.tsx';
import { cardsBesideMedia, filesBesideCards } from '../files-beside-cards.ts';
import { MessageText } from '../markdown/MessageText.tsx';
import { namesOfGroup } from '../mention-groups.ts';
import type { Named } from '../mentions.ts';
import type { LookOf } from '../person-look.ts';
import { PollView } from '../polls/PollView.tsx';
import { useScope } from '../scope.ts';
import { VoiceMessage } from '../voice/VoiceMessage.tsx';
import { Forwarded } from './Forwarded.tsx';
import { LinkCard } from './LinkCard.tsx';
import { MessageFiles } from './MessageFiles.tsx';
import styles from './MessageView.module.css';
import { Quote } from './Quote.tsx';

function namedIn({ mentions, mentionGroups }: TimelineMessage, lookOf: LookOf): Named[] {
  return [
    ...mentions.flatMap((id) => lookOf(id).names.map((name) => ({ target: { kind: 'person' as const, id }, name }))),
    ...mentionGroups.flatMap((group) =>
      namesOfGroup(group).map((name) => ({ target: { kind: 'group' as const, group }, name })),
    ),
  ];
}

/** Everything that was said: quote, words, what was passed on, sound, files, poll, cards. */
export function MessageBody({ message }: { message: TimelineMessage }) {
  const { lookOf, meId, summary } = useScope();
  const mentioned = useMemo(() => namedIn(message, lookOf), [message, lookOf]);
  const files = message.voice ? [] : filesBesideCards(message);
  // Whoever sends a photo to the app that reads invoices wants to know what it made of it.
  const cards = summary.kind === 'app' ? message.cards : cardsBesideMedia(message);
  const [sound] = message.files;
  return (
    <>
      {message.replyTo !== undefined && <Quote seq={message.replyTo} />}
      {message.text && <MessageText text={message.text} mentioned={mentioned} meId={meId} />}
      {message.forward && <Forwarded forward={message.forward} />}
      {message.voice && sound && <VoiceMessage file={sound} voice={message.voice} />}
      {files.length > 0 && <MessageFiles files={files} />}
      {message.poll && <PollView message={message} poll={message.poll} />}
      {message.text && message.cards.length === 0 && message.state === 'sent' && <LinkCard text={message.text} />}
      {cards.length > 0 && (
        <div className={styles.cards}>
          <CardStack cards={cards.map(({ card }) => card)} conversationId={summary.id}>
            {cards.map(({ cardId, card }) => (
              <AdaptiveCard key={cardId} card={card} conversationId={summary.id} />
            ))}
          </CardStack>
        </div>
      )}
    </>
  );
}
