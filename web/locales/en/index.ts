/** English: one file per screen, joined here. Another language is a folder beside this one with the same files. */
export { default as app } from './app.json' with { type: 'json' };
export { default as deliveries } from './deliveries.json' with { type: 'json' };
export { default as endpoints } from './endpoints.json' with { type: 'json' };
export { default as events } from './events.json' with { type: 'json' };
export { default as integration } from './integration.json' with { type: 'json' };
export { default as integration_webhooks } from './integration_webhooks.json' with { type: 'json' };
export { default as marketplace } from './marketplace.json' with { type: 'json' };
export { default as overview } from './overview.json' with { type: 'json' };
export { default as routes } from './routes.json' with { type: 'json' };
export { default as sign_in } from './sign_in.json' with { type: 'json' };
export { default as ui } from './ui.json' with { type: 'json' };
export { default as webhooks } from './webhooks.json' with { type: 'json' };
export { default as words } from './words.json' with { type: 'json' };
