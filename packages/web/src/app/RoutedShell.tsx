import { BrowserRouter } from 'react-router';
import { Shell } from './Shell.tsx';

/** Apart from `Shell`, which stories draw at addresses of their own. */
export function RoutedShell({ onSignOut }: { onSignOut(): void }) {
  return (
    <BrowserRouter>
      <Shell onSignOut={onSignOut} />
    </BrowserRouter>
  );
}
