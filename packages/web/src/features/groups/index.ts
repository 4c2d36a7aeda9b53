export { GroupPanel } from './GroupPanel.tsx';
