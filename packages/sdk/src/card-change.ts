import type { Card } from '@countinghouse/protocol';
import type { Change } from './types.ts';

/** What views are told of a card: the data of its first extension element. */
export function cardChange(card: Card): Change | undefined {
  const extension = card.body.find((element) => element.type.startsWith('Countinghouse.'));
  return extension && 'data' in extension ? { kind: 'card', type: extension.type, data: extension.data } : undefined;
}
