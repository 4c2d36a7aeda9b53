import {
  officeMediaTypes,
  Refusal,
  type ThumbnailSize,
  thumbnailMediaTypes,
  thumbnailSidesPx,
  type UserId,
} from '@countinghouse/protocol';
import { type ContentParts, keepContent, readWhole, type StoredContent } from './content.ts';
import { sourceOf } from './content-source.ts';
import { type DrawingPool, previewUnavailable } from './drawing/drawing-pool.ts';
import type { FilesMetrics } from './metrics.ts';
import type { Office } from './office/office.ts';
import { findDerived, insertDerived } from './store/derived-store.ts';
import { insertBlob, type StoredFile } from './store/file-store.ts';

/** A picture of a camera or a scan of many pages is smaller; what is drawn is read into memory. */
const drawnBytesMax = 64 * 1024 * 1024;
/** Refusals are remembered so long, so that a hostile file does not cost its effort at every look. */
const refusalLifeMs = 10 * 60_000;
const refusalsMax = 10_000;

export interface DerivedParts extends ContentParts {
  drawing: DrawingPool;
  office: Office;
  metrics: FilesMetrics;
}

export interface Derived {
  /** WebP. Throws `preview_unavailable` with its reason, or `server_busy`. */
  thumbnail(file: StoredFile, size: ThumbnailSize, userId: UserId): Promise<StoredContent>;
  /** An Office file as PDF. Throws likewise. */
  preview(file: StoredFile): Promise<StoredContent>;
}

/** Makes what people look at from content, once for all who ask at the same time, and keeps it encrypted. */
export function createDerived(parts: DerivedParts): Derived {
  const underWay = new Map<string, Promise<unknown>>();
  const refused = new Map<string, { refusal: Refusal; untilMs: number }>();

  const once = async (name: string, make: () => Promise<unknown>): Promise<void> => {
    const known = refused.get(name);
    if (known && known.untilMs > parts.clock.now().getTime()) throw known.refusal;
    refused.delete(name);
    const running = underWay.get(name) ?? make();
    underWay.set(name, running);
    try {
      await running;
    } catch (error) {
      if (error instanceof Refusal && isLasting(error)) remember(refused, name, error, parts.clock.now());
      throw error;
    } finally {
      underWay.delete(name);
    }
  };

  const measured = async (kind: 'pdf' | 'thumbnail', make: () => Promise<void>): Promise<void> => {
    const startedAt = performance.now();
    const seconds = () => (performance.now() - startedAt) / 1000;
    try {
      await make();
      parts.metrics.derived(kind, seconds());
    } catch (error) {
      parts.metrics.derived(kind, seconds(), error);
      throw error;
    }
  };

  const derived = async (file: StoredFile, kind: string, make: () => Promise<void>): Promise<StoredContent> => {
    const known = await findDerived(parts.database, { sha256: file.sha256, kind });
    if (known) return known;
    const what = kind === 'pdf' ? 'pdf' : 'thumbnail';
    await once(`${file.sha256} ${what}`, () => measured(what, make));
    const made = await findDerived(parts.database, { sha256: file.sha256, kind });
    if (!made) throw new Error(`what was just derived from ${file.fileId} is not there`);
    return made;
  };

  const preview = (file: StoredFile): Promise<StoredContent> => {
    if (!isOffice(file.mediaType)) throw previewUnavailable('type');
    if (file.sizeBytes > drawnBytesMax) throw previewUnavailable('size');
    return derived(file, 'pdf', async () => {
      const pdf = await parts.office.convert(() => readWhole(parts, file), file.mediaType);
      await keepDerived(parts, file.sha256, [{ kind: 'pdf', bytes: pdf }]);
    });
  };

  const draw = async (file: StoredFile, userId: UserId): Promise<void> => {
    const isByOffice = isOffice(file.mediaType);
    const source = isByOffice ? await preview(file) : file;
    if (source.sizeBytes > drawnBytesMax) throw previewUnavailable('size');
    const mediaType = isByOffice ? 'application/pdf' : file.mediaType;
    const sizes = ['large', 'small'] as const;
    const sidesPx = sizes.map((size) => thumbnailSidesPx[size]);
    const pictures = await parts.drawing.draw(() => readWhole(parts, source), { mediaType, sidesPx, userId });
    const drawn = sizes.flatMap((size, index) => {
      const picture = pictures[index];
      return picture ? [{ kind: `thumbnail-${size}`, bytes: picture.webp }] : [];
    });
    await keepDerived(parts, file.sha256, drawn);
  };

  return {
    preview: async (file) => preview(file),
    thumbnail: async (file, size, userId) => {
      if (!thumbnailMediaTypes.some((type) => type === file.mediaType)) throw previewUnavailable('type');
      if (file.sizeBytes > drawnBytesMax) throw previewUnavailable('size');
      return derived(file, `thumbnail-${size}`, () => draw(file, userId));
    },
  };
}

const isOffice = (mediaType: string): boolean => officeMediaTypes.some((type) => type === mediaType);

/** What lies in the file itself. LibreOffice may be installed later, and a busy server be idle. */
const isLasting = ({ refusal, params }: Refusal): boolean =>
  refusal === 'preview_unavailable' && params.reason !== 'office_missing';

function remember(
  refused: Map<string, { refusal: Refusal; untilMs: number }>,
  name: string,
  refusal: Refusal,
  now: Date,
): void {
  const [oldest] = refused.keys();
  if (refused.size >= refusalsMax && oldest !== undefined) refused.delete(oldest);
  refused.set(name, { refusal, untilMs: now.getTime() + refusalLifeMs });
}

async function keepDerived(
  parts: DerivedParts,
  sourceSha256: string,
  derived: readonly { kind: string; bytes: Uint8Array }[],
): Promise<void> {
  for (const { kind, bytes } of derived) {
    const content = await keepContent(parts, sourceOf(bytes));
    await parts.database.transaction(async (tx) => {
      const at = parts.clock.now();
      await insertBlob(tx, { ...content, at });
      await insertDerived(tx, { sourceSha256, kind, sha256: content.sha256, at });
    });
  }
}
