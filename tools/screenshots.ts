// `npm run screenshots`, while `npm start` runs: every screen of the demo in light and dark into a temporary directory, and the few that
// the documentation shows into docs/images (WebP, small). With the machine's own Chromium; signs in as `npm start` does.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { chromium, type Page } from 'playwright-core';
import { z } from 'zod';
import { chromiumAdvice, chromiumArguments, findChromium } from '../test/browser/harness/chromium.ts';

const root = join(import.meta.dirname, '..');
const images = join(root, 'docs/images');
const dataDir = process.env['PLUGBOARD_DATA_DIR'] ?? join(root, '.plugboard');
const themes = ['light', 'dark'] as const;

interface Screen {
  readonly name: string;
  /** Below the tenant; `{xero}` and `{stripe}` are its integrations. */
  readonly path: string;
  /** Themes shown in the documentation. */
  readonly shown?: readonly (typeof themes)[number][];
  /** Before the picture is taken. */
  readonly prepare?: (page: Page) => Promise<void>;
}

const firstRow = (page: Page) => page.getByRole('row').nth(1).click();

const screens: readonly Screen[] = [
  { name: 'overview', path: '', shown: ['light', 'dark'] },
  { name: 'marketplace', path: '/marketplace', shown: ['light', 'dark'] },
  { name: 'provider', path: '/marketplace/xero' },
  { name: 'connect', path: '/connect/xero', shown: ['light', 'dark'] },
  { name: 'integrations', path: '/integrations' },
  { name: 'integration', path: '/integrations/{xero}', shown: ['light', 'dark'] },
  { name: 'streams', path: '/integrations/{xero}/streams' },
  { name: 'runs', path: '/integrations/{xero}/runs' },
  { name: 'mapping', path: '/integrations/{xero}/mapping', shown: ['light', 'dark'] },
  { name: 'records', path: '/integrations/{xero}/records', prepare: firstRow, shown: ['light', 'dark'] },
  { name: 'actions', path: '/integrations/{xero}/actions' },
  { name: 'logs', path: '/integrations/{xero}/logs', shown: ['light'] },
  { name: 'integration-webhooks', path: '/integrations/{stripe}/webhooks' },
  { name: 'integration-settings', path: '/integrations/{xero}/settings' },
  { name: 'all-runs', path: '/runs' },
  { name: 'models', path: '/records' },
  { name: 'links', path: '/links' },
  { name: 'deletions', path: '/deletions' },
  { name: 'webhooks', path: '/webhooks' },
  { name: 'events', path: '/events' },
  { name: 'deliveries', path: '/deliveries' },
  { name: 'endpoints', path: '/endpoints' },
  { name: 'routes', path: '/routes' },
  { name: 'new-route', path: '/routes/new' },
  { name: 'audit', path: '/audit', shown: ['dark'] },
  { name: 'settings', path: '/settings' },
  { name: 'platform-health', path: '//platform/health' },
  { name: 'sandbox', path: '//platform/sandbox' },
];

/** Most bytes of a picture in the repository. */
const largest = 60_000;

/** As small as it has to be. */
async function picture(page: Page): Promise<Buffer> {
  const session = await page.context().newCDPSession(page);
  for (const quality of [80, 65, 50, 35]) {
    const { data } = await session.send('Page.captureScreenshot', { format: 'webp', quality });
    const bytes = Buffer.from(data, 'base64');
    if (bytes.length <= largest || quality === 35) return bytes;
  }
  throw new Error('no picture was taken');
}

function letIn(): string {
  const argv = [join(root, 'bin/plugboard.mjs'), 'people', 'let-in', 'owner@plugboard.local', '--json'];
  const { status, stdout, stderr } = spawnSync(process.execPath, argv, { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr + stdout);
  return z.object({ url: z.string() }).parse(JSON.parse(stdout)).url;
}

const executablePath = findChromium();
if (executablePath === undefined) throw new Error(`Screenshots need a Chromium. ${chromiumAdvice}`);
const demo = z
  .object({ url: z.string(), tenant: z.string(), api_key: z.string() })
  .parse(JSON.parse(readFileSync(join(dataDir, 'demo.json'), 'utf8')));
const answer = await fetch(`${demo.url}/api/integrations?limit=200`, {
  headers: { authorization: `Bearer ${demo.api_key}` },
});
const { data: integrations } = z
  .object({ data: z.array(z.object({ id: z.string(), provider: z.string() })) })
  .parse(await answer.json());
const idOf = (provider: string) => integrations.find((one) => one.provider === provider)?.id ?? '';

const browser = await chromium.launch({ executablePath, args: chromiumArguments });
const context = await browser.newContext({
  viewport: { width: 1280, height: 800 },
  baseURL: demo.url,
  locale: 'en-GB',
  reducedMotion: 'reduce',
});
const page = await context.newPage();
await page.goto(letIn());
mkdirSync(images, { recursive: true });
const rest = mkdtempSync(join(tmpdir(), 'plugboard-screenshots-'));
for (const { name, path, shown = [], prepare } of screens) {
  const below = path.replace(/\{(\w+)\}/, (_whole, provider: string) => idOf(provider));
  for (const theme of themes) {
    await page.emulateMedia({ colorScheme: theme });
    await page.goto(below.startsWith('//') ? below.slice(1) : `/${demo.tenant}${below}`);
    await page.getByRole('heading', { level: 1 }).first().waitFor();
    const loading = page.locator('[data-loading]');
    while ((await loading.count()) > 0) await loading.first().waitFor({ state: 'detached' });
    await prepare?.(page);
    await page.waitForLoadState('networkidle', { timeout: 1_500 }).catch(() => undefined);
    const file = join(shown.includes(theme) ? images : rest, `${name}-${theme}.webp`);
    writeFileSync(file, await picture(page));
    process.stdout.write(`${basename(file)} ${statSync(file).size}\n`);
  }
}
await browser.close();
process.stdout.write(`those that are not in docs/images: ${rest}\n`);
