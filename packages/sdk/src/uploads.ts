import { type FileId, Refusal, uploadPath } from '@countinghouse/protocol';
import { DetailedError, Upload } from 'tus-js-client';
import type { Addresses } from './addresses.ts';
import { OfflineError, refusalOf } from './call.ts';
import type { OutboxFile } from './outbox-entry.ts';

export interface UploadHandlers {
  /** Where to go on after an interruption. */
  onUrl(uploadUrl: string): void;
  onProgress(sentBytes: number): void;
  signal: AbortSignal;
}

/** Brings one file to the server, going on where an earlier attempt stopped. Throws `Refusal` or `OfflineError`. */
export type Uploader = (file: OutboxFile, handlers: UploadHandlers) => Promise<FileId>;

// A broken line loses at most this much where a proxy holds requests back.
const chunkBytes = 8 * 1024 * 1024;
const retryDelaysMs = [200, 1000, 3000];

export function createUploader({ addresses, token }: { addresses: Addresses; token?: string }): Uploader {
  return async (file, { onUrl, onProgress, signal }) => {
    const content = await uploadable(file.content);
    const baseUrl = addresses.current;
    return new Promise((resolve, reject) => {
      const upload = new Upload(content, {
        endpoint: `${baseUrl}${uploadPath}`,
        uploadUrl: file.uploadUrl === undefined ? null : atAddress(file.uploadUrl, addresses),
        metadata: { filename: file.name },
        headers: token === undefined ? {} : { authorization: `Bearer ${token}` },
        chunkSize: chunkBytes,
        retryDelays: retryDelaysMs,
        // The outbox keeps the address itself, together with the message.
        storeFingerprintForResuming: false,
        onUploadUrlAvailable: () => {
          if (upload.url) onUrl(upload.url);
        },
        onProgress: (sentBytes) => onProgress(sentBytes),
        onSuccess: () => {
          // `uploadPath` of the protocol promises that the address ends in the file's id.
          resolve(new URL(upload.url ?? '').pathname.split('/').at(-1) as FileId);
        },
        onError: (error) => {
          const told = errorOf(error);
          if (told instanceof OfflineError) addresses.leave(baseUrl);
          reject(told);
        },
      });
      signal.addEventListener('abort', () => {
        upload.abort().then(
          () => reject(new OfflineError('the upload was stopped')),
          (error: unknown) => reject(error),
        );
      });
      upload.start();
    });
  };
}

/** Servers of one installation share uploads, so that another one goes on where the first was. */
const atAddress = (uploadUrl: string, addresses: Addresses): string =>
  addresses.count > 1 ? `${addresses.current}${new URL(uploadUrl).pathname}` : uploadUrl;

/** Browsers send blobs; tus-js-client in Node wants buffers. */
async function uploadable(content: Blob | Uint8Array): Promise<Blob | Buffer> {
  if (typeof window !== 'undefined') return content instanceof Blob ? content : new Blob([new Uint8Array(content)]);
  return content instanceof Blob ? Buffer.from(await content.arrayBuffer()) : Buffer.from(content);
}

function errorOf(error: Error | DetailedError): Error {
  const answer = error instanceof DetailedError ? error.originalResponse : null;
  // All bytes are there and are being put away; a `HEAD` has no body that could say so.
  if (answer?.getStatus() === 423) return new Refusal('server_busy', 'the upload is being put away');
  if (!answer || answer.getStatus() === 0) return new OfflineError('the upload was interrupted', { cause: error });
  return refusalOf(answer.getStatus(), answer.getBody());
}
