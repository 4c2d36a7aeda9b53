import { useCallback, useEffect, useState } from 'react';
import type { Layers } from '../../shared/use-layers.ts';

/** What stands beside the conversation in the place of its details. */
export type Side = { kind: 'thread'; rootSeq: number } | { kind: 'pins' };

const sideLayer = 'side';

/**
 * Where there is no column beside the conversation it lies over it, as a layer in the history, so that Back takes it
 * away.
 */
export function useSide(layers: Layers, isOver: boolean) {
  const [side, setSide] = useState<Side | null>(null);
  const { top, push, pop } = layers;
  const isLayered = top === sideLayer;
  const show = useCallback(
    (next: Side) => {
      setSide(next);
      if (isOver && !isLayered) push(sideLayer);
    },
    [isOver, isLayered, push],
  );
  const close = useCallback(() => {
    if (isLayered) pop();
    setSide(null);
  }, [isLayered, pop]);
  const [wasLayered, setWasLayered] = useState(isLayered);
  useEffect(() => {
    if (wasLayered && top === null) setSide(null);
    setWasLayered(isLayered);
  }, [wasLayered, isLayered, top]);
  return { side, show, close };
}
