import { expect, test } from 'vitest';
import { readAddress } from './sign-in.ts';

test.each([
  ['https://chat.example.com', 'https://chat.example.com', undefined],
  ['https://chat.example.com/', 'https://chat.example.com', undefined],
  ['http://localhost:8090/sign-in?token=a-B_9', 'http://localhost:8090', 'a-B_9'],
  ['https://example.com/chat/sign-in?token=x', 'https://example.com/chat', 'x'],
])('%s is the server %s', (address, baseUrl, linkToken) => {
  expect(readAddress(address)).toEqual({ baseUrl, linkToken });
});

test.each(['chat.example.com', 'localhost:8090', 'file:///etc/passwd', ''])('"%s" is no address', (address) => {
  expect(() => readAddress(address)).toThrow('is no address');
});
