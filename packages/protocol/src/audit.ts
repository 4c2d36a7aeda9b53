import { type Static, Type } from 'typebox';
import { endpoint } from './endpoint.ts';
import { Instant } from './values.ts';

/** One entry of the audit log. `index` counts from 0 without gaps; `detail` holds no message text and no file content. */
export const AuditEntry = Type.Object({
  index: Type.Integer({ minimum: 0 }),
  at: Instant,
  actorId: Type.Union([Type.String(), Type.Null()]),
  action: Type.String(),
  objectType: Type.String(),
  objectId: Type.String(),
  detail: Type.Record(Type.String(), Type.Unknown()),
});
export type AuditEntry = Static<typeof AuditEntry>;

/** Signed tree head over the first `treeSize` entries (RFC 6962, section 2.1); `signature` is Ed25519, base64. */
export const AuditCheckpoint = Type.Object({
  treeSize: Type.Integer({ minimum: 0 }),
  rootHash: Type.String(),
  at: Instant,
  signature: Type.String(),
});
export type AuditCheckpoint = Static<typeof AuditCheckpoint>;

/** The export as JSON Lines: a header with the public key, every entry in order, every checkpoint. */
export const auditExportPath = '/api/audit/export';

export const audit = {
  list: endpoint({
    id: 'audit.list',
    method: 'GET',
    path: '/api/audit/entries',
    summary: 'Audit entries, newest first, for audit administrators.',
    query: Type.Object({
      beforeIndex: Type.Optional(Type.Integer({ minimum: 0 })),
      limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
      objectId: Type.Optional(Type.String()),
    }),
    response: Type.Object({
      entries: Type.Array(AuditEntry),
      checkpoint: Type.Union([AuditCheckpoint, Type.Null()]),
      /** SHA-256 of the public key that signs, hexadecimal; the verifier prints the same of an export. */
      keyFingerprint: Type.String(),
    }),
  }),
};
