import { createMessenger } from '@countinghouse/sdk';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { takeLinkToken } from './link-token.ts';
import { plugCardRenderers } from './plug-card-renderers.tsx';
import { Root } from './Root.tsx';
import { reloadAfterUpdate } from './reload-after-update.ts';

const token = takeLinkToken(window.location, window.history);
const messenger = createMessenger({ baseUrl: window.location.origin });
plugCardRenderers();
reloadAfterUpdate(window);

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');
createRoot(root).render(
  <StrictMode>
    <Root messenger={messenger} token={token} />
  </StrictMode>,
);
