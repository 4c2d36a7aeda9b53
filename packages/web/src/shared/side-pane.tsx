import { createContext, type ReactNode, useContext } from 'react';

export interface SidePaneOptions {
  title?: string;
  /** For what stands in two columns of its own, such as an original beside its fields. */
  isWide?: boolean;
  /** For what reads in one narrow column, such as a person's card; the list beside it stays. */
  isSlim?: boolean;
}

export interface SidePane {
  /** Opens beside the conversation (over it on a phone), in place of what was open. */
  open(node: ReactNode, options?: SidePaneOptions): void;
  close(): void;
  isOpen: boolean;
  /** What is open is slim. */
  isSlim: boolean;
}

const SidePaneContext = createContext<SidePane>({ open: () => {}, close: () => {}, isOpen: false, isSlim: false });

export const SidePaneProvider = SidePaneContext.Provider;

/** The place beside the conversation for what needs room: an invoice with its page, a claim. */
export function useSidePane(): SidePane {
  return useContext(SidePaneContext);
}
