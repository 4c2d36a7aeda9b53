import type { FileRef } from '@countinghouse/protocol';

const mediaTypes =
  /^(application\/(pdf|ofd|xml|x-ofd)|text\/xml|image\/(png|jpeg|webp|bmp|tiff|hei[cf](-sequence)?|avif|gif))$/;
const nameEndings = /\.(pdf|ofd|xml|png|jpe?g|webp|bmp|tiff?|heic|heif|avif|gif)$/i;

/** The reader refuses larger files; a genuine invoice is far below. */
export const readableBytesMax = 50 * 1024 * 1024;

/** What is larger is no invoice whatever its name: a mailbox, a recording, a backup. It gets no card and is never read. */
export const candidateBytesMax = 2 * readableBytesMax;

/** Worth a look by the reader: its bytes or its name say so. A lying name is then answered in the card. */
export const mayBeInvoice = (file: FileRef): boolean =>
  file.sizeBytes <= candidateBytesMax && (mediaTypes.test(file.mediaType) || nameEndings.test(file.name));
