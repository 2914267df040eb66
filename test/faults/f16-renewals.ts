/**
 * F16: twenty callers in two processes, and the access token has expired. The vendor rotates refresh tokens and ends the grant of
 * whoever uses one twice. Rounds in which our clocks see the end coming alternate with rounds in which only the vendor's 401 tells.
 * Passes when each round costs exactly one refresh, no refresh token came twice, every caller was answered and the grant lives.
 */
import { fork, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { openArena, type Arena } from './arena.ts';
import { report, type CallingSettings, type Order, type Report } from './calling-messages.ts';
import type { FaultOptions, FaultResult } from './fault.ts';
import { accessTtlMs, grantIn, strictXero } from './strict-xero.ts';

const processes = 2;
const callersEach = 10;
const slowMs = 12_000;
const quickMs = 20;

/** `rounds`: expiries with a quick answer. A slow one comes first when there are a hundred or more. Takes about 0.5 s each. */
export async function f16(options: FaultOptions): Promise<FaultResult> {
  const answers = Array.from({ length: options.rounds }, () => quickMs);
  return { id: 'F16', ...(await expiring(options, options.rounds < 100 ? answers : [slowMs, ...answers], true)) };
}

/** A build that refreshes without the lease must use a refresh token twice. */
export async function f16Broken(options: FaultOptions): Promise<FaultResult> {
  const answers = Array.from({ length: options.rounds }, () => 500);
  const result = await expiring(options, answers, false);
  return { id: 'F16-broken', ...result, passed: !result.passed && result.doubled > 0 };
}

async function expiring(
  { ownerUrl, appUrl }: FaultOptions,
  answersMs: readonly number[],
  leases: boolean,
): Promise<Omit<FaultResult, 'id'>> {
  const arena = await openArena({ ownerUrl, appUrl, providers: [await strictXero()] });
  const callers: ChildProcess[] = [];
  try {
    const integration = await arena.signIn('xero', 'Books');
    const app = arena.apps.get('xero')?.client;
    if (app === undefined) throw new Error('xero has no app');
    const settings: CallingSettings = {
      appUrl,
      rootKey: arena.rootKey,
      hostMap: arena.sandboxes.hostMap,
      app: { clientId: app.clientId, clientSecret: app.clientSecret },
      tenantId: arena.tenant.id,
      integrationId: integration.uuid,
      callers: callersEach,
      leases,
    };
    for (let no = 0; no < processes; no += 1) callers.push(await start(settings));

    const grant = grantIn(arena.sandboxes.state('xero'));
    let aheadMs = 0;
    let wrong = 0;
    let refused: string[] = [];
    let played = 0;
    for (const ms of answersMs) {
      await arena.control.clearFaults();
      await arena.control.fault({ provider: 'xero', path: '^/connect/token$', kind: 'delay', ms });
      await arena.control.advance(accessTtlMs + 60_000);
      if (played % 2 === 0) aheadMs += accessTtlMs + 60_000;
      const before = grant.refreshes;
      const reports = await Promise.all(callers.map((caller) => order(caller, { aheadMs })));
      refused = [...refused, ...reports.flatMap(({ outcomes }) => outcomes.filter((code) => code !== null))];
      wrong += Math.abs(grant.refreshes - before - 1);
      played += 1;
      if (grant.ended !== null) break;
    }
    const state = await authState(arena, integration.uuid);
    const lost = (grant.ended === null ? 0 : 1) + refused.length;
    return {
      rounds: played,
      lost,
      doubled: wrong + grant.reuses,
      passed: lost === 0 && wrong === 0 && grant.reuses === 0 && state === 'connected',
      detail:
        `${played} expiries met by ${processes * callersEach} callers in ${processes} processes (${answersMs.filter((ms) => ms === slowMs).length} answered after 12 s): ` +
        `${grant.refreshes} refreshes, ${grant.reuses} with a used token, ${refused.length} callers refused` +
        `${refused[0] === undefined ? '' : ` (${refused[0]})`}, grant ${grant.ended ?? 'alive'}, integration ${state}`,
    };
  } finally {
    for (const caller of callers) caller.kill('SIGKILL');
    await arena.close();
  }
}

async function start(settings: CallingSettings): Promise<ChildProcess> {
  const child = fork(join(import.meta.dirname, 'calling-process.ts'), [JSON.stringify(settings)]);
  await answerOf(child);
  return child;
}

function order(child: ChildProcess, what: Order): Promise<Report> {
  const answer = answerOf(child);
  child.send(what);
  return answer;
}

function answerOf(child: ChildProcess): Promise<Report> {
  return new Promise((resolve, reject) => {
    const ended = () => reject(new Error('a calling process ended'));
    child.once('exit', ended);
    child.once('message', (message) => {
      child.off('exit', ended);
      resolve(report.parse(message));
    });
  });
}

async function authState(arena: Arena, integration: string): Promise<string> {
  const [row] = await arena.query<{ auth_state: string }>('select auth_state from integration where id = $1', [
    integration,
  ]);
  return row?.auth_state ?? 'gone';
}
