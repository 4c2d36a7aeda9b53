import { defineTexts } from './texts.ts';

export const stateTexts = defineTexts({
  zh: {
    retry: '重试',
    more: '加载更多',
    loading: '正在加载…',
    failed: '没有加载成功',
    partMissing: '这一部分没有加载成功，请在连上服务器后重新加载页面。',
    back: '返回',
    close: '关闭',
    until: (when: string) => `至 ${when}`,
    online: '在线',
    away: '离开',
    quiet: '勿扰',
  },
  en: {
    retry: 'Try again',
    more: 'Load more',
    loading: 'Loading…',
    failed: 'This did not load',
    partMissing: 'This part did not load. Load the page again once the server can be reached.',
    back: 'Back',
    close: 'Close',
    until: (when: string) => `until ${when}`,
    online: 'online',
    away: 'away',
    quiet: 'Do not disturb',
  },
});
