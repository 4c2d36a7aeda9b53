import { describe } from 'vitest';
import { describeBeingThere } from './journeys/being-there.ts';
import { describeDirectory } from './journeys/directory.ts';
import { describeInstalling } from './journeys/installing.ts';
import { describeMissing } from './journeys/missing.ts';
import { describeNotifying } from './journeys/notifying.ts';
import { describeReading } from './journeys/reading.ts';
import { describeTwoDevices } from './journeys/two-devices.ts';
import { describeTwoScreens } from './journeys/two-screens.ts';
import { describeWeakNetwork } from './journeys/weak-network.ts';
import { walkJourneys } from './stage/walk-journeys.ts';

// Who is there, on how many devices and on what line, and how they hear of what they missed.
describe('the messenger: people and their devices', () =>
  walkJourneys([
    describeReading,
    describeWeakNetwork,
    describeTwoScreens,
    describeTwoDevices,
    describeBeingThere,
    describeDirectory,
    describeNotifying,
    describeInstalling,
    // The last: its server goes on at another time.
    describeMissing,
  ]));
