import { afterAll, afterEach, beforeAll, describe } from 'vitest';
import { describeAsking } from './journeys/asking.ts';
import { describeBookkeeping } from './journeys/bookkeeping.ts';
import { describeClaiming } from './journeys/claiming.ts';
import { describeDeciding } from './journeys/deciding.ts';
import { describeHandingIn } from './journeys/handing-in.ts';
import { describeReaching } from './journeys/reaching.ts';
import { describeRights } from './journeys/rights.ts';
import { describeShowing } from './journeys/showing.ts';
import { describeWeakNetwork } from './journeys/weak-network.ts';
import { describeWrongInput } from './journeys/wrong-input.ts';
import { DemoFirm } from './stage/firm.ts';

// One server for all journeys: its demonstration takes longer to prepare than most of them to walk. Each journey brings
// invoices of its own, so that none depends on another.
describe('the demonstration firm at work', () => {
  let firm: DemoFirm | undefined;
  beforeAll(async () => {
    firm = await DemoFirm.open();
  });
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail') await firm?.photograph(task.name);
    await firm?.clear();
  });
  afterAll(() => firm?.close());

  const open = (): DemoFirm => {
    if (!firm) throw new Error('the firm is not open');
    return firm;
  };
  describeShowing(open);
  describeReaching(open);
  describeHandingIn(open);
  describeClaiming(open);
  describeDeciding(open);
  describeBookkeeping(open);
  describeAsking(open);
  describeRights(open);
  describeWeakNetwork(open);
  describeWrongInput(open);
});
