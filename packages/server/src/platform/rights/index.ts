export type { Bind } from './condition.ts';
export { can, demand, groupAlike, parameters, where, whereAlike } from './rights.ts';
export type {
  ClaimFacts,
  ConversationFacts,
  EngagementFacts,
  FileFacts,
  InvoiceFacts,
  ResourceType,
} from './rule-table.ts';
export { hasRole, type Subject } from './subject.ts';
