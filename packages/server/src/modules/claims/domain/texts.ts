import type { Locale } from '@countinghouse/protocol';

/** What the approvals assistant says, in the language of the person who reads it. */
export type Notice =
  | { kind: 'submitted'; number: string; approver: string }
  | { kind: 'to_approve'; number: string; claimant: string }
  | { kind: 'step_approved'; number: string; approver: string; next: string }
  | { kind: 'approved'; number: string; approver: string }
  | { kind: 'returned'; number: string; approver: string; reason: string }
  | { kind: 'delegated'; number: string; approver: string; to: string }
  | { kind: 'withdrawn'; number: string }
  | { kind: 'booked'; number: string; voucher: string }
  | { kind: 'unbooked'; number: string }
  | { kind: 'archived'; number: string };

export const noticeText = (notice: Notice, locale: Locale): string =>
  locale === 'en' ? englishText(notice) : chineseText(notice);

function chineseText(notice: Notice): string {
  switch (notice.kind) {
    case 'submitted':
      return `报销单 ${notice.number} 已提交，等待 ${notice.approver} 审批。`;
    case 'to_approve':
      return `${notice.claimant} 的报销单 ${notice.number} 请您审批。`;
    case 'step_approved':
      return `${notice.approver} 已同意报销单 ${notice.number}，下一步由 ${notice.next} 审批。`;
    case 'approved':
      return `${notice.approver} 已同意，报销单 ${notice.number} 审批通过，等待财务入账。`;
    case 'returned':
      return `${notice.approver} 退回了报销单 ${notice.number}：${notice.reason}`;
    case 'delegated':
      return `${notice.approver} 已把报销单 ${notice.number} 转交 ${notice.to} 审批。`;
    case 'withdrawn':
      return `报销单 ${notice.number} 已撤回。`;
    case 'booked':
      return `报销单 ${notice.number} 已入账，凭证号 ${notice.voucher}。`;
    case 'unbooked':
      return `报销单 ${notice.number} 的凭证已冲销，等待财务重新入账。`;
    case 'archived':
      return `报销单 ${notice.number} 已归档。`;
  }
}

function englishText(notice: Notice): string {
  switch (notice.kind) {
    case 'submitted':
      return `Claim ${notice.number} was handed in and waits for ${notice.approver}.`;
    case 'to_approve':
      return `${notice.claimant} asks you to approve claim ${notice.number}.`;
    case 'step_approved':
      return `${notice.approver} approved claim ${notice.number}; ${notice.next} decides next.`;
    case 'approved':
      return `${notice.approver} approved; claim ${notice.number} is through and waits for booking.`;
    case 'returned':
      return `${notice.approver} returned claim ${notice.number}: ${notice.reason}`;
    case 'delegated':
      return `${notice.approver} handed claim ${notice.number} over to ${notice.to}.`;
    case 'withdrawn':
      return `Claim ${notice.number} was withdrawn.`;
    case 'booked':
      return `Claim ${notice.number} is booked under voucher ${notice.voucher}.`;
    case 'unbooked':
      return `The voucher of claim ${notice.number} was reversed; it waits to be booked again.`;
    case 'archived':
      return `Claim ${notice.number} is in the archive.`;
  }
}
