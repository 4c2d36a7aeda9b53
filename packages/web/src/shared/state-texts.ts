import { defineTexts } from './texts.ts';

export const stateTexts = defineTexts({
  zh: { retry: '重试', loading: '正在加载…', failed: '没有加载成功', back: '返回', close: '关闭' },
  en: { retry: 'Try again', loading: 'Loading…', failed: 'This did not load', back: 'Back', close: 'Close' },
});
