import type { RefusalSentences } from './refusal-sentences-en.ts';

export const refusalSentencesZh: RefusalSentences = {
  request_malformed: () => '请求的内容不完整或格式不对，请检查后重试。',
  request_too_large: () => '内容太大，服务器没有接收。请分几次提交。',
  rate_exceeded: () => '操作太频繁，请稍等片刻再试。',
  session_missing: () => '登录已失效，请重新登录。',
  sign_in_failed: () => '账号或密码不对。',
  sign_in_link_spent: () => '这个登录链接已用过或已过期，请向管理员索取新的链接。',
  account_deactivated: () => '这个账号已停用。如有疑问，请联系管理员。',
  password_too_weak: () => '密码太弱：请至少用 12 个字符，且不要用常见的词。',
  login_taken: () => '这个账号名已有人使用，请换一个。',
  last_administrator: () => '这是最后一位系统管理员，不能停用或取消其权限。',
  roles_conflict: () => '这些角色不能由同一人兼任：系统、安全、审计管理须分开，外部人员不能有所内角色。',
  person_not_of_firm: () => '请选择所内在用的人员：不能是外部人员，也不能是已停用的账号。',
  person_unfit_for_role: () => '外部人员在项目里只能是专家或客户。',
  department_name_taken: ({ name }) => `已有名为“${name ?? ''}”的部门。`,
  engagement_code_taken: ({ code }) => `项目编号 ${code ?? ''} 已被使用，请换一个。`,
  engagement_lead_bound: () => '负责人必须是项目成员，请先换一位负责人。',
  tax_id_malformed: ({ taxId }) => `${taxId ?? ''} 不是税号：税号为 15 至 20 位数字或大写字母。`,
  right_missing: () => '你没有做这件事的权限。',
  object_missing: () => '找不到要看的内容：它不存在，或你无权查看。',
  client_id_reused: () => '这次提交与先前的一次编号相同而内容不同，请重新提交。',
  version_stale: () => '别人刚改过，请看过最新内容后再操作。',
  conversation_archived: () => '会话已归档，不能再发消息或改动。',
  member_missing: () => '这个人不在会话里。',
  message_empty: () => '消息是空的：请写点内容或附上文件。',
  file_too_large: () => '文件太大，单个文件上限为 100 MB。',
  invoice_not_correctable: () => '发票已进入报销流程，字段不能再改。',
  invoice_field_unknown: () => '没有这个字段，或填写的值格式不对。',
  invoice_already_claimed: ({ claimNumber }) =>
    claimNumber ? `这张发票已在报销单 ${claimNumber} 里，不能再次报销。` : '这张发票已在另一张报销单里，不能再次报销。',
  invoice_duplicate: () => '这张发票先前已交过，不能重复报销。',
  invoice_not_checked: ({ check }) => {
    switch (check) {
      case 'signature':
        return '发票的电子签章失效：签署之后内容被改动，不能报销。请重新取得原始文件。';
      case 'sum_consistent':
        return '发票的金额与税额之和不等于价税合计，不能报销。请对照原件更正，或向开票方核实。';
      case 'total_positive':
        return '这张发票退回款项（红字发票、贷项通知单），或合计不大于零，不能作为费用报销。';
      case 'currency':
        return '一张报销单只能有一种币种，请把不同币种的发票分开报销。';
      default:
        return '发票还在识别或核验，请等核验完成。';
    }
  },
  invoice_doubtful: () => '发票上有存疑的字段，请先核对并确认。',
  claim_not_draft: () => '报销单已提交，现在不能修改。',
  claim_empty: () => '报销单里没有发票。',
  claim_reason_missing: () => '有超标准的费用，请逐笔写明原因。',
  claim_cost_missing: () => '请选择费用归属的项目或部门；如果没有可选的，请管理员把你加入部门或项目。',
  claim_not_approved: () => '报销单还没有审批完，不能入账。',
  claim_already_booked: () => '报销单已入账。',
  claim_not_booked: () => '报销单还没有入账，不能归档。',
  exchange_rate_missing: ({ currency }) =>
    `报销单以 ${currency ?? '外币'} 计价，账簿以人民币记账：请先填写汇率，按折合的人民币入账。`,
  exchange_rate_unfit: () => '这个汇率用不上：报销单本来就是人民币，或折合的金额为零或过大。',
  approval_not_pending: () => '这一步审批已处理过，或还没有轮到。',
  approval_not_yours: () => '这一步审批不归你处理。',
  approval_reason_missing: () => '退回须写明原因。',
  approval_approver_unfit: () => '所选的人不能做审批人：不能是报销人本人，也不能已在审批链里。',
  approver_missing: () => '按规则找不到审批人，请管理员设定部门负责人或项目负责人。',
  question_answered: () => '这个问题已有答复。',
  voucher_unbalanced: () => '借贷不平，请检查分录。',
  voucher_account_unknown: () => '有分录的科目不存在，或不是末级科目。',
  voucher_posted: () => '凭证已过账，不能修改；如有错误请冲销。',
  voucher_already_reversed: () => '这张凭证已被冲销。',
  period_closed: () => '这个会计期间已结账，请选择未结账的日期。',
  server_busy: () => '服务器正忙，请稍后再试。',
  server_fault: () => '服务器出了问题，已记录。请稍后再试。',
};
