import { Button } from 'antd';
import { describeRefusal } from './describe-refusal.ts';
import { useLocale, useTexts } from './locale.tsx';
import styles from './MorePages.module.css';
import { stateTexts } from './state-texts.ts';
import type { Pages } from './use-pages.ts';

type MorePagesProps = Pick<Pages<unknown>, 'hasMore' | 'moreError' | 'isLoadingMore' | 'loadMore'>;

/** Below what is shown of a long list: the way to the next page, and why it did not come. */
export function MorePages({ hasMore, moreError, isLoadingMore, loadMore }: MorePagesProps) {
  const texts = useTexts(stateTexts);
  const { locale } = useLocale();
  if (!hasMore) return null;
  const hasFailed = moreError !== undefined;
  return (
    <div className={styles.more}>
      {hasFailed && <span role="alert">{describeRefusal(moreError, locale)}</span>}
      <Button loading={isLoadingMore} onClick={loadMore}>
        {hasFailed ? texts.retry : texts.more}
      </Button>
    </div>
  );
}
