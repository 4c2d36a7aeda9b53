import type { Card, ConversationId } from '@countinghouse/protocol';
import type { ComponentType, ReactNode } from 'react';

export interface CardRendererProps {
  /** `data` of the extension element; the renderer parses it, for a card is hostile until proven otherwise. */
  data: unknown;
  card: Card;
  conversationId: ConversationId;
}

/** Around the cards of one message, for what concerns several of them at once. */
export interface CardStackProps {
  /** `data` of each card of the type, in the order of the message. */
  cards: readonly unknown[];
  conversationId: ConversationId;
  children: ReactNode;
}

const renderers = new Map<string, ComponentType<CardRendererProps>>();
const stacks = new Map<string, ComponentType<CardStackProps>>();

/** Called by `app` while it starts, once for each extension type. */
export function registerCardRenderer(type: string, renderer: ComponentType<CardRendererProps>): void {
  renderers.set(type, renderer);
}

export function registerCardStack(type: string, stack: ComponentType<CardStackProps>): void {
  stacks.set(type, stack);
}

export const cardStackFor = (type: string): ComponentType<CardStackProps> | undefined => stacks.get(type);

export function cardRendererFor(type: string): ComponentType<CardRendererProps> | undefined {
  return renderers.get(type);
}
