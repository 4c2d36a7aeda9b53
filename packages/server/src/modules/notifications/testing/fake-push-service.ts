import { createDecipheriv, createECDH, createHash, hkdfSync, randomBytes } from 'node:crypto';
import type { ConversationId, PushMessage, PushTarget } from '@countinghouse/protocol';
import type { DeliverPush } from '../push/deliver-push.ts';

/** What a push service hands to a device, opened as the device opens it. */
export interface Delivered {
  device: string;
  message: PushMessage;
  /** Everything that the push service saw and the device got, as text. */
  text: string;
}

export interface FakePushService {
  deliver: DeliverPush;
  delivered: Delivered[];
  /** A device that can be subscribed. */
  aDevice(name: string): PushTarget;
  /** Answers so from now on for this device. */
  answer(device: string, status: number): void;
  /** Resolves with the first push, past or future, to this device that fits. */
  came(device: string, fits?: (message: PushMessage) => boolean): Promise<PushMessage>;
  /** How often something of this conversation was to be handed to the device. */
  attempts(device: string, conversationId: ConversationId): number;
}

export function createFakePushService(): FakePushService {
  const devices = new Map<string, Device>();
  const answers = new Map<string, number>();
  const topics = new Map<string, string[]>();
  const delivered: Delivered[] = [];
  const lookers = new Set<() => void>();
  return {
    delivered,
    aDevice: (name) => {
      const device = makeDevice();
      const endpoint = `https://push.example.com/${name}`;
      devices.set(endpoint, device);
      return {
        endpoint,
        keys: { p256dh: device.publicKey.toString('base64url'), auth: device.auth.toString('base64url') },
      };
    },
    answer: (name, status) => void answers.set(`https://push.example.com/${name}`, status),
    attempts: (name, conversationId) => {
      const topic = createHash('sha256').update(conversationId).digest('base64url').slice(0, 32);
      return (topics.get(`https://push.example.com/${name}`) ?? []).filter((each) => each === topic).length;
    },
    deliver: async ({ endpoint, headers, body }) => {
      topics.set(endpoint, [...(topics.get(endpoint) ?? []), headers.Topic ?? '']);
      const device = devices.get(endpoint);
      if (!device) return 404;
      const status = answers.get(endpoint) ?? 201;
      if (status === 201) {
        const plain = open(device, body);
        const message = JSON.parse(plain) as PushMessage; // the server is under test; the tests look at what it sends
        const name = endpoint.slice(endpoint.lastIndexOf('/') + 1);
        delivered.push({ device: name, message, text: `${endpoint} ${JSON.stringify(headers)} ${plain}` });
        for (const look of [...lookers]) look();
      }
      return status;
    },
    came: (name, fits = () => true) =>
      new Promise((resolve) => {
        const look = () => {
          const found = delivered.find(({ device, message }) => device === name && fits(message));
          if (!found) return;
          lookers.delete(look);
          resolve(found.message);
        };
        lookers.add(look);
        look();
      }),
  };
}

interface Device {
  publicKey: Buffer;
  auth: Buffer;
  secretWith(other: Buffer): Buffer;
}

function makeDevice(): Device {
  const ecdh = createECDH('prime256v1');
  const publicKey = ecdh.generateKeys();
  return { publicKey, auth: randomBytes(16), secretWith: (other) => ecdh.computeSecret(other) };
}

const derive = (key: Buffer, salt: Buffer, info: Buffer, length: number): Buffer =>
  Buffer.from(hkdfSync('sha256', key, salt, info, length));

/** RFC 8291 over RFC 8188: salt, record size, length of the sender's key, the key, one record. */
function open(device: Device, body: Buffer): string {
  const salt = body.subarray(0, 16);
  const keyLength = body.readUInt8(20);
  const sender = body.subarray(21, 21 + keyLength);
  const record = body.subarray(21 + keyLength);
  const info = Buffer.concat([Buffer.from('WebPush: info\0'), device.publicKey, sender]);
  const secret = derive(device.secretWith(sender), device.auth, info, 32);
  const key = derive(secret, salt, Buffer.from('Content-Encoding: aes128gcm\0'), 16);
  const nonce = derive(secret, salt, Buffer.from('Content-Encoding: nonce\0'), 12);
  const decipher = createDecipheriv('aes-128-gcm', key, nonce).setAuthTag(record.subarray(-16));
  const padded = Buffer.concat([decipher.update(record.subarray(0, -16)), decipher.final()]);
  return padded.subarray(0, padded.lastIndexOf(2)).toString('utf8');
}
