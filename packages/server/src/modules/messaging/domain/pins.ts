import type { ConversationRole, ConversationSettings } from '@countinghouse/protocol';

/** Guests pin nothing: what stands on top for everybody is the firm's to say. */
export function mayPin(role: ConversationRole, settings: ConversationSettings): boolean {
  if (role === 'owner' || role === 'admin') return true;
  return role === 'member' && settings.mayPin === 'members';
}
