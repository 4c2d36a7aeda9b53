import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatChineseAmount, parseChineseAmount } from './chinese-amount.ts';

describe('the amount in words', () => {
  it.each([
    ['肆佰捌拾圆整', 48000n],
    ['柒佰肆拾贰圆玖角叁分', 74293n],
    ['壹拾壹圆贰角', 1120n],
    ['壹万零陆佰圆整', 1060000n],
    ['贰圆壹角贰分', 212n],
    ['叁拾玖元伍角肆分', 3954n],
    ['贰拾捌圆', 2800n],
    ['拾圆整', 1000n],
    ['壹亿零伍圆零叁分', 10000000503n],
    ['壹万亿圆整', 100000000000000n],
    ['伍角整', 50n],
    ['（负数）壹佰圆整', -10000n],
    ['负伍角', -50n],
    ['⊗玖圆整', 900n],
  ])('%s', (words, minor) => {
    expect(parseChineseAmount(words)).toBe(minor);
  });

  it('is not guessed', () => {
    expect(['', '整', '壹佰', '壹佰圆X', '480.00', '圆圆整'].map((words) => parseChineseAmount(words))).toEqual(
      Array.from({ length: 6 }, () => null),
    );
  });

  it('is understood in every form that is printed', () => {
    fc.assert(
      fc.property(fc.bigInt(-(10n ** 13n), 10n ** 13n), (minor) => {
        expect(parseChineseAmount(formatChineseAmount(minor))).toBe(minor);
      }),
    );
  });
});
