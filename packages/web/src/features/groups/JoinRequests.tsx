import { type ConversationId, type ConversationSettings, groups, type UserId } from '@countinghouse/protocol';
import { Button } from 'antd';
import { Avatar } from '../../shared/Avatar.tsx';
import { useTexts } from '../../shared/locale.tsx';
import { useDirectory, useMessenger } from '../../shared/messenger.tsx';
import { Panel } from '../../shared/Panel.tsx';
import { useAction } from '../../shared/use-action.ts';
import { useQuery } from '../../shared/use-query.ts';
import styles from './Groups.module.css';
import { groupTexts } from './texts.ts';

interface JoinRequestsProps {
  conversationId: ConversationId;
  join: ConversationSettings['join'];
}

/** Who would like to join this group; nothing where nobody does. */
export function JoinRequests({ conversationId, join }: JoinRequestsProps) {
  const texts = useTexts(groupTexts);
  const directory = useDirectory();
  const { call } = useMessenger();
  const query = useQuery(
    groups.listJoinRequests,
    {},
    { reloadOn: (change) => change.kind === 'list' && change.list === 'join-requests' },
  );
  const decide = useAction(async (userId: UserId, decision: 'admit' | 'decline') => {
    await call(groups.decideJoinRequest, { params: { conversationId, userId }, body: { decision } });
    query.reload();
  });
  const requests = (query.data?.requests ?? []).filter((request) => request.conversationId === conversationId);
  if (requests.length === 0 && join !== 'ask') return null;
  return (
    <Panel title={texts.requests} extra={requests.length || texts.noRequests}>
      <ul aria-label={texts.requests}>
        {requests.map(({ userId, note }) => {
          const name = directory.nameOfPerson(userId);
          return (
            <li key={userId} className={styles.request}>
              <Avatar name={name} size={28} />
              <div>
                <p>{name}</p>
                <p>{note}</p>
              </div>
              <span className={styles.decide}>
                <Button
                  size="small"
                  type="primary"
                  aria-label={`${texts.admit} ${name}`}
                  onClick={() => void decide.run(userId, 'admit')}
                >
                  {texts.admit}
                </Button>
                <Button
                  size="small"
                  aria-label={`${texts.decline} ${name}`}
                  onClick={() => void decide.run(userId, 'decline')}
                >
                  {texts.decline}
                </Button>
              </span>
            </li>
          );
        })}
      </ul>
    </Panel>
  );
}
