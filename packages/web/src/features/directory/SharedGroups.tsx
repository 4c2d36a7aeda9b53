import { groups, type ResponseOf, type UserId } from '@countinghouse/protocol';
import { Button } from 'antd';
import { useState } from 'react';
import { Link } from 'react-router';
import { Avatar } from '../../shared/Avatar.tsx';
import { useTexts } from '../../shared/locale.tsx';
import { useMessenger } from '../../shared/messenger.tsx';
import { paths } from '../../shared/paths.ts';
import { useAction } from '../../shared/use-action.ts';
import styles from './Directory.module.css';
import { directoryTexts } from './texts.ts';

/** Asked for only when somebody wants to know. */
export function SharedGroups({ userId }: { userId: UserId }) {
  const texts = useTexts(directoryTexts);
  const { call } = useMessenger();
  const [found, setFound] = useState<ResponseOf<typeof groups.listShared> | null>(null);
  const look = useAction(async () => setFound(await call(groups.listShared, { query: { userId } })));
  if (!found) {
    return (
      <Button type="text" loading={look.isRunning} onClick={() => void look.run()}>
        {texts.findShared}
      </Button>
    );
  }
  return (
    <section className={styles.shared} aria-label={texts.shared}>
      <h3 className={styles.quiet}>{found.count === 0 ? texts.noShared : texts.sharedCount(found.count)}</h3>
      {found.groups.map(({ id, title }) => (
        <Link key={id} to={paths.conversation(id)}>
          <Avatar name={title} kind="group" size={24} />
          {title}
        </Link>
      ))}
    </section>
  );
}
