/** Addresses of the app's pages, so that features can link to each other's pages without importing each other. */
export const paths = {
  home: '/',
  signIn: '/sign-in',
  conversation: (conversationId: string) => `/c/${conversationId}`,
  /** At one of its messages. */
  message: (conversationId: string, seq: number) => `/c/${conversationId}?at=${seq}`,
  search: '/search',
  searchFor: (query: string) => `/search?${new URLSearchParams({ q: query }).toString()}`,
  directory: '/directory',
  openGroups: '/directory?show=groups',
  bookmarks: '/bookmarks',
  scheduled: '/scheduled',
  invoices: '/invoices',
  claims: '/claims',
  claim: (claimId: string) => `/claims/${claimId}`,
  finance: '/finance',
  totals: '/totals',
  admin: '/admin',
  me: '/me',
};
