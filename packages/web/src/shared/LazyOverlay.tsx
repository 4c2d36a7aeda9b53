import { type ReactNode, Suspense } from 'react';
import { ErrorBoundary } from './ErrorBoundary.tsx';
import { useTexts } from './locale.tsx';
import { stateTexts } from './state-texts.ts';
import { useToasts } from './toasts.tsx';

interface LazyOverlayProps {
  fallback?: ReactNode;
  onClose(): void;
  children: ReactNode;
}

/** Around what opens over the page with a script of its own: where that cannot be fetched, it closes and says so. */
export function LazyOverlay({ fallback = null, onClose, children }: LazyOverlayProps) {
  const texts = useTexts(stateTexts);
  const message = useToasts();
  const fail = () => {
    message.error(texts.partMissing);
    onClose();
  };
  return (
    <ErrorBoundary fallback={null} onError={fail}>
      <Suspense fallback={fallback}>{children}</Suspense>
    </ErrorBoundary>
  );
}
