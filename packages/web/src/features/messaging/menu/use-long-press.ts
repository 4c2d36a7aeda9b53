import { type PointerEvent, type TouchEvent, useRef } from 'react';

const longPressMs = 450;
/** A finger never keeps quite still. */
const slackPx = 10;

/** On a touch screen, holding one place stands for the other mouse button. */
export function useLongPress(onLongPress: ((x: number, y: number) => void) | null) {
  const press = useRef<{ timer: ReturnType<typeof setTimeout>; x: number; y: number } | null>(null);
  const wasHeld = useRef(false);
  const cancel = () => {
    if (press.current) clearTimeout(press.current.timer);
    press.current = null;
  };
  if (!onLongPress) return {};
  return {
    onPointerDown: (event: PointerEvent) => {
      const { clientX: x, clientY: y, pointerType } = event;
      wasHeld.current = false;
      if (pointerType === 'mouse') return;
      cancel();
      press.current = {
        x,
        y,
        timer: setTimeout(() => {
          press.current = null;
          wasHeld.current = true;
          onLongPress(x, y);
        }, longPressMs),
      };
    },
    onPointerMove: (event: PointerEvent) => {
      const now = press.current;
      if (now && Math.hypot(event.clientX - now.x, event.clientY - now.y) > slackPx) cancel();
    },
    onPointerUp: cancel,
    onPointerCancel: cancel,
    // Lifting the finger is no press on what it lay on, nor one beside the menu that has opened.
    onTouchEnd: (event: TouchEvent) => {
      if (wasHeld.current) event.preventDefault();
      wasHeld.current = false;
    },
  };
}
