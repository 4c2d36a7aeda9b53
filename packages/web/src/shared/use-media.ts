import { useSyncExternalStore } from 'react';

export const phoneQuery = '(max-width: 767px)';
export const withoutAsideQuery = '(max-width: 1179px)';

const lists = new Map<string, MediaQueryList>();

/** One list for each question: making one asks the whole page for its styles. */
function listOf(query: string): MediaQueryList {
  const known = lists.get(query);
  if (known) return known;
  const made = matchMedia(query);
  lists.set(query, made);
  return made;
}

export function useMedia(query: string): boolean {
  return useSyncExternalStore(
    (listener) => {
      const media = listOf(query);
      media.addEventListener('change', listener);
      return () => media.removeEventListener('change', listener);
    },
    () => listOf(query).matches,
  );
}

export const useIsPhone = () => useMedia(phoneQuery);
