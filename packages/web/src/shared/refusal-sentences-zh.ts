import type { RefusalSentences } from './refusal-sentences-en.ts';

export const refusalSentencesZh: RefusalSentences = {
  request_malformed: () => '请求的内容不完整或格式不对，请检查后重试。',
  request_too_large: () => '内容太大，服务器没有接收。请分几次提交。',
  rate_exceeded: ({ retryAfterSeconds }) =>
    retryAfterSeconds ? `操作太频繁，请过 ${retryAfterSeconds} 秒再试。` : '操作太频繁，请稍等片刻再试。',
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
  posting_restricted: () => '这个群只有群主和管理员可以发言。',
  group_full: ({ membersMax }) => `群成员已达上限（${membersMax ?? ''} 人），不能再加人。`,
  group_owner_missing: () => '群不能没有群主：请先把群主转给别人。',
  group_role_unfit: () => '外部人员和已停用的账号不能做群主或管理员。',
  join_requests_full: () => '等待审批的入群申请太多，请稍后再申请，或直接联系管理员。',
  bookmarks_full: () => '收藏已满，请先清理一些。',
  scheduled_messages_full: () => '定时消息太多，请先取消或等一些发出。',
  schedule_time_unfit: () => '定时发送的时间必须在将来，且不超过 400 天。',
  member_missing: () => '这个人不在会话里。',
  message_empty: () => '消息是空的：请写点内容或附上文件。',
  message_recalled: () => '这条消息已被撤回。',
  message_not_editable: () => '这类消息不能编辑，只能撤回后重发。',
  message_not_recallable: () => '这条消息不能撤回。',
  edit_time_over: ({ minutes }) => `发出超过 ${minutes ?? ''} 分钟，不能再编辑。`,
  recall_time_over: ({ minutes }) => `发出超过 ${minutes ?? ''} 分钟，不能再撤回。`,
  edits_exceeded: ({ editsMax }) => `一条消息最多编辑 ${editsMax ?? ''} 次。`,
  mention_restricted: () => '在这个群里只有群主和管理员可以 @所有人。',
  forward_class_lower: ({ from }) =>
    from === 'core'
      ? '这条消息出自核心数据的会话，只能转发到同为核心数据的会话。请改选这样的会话，或先建一个。'
      : '这条消息出自重要数据的会话，只能转发到重要数据或核心数据的会话。请改选这样的会话，或先建一个。',
  thread_unfit: () => '只能在普通消息下开话题，不能在话题的回复里再开话题。',
  reaction_unfit: () => '表情回应只能是一个表情，或者不超过 8 个字的短词。',
  reactions_exceeded: ({ reactionsMax }) => `一条消息最多 ${reactionsMax ?? ''} 种表情回应。`,
  pin_restricted: () => '在这个群里只有群主和管理员可以置顶消息。',
  pins_exceeded: ({ pinsMax }) => `一个会话最多置顶 ${pinsMax ?? ''} 条消息。`,
  poll_unfit: () => '投票的选项不能重复，截止时间必须在以后。',
  poll_closed: () => '投票已经结束。',
  voice_file_unfit: () => '语音消息要有且只有一个录音文件。',
  policy_unfit: () => '访客不能建群。',
  file_too_large: () => '文件太大，单个文件上限为 2 GB。',
  storage_full: () => '服务器的磁盘已满，放不下这个文件。请联系管理员。',
  preview_unavailable: ({ reason }) => {
    switch (reason) {
      case 'office_missing':
        return '服务器没有安装 LibreOffice，不能预览 Office 文件。请下载后打开。';
      case 'size':
        return '文件太大或像素太多，没有预览。请下载后打开。';
      case 'damaged':
        return '文件已损坏、设有密码，或内容与类型不符，没有预览。';
      case 'effort':
        return '预览这个文件费时太久，已停止。请下载后打开。';
      default:
        return '这种文件没有预览，请下载后打开。';
    }
  },
  link_address_refused: () => '只能预览公开网页的链接；这个地址不是，或指向内部网络。',
  link_preview_unavailable: ({ reason }) =>
    reason === 'off' ? '链接预览已由管理员关闭。' : '没有取到这个网页的预览。',
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
  search_query_blank: () => '请输入要找的字、词、金额或名字；只有标点或空白，无从查找。',
  search_query_too_long: () => '查找的内容太长：至多 200 个字、16 个词。请挑几个关键的词。',
  search_cursor_unfit: () => '这一页已对不上现在的查找，请重新查找。',
  search_too_slow: () => '这次查找费时太久，已停止。请加上人、会话或日期，或多写几个字。',
  time_zone_unknown: () => '不认识这个时区，请重新选择。',
  mail_unavailable: () => '本所没有设置邮件服务器，暂不能收邮件。请联系管理员。',
  mail_failed: () => '邮件没有发出去，请稍后再试；一直不行请联系管理员。',
  email_code_wrong: () => '验证码不对或已过期，请核对，或重新发送一次。',
  push_address_refused: () => '这个浏览器的推送服务不能使用：地址不在公网上。',
  server_busy: () => '服务器正忙，请稍后再试。',
  server_fault: () => '服务器出了问题，已记录。请稍后再试。',
};
