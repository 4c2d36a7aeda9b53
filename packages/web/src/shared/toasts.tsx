import { useSyncExternalStore } from 'react';
import styles from './Toasts.module.css';

type Tone = 'success' | 'error' | 'info';

interface Toast {
  id: number;
  tone: Tone;
  text: string;
}

const shownMs = 4000;
/** More at once would cover the page; the oldest makes way. */
const shownMax = 4;

let shown: readonly Toast[] = [];
let lastId = 0;
const listeners = new Set<() => void>();

function change(next: readonly Toast[]): void {
  shown = next;
  for (const listener of listeners) listener();
}

function show(tone: Tone, text: string): void {
  lastId += 1;
  const toast = { id: lastId, tone, text };
  change([...shown, toast].slice(-shownMax));
  setTimeout(() => change(shown.filter((each) => each !== toast)), shownMs);
}

export interface ToastWords {
  success(text: string): void;
  error(text: string): void;
  info(text: string): void;
}

const words: ToastWords = {
  success: (text) => show('success', text),
  error: (text) => show('error', text),
  info: (text) => show('info', text),
};

/** Says something for a moment, at the top of whatever page is shown. */
export const useToasts = (): ToastWords => words;

const subscribe = (listener: () => void) => {
  listeners.add(listener);
  return () => void listeners.delete(listener);
};

const marks: Record<Tone, string> = { success: '✓', error: '!', info: 'i' };

/** Where toasts are drawn, once for the page. */
export function Toasts() {
  const toasts = useSyncExternalStore(subscribe, () => shown);
  return (
    <div className={styles.place}>
      {toasts.map(({ id, tone, text }) => (
        <div key={id} className={styles.toast} role="alert" data-toast={tone}>
          <span className={styles.mark} data-tone={tone} aria-hidden="true">
            {marks[tone]}
          </span>
          {text}
        </div>
      ))}
    </div>
  );
}
