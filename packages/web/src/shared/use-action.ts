import { useCallback, useRef, useState } from 'react';
import { describeRefusal } from './describe-refusal.ts';
import { useLocale } from './locale.tsx';
import { useToasts } from './toasts.tsx';

export interface Action<Input extends unknown[]> {
  /** True where it went through; a refusal is shown to the person and answers false. */
  run(...input: Input): Promise<boolean>;
  isRunning: boolean;
}

/** Runs one write at a time and tells the person, in a sentence, why it was refused. */
export function useAction<Input extends unknown[]>(work: (...input: Input) => Promise<unknown>): Action<Input> {
  const message = useToasts();
  const { locale } = useLocale();
  const [isRunning, setIsRunning] = useState(false);
  const latest = useRef({ work, locale, isRunning: false });
  latest.current.work = work;
  latest.current.locale = locale;
  const run = useCallback(
    async (...input: Input) => {
      if (latest.current.isRunning) return false;
      latest.current.isRunning = true;
      setIsRunning(true);
      try {
        await latest.current.work(...input);
        return true;
      } catch (error) {
        message.error(describeRefusal(error, latest.current.locale));
        return false;
      } finally {
        latest.current.isRunning = false;
        setIsRunning(false);
      }
    },
    [message],
  );
  return { run, isRunning };
}
