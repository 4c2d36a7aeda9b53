import type { ReactNode } from 'react';
import styles from './Page.module.css';

interface PageProps {
  title: string;
  /** Tabs and filters at the right of the title. */
  tools?: ReactNode;
  /** Fixed below the content. */
  footer?: ReactNode;
  children: ReactNode;
}

/** A page beside the rail: its title, what chooses from it, and the content, which scrolls. */
export function Page({ title, tools, footer, children }: PageProps) {
  return (
    <main className={styles.page} aria-label={title}>
      <header className={styles.head}>
        <h1>{title}</h1>
        {tools}
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard. */}
      <div className={styles.body} tabIndex={0}>
        {children}
      </div>
      {footer}
    </main>
  );
}
