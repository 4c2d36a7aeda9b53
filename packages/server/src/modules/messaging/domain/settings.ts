import { type ConversationSettings, defaultConversationSettings } from '@countinghouse/protocol';

/** Settings that are stored may lack what was added later; conversations without any have the defaults. */
export const settingsOf = ({ settings }: { settings: Partial<ConversationSettings> | null }): ConversationSettings =>
  settings ? { ...defaultConversationSettings, ...settings } : defaultConversationSettings;
