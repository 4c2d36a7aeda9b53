import { defineTexts } from '../../shared/texts.ts';

export const askTexts = defineTexts({
  zh: {
    question: '问题',
    questions: '提问与回答',
    askTitle: (who: string) => `就这张发票向${who}提问`,
    questionHint: '写清楚需要对方核实什么，例如：税率应为 6%，请与供应商核实。',
    send: '发送',
    asked: (who: string) => `已发给${who}，对方会在会话中收到。`,
    ask: '提问',
    answer: '回答',
    answerHint: '写下核实的结果；回答会同时留在会话和发票上。',
    answered: '已回答',
    waiting: (who: string) => `等待${who}回答`,
    asks: (asker: string, asked: string) => `${asker} 问 ${asked}`,
    none: '没有提问。',
  },
  en: {
    question: 'Question',
    questions: 'Questions and answers',
    askTitle: (who) => `Ask ${who} about this invoice`,
    questionHint: 'Say what should be found out, for example: the rate should be 6 %; please ask the supplier.',
    send: 'Send',
    asked: (who) => `Sent to ${who}; it arrives in your conversation.`,
    ask: 'Ask',
    answer: 'Answer',
    answerHint: 'Write what you found out; the answer stands in the conversation and on the invoice.',
    answered: 'Answered',
    waiting: (who) => `Waiting for ${who}`,
    asks: (asker, asked) => `${asker} asks ${asked}`,
    none: 'No questions.',
  },
});
