/** A Windows bitmap of one row in which the given pixels repeat; palettes hold the pixels themselves. */
export function aBmp({
  bits,
  pixels,
}: {
  bits: 1 | 8 | 24 | 32;
  pixels: readonly (readonly [red: number, green: number, blue: number])[];
}): Uint8Array {
  const width = 16;
  const paletteSize = bits <= 8 ? 2 ** bits : 0;
  const start = 54 + 4 * paletteSize;
  const rowBytes = Math.ceil((width * bits) / 32) * 4;
  const file = Buffer.alloc(start + rowBytes);
  file.write('BM', 0, 'latin1');
  file.writeUInt32LE(file.length, 2);
  file.writeUInt32LE(start, 10);
  file.writeUInt32LE(40, 14);
  file.writeInt32LE(width, 18);
  file.writeInt32LE(1, 22);
  file.writeUInt16LE(1, 26);
  file.writeUInt16LE(bits, 28);
  const put = ([red, green, blue]: readonly [number, number, number], at: number) => file.set([blue, green, red], at);
  if (bits <= 8) {
    for (let index = 0; index < paletteSize; index++) put(pixels[index % pixels.length] ?? [0, 0, 0], 54 + 4 * index);
    // Every index of the row is 0.
    return file;
  }
  for (let column = 0; column < width; column++) {
    put(pixels[column % pixels.length] ?? [0, 0, 0], start + (column * bits) / 8);
  }
  return file;
}
