import type { EarlyAnswers } from './early-answers.ts';

/**
 * A script of its own that runs while the others are still on their way: what every start asks for is asked for at
 * once. It is no module, which runs when the browser has read the others too, and may import nothing. The person is
 * asked for first, so that a session that changes in between is noticed (see `fetchWithEarly`).
 */
function askEarly(): void {
  const answers: EarlyAnswers = new Map();
  window.earlyAnswers = answers;
  const ask = (path: string, uses: number) => {
    const answer = fetch(path, { headers: { accept: 'application/json' }, credentials: 'same-origin' });
    answer.catch(() => undefined);
    answers.set(path, { answer, uses });
  };
  /** Where the device kept the list, only what has changed since is fetched. */
  const hasKeptList = localStorage.getItem('countinghouse.list-kept') !== null;
  ask('/api/me', 2);
  if (!hasKeptList) ask('/api/sync', 1);
  ask('/api/directory', 1);
}

const isLink = window.location.search.includes('token=') || window.location.hash.includes('token=');
if (!isLink) askEarly();
