import {
  type KeyboardEvent,
  type ReactNode,
  useEffect,
  useEffectEvent,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import { createPortal } from 'react-dom';
import styles from './FloatingPanel.module.css';
import { useIsPhone } from './use-media.ts';

/** Where a panel stands: beside a box of the page, or at a point (a box without size). In pixels of the window. */
export interface PanelAnchor {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

export const anchorOfPoint = (x: number, y: number): PanelAnchor => ({ left: x, top: y, right: x, bottom: y });

interface FloatingPanelProps {
  anchor: PanelAnchor;
  label: string;
  role?: 'menu' | 'dialog';
  onClose(): void;
  onKeyDown?(event: KeyboardEvent): void;
  children: ReactNode;
}

const gapPx = 6;
const marginPx = 8;

/** Stands over the page at its anchor and within the window; a sheet from below on a phone. Escape and a press beside it close it, and the focus goes back to where it was. */
export function FloatingPanel({ anchor, label, role = 'dialog', onClose, onKeyDown, children }: FloatingPanelProps) {
  const panel = useRef<HTMLDivElement>(null);
  const isPhone = useIsPhone();
  const [place, setPlace] = useState<{ left: number; top: number } | null>(null);
  useLayoutEffect(() => {
    if (isPhone || !panel.current) return;
    const { width, height } = panel.current.getBoundingClientRect();
    const below = anchor.bottom + gapPx;
    const fitsBelow = below + height + marginPx <= window.innerHeight;
    const top = fitsBelow ? below : Math.max(marginPx, anchor.top - gapPx - height);
    const left = Math.max(marginPx, Math.min(anchor.left, window.innerWidth - width - marginPx));
    setPlace({ left, top });
  }, [anchor, isPhone]);
  useTakeFocus(panel);
  const close = useEffectEvent(onClose);
  useEffect(() => {
    const onPress = (event: PointerEvent) => {
      if (event.target instanceof Node && !panel.current?.contains(event.target)) close();
    };
    document.addEventListener('pointerdown', onPress, true);
    return () => document.removeEventListener('pointerdown', onPress, true);
  }, []);
  return createPortal(
    <>
      {isPhone && <div className={styles.veil} />}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the role is a menu or a dialog. */}
      {/* biome-ignore lint/a11y/useAriaPropsSupportedByRole: the role is a menu or a dialog, and both have names. */}
      <div
        ref={panel}
        className={isPhone ? styles.sheet : styles.panel}
        style={isPhone ? undefined : { ...place, visibility: place ? 'visible' : 'hidden' }}
        role={role}
        aria-label={label}
        tabIndex={-1}
        onKeyDown={(event) => {
          if (event.key === 'Escape') {
            event.preventDefault();
            event.stopPropagation();
            onClose();
          } else onKeyDown?.(event);
        }}
      >
        {children}
      </div>
    </>,
    document.body,
  );
}

function useTakeFocus(panel: { current: HTMLElement | null }) {
  useEffect(() => {
    const before = document.activeElement;
    const element = panel.current;
    // A panel that is not yet at its place cannot take the focus.
    const frame = requestAnimationFrame(() => {
      if (element && !element.contains(document.activeElement)) {
        (element.querySelector<HTMLElement>('[data-autofocus]') ?? element).focus();
      }
    });
    return () => {
      cancelAnimationFrame(frame);
      const isLost = document.activeElement === document.body || element?.contains(document.activeElement);
      if (isLost && before instanceof HTMLElement) before.focus();
    };
  }, [panel]);
}
