import { createCipheriv, createHash, type Hash } from 'node:crypto';
import { availableParallelism, cpus, loadavg } from 'node:os';
import { type FileId, fileContentPath, identity, uploadPath } from '@countinghouse/protocol';
import { percentile } from '../card/summary.ts';
import { type ServerProcess, startServerProcess } from '../server-process/server-process.ts';

const mebibyte = 1024 * 1024;
/** As the SDK sends them. */
const pieceBytes = 8 * mebibyte;
const rangeBytes = 64 * mebibyte;
const sizeMibDefault = 2048;
const lookEveryMs = 100;
const pauseBetweenOthersMs = 50;
/** The last piece of a big file is answered so while it is put away. */
const lockedStatus = 423;

interface FilesOptions {
  isJson: boolean;
  /** MiB of the file. */
  size?: number;
}

/**
 * One file of random bytes: up in pieces, down in ranges, equal by SHA-256; with the memory of the server and what
 * somebody else waits for a small answer meanwhile.
 */
export async function benchFiles({ isJson, size: sizeMib = sizeMibDefault }: FilesOptions): Promise<void> {
  const loadBefore = loadavg()[0] ?? 0;
  const server = await startServerProcess();
  try {
    const headers = { authorization: `Bearer ${await signIn(server)}`, 'tus-resumable': '1.0.0' };
    const memoryBefore = await server.rssBytes();
    const watch = watchServer(server);
    const sent = createHash('sha256');
    const { fileId, seconds: upSeconds } = await upload(server, {
      headers,
      sizeBytes: sizeMib * mebibyte,
      digest: sent,
    });
    const up = watch.take();
    const received = createHash('sha256');
    const downSeconds = await download(server, { headers, fileId, sizeBytes: sizeMib * mebibyte, digest: received });
    const down = watch.take();
    const othersMs = await watch.stop();
    const result = {
      bench: 'files',
      cores: availableParallelism(),
      processor: cpus()[0]?.model ?? 'unknown',
      loadBefore: round(loadBefore),
      sizeMib,
      isEqual: sent.digest('hex') === received.digest('hex'),
      upload: { seconds: round(upSeconds), memoryMibMax: round(up / mebibyte) },
      download: { seconds: round(downSeconds), memoryMibMax: round(down / mebibyte) },
      memoryMibBefore: round(memoryBefore / mebibyte),
      othersMs,
    };
    if (!isJson)
      process.stdout.write(`${sizeMib} MiB up in ${result.upload.seconds} s, down in ${result.download.seconds} s\n`);
    process.stdout.write(`${JSON.stringify(result)}\n`);
    if (!result.isEqual) process.exitCode = 1;
  } finally {
    await server.stop();
  }
}

const round = (value: number): number => Math.round(value * 10) / 10;

async function signIn({ baseUrl, linkToken }: ServerProcess): Promise<string> {
  const answer = await fetch(baseUrl + identity.redeemLink.path, {
    method: identity.redeemLink.method,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ token: linkToken, carrier: 'token' }),
  });
  const { token } = (await answer.json()) as { token?: string }; // what the contract promises for this carrier
  if (!token) throw new Error(`nobody could be signed in: ${answer.status}`);
  return token;
}

interface Transfer {
  headers: Record<string, string>;
  sizeBytes: number;
  digest: Hash;
}

async function upload(
  { baseUrl }: ServerProcess,
  { headers, sizeBytes, digest }: Transfer,
): Promise<{ fileId: FileId; seconds: number }> {
  const random = createCipheriv('aes-256-ctr', Buffer.alloc(32, 1), Buffer.alloc(16));
  const startedAt = performance.now();
  const created = await fetch(baseUrl + uploadPath, {
    method: 'POST',
    headers: { ...headers, 'upload-length': String(sizeBytes), 'upload-metadata': `filename ${btoa('random.bin')}` },
  });
  const url = new URL(created.headers.get('location') ?? '', baseUrl).href;
  for (let offset = 0; offset < sizeBytes; offset += pieceBytes) {
    const piece = new Uint8Array(random.update(Buffer.alloc(Math.min(pieceBytes, sizeBytes - offset))));
    digest.update(piece);
    const type = 'application/offset+octet-stream';
    const answer = await fetch(url, {
      method: 'PATCH',
      headers: { ...headers, 'upload-offset': String(offset), 'content-type': type },
      body: piece,
    });
    if (answer.status !== 204 && answer.status !== lockedStatus)
      throw new Error(`a piece was answered ${answer.status}`);
  }
  for (;;) {
    const answer = await fetch(url, { method: 'HEAD', headers });
    if (answer.status === 200) break;
    if (answer.status !== lockedStatus) throw new Error(`the upload was answered ${answer.status}`);
  }
  // The URL of an upload ends in the id of its file.
  return { fileId: url.split('/').at(-1) as FileId, seconds: (performance.now() - startedAt) / 1000 };
}

async function download(
  { baseUrl }: ServerProcess,
  { headers, sizeBytes, digest, fileId }: Transfer & { fileId: FileId },
): Promise<number> {
  const startedAt = performance.now();
  for (let start = 0; start < sizeBytes; start += rangeBytes) {
    const range = `bytes=${start}-${Math.min(start + rangeBytes, sizeBytes) - 1}`;
    const answer = await fetch(baseUrl + fileContentPath(fileId), { headers: { ...headers, range } });
    if (answer.status !== 206 || !answer.body) throw new Error(`a range was answered ${answer.status}`);
    for await (const chunk of answer.body) digest.update(chunk);
  }
  return (performance.now() - startedAt) / 1000;
}

/** Looks at the server's memory, and asks it for something small all the time. */
function watchServer(server: ServerProcess) {
  let memoryMax = 0;
  const waits: number[] = [];
  let isOver = false;
  const looking = setInterval(() => {
    void server.rssBytes().then((bytes) => {
      memoryMax = Math.max(memoryMax, bytes);
    });
  }, lookEveryMs);
  const asking = (async () => {
    while (!isOver) {
      const startedAt = performance.now();
      await (await fetch(`${server.baseUrl}/healthz`)).text();
      waits.push(performance.now() - startedAt);
      await new Promise((resolve) => setTimeout(resolve, pauseBetweenOthersMs));
    }
  })();
  return {
    take: () => {
      const most = memoryMax;
      memoryMax = 0;
      return most;
    },
    stop: async () => {
      isOver = true;
      await asking;
      clearInterval(looking);
      return { p95: round(percentile(waits, 0.95)), max: round(Math.max(...waits)) };
    },
  };
}
