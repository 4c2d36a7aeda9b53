import { Refusal, type RefusalName, refusalStatus } from '@countinghouse/protocol';
import { describe, expect, it } from 'vitest';
import { describeRefusal, describeRefusalName } from './describe-refusal.ts';

const names = Object.keys(refusalStatus) as RefusalName[]; // Object.keys forgets the key type.

describe('describeRefusal', () => {
  it('has a sentence of its own for every refusal in both languages', () => {
    for (const locale of ['zh-CN', 'en'] as const) {
      const sentences = names.map((name) => describeRefusal(new Refusal(name), locale));
      expect(new Set(sentences).size).toBe(names.length);
      for (const sentence of sentences)
        expect(sentence).toMatch(locale === 'en' ? /^[A-Z].*\.$/ : /\p{Script=Han}.*。$/u);
    }
  });

  it('names the earlier claim of an invoice', () => {
    const refusal = new Refusal('invoice_already_claimed', 'claimed', { claimNumber: 'BX-7' });
    expect(describeRefusal(refusal, 'zh-CN')).toContain('BX-7');
    expect(describeRefusal(refusal, 'en')).toContain('BX-7');
  });

  it('says something about faults and unknown names without showing their insides', () => {
    expect(describeRefusal(new Error('secret stack'), 'en')).not.toContain('secret');
    expect(describeRefusalName('toString', 'en')).toBe(describeRefusal(new Error('x'), 'en'));
  });

  it('tells being offline from a fault', () => {
    const offline = Object.assign(new Error('fetch failed'), { name: 'OfflineError' });
    expect(describeRefusal(offline, 'en')).toContain('cannot be reached');
  });
});
