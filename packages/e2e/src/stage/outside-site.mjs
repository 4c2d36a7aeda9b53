// Loaded into the server before its own code. A test machine has no open web: whatever is called *.example has an address
// of it here, which the server judges as it judges any other, and the connection that it then permits ends at the site of
// the test instead. The port of that site stands in a file beside the data.

import dns from 'node:dns/promises';
import { readFileSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { Socket } from 'node:net';
import { dirname, join } from 'node:path';

const portFile = join(dirname(process.env.DATA_DIR ?? ''), 'outside-port');
const isOutside = (host) => typeof host === 'string' && host.endsWith('.example');
const address = '93.184.215.14';
const loopback = '127.0.0.1';

const { lookup } = dns;
dns.lookup = (host, options) => (isOutside(host) ? Promise.resolve([{ address, family: 4 }]) : lookup(host, options));
syncBuiltinESMExports();

const { connect } = Socket.prototype;
Socket.prototype.connect = function connectOutside(...given) {
  const parts = Array.isArray(given[0]) ? given[0] : given;
  const [options] = parts;
  if (isOutside(options?.host) && options.lookup) {
    const judge = options.lookup;
    parts[0] = {
      ...options,
      port: Number(readFileSync(portFile, 'utf8')),
      lookup: (host, wanted, done) =>
        judge(host, wanted, (error, ...found) => {
          if (error) done(error, ...found);
          else if (wanted.all) done(null, [{ address: loopback, family: 4 }]);
          else done(null, loopback, 4);
        }),
    };
  }
  return connect.apply(this, given);
};
