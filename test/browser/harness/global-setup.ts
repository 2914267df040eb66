/**
 * Once per run of the browser tests, in vitest's own process: the dashboard built, and one whole installation as people run it (the
 * `plugboard demo` command with its own PostgreSQL, server, worker, sandbox and the tenant `demo`), with a mail server that keeps letters
 * as files. With PLUGBOARD_BROWSER_DATA_DIR a demo that runs already is used instead and left as it is; PLUGBOARD_BROWSER_URL then says
 * where its pages are (Vite's address). Called by vitest.
 */
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SMTPServer } from 'smtp-server';
import type { TestProject } from 'vitest/node';
import { z } from 'zod';
import { sandboxes } from '../../../providers/registry.gen.ts';
import type { SandboxSignIn } from '../../../src/contract/sandbox.ts';
import { sandboxControl } from '../../../src/sandbox/index.ts';
import { plugboard, type Command } from '../../end-to-end/command.ts';
import { chromiumAdvice, findChromium } from './chromium.ts';

export interface Cookie {
  readonly name: string;
  readonly value: string;
  readonly domain: string;
  readonly path: string;
}

export interface BrowserInstallation {
  readonly chromium: string;
  /** Origin of the pages. */
  readonly url: string;
  /** Control port of the sandbox. */
  readonly sandboxUrl: string;
  /** API key of the platform: makes tenants and invitations. */
  readonly platformKey: string;
  /** API key of the tenant `demo`, which is for looking at only. */
  readonly demoKey: string;
  /** Of the session of an owner of `demo` and administrator of the platform. */
  readonly administrator: readonly Cookie[];
  /** For `plugboard` commands beside it. */
  readonly environment: Readonly<Record<string, string>>;
  /** Where letters are kept, one file each; undefined: this installation sends none. */
  readonly letters: string | undefined;
  /** Where screenshots and traces of failed tests go. */
  readonly failures: string;
  readonly signIns: Readonly<Record<string, readonly SandboxSignIn[]>>;
}

declare module 'vitest' {
  interface ProvidedContext {
    browserInstallation: BrowserInstallation;
  }
}

const root = join(import.meta.dirname, '../../..');
const announced = z.object({ url: z.string(), sandbox_url: z.string(), key_file: z.string() });
const remembered = z.object({ url: z.string(), sandbox_url: z.string(), api_key: z.string() });

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const chromium = findChromium();
  if (chromium === undefined) throw new Error(`The browser tests need a Chromium. ${chromiumAdvice}`);
  const cleaning: (() => Promise<void> | void)[] = [];
  const clean = async () => {
    for (const one of cleaning.splice(0).toReversed()) await one();
  };
  try {
    const running = process.env['PLUGBOARD_BROWSER_DATA_DIR'];
    const place = running === undefined ? await startInstallation(cleaning) : joinInstallation(running);
    const { url, sandbox_url: sandboxUrl, api_key: demoKey } = place.file;
    const { platformKey, administrator } = await accessTo(place, running !== undefined);
    const signIns = await registerApps(url, platformKey);
    await liftLimits(sandboxUrl);
    const failures = join(tmpdir(), 'plugboard-browser-failures');
    rmSync(failures, { recursive: true, force: true });
    project.provide('browserInstallation', {
      chromium,
      url: process.env['PLUGBOARD_BROWSER_URL'] ?? url,
      sandboxUrl,
      platformKey,
      demoKey,
      administrator,
      environment: place.environment,
      letters: place.letters,
      failures,
      signIns,
    });
  } catch (error) {
    await clean();
    throw error;
  }
  return clean;
}

interface Place {
  readonly file: z.output<typeof remembered>;
  readonly environment: Readonly<Record<string, string>>;
  readonly letters: string | undefined;
}

function joinInstallation(dataDir: string): Place {
  const file = remembered.parse(JSON.parse(readFileSync(join(dataDir, 'demo.json'), 'utf8')));
  return { file, environment: { PLUGBOARD_DATA_DIR: dataDir }, letters: undefined };
}

async function startInstallation(cleaning: (() => Promise<void> | void)[]): Promise<Place> {
  const built = spawnSync(process.execPath, [join(root, 'tools/build-web.ts')], { stdio: 'inherit' });
  if (built.status !== 0) throw new Error('The dashboard could not be built; what is wrong is written above.');
  const dataDir = mkdtempSync(join(tmpdir(), 'plugboard-browser-'));
  cleaning.push(() => rmSync(dataDir, { recursive: true, force: true }));
  // Under root PostgreSQL runs as somebody else, who must be able to walk in.
  chmodSync(dataDir, 0o755);
  const letters = join(dataDir, 'letters');
  const mail = await startMailServer(letters);
  cleaning.push(mail.stop);
  const environment = {
    PLUGBOARD_DATA_DIR: dataDir,
    PLUGBOARD_PORT: '0',
    PLUGBOARD_SANDBOX_PORT: '0',
    PLUGBOARD_SMTP_URL: mail.url,
    PLUGBOARD_MAIL_FROM: 'Plugboard <plugboard@example.com>',
    // Each person of a test has an address of his own, as sign-ins are counted by address.
    PLUGBOARD_TRUSTED_PROXIES: 'loopback',
    PLUGBOARD_REQUESTS_PER_MINUTE: '100000',
  };
  const demo = plugboard(['demo', '--json'], environment);
  cleaning.push(() => stopped(demo));
  const { key_file: keyFile } = announced.parse(await demo.document());
  return { file: remembered.parse(JSON.parse(readFileSync(keyFile, 'utf8'))), environment, letters };
}

async function stopped({ child, ended }: Command): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
  await ended;
}

/** Takes every letter. Lines are folded with a soft break in quoted-printable. */
async function startMailServer(folder: string): Promise<{ url: string; stop: () => Promise<void> }> {
  mkdirSync(folder, { recursive: true });
  let count = 0;
  const smtp = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, _session, done) {
      const parts: Buffer[] = [];
      stream.on('data', (part: Buffer) => parts.push(part));
      stream.on('end', () => {
        const text = Buffer.concat(parts).toString().replaceAll('=\r\n', '').replaceAll('=3D', '=');
        writeFileSync(join(folder, `${String((count += 1)).padStart(4, '0')}.txt`), text);
        done();
      });
    },
  });
  await new Promise<void>((resolve) => smtp.listen(0, '127.0.0.1', resolve));
  const address = smtp.server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    url: `smtp://127.0.0.1:${port}`,
    stop: () => new Promise<void>((resolve) => smtp.close(() => resolve())),
  };
}

async function answerOf(argv: readonly string[], environment: Readonly<Record<string, string>>): Promise<unknown> {
  const { code, stdout, stderr } = await plugboard([...argv, '--json'], environment).ended;
  if (code !== 0) throw new Error(`plugboard ${argv.join(' ')} ended with ${code}: ${stderr}${stdout}`);
  return JSON.parse(stdout);
}

interface Access {
  readonly platformKey: string;
  readonly administrator: readonly Cookie[];
}

/** `keep`: beside the data of a demo that runs already, for the next run. */
async function accessTo({ environment, file }: Place, keep: boolean): Promise<Access> {
  const path = join(environment['PLUGBOARD_DATA_DIR'] ?? '', 'browser-tests.json');
  if (keep && existsSync(path)) {
    const known: Access = JSON.parse(readFileSync(path, 'utf8'));
    const headers = { authorization: `Bearer ${known.platformKey}` };
    if ((await fetch(`${file.url}/api/tenants`, { headers })).ok) return known;
  }
  const access = {
    platformKey: await platformKeyOf(environment),
    administrator: await administratorCookies(await signInLink(environment)),
  };
  if (keep) writeFileSync(path, JSON.stringify(access), { mode: 0o600 });
  return access;
}

async function platformKeyOf(environment: Readonly<Record<string, string>>): Promise<string> {
  const argv = ['keys', 'create', 'browser tests', '--platform', '--scopes', 'view,read,sync,connect,act,admin'];
  return z.object({ key: z.string() }).parse(await answerOf(argv, environment)).key;
}

/** As `npm start` prints it: good once, for a quarter of an hour. */
export async function signInLink(environment: Readonly<Record<string, string>>): Promise<string> {
  const argv = ['people', 'let-in', 'owner@plugboard.local', '--owner-of', 'demo'];
  return z.object({ url: z.string() }).parse(await answerOf(argv, environment)).url;
}

async function administratorCookies(link: string): Promise<readonly Cookie[]> {
  const answer = await fetch(link, { redirect: 'manual' });
  return answer.headers.getSetCookie().flatMap((line) => {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
    return value === '' ? [] : [{ name, value, domain: new URL(link).hostname, path: '/' }];
  });
}

/** Every test's tenant shares the same vendors' accounts, and would wait for the calls of the others. Faults still answer 429. */
async function liftLimits(sandboxUrl: string): Promise<void> {
  const control = sandboxControl(sandboxUrl);
  for (const [provider, load] of Object.entries(sandboxes))
    if ((await load()).default.switches?.['limits'] !== undefined) await control.switches(provider, { limits: 'off' });
}

/** What the sandboxes know of the operator becomes the platform's, so that every tenant can sign in to them. Answers their credentials. */
async function registerApps(url: string, key: string): Promise<BrowserInstallation['signIns']> {
  const signIns: Record<string, readonly SandboxSignIn[]> = {};
  for (const [provider, load] of Object.entries(sandboxes)) {
    const ways = (await load()).default.signIns;
    signIns[provider] = ways;
    const app = ways.find((way) => way.app !== undefined)?.app;
    const fields = ways.find((way) => way.appFields !== undefined)?.appFields;
    const body = { ...app, ...(fields === undefined ? {} : { fields }) };
    if (Object.keys(body).length === 0) continue;
    const answer = await fetch(`${url}/api/platform/provider-apps/${provider}`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`The provider app of ${provider} was refused: ${await answer.text()}`);
  }
  return signIns;
}
