export { ConversationSearch } from './ConversationSearch.tsx';
export { HitContent } from './HitContent.tsx';
export { hitKey } from './hit-look.ts';
export { rememberSearch } from './recent-searches.ts';
export { SearchPage } from './SearchPage.tsx';
export { useOpenHit } from './use-open-hit.ts';
