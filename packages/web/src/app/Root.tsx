import { identity } from '@countinghouse/protocol';
import type { Messenger } from '@countinghouse/sdk';
import { Suspense } from 'react';
import { ErrorBoundary } from '../shared/ErrorBoundary.tsx';
import { lazyInScope } from '../shared/lazy-in-scope.tsx';
import { LocaleProvider } from '../shared/locale.tsx';
import { MessengerProvider, SessionProvider } from '../shared/messenger.tsx';
import { ErrorState } from '../shared/States.tsx';
import { ThemeProvider } from '../shared/theme.tsx';
import { Broken } from './Broken.tsx';
import { noteListKept } from './early-answers.ts';
import { forgetSession } from './kept-session.ts';
import { Opening } from './Opening.tsx';
import { RoutedShell } from './RoutedShell.tsx';
import { useGate } from './use-gate.ts';

const SignInPage = lazyInScope(() => import('../features/sign-in/index.ts').then((m) => m.SignInPage));

export function Root({ messenger, token }: { messenger: Messenger; token: string | null }) {
  return (
    <LocaleProvider>
      <ThemeProvider>
        <ErrorBoundary fallback={<Broken />}>
          <MessengerProvider messenger={messenger}>
            <Suspense fallback={<Opening />}>
              <Gate messenger={messenger} token={token} />
            </Suspense>
          </MessengerProvider>
        </ErrorBoundary>
      </ThemeProvider>
    </LocaleProvider>
  );
}

/** Signed out: the sign-in page, whatever the address; signed in: the app at that address. */
function Gate({ messenger, token }: { messenger: Messenger; token: string | null }) {
  const gate = useGate(messenger, token);
  switch (gate.state.kind) {
    case 'checking':
      return <Opening />;
    case 'failed':
      return <ErrorState error={gate.state.error} onRetry={gate.check} />;
    case 'signed-out':
      return <SignInPage token={gate.state.token} wasEnded={gate.state.wasEnded} onSignedIn={gate.check} />;
    case 'signed-in':
      return (
        <SessionProvider me={gate.state.me} directory={gate.state.directory} reload={gate.reload}>
          <RoutedShell onSignOut={() => void signOut(messenger)} />
        </SessionProvider>
      );
  }
}

/** Loads the page anew, so that nothing of the person stays in memory. */
async function signOut(messenger: Messenger): Promise<void> {
  try {
    await messenger.call(identity.signOut);
  } finally {
    messenger.stop();
    noteListKept(false);
    await forgetSession();
    window.location.assign('/');
  }
}
