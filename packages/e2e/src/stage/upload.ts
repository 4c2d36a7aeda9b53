import { type FileId, uploadPath } from '@countinghouse/protocol';
import { asBrowsersDo } from './ask.ts';
import type { Person } from './person.ts';

/** Brings bytes to the server past the screen; the address of the upload ends in the file's id. */
export async function upload(person: Person, name: string, bytes: Uint8Array): Promise<FileId> {
  const { request } = person.context;
  const made = await request.post(uploadPath, {
    ...asBrowsersDo,
    headers: {
      'tus-resumable': '1.0.0',
      'upload-length': String(bytes.length),
      'upload-metadata': `filename ${Buffer.from(name).toString('base64')}`,
    },
  });
  const address = made.headers().location;
  if (!made.ok() || address === undefined) throw new Error(`${name} was not taken: ${await made.text()}`);
  const sent = await request.patch(address, {
    headers: { 'tus-resumable': '1.0.0', 'upload-offset': '0', 'content-type': 'application/offset+octet-stream' },
    data: Buffer.from(bytes),
  });
  if (!sent.ok()) throw new Error(`${name} was not taken: ${await sent.text()}`);
  return new URL(address, 'http://localhost').pathname.split('/').at(-1) as FileId; // as the protocol promises
}
