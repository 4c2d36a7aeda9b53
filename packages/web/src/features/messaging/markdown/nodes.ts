/** What a message says, as a tree without any markup: whatever is not named here cannot get on the screen. */
export type Inline =
  | { kind: 'text'; text: string }
  | { kind: 'code'; text: string }
  | { kind: 'break' }
  | { kind: 'strong' | 'em' | 'del'; children: Inline[] }
  /** `href` as the author wrote it; the view decides whether it may be opened. */
  | { kind: 'link'; href: string; children: Inline[] };

export type Align = 'left' | 'center' | 'right' | null;

export type Block =
  | { kind: 'paragraph' | 'heading'; children: Inline[] }
  | { kind: 'quote'; children: Block[] }
  | { kind: 'list'; start: number | null; items: ListItem[] }
  | { kind: 'code'; language: string; text: string }
  | { kind: 'table'; head: Inline[][]; rows: Inline[][][]; aligns: Align[] }
  | { kind: 'rule' };

export interface ListItem {
  /** Null where it is no task. */
  isDone: boolean | null;
  children: Block[];
}
