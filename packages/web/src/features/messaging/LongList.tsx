import type { ComponentPropsWithRef, ReactNode } from 'react';
import { type ListProps, Virtuoso } from 'react-virtuoso';

interface LongListProps<Item> {
  items: readonly Item[];
  keyOf(item: Item): string;
  label: string;
  rowPixels: number;
  className?: string;
  /** Without it the list fills what `className` gives it. */
  heightMax?: number;
  onEnd?: (() => void) | undefined;
  row(item: Item): ReactNode;
}

/** A list of any length, of which only what is on screen is drawn. */
export function LongList<Item>({
  items,
  keyOf,
  label,
  rowPixels,
  className,
  heightMax,
  onEnd,
  row,
}: LongListProps<Item>) {
  return (
    <Virtuoso
      {...(className ? { className } : {})}
      {...(heightMax === undefined ? {} : { style: { height: Math.min(items.length * rowPixels, heightMax) } })}
      data={items}
      computeItemKey={(_, item) => keyOf(item)}
      fixedItemHeight={rowPixels}
      endReached={() => onEnd?.()}
      context={{ label }}
      components={{ List: Rows, Item: Row }}
      itemContent={(_, item) => row(item)}
    />
  );
}

function Rows({ context, ...props }: ListProps & { context: { label: string } } & ComponentPropsWithRef<'ul'>) {
  return <ul {...props} aria-label={context.label} />;
}

function Row({ children, ...props }: ComponentPropsWithRef<'li'>) {
  return <li {...props}>{children}</li>;
}
