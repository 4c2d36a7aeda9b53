import { type Card, ClaimCardData } from '@countinghouse/protocol';
import { Check } from 'typebox/value';

/** Null for anything that is not exactly a claim: card content is hostile until proven otherwise. */
export const parseClaimCard = (data: unknown): ClaimCardData | null => (Check(ClaimCardData, data) ? data : null);

/** Card without what this client could not make sense of. */
export const fallbackOf = (card: Card): Card => ({
  ...card,
  body: card.body.flatMap((element) => ('data' in element ? element.fallback : [element])),
});
