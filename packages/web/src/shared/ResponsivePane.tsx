import { ArrowLeftOutlined, CloseOutlined } from '@ant-design/icons';
import { type ReactNode, useId } from 'react';
import { Button } from './Button.tsx';
import { useTexts } from './locale.tsx';
import styles from './ResponsivePane.module.css';
import { stateTexts } from './state-texts.ts';
import { useIsPhone } from './use-media.ts';

interface ResponsivePaneProps {
  title: ReactNode;
  subtitle?: ReactNode;
  /** Buttons at the right of the head. */
  actions?: ReactNode;
  /** Fixed below the content, such as the buttons of a form. */
  footer?: ReactNode;
  onClose?: () => void;
  children: ReactNode;
}

/** Head, scrolling content, foot: a column on a desk, the whole screen with a way back on a phone. */
export function ResponsivePane({ title, subtitle, actions, footer, onClose, children }: ResponsivePaneProps) {
  const texts = useTexts(stateTexts);
  const isPhone = useIsPhone();
  const titleId = useId();
  return (
    <section className={styles.pane} aria-labelledby={titleId}>
      <header className={styles.head}>
        {onClose && isPhone && (
          <Button
            type="text"
            icon={<ArrowLeftOutlined aria-hidden="true" />}
            aria-label={texts.back}
            onClick={onClose}
          />
        )}
        <div className={styles.titles}>
          <h2 id={titleId}>{title}</h2>
          {subtitle !== undefined && <p>{subtitle}</p>}
        </div>
        {actions}
        {onClose && !isPhone && (
          <Button type="text" icon={<CloseOutlined aria-hidden="true" />} aria-label={texts.close} onClick={onClose} />
        )}
      </header>
      <div className={styles.body}>{children}</div>
      {footer !== undefined && <footer className={styles.foot}>{footer}</footer>}
    </section>
  );
}
