import { type Voice, voiceDurationMsMax } from '@countinghouse/protocol';
import { waveformOf } from './waveform.ts';

/** Names of the sentences that tell the person. */
export type RecordingFailure = 'denied' | 'noMicrophone' | 'unsupported';

export class RecordingError extends Error {
  readonly failure: RecordingFailure;

  constructor(failure: RecordingFailure) {
    super(failure);
    this.failure = failure;
  }
}

export interface Recording {
  elapsedMs(): number;
  /** How loud it is now, from 0 to 1. */
  level(): number;
  /** Null where nothing worth sending was recorded. */
  stop(): Promise<{ file: File; voice: Voice } | null>;
  cancel(): void;
}

/** Less than this is a slip of the finger. */
const shortestMs = 500;
const types = ['audio/webm;codecs=opus', 'audio/mp4', 'audio/ogg;codecs=opus'];

/** Rejects with a `RecordingError`. */
export async function startRecording(): Promise<Recording> {
  if (!('mediaDevices' in navigator) || !('MediaRecorder' in window)) throw new RecordingError('unsupported');
  const mimeType = types.find((type) => MediaRecorder.isTypeSupported(type));
  if (!mimeType) throw new RecordingError('unsupported');
  const stream = await navigator.mediaDevices.getUserMedia({ audio: true }).catch((error: unknown) => {
    const isMissing = error instanceof DOMException && error.name === 'NotFoundError';
    throw new RecordingError(isMissing ? 'noMicrophone' : 'denied');
  });
  const context = new AudioContext();
  const analyser = context.createAnalyser();
  context.createMediaStreamSource(stream).connect(analyser);
  const recorder = new MediaRecorder(stream, { mimeType, audioBitsPerSecond: 32_000 });
  const pieces: Blob[] = [];
  recorder.addEventListener('dataavailable', (event) => pieces.push(event.data));
  const startedAt = performance.now();
  recorder.start();
  const elapsedMs = () => performance.now() - startedAt;
  const release = () => {
    for (const track of stream.getTracks()) track.stop();
  };
  return {
    elapsedMs,
    level: () => levelOf(analyser),
    async stop() {
      const durationMs = Math.min(Math.round(elapsedMs()), voiceDurationMsMax);
      await ended(recorder);
      release();
      const sound = new Blob(pieces, { type: mimeType.split(';')[0] });
      const waveform = durationMs < shortestMs ? [] : await waveformIn(context, sound);
      void context.close();
      if (durationMs < shortestMs || sound.size === 0) return null;
      return { file: new File([sound], nameOf(mimeType), { type: sound.type }), voice: { durationMs, waveform } };
    },
    cancel() {
      if (recorder.state !== 'inactive') recorder.stop();
      release();
      void context.close();
    },
  };
}

function ended(recorder: MediaRecorder): Promise<void> {
  return new Promise((resolve) => {
    recorder.addEventListener('stop', () => resolve(), { once: true });
    recorder.stop();
  });
}

async function waveformIn(context: AudioContext, sound: Blob): Promise<number[]> {
  try {
    const decoded = await context.decodeAudioData(await sound.arrayBuffer());
    return waveformOf(decoded.getChannelData(0));
  } catch {
    // Some browsers cannot decode what they have just recorded; the message is worth more than its picture.
    return [];
  }
}

function levelOf(analyser: AnalyserNode): number {
  const samples = new Float32Array(analyser.fftSize);
  analyser.getFloatTimeDomainData(samples);
  const sum = samples.reduce((total, sample) => total + sample * sample, 0);
  // Speech is around a tenth of full scale.
  return Math.min(1, Math.sqrt(sum / samples.length) * 5);
}

function nameOf(mimeType: string): string {
  const extension = mimeType.startsWith('audio/mp4') ? 'm4a' : mimeType.startsWith('audio/ogg') ? 'ogg' : 'weba';
  const stamp = new Date().toISOString().slice(0, 19).replaceAll(':', '-');
  return `voice-${stamp}.${extension}`;
}
