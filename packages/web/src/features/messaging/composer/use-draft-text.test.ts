import { describe, expect, it } from 'vitest';
import { isOtherDraft } from './use-draft-text.ts';

describe('isOtherDraft', () => {
  it('takes what another device wrote or discarded', () => {
    expect(isOtherDraft('写到一半', '')).toBe(true);
    expect(isOtherDraft('', '写到一半')).toBe(true);
  });

  it('leaves what stands here already, and blanks with which somebody begins', () => {
    expect(isOtherDraft('写到一半', '写到一半')).toBe(false);
    expect(isOtherDraft('', '\n  ')).toBe(false);
  });
});
