import { describe } from 'vitest';
import { describeComposing } from './journeys/composing.ts';
import { describeDrafts } from './journeys/drafts.ts';
import { describeFindingThePlace } from './journeys/finding-the-place.ts';
import { describeMarkingUnread } from './journeys/marking-unread.ts';
import { describeMedia } from './journeys/media.ts';
import { describeMessages } from './journeys/messages.ts';
import { describeSmallServices } from './journeys/small-services.ts';
import { describeThreadDrafts } from './journeys/thread-drafts.ts';
import { describeViewing } from './journeys/viewing.ts';
import { walkJourneys } from './stage/walk-journeys.ts';

// What is written, sent, shown and found again.
describe('the messenger: conversations', () =>
  walkJourneys([
    describeDrafts,
    describeThreadDrafts,
    describeMessages,
    describeComposing,
    describeMedia,
    describeSmallServices,
    describeFindingThePlace,
    describeViewing,
    describeMarkingUnread,
  ]));
