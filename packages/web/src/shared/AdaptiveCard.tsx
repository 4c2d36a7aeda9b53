import { ExportOutlined } from '@ant-design/icons';
import type { Card, CardAction, CardElement, ConversationId, FactSet, TextBlock } from '@countinghouse/protocol';
import { Button } from 'antd';
import styles from './AdaptiveCard.module.css';
import { cardRendererFor } from './card-registry.ts';
import { safeHref } from './linkify.ts';

interface AdaptiveCardProps {
  card: Card;
  conversationId: ConversationId;
  /** What `Action.Submit` does; without it such actions are not drawn. */
  onSubmit?: (data: Record<string, unknown>) => void;
}

/** Draws our profile of Adaptive Cards. Card content is hostile: text is text, links are https and leave no trace. */
export function AdaptiveCard({ card, conversationId, onSubmit }: AdaptiveCardProps) {
  const [first] = card.body;
  const Renderer = card.body.length === 1 && first && 'data' in first ? cardRendererFor(first.type) : undefined;
  if (Renderer && first && 'data' in first) {
    return <Renderer data={first.data} card={card} conversationId={conversationId} />;
  }
  const actions = (card.actions ?? []).filter((action) => action.type === 'Action.OpenUrl' || onSubmit);
  return (
    <article className={styles.card} aria-label={card.fallbackText}>
      <div className={styles.body}>
        {keyed(card.body).map(({ key, item }) => (
          <Element key={key} element={item} card={card} conversationId={conversationId} />
        ))}
      </div>
      {actions.length > 0 && (
        <div className={styles.actions}>
          {keyed(actions).map(({ key, item }) => (
            <Action key={key} action={item} onSubmit={onSubmit} />
          ))}
        </div>
      )}
    </article>
  );
}

/** Elements of a card have no names; a card is replaced as a whole, so that their places serve as keys. */
function keyed<T>(items: readonly T[]): { key: string; item: T }[] {
  return items.map((item, place) => ({ key: String(place), item }));
}

interface ElementProps {
  element: CardElement;
  card: Card;
  conversationId: ConversationId;
}

function Element({ element, card, conversationId }: ElementProps) {
  switch (element.type) {
    case 'TextBlock':
      return <CardText block={element} />;
    case 'FactSet':
      return <CardFacts set={element} />;
    default: {
      const Renderer = cardRendererFor(element.type);
      if (Renderer) return <Renderer data={element.data} card={card} conversationId={conversationId} />;
      return keyed(element.fallback ?? []).map(({ key, item }) =>
        item.type === 'TextBlock' ? <CardText key={key} block={item} /> : <CardFacts key={key} set={item} />,
      );
    }
  }
}

function CardText({ block }: { block: TextBlock }) {
  const look = [
    styles.text,
    styles[`size-${block.size ?? 'default'}`],
    styles[`color-${block.color ?? 'default'}`],
    block.weight === 'bolder' ? styles.bolder : '',
    block.isSubtle ? styles.subtle : '',
    block.wrap === false ? styles.single : '',
  ];
  return <p className={look.join(' ')}>{block.text}</p>;
}

function CardFacts({ set }: { set: FactSet }) {
  return (
    <dl className={styles.facts}>
      {keyed(set.facts).map(({ key, item }) => (
        <div key={key} className={styles.fact}>
          <dt>{item.title}</dt>
          <dd>{item.value}</dd>
        </div>
      ))}
    </dl>
  );
}

interface ActionProps {
  action: CardAction;
  onSubmit: AdaptiveCardProps['onSubmit'];
}

function Action({ action, onSubmit }: ActionProps) {
  if (action.type === 'Action.Submit') {
    return (
      <Button
        type={action.style === 'positive' ? 'primary' : 'default'}
        danger={action.style === 'destructive'}
        onClick={() => onSubmit?.(action.data)}
      >
        {action.title}
      </Button>
    );
  }
  const href = safeHref(action.url);
  if (!href?.startsWith('https://')) return null;
  return (
    <Button href={href} target="_blank" rel="noopener noreferrer nofollow" icon={<ExportOutlined aria-hidden="true" />}>
      {action.title}
    </Button>
  );
}
