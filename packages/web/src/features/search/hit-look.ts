import type { SearchHit } from '@countinghouse/protocol';

/** By which a list tells hits apart. */
export function hitKey(hit: SearchHit): string {
  switch (hit.kind) {
    case 'message':
      return `message ${hit.place.conversationId} ${hit.place.seq}`;
    case 'file':
      return `file ${hit.file.fileId} ${hit.place?.conversationId ?? ''} ${hit.place?.seq ?? ''}`;
    case 'person':
      return `person ${hit.userId}`;
    case 'conversation':
      return `conversation ${hit.conversationId}`;
    case 'invoice':
      return `invoice ${hit.invoiceId}`;
  }
}
