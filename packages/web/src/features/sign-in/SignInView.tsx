import { Button, Input, Spin } from 'antd';
import { type FormEvent, useId, useState } from 'react';
import { useTexts } from '../../shared/locale.tsx';
import styles from './SignInView.module.css';
import { signInTexts } from './texts.ts';

interface SignInViewProps {
  /** `redeeming`: a one-time link is being used. */
  state: 'form' | 'redeeming' | 'link-failed';
  isBusy: boolean;
  /** A sentence about what was refused. */
  refusal: string | null;
  wasEnded: boolean;
  onSignIn(login: string, password: string): void;
  onUsePassword(): void;
  onSwitchLanguage(): void;
}

export function SignInView(props: SignInViewProps) {
  const texts = useTexts(signInTexts);
  return (
    <div className={styles.page}>
      <div className={styles.top}>
        <Button type="text" onClick={props.onSwitchLanguage}>
          {texts.language}
        </Button>
      </div>
      <main className={styles.card}>
        <div className={styles.brand}>
          <span className={styles.logo} aria-hidden="true">
            账
          </span>
          <div>
            <p className={styles.product}>{texts.product}</p>
            <p className={styles.tagline}>{texts.tagline}</p>
          </div>
        </div>
        <Content {...props} />
      </main>
    </div>
  );
}

function Content(props: SignInViewProps) {
  const texts = useTexts(signInTexts);
  if (props.state === 'redeeming') {
    return (
      <div className={styles.waiting} aria-busy="true">
        <Spin />
        <output>{texts.redeeming}</output>
      </div>
    );
  }
  if (props.state === 'link-failed') {
    return (
      <>
        <h1>{texts.linkFailed}</h1>
        <p className={styles.refusal} role="alert">
          {props.refusal}
        </p>
        <Button block onClick={props.onUsePassword}>
          {texts.otherWay}
        </Button>
      </>
    );
  }
  return <PasswordForm {...props} />;
}

function PasswordForm({ isBusy, refusal, wasEnded, onSignIn }: SignInViewProps) {
  const texts = useTexts(signInTexts);
  const loginId = useId();
  const passwordId = useId();
  const [login, setLogin] = useState('');
  const [password, setPassword] = useState('');
  const [wasTried, setWasTried] = useState(false);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setWasTried(true);
    if (login.trim() && password) onSignIn(login.trim(), password);
  };
  const missing = wasTried ? (!login.trim() ? texts.missingLogin : !password ? texts.missingPassword : null) : null;
  const problem = missing ?? refusal;
  return (
    <form className={styles.form} onSubmit={submit} noValidate>
      <h1>{texts.title}</h1>
      {wasEnded && !problem && <p className={styles.note}>{texts.ended}</p>}
      <label htmlFor={loginId}>{texts.login}</label>
      <Input
        id={loginId}
        name="login"
        size="large"
        autoComplete="username"
        autoCapitalize="none"
        spellCheck={false}
        autoFocus
        value={login}
        maxLength={64}
        status={wasTried && !login.trim() ? 'error' : ''}
        onChange={(event) => setLogin(event.target.value)}
      />
      <label htmlFor={passwordId}>{texts.password}</label>
      <Input.Password
        id={passwordId}
        name="password"
        size="large"
        autoComplete="current-password"
        value={password}
        maxLength={256}
        status={wasTried && !password ? 'error' : ''}
        onChange={(event) => setPassword(event.target.value)}
      />
      <p className={styles.refusal} role="alert">
        {problem}
      </p>
      <Button type="primary" htmlType="submit" size="large" block loading={isBusy}>
        {texts.submit}
      </Button>
      <p className={styles.hint}>{texts.linkHint}</p>
    </form>
  );
}
