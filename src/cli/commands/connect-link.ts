/** `plugboard connect-link <provider>`: a link with which somebody else connects it, once and for minutes. */
import { z } from 'zod';
import { defineCommand } from '../frame/command.ts';

export const connectLinkCommand = defineCommand({
  name: 'connect-link',
  summary: 'a link with which somebody else connects a provider, once',
  arguments: [{ name: '<provider>', help: 'key of the provider: xero' }],
  options: [
    { flags: '--for <name>', help: 'name of the person, shown on the page' },
    { flags: '--reference <id>', help: 'your own id of the person; default: the name' },
    { flags: '--minutes <n>', help: 'how long it works, at most 30; default 15' },
  ],
  input: z.strictObject({
    provider: z.string(),
    for: z.string().optional(),
    reference: z.string().optional(),
    minutes: z.coerce.number().int().min(1).max(30).default(15),
  }),
  run: async (input, { openHub, principal, tenant, out }) => {
    const { provider, for: name, reference = name, minutes } = input;
    const made = await (
      await openHub()
    ).connectSessions.create(principal, await tenant(), {
      provider,
      expires_in: minutes * 60,
      ...(reference === undefined ? {} : { end_user: { reference, ...(name === undefined ? {} : { name }) } }),
    });
    out.line(made.url);
    out.note(`Works once, until ${made.expires_at}. Whoever has it can connect.`);
    return { document: made };
  },
});
