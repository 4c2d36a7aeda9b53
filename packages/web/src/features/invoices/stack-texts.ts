import { defineTexts } from '../../shared/texts.ts';

export const stackTexts = defineTexts({
  zh: {
    together: '这条消息的发票',
    count: (count: number) => `${count} 张发票`,
    doubtful: (count: number) => `${count} 张待核对`,
    all: '全选',
    claim: (count: number) => `一起报销（${count} 张）`,
    claimOf: (count: number, amount: string) => `一起报销（${count} 张，${amount}）`,
  },
  en: {
    together: 'Invoices of this message',
    count: (count) => `${count} invoices`,
    doubtful: (count) => `${count} to check`,
    all: 'All',
    claim: (count) => `Claim together (${count})`,
    claimOf: (count, amount) => `Claim together (${count}, ${amount})`,
  },
});
