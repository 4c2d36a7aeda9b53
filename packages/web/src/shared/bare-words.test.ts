import { expect, test } from 'vitest';
import { bareLines, bareWords } from './bare-words.ts';
import { quickestMs } from './testing/quickest-ms.ts';

test.each([
  ['**注意：**请看 `CAS 14` ~~旧~~', '注意：请看 CAS 14 旧'],
  ['- [x] 函证\n- 监盘\n1. 一', '函证 监盘 一'],
  ['> 引\n# 标题', '引 标题'],
  ['| 项目 | 金额 |\n|---|--:|\n| 收入 | 1 |', '项目 金额 收入 1'],
  ['```ts\nlet a\n```', 'let a'],
  ['| 科目 | 金额 | | --- | --: | | 应收 | 1 |', '科目 金额 应收 1'],
  ['口径： ```sql select 1 ```', '口径： select 1'],
  ['```json {"a": 1} ```', '{"a": 1}'],
  ['[报告](https://a.example/x)', '报告'],
  ['3 * 4 * 5 和 a_b', '3 * 4 * 5 和 a_b'],
])('%j is %j at a glance', (text, words) => {
  expect(bareWords(text)).toBe(words);
});

test('20,000 marks take no time', () => {
  expect(quickestMs(() => bareWords('**`~~['.repeat(5_000)))).toBeLessThan(50);
});

test('where lines are kept, each is bare, and a line of marks alone is none', () => {
  expect(bareLines('**汇总**\n\n- 净额法\n| 项目 |\n|---|\n| 收入 |')).toBe('汇总\n净额法\n项目\n收入');
});
