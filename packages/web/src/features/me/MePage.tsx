import { identity, type Locale, type SessionId } from '@countinghouse/protocol';
import { Button, Segmented } from 'antd';
import type { ReactNode } from 'react';
import { useNavigate } from 'react-router';
import { Avatar } from '../../shared/Avatar.tsx';
import { useLocale, useTexts } from '../../shared/locale.tsx';
import { useDirectory, useMe, useMessenger } from '../../shared/messenger.tsx';
import { Panel, PanelRow } from '../../shared/Panel.tsx';
import { paths } from '../../shared/paths.ts';
import { ErrorState, LoadingState } from '../../shared/States.tsx';
import { type ThemeMode, useTheme } from '../../shared/theme.tsx';
import { useToasts } from '../../shared/toasts.tsx';
import { useAction } from '../../shared/use-action.ts';
import { useQuery } from '../../shared/use-query.ts';
import styles from './MePage.module.css';
import { PasswordForm } from './PasswordForm.tsx';
import { SessionList } from './SessionList.tsx';
import { StatusPanel } from './StatusPanel.tsx';
import { meTexts } from './texts.ts';

type SendKey = 'enter' | 'mod-enter';

interface MePageProps {
  sendKey: SendKey;
  onSendKey(key: SendKey): void;
  /** Settings of other features. */
  sections?: ReactNode;
  onSignOut(): void;
}

export function MePage({ sendKey, onSendKey, sections, onSignOut }: MePageProps) {
  const texts = useTexts(meTexts);
  const me = useMe();
  const directory = useDirectory();
  const department = directory.department(me.person.departmentId);
  const about = [directory.nameOf(me.person.title), department && directory.nameOf(department.name)];
  return (
    <main className={styles.page}>
      <div className={styles.column}>
        <h1 className="visually-hidden">{texts.title}</h1>
        <header className={styles.head}>
          <Avatar name={directory.nameOf(me.person.name)} size={56} />
          <div>
            <p className={styles.name}>{directory.nameOf(me.person.name)}</p>
            <p className={styles.about}>{[...about, texts.account(me.person.login)].filter(Boolean).join(' · ')}</p>
          </div>
          <Button onClick={onSignOut}>{texts.signOut}</Button>
        </header>
        <StatusPanel />
        <Lists />
        <Appearance />
        <Panel title={texts.writing}>
          <div className={styles.setting}>
            <span>{texts.sendKey}</span>
            <Segmented<SendKey>
              aria-label={texts.sendKey}
              value={sendKey}
              options={[
                { value: 'enter', label: texts.sendEnter },
                { value: 'mod-enter', label: texts.sendModEnter },
              ]}
              onChange={onSendKey}
            />
          </div>
        </Panel>
        {sections}
        <Sessions />
        <Password />
      </div>
    </main>
  );
}

function Lists() {
  const texts = useTexts(meTexts);
  const navigate = useNavigate();
  return (
    <Panel title={texts.lists}>
      <PanelRow label={texts.bookmarks} note={texts.bookmarksHint} onClick={() => void navigate(paths.bookmarks)} />
      <PanelRow label={texts.scheduled} note={texts.scheduledHint} onClick={() => void navigate(paths.scheduled)} />
    </Panel>
  );
}

function Appearance() {
  const texts = useTexts(meTexts);
  const { locale, setLocale } = useLocale();
  const { mode, setMode } = useTheme();
  const { call } = useMessenger();
  const choose = useAction(async (next: Locale) => {
    setLocale(next);
    await call(identity.setLocale, { body: { locale: next } });
  });
  return (
    <Panel title={texts.appearance}>
      <div className={styles.setting}>
        <span>{texts.language}</span>
        <Segmented<Locale>
          aria-label={texts.language}
          value={locale}
          options={[
            { value: 'zh-CN', label: '中文' },
            { value: 'en', label: 'English' },
          ]}
          onChange={(next) => void choose.run(next)}
        />
      </div>
      <div className={styles.setting}>
        <span>{texts.theme}</span>
        <Segmented<ThemeMode>
          aria-label={texts.theme}
          value={mode}
          options={[
            { value: 'system', label: texts.themeSystem },
            { value: 'light', label: texts.themeLight },
            { value: 'dark', label: texts.themeDark },
          ]}
          onChange={setMode}
        />
      </div>
    </Panel>
  );
}

function Sessions() {
  const texts = useTexts(meTexts);
  const { call } = useMessenger();
  const query = useQuery(identity.listSessions, {});
  const revoke = useAction(async (sessionId: SessionId) => {
    await call(identity.revokeSession, { params: { sessionId } });
    query.reload();
  });
  return (
    <Panel title={texts.sessions} extra={query.data?.sessions.length}>
      {query.status === 'loading' && <LoadingState rows={2} />}
      {query.status === 'failed' && <ErrorState error={query.error} onRetry={query.reload} />}
      {query.status === 'ready' && (
        <SessionList sessions={query.data.sessions} onRevoke={(sessionId) => void revoke.run(sessionId)} />
      )}
    </Panel>
  );
}

function Password() {
  const texts = useTexts(meTexts);
  const { call } = useMessenger();
  const message = useToasts();
  const set = useAction(async (current: string, next: string) => {
    await call(identity.setPassword, { body: { next, ...(current ? { current } : {}) } });
    message.success(texts.changed);
  });
  return (
    <Panel title={texts.password}>
      <PasswordForm isBusy={set.isRunning} onSet={set.run} />
    </Panel>
  );
}
