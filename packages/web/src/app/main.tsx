import { createMessenger } from '@countinghouse/sdk';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { fetchWithEarly } from './early-answers.ts';
import { keepShell } from './keep-shell.ts';
import { takeLinkToken } from './link-token.ts';
import { plugCardRenderers } from './plug-card-renderers.tsx';
import { Root } from './Root.tsx';
import { reloadAfterUpdate } from './reload-after-update.ts';

const token = takeLinkToken(window.location, window.history);
const { origin } = window.location;
const fetch = fetchWithEarly(window.earlyAnswers, window.fetch.bind(window));
const messenger = createMessenger({ baseUrl: origin, fetch });
plugCardRenderers();
reloadAfterUpdate(window);
keepShell(window);

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no #root');
createRoot(root).render(
  <StrictMode>
    <Root messenger={messenger} token={token} />
  </StrictMode>,
);
