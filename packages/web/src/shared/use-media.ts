import { useSyncExternalStore } from 'react';

export const phoneQuery = '(max-width: 767px)';
export const withoutAsideQuery = '(max-width: 1179px)';

export function useMedia(query: string): boolean {
  return useSyncExternalStore(
    (listener) => {
      const media = matchMedia(query);
      media.addEventListener('change', listener);
      return () => media.removeEventListener('change', listener);
    },
    () => matchMedia(query).matches,
  );
}

export const useIsPhone = () => useMedia(phoneQuery);
