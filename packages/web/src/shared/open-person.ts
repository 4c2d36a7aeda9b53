import type { UserId } from '@countinghouse/protocol';
import { createContext, useContext } from 'react';

const OpenPersonContext = createContext<(userId: UserId) => void>(() => {});

export const OpenPersonProvider = OpenPersonContext.Provider;

/** Shows somebody's card beside the page: who they are, and how to write to them. `app` plugs it in. */
export const useOpenPerson = () => useContext(OpenPersonContext);
