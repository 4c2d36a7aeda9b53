import type { ConversationId } from '@countinghouse/protocol';
import { createContext, type ReactNode, useContext } from 'react';

const SettingsSlotContext = createContext<(conversationId: ConversationId) => ReactNode>(() => null);

export const SettingsSlotProvider = SettingsSlotContext.Provider;

/** What stands below the members of a conversation: settings, which are another feature's. */
export const useSettingsSlot = () => useContext(SettingsSlotContext);
