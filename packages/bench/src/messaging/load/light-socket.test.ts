import { expect, test } from 'vitest';
import { FrameReader } from './light-socket.ts';

const textFrame = (payload: Buffer): Buffer => {
  const head = payload.length < 126 ? Buffer.from([0x81, payload.length]) : Buffer.from([0x81, 126, 0, 0]);
  if (payload.length >= 126) head.writeUInt16BE(payload.length, 2);
  return Buffer.concat([head, payload]);
};

test('frames come out whole, however the network cuts them', () => {
  const texts = ['a', 'b'.repeat(125), 'c'.repeat(126), 'd'.repeat(5000), 'e'];
  const stream = Buffer.concat(texts.map((text) => textFrame(Buffer.from(text))));
  for (const size of [1, 2, 3, 7, 100, 4096, stream.length]) {
    const got: string[] = [];
    const reader = new FrameReader(
      (payload) => got.push(payload.toString()),
      () => undefined,
      () => undefined,
    );
    for (let at = 0; at < stream.length; at += size) reader.read(stream.subarray(at, at + size));
    expect(got).toEqual(texts);
  }
});
