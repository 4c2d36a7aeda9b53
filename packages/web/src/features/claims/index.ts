export { ClaimCard } from './ClaimCard.tsx';
export { ClaimDetail } from './ClaimDetail.tsx';
export { ClaimEditor } from './ClaimEditor.tsx';
export { ClaimsPage } from './ClaimsPage.tsx';
export { InboxPanel } from './InboxPanel.tsx';
export { type ClaimLinks, ClaimLinksProvider } from './links.tsx';
