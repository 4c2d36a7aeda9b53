export { FinancePage } from './FinancePage.tsx';
export { type FinanceLinks, FinanceLinksProvider } from './links.tsx';
export { VoucherEditor } from './VoucherEditor.tsx';
