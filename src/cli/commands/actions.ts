/** `plugboard actions`: what can be written at a provider, and doing it. */
import { z } from 'zod';
import { isPlain } from '../../hub/inputs.ts';
import { defineCommand } from '../frame/command.ts';
import { jsonArgument, notThat } from './json-argument.ts';

const integrationHelp = 'its id, its name, or the provider when there is one of it';

export const actionsCommands = [
  defineCommand({
    name: 'actions list',
    summary: 'list what can be written at a provider',
    arguments: [{ name: '<integration>', help: integrationHelp }],
    input: z.strictObject({ integration: z.string() }),
    async run({ integration }, cli) {
      const hub = await cli.openHub();
      const tenant = await cli.tenant();
      const { id } = await hub.integrations.find(cli.principal, tenant, integration);
      const page = await hub.actions.list(cli.principal, tenant, id);
      cli.out.table(
        ['action', 'creates in', 'what it does'],
        page.data.map((one) => [one.name, one.creates ?? undefined, one.summary]),
      );
      return { document: page };
    },
  }),
  defineCommand({
    name: 'actions run',
    summary: 'write something at a provider',
    arguments: [
      { name: '<integration>', help: integrationHelp },
      { name: '<action>', help: 'create_contact, create_invoice...' },
    ],
    options: [
      { flags: '--input <json>', help: "the action's input: JSON, or @file" },
      { flags: '--reference <text>', help: 'your own id for it: asked again with the same one, it is done once' },
    ],
    input: z.strictObject({
      integration: z.string(),
      action: z.string(),
      input: z.string().default('{}'),
      reference: z.string().optional(),
    }),
    async run({ integration, action, input, reference }, cli) {
      const given = await readInput(input);
      const hub = await cli.openHub();
      const tenant = await cli.tenant();
      const { id } = await hub.integrations.find(cli.principal, tenant, integration);
      const answer = await hub.actions.run(cli.principal, tenant, id, action, {
        input: given,
        external_reference: reference,
      });
      if (answer.replayed) cli.out.note('It was done before; this is what was answered then.');
      for (const line of JSON.stringify(answer.output, undefined, 2).split('\n')) cli.out.line(line);
      for (const record of answer.records) cli.out.line(`stored: ${record.stream} ${record.id}`);
      return { document: answer };
    },
  }),
];

async function readInput(text: string): Promise<Record<string, unknown>> {
  const value = await jsonArgument('--input', text, 'a JSON object');
  if (isPlain(value)) return value;
  throw notThat('--input', 'a JSON object');
}
