import { expect, test } from 'vitest';
import { textTable } from './text-table.ts';

test('columns align where Chinese and Latin names stand together', () => {
  const table = textTable(
    ['LOGIN', 'NAME', 'ROLE'],
    [
      ['li', '李佳', 'staff'],
      ['professor', 'Xu', ''],
    ],
  );
  expect(table.split('\n')).toEqual(['LOGIN      NAME  ROLE', 'li         李佳  staff', 'professor  Xu']);
});

test('a name cannot move the cursor of the terminal', () => {
  expect(textTable(['NAME'], [['evil\u001b[2Jname\n']])).toBe('NAME\nevil [2Jname');
});
