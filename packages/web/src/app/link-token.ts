import { paths } from '../shared/paths.ts';

/**
 * Takes the secret of a one-time link out of the address at once, so that it stays neither in the history nor in a
 * screenshot.
 */
export function takeLinkToken(
  location: Pick<Location, 'pathname' | 'search'>,
  history: Pick<History, 'replaceState'>,
): string | null {
  if (location.pathname !== paths.signIn) return null;
  const token = new URLSearchParams(location.search).get('token');
  history.replaceState(null, '', paths.home);
  return token;
}
