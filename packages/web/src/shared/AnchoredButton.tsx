import { type ReactNode, useRef, useState } from 'react';
import { Button, type ButtonProps } from './Button.tsx';
import type { PanelAnchor } from './FloatingPanel.tsx';
import { LazyOverlay } from './LazyOverlay.tsx';

/** What stands beside a button. */
export interface Anchored {
  /** Null while it is closed. */
  anchor: PanelAnchor | null;
  /** It was opened by the keyboard. */
  takesFocus: boolean;
  onClose(): void;
}

interface AnchoredButtonProps extends ButtonProps {
  /** Drawn from the first press on. */
  renderMenu(anchored: Anchored): ReactNode;
}

/** A button with something beside it whose script comes when it is first opened. */
export function AnchoredButton({ renderMenu, children, ...rest }: AnchoredButtonProps) {
  const [anchor, setAnchor] = useState<PanelAnchor | null>(null);
  const [isWanted, setIsWanted] = useState(false);
  const [takesFocus, setTakesFocus] = useState(false);
  const wasOpen = useRef(false);
  const opener = useRef<HTMLElement>(null);
  const close = () => {
    setAnchor(null);
    // What took the focus from the keyboard gives it back.
    if (takesFocus) opener.current?.focus();
  };
  return (
    <>
      <Button
        {...rest}
        aria-haspopup="menu"
        aria-expanded={anchor !== null}
        // A press beside the menu closes it before the click is heard.
        onPointerDown={() => {
          wasOpen.current = anchor !== null;
        }}
        onClick={(event) => {
          const { left, top, right, bottom } = event.currentTarget.getBoundingClientRect();
          opener.current = event.currentTarget;
          setIsWanted(true);
          // A press of a key counts as a click of no pointer.
          setTakesFocus(event.detail === 0);
          setAnchor(wasOpen.current ? null : { left, top, right, bottom });
          wasOpen.current = false;
        }}
      >
        {children}
      </Button>
      {isWanted && (
        <LazyOverlay
          onClose={() => {
            setIsWanted(false);
            setAnchor(null);
          }}
        >
          {renderMenu({ anchor, takesFocus, onClose: close })}
        </LazyOverlay>
      )}
    </>
  );
}
