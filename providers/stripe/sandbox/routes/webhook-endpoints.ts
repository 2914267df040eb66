/** Routes of webhook endpoints: where events are sent to, with a secret that only the answer to the creation shows. */
import { z } from 'plugboard/contract';
import { invalid } from '../failures.ts';
import { add, change, mergedMetadata, need, newId, text, type Doc, type World } from '../ledger.ts';
import { listing, paging } from '../listing.ts';
import { bool, metadata, text as anyText } from '../params.ts';
import { endpoint } from '../serve.ts';
import { isVersion } from '../shapes.ts';

/** For one account in test mode. */
const mostEndpoints = 16;

const enabledEvents = z.array(z.string().regex(/^(\*|[a-z_]+(\.[a-z_]+)+)$/, 'must be the name of an event')).min(1);

const createParams = z.strictObject({
  url: anyText,
  enabled_events: enabledEvents,
  api_version: z.string().optional(),
  connect: bool.optional(),
  description: anyText.optional(),
  metadata: metadata.optional(),
});
const updateParams = z.strictObject({
  url: anyText.optional(),
  enabled_events: enabledEvents.optional(),
  disabled: bool.optional(),
  description: anyText.optional(),
  metadata: metadata.optional(),
});

/** In test mode an address may be http. */
function checkedUrl(url: string): string {
  const parsed = URL.parse(url);
  if (parsed === null || !['http:', 'https:'].includes(parsed.protocol))
    throw invalid('Invalid URL: An explicit scheme (such as https) must be provided.', {
      code: 'url_invalid',
      param: 'url',
    });
  return url;
}

function addEndpoint(world: World, params: z.infer<typeof createParams>): Doc {
  const { ledger } = world;
  if (ledger.objects.webhook_endpoint.length >= mostEndpoints)
    throw invalid(`You have reached the maximum of ${mostEndpoints} test webhook endpoints.`);
  const version = params.api_version;
  if (version !== undefined && !isVersion(version))
    throw invalid(`Invalid Stripe API version: ${version}`, { param: 'api_version' });
  const doc = add(world, 'webhook_endpoint', {
    id: newId(world, 'we', 24),
    object: 'webhook_endpoint',
    api_version: version ?? null,
    application: null,
    created: world.now,
    description: params.description === undefined || params.description === '' ? null : params.description,
    enabled_events: params.enabled_events,
    livemode: false,
    metadata: mergedMetadata({}, params.metadata),
    status: 'enabled',
    url: checkedUrl(params.url),
  });
  const secret = `whsec_${world.hex(32)}`;
  ledger.secretOf[text(doc, 'id')] = secret;
  if (params.connect === true) ledger.behaviour[text(doc, 'id')] = 'connect';
  return { ...doc, secret };
}

const nothing = z.strictObject({});

export const webhookEndpointRoutes = [
  endpoint('GET', '/v1/webhook_endpoints', 'webhook', z.strictObject(paging), ({ world, params }) =>
    listing(
      { url: '/v1/webhook_endpoints', kind: 'webhook_endpoint', docs: world.ledger.objects.webhook_endpoint },
      params,
    ),
  ),
  endpoint('POST', '/v1/webhook_endpoints', 'webhook', createParams, ({ world, params }) => addEndpoint(world, params)),
  endpoint('GET', '/v1/webhook_endpoints/:id', 'webhook', nothing, ({ world, path }) =>
    need(world, 'webhook_endpoint', path['id'] ?? ''),
  ),
  endpoint('POST', '/v1/webhook_endpoints/:id', 'webhook', updateParams, ({ world, params, path }) => {
    const doc = need(world, 'webhook_endpoint', path['id'] ?? '');
    const { url, enabled_events: enabled, disabled, description } = params;
    return change(world, doc, {
      metadata: mergedMetadata(doc, params.metadata),
      ...(url === undefined ? {} : { url: checkedUrl(url) }),
      ...(enabled === undefined ? {} : { enabled_events: enabled }),
      ...(disabled === undefined ? {} : { status: disabled ? 'disabled' : 'enabled' }),
      ...(description === undefined ? {} : { description: description === '' ? null : description }),
    });
  }),
  endpoint('DELETE', '/v1/webhook_endpoints/:id', 'webhook', nothing, ({ world, path }) => {
    const { webhook_endpoint: all } = world.ledger.objects;
    const doc = need(world, 'webhook_endpoint', path['id'] ?? '');
    const id = text(doc, 'id');
    all.splice(all.indexOf(doc), 1);
    delete world.ledger.secretOf[id];
    delete world.ledger.behaviour[id];
    return { id, object: 'webhook_endpoint', deleted: true };
  }),
];
