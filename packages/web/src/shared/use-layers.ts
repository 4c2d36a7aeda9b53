import { useMemo, useRef } from 'react';
import { useLocation, useNavigate } from 'react-router';

/** What lies over a page, kept in the history, so that the Back button takes it away and not the page. */
export interface Layers {
  /** Name of what lies on top; null where the page itself does. */
  top: string | null;
  push(name: string): void;
  pop(): void;
  /** Takes away what lies on top and leaves no step in the history for it. */
  clear(): void;
}

export function useLayers(): Layers {
  const location = useLocation();
  const navigate = useNavigate();
  const latest = useRef({ location, navigate });
  latest.current = { location, navigate };
  const top = layerIn(location.state);
  return useMemo(() => {
    const go = (state: { layer: string } | null, replace: boolean) => {
      const { pathname, search, hash } = latest.current.location;
      void latest.current.navigate({ pathname, search, hash }, { state, replace });
    };
    return {
      top,
      push: (layer) => go({ layer }, false),
      pop: () => void latest.current.navigate(-1),
      clear: () => {
        if (layerIn(latest.current.location.state) !== null) go(null, true);
      },
    };
  }, [top]);
}

function layerIn(state: unknown): string | null {
  if (typeof state !== 'object' || state === null || !('layer' in state)) return null;
  return typeof state.layer === 'string' ? state.layer : null;
}
