import type { UserId } from '@countinghouse/protocol';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { afterPaint } from '../../../shared/after-paint.ts';
import { type Mentionable, mentionsIn } from '../mentions.ts';

interface DraftTextInput {
  /** As the person's devices have it; own changes stand there shortly after. */
  draftText: string;
  onDraft(text: string, mentions: readonly UserId[]): void;
  /** With each key, where `onDraft` waits for a rest: the page may go, or fall over, with the next one. */
  onKey(text: string, mentions: readonly UserId[]): void;
  mentionables: readonly Mentionable[];
}

/** Whether what another device has written takes the place of what stands here. */
export function isOtherDraft(next: string, shown: string): boolean {
  // Blanks alone are no draft, yet whoever begins with one goes on writing.
  return next !== shown && !(next === '' && shown.trim() === '');
}

/** While keys follow each other faster than this, the rest of the page is not told of each. */
const tellMs = 250;

/** The text in the field, which is the same on all devices: what was written last anywhere stands in each of them. */
export function useDraftText({ draftText, onDraft, onKey, mentionables }: DraftTextInput) {
  const [text, setText] = useState(draftText);
  const shown = useRef(draftText);
  const told = useRef(draftText);
  const cancelHold = useRef<(() => void) | undefined>(undefined);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const tell = useEffectEvent(() => {
    // Also what was written and taken away again: the device may have held it in between.
    const isWritten = timer.current !== undefined;
    clearTimeout(timer.current);
    timer.current = undefined;
    cancelHold.current?.();
    cancelHold.current = undefined;
    if (!isWritten && told.current === shown.current) return;
    told.current = shown.current;
    onDraft(shown.current, mentionsIn(shown.current, mentionables).mentions);
  });
  const hold = useEffectEvent(() => {
    cancelHold.current = undefined;
    onKey(shown.current, mentionsIn(shown.current, mentionables).mentions);
  });
  const change = (next: string) => {
    setText(next);
    shown.current = next;
    // The key is painted first; no page goes and comes back as fast as that.
    cancelHold.current ??= afterPaint(() => holdLatest.current());
    clearTimeout(timer.current);
    timer.current = setTimeout(() => tellLatest.current(), tellMs);
  };
  const tellLatest = useRef(() => {});
  const holdLatest = useRef(() => {});
  useEffect(() => {
    tellLatest.current = tell;
    holdLatest.current = hold;
  }, []);
  /** What is sent or thrown away is no draft any more, at once. */
  const clear = () => {
    setText('');
    shown.current = '';
    tellLatest.current();
  };
  const take = useEffectEvent((next: string) => {
    // Own words come back later than the next key; and whoever is writing here writes last.
    if (next === told.current || timer.current !== undefined || !isOtherDraft(next, shown.current)) return;
    shown.current = next;
    told.current = next;
    setText(next);
  });
  useEffect(() => take(draftText), [draftText]);
  useEffect(() => {
    const flush = () => tell();
    // Before those who put away what they were told.
    const first = { capture: true };
    window.addEventListener('pagehide', flush, first);
    return () => {
      window.removeEventListener('pagehide', flush, first);
      flush();
    };
  }, []);
  return { text, change, clear };
}
