/** The operator's mail server (PLUGBOARD_SMTP_URL), as the hub's Mailer. A letter that is not taken within a quarter of a minute has failed. */
import { createTransport } from 'nodemailer';
import { fail } from '../contract/errors.ts';
import type { Mailer } from '../hub/people/mail.ts';

const timeoutMs = 15_000;

export function smtpMailer({ url, from }: { readonly url: string; readonly from: string }): Mailer {
  const transport = createTransport({
    url,
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    // What a letter says is written by us; nothing of it is fetched from a file or an address.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return {
    async send({ to, subject, text }) {
      try {
        // An object, so that nothing in an address can add another recipient.
        await transport.sendMail({ from, to: { name: '', address: to }, subject, text });
      } catch (cause) {
        throw fail('provider_unavailable', 'The mail server did not take the letter.', {
          fault: 'us',
          next: 'Look at PLUGBOARD_SMTP_URL and the mail server; the link can be passed on by hand meanwhile.',
          cause,
        });
      }
    },
  };
}
