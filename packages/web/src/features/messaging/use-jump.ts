import type { OpenConversation } from '@countinghouse/sdk';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useSearchParams } from 'react-router';
import type { JumpTarget } from './timeline/Timeline.tsx';

interface JumpInput {
  open: OpenConversation;
  onFailure(error: unknown): void;
}

/** Leads to a message wherever it is in the conversation; also to the one that the address names (`?at=`). */
export function useJump({ open, onFailure }: JumpInput) {
  const [target, setTarget] = useState<JumpTarget | null>(null);
  const report = useRef(onFailure);
  report.current = onFailure;
  const jumpTo = useCallback(
    (seq: number) => {
      const isLoaded = open
        .getSnapshot()
        .entries.some((entry) => entry.kind === 'message' && entry.message.seq === seq);
      if (isLoaded) {
        setTarget({ seq });
        return;
      }
      open.showAt(seq).then(
        (shown) => {
          if (shown !== undefined) setTarget({ seq: shown });
        },
        (error: unknown) => report.current(error),
      );
    },
    [open],
  );
  const [params, setParams] = useSearchParams();
  const wanted = Number(params.get('at') ?? '');
  useEffect(() => {
    if (!Number.isInteger(wanted) || wanted <= 0) return;
    jumpTo(wanted);
    // The same link leads there again.
    setParams(
      (before) => {
        before.delete('at');
        return before;
      },
      { replace: true },
    );
  }, [wanted, jumpTo, setParams]);
  return { target, jumpTo };
}
