const storageKey = 'countinghouse.recent-emoji';
const keptMax = 18;
const first = ['👍', '✅', '🙏', '👌', '😂', '🎉', '❤️', '👀', '💪', '🤝', '😅', '🌹'];

/** Those that this person used last on this device, the newest first; before that, what offices use most. */
export function recentEmoji(): string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(storageKey) ?? '[]');
    const own = Array.isArray(kept) ? kept.filter((each): each is string => typeof each === 'string') : [];
    return [...new Set([...own, ...first])].slice(0, keptMax);
  } catch {
    return first;
  }
}

export function rememberEmoji(emoji: string): void {
  try {
    const next = [emoji, ...recentEmoji().filter((each) => each !== emoji)].slice(0, keptMax);
    localStorage.setItem(storageKey, JSON.stringify(next));
  } catch {
    // A device that keeps nothing shows the usual ones next time.
  }
}
