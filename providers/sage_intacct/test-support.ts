/** What the tests of this folder share: a rig with the sandbox, sign-ins, and what was called. */
import { parseXml, PlugboardError, xmlAt, xmlText, type SandboxSignIn } from 'plugboard/contract';
import { textAt } from 'plugboard/kit';
import { openRig, type Connection, type Reading, type Rig } from 'plugboard/testing';
import { onTestFinished } from 'vitest';
import sageIntacct from './index.ts';
import sandbox from './sandbox.ts';
import type { State } from './sandbox/state.ts';

export async function start(switches: Readonly<Record<string, string>> = {}): Promise<Rig<State>> {
  const rig = await openRig({ provider: sageIntacct, sandbox, folder: '' });
  onTestFinished(() => rig.stop());
  await rig.box.control.switches('sage_intacct', switches);
  return rig;
}

export function signInBy(method: string, settings: Readonly<Record<string, string>> = {}): SandboxSignIn {
  const signIn = sandbox.signIns.find((one) => one.method === method);
  if (signIn === undefined) throw new Error(`the sandbox has no sign-in by ${method}`);
  return { ...signIn, settings: { ...signIn.settings, ...settings } };
}

export async function connected(
  change: {
    readonly method?: string;
    readonly settings?: Readonly<Record<string, string>>;
    readonly switches?: Readonly<Record<string, string>>;
  } = {},
): Promise<{ readonly rig: Rig<State>; readonly connection: Connection }> {
  const rig = await start(change.switches);
  return { rig, connection: await rig.connect(signInBy(change.method ?? 'session', change.settings)) };
}

export async function failure(promise: Promise<unknown>): Promise<PlugboardError> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof PlugboardError) return error;
    throw error;
  }
  throw new Error('it should have failed');
}

/** `query CUSTOMER`, `readMore`, `POST invoice`: the calls so far, forgotten when read. */
export function callsOf(rig: Pick<Rig<State>, 'box'>): string[] {
  const made = rig.box.exchanges.map(({ request }) => {
    const body = request.body.toString('utf8');
    if (body.startsWith('<')) {
      const work = xmlAt(parseXml(body), 'operation', 'content', 'function')?.children[0];
      return [work?.name, xmlText(work, 'object')].filter((part) => part !== undefined).join(' ');
    }
    const last = request.path.split('/').at(-1) ?? '';
    if (last === 'query') return `query ${textAt(JSON.parse(body), 'object')}`;
    return `${request.method} ${last}`;
  });
  rig.box.exchanges.length = 0;
  return made;
}

/** An incremental run that goes on where an earlier one began. */
export async function since(connection: Connection, name: string, cursorMs: number, change: Reading) {
  return connection.read(name, { mode: 'incremental', cursor: new Date(cursorMs).toISOString(), ...change });
}
