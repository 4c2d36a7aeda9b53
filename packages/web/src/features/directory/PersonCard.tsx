import { MessageOutlined } from '@ant-design/icons';
import { conversations, type UserId } from '@countinghouse/protocol';
import { Button } from 'antd';
import { useNavigate } from 'react-router';
import { Avatar } from '../../shared/Avatar.tsx';
import { Chip } from '../../shared/Chip.tsx';
import { formatDateTime } from '../../shared/format.ts';
import { useLocale, useTexts } from '../../shared/locale.tsx';
import { useDirectory, useMe, useMessenger } from '../../shared/messenger.tsx';
import { paths } from '../../shared/paths.ts';
import { usePersonStatus } from '../../shared/person-status.ts';
import { useStanding } from '../../shared/presence.tsx';
import { ResponsivePane } from '../../shared/ResponsivePane.tsx';
import { QuietMark } from '../../shared/StatusMark.tsx';
import { stateTexts } from '../../shared/state-texts.ts';
import { useAction } from '../../shared/use-action.ts';
import styles from './Directory.module.css';
import { SharedGroups } from './SharedGroups.tsx';
import { directoryTexts } from './texts.ts';

/** Who somebody is, and the way to write to them. */
export function PersonCard({ userId, onClose }: { userId: UserId; onClose(): void }) {
  const texts = useTexts(directoryTexts);
  const { locale } = useLocale();
  const directory = useDirectory();
  const me = useMe();
  const navigate = useNavigate();
  const { call } = useMessenger();
  const person = directory.person(userId);
  const words = useTexts(stateTexts);
  const standing = useStanding(person && person.kind !== 'app' ? userId : null);
  const status = usePersonStatus(userId);
  const write = useAction(async () => {
    const direct = await call(conversations.openDirect, { body: { userId } });
    onClose();
    await navigate(paths.conversation(direct.id));
  });
  const name = directory.nameOfPerson(userId);
  if (!person)
    return (
      <ResponsivePane title={name} onClose={onClose}>
        {null}
      </ResponsivePane>
    );
  const department = directory.department(person.departmentId);
  const facts: [string, string | null | undefined][] = [
    [texts.jobTitle, directory.nameOf(person.title)],
    [texts.department, department && directory.nameOf(department.name)],
    [texts.account, person.kind === 'app' ? undefined : person.login],
    [
      texts.status,
      status &&
        [
          [status.emoji, status.text].filter(Boolean).join(' '),
          status.until && texts.until(formatDateTime(status.until, locale)),
        ]
          .filter(Boolean)
          .join(' · '),
    ],
  ];
  return (
    <ResponsivePane title={name} onClose={onClose}>
      <div className={styles.card}>
        <div className={styles.who}>
          <Avatar name={name} kind={person.kind === 'app' ? 'app' : 'person'} size={56} standing={standing} />
          <div>
            <p>
              {name} {person.kind !== 'app' && <QuietMark userId={userId} />}
              {person.kind === 'guest' && <Chip tone="gold">{texts.guest}</Chip>}
              {person.kind === 'app' && <Chip>{texts.app}</Chip>}
              {!person.isActive && <Chip tone="quiet">{texts.inactive}</Chip>}
            </p>
            {person.kind !== 'app' && <p className={styles.quiet}>{standing ? words[standing] : texts.offline}</p>}
          </div>
        </div>
        {person.id !== me.person.id && person.isActive && (
          <Button
            type="primary"
            icon={<MessageOutlined aria-hidden="true" />}
            loading={write.isRunning}
            onClick={() => void write.run()}
          >
            {texts.write}
          </Button>
        )}
        <dl className={styles.facts}>
          {facts.map(([label, value]) =>
            value ? (
              <div key={label} style={{ display: 'contents' }}>
                <dt>{label}</dt>
                <dd>{value}</dd>
              </div>
            ) : null,
          )}
        </dl>
        {person.id !== me.person.id && <SharedGroups userId={userId} />}
      </div>
    </ResponsivePane>
  );
}
