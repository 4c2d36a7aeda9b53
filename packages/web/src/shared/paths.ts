/** Addresses of the app's pages, so that features can link to each other's pages without importing each other. */
export const paths = {
  home: '/',
  signIn: '/sign-in',
  conversation: (conversationId: string) => `/c/${conversationId}`,
  invoices: '/invoices',
  claims: '/claims',
  claim: (claimId: string) => `/claims/${claimId}`,
  finance: '/finance',
  totals: '/totals',
  admin: '/admin',
  me: '/me',
};
