import { describe } from 'vitest';
import { describeReaching } from './journeys/reaching.ts';
import { walkJourneys } from './stage/walk-journeys.ts';

// Every screen as the demonstration has it, beside what the other files do.
describe('the demonstration firm for everybody', () => walkJourneys([describeReaching]));
