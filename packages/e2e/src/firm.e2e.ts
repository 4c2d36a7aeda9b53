import { describe } from 'vitest';
import { describeAdministering } from './journeys/administering.ts';
import { describeAsking } from './journeys/asking.ts';
import { describeBookkeeping } from './journeys/bookkeeping.ts';
import { describeClaiming } from './journeys/claiming.ts';
import { describeDeciding } from './journeys/deciding.ts';
import { describeGoverning } from './journeys/governing.ts';
import { describeHandingIn } from './journeys/handing-in.ts';
import { describeRights } from './journeys/rights.ts';
import { describeSearching } from './journeys/searching.ts';
import { describeShowing } from './journeys/showing.ts';
import { describeWrongInput } from './journeys/wrong-input.ts';
import { walkJourneys } from './stage/walk-journeys.ts';

describe('the demonstration firm at work', () =>
  walkJourneys([
    describeShowing,
    describeHandingIn,
    describeClaiming,
    describeDeciding,
    describeBookkeeping,
    describeAsking,
    describeSearching,
    describeGoverning,
    describeAdministering,
    describeRights,
    describeWrongInput,
  ]));
