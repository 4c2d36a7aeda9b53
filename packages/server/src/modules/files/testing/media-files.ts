/** Smallest files of audio and video that have the headers that real ones have. */

const box = (type: string, ...parts: Buffer[]): Buffer => {
  const body = Buffer.concat(parts);
  const head = Buffer.alloc(8);
  head.writeUInt32BE(body.length + 8, 0);
  head.write(type, 4, 'latin1');
  return Buffer.concat([head, body]);
};

const words = (...values: number[]): Buffer => {
  const bytes = Buffer.alloc(values.length * 4);
  values.forEach((value, index) => {
    bytes.writeUInt32BE(value >>> 0, index * 4);
  });
  return bytes;
};

export interface Mp4Options {
  durationMs?: number;
  video?: { width: number; height: number; isTurned?: boolean };
  hasAudio?: boolean;
  /** The index behind the media, as cameras write it. */
  isIndexLast?: boolean;
}

export function anMp4({ durationMs = 0, video, hasAudio = false, isIndexLast = false }: Mp4Options): Buffer {
  const track = (kind: string, header: Buffer) =>
    box('trak', box('tkhd', header), box('mdia', box('hdlr', Buffer.alloc(8), Buffer.from(kind), Buffer.alloc(13))));
  const one = 0x10000;
  const matrix = video?.isTurned
    ? words(0, one, 0, -one, 0, 0, 0, 0, 0x40000000)
    : words(one, 0, 0, 0, one, 0, 0, 0, 0x40000000);
  const header = (width: number, height: number) =>
    Buffer.concat([Buffer.alloc(40), matrix, words(width * one, height * one)]);
  const index = box(
    'moov',
    box('mvhd', words(0, 0, 0, 1000, durationMs), Buffer.alloc(80)),
    ...(video ? [track('vide', header(video.width, video.height))] : []),
    ...(hasAudio ? [track('soun', header(0, 0))] : []),
  );
  const media = box('mdat', Buffer.alloc(100_000, 1));
  const start = box('ftyp', Buffer.from('isom\0\0\u0002\0isomiso2mp41', 'latin1'));
  return Buffer.concat(isIndexLast ? [start, media, index] : [start, index, media]);
}

const element = (id: number[], ...parts: Buffer[]): Buffer => {
  const body = Buffer.concat(parts);
  const size = Buffer.alloc(8);
  size.writeBigUInt64BE(BigInt(body.length));
  size[0] = 0x01;
  return Buffer.concat([Buffer.from(id), size, body]);
};

export interface WebmOptions {
  durationMs?: number;
  video?: { width: number; height: number };
  hasAudio?: boolean;
}

/** Like a recording of a browser: the segment is of unknown length, and without `durationMs` there is no duration. */
export function aWebm({ durationMs, video, hasAudio = false }: WebmOptions): Buffer {
  const number = (value: number) => Buffer.from([value >> 8, value & 0xff]);
  const float = Buffer.alloc(8);
  float.writeDoubleBE(durationMs ?? 0);
  const tracks = [
    ...(hasAudio ? [element([0xae], element([0x83], Buffer.from([2])))] : []),
    ...(video
      ? [
          element(
            [0xae],
            element([0x83], Buffer.from([1])),
            element([0xe0], element([0xb0], number(video.width)), element([0xba], number(video.height))),
          ),
        ]
      : []),
  ];
  const info = [
    element([0x2a, 0xd7, 0xb1], Buffer.from([0x0f, 0x42, 0x40])),
    ...(durationMs === undefined ? [] : [element([0x44, 0x89], float)]),
  ];
  return Buffer.concat([
    element([0x1a, 0x45, 0xdf, 0xa3], element([0x42, 0x82], Buffer.from('webm'))),
    Buffer.from([0x18, 0x53, 0x80, 0x67, 0x01, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff]),
    element([0x15, 0x49, 0xa9, 0x66], ...info),
    element([0x16, 0x54, 0xae, 0x6b], ...tracks),
    element([0x1f, 0x43, 0xb6, 0x75], Buffer.alloc(5000, 7)),
  ]);
}

/** One channel of 16 bits at 8,000 samples a second. */
export function aWave(durationMs: number): Buffer {
  const sound = Buffer.alloc(16 * durationMs, 3);
  const head = Buffer.alloc(44);
  head.write('RIFF', 0);
  head.writeUInt32LE(36 + sound.length, 4);
  head.write('WAVEfmt ', 8);
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(1, 22);
  head.writeUInt32LE(8000, 24);
  head.writeUInt32LE(16_000, 28);
  head.writeUInt16LE(2, 32);
  head.writeUInt16LE(16, 34);
  head.write('data', 36);
  head.writeUInt32LE(sound.length, 40);
  return Buffer.concat([head, sound]);
}

/** Opus in Ogg; 312 samples are skipped at the start, as encoders ask for. */
export function anOpus(durationMs: number): Buffer {
  const page = (granule: bigint, body: Buffer) => {
    const head = Buffer.alloc(28);
    head.write('OggS', 0);
    head.writeBigInt64LE(granule, 6);
    head[26] = 1;
    head[27] = Math.min(255, body.length);
    return Buffer.concat([head, body]);
  };
  const start = Buffer.alloc(19);
  start.write('OpusHead', 0);
  start[8] = 1;
  start[9] = 1;
  start.writeUInt16LE(312, 10);
  start.writeUInt32LE(48_000, 12);
  return Buffer.concat([
    page(0n, start),
    page(960n, Buffer.alloc(200)),
    page(BigInt(durationMs * 48 + 312), Buffer.alloc(100)),
  ]);
}
