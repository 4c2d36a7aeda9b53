import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '..');

const pages = [
  ...['README.md', 'README.zh-CN.md', 'CHANGELOG.md', 'SECURITY.md', 'CONTRIBUTING.md'].map((name) => join(root, name)),
  ...['docs', 'examples'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.md'))
      .map((name) => join(root, folder, name)),
  ),
];

const readText = (path: string): string => readFileSync(path, 'utf8');

/** `path/of.test.ts`: "name of a test"; paths are below packages/ or the root. */
function listQuotes(text: string): { file: string; name: string }[] {
  return [...text.matchAll(/`([\w./-]+\.ts)`: "([^"]+)"/g)].map(([, file = '', name = '']) => ({ file, name }));
}

function hasTest(file: string, name: string): boolean {
  const path = [join(root, 'packages', file), join(root, file)].find((candidate) => existsSync(candidate));
  return path !== undefined && readText(path).includes(`'${name.replaceAll('\\|', '|')}'`);
}

test('every test that a page quotes exists', () => {
  const quotes = pages.flatMap((page) => listQuotes(readText(page)).map((quote) => ({ page, ...quote })));
  expect(quotes.length).toBeGreaterThan(100);
  const missing = quotes.filter(({ file, name }) => !hasTest(file, name));
  expect(missing.map(({ page, file, name }) => `${relative(root, page)}: ${file}: ${name}`)).toEqual([]);
});

test('a quote of a test that does not exist is noticed', () => {
  expect(hasTest('server/src/platform/rights/rights.test.ts', 'everybody may do everything')).toBe(false);
  expect(hasTest('server/src/no-such.test.ts', 'any')).toBe(false);
});

test('every link from a page to a file leads somewhere', () => {
  const broken = pages.flatMap((page) =>
    [...readText(page).matchAll(/\]\(([^)#\s]+)(?:#[^)]*)?\)/g)]
      .map(([, target = '']) => target)
      .filter((target) => !/^[a-z]+:/.test(target))
      .filter((target) => !existsSync(join(dirname(page), target)))
      .map((target) => `${relative(root, page)}: ${target}`),
  );
  expect(broken).toEqual([]);
});

test('each subsystem page has guarantees, failure cases, limits and metrics', () => {
  const folder = join(root, 'docs', 'subsystems');
  for (const name of readdirSync(folder)) {
    const text = readText(join(folder, name));
    for (const part of ['| id | guarantee | test |', '## Failure cases', '## Limits', '## Metrics'])
      expect(text, name).toContain(part);
  }
});
