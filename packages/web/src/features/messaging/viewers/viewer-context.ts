import type { FileRef } from '@countinghouse/protocol';
import { createContext, use } from 'react';

/** Opens a file over the page. */
export type OpenViewer = (file: FileRef) => void;

const ViewerContext = createContext<OpenViewer>(() => {});
export const ViewerProvider = ViewerContext.Provider;
export const useViewer = (): OpenViewer => use(ViewerContext);
