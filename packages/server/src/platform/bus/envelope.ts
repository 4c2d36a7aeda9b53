import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

/**
 * What goes over the wire: version (1 byte), sender (16), number (6), AES-256-GCM tag (16), sealed hints. Each sender
 * seals with a key of its own, derived from the bus key and its random name, and numbers what it sends; the number is the
 * nonce, so that none is ever used twice, however much is sent. The header is authenticated.
 */
const version = 1;
const senderBytes = 16;
const numberBytes = 6;
const tagBytes = 16;
const headerBytes = 1 + senderBytes + numberBytes;
export const envelopeOverheadBytes = headerBytes + tagBytes;
const ivBytes = 12;

export interface Envelope {
  sender: string;
  /** Counts up from 1 for each sender. */
  number: number;
  content: string;
}

const senderKey = (busKey: Buffer, sender: Buffer): Buffer =>
  Buffer.from(hkdfSync('sha256', busKey, sender, 'bus-sender', 32));

function ivOf(header: Buffer): Buffer {
  const iv = Buffer.alloc(ivBytes);
  header.copy(iv, ivBytes - numberBytes, 1 + senderBytes, headerBytes);
  return iv;
}

export class EnvelopeSealer {
  readonly sender: Buffer = randomBytes(senderBytes);
  private readonly key: Buffer;

  constructor(busKey: Buffer) {
    this.key = senderKey(busKey, this.sender);
  }

  /** No number may be given twice. */
  seal(number: number, content: string): Buffer {
    const header = Buffer.alloc(headerBytes);
    header.writeUInt8(version);
    this.sender.copy(header, 1);
    header.writeUIntBE(number, 1 + senderBytes, numberBytes);
    const cipher = createCipheriv('aes-256-gcm', this.key, ivOf(header)).setAAD(header);
    const body = cipher.update(content, 'utf8');
    cipher.final();
    return Buffer.concat([header, cipher.getAuthTag(), body]);
  }
}

const keptKeysMax = 1_000;

export class EnvelopeOpener {
  private readonly busKey: Buffer;
  private readonly keys = new Map<string, Buffer>();

  constructor(busKey: Buffer) {
    this.busKey = busKey;
  }

  /** Undefined where it is not of this version, was changed, or was sealed with another bus key. */
  open(bytes: Uint8Array): Envelope | undefined {
    if (bytes.length < envelopeOverheadBytes || bytes[0] !== version) return undefined;
    const all = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const header = all.subarray(0, headerBytes);
    const sender = header.subarray(1, 1 + senderBytes);
    const name = sender.toString('hex');
    const key = this.keys.get(name) ?? senderKey(this.busKey, sender);
    try {
      const decipher = createDecipheriv('aes-256-gcm', key, ivOf(header))
        .setAAD(header)
        .setAuthTag(all.subarray(headerBytes, envelopeOverheadBytes));
      const content = decipher.update(all.subarray(envelopeOverheadBytes));
      decipher.final();
      // Only what was genuine is kept: made-up senders cannot fill the memory.
      if (this.keys.size >= keptKeysMax) this.keys.clear();
      this.keys.set(name, key);
      return { sender: name, number: header.readUIntBE(1 + senderBytes, numberBytes), content: content.toString() };
    } catch {
      return undefined;
    }
  }
}
