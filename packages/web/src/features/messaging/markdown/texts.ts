import { defineTexts } from '../../../shared/texts.ts';

export const markdownTexts = defineTexts({
  zh: {
    showWhole: '展开全文',
    showLess: '收起',
    taskDone: '已完成',
    taskOpen: '未完成',
    table: '表格，可左右滚动',
    copyCode: '复制代码',
    copied: '已复制',
  },
  en: {
    showWhole: 'Show all of it',
    showLess: 'Show less',
    taskDone: 'done',
    taskOpen: 'not done',
    table: 'Table; scrolls sideways',
    copyCode: 'Copy the code',
    copied: 'Copied',
  },
});
