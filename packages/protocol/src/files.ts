import { type Static, Type } from 'typebox';
import { endpoint } from './endpoint.ts';
import { FileId } from './ids.ts';

export const FileRef = Type.Object({
  fileId: FileId,
  name: Type.String({ minLength: 1, maxLength: 255 }),
  /** Found from the bytes, never taken from the sender. */
  mediaType: Type.String(),
  sizeBytes: Type.Integer({ minimum: 0 }),
});
export type FileRef = Static<typeof FileRef>;

/** tus 1.0 endpoint. `Upload-Metadata`: `filename`. The finished upload's URL ends in the file id. */
export const uploadPath = '/api/uploads';
/** Bytes of a file, as attachment unless `?inline=1` and the media type is one of `inlineMediaTypes`. Supports `Range`. */
export const fileContentPath = (fileId: FileId) => `/api/files/${fileId}/content`;
/** One page of a file drawn for people: SVG for OFD, JPEG for other pictures than those of `inlineMediaTypes` (TIFF, HEIC, BMP). PDF and other pictures are drawn by the client from the content. */
export const filePagePath = (fileId: FileId, page: number) => `/api/files/${fileId}/pages/${page}`;
export const inlineMediaTypes = ['application/pdf', 'image/png', 'image/jpeg', 'image/webp'] as const;

export const fileSizeBytesMax = 100 * 1024 * 1024;
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
