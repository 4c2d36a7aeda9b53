import { type FileId, fileThumbnailPath } from '@countinghouse/protocol';
import sharp from 'sharp';
import type { TestServer } from '../testing/test-server.ts';

/** A picture like no other. */
export function aPicture(): Promise<Buffer> {
  const noise = { type: 'gaussian', mean: 128, sigma: 60 } as const;
  return sharp({ create: { width: 500, height: 400, channels: 3, background: '#fff', noise } })
    .png()
    .toBuffer();
}

/** Bytes from the middle of each of its thumbnails, which are as good as a word. */
export async function thumbnailCanaries(
  host: TestServer,
  input: { token: string; fileId: FileId },
): Promise<{ size: string; text: string }[]> {
  const found: { size: string; text: string }[] = [];
  for (const size of ['small', 'large'] as const) {
    const answer = await fetch(host.baseUrl + fileThumbnailPath(input.fileId, size), {
      headers: { authorization: `Bearer ${input.token}` },
    });
    if (!answer.ok) throw new Error(`the canary’s picture was not drawn: ${await answer.text()}`);
    const bytes = Buffer.from(await answer.arrayBuffer());
    const middle = Math.floor(bytes.length / 2);
    found.push({ size, text: bytes.subarray(middle, middle + 40).toString('latin1') });
  }
  return found;
}
