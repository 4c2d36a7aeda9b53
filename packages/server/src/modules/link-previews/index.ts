import {
  linkPreviews as endpoints,
  type LinkPicture,
  type LinkPreview,
  linkPictureSidePx,
  Refusal,
  type UserId,
} from '@countinghouse/protocol';
import type { FastifyInstance } from 'fastify';
import { serve } from '../../platform/http/serve.ts';
import { leadsOutside, type Resolve } from '../../platform/outside/outside-address.ts';
import type { Platform } from '../../platform/platform.ts';
import { createRateLimit } from '../../platform/rates/rate-limit.ts';
import { demand } from '../../platform/rights/index.ts';
import type { Files } from '../files/index.ts';
import { decodePage } from './domain/charset.ts';
import { checkLink, type LinkRules } from './domain/check-link.ts';
import { readPage } from './domain/read-page.ts';
import { fetchPage, fetchPicture, unavailable } from './fetch-page.ts';
import { createLinkPreviewsMetrics } from './metrics.ts';
import { PreviewCache, type PreviewOutcome } from './preview-cache.ts';

export interface LinkPreviews {
  registerRoutes(app: FastifyInstance): void;
}

export interface LinkPreviewOptions {
  resolve?: Resolve;
  mayConnect?: LinkRules['mayConnect'];
  timeMsMax?: number;
}

const ports: ReadonlySet<number> = new Set([80, 443]);
const timeMsMaxDefault = 5_000;
const keptMs = 3_600_000;
/** A page that was away is tried again soon. */
const refusalKeptMs = 5 * 60_000;
/** A person reads that many links in a minute; what is answered from memory takes none. */
const fetches = { name: 'preview-link', burst: 30, perSecond: 0.5 };
const fetchesAtOnceMax = 16;
/** Smaller ones count visits and show nothing. */
const pictureSidePxMin = 32;

interface Dependencies {
  files: Pick<Files, 'drawPicture'>;
}

export function createLinkPreviews(
  { config, clock, metrics: registry }: Pick<Platform, 'config' | 'clock' | 'metrics'>,
  { files }: Dependencies,
  options: LinkPreviewOptions = {},
): LinkPreviews {
  const metrics = createLinkPreviewsMetrics(registry);
  const cache = new PreviewCache();
  const underWay = new Map<string, Promise<PreviewOutcome>>();
  const demandTurn = createRateLimit({ clock, metrics: registry }, fetches);
  const parts = {
    resolve: options.resolve,
    timeMsMax: options.timeMsMax ?? timeMsMaxDefault,
    rules: {
      mayConnect: options.mayConnect ?? ((address, port) => ports.has(port) && leadsOutside(address)),
      ownHosts: new Set([new URL(config.publicUrl).hostname]),
    } satisfies LinkRules,
  };

  /** A page is shown without its picture where that cannot be had, for whatever reason. */
  const draw = async (
    address: string,
    { page, userId }: { page: URL; userId: UserId },
  ): Promise<LinkPicture | null> => {
    if (address === '') return null;
    try {
      const bytes = await fetchPicture(checkLink(address, parts.rules, page), parts);
      const { webp, width, height } = await files.drawPicture(bytes, { sidePx: linkPictureSidePx, userId });
      metrics.picture('drawn');
      if (Math.min(width, height) < pictureSidePxMin) return null;
      return { webp: Buffer.from(webp).toString('base64'), width, height };
    } catch {
      metrics.picture('unavailable');
      return null;
    }
  };

  const make = async (text: string, link: URL, userId: UserId): Promise<PreviewOutcome> => {
    try {
      const page = await fetchPage(link, parts);
      const { pictureAddress, ...facts } = readPage(decodePage(page.bytes, page.contentType));
      if (facts.title === '') return unavailable('it has no title');
      const picture = await draw(pictureAddress, { page: page.url, userId });
      return { url: text, host: page.url.host, ...facts, picture };
    } catch (error) {
      return error instanceof Refusal ? error : unavailable('it could not be fetched');
    }
  };

  const fetchOnce = (text: string, link: URL, userId: UserId): Promise<PreviewOutcome> => {
    const running = underWay.get(text);
    if (running) return running;
    if (underWay.size >= fetchesAtOnceMax) throw new Refusal('server_busy', 'many previews are being fetched');
    const making = make(text, link, userId)
      .then((outcome) => {
        metrics.fetched(outcomeOf(outcome));
        cache.keep(text, outcome, clock.now().getTime() + (outcome instanceof Refusal ? refusalKeptMs : keptMs));
        return outcome;
      })
      .finally(() => underWay.delete(text));
    underWay.set(text, making);
    return making;
  };

  const preview = async (userId: UserId, text: string): Promise<LinkPreview> => {
    if (config.hasLinkPreviews === false) {
      throw new Refusal('link_preview_unavailable', 'link previews are switched off', { reason: 'off' });
    }
    const link = checkLink(text, parts.rules);
    const nowMs = clock.now().getTime();
    const known = cache.find(text, nowMs);
    if (!known && !underWay.has(text)) demandTurn(userId);
    const outcome = known ?? (await fetchOnce(text, link, userId));
    if (outcome instanceof Refusal) throw outcome;
    return outcome;
  };

  return {
    registerRoutes: (app) =>
      serve(app, endpoints.preview, async ({ subject, body }) => {
        demand(subject, 'preview', 'link');
        return preview(subject.userId, body.url);
      }),
  };
}

const outcomeOf = (outcome: PreviewOutcome) => {
  if (!(outcome instanceof Refusal)) return 'shown';
  return outcome.refusal === 'link_address_refused' ? outcome.refusal : 'link_preview_unavailable';
};
