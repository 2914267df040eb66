/**
 * Asking somebody to act for a tenant. The letter holds a link that is good once, for a week, and for that address alone; without a mail
 * server whoever asks is given the link to pass on. A person who is new chooses his password with it.
 */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { fail } from '../../contract/errors.ts';
import type { TenantTransaction } from '../../store/index.ts';
import { nameOf, type Principal } from '../access/principal.ts';
import type { Tenants } from '../access/tenants.ts';
import type { HubContext } from '../context.ts';
import { bare, dashed, newId, readId, showId } from '../ids.ts';
import { lineText, parseInput } from '../inputs.ts';
import { letter } from './mail.ts';
import { addMember, onlyOwners, Role, type TenantRole } from './members.ts';
import { minPassword, type Person, type SignIn } from './sign-in.ts';

const emailText = z
  .email('expected an e-mail address')
  .max(320)
  .transform((text) => text.toLowerCase());

export const InvitationView = z
  .object({
    id: z.string().meta({ example: 'inv_0198c0de7a5b7c3e9d2f4a6b8c0d1e2f' }),
    email: z.string(),
    role: Role,
    invited_by: z.string(),
    created_at: z.iso.datetime(),
    expires_at: z.iso.datetime(),
  })
  .meta({ id: 'Invitation' });
export type InvitationView = z.output<typeof InvitationView>;
export const NewInvitationView = InvitationView.extend({
  sent: z.boolean().meta({ description: 'A letter with the link went out.' }),
  url: z.string().meta({ description: 'The link; shown this once. Whoever has it can accept.' }),
}).meta({ id: 'NewInvitation' });
export const InvitationList = z
  .object({ data: z.array(InvitationView), next_cursor: z.null() })
  .meta({ id: 'InvitationList', description: 'Those that are open.' });
export const CreateInvitation = z.strictObject({ email: emailText, role: Role }).meta({ id: 'CreateInvitation' });
export const AcceptInvitation = z
  .strictObject({
    token: z.string().max(200),
    name: lineText(200).optional().meta({ description: 'Of a person who is new.' }),
    password: z.string().min(minPassword).max(256).optional().meta({ description: 'Of a person who is new.' }),
  })
  .meta({ id: 'AcceptInvitation' });
export const InvitationSeen = z
  .object({
    tenant: z.object({ slug: z.string(), name: z.string() }),
    email: z.string(),
    role: Role,
    known: z.boolean().meta({ description: 'There is a person with this address: he signs in to accept.' }),
  })
  .meta({ id: 'InvitationSeen' });

const lastsMs = 7 * 86_400_000;

interface Row {
  readonly id: string;
  readonly email: string;
  readonly role: TenantRole;
  readonly invited_by: string;
  readonly created_at: Date;
  readonly expires_at: Date;
}

export function invitations(context: HubContext, tenants: Tenants, people: SignIn) {
  const { store, clock, random, mailer } = context;

  const open = (trx: TenantTransaction, tenantId: string) =>
    trx
      .selectFrom('invitation')
      .select(['id', 'email', 'role', 'invited_by', 'created_at', 'expires_at'])
      .where('tenant_id', '=', tenantId)
      .where('accepted_at', 'is', null)
      .where('revoked_at', 'is', null)
      .where('expires_at', '>', new Date(clock.now()));

  /** The invitation a link is of. Throws `not_found` for every kind of wrong. */
  const readToken = async (token: string) => {
    const [, tenant, id] = /^([0-9a-f]{32})\.([0-9a-f]{32})\.[A-Za-z0-9_-]{43}$/.exec(token) ?? [];
    if (tenant === undefined || id === undefined) throw noInvitation();
    const tenantId = dashed(tenant);
    const row = await store.inTenant(tenantId, (trx) =>
      open(trx, tenantId).select('hash').where('id', '=', dashed(id)).executeTakeFirst(),
    );
    // Of the whole token, so that comparing digests tells nothing about the secret.
    if (row === undefined || !row.hash.equals(digest(token))) throw noInvitation();
    const of = await store.platform
      .selectFrom('tenant')
      .select(['slug', 'name'])
      .where('id', '=', tenantId)
      .executeTakeFirst();
    if (of === undefined) throw noInvitation();
    return { tenantId, tenant: of, row };
  };

  return {
    /** A second one for the same address takes the place of the first. */
    create: async (
      principal: Principal,
      tenant: string,
      input: z.input<typeof CreateInvitation>,
    ): Promise<z.output<typeof NewInvitationView>> => {
      const entered = await tenants.enter(principal, 'admin', tenant);
      const { email, role } = parseInput(CreateInvitation, input);
      if (role === 'owner') onlyOwners(principal);
      const id = newId(context);
      const token = `${bare(entered.id)}.${bare(id)}.${random.bytes(32).toString('base64url')}`;
      const now = clock.now();
      const row = await store.inTenant(entered.id, async (trx) => {
        await trx
          .updateTable('invitation')
          .set({ revoked_at: new Date(now) })
          .where('tenant_id', '=', entered.id)
          .where('email', '=', email)
          .where('accepted_at', 'is', null)
          .where('revoked_at', 'is', null)
          .execute();
        const made = await trx
          .insertInto('invitation')
          .values({
            tenant_id: entered.id,
            id,
            email,
            role,
            hash: digest(token),
            invited_by: nameOf(principal),
            created_at: new Date(now),
            expires_at: new Date(now + lastsMs),
          })
          .returningAll()
          .executeTakeFirstOrThrow();
        await store.audit.append(trx, {
          tenantId: entered.id,
          actor: nameOf(principal),
          action: 'invitation.created',
          target: id,
          details: { role },
        });
        return made;
      });
      const url = `${context.publicUrl}/join#${token}`;
      await mailer?.send(
        letter(email, `Join ${entered.name} on Plugboard`, [
          `You are invited to act for ${entered.name} on Plugboard, as ${role}.`,
          `Accept within a week: ${url}`,
          'If you do not know what this is about, there is nothing to do.',
        ]),
      );
      return { ...view(row), sent: mailer !== undefined, url };
    },

    list: async (principal: Principal, tenant: string): Promise<z.output<typeof InvitationList>> => {
      const { id } = await tenants.enter(principal, 'admin', tenant);
      const rows = await store.inTenant(id, (trx) => open(trx, id).orderBy('created_at').orderBy('id').execute());
      return { data: rows.map(view), next_cursor: null };
    },

    revoke: async (principal: Principal, tenant: string, invitation: string): Promise<void> => {
      const { id: tenantId } = await tenants.enter(principal, 'admin', tenant);
      const id = readId('inv', invitation);
      await store.inTenant(tenantId, async (trx) => {
        const gone = await trx
          .updateTable('invitation')
          .set({ revoked_at: new Date(clock.now()) })
          .where('tenant_id', '=', tenantId)
          .where('id', '=', id)
          .where('accepted_at', 'is', null)
          .where('revoked_at', 'is', null)
          .returning('role')
          .executeTakeFirst();
        if (gone === undefined) throw fail('not_found', 'There is no open invitation with this id.');
        const entry = { tenantId, actor: nameOf(principal), action: 'invitation.revoked', target: id };
        await store.audit.append(trx, { ...entry, details: { role: gone.role } });
      });
    },

    /** What a link is about, for whoever holds it. */
    look: async (token: string): Promise<z.output<typeof InvitationSeen>> => {
      const { tenant, row } = await readToken(token);
      return { tenant, email: row.email, role: row.role, known: (await people.personByEmail(row.email)) !== undefined };
    },

    /** `person`: whoever is signed in with the browser that accepts. Answers who acts for the tenant from now on. */
    accept: async (input: z.input<typeof AcceptInvitation>, person: Person | undefined): Promise<Person> => {
      const { token, name, password } = parseInput(AcceptInvitation, input);
      const { tenantId, row } = await readToken(token);
      const accepting = person ?? (await newcomer(people, row.email, name, password));
      if (accepting.email.toLowerCase() !== row.email.toLowerCase())
        throw fail('conflict', `This invitation is for ${row.email}, and you are signed in as ${accepting.email}.`, {
          next: 'Sign out, then open the link again.',
        });
      await store.inTenant(tenantId, async (trx) => {
        const ours = await trx
          .updateTable('invitation')
          .set({ accepted_at: new Date(clock.now()) })
          .where('tenant_id', '=', tenantId)
          .where('id', '=', row.id)
          .where('accepted_at', 'is', null)
          .where('revoked_at', 'is', null)
          .returning('id')
          .executeTakeFirst();
        if (ours === undefined) throw noInvitation();
        await addMember(trx, tenantId, accepting.id, row.role);
        await store.audit.append(trx, {
          tenantId,
          actor: `tenant_member:${accepting.id}`,
          action: 'invitation.accepted',
          target: row.id,
          details: { role: row.role },
        });
      });
      return accepting;
    },
  };
}

async function newcomer(
  people: SignIn,
  email: string,
  name: string | undefined,
  password: string | undefined,
): Promise<Person> {
  if ((await people.personByEmail(email)) !== undefined)
    throw fail('unauthorized', `There is a person with the address ${email}: sign in to accept.`, {
      next: 'Sign in, then open the link again.',
    });
  if (name === undefined || password === undefined)
    throw fail('invalid_request', 'A person who is new needs a name and a password.');
  return people.create({ email, name, password });
}

function digest(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

function noInvitation() {
  return fail('not_found', 'This invitation is not good any more: it was used, taken back, or is older than a week.', {
    next: 'Ask for another one.',
  });
}

function view(row: Row): InvitationView {
  return {
    id: showId('inv', row.id),
    email: row.email,
    role: row.role,
    invited_by: row.invited_by,
    created_at: row.created_at.toISOString(),
    expires_at: row.expires_at.toISOString(),
  };
}
