import MarkdownIt, { type Token } from 'markdown-it';
import cjkFriendly from 'markdown-it-cjk-friendly';
import type { Align, Block, Inline, ListItem } from './nodes.ts';

/** Deeper nesting says nothing to people; what lies deeper is left out by the parser. */
const nestingMax = 20;
/** A message that comes apart into more pieces than this (a table of 10,000 cells) is shown as it was typed. */
const tokensMax = 4_000;

/**
 * Headings underlined by dashes, text set in by blanks, addresses defined elsewhere, entities, HTML and pictures are
 * left as they were typed: in a chat they come about by accident, or with bad intent.
 */
const parser = new MarkdownIt({ html: false, breaks: true, linkify: false, typographer: false, maxNesting: nestingMax })
  .use(cjkFriendly)
  .disable(['code', 'lheading', 'reference', 'html_block', 'html_inline', 'entity', 'image']);

/** The tree of a message, or null where it is better shown as it was typed. */
export function parseMarkdown(text: string): Block[] | null {
  const tokens = parser.parse(text, {});
  if (tokens.length > tokensMax) return null;
  return readBlocks(new TokenReader(tokens), null);
}

class TokenReader {
  private readonly tokens: readonly Token[];
  private at = 0;

  constructor(tokens: readonly Token[]) {
    this.tokens = tokens;
  }

  next(): Token | undefined {
    return this.tokens[this.at++];
  }
}

function readBlocks(reader: TokenReader, end: string | null): Block[] {
  const blocks: Block[] = [];
  for (let token = reader.next(); token && token.type !== end; token = reader.next()) {
    const block = readBlock(token, reader);
    if (block) blocks.push(block);
  }
  return blocks;
}

function readBlock(token: Token, reader: TokenReader): Block | null {
  switch (token.type) {
    case 'paragraph_open':
      return { kind: 'paragraph', children: readInlineUntil(reader, 'paragraph_close') };
    case 'heading_open':
      return { kind: 'heading', children: readInlineUntil(reader, 'heading_close') };
    case 'blockquote_open':
      return { kind: 'quote', children: readBlocks(reader, 'blockquote_close') };
    case 'bullet_list_open':
      return { kind: 'list', start: null, items: readItems(reader, 'bullet_list_close') };
    case 'ordered_list_open':
      return {
        kind: 'list',
        start: Number(token.attrGet('start') ?? 1),
        items: readItems(reader, 'ordered_list_close'),
      };
    case 'fence':
      return { kind: 'code', language: token.info.trim().split(/\s/)[0] ?? '', text: token.content.replace(/\n$/, '') };
    case 'hr':
      return { kind: 'rule' };
    case 'table_open':
      return readTable(reader);
    case 'inline':
      return { kind: 'paragraph', children: readInline(token.children ?? []) };
    default:
      return null;
  }
}

function readInlineUntil(reader: TokenReader, end: string): Inline[] {
  const inline: Inline[] = [];
  for (let token = reader.next(); token && token.type !== end; token = reader.next()) {
    inline.push(...readInline(token.children ?? []));
  }
  return inline;
}

function readItems(reader: TokenReader, end: string): ListItem[] {
  const items: ListItem[] = [];
  for (let token = reader.next(); token && token.type !== end; token = reader.next()) {
    if (token.type === 'list_item_open') items.push(asTask(readBlocks(reader, 'list_item_close')));
  }
  return items;
}

const taskMark = /^\[([ xX])\]\s+/;

function asTask(children: Block[]): ListItem {
  const first = children[0];
  const text = first?.kind === 'paragraph' ? first.children[0] : undefined;
  const mark = text?.kind === 'text' ? taskMark.exec(text.text) : null;
  if (!mark || text?.kind !== 'text' || first?.kind !== 'paragraph') return { isDone: null, children };
  const rest: Inline[] = [{ kind: 'text', text: text.text.slice(mark[0].length) }, ...first.children.slice(1)];
  return { isDone: mark[1] !== ' ', children: [{ kind: 'paragraph', children: rest }, ...children.slice(1)] };
}

function readTable(reader: TokenReader): Block {
  const rows: Inline[][][] = [];
  const aligns: Align[] = [];
  for (let token = reader.next(); token && token.type !== 'table_close'; token = reader.next()) {
    if (token.type === 'tr_open') rows.push([]);
    if (token.type === 'th_open') aligns.push(alignOf(token));
    if (token.type === 'inline') rows.at(-1)?.push(readInline(token.children ?? []));
  }
  return { kind: 'table', head: rows[0] ?? [], rows: rows.slice(1), aligns };
}

function alignOf(token: Token): Align {
  const found = /text-align:(left|center|right)/.exec(String(token.attrGet('style') ?? ''))?.[1];
  return found === 'left' || found === 'center' || found === 'right' ? found : null;
}

const wraps = { strong_open: 'strong', em_open: 'em', s_open: 'del' } as const;

/** Opening and closing tokens come in pairs; each list on the stack is the content of what is open. */
function readInline(tokens: readonly Token[]): Inline[] {
  const top: Inline[] = [];
  const open: Inline[][] = [top];
  const push = (node: Inline) => {
    const siblings = open.at(-1) ?? top;
    const before = siblings.at(-1);
    // Neighbouring texts become one, so that a name or an address is never cut in two.
    if (node.kind === 'text' && before?.kind === 'text') before.text += node.text;
    else siblings.push(node);
  };
  const enter = (node: Inline & { children: Inline[] }) => {
    push(node);
    open.push(node.children);
  };
  for (const token of tokens) {
    const { type } = token;
    if (type === 'strong_open' || type === 'em_open' || type === 's_open') enter({ kind: wraps[type], children: [] });
    else if (type === 'link_open') enter({ kind: 'link', href: String(token.attrGet('href') ?? ''), children: [] });
    else if (type.endsWith('_close')) open.pop();
    else if (type === 'code_inline') push({ kind: 'code', text: token.content });
    else if (type === 'softbreak' || type === 'hardbreak') push({ kind: 'break' });
    else if (token.content !== '') push({ kind: 'text', text: token.content });
  }
  return top;
}
