import type { KeyboardEvent } from 'react';
import { useMemo, useRef } from 'react';
import {
  applied,
  continueList,
  fence,
  isInFence,
  onOwnLines,
  type TextEdit,
  toggleLines,
  toggleMark,
} from './editing.ts';
import { type Pasted, tableFrom } from './paste-table.ts';

export interface TextEdits {
  mark(mark: string): void;
  lines(mark: string): void;
  fence(): void;
  insert(text: string): void;
  /** False where the caret is in no list. */
  continueList(): boolean;
  isInFence(): boolean;
  /** False where it is no table, or code is being written. */
  pasteTable(pasted: Pasted): boolean;
}

/** Changes what stands in the field so that the browser's own undo takes it back. */
export function useTextEdits(
  field: { current: HTMLTextAreaElement | null },
  setText: (text: string) => void,
): TextEdits {
  const latest = useRef(setText);
  latest.current = setText;
  return useMemo(() => {
    const selected = (element: HTMLTextAreaElement) => ({ from: element.selectionStart, to: element.selectionEnd });
    const apply = (make: (text: string, at: { from: number; to: number }) => TextEdit | null): boolean => {
      const element = field.current;
      const edit = element && make(element.value, selected(element));
      if (!element || !edit) return false;
      put(element, edit, latest.current);
      return true;
    };
    return {
      mark: (mark) => void apply((text, at) => toggleMark(text, at, mark)),
      lines: (mark) => void apply((text, at) => toggleLines(text, at, mark)),
      fence: () => void apply(fence),
      insert: (insert) =>
        void apply((_, { from, to }) => {
          const end = from + insert.length;
          return { from, to, insert, selectFrom: end, selectTo: end };
        }),
      continueList: () => apply((text, { from, to }) => (from === to ? continueList(text, from) : null)),
      pasteTable: (pasted) => {
        const table = tableFrom(pasted);
        return table !== null && apply((text, at) => (isInFence(text, at.from) ? null : onOwnLines(text, at, table)));
      },
      isInFence: () => (field.current ? isInFence(field.current.value, field.current.selectionStart) : false),
    };
  }, [field]);
}

function put(element: HTMLTextAreaElement, edit: TextEdit, setText: (text: string) => void) {
  element.focus();
  element.setSelectionRange(edit.from, edit.to);
  // The only way that keeps the browser's undo; where it is gone one day, the text is set as a whole.
  const command = edit.insert === '' ? 'delete' : 'insertText';
  const isEmpty = edit.insert === '' && edit.from === edit.to;
  if (!isEmpty && !document.execCommand(command, false, edit.insert)) setText(applied(element.value, edit));
  element.setSelectionRange(edit.selectFrom, edit.selectTo);
}

const marks: Record<string, string | undefined> = { b: '**', i: '*', e: '`' };
const shiftMarks: Record<string, string | undefined> = { x: '~~' };
const shiftLines: Record<string, string | undefined> = { Digit7: '1. ', Digit8: '- ', Digit9: '> ' };

/** ⌘/Ctrl with B, I, E; with Shift: X strike, C code block, 7 numbers, 8 list, 9 quote. True where it was one. */
export function runShortcut(event: KeyboardEvent, edits: TextEdits): boolean {
  if (!(event.ctrlKey || event.metaKey) || event.altKey) return false;
  const key = event.key.toLowerCase();
  const mark = event.shiftKey ? shiftMarks[key] : marks[key];
  const line = event.shiftKey ? shiftLines[event.code] : undefined;
  if (mark) edits.mark(mark);
  else if (line) edits.lines(line);
  else if (event.shiftKey && key === 'c') edits.fence();
  else return false;
  event.preventDefault();
  return true;
}
