/** `plugboard deletions`: records that are missing at the vendor and wait for a person's word. */
import { z } from 'zod';
import type { DeletionView } from '../../hub/records/deletions.ts';
import { defineCommand, type Cli, type Outcome } from '../frame/command.ts';

const listing = {
  summary: 'list deletions that wait for a decision',
  options: [{ flags: '--all', help: 'also those that are decided' }],
  input: z.strictObject({ all: z.boolean().default(false) }),
};

async function list({ all }: z.output<typeof listing.input>, cli: Cli): Promise<Outcome> {
  const hub = await cli.openHub();
  const page = await hub.deletions.list(cli.principal, await cli.tenant(), {
    limit: 200,
    ...(all ? {} : { state: 'held' }),
  });
  cli.out.table(
    ['deletion', 'stream', 'state', 'missing', 'of', 'found', 'decided by'],
    page.data.map((one) => [
      one.id,
      one.stream,
      one.state,
      one.found,
      one.live,
      one.created_at,
      one.decided_by ?? undefined,
    ]),
  );
  return { document: page };
}

const one = {
  arguments: [{ name: '<deletion>', help: 'its id, del_...' }],
  input: z.strictObject({ deletion: z.string() }),
};

function decided(deletion: DeletionView, cli: Cli): Outcome {
  cli.out.line(`${deletion.id} (${deletion.found} records of ${deletion.stream}) is ${deletion.state}.`);
  return { document: deletion };
}

export const deletionsCommands = [
  defineCommand({ name: 'deletions', ...listing, run: list }),
  defineCommand({ name: 'deletions list', ...listing, run: list }),
  defineCommand({
    name: 'deletions approve',
    summary: 'delete the records here, too',
    ...one,
    run: async ({ deletion }, cli) =>
      decided(await (await cli.openHub()).deletions.approve(cli.principal, await cli.tenant(), deletion), cli),
  }),
  defineCommand({
    name: 'deletions reject',
    summary: 'keep the records',
    ...one,
    run: async ({ deletion }, cli) =>
      decided(await (await cli.openHub()).deletions.reject(cli.principal, await cli.tenant(), deletion), cli),
  }),
];
