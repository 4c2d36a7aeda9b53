import { createContext, useContext } from 'react';

const FindInConversationContext = createContext<(() => void) | null>(null);

export const FindInConversationProvider = FindInConversationContext.Provider;

/** Opens the search of the open conversation beside it; null where there is none. `app` plugs it in. */
export const useFindInConversation = () => useContext(FindInConversationContext);
