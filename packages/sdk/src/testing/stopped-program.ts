import { createMessenger } from '../messenger.ts';

/** A program that stops the SDK in the middle of whatever it does with the server that the first argument names. */
const [baseUrl = '', stopAfterMs = '0'] = process.argv.slice(2);
const messenger = createMessenger({ baseUrl, token: 'token' });
messenger.start().catch(() => undefined);
setTimeout(() => {
  messenger.stop();
  process.stdout.write('stopped\n');
}, Number(stopAfterMs));
