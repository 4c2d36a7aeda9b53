import type { Platform } from '../../platform/platform.ts';
import { createRateLimit, type DemandTurn } from '../../platform/rates/rate-limit.ts';
import type { Rate } from '../../platform/rates/token-bucket.ts';

type AmendmentKind = 'edit' | 'recall' | 'react' | 'pin' | 'vote';
export type AmendmentRates = Record<AmendmentKind, Rate>;
export type AmendmentTurns = Record<AmendmentKind, DemandTurn>;

/**
 * Each change is an entry of the log that everybody in the conversation gets. Far above what a person does by hand, also
 * over a selection of a hundred messages; a program that goes on and on is slowed down.
 */
const amendmentRatesDefault: AmendmentRates = {
  edit: { burst: 120, perSecond: 2 },
  recall: { burst: 120, perSecond: 2 },
  react: { burst: 120, perSecond: 4 },
  pin: { burst: 120, perSecond: 2 },
  vote: { burst: 60, perSecond: 2 },
};

export function createAmendmentTurns(
  platform: Pick<Platform, 'clock' | 'metrics'>,
  changed: Partial<AmendmentRates> = {},
): AmendmentTurns {
  const rates = { ...amendmentRatesDefault, ...changed };
  const turnOf = (kind: AmendmentKind) => createRateLimit(platform, { name: kind, ...rates[kind] });
  return {
    edit: turnOf('edit'),
    recall: turnOf('recall'),
    react: turnOf('react'),
    pin: turnOf('pin'),
    vote: turnOf('vote'),
  };
}
