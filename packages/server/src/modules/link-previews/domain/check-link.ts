import { Refusal } from '@countinghouse/protocol';
import ipaddr from 'ipaddr.js';

export interface LinkRules {
  /** May this address be connected to, at this port? */
  mayConnect(address: string, port: number): boolean;
  /** Host names of this installation, whose pages say nothing to a stranger. */
  ownHosts: ReadonlySet<string>;
}

const defaultPorts: Record<string, number> = { 'http:': 80, 'https:': 443 };

/** Where a name leads is only known later; an address as host is checked here. Throws `link_address_refused`. */
export function checkLink(text: string, rules: LinkRules, base?: URL): URL {
  const url = URL.parse(text, base);
  if (!url) throw refused('it is not an address');
  if (!(url.protocol in defaultPorts)) throw refused('only http and https are fetched');
  if (url.username !== '' || url.password !== '') throw refused('it holds a name or a password');
  if (rules.ownHosts.has(url.hostname)) throw refused('it leads to this installation');
  const address = addressIn(url);
  if (address !== undefined && !rules.mayConnect(address, portOf(url))) throw refused('it leads inside');
  url.hash = '';
  return url;
}

export const portOf = (url: URL): number => (url.port === '' ? (defaultPorts[url.protocol] ?? 0) : Number(url.port));

/** The address that stands in place of a host name, in whatever way it was written: the URL standard has made it plain. */
export function addressIn(url: URL): string | undefined {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  return ipaddr.isValid(host) ? host : undefined;
}

export const refused = (reason: string): Refusal =>
  new Refusal('link_address_refused', `this link is not fetched: ${reason}`);
