/** Words of an audit team, put together so that messages differ in length and look, the same for the same number. */
const openings = ['收到。', '请看一下：', '补充一点，', '', '已完成：', '有个问题，', '客户刚回复，', '提醒大家，'];
const subjects = [
  '存货盘点表',
  '银行函证回函',
  '收入确认的口径',
  '应收账款账龄',
  '固定资产折旧',
  '增值税申报表',
  '关联方清单',
  '合同台账',
];
const actions = [
  '差异 3 项，已拍照留底',
  '还缺两份原件',
  '与上年一致',
  '需要合伙人复核',
  '明天上午给到',
  '按净额法处理',
  '金额是 ¥53,000.00',
  '抽样 25 笔没有异常',
];
const closings = [
  '。',
  '，今晚 20:00 前请确认。',
  '；依据放在底稿第 4 节。',
  '，谢谢！',
  '。\n\n- 第一项已核对\n- 第二项待补\n- 第三项无异常',
  '，**重点**看第 2 页。',
  '。代码 `A2025-018`',
  '。',
];

const pick = (words: readonly string[], number: number): string => words[number % words.length] ?? '';

export function sentence(number: number): string {
  // Steps without a common divisor with the length, so that neighbours differ in every part.
  const body = `${pick(openings, number)}${pick(subjects, number * 3 + 1)}${pick(actions, number * 5 + (number >> 3))}`;
  const longer =
    number % 7 === 0 ? `${pick(subjects, number + 2)}${pick(actions, number + 3)}，`.repeat((number % 5) + 1) : '';
  return `${body}${longer && `，${longer}以上`}${pick(closings, number >> 2)} #${number}`;
}
