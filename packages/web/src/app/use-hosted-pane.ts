import { type ReactNode, useCallback, useMemo, useRef, useState } from 'react';
import { newClientId } from '../shared/new-client-id.ts';
import type { SidePane, SidePaneOptions } from '../shared/side-pane.tsx';
import { useLayers } from '../shared/use-layers.ts';
import { useMedia } from '../shared/use-media.ts';

export interface PaneContent {
  key: string;
  node: ReactNode;
  options: SidePaneOptions;
  /** The page beside which it was opened; another page does not show it. */
  pathname: string;
  /** It covers the page, so that Back leads from it to what it covers. */
  isLayer: boolean;
}

/** More panes than this over one another are forgotten from below. */
const layersMax = 8;

/** One pane beside the page; on a narrow screen panes over the page, each left by Back. */
export function useHostedPane(pathname: string): { pane: SidePane; content: PaneContent | null } {
  const [kept, setKept] = useState<readonly PaneContent[]>([]);
  const layers = useLayers();
  const coversPage = useMedia('(max-width: 1023px)');
  const shown = kept.findLast((each) => each.pathname === pathname && (!each.isLayer || each.key === layers.top));
  const content = shown ?? null;
  const latest = useRef({ layers, pathname, coversPage, content });
  latest.current = { layers, pathname, coversPage, content };
  const open = useCallback((node: ReactNode, options: SidePaneOptions = {}) => {
    const now = latest.current;
    const added = { key: newClientId(), node, options, pathname: now.pathname, isLayer: now.coversPage };
    if (added.isLayer) {
      setKept((before) => [...before, added].slice(-layersMax));
      now.layers.push(added.key);
    } else {
      setKept([added]);
      now.layers.clear();
    }
  }, []);
  const close = useCallback(() => {
    if (latest.current.content?.isLayer) latest.current.layers.pop();
    else setKept([]);
  }, []);
  const isOpen = content !== null;
  const isSlim = content?.options.isSlim ?? false;
  const pane = useMemo(() => ({ open, close, isOpen, isSlim }), [open, close, isOpen, isSlim]);
  return { pane, content };
}
