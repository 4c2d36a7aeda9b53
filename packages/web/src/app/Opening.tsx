import { useTexts } from '../shared/locale.tsx';
import styles from './Opening.module.css';
import { appTexts } from './texts.ts';

/** While the first script and the session are fetched. */
export function Opening() {
  const texts = useTexts(appTexts);
  return (
    <div className={styles.opening} aria-busy="true">
      <span className={styles.logo} aria-hidden="true">
        账
      </span>
      <output>{texts.starting}</output>
    </div>
  );
}
