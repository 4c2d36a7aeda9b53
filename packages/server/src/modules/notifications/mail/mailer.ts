import { createTransport } from 'nodemailer';
import type { SendMail } from '../deps.ts';

// A mail server that does not answer must not hold whoever waits for a code.
const timeoutMs = 10_000;

export interface Mailer {
  send: SendMail;
  close(): void;
}

/** Over the firm's own mail server, which its administrator named. */
export function openMailer({ url, from }: { url: string; from: string }): Mailer {
  const transport = createTransport(url, {
    from,
    // What people wrote never makes a mail read files or addresses.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const options = transport.options as { connectionTimeout?: number; greetingTimeout?: number; socketTimeout?: number }; // the SMTP transport's own
  options.connectionTimeout = timeoutMs;
  options.greetingTimeout = timeoutMs;
  options.socketTimeout = timeoutMs;
  return {
    send: async (to, mail) => {
      const headers = { 'Auto-Submitted': 'auto-generated', 'X-Auto-Response-Suppress': 'All' };
      await transport.sendMail({ to: { name: '', address: to }, ...mail, headers });
    },
    close: () => transport.close(),
  };
}
