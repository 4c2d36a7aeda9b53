export { TotalsPage } from './TotalsPage.tsx';
