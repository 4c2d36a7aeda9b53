import { deflateSync } from 'node:zlib';
import { PDFRawStream, type PDFRef } from 'pdf-lib';
import sharp, { type Sharp } from 'sharp';
import type { Picture } from '../ofd/render/pictures.ts';
import type { PdfFile } from './pdf-file.ts';

/** Writes pictures into the document, each once: JPEG as it is, everything else as pixels with a mask for its alpha. */
export class PdfPictures {
  readonly #file: PdfFile;
  readonly #refs = new Map<Picture, PDFRef>();

  constructor(file: PdfFile) {
    this.#file = file;
  }

  /** The reference can be used at once; `finish` writes what it refers to. */
  refOf(picture: Picture): PDFRef {
    const ref = this.#refs.get(picture) ?? this.#file.context.nextRef();
    this.#refs.set(picture, ref);
    return ref;
  }

  async finish(): Promise<void> {
    for (const [picture, ref] of this.#refs) {
      if (picture.mediaType === 'image/jpeg') await this.#writeJpeg(picture, ref);
      else await this.#writePixels(picture, ref);
    }
  }

  async #writeJpeg({ bytes, width, height }: Picture, ref: PDFRef): Promise<void> {
    const { channels } = await sharp(bytes).metadata();
    this.#write(ref, { bytes, width, height, colours: channels, filter: 'DCTDecode' });
  }

  async #writePixels({ bytes, width, height }: Picture, ref: PDFRef): Promise<void> {
    const image = sharp(bytes).toColourspace('srgb');
    const { isOpaque } = await image.stats();
    const raw = (source: Sharp) => source.raw().toBuffer();
    const pixels = await raw(image.clone().removeAlpha());
    const colours = pixels.length / (width * height);
    const mask = isOpaque ? undefined : this.#file.context.nextRef();
    if (mask) {
      const alpha = await raw(image.clone().extractChannel('alpha'));
      this.#write(mask, { bytes: deflateSync(alpha), width, height, colours: 1, filter: 'FlateDecode' });
    }
    this.#write(ref, { bytes: deflateSync(pixels), width, height, colours, filter: 'FlateDecode', mask });
  }

  #write(
    ref: PDFRef,
    image: {
      bytes: Uint8Array;
      width: number;
      height: number;
      colours: number;
      filter: string;
      mask?: PDFRef | undefined;
    },
  ): void {
    const { context } = this.#file;
    const dictionary = context.obj({
      Type: 'XObject',
      Subtype: 'Image',
      Width: image.width,
      Height: image.height,
      ColorSpace: image.colours === 1 ? 'DeviceGray' : 'DeviceRGB',
      BitsPerComponent: 8,
      Filter: image.filter,
      Length: image.bytes.length,
      ...(image.mask && { SMask: image.mask }),
    });
    context.assign(ref, PDFRawStream.of(dictionary, image.bytes));
  }
}
