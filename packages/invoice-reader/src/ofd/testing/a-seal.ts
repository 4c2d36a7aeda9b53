/** An electronic seal's value with a picture, signed by nobody: enough to be drawn. */
export function aSealValue(picture: Uint8Array, { widthMm = 30, heightMm = 20, type = 'png' } = {}): Uint8Array {
  const info = sequence([
    der(0x16, Buffer.from(type)),
    der(0x04, picture),
    der(0x02, Buffer.from([widthMm])),
    der(0x02, Buffer.from([heightMm])),
  ]);
  return sequence([
    sequence([der(0x02, Buffer.from([4])), sequence([sequence([der(0x16, Buffer.from('ES')), info])])]),
  ]);
}

export function der(tag: number, content: Uint8Array): Uint8Array {
  const { length } = content;
  const head = length < 0x80 ? [length] : [0x83, length >> 16, (length >> 8) & 0xff, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...head]), content]);
}

export function sequence(parts: readonly Uint8Array[]): Uint8Array {
  return der(0x30, Buffer.concat(parts));
}

const NAMESPACE = 'xmlns:ofd="http://www.ofdspec.org/2016"';

/** Files of a signature with stamps, for `anOfd({ withDigests: true, files })`. */
export function stampFiles({
  stamps,
  value,
  seal,
}: {
  /** Attributes of each `StampAnnot`; the page of `anOfd` has the id 1. */
  stamps: readonly string[];
  value: Uint8Array;
  /** A seal file beside the value. */
  seal?: Uint8Array;
}): Record<string, string | Uint8Array> {
  const annotations = stamps.map((stamp, index) => `<ofd:StampAnnot ID="${index}" PageRef="1" ${stamp}/>`).join('');
  const reference = seal ? '<ofd:Seal><ofd:BaseLoc>Seal.esl</ofd:BaseLoc></ofd:Seal>' : '';
  return {
    'Doc_0/Signs/Sign_0/Signature.xml': `<ofd:Signature ${NAMESPACE}><ofd:SignedInfo>${annotations}${reference}<ofd:References CheckMethod="SM3"/></ofd:SignedInfo><ofd:SignedValue>SignedValue.dat</ofd:SignedValue></ofd:Signature>`,
    'Doc_0/Signs/Sign_0/SignedValue.dat': value,
    ...(seal && { 'Doc_0/Signs/Sign_0/Seal.esl': seal }),
  };
}
