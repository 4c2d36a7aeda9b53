import { type ConversationId, type FileHit, type FileId, fileRefOf, type UserId } from '@countinghouse/protocol';
import { parameters, where } from '../../../platform/rights/index.ts';
import { findFiles, type StoredFile } from '../../files/index.ts';
import { fold } from '../language/fold-text.ts';
import { makeAlignedSnippet, markWhole } from '../language/make-snippet.ts';
import { matchText } from '../language/match-text.ts';
import { placeTokens, type Token } from '../language/tokens.ts';
import { type Candidate, fileTable } from '../store/candidate-store.ts';
import { listConcernedInvoiceIds } from '../store/invoice-source.ts';
import { findPage } from './find-page.ts';
import { type FoundPage, placesOf, type SearchScope } from './scope.ts';

/** The right to each file is asked one by one. */
const relevanceCandidatesMax = 100;

/** Looking a conversation up costs less than asking for the right to files of others, up to many conversations. */
const lookedUpPlacesMax = 200;

/** A name that says it beats any content. */
const nameWorth = 3;
const freshMs = 30 * 86_400_000;

export async function searchFiles(scope: SearchScope): Promise<FoundPage<FileHit>> {
  const tokens: Token[] = [];
  if (scope.actorId) tokens.push(placeTokens.actor(scope.actorId));
  if (scope.only) tokens.push(placeTokens.conversation(scope.only.conversationId));
  const anyTokens = await narrow(scope);
  return findPage(scope, {
    kind: 'file',
    table: fileTable,
    tokens,
    relevanceCandidatesMax,
    ...(anyTokens ? { anyTokens } : {}),
    filter: (bind) =>
      `(select true from files f where f.id = r.file_id and ${where(scope.subject, 'read', 'file', { alias: 'f', bind })})`,
    judge: ({ text, at }) => {
      const age = Math.max(0, scope.until.getTime() - at.getTime());
      return (matchText(scope.parsed, text) ? nameWorth : 0) + freshMs / (freshMs + age);
    },
    load: (candidates) => loadFiles(scope, candidates),
  });
}

/**
 * Who sees few files is not led through everybody's: their conversations, their own, and those of invoices for finance and
 * for those who decide about some. It only saves work; the rule table decides.
 */
async function narrow(scope: SearchScope): Promise<Token[] | undefined> {
  const places = placesOf(scope);
  if (places.length > lookedUpPlacesMax) return undefined;
  const seesInvoices =
    scope.subject.roles.has('finance') || (await listConcernedInvoiceIds(scope.db, scope.subject.userId)).length > 0;
  return [
    ...places.map((place) => placeTokens.conversation(place.conversationId)),
    placeTokens.actor(scope.subject.userId),
    ...(seesInvoices ? [placeTokens.isInvoiceFile] : []),
  ];
}

interface FilePlaceRow {
  fileId: FileId;
  text: string;
  content: string;
  at: Date;
  conversationId: ConversationId | null;
  seq: number | null;
  actorId: UserId | null;
  postedAt: Date | null;
}

async function loadFiles(
  scope: SearchScope,
  candidates: readonly Candidate[],
): Promise<readonly (FileHit | undefined)[]> {
  const ids = candidates.map(({ key: [fileId] }) => String(fileId) as FileId); // the key of a file document is its id
  const [rows, files] = await Promise.all([listPlacesOfFiles(scope, ids), findFiles(scope.db, ids)]);
  const rowsById = new Map(rows.map((row) => [row.fileId, row]));
  const filesById = new Map(files.map((file) => [file.fileId, file]));
  return ids.map((fileId) => {
    const [row, file] = [rowsById.get(fileId), filesById.get(fileId)];
    return row && file && presentFile(scope, row, file);
  });
}

/**
 * With the newest message that carries the file before the person's eyes. A file of recalled messages only is found by its
 * owner, and by those to whom an invoice gives it.
 */
function listPlacesOfFiles(scope: SearchScope, ids: readonly FileId[]): Promise<FilePlaceRow[]> {
  const { bind, values } = parameters();
  const me = bind(scope.subject.userId);
  const inConversation = scope.only ? `and m.conversation_id = ${bind(scope.only.conversationId)}` : '';
  return scope.db.query(
    `select d.file_id as "fileId", d.text, d.content, d.at, p.conversation_id as "conversationId", p.seq,
       p.actor_id as "actorId", p.at as "postedAt"
     from search_files d join files f on f.id = d.file_id
     left join lateral (
       select m.conversation_id, m.seq, e.actor_id, e.at from message_files m
       join conversation_members w on w.conversation_id = m.conversation_id and w.user_id = ${me} and w.left_at is null
       join conversation_events e on e.conversation_id = m.conversation_id and e.seq = m.seq
       where m.file_id = d.file_id and m.seq >= w.visible_from_seq ${inConversation} and not exists (
         select 1 from card_heads h where h.conversation_id = m.conversation_id and h.message_seq = m.seq and h.card_id = '/recall')
       order by e.at desc limit 1
     ) p on true
     where d.file_id = any(${bind(ids)}::uuid[]) and ${where(scope.subject, 'read', 'file', { alias: 'f', bind })}
       and (p.seq is not null ${scope.only ? '' : `or f.owner_id = ${me} or exists (select 1 from invoices i where i.file_id = f.id)`})`,
    values,
  );
}

function presentFile(scope: SearchScope, row: FilePlaceRow, file: StoredFile): FileHit | undefined {
  if (!matchText(scope.parsed, row.text)) return undefined;
  const folded = row.text.slice(fold(file.name).trim().length + 1);
  const isInName = matchText(scope.parsed, fold(file.name)) !== undefined;
  const snippet = isInName ? undefined : makeAlignedSnippet(scope.parsed, { shown: row.content, folded });
  const { conversationId, seq } = row;
  return {
    kind: 'file',
    file: fileRefOf(file),
    place: conversationId !== null && seq !== null ? { conversationId, seq } : null,
    actorId: row.actorId ?? file.ownerId,
    at: (row.postedAt ?? row.at).toISOString(),
    name: markWhole(scope.parsed, file.name),
    snippet: snippet ?? null,
  };
}
