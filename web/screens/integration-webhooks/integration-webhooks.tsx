export function IntegrationWebhooksTab() {
  return null;
}
