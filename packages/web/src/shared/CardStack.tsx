import type { Card, ConversationId } from '@countinghouse/protocol';
import type { ReactNode } from 'react';
import { cardStackFor } from './card-registry.ts';

interface CardStackOfProps {
  cards: readonly Card[];
  conversationId: ConversationId;
  children: ReactNode;
}

/** The cards of one message; several of one type may be handled together. */
export function CardStack({ cards, conversationId, children }: CardStackOfProps) {
  const elements = cards.flatMap((card) => card.body.flatMap((element) => ('data' in element ? [element] : [])));
  const type = elements[0]?.type;
  const Stack = elements.length > 1 && type !== undefined ? cardStackFor(type) : undefined;
  if (!Stack) return children;
  const data = elements.filter((element) => element.type === type).map((element) => element.data);
  return (
    <Stack cards={data} conversationId={conversationId}>
      {children}
    </Stack>
  );
}
