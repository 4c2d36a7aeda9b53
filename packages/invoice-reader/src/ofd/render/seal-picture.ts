import { type Der, octetsOf, parseDer, TAG } from '../../signatures/der.ts';

/** Picture of an electronic seal with the size that the seal gives it. */
export interface FoundPicture {
  bytes: Uint8Array;
  widthMm: number;
  heightMm: number;
}

// Picture → seal → signature → a signed value around it.
const WRAPPERS_MAX = 3;
const PICTURE_BYTES_MIN = 16;
const STRINGS: readonly number[] = [0x0c, 0x13, 0x16, 0x1e];

/**
 * Finds `SES_ESPictrueInfo` (type, data, width, height) wherever it stands: versions 1 and 4 of the seal
 * (GM/T 0031, GB/T 38540-2020), seal files and values wrapped once more differ in what is around it. Drawing a seal
 * asks for less than verifying it.
 */
export function sealPictureIn(bytes: Uint8Array, wrappers = 0): FoundPicture | null {
  const root = parseDer(bytes);
  if (!root) return null;
  const octets: Uint8Array[] = [];
  const stack: Der[] = [root];
  for (let element = stack.pop(); element; element = stack.pop()) {
    const found = pictureOf(element);
    if (found) return found;
    const inner = octetsOf(element);
    if (inner && inner[0] === TAG.sequence) octets.push(inner);
    stack.push(...element.children.toReversed());
  }
  if (wrappers >= WRAPPERS_MAX) return null;
  for (const inner of octets) {
    const found = sealPictureIn(inner, wrappers + 1);
    if (found) return found;
  }
  return null;
}

function pictureOf({ tag, children }: Der): FoundPicture | null {
  const [type, data, width, height] = children;
  if (tag !== TAG.sequence || !type || !STRINGS.includes(type.tag) || children.length < 4) return null;
  const bytes = octetsOf(data);
  if (!bytes || bytes.length < PICTURE_BYTES_MIN) return null;
  const [widthMm, heightMm] = [integerOf(width), integerOf(height)];
  return widthMm === null || heightMm === null ? null : { bytes, widthMm, heightMm };
}

function integerOf(element: Der | undefined): number | null {
  if (element?.tag !== TAG.integer || element.content.length > 4) return null;
  return element.content.reduce((value, byte) => value * 256 + byte, 0);
}
