import { Drawer } from 'antd';
import type { ReactNode } from 'react';
import { ResponsivePane } from '../../shared/ResponsivePane.tsx';
import styles from './ConversationView.module.css';

interface SideColumnProps {
  title: string;
  /** There is no room beside the conversation. */
  isOver: boolean;
  isPhone: boolean;
  onClose(): void;
  children: ReactNode;
}

/** A thread or the pinned messages: in the column of the details, or over the conversation. */
export function SideColumn({ title, isOver, isPhone, onClose, children }: SideColumnProps) {
  if (isOver) {
    return (
      <Drawer open title={title} size={isPhone ? '100%' : 420} onClose={onClose} styles={{ body: { padding: 0 } }}>
        <div className={styles.sideBody}>{children}</div>
      </Drawer>
    );
  }
  return (
    <aside
      className={styles.side}
      onKeyDown={(event) => {
        if (event.key === 'Escape' && !event.defaultPrevented) onClose();
      }}
    >
      <ResponsivePane title={title} onClose={onClose}>
        <div className={styles.sideBody}>{children}</div>
      </ResponsivePane>
    </aside>
  );
}
