import { BellOutlined } from '@ant-design/icons';
import { Button } from 'antd';
import { useTexts } from '../../shared/locale.tsx';
import styles from './Notifications.module.css';
import { notificationTexts } from './texts.ts';

/** A quiet line that says why before the browser asks; nothing is covered, and nothing has to be answered. */
export function AskBar({ onAllow, onLater }: { onAllow(): void; onLater(): void }) {
  const texts = useTexts(notificationTexts);
  return (
    <section className={styles.ask} aria-label={texts.title}>
      <BellOutlined className={styles.bell} aria-hidden />
      <p className={styles.askWords}>
        <span>{texts.ask}</span> <span className={styles.quiet}>{texts.askWhy}</span>
      </p>
      <span className={styles.askButtons}>
        <Button size="small" type="primary" onClick={onAllow}>
          {texts.allow}
        </Button>
        <Button size="small" type="text" onClick={onLater}>
          {texts.later}
        </Button>
      </span>
    </section>
  );
}
