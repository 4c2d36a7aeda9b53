/** Names that end before the word they began, or before the bracket that they opened, were not read to their end. */
export function isCutOff(name: string): boolean {
  const opened = name.match(/[（(]/g)?.length ?? 0;
  const closed = name.match(/[）)]/g)?.length ?? 0;
  return opened !== closed || /(?:有限|有限公|股份|责任|有限责任公|分公|事务|合作|个体工商)$/.test(name);
}
