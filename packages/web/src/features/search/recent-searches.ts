const storageKey = 'countinghouse.recent-searches';
const keptMax = 8;

/** On this device only: what somebody looks for is nobody else's business. */
export function recentSearches(): string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(storageKey) ?? '[]');
    return Array.isArray(kept) ? kept.filter((each) => typeof each === 'string').slice(0, keptMax) : [];
  } catch {
    return [];
  }
}

export function rememberSearch(query: string): void {
  const words = query.trim();
  if (words === '') return;
  const kept = [words, ...recentSearches().filter((each) => each !== words)].slice(0, keptMax);
  localStorage.setItem(storageKey, JSON.stringify(kept));
}

export function forgetSearches(): void {
  localStorage.removeItem(storageKey);
}
