import { type Static, Type } from 'typebox';
import { endpoint } from './endpoint.ts';
import { FileId } from './ids.ts';

export const FileRef = Type.Object({
  fileId: FileId,
  name: Type.String({ minLength: 1, maxLength: 255 }),
  /** Found from the bytes, never taken from the sender. */
  mediaType: Type.String(),
  sizeBytes: Type.Integer({ minimum: 0 }),
  /**
   * Pixels of a picture (turned as its EXIF data say) or of a video, where its header tells: enough to keep its place
   * before it loads. Found from the bytes.
   */
  image: Type.Optional(Type.Object({ width: Type.Integer({ minimum: 1 }), height: Type.Integer({ minimum: 1 }) })),
  /** Length of audio or video, where its header tells (recordings of browsers have none). Found from the bytes. */
  durationMs: Type.Optional(Type.Integer({ minimum: 0 })),
});
export type FileRef = Static<typeof FileRef>;

/** What a message keeps of a file that is known in more detail. */
export const fileRefOf = ({ fileId, name, mediaType, sizeBytes, image, durationMs }: FileRef): FileRef => ({
  fileId,
  name,
  mediaType,
  sizeBytes,
  ...(image ? { image: { width: image.width, height: image.height } } : {}),
  ...(durationMs === undefined ? {} : { durationMs }),
});

/**
 * tus 1.0 endpoint. `Upload-Metadata`: `filename`. The finished upload's URL ends in the file id. The last piece of a big
 * file may be answered by 423 `server_busy`: all bytes are there and are being put away. `HEAD` then waits and answers 423
 * as well, until it answers 200 with the full offset; only then is there a file. (To any other status tus clients answer
 * with a new upload from the first byte.)
 */
export const uploadPath = '/api/uploads';
/**
 * Bytes of a file, as attachment unless `?inline=1` and the media type is one of `inlineMediaTypes`. Supports `Range`,
 * `ETag` and `If-None-Match`.
 */
export const fileContentPath = (fileId: FileId) => `/api/files/${fileId}/content`;
/** One page of a file drawn for people: SVG for OFD, JPEG for other pictures than those of `inlineMediaTypes` (TIFF, HEIC, BMP). PDF and other pictures are drawn by the client from the content. */
export const filePagePath = (fileId: FileId, page: number) => `/api/files/${fileId}/pages/${page}`;

/** Shown by browsers themselves; everything else is only ever handed out as an attachment. Never SVG, HTML or XML. */
export const inlineMediaTypes = [
  'application/pdf',
  'image/png',
  'image/jpeg',
  'image/webp',
  'image/gif',
  'video/mp4',
  'video/webm',
  'audio/mpeg',
  'audio/mp4',
  'audio/ogg',
  'audio/wav',
  'audio/webm',
] as const;

/** Longest side in pixels. Smaller pictures are not enlarged. */
export const thumbnailSidesPx = { small: 360, large: 1440 } as const;
export const ThumbnailSize = Type.Union([Type.Literal('small'), Type.Literal('large')]);
export type ThumbnailSize = Static<typeof ThumbnailSize>;
/**
 * WebP without any metadata, upright. Of pictures, and of the first page of PDF, OFD and Office files. Rights of the
 * content. `ETag`; asked again each time and then answered by 304. Refuses with `preview_unavailable`, whose `reason` is
 * one of `previewReasons`.
 */
export const fileThumbnailPath = (fileId: FileId, size: ThumbnailSize) => `/api/files/${fileId}/thumbnail?size=${size}`;
/** An Office file as PDF, with `Range`. The first time takes seconds. Rights and refusals as for thumbnails. */
export const filePreviewPath = (fileId: FileId) => `/api/files/${fileId}/preview`;

/** Why there is no thumbnail or preview, in `params.reason` of `preview_unavailable`. */
export const previewReasons = [
  /** Nothing of this kind is ever drawn. */
  'type',
  /** The file is too large, or has too many pixels, to be drawn. */
  'size',
  /** Damaged, encrypted, or not what it says. */
  'damaged',
  /** It took more time or memory than one file may. */
  'effort',
  /** LibreOffice is not installed on the server. */
  'office_missing',
] as const;
export type PreviewReason = (typeof previewReasons)[number];

const pictureMediaTypes = [
  'image/png',
  'image/jpeg',
  'image/webp',
  'image/gif',
  'image/bmp',
  'image/tiff',
  'image/heic',
  'image/heif',
  'image/avif',
] as const;
/** What `filePreviewPath` turns into PDF. */
export const officeMediaTypes = [
  'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  'application/vnd.openxmlformats-officedocument.presentationml.presentation',
  'application/msword',
  'application/vnd.ms-excel',
  'application/vnd.ms-powerpoint',
  'application/vnd.oasis.opendocument.text',
  'application/vnd.oasis.opendocument.spreadsheet',
  'application/vnd.oasis.opendocument.presentation',
  'application/rtf',
] as const;
/** What `fileThumbnailPath` draws. For Office files only where LibreOffice is installed. */
export const thumbnailMediaTypes = [
  ...pictureMediaTypes,
  'application/pdf',
  'application/ofd',
  ...officeMediaTypes,
] as const;

/** 2 GiB: an engagement's mailbox or a recording of a stocktaking fits, and offsets stay below 2^31. */
export const fileSizeBytesMax = 2 * 1024 * 1024 * 1024;
export const filesPerMessageMax = 100;

export const files = {
  getFile: endpoint({
    id: 'files.get',
    method: 'GET',
    path: '/api/files/:fileId',
    summary: 'What is known of a file.',
    params: Type.Object({ fileId: FileId }),
    response: FileRef,
  }),
};
