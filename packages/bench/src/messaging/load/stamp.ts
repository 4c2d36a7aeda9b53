/**
 * A message of the load begins with a stamp: who sent it, its number, and when, by the clock that all processes of the
 * machine share. Receivers find it in the bytes of the line without parsing them.
 */
export const stampMark = Buffer.from('b@');
const senderDigits = 5;
const numberDigits = 9;
const timeDigits = 16;
const paddingLength = 60;
/** Bytes from the mark to the end of the time. */
export const stampLength = stampMark.length + senderDigits + numberDigits + timeDigits;

/** Microseconds of a clock that only moves forward, the same for all processes of the machine. */
export const nowUs = (): number => Math.floor(Number(process.hrtime.bigint() / 1000n));

const padding = ' the quarterly figures of the client are in the folder'.padEnd(paddingLength, '.');

export const stampedText = (stamp: { sender: number; number: number; atUs: number }): string =>
  `${stampMark}${digits(stamp.sender, senderDigits)}${digits(stamp.number, numberDigits)}${digits(stamp.atUs, timeDigits)}${padding}`;

const digits = (value: number, length: number): string => String(value).padStart(length, '0');

export type OnStamp = (sender: number, number: number, atUs: number) => void;

/** Calls back for each stamp in the bytes. */
export function readStamps(bytes: Buffer, onStamp: OnStamp): void {
  for (let at = bytes.indexOf(stampMark); at >= 0; at = bytes.indexOf(stampMark, at + stampLength)) {
    if (at + stampLength > bytes.length) return;
    const sender = at + stampMark.length;
    const number = sender + senderDigits;
    const time = number + numberDigits;
    onStamp(
      readDigits(bytes, sender, number),
      readDigits(bytes, number, time),
      readDigits(bytes, time, at + stampLength),
    );
  }
}

function readDigits(bytes: Buffer, from: number, to: number): number {
  let value = 0;
  for (let at = from; at < to; at++) value = value * 10 + ((bytes[at] ?? 48) - 48);
  return value;
}

/** The stamp at the beginning of a text, for receivers that parse. */
export function stampOf(text: string): { sender: number; number: number; atUs: number } | undefined {
  if (!text.startsWith('b@')) return undefined;
  const sender = stampMark.length + senderDigits;
  const number = sender + numberDigits;
  return {
    sender: Number(text.slice(stampMark.length, sender)),
    number: Number(text.slice(sender, number)),
    atUs: Number(text.slice(number, number + timeDigits)),
  };
}
