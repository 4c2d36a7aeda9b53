export { DirectoryPage } from './DirectoryPage.tsx';
export { PersonCard } from './PersonCard.tsx';
