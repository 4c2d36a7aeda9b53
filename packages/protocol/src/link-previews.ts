import { type Static, Type } from 'typebox';
import { endpoint } from './endpoint.ts';

export const linkUrlLengthMax = 2000;
export const linkTitleLengthMax = 200;
export const linkDescriptionLengthMax = 400;

/** Longest side of the picture of a page: a card shows it half as large on a fine screen. */
export const linkPictureSidePx = 240;

/** Drawn anew by the server from what the page names as its picture; nothing of the original file is in it. */
export const LinkPicture = Type.Object({
  /** WebP, base64. */
  webp: Type.String(),
  width: Type.Integer({ minimum: 1, maximum: linkPictureSidePx }),
  height: Type.Integer({ minimum: 1, maximum: linkPictureSidePx }),
});
export type LinkPicture = Static<typeof LinkPicture>;

/** What a page says of itself; plain text, cleaned of control and direction characters. */
export const LinkPreview = Type.Object({
  /** As it was asked for. */
  url: Type.String(),
  /** Host that answered in the end, for people to see where a link leads: `mp.weixin.qq.com`. */
  host: Type.String(),
  title: Type.String({ minLength: 1, maxLength: linkTitleLengthMax }),
  /** Empty where the page has none. */
  description: Type.String({ maxLength: linkDescriptionLengthMax }),
  /** Name that the site gives itself; empty where it gives none. */
  siteName: Type.String({ maxLength: linkTitleLengthMax }),
  /** Null where the page names none, or none that could be drawn. */
  picture: Type.Union([LinkPicture, Type.Null()]),
});
export type LinkPreview = Static<typeof LinkPreview>;

export const linkPreviews = {
  /**
   * Refuses with `right_missing` for guests, `link_address_refused` for an address that is not of the open web,
   * `link_preview_unavailable` where nothing could be fetched (or previews are switched off: `params.reason` is `off`),
   * and `rate_exceeded`.
   */
  preview: endpoint({
    id: 'link-previews.preview',
    method: 'POST',
    path: '/api/link-previews',
    summary: 'What a page on the open web says of itself; fetched by the server, kept in memory for a while.',
    body: Type.Object({ url: Type.String({ minLength: 8, maxLength: linkUrlLengthMax }) }),
    response: LinkPreview,
  }),
};
