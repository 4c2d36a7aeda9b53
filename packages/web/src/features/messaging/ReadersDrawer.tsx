import type { ConversationSummary } from '@countinghouse/protocol';
import type { ConversationState, TimelineMessage } from '@countinghouse/sdk';
import { Drawer } from 'antd';
import { type ReactNode, useCallback, useEffect, useMemo, useSyncExternalStore } from 'react';
import { useTexts } from '../../shared/locale.tsx';
import { useMessenger, useSelected } from '../../shared/messenger.tsx';
import type { Layers } from '../../shared/use-layers.ts';
import type { LookOf } from './person-look.ts';
import { ReadersPanel } from './ReadersPanel.tsx';
import { ReaderCounts } from './reader-counts.ts';
import { messagingTexts } from './texts.ts';

const layerPrefix = 'readers ';

interface ReadersInput {
  summary: ConversationSummary;
  state: ConversationState;
  layers: Layers;
  lookOf: LookOf;
}

interface Readers {
  /** Null between two, where the timeline itself tells. */
  counts: ReaderCounts | null;
  open(message: TimelineMessage): void;
  panel: ReactNode;
}

/** Who has read what, of the conversation that is on screen. */
export function useReaders({ summary, state, layers, lookOf }: ReadersInput): Readers {
  const { call, list, onChange } = useMessenger();
  const connection = useSelected(list, (now) => now.connection);
  const isGroup = summary.kind === 'group';
  const counts = useMemo(() => (isGroup ? new ReaderCounts(call, summary.id) : null), [call, isGroup, summary.id]);
  useEffect(() => () => counts?.close(), [counts]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each of these is a reason to count again.
  useEffect(() => counts?.refresh(), [counts, state.members, connection]);
  useEffect(
    () =>
      onChange((change) => {
        if (change.kind === 'readers' && change.conversationId === summary.id) counts?.refresh();
      }),
    [onChange, counts, summary.id],
  );
  const { push } = layers;
  const open = useCallback((message: TimelineMessage) => push(`${layerPrefix}${message.seq}`), [push]);
  const seq = layers.top?.startsWith(layerPrefix) ? Number(layers.top.slice(layerPrefix.length)) : null;
  const entry = state.entries.find((each) => each.kind === 'message' && each.message.seq === seq);
  const panel =
    counts && seq !== null ? (
      <CountedPanel
        key={seq}
        summary={summary}
        seq={seq}
        preview={entry?.kind === 'message' ? previewOf(entry.message) : ''}
        counts={counts}
        lookOf={lookOf}
      />
    ) : null;
  return { counts, open, panel };
}

const previewOf = ({ text, files }: TimelineMessage) => text || files.map((file) => file.name).join(', ');

interface CountedPanelProps {
  summary: ConversationSummary;
  seq: number;
  preview: string;
  counts: ReaderCounts;
  lookOf: LookOf;
}

function CountedPanel({ summary, seq, preview, counts, lookOf }: CountedPanelProps) {
  const watch = useCallback((listener: () => void) => counts.watch(seq, listener), [counts, seq]);
  const count = useSyncExternalStore(watch, () => counts.get(seq));
  return <ReadersPanel conversationId={summary.id} seq={seq} preview={preview} count={count} lookOf={lookOf} />;
}

interface ReadersDrawerProps extends Readers {
  isPhone: boolean;
  onClose(): void;
}

export function ReadersDrawer({ panel, isPhone, onClose }: ReadersDrawerProps) {
  const texts = useTexts(messagingTexts);
  return (
    <Drawer
      open={panel !== null}
      title={texts.readers}
      size={isPhone ? '100%' : 380}
      onClose={onClose}
      styles={{ body: { padding: 0 } }}
      destroyOnHidden
    >
      {panel}
    </Drawer>
  );
}
