import { useRef, useState } from 'react';

// Parameters are contravariant: `never` lets every function in.
type Handlers = Record<string, ((...given: never[]) => unknown) | undefined>;

/**
 * The same functions for as long as the caller is on screen, each doing what the newest one does, so that what is given
 * them is not drawn anew with every key. Which of them are there decides the first time, and again when that changes.
 */
export function useStableHandlers<T extends Handlers>(handlers: T): T {
  const latest = useRef(handlers);
  latest.current = handlers;
  const present = Object.keys(handlers)
    .filter((name) => handlers[name] !== undefined)
    .join();
  const [kept, setKept] = useState(() => ({ present, stable: wrap(latest, handlers) }));
  if (kept.present === present) return kept.stable;
  const stable = wrap(latest, handlers);
  setKept({ present, stable });
  return stable;
}

function wrap<T extends Handlers>(latest: { current: T }, handlers: T): T {
  const made = Object.entries(handlers).map(([name, handler]) => [
    name,
    handler && ((...given: never[]) => latest.current[name]?.(...given)),
  ]);
  return Object.fromEntries(made) as T; // The same names, each with a function that calls the one of `T`.
}
