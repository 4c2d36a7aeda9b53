import { Counter, type Registry } from '../../platform/metrics.ts';

export interface LinkPreviewsMetrics {
  /** A page was asked for on the open web; answers from memory do not count. */
  fetched(outcome: 'shown' | 'link_address_refused' | 'link_preview_unavailable'): void;
  /** A page named a picture. */
  picture(outcome: 'drawn' | 'unavailable'): void;
}

export function createLinkPreviewsMetrics(registry: Registry): LinkPreviewsMetrics {
  const fetched = new Counter({
    name: 'link_previews_fetched_total',
    help: 'Pages asked for on the open web, by what came of it.',
    labelNames: ['outcome'],
    registers: [registry],
  });
  const pictures = new Counter({
    name: 'link_previews_pictures_total',
    help: 'Pictures that pages named for sharing, by what came of them.',
    labelNames: ['outcome'],
    registers: [registry],
  });
  return { fetched: (outcome) => fetched.inc({ outcome }), picture: (outcome) => pictures.inc({ outcome }) };
}
