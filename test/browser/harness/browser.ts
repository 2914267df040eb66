/**
 * What a browser test works with: people who are signed in, each in a browser window of his own and (unless told otherwise) for a tenant
 * of his own, and everything around them. A page that throws, writes an error to the console, breaks the Content-Security-Policy, is
 * answered with an error nobody expected or asks any other host fails the test. See test/browser/README.md.
 */
import { randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, inject } from 'vitest';
import { apiClient } from '../../../src/cli/commands/demo/api-client.ts';
import { connectAll } from '../../../src/cli/commands/demo/connect-all.ts';
import { sandboxControl, type SandboxControl } from '../../../src/sandbox/index.ts';
import { giveConsent } from '../../../src/sandbox/sign-in.ts';
import { chromiumArguments } from './chromium.ts';
import { watchPage, type Problems } from './page-problems.ts';

export type Role = 'owner' | 'admin' | 'operator' | 'viewer';

/** How the window is. */
export interface Look {
  readonly theme?: 'light' | 'dark';
  /** Pixels; default 1280 wide. */
  readonly width?: number;
  readonly height?: number;
}

export interface SignedInOptions extends Look {
  /** Default owner. */
  readonly role?: Role;
  /** Default: a fresh one. */
  readonly tenant?: TestTenant;
  /** Also an administrator of the platform: `role` and `tenant` are then those of the tenant `demo`, which is for looking at only. */
  readonly administrator?: boolean;
}

/** A window of one person; the page is blank until the test goes somewhere: `page.goto(`/${tenant}`)`. */
export interface Visitor {
  readonly page: Page;
  readonly context: BrowserContext;
  /** Slug. */
  readonly tenant: string;
  readonly email: string;
  readonly password: string;
  readonly problems: Problems;
}

// What a test expects of an answer it says itself.
// oxlint-disable-next-line typescript/no-explicit-any
type AnswerBody = any;

export interface TestTenant {
  readonly slug: string;
  /** API key of the tenant that may do everything. */
  readonly key: string;
  /** Path below `/api/tenants/{slug}`. Throws unless it succeeds. */
  api(method: string, path: string, body?: object): Promise<AnswerBody>;
  /** Connects a provider through its sandbox's real sign-in; resolves when its first runs have ended. */
  connect(provider: string): Promise<{ readonly id: string }>;
  /** Resolves when no run of the tenant, or of that integration, is queued or running. */
  settled(integration?: string): Promise<void>;
}

export interface BrowserTests {
  /** Origin of the pages. */
  readonly url: string;
  readonly sandbox: SandboxControl;
  /** A fresh tenant. */
  tenant(): Promise<TestTenant>;
  /** The seeded one, with every provider connected. For looking at only: all files see it. */
  readonly demo: TestTenant;
  signedIn(options?: SignedInOptions): Promise<Visitor>;
  /** A window nobody is signed in with. */
  nobody(look?: Look): Promise<Visitor>;
  /** Text of the last letter to that address, once it is there. Fails where the installation sends none. */
  letter(email: string): Promise<string>;
}

/** Call it once, at the top of a file. Windows opened in a test are closed after it, those opened in `beforeAll` after the file. */
export function browserTests(): BrowserTests {
  const installation = inject('browserInstallation');
  let browser: Browser;
  const open: { context: BrowserContext; visitor: Visitor }[] = [];
  let kept = 0;

  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: installation.chromium, args: chromiumArguments });
  });
  beforeEach(() => void (kept = open.length));
  afterEach(async ({ task }) => {
    const failed = task.result?.state === 'fail';
    const found = open.flatMap(({ visitor }) => visitor.problems.take());
    if (failed || found.length > 0) await keepEvidence(open, installation.failures, task.name);
    for (const { context } of open.splice(kept)) await close(context);
    await sandboxControl(installation.sandboxUrl).clearFaults();
    // A test that failed says why itself; what the page said comes after it.
    expect(found, 'what the pages did wrong meanwhile').toEqual([]);
  });
  afterAll(async () => {
    await browser?.close();
  });

  const openWindow = async (look: Look, who: Pick<Visitor, 'tenant' | 'email' | 'password'>): Promise<Visitor> => {
    const context = await browser.newContext({
      baseURL: installation.url,
      viewport: { width: look.width ?? 1280, height: look.height ?? 860 },
      colorScheme: look.theme ?? 'light',
      locale: 'en-GB',
      timezoneId: 'Australia/Melbourne',
      reducedMotion: 'reduce',
      // Attempts to sign in are counted by address.
      extraHTTPHeaders: { 'x-forwarded-for': someAddress() },
      permissions: ['clipboard-read', 'clipboard-write'],
    });
    context.setDefaultTimeout(patience);
    if (traced) await context.tracing.start({ snapshots: true });
    const problems = watchPage(context, (origin) => isOurs(origin, installation.url));
    const visitor = { page: await context.newPage(), context, problems, ...who };
    open.push({ context, visitor });
    return visitor;
  };

  const tenant = () => freshTenant(installation);

  return {
    url: installation.url,
    sandbox: sandboxControl(installation.sandboxUrl),
    tenant,
    demo: tenantOf(installation, 'demo', installation.demoKey),
    nobody: (look = {}) => openWindow(look, { tenant: '', email: '', password: '' }),
    signedIn: async (options = {}) => {
      if (options.administrator === true) {
        const visitor = await openWindow(options, { tenant: 'demo', email: 'owner@plugboard.local', password: '' });
        await visitor.context.addCookies([...installation.administrator]);
        return visitor;
      }
      const of = options.tenant ?? (await tenant());
      const person = await invited(installation, of.slug, options.role ?? 'owner');
      const visitor = await openWindow(options, { tenant: of.slug, ...person });
      await signIn(visitor, installation.url);
      return visitor;
    },
    letter: async (email) => {
      const { letters } = installation;
      if (letters === undefined) throw new Error('this installation sends no letters');
      const last = () =>
        readdirSync(letters)
          .toSorted()
          .map((name) => readFileSync(join(letters, name), 'utf8'))
          .findLast((text) => text.includes(`To: ${email}`) || text.includes(`To: <${email}>`));
      await expect.poll(last).toBeDefined();
      return last() ?? '';
    },
  };
}

type Installation = ReturnType<typeof inject<'browserInstallation'>>;

/** Our pages, and what is on this machine: sandboxes, whose authorize pages the browser is sent to. */
function isOurs(origin: string, url: string): boolean {
  return origin === url || new URL(origin).hostname === '127.0.0.1';
}

const someAddress = () => `10.${[...randomBytes(3)].join('.')}`;
/** Each step with the page as it was: takes as long again as the steps themselves. */
const traced = process.env['PLUGBOARD_BROWSER_TRACE'] !== undefined;

/** How long something may take to be there, milliseconds: a machine in CI has other things to do as well. */
const patience = 30_000;

const unique = () => randomBytes(5).toString('hex');

async function freshTenant(installation: Installation): Promise<TestTenant> {
  const slug = `acme-${unique()}`;
  await ask(installation, 'POST', '/tenants', { slug, name: 'Acme Training' });
  const made = await ask(installation, 'POST', `/tenants/${slug}/api-keys`, {
    name: 'browser test',
    scopes: ['view', 'read', 'connect', 'sync', 'act', 'admin'],
  });
  return tenantOf(installation, slug, made.key);
}

function tenantOf(installation: Installation, slug: string, key: string): TestTenant {
  const api: TestTenant['api'] = (method, path, body) =>
    ask({ ...installation, platformKey: key }, method, `/tenants/${slug}${path}`, body);
  const settled = async (integration?: string) => {
    const of = integration === undefined ? '' : `&integration=${integration}`;
    const busy = async () => {
      const { data } = await api('GET', `/runs?limit=200${of}`);
      return (data as { state: string }[]).filter(({ state }) => state === 'queued' || state === 'running').length;
    };
    await expect.poll(busy, { timeout: 60_000 }).toBe(0);
  };
  return {
    slug,
    key,
    api,
    settled,
    connect: async (provider) => {
      const ways = installation.signIns[provider];
      if (ways === undefined) throw new Error(`${provider} has no sandbox`);
      const [connected] = await connectAll({
        api: apiClient(installation.url, key),
        tenant: slug,
        // Without a budget: every test's tenant would wait for the calls that the others made to the same organisation.
        signIns: { [provider]: ways.map((way) => ({ ...way, limits: [] })) },
        consent: (address) => giveConsent(address),
        tell: () => {},
      });
      const id = connected?.id ?? '';
      await settled(id);
      return { id };
    },
  };
}

async function ask(
  { url, platformKey }: Pick<Installation, 'url' | 'platformKey'>,
  method: string,
  path: string,
  body?: object,
): Promise<AnswerBody> {
  const answer = await fetch(`${url}/api${path}`, {
    method,
    headers: {
      authorization: `Bearer ${platformKey}`,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${text}`);
  return text === '' ? undefined : JSON.parse(text);
}

const password = 'correct horse battery';

/** A person who is new, invited and has accepted. */
async function invited(
  installation: Installation,
  tenant: string,
  role: Role,
): Promise<Pick<Visitor, 'email' | 'password'>> {
  const email = `kim-${unique()}@example.com`;
  const { url } = await ask(installation, 'POST', `/tenants/${tenant}/invitations`, { email, role });
  const token = String(url).split('#')[1];
  await ask(installation, 'POST', '/invitations/accept', { token, name: 'Kim Ray', password });
  return { email, password };
}

/** With the form's own request. */
async function signIn({ context, email }: Visitor, url: string): Promise<void> {
  const answer = await context.request.post('/api/auth/sign-in/email', {
    headers: { origin: url },
    data: { email, password },
  });
  if (!answer.ok()) throw new Error(`${email} could not sign in: ${answer.status()} ${await answer.text()}`);
}

/** What a test put between page and server may have an answer in hand, which goes with its window: nobody waits for it any more. */
async function close(context: BrowserContext): Promise<void> {
  for (const routed of [context, ...context.pages()]) await routed.unrouteAll({ behavior: 'ignoreErrors' });
  await context.close();
}

/** A screenshot of each window, and a trace where they are made (`npx playwright-core show-trace <file>`). */
async function keepEvidence(
  open: readonly { context: BrowserContext; visitor: Visitor }[],
  folder: string,
  test: string,
): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const name = test.replaceAll(/[^A-Za-z0-9]+/g, '-').slice(0, 60);
  for (const [index, { context, visitor }] of open.entries()) {
    const path = join(folder, `${name}-${index + 1}`);
    await visitor.page.screenshot({ path: `${path}.png` }).catch(() => undefined);
    if (traced) await context.tracing.stop({ path: `${path}.zip` }).catch(() => undefined);
    process.stderr.write(`browser tests: ${visitor.page.url()} as it was: ${path}.png${traced ? ', .zip' : ''}\n`);
  }
}
