export { ConversationInvoicesPanel } from './ConversationInvoicesPanel.tsx';
export { InvoiceCard } from './InvoiceCard.tsx';
export { InvoiceDetail } from './InvoiceDetail.tsx';
export { InvoiceStack } from './InvoiceStack.tsx';
export { InvoicesPage } from './InvoicesPage.tsx';
export { type InvoiceLinks, InvoiceLinksProvider } from './links.tsx';
export { QuestionCard } from './QuestionCard.tsx';
