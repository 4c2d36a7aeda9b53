/** The WebSocket header of an unmasked, unfragmented text frame: RFC 6455, section 5.2. */
function textHeader(payloadBytes: number): Buffer {
  const text = 0x81;
  if (payloadBytes < 126) return Buffer.from([text, payloadBytes]);
  if (payloadBytes < 0x1_0000) return Buffer.from([text, 126, payloadBytes >> 8, payloadBytes & 0xff]);
  const header = Buffer.alloc(10);
  header[0] = text;
  header[1] = 127;
  header.writeUIntBE(payloadBytes, 4, 6);
  return header;
}

const pingBytes = Buffer.from([0x89, 0]);
const eventStart = Buffer.from('data: ');
const eventEnd = Buffer.from('\n\n');

/** A frame as it goes over the wire, encoded once for all lines that get it. */
export class PreparedFrame {
  readonly webSocket: Buffer;
  private readonly payloadAt: number;
  private event: Buffer | undefined;

  /** `asksForAnswer`: on WebSocket a ping goes before it, in the same packet. */
  constructor(payload: string, { asksForAnswer }: { asksForAnswer: boolean } = { asksForAnswer: false }) {
    const body = Buffer.from(payload);
    const header = textHeader(body.length);
    const parts = asksForAnswer ? [pingBytes, header, body] : [header, body];
    this.webSocket = Buffer.concat(parts);
    this.payloadAt = this.webSocket.length - body.length;
  }

  /** As a server-sent event. */
  get serverSent(): Buffer {
    this.event ??= Buffer.concat([eventStart, this.webSocket.subarray(this.payloadAt), eventEnd]);
    return this.event;
  }
}
