/** `plugboard people`: who acts for a tenant, asking somebody to, and letting somebody in from the machine itself. */
import { z } from 'zod';
import { Role } from '../../hub/people/members.ts';
import { defineCommand } from '../frame/command.ts';

const peopleCommand = defineCommand({
  name: 'people',
  summary: 'who acts for a tenant',
  input: z.strictObject({}),
  run: async (_input, { openHub, principal, tenant, out }) => {
    const list = await (await openHub()).people.members.list(principal, await tenant());
    out.table(
      ['name', 'e-mail', 'role', 'since', 'id'],
      list.data.map((one) => [one.name, one.email, one.role, one.since.slice(0, 10), one.user_id]),
    );
    return { document: list };
  },
});

const inviteCommand = defineCommand({
  name: 'people invite',
  summary: 'ask somebody to act for a tenant',
  arguments: [{ name: '<email>', help: "the person's address" }],
  options: [{ flags: '--role <role>', help: 'owner, admin, operator or viewer (default)' }],
  input: z.strictObject({ email: z.string(), role: Role.default('viewer') }),
  run: async ({ email, role }, { openHub, principal, tenant, out }) => {
    const made = await (await openHub()).people.invitations.create(principal, await tenant(), { email, role });
    out.line(
      made.sent ? `A letter went to ${made.email}.` : `There is no mail server: pass this link on to ${made.email}.`,
    );
    if (!made.sent) out.line(made.url);
    return { document: made };
  },
});

const letInCommand = defineCommand({
  name: 'people let-in',
  summary: 'a link that signs somebody in once, as administrator of the platform',
  arguments: [{ name: '<email>', help: "the person's address; made when there is nobody with it" }],
  options: [
    { flags: '--name <name>', help: 'of a person who is new; default: the address' },
    { flags: '--owner-of <tenant>', help: 'also an owner of this tenant' },
  ],
  input: z.strictObject({ email: z.email(), name: z.string().optional(), ownerOf: z.string().optional() }),
  run: async ({ email, name, ownerOf }, { openHub, principal, out }) => {
    const { person, url } = await (
      await openHub()
    ).people.sessions.letIn(principal, {
      email,
      name: name ?? email,
      tenant: ownerOf,
    });
    out.line(`Open this within a quarter of an hour, in the browser of ${person.email}:`);
    out.line(url);
    return { document: { person, url } };
  },
});

export const peopleCommands = [peopleCommand, inviteCommand, letInCommand];
