import { expect, it, test } from 'vitest';
import { isOutsideAddress, isOutsideHost, outsideLookup } from './outside-address.ts';

it.each([
  ['loopback', '127.0.0.1'],
  ['loopback, far end', '127.255.255.254'],
  ['loopback', '::1'],
  ['unspecified', '0.0.0.0'],
  ['unspecified', '::'],
  ['this network', '0.1.2.3'],
  ['private', '10.0.0.8'],
  ['private', '172.16.0.1'],
  ['private', '172.31.255.255'],
  ['private', '192.168.1.1'],
  ['unique local', 'fc00::1'],
  ['unique local', 'fd12:3456::1'],
  ['link-local', '169.254.1.1'],
  ['metadata of clouds', '169.254.169.254'],
  ['metadata of clouds', 'fd00:ec2::254'],
  ['metadata of Alibaba Cloud, in shared space', '100.100.100.200'],
  ['carrier-grade NAT', '100.64.0.1'],
  ['link-local', 'fe80::1'],
  ['link-local with a zone', 'fe80::1%eth0'],
  ['site-local', 'fec0::1'],
  ['multicast', '224.0.0.1'],
  ['multicast', 'ff02::1'],
  ['broadcast', '255.255.255.255'],
  ['reserved', '240.0.0.1'],
  ['benchmarks', '198.18.0.1'],
  ['documentation', '192.0.2.1'],
  ['documentation', '2001:db8::1'],
  ['IPv4-mapped loopback', '::ffff:127.0.0.1'],
  ['IPv4-mapped private, in hexadecimal', '::ffff:a00:1'],
  ['IPv4-mapped, though outside', '::ffff:8.8.8.8'],
  ['IPv4-compatible loopback', '::127.0.0.1'],
  ['6to4 of loopback', '2002:7f00:1::'],
  ['6to4 of private', '2002:c0a8:101::1'],
  ['NAT64 of loopback', '64:ff9b::7f00:1'],
  ['local NAT64', '64:ff9b:1::a00:1'],
  ['Teredo', '2001:0:7f00:1::'],
  ['discard', '100::1'],
  ['not given out', '4000::1'],
  ['no address', 'example.com'],
  ['no address', ''],
])('%s is inside: %s', (_what, address) => {
  expect(isOutsideAddress(address)).toBe(false);
});

it.each([
  '8.8.8.8',
  '1.1.1.1',
  '114.114.114.114',
  '223.5.5.5',
  '172.32.0.1',
  '100.128.0.1',
  '2606:4700::1111',
  '2400:3200::1',
])('on the open web: %s', (address) => {
  expect(isOutsideAddress(address)).toBe(true);
});

test('names of the house and written addresses of the house are no hosts to call', () => {
  for (const host of [
    'localhost',
    'printer',
    'a.localhost',
    'db.internal',
    'nas.local',
    '127.0.0.1',
    '[::1]',
    '[::ffff:7f00:1]',
  ])
    expect(isOutsideHost(host), host).toBe(false);
  for (const host of ['fcm.googleapis.com', 'web.push.apple.com', '1.1.1.1', '[2400:3200::1]'])
    expect(isOutsideHost(host), host).toBe(true);
});

const resolve = (name: string, permit?: (address: string) => boolean) =>
  new Promise((done) =>
    outsideLookup(permit && { permit })(name, {}, (error, address) => done(error ? error.code : address)),
  );

test('a name that leads inside is refused when it is resolved', async () => {
  expect(await resolve('localhost')).toBe('EINSIDE');
  expect(await resolve('localhost', () => true)).toMatch(/^(127\.0\.0\.1|::1)$/);
});
