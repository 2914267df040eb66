/** `plugboard providers [key]`: what can be connected, read from the definitions; needs no database. */
import { z } from 'zod';
import type { Provider } from '../../contract/provider.ts';
import { appVariables } from '../../hub/providers/provider-app-input.ts';
import { defineCommand, type Outcome } from '../frame/command.ts';
import type { Output } from '../frame/output.ts';

export const providersCommand = defineCommand({
  name: 'providers',
  summary: 'list the systems that can be connected, or show one',
  arguments: [{ name: '[provider]', help: 'key of one, `xero`' }],
  input: z.strictObject({ provider: z.string().optional() }),
  run: async ({ provider }, { installation, out }) =>
    provider === undefined
      ? listAll(await installation.providers(), out)
      : showOne(await installation.provider(provider), out),
});

function listAll(providers: readonly Provider[], out: Output): Outcome {
  out.table(
    ['provider', 'name', 'category', 'ways in', 'streams', 'actions'],
    providers.map((one) => [
      one.key,
      one.name,
      one.category,
      one.auth.map((way) => way.key).join(', '),
      Object.keys(one.streams).length,
      Object.keys(one.actions).length,
    ]),
  );
  return { document: { data: providers.map(summaryOf), next_cursor: null } };
}

function showOne(provider: Provider, out: Output): Outcome {
  out.line(`${provider.name} (${provider.key}): ${provider.summary}`);
  out.line(`Vendor's documentation: ${provider.docs}`);
  out.line();
  out.table(
    ['way in', 'kind', 'fields', 'when'],
    provider.auth.map((way) => [
      way.key,
      way.kind,
      [...(way.kind === 'oauth2' ? ['a sign-in in the browser'] : []), ...Object.keys(way.fields ?? {})].join(', '),
      way.summary,
    ]),
  );
  out.line();
  const variables = appVariables(provider);
  if (variables.length > 0) {
    out.line(`What an operator registers (docs/guide/provider-apps.md): ${variables.join(', ')}`);
    out.line();
  }
  out.table(
    ['stream', 'model', 'deletions'],
    Object.entries(provider.streams).map(([name, stream]) => [name, stream.model, stream.deletions]),
  );
  out.line();
  out.table(
    ['action', 'what it does'],
    Object.entries(provider.actions).map(([name, action]) => [name, action.summary]),
  );
  return {
    document: {
      ...summaryOf(provider),
      summary: provider.summary,
      docs: provider.docs,
      features: provider.features,
      app_variables: variables,
    },
  };
}

function summaryOf(provider: Provider): object {
  return {
    key: provider.key,
    name: provider.name,
    category: provider.category,
    priority: provider.priority,
    auth: provider.auth.map((way) => ({ key: way.key, kind: way.kind, label: way.label })),
    streams: Object.entries(provider.streams).map(([name, stream]) => ({ name, model: stream.model })),
    actions: Object.keys(provider.actions),
  };
}
