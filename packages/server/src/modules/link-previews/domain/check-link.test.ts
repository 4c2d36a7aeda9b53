import { expect, it } from 'vitest';
import { isOutsideAddress } from '../../../platform/outside/outside-address.ts';
import { checkLink } from './check-link.ts';

const rules = {
  mayConnect: (address: string, port: number) => isOutsideAddress(address) && (port === 80 || port === 443),
  ownHosts: new Set(['chat.example.com']),
};

it.each([
  ['a file', 'file:///etc/passwd'],
  ['a script', 'javascript:alert(1)'],
  ['data', 'data:text/html,<title>x</title>'],
  ['another protocol', 'gopher://example.com/'],
  ['another protocol', 'ftp://example.com/'],
  ['no address', 'example'],
  ['a name and a password', 'http://admin:secret@example.com/'],
  ['loopback', 'http://127.0.0.1/'],
  ['loopback in IPv6', 'http://[::1]/'],
  ['loopback as one number', 'http://2130706433/'],
  ['loopback in octal', 'http://0177.0.0.1/'],
  ['loopback in hexadecimal', 'http://0x7f.1/'],
  ['loopback, shortened', 'http://127.1/'],
  ['loopback in full-width digits', 'http://１２７.０.０.１/'],
  ['mapped loopback', 'http://[::ffff:127.0.0.1]/'],
  ['metadata of clouds', 'http://169.254.169.254/latest/meta-data/'],
  ['everything', 'http://0.0.0.0/'],
  ['another port', 'http://8.8.8.8:6379/'],
  ['this installation', 'https://chat.example.com/c/1'],
])('%s is refused: %s', (_what, url) => {
  expect(() => checkLink(url, rules)).toThrow(expect.objectContaining({ refusal: 'link_address_refused' }));
});

it.each(['http://8.8.8.8/', 'https://example.com/a?b=c', 'https://例子.中国/发票'])('is looked at: %s', (url) => {
  expect(checkLink(url, rules).protocol).toMatch(/^https?:$/);
});

it('the part behind # stays with the reader', () => {
  expect(checkLink('https://example.com/a#token=1', rules).href).toBe('https://example.com/a');
});

it('a relative address belongs to the page that named it', () => {
  expect(checkLink('/login', rules, new URL('https://example.com/a/b')).href).toBe('https://example.com/login');
});
