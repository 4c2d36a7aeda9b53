import type { Card, ConversationId } from '@countinghouse/protocol';
import type { ComponentType } from 'react';

export interface CardRendererProps {
  /** `data` of the extension element; the renderer parses it, for a card is hostile until proven otherwise. */
  data: unknown;
  card: Card;
  conversationId: ConversationId;
}

const renderers = new Map<string, ComponentType<CardRendererProps>>();

/** Called by `app` while it starts, once for each extension type. */
export function registerCardRenderer(type: string, renderer: ComponentType<CardRendererProps>): void {
  renderers.set(type, renderer);
}

export function cardRendererFor(type: string): ComponentType<CardRendererProps> | undefined {
  return renderers.get(type);
}
