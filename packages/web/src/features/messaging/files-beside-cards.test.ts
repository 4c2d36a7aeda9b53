import type { Card, FileId, FileRef } from '@countinghouse/protocol';
import { describe, expect, it } from 'vitest';
import { cardsBesideMedia, filesBesideCards } from './files-beside-cards.ts';

const file = (id: string): FileRef => ({
  fileId: id as FileId, // A test needs ids only to differ.
  name: `${id}.pdf`,
  mediaType: 'application/pdf',
  sizeBytes: 1,
});
const cardFor = (data: Record<string, unknown>): Card => ({
  type: 'AdaptiveCard',
  version: '1.5',
  fallbackText: '',
  body: [{ type: 'Countinghouse.Invoice', data, fallback: [] }],
});

describe('filesBesideCards', () => {
  it('leaves out the files that a card stands for', () => {
    const files = [file('a'), file('b')];
    expect(filesBesideCards({ files, cards: [{ cardId: '1', card: cardFor({ file: file('a') }) }] })).toEqual([
      files[1],
    ]);
  });

  it.each([{}, { file: null }, { file: 'a' }, { file: {} }])('keeps them beside a card with odd data %j', (data) => {
    const files = [file('a')];
    expect(filesBesideCards({ files, cards: [{ cardId: '1', card: cardFor(data) }] })).toEqual(files);
  });

  it('shows a photo as a photo, with the card of an invoice in it, and without one that says it is none', () => {
    const photo = { ...file('a'), mediaType: 'image/jpeg' };
    const cards = ['checked', 'reading', 'not_invoice', 'refused'].map((status) => ({
      cardId: status,
      card: cardFor({ file: photo, status }),
    }));
    expect(filesBesideCards({ files: [photo], cards })).toEqual([photo]);
    expect(cardsBesideMedia({ files: [photo], cards }).map((card) => card.cardId)).toEqual(['checked', 'refused']);
  });

  it('keeps what a card says of a document', () => {
    const cards = [{ cardId: '1', card: cardFor({ file: file('a'), status: 'not_invoice' }) }];
    expect(cardsBesideMedia({ files: [file('a')], cards })).toEqual(cards);
  });
});
