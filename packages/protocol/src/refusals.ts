import { type Static, Type } from 'typebox';

/** Every refusal that the server can give, with its HTTP status. Clients translate by name. */
export const refusalStatus = {
  request_malformed: 400,
  request_too_large: 413,
  rate_exceeded: 429,
  session_missing: 401,
  sign_in_failed: 401,
  sign_in_link_spent: 401,
  account_deactivated: 403,
  password_too_weak: 422,
  login_taken: 409,
  last_administrator: 409,
  roles_conflict: 422,
  person_not_of_firm: 422,
  person_unfit_for_role: 422,
  department_name_taken: 409,
  engagement_code_taken: 409,
  engagement_lead_bound: 409,
  tax_id_malformed: 422,
  right_missing: 403,
  object_missing: 404,
  client_id_reused: 409,
  version_stale: 409,
  conversation_archived: 409,
  posting_restricted: 403,
  group_full: 409,
  group_owner_missing: 409,
  group_role_unfit: 422,
  join_requests_full: 429,
  bookmarks_full: 409,
  scheduled_messages_full: 409,
  schedule_time_unfit: 422,
  member_missing: 404,
  message_empty: 422,
  message_recalled: 409,
  message_not_editable: 409,
  message_not_recallable: 409,
  edit_time_over: 409,
  recall_time_over: 409,
  edits_exceeded: 409,
  mention_restricted: 403,
  forward_class_lower: 403,
  thread_unfit: 422,
  reaction_unfit: 422,
  reactions_exceeded: 409,
  pin_restricted: 403,
  pins_exceeded: 409,
  poll_unfit: 422,
  poll_closed: 409,
  voice_file_unfit: 422,
  policy_unfit: 422,
  file_too_large: 413,
  storage_full: 507,
  preview_unavailable: 422,
  link_address_refused: 422,
  link_preview_unavailable: 422,
  invoice_not_correctable: 409,
  invoice_field_unknown: 422,
  invoice_already_claimed: 409,
  invoice_duplicate: 409,
  invoice_not_checked: 409,
  invoice_doubtful: 409,
  claim_not_draft: 409,
  claim_empty: 422,
  claim_reason_missing: 422,
  claim_cost_missing: 422,
  claim_not_approved: 409,
  claim_already_booked: 409,
  claim_not_booked: 409,
  exchange_rate_missing: 422,
  exchange_rate_unfit: 422,
  approval_not_pending: 409,
  approval_not_yours: 403,
  approval_reason_missing: 422,
  approval_approver_unfit: 422,
  approver_missing: 409,
  question_answered: 409,
  voucher_unbalanced: 422,
  voucher_account_unknown: 422,
  voucher_posted: 409,
  voucher_already_reversed: 409,
  period_closed: 409,
  search_query_blank: 422,
  search_query_too_long: 422,
  search_cursor_unfit: 422,
  search_too_slow: 503,
  time_zone_unknown: 422,
  mail_unavailable: 409,
  mail_failed: 502,
  email_code_wrong: 422,
  push_address_refused: 422,
  server_busy: 503,
  server_fault: 500,
} as const;

export type RefusalName = keyof typeof refusalStatus;
// The keys of a constant are its type's keys.
export const refusalNames = Object.keys(refusalStatus) as RefusalName[];

export const RefusalBody = Type.Object({
  refusal: Type.Unsafe<RefusalName>(Type.String({ enum: Object.keys(refusalStatus) })),
  /** English, for logs and developers. */
  message: Type.String(),
  /** Values that a translated sentence needs. */
  params: Type.Optional(Type.Record(Type.String(), Type.String())),
});
export type RefusalBody = Static<typeof RefusalBody>;

/** An expected "no". Anything else that is thrown is a fault. */
export class Refusal extends Error {
  readonly refusal: RefusalName;
  readonly params: Record<string, string>;

  constructor(refusal: RefusalName, message: string = refusal, params: Record<string, string> = {}) {
    super(message);
    this.name = 'Refusal';
    this.refusal = refusal;
    this.params = params;
  }
}
