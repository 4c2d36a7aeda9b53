import { identity } from '@countinghouse/protocol';
import { useEffect, useRef, useState } from 'react';
import { describeRefusal } from '../../shared/describe-refusal.ts';
import { useLocale } from '../../shared/locale.tsx';
import { useMessenger } from '../../shared/messenger.tsx';
import { SignInView } from './SignInView.tsx';

interface SignInPageProps {
  /** From a one-time link; the address no longer holds it when this is drawn. */
  token: string | null;
  wasEnded: boolean;
  onSignedIn(): void;
}

export function SignInPage({ token, wasEnded, onSignedIn }: SignInPageProps) {
  const { call } = useMessenger();
  const { locale, setLocale } = useLocale();
  const [state, setState] = useState<'form' | 'redeeming' | 'link-failed'>(token ? 'redeeming' : 'form');
  const [isBusy, setIsBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  // A link can be spent once only: a second run of the effect must not spend it again.
  const redeemed = useRef<string | null>(null);

  useEffect(() => {
    if (!token || redeemed.current === token) return;
    redeemed.current = token;
    call(identity.redeemLink, { body: { token, carrier: 'cookie' } }).then(onSignedIn, (failure: unknown) => {
      setError(failure);
      setState('link-failed');
    });
  }, [call, token, onSignedIn]);

  const signIn = async (login: string, password: string) => {
    setIsBusy(true);
    setError(null);
    try {
      await call(identity.signIn, { body: { login, password, carrier: 'cookie' } });
      onSignedIn();
    } catch (failure) {
      setError(failure);
    } finally {
      setIsBusy(false);
    }
  };

  return (
    <SignInView
      state={state}
      isBusy={isBusy}
      refusal={error === null ? null : describeRefusal(error, locale)}
      wasEnded={wasEnded}
      onSignIn={(login, password) => void signIn(login, password)}
      onUsePassword={() => {
        setError(null);
        setState('form');
      }}
      onSwitchLanguage={() => setLocale(locale === 'en' ? 'zh-CN' : 'en')}
    />
  );
}
