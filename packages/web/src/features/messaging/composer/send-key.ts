/** What sends: Enter (Shift+Enter is a new line), or Ctrl/⌘+Enter (Enter is a new line). */
export type SendKey = 'enter' | 'mod-enter';

const storageKey = 'countinghouse.send-key';

export const keptSendKey = (): SendKey => (localStorage.getItem(storageKey) === 'mod-enter' ? 'mod-enter' : 'enter');
export const keepSendKey = (key: SendKey): void => localStorage.setItem(storageKey, key);

interface Pressed {
  key: string;
  shiftKey: boolean;
  ctrlKey: boolean;
  metaKey: boolean;
}

export function isSending(event: Pressed, sendKey: SendKey): boolean {
  if (event.key !== 'Enter') return false;
  const hasMod = event.ctrlKey || event.metaKey;
  return sendKey === 'enter' ? !event.shiftKey : hasMod;
}
