import type { RefusalName } from '@countinghouse/protocol';

export type RefusalSentences = Record<RefusalName, (params: Record<string, string>) => string>;

export const refusalSentencesEn: RefusalSentences = {
  request_malformed: () => 'The request is incomplete or malformed. Check it and try again.',
  request_too_large: () => 'That is too large for the server. Send it in several parts.',
  rate_exceeded: ({ retryAfterSeconds }) =>
    retryAfterSeconds
      ? `Too many requests. Try again in ${retryAfterSeconds} s.`
      : 'Too many requests. Wait a moment and try again.',
  session_missing: () => 'Your session has ended. Sign in again.',
  sign_in_failed: () => 'The account or the password is wrong.',
  sign_in_link_spent: () => 'This sign-in link was used already or has expired. Ask your administrator for a new one.',
  account_deactivated: () => 'This account is deactivated. Ask your administrator if that is a mistake.',
  password_too_weak: () => 'This password is too weak: use at least 12 characters and no common words.',
  login_taken: () => 'This account name is taken. Choose another.',
  last_administrator: () => 'This is the last system administrator, who cannot be deactivated or lose the role.',
  roles_conflict: () =>
    'These roles do not go together: system, security and audit administration are kept apart, and guests hold none.',
  person_not_of_firm: () => 'Choose an active person of the firm: no guest, and nobody whose account is deactivated.',
  person_unfit_for_role: () => 'A guest works on an engagement only as expert or client.',
  department_name_taken: ({ name }) => `There is a department called ${name ?? 'that'} already.`,
  engagement_code_taken: ({ code }) => `Another engagement has the code ${code ?? ''}. Choose another.`,
  engagement_lead_bound: () => 'The lead belongs to the engagement. Name another lead first.',
  tax_id_malformed: ({ taxId }) =>
    `The tax id ${taxId ?? ''} is malformed: it has 15 to 20 characters, digits and capital letters only.`,
  right_missing: () => 'You do not have the right to do this.',
  object_missing: () => 'This was not found: it does not exist, or you may not see it.',
  client_id_reused: () => 'This was sent before with other content. Please do it once more.',
  version_stale: () => 'Somebody changed this just now. Look at the newest state and try again.',
  conversation_archived: () => 'This conversation is archived and cannot be changed.',
  posting_restricted: () => 'Only the owner and admins write in this group.',
  group_full: ({ membersMax }) => `The group is full (${membersMax ?? ''} members); nobody more can be added.`,
  group_owner_missing: () => 'A group needs an owner: hand it over to somebody first.',
  group_role_unfit: () => 'Guests and deactivated accounts cannot govern a group.',
  join_requests_full: () => 'Too many people wait to join this group. Try again later, or write to an admin.',
  bookmarks_full: () => 'Your bookmarks are full. Take some away first.',
  scheduled_messages_full: () => 'Too many messages wait to be sent. Cancel some first, or wait until some are sent.',
  schedule_time_unfit: () => 'Choose a time in the future, at most 400 days ahead.',
  member_missing: () => 'This person is not in the conversation.',
  message_empty: () => 'The message is empty: write something or attach a file.',
  message_recalled: () => 'This message was taken back.',
  message_not_editable: () => 'A message of this kind cannot be edited. Take it back and send it anew.',
  message_not_recallable: () => 'This message cannot be taken back.',
  edit_time_over: ({ minutes }) => `Messages can be edited for ${minutes ?? ''} minutes after they were sent.`,
  recall_time_over: ({ minutes }) => `Messages can be taken back for ${minutes ?? ''} minutes after they were sent.`,
  edits_exceeded: ({ editsMax }) => `A message can be edited ${editsMax ?? ''} times.`,
  mention_restricted: () => 'Only the owner and admins mention everybody in this group.',
  forward_class_lower: ({ from }) =>
    from === 'core'
      ? 'This comes from a conversation with core data and can be forwarded only into another with core data. Choose one, or make one first.'
      : 'This comes from a conversation with important data and can be forwarded only into one with important or core data. Choose one, or make one first.',
  thread_unfit: () => 'A thread starts at a message that is not in a thread itself.',
  reaction_unfit: () => 'A reaction is one emoji, or a word of at most 8 characters.',
  reactions_exceeded: ({ reactionsMax }) => `A message can have ${reactionsMax ?? ''} different reactions.`,
  pin_restricted: () => 'Only the owner and admins pin messages in this group.',
  pins_exceeded: ({ pinsMax }) => `A conversation can have ${pinsMax ?? ''} pinned messages.`,
  poll_unfit: () => 'The options of a poll must differ, and its end must lie ahead.',
  poll_closed: () => 'This poll has ended.',
  voice_file_unfit: () => 'A voice message has exactly one file, a recording.',
  policy_unfit: () => 'Guests cannot be allowed to make groups.',
  file_too_large: () => 'The file is too large; the limit is 2 GB for each file.',
  storage_full: () => 'The disk of the server has no room for this file. Tell an administrator.',
  preview_unavailable: ({ reason }) => {
    switch (reason) {
      case 'office_missing':
        return 'LibreOffice is not installed on the server, so Office files have no preview. Download the file to open it.';
      case 'size':
        return 'The file is too large or has too many pixels for a preview. Download it to open it.';
      case 'damaged':
        return 'There is no preview: the file is damaged, has a password, or is not what its type says.';
      case 'effort':
        return 'A preview of this file took too long and was stopped. Download it to open it.';
      default:
        return 'Files of this kind have no preview. Download the file to open it.';
    }
  },
  link_address_refused: () =>
    'Only links to public web pages have a preview; this address is not one, or leads inside.',
  link_preview_unavailable: ({ reason }) =>
    reason === 'off' ? 'An administrator has switched link previews off.' : 'No preview of this page could be fetched.',
  invoice_not_correctable: () => 'The invoice is already in a claim; its fields cannot be changed any more.',
  invoice_field_unknown: () => 'There is no such field, or the value does not fit it.',
  invoice_already_claimed: ({ claimNumber }) =>
    claimNumber
      ? `This invoice is already in claim ${claimNumber} and cannot be claimed again.`
      : 'This invoice is already in another claim and cannot be claimed again.',
  invoice_duplicate: () => 'This invoice was handed in before and cannot be claimed twice.',
  invoice_not_checked: ({ check }) => {
    switch (check) {
      case 'signature':
        return 'The invoice was changed after it was sealed and cannot be claimed. Get the original file again.';
      case 'sum_consistent':
        return 'Net amount and tax of the invoice do not add up to its total. Correct it, or ask the seller.';
      case 'total_positive':
        return 'The invoice gives money back (a negative invoice or a credit note), or its total is not above zero, so it cannot be claimed.';
      case 'currency':
        return 'A claim has one currency. Claim invoices of other currencies apart.';
      default:
        return 'The invoice is still being read or checked. Wait until that is done.';
    }
  },
  invoice_doubtful: () => 'Some fields of the invoice are doubtful. Confirm them first.',
  claim_not_draft: () => 'The claim is submitted and cannot be changed now.',
  claim_empty: () => 'The claim has no invoices.',
  claim_reason_missing: () => 'Some lines exceed a limit; give a reason for each.',
  claim_cost_missing: () =>
    'Choose the engagement or department that bears the cost. If there is none to choose, ask your administrator to put you into a department or an engagement.',
  claim_not_approved: () => 'The claim is not fully approved, so it cannot be booked.',
  claim_already_booked: () => 'The claim is already booked.',
  claim_not_booked: () => 'The claim is not booked yet, so it cannot be archived.',
  exchange_rate_missing: ({ currency }) =>
    `The claim is in ${currency ?? 'a foreign currency'} and the books are in yuan: give the exchange rate first.`,
  exchange_rate_unfit: () =>
    'This exchange rate does not fit: the claim is in yuan already, or the amount in yuan is nothing or too large.',
  approval_not_pending: () => 'This approval step is already decided, or its turn has not come.',
  approval_not_yours: () => 'This approval step is not yours to decide.',
  approval_reason_missing: () => 'Give a reason for returning it.',
  approval_approver_unfit: () => 'This person cannot approve: not the claimant, and nobody already in the chain.',
  approver_missing: () =>
    'The rules find no approver. Ask your administrator to set the head of department or engagement lead.',
  question_answered: () => 'This question is already answered.',
  voucher_unbalanced: () => 'Debit and credit do not balance. Check the lines.',
  voucher_account_unknown: () => 'A line names an account that does not exist or is not a leaf account.',
  voucher_posted: () => 'The voucher is posted and cannot change. Reverse it if it is wrong.',
  voucher_already_reversed: () => 'This voucher is already reversed.',
  period_closed: () => 'This accounting period is closed. Choose a date in an open one.',
  search_query_blank: () => 'Type words, an amount or a name to look for: signs and spaces alone find nothing.',
  search_query_too_long: () =>
    'This is too long to look for: at most 200 characters and 16 words. Take the telling ones.',
  search_cursor_unfit: () => 'This page no longer belongs to the search. Search again.',
  search_too_slow: () =>
    'This search took too long and was stopped. Add a person, a conversation or dates, or type more of it.',
  time_zone_unknown: () => 'This time zone is not known; choose another one.',
  mail_unavailable: () => 'The firm has no mail server, so no mail can be sent. Ask an administrator.',
  mail_failed: () => 'The mail could not be sent. Try again later; if it goes on, ask an administrator.',
  email_code_wrong: () => 'The code is wrong or too old. Check it, or have a new one sent.',
  push_address_refused: () => 'The push service of this browser cannot be used: its address is not on the open web.',
  server_busy: () => 'The server is busy. Try again shortly.',
  server_fault: () => 'The server had a fault, which is recorded. Try again later.',
};
