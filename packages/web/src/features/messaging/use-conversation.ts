import type { ConversationSummary, MessagingPolicy } from '@countinghouse/protocol';
import type { OpenConversation } from '@countinghouse/sdk';
import { useCallback, useMemo, useRef, useState } from 'react';
import { describeRefusal } from '../../shared/describe-refusal.ts';
import { useLocale } from '../../shared/locale.tsx';
import { useDirectory, useMe, useWatched } from '../../shared/messenger.tsx';
import { useToasts } from '../../shared/toasts.tsx';
import type { Layers } from '../../shared/use-layers.ts';
import type { ComposerHandle } from './composer/Composer.tsx';
import type { ComposerMode } from './composer/composer-mode.ts';
import { type LookOf, lookFrom } from './person-look.ts';
import { useReaders } from './ReadersDrawer.tsx';
import type { ConversationScope } from './scope.ts';
import { Selection } from './selection.ts';
import { useJump } from './use-jump.ts';
import { useMentionables } from './use-mentionables.ts';
import { useMessageActions } from './use-message-actions.ts';
import { type Overlays, useOverlays } from './use-overlays.ts';
import { useReading } from './use-reading.ts';
import { useSide } from './use-side.ts';
import { imagesIn, shownAs } from './viewers/shown-files.ts';
import type { OpenViewer } from './viewers/viewer-context.ts';

const newMode: ComposerMode = { kind: 'new' };

interface ConversationInput {
  open: OpenConversation;
  summary: ConversationSummary;
  policy: MessagingPolicy;
  layers: Layers;
  /** There is no room beside the conversation. */
  isOver: boolean;
}

/** Everything that happens in an open conversation, for its view to draw. */
export function useConversation({ open, summary, policy, layers, isOver }: ConversationInput) {
  const toast = useToasts();
  const { locale } = useLocale();
  const { person } = useMe();
  const directory = useDirectory();
  const state = useWatched(open);
  const lookOf = useMemo(() => lookFrom(directory), [directory]);
  const overlays = useOverlays();
  const side = useSide(layers, isOver);
  const composer = useRef<ComposerHandle>(null);
  const [mode, setMode] = useState<ComposerMode>(newMode);
  const [selection] = useState(() => new Selection());
  const readers = useReaders({ summary, state, layers, lookOf });
  const onFailure = useCallback((error: unknown) => toast.error(describeRefusal(error, locale)), [toast, locale]);
  const jump = useJump({ open, onFailure });
  const { actions, recallAll } = useMessageActions({
    open,
    summary,
    meId: person.id,
    lookOf,
    selection,
    overlays,
    composer,
    setMode,
    openThread: (rootSeq) => side.show({ kind: 'thread', rootSeq }),
    showReaders: readers.open,
    jumpTo: (seq) => {
      // What lies over the conversation would hide where it leads.
      if (isOver && side.side) side.close();
      jump.jumpTo(seq);
    },
  });
  const scope = useStableScope({
    open,
    summary,
    policy,
    meId: person.id,
    lookOf,
    selection,
    readerCounts: readers.counts,
    actions,
  });
  return {
    state,
    scope,
    overlays,
    side,
    composer,
    mode,
    setMode,
    readers,
    target: jump.target,
    recallAll,
    onFailure,
    view: useOpenViewer(open, overlays),
    reading: useReading(open, summary),
    mentionables: useMentionables({ members: state.members, summary, meId: person.id, directory }),
  };
}

interface ScopeInput extends Omit<ConversationScope, 'summary'> {
  summary: ConversationSummary;
  policy: MessagingPolicy;
  lookOf: LookOf;
}

/** The row of the list is another object with each message and each key; messages look at its rules only. */
function useStableScope({ summary, ...given }: ScopeInput): ConversationScope {
  const { id, kind, myRole, isArchived, settings, engagementId } = summary;
  const rules = useMemo(
    () => ({ id, kind, myRole, isArchived, settings, engagementId }),
    [id, kind, myRole, isArchived, settings, engagementId],
  );
  const { open, policy, meId, lookOf, selection, readerCounts, actions } = given;
  return useMemo(
    () => ({ open, summary: rules, policy, meId, lookOf, selection, readerCounts, actions }),
    [open, rules, policy, meId, lookOf, selection, readerCounts, actions],
  );
}

function useOpenViewer(open: OpenConversation, { show }: Overlays): OpenViewer {
  return useCallback(
    (file) => {
      if (shownAs(file) !== 'image') {
        show({ kind: 'document', file });
        return;
      }
      const all = imagesIn(open.getSnapshot().entries);
      const first = all.findIndex((each) => each.fileId === file.fileId);
      show(first < 0 ? { kind: 'images', images: [file], first: 0 } : { kind: 'images', images: all, first });
    },
    [open, show],
  );
}

export type Conversation = ReturnType<typeof useConversation>;
