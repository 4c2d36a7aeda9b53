import bash from 'highlight.js/lib/languages/bash';
import cpp from 'highlight.js/lib/languages/cpp';
import csharp from 'highlight.js/lib/languages/csharp';
import css from 'highlight.js/lib/languages/css';
import diff from 'highlight.js/lib/languages/diff';
import excel from 'highlight.js/lib/languages/excel';
import go from 'highlight.js/lib/languages/go';
import ini from 'highlight.js/lib/languages/ini';
import java from 'highlight.js/lib/languages/java';
import javascript from 'highlight.js/lib/languages/javascript';
import json from 'highlight.js/lib/languages/json';
import powershell from 'highlight.js/lib/languages/powershell';
import python from 'highlight.js/lib/languages/python';
import r from 'highlight.js/lib/languages/r';
import sql from 'highlight.js/lib/languages/sql';
import typescript from 'highlight.js/lib/languages/typescript';
import vbnet from 'highlight.js/lib/languages/vbnet';
import xml from 'highlight.js/lib/languages/xml';
import yaml from 'highlight.js/lib/languages/yaml';
import { createLowlight } from 'lowlight';

export const tokenKinds = ['comment', 'keyword', 'string', 'number', 'name', 'attribute', 'added', 'removed'] as const;
export type TokenKind = (typeof tokenKinds)[number];

/** A piece of code; `kind` is null where it has no colour of its own. */
export interface CodeToken {
  kind: TokenKind | null;
  text: string;
}

/** What accountants and those who write their programs paste. Aliases such as `js`, `py` and `sh` come with them. */
const lowlight = createLowlight({
  bash,
  cpp,
  csharp,
  css,
  diff,
  excel,
  go,
  ini,
  java,
  javascript,
  json,
  powershell,
  python,
  r,
  sql,
  typescript,
  vbnet,
  xml,
  yaml,
});
lowlight.registerAlias({ vbnet: ['vba', 'vbs'], bash: ['shell', 'console'] });

/** By the first class that the library gives; the others look like the words around them. */
const kindOfClass: Record<string, TokenKind | undefined> = {
  comment: 'comment',
  quote: 'comment',
  keyword: 'keyword',
  literal: 'keyword',
  tag: 'keyword',
  'selector-tag': 'keyword',
  operator: 'keyword',
  string: 'string',
  regexp: 'string',
  char: 'string',
  number: 'number',
  symbol: 'number',
  title: 'name',
  built_in: 'name',
  type: 'name',
  class: 'name',
  section: 'name',
  name: 'keyword',
  attr: 'attribute',
  attribute: 'attribute',
  property: 'attribute',
  variable: 'attribute',
  'template-variable': 'attribute',
  meta: 'attribute',
  addition: 'added',
  deletion: 'removed',
};

type HastNode = ReturnType<typeof lowlight.highlight>['children'][number];

/** The code cut into pieces which together are exactly the code; null for a language that is not known. */
export function tokensOf(language: string, text: string): CodeToken[] | null {
  if (!lowlight.registered(language.toLowerCase())) return null;
  const tokens: CodeToken[] = [];
  const walk = (nodes: readonly HastNode[], kind: TokenKind | null) => {
    for (const node of nodes) {
      if (node.type === 'text') {
        const last = tokens.at(-1);
        if (last && last.kind === kind) last.text += node.value;
        else tokens.push({ kind, text: node.value });
      } else if (node.type === 'element') {
        const names = node.properties.className;
        const first = Array.isArray(names) ? String(names[0]).replace(/^hljs-/, '') : '';
        walk(node.children, kindOfClass[first] ?? kind);
      }
    }
  };
  walk(lowlight.highlight(language.toLowerCase(), text).children, null);
  return tokens;
}
