import { uploadPath } from '@countinghouse/protocol';

const fileBytes = 400_000;
const answerWithinMs = 5000;
const tus = { 'tus-resumable': '1.0.0' };

/**
 * Sends a file that has no room. Undefined where the server took it (there was room after all), could not be reached or
 * refused it by name; else what it said.
 */
export async function probeFullDisk(baseUrl: string, token: string): Promise<string | undefined> {
  const headers = { ...tus, authorization: `Bearer ${token}` };
  try {
    const made = await fetch(`${baseUrl}${uploadPath}`, {
      method: 'POST',
      headers: { ...headers, 'upload-length': String(fileBytes), 'upload-metadata': `filename ${btoa('probe.bin')}` },
      signal: AbortSignal.timeout(answerWithinMs),
    });
    const location = made.headers.get('location');
    if (!made.ok || location === null) return await unnamed(made);
    const sent = await fetch(new URL(location, baseUrl), {
      method: 'PATCH',
      headers: { ...headers, 'upload-offset': '0', 'content-type': 'application/offset+octet-stream' },
      body: new Uint8Array(fileBytes),
      signal: AbortSignal.timeout(answerWithinMs),
    });
    return sent.ok ? undefined : await unnamed(sent);
  } catch {
    // Another fault has the line or the server at this moment.
    return undefined;
  }
}

async function unnamed(answer: Response): Promise<string | undefined> {
  const text = await answer.text();
  const name = /"refusal":"(\w+)"/.exec(text)?.[1];
  return name === undefined || name === 'server_fault' ? `${answer.status} ${text.slice(0, 200)}` : undefined;
}
