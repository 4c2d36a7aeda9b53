export { BookmarksPage } from './BookmarksPage.tsx';
export { ScheduledPage } from './ScheduledPage.tsx';
