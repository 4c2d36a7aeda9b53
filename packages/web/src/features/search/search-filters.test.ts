import type { ConversationId, UserId } from '@countinghouse/protocol';
import { describe, expect, it } from 'vitest';
import { formatFilters, noFilters, parseFilters, type SearchFilters, searchQuery } from './search-filters.ts';

const full: SearchFilters = {
  query: '收入 确认',
  kind: 'file',
  actorId: 'u' as UserId, // A test needs ids only to differ.
  conversationId: 'c' as ConversationId, // As above.
  fromDate: '2026-01-31',
  toDate: '2026-02-28',
  hasFile: true,
  order: 'newest',
};

describe('the address of a search', () => {
  it('brings back what was looked for', () => {
    for (const filters of [full, noFilters]) expect(parseFilters(formatFilters(filters))).toEqual(filters);
  });

  it('leaves out what is no filter', () => {
    expect(parseFilters(new URLSearchParams('q=a&kind=spy&from=yesterday&order=x'))).toEqual({
      ...noFilters,
      query: 'a',
    });
  });
});

describe('searchQuery', () => {
  it('asks nothing where nothing is looked for', () => {
    expect(searchQuery({ ...full, query: '  ' })).toBeNull();
  });

  it('reaches to the end of the last day', () => {
    const asked = searchQuery(full);
    expect(asked?.from).toBe(new Date('2026-01-31T00:00:00').toISOString());
    expect(asked?.to).toBe(new Date('2026-03-01T00:00:00').toISOString());
  });

  it('asks for nothing that cannot be filtered so', () => {
    expect(searchQuery({ ...noFilters, query: 'a' })).toEqual({ q: 'a' });
    expect(searchQuery({ ...noFilters, query: 'a', fromDate: '2026-01-01' })?.kinds).toBe('message,file,invoice');
    expect(searchQuery({ ...noFilters, query: 'a', hasFile: true })?.kinds).toBe('message');
  });
});
