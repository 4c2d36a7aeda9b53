import { CheckOutlined, CopyOutlined } from '@ant-design/icons';
import { useState } from 'react';
import { useTexts } from '../../../shared/locale.tsx';
import { VisibleText } from '../../../shared/VisibleText.tsx';
import { useCodeTokens } from '../highlight/use-code-tokens.ts';
import { Leaf, SafeLink } from './Leaf.tsx';
import styles from './MessageText.module.css';
import type { Block, Inline } from './nodes.ts';
import { markdownTexts } from './texts.ts';

/** Parts of a message have nothing but their places, and never change them. */
const keyed = <T,>(items: readonly T[]): { key: string; item: T }[] =>
  items.map((item, place) => ({ key: String(place), item }));

export function Blocks({ blocks }: { blocks: readonly Block[] }) {
  return keyed(blocks).map(({ key, item }) => <BlockView key={key} block={item} />);
}

function BlockView({ block }: { block: Block }) {
  switch (block.kind) {
    case 'paragraph':
      return (
        <p>
          <Inlines nodes={block.children} />
        </p>
      );
    case 'heading':
      // No heading of the page: the outline of a screen reader is that of the product, not of what people wrote.
      return (
        <p className={styles.heading}>
          <Inlines nodes={block.children} />
        </p>
      );
    case 'quote':
      return (
        <blockquote>
          <Blocks blocks={block.children} />
        </blockquote>
      );
    case 'list':
      return <ListView list={block} />;
    case 'code':
      return <CodeBlock language={block.language} text={block.text} />;
    case 'table':
      return <TableView table={block} />;
    case 'rule':
      return <hr />;
  }
}

function ListView({ list }: { list: Extract<Block, { kind: 'list' }> }) {
  const items = keyed(list.items).map(({ key, item }) => (
    <li key={key} className={item.isDone === null ? '' : styles.task}>
      {item.isDone !== null && <TaskMark isDone={item.isDone} />}
      <Blocks blocks={item.children} />
    </li>
  ));
  return list.start === null ? <ul>{items}</ul> : <ol start={list.start}>{items}</ol>;
}

function TaskMark({ isDone }: { isDone: boolean }) {
  const texts = useTexts(markdownTexts);
  return (
    <span className={styles.taskMark} role="img" aria-label={isDone ? texts.taskDone : texts.taskOpen}>
      {isDone ? '☑' : '☐'}
    </span>
  );
}

function TableView({ table }: { table: Extract<Block, { kind: 'table' }> }) {
  const texts = useTexts(markdownTexts);
  const style = (place: number) => ({ textAlign: table.aligns[place] ?? undefined });
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard.
    <section className={styles.table} tabIndex={0} aria-label={texts.table}>
      <table>
        <thead>
          <tr>
            {table.head.map((cell, place) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: cells have nothing but their places.
              <th key={place} scope="col" style={style(place)}>
                <Inlines nodes={cell} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {keyed(table.rows).map(({ key, item }) => (
            <tr key={key}>
              {item.map((cell, place) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: cells have nothing but their places.
                <td key={place} style={style(place)}>
                  <Inlines nodes={cell} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

const copiedMs = 1_500;

function CodeBlock({ language, text }: { language: string; text: string }) {
  const texts = useTexts(markdownTexts);
  const [isCopied, setIsCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(text);
    setIsCopied(true);
    setTimeout(() => setIsCopied(false), copiedMs);
  };
  return (
    <figure className={styles.code} dir="ltr">
      <figcaption>
        <span>{language.slice(0, 20)}</span>
        <button type="button" onClick={() => void copy()} aria-label={isCopied ? texts.copied : texts.copyCode}>
          {isCopied ? <CheckOutlined aria-hidden="true" /> : <CopyOutlined aria-hidden="true" />}
        </button>
      </figcaption>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard. */}
      <pre tabIndex={0}>
        <code>
          <Code language={language} text={text} />
        </code>
      </pre>
    </figure>
  );
}

function Code({ language, text }: { language: string; text: string }) {
  const tokens = useCodeTokens(language, text);
  if (!tokens) return <VisibleText text={text} />;
  return keyed(tokens).map(({ key, item }) => (
    <span key={key} className={item.kind ? styles[item.kind] : undefined}>
      <VisibleText text={item.text} />
    </span>
  ));
}

function Inlines({ nodes }: { nodes: readonly Inline[] }) {
  return keyed(nodes).map(({ key, item }) => <InlineView key={key} node={item} />);
}

function InlineView({ node }: { node: Inline }) {
  switch (node.kind) {
    case 'text':
      return <Leaf text={node.text} />;
    case 'code':
      return (
        <code className={styles.inlineCode} dir="ltr">
          <VisibleText text={node.text} />
        </code>
      );
    case 'break':
      return <br />;
    case 'link':
      return <SafeLink href={node.href} words={wordsOf(node.children)} />;
    case 'strong':
      return (
        <strong>
          <Inlines nodes={node.children} />
        </strong>
      );
    case 'em':
      return (
        <em>
          <Inlines nodes={node.children} />
        </em>
      );
    case 'del':
      return (
        <del>
          <Inlines nodes={node.children} />
        </del>
      );
  }
}

function wordsOf(nodes: readonly Inline[]): string {
  return nodes.map((node) => ('text' in node ? node.text : 'children' in node ? wordsOf(node.children) : ' ')).join('');
}
