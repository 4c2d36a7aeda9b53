import { Type } from 'typebox';

declare const brand: unique symbol;
/** A string that names one kind of thing. Ids of different kinds do not mix. */
export type Id<Kind extends string> = string & { readonly [brand]: Kind };

/** UUID, lower case. New ids are version 7, so that they sort by time of making. */
const idSchema = <Kind extends string>() =>
  Type.Unsafe<Id<Kind>>(Type.String({ pattern: '^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$' }));

export const UserId = idSchema<'user'>();
export type UserId = Id<'user'>;
export const DepartmentId = idSchema<'department'>();
export type DepartmentId = Id<'department'>;
export const EngagementId = idSchema<'engagement'>();
export type EngagementId = Id<'engagement'>;
export const SessionId = idSchema<'session'>();
export type SessionId = Id<'session'>;
export const ConversationId = idSchema<'conversation'>();
export type ConversationId = Id<'conversation'>;
export const ScheduledMessageId = idSchema<'scheduled-message'>();
export type ScheduledMessageId = Id<'scheduled-message'>;
export const FileId = idSchema<'file'>();
export type FileId = Id<'file'>;
export const InvoiceId = idSchema<'invoice'>();
export type InvoiceId = Id<'invoice'>;
export const QuestionId = idSchema<'question'>();
export type QuestionId = Id<'question'>;
export const ClaimId = idSchema<'claim'>();
export type ClaimId = Id<'claim'>;
export const ApprovalId = idSchema<'approval'>();
export type ApprovalId = Id<'approval'>;
export const ApprovalStepId = idSchema<'approval-step'>();
export type ApprovalStepId = Id<'approval-step'>;
export const VoucherId = idSchema<'voucher'>();
export type VoucherId = Id<'voucher'>;
export const BookingInstanceId = idSchema<'booking-instance'>();
export type BookingInstanceId = Id<'booking-instance'>;
export const ArchiveId = idSchema<'archive'>();
export type ArchiveId = Id<'archive'>;

/** Made by the client, once for each thing it wants done; the same one again gives the same answer. */
export const ClientId = Type.Unsafe<Id<'client'>>(
  Type.String({ minLength: 8, maxLength: 64, pattern: '^[A-Za-z0-9_-]+$' }),
);
export type ClientId = Id<'client'>;
