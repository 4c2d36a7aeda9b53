import { describe, expect, it, test } from 'vitest';
import {
  applied,
  continueList,
  fence,
  isInFence,
  type Selected,
  type TextEdit,
  toggleLines,
  toggleMark,
} from './editing.ts';

/** `[` and `]` show what is selected. */
function read(marked: string): { text: string; at: Selected } {
  const from = marked.indexOf('[');
  const to = marked.indexOf(']') - 1;
  return { text: marked.replace('[', '').replace(']', ''), at: { from, to } };
}
function show(text: string, edit: TextEdit): string {
  const after = applied(text, edit);
  return `${after.slice(0, edit.selectFrom)}[${after.slice(edit.selectFrom, edit.selectTo)}]${after.slice(edit.selectTo)}`;
}

describe('marks around words', () => {
  it.each([
    ['看[这里]吧', '**', '看**[这里]**吧'],
    ['看**[这里]**吧', '**', '看[这里]吧'],
    ['看[**这里**]吧', '**', '看[这里]吧'],
    ['看[ 这里 ]吧', '**', '看 **[这里]** 吧'],
    ['看[]吧', '`', '看`[]`吧'],
    ['**[a]**', '*', '***[a]***'],
  ])('%s with %s becomes %s', (before, mark, after) => {
    const { text, at } = read(before);
    expect(show(text, toggleMark(text, at, mark))).toBe(after);
  });
});

test('a block of code stands on lines of its own', () => {
  const { text, at } = read('a[b]c');
  expect(show(text, fence(text, at))).toBe('a\n```\n[b]\n```\nc');
});

test('all selected lines become a list, and plain again', () => {
  const { text, at } = read('[一\n二]');
  const listed = applied(text, toggleLines(text, at, '- '));
  expect(listed).toBe('- 一\n- 二');
  expect(applied(listed, toggleLines(listed, { from: 0, to: listed.length }, '- '))).toBe('一\n二');
});

describe('a new line in a list', () => {
  it.each([
    ['- 一', '- 一\n- '],
    ['  * 一', '  * 一\n  * '],
    ['9. 九', '9. 九\n10. '],
    ['3) 三', '3) 三\n4) '],
    ['> 引', '> 引\n> '],
    ['- [x] 好', '- [x] 好\n- [ ] '],
    ['- 一\n- ', '- 一\n'],
  ])('after %j it is %j', (before, after) => {
    const edit = continueList(before, before.length);
    expect(edit && applied(before, edit)).toBe(after);
  });

  it('elsewhere it is only a new line', () => {
    expect(continueList('普通', 2)).toBeNull();
    expect(continueList('-无空格', 4)).toBeNull();
  });
});

test('Enter belongs to the code as long as its block is open', () => {
  expect(isInFence('```\nlet a', 9)).toBe(true);
  expect(isInFence('```\na\n```\n', 10)).toBe(false);
});
