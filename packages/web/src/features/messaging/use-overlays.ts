import type { FileRef } from '@countinghouse/protocol';
import type { OutgoingMessage, TimelineMessage } from '@countinghouse/sdk';
import { useMemo, useState } from 'react';
import type { PanelAnchor } from '../../shared/FloatingPanel.tsx';

/** What lies over the conversation; one thing at a time. */
export type Overlay =
  | { kind: 'menu' | 'emoji' | 'versions'; message: TimelineMessage; anchor: PanelAnchor }
  | { kind: 'forward'; messages: readonly TimelineMessage[] }
  | { kind: 'images'; images: readonly FileRef[]; first: number }
  | { kind: 'document'; file: FileRef }
  | { kind: 'poll' }
  | { kind: 'schedule'; message: OutgoingMessage };

export interface Overlays {
  current: Overlay | null;
  show(overlay: Overlay): void;
  /** Only what is given, so that something newer stays. */
  close(overlay?: Overlay): void;
}

export function useOverlays(): Overlays {
  const [current, setCurrent] = useState<Overlay | null>(null);
  return useMemo(
    () => ({
      current,
      show: setCurrent,
      close: (overlay) => setCurrent((now) => (overlay === undefined || now === overlay ? null : now)),
    }),
    [current],
  );
}
