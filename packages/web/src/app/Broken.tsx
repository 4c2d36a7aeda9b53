import { Button } from '../shared/Button.tsx';
import { useTexts } from '../shared/locale.tsx';
import { EmptyState } from '../shared/States.tsx';
import { appTexts } from './texts.ts';

export function Broken() {
  const texts = useTexts(appTexts);
  return (
    <EmptyState
      mark="!"
      title={texts.broken}
      hint={texts.brokenHint}
      action={<Button onClick={() => window.location.reload()}>{texts.reload}</Button>}
    />
  );
}
