import type { ConversationId, UserId } from '@countinghouse/protocol';
import type { Queryable, Transaction } from '../../../platform/database/database.ts';
import type { Sealed, Sealer } from '../../../platform/secrets/sealer.ts';

export interface BookmarkPlace {
  userId: UserId;
  conversationId: ConversationId;
  seq: number;
}

export interface StoredBookmark {
  conversationId: ConversationId;
  seq: number;
  place: number;
  at: Date;
  note: string;
}

type BookmarkRow = Omit<StoredBookmark, 'note'> & Sealed;

const sealingContext = ({ userId, conversationId, seq }: BookmarkPlace): string =>
  `bookmark ${userId} ${conversationId} ${seq}`;

const columns = 'conversation_id as "conversationId", seq, place, at, key_id as "keyId", ciphertext';

/** Keeps its place in the list where it is there already. */
export async function upsertBookmark(
  tx: Transaction,
  sealer: Sealer,
  { mark, at, note }: { mark: BookmarkPlace; at: Date; note: string },
): Promise<void> {
  const sealed = await sealer.seal({
    scope: 'personal',
    context: sealingContext(mark),
    plaintext: Buffer.from(note),
  });
  await tx.query(
    `insert into bookmarks (user_id, conversation_id, seq, at, key_id, ciphertext) values ($1, $2, $3, $4, $5, $6)
     on conflict (user_id, conversation_id, seq) do update set key_id = excluded.key_id, ciphertext = excluded.ciphertext`,
    [mark.userId, mark.conversationId, mark.seq, at, sealed.keyId, sealed.ciphertext],
  );
}

/** False where there was none. */
export async function deleteBookmark(tx: Transaction, mark: BookmarkPlace): Promise<boolean> {
  const rows = await tx.query(
    'delete from bookmarks where user_id = $1 and conversation_id = $2 and seq = $3 returning place',
    [mark.userId, mark.conversationId, mark.seq],
  );
  return rows.length > 0;
}

export async function countBookmarks(tx: Transaction, userId: UserId): Promise<number> {
  const [row] = await tx.query<{ count: number }>('select count(*) as count from bookmarks where user_id = $1', [
    userId,
  ]);
  return Number(row?.count ?? 0);
}

export async function findBookmark(
  db: Queryable,
  sealer: Sealer,
  mark: BookmarkPlace,
): Promise<StoredBookmark | undefined> {
  const rows = await db.query<BookmarkRow>(
    `select ${columns} from bookmarks where user_id = $1 and conversation_id = $2 and seq = $3`,
    [mark.userId, mark.conversationId, mark.seq],
  );
  const [found] = await openRows(sealer, mark.userId, rows);
  return found;
}

/** Newest first. */
export async function listBookmarks(
  db: Queryable,
  sealer: Sealer,
  request: { userId: UserId; beforePlace?: number; conversationId?: ConversationId; seq?: number; limit: number },
): Promise<StoredBookmark[]> {
  const rows = await db.query<BookmarkRow>(
    `select ${columns} from bookmarks
     where user_id = $1 and ($2::bigint is null or place < $2) and ($3::uuid is null or conversation_id = $3)
       and ($4::bigint is null or seq = $4)
     order by place desc limit $5`,
    [request.userId, request.beforePlace ?? null, request.conversationId ?? null, request.seq ?? null, request.limit],
  );
  return openRows(sealer, request.userId, rows);
}

async function openRows(sealer: Sealer, userId: UserId, rows: readonly BookmarkRow[]): Promise<StoredBookmark[]> {
  const notes = await sealer.openAll(
    rows.map(({ keyId, ciphertext, ...row }) => ({ keyId, ciphertext, context: sealingContext({ userId, ...row }) })),
  );
  return rows.map(({ keyId: _key, ciphertext: _sealed, ...row }, index) => ({ ...row, note: String(notes[index]) }));
}
