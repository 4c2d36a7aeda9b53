import type { LookupAddress } from 'node:dns';
import { lookup } from 'node:dns/promises';
import { isIP, type LookupFunction } from 'node:net';
import { networkInterfaces } from 'node:os';
import ipaddr from 'ipaddr.js';

/** Everything that IPv6 gives to the open internet so far (RFC 4291, section 2.4; IANA). */
const globalUnicast: [ipaddr.IPv6, number] = [ipaddr.IPv6.parse('2000::'), 3];

/**
 * An address of the open internet. Addresses that people, their browsers or pages give, and that the server then calls,
 * must be: whoever could name an inside address would reach through us what only we can reach. Not: loopback, private,
 * link-local (with the metadata services of clouds), shared (carrier-grade NAT), multicast, reserved, documentation; nor
 * IPv6 addresses in which an IPv4 address hides (mapped, 6to4, Teredo, NAT64), for a gateway would lead back inside.
 */
export function isOutsideAddress(address: string): boolean {
  // A zone (`fe80::1%eth0`) only makes sense on a link, which is inside.
  if (!ipaddr.isValid(address) || address.includes('%')) return false;
  const parsed = ipaddr.parse(address);
  // Every special range has a name of its own in both tables.
  if (parsed.range() !== 'unicast') return false;
  return parsed instanceof ipaddr.IPv4 || parsed.match(globalUnicast);
}

/** Services that listen on this machine's own public address are inside as well. */
export const leadsOutside = (address: string): boolean => isOutsideAddress(address) && !isOwn(address);

const isOwn = (address: string): boolean =>
  Object.values(networkInterfaces()).some((places) => places?.some((place) => place.address === address));

/** Of the name or address in a URL: an address in it must be outside; a name is judged when it is resolved. */
export function isOutsideHost(hostname: string): boolean {
  const bare = hostname.replace(/^\[(.*)\]$/, '$1');
  if (isIP(bare) !== 0) return leadsOutside(bare);
  const name = bare.toLowerCase().replace(/\.$/, '');
  return name.includes('.') && !/\.(localhost|local|internal|lan|home|intranet|corp|private|arpa)$/.test(name);
}

/** The name led to an address inside. */
export class InsideAddressError extends Error {
  readonly code = 'EINSIDE';
}

/** All addresses of a host name. */
export type Resolve = (hostname: string) => Promise<LookupAddress[]>;

export interface LookupGuard {
  /** May this address be connected to? */
  permit?(address: string): boolean;
  resolve?: Resolve;
}

/**
 * For `http.request({ lookup })`: the name is resolved once and the connection goes to the very addresses that were judged,
 * so that a name cannot answer differently a second time. One refused address refuses the name (`InsideAddressError`).
 */
export const outsideLookup =
  ({
    permit = leadsOutside,
    resolve = (hostname) => lookup(hostname, { all: true }),
  }: LookupGuard = {}): LookupFunction =>
  (hostname, options, done) => {
    resolve(hostname).then(
      (addresses) => {
        const [first] = addresses;
        if (!first) return done(new Error('the name has no address'), '');
        if (!addresses.every(({ address }) => permit(address))) {
          return done(new InsideAddressError('the name leads to an address inside'), '');
        }
        if (options.all) return done(null, addresses);
        done(null, first.address, first.family);
      },
      (error: NodeJS.ErrnoException) => done(error, ''),
    );
  };
