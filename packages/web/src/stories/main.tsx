import type { Locale } from '@countinghouse/protocol';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { MemoryRouter } from 'react-router';
import { plugCardRenderers } from '../app/plug-card-renderers.tsx';
import { Shell } from '../app/Shell.tsx';
import { SignInView } from '../features/sign-in/SignInView.tsx';
import { LocaleProvider } from '../shared/locale.tsx';
import { MessengerProvider, SessionProvider } from '../shared/messenger.tsx';
import { ThemeProvider } from '../shared/theme.tsx';
import { fakeMessenger, type StoryState } from './fake-messenger.ts';
import { madeDirectory, madeEverybody, madeId, madeMe } from './made-firm.ts';

const wanted = new URLSearchParams(window.location.search);
const locale: Locale = wanted.get('locale') === 'en' ? 'en' : 'zh-CN';
const theme = wanted.get('theme') === 'dark' ? 'dark' : 'light';
const states: readonly StoryState[] = ['empty', 'loading', 'failing', 'offline', 'full', 'many'];
const state = states.find((known) => known === wanted.get('state')) ?? 'full';

const views: Record<string, string> = {
  conversation: `/c/${madeId(301)}`,
  direct: `/c/${madeId(306)}`,
  home: '/',
  invoices: '/invoices',
  claims: '/claims',
  finance: '/finance',
  totals: '/totals',
  admin: '/admin',
  me: '/me',
  missing: '/nothing',
};

function Story() {
  const view = wanted.get('view') ?? '';
  if (view === 'sign-in') {
    return (
      <SignInView
        state={state === 'loading' ? 'redeeming' : state === 'failing' ? 'link-failed' : 'form'}
        isBusy={false}
        refusal={state === 'failing' ? '这个登录链接已用过或已过期，请向管理员索取新的链接。' : null}
        wasEnded={state === 'empty'}
        onSignIn={() => {}}
        onUsePassword={() => {}}
        onSwitchLanguage={() => {}}
      />
    );
  }
  const address = views[view];
  if (!address) return <Contents />;
  return (
    <MessengerProvider messenger={fakeMessenger(state)}>
      <SessionProvider
        me={madeMe(locale)}
        directory={state === 'many' ? madeEverybody : madeDirectory}
        reload={() => {}}
      >
        <MemoryRouter initialEntries={[address]}>
          <Shell onSignOut={() => {}} />
        </MemoryRouter>
      </SessionProvider>
    </MessengerProvider>
  );
}

function Contents() {
  return (
    <ul style={{ padding: 24, columns: 3 }}>
      {['sign-in', ...Object.keys(views)].flatMap((view) =>
        states.map((known) => (
          <li key={`${view} ${known}`}>
            <a href={`?view=${view}&state=${known}`}>
              {view} · {known}
            </a>{' '}
            <a href={`?view=${view}&state=${known}&locale=en&theme=dark`}>en dark</a>
          </li>
        )),
      )}
    </ul>
  );
}

plugCardRenderers();
const root = document.getElementById('root');
if (!root) throw new Error('stories.html has no #root');
createRoot(root).render(
  <StrictMode>
    <LocaleProvider initial={locale}>
      <ThemeProvider initial={theme}>
        <Story />
      </ThemeProvider>
    </LocaleProvider>
  </StrictMode>,
);
