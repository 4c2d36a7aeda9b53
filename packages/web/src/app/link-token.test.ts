import { describe, expect, it } from 'vitest';
import { takeLinkToken } from './link-token.ts';

function take(pathname: string, search: string) {
  const shown: string[] = [];
  const token = takeLinkToken(
    { pathname, search },
    { replaceState: (_state, _unused, url) => void shown.push(String(url)) },
  );
  return { token, shown };
}

describe('takeLinkToken', () => {
  it('takes the token and cleans the address', () => {
    expect(take('/sign-in', '?token=abc')).toEqual({ token: 'abc', shown: ['/'] });
  });

  it('leaves other addresses alone, whatever they hold', () => {
    expect(take('/c/1', '?token=abc')).toEqual({ token: null, shown: [] });
  });
});
