/**
 * What comes in: how many webhooks a second a server of ours verifies, seals, stores and answers, 32 at a time, next to bare servers that
 * verify and insert (bare-intake.ts), in the same run, one after the other in changing order. All are Node processes of their own on the same
 * PostgreSQL as the same role, all get the same bodies from the same sender, no body twice.
 */
import { fork } from 'node:child_process';
import { z } from 'zod';
import { chargeEvent, stripeHeaders } from '../test/faults/stripe-events.ts';
import { stripeAddress } from '../test/faults/webhook-address.ts';
import { bareTable } from './bare-intake.ts';
import { median, round2 } from './figures.ts';
import { cpuUs } from './processes.ts';
import { openStage, type Stage } from './stage.ts';
import { load, type Load, type PreparedRequest } from './webhooks-load.ts';

export interface IntakeOptions {
  /** Of each round, to each server. */
  readonly requests: number;
  readonly rounds: number;
  readonly tell: (line: string) => void;
}

const inFlight = 32;
const bodyBytes = 2048;

interface Target {
  readonly url: string;
  /** Of its process. */
  readonly pid: number;
}

/** `cpuUs`: of the server's process, for one request. */
type Measured = Readonly<Record<'plugboard' | 'single' | 'group', Load & { readonly cpuUs: number }>>;

export async function benchIntake({ requests, rounds, tell }: IntakeOptions): Promise<object> {
  const stage = await openStage({ provider: 'stripe', stream: 'customers' }, 10, { worker: false });
  const children: { kill(): void }[] = [];
  try {
    await stage.owner.query(`${bareTable} grant insert, select on bare_webhook to public`);
    const of = await stage.newIntegration();
    const { path, secret } = await stripeAddress(stage.composition, of.tenant, of.integration);
    const bareServer = async (kind: 'single' | 'group'): Promise<Target> => {
      const { port, child } = await startBare(stage, kind, secret);
      children.push(child);
      return { url: `http://127.0.0.1:${port}/`, pid: child.pid ?? 0 };
    };
    const targets: Readonly<Record<keyof Measured, Target>> = {
      plugboard: { url: stage.url + path, pid: stage.server.pid },
      single: await bareServer('single'),
      group: await bareServer('group'),
    };
    let no = 0;
    const prepare = (count: number): readonly PreparedRequest[] =>
      Array.from({ length: count }, () => {
        const { body } = chargeEvent(no++, Date.now(), bodyBytes);
        return { body, headers: stripeHeaders(body, secret, Date.now()) };
      });
    const measure = async (name: keyof Measured, count: number) => {
      const { url, pid } = targets[name];
      const prepared = prepare(count);
      const before = cpuUs(pid);
      const loaded = await load(url, prepared, inFlight);
      return { ...loaded, cpuUs: (cpuUs(pid) - before) / count };
    };

    const names = ['plugboard', 'single', 'group'] as const;
    for (const name of names) await measure(name, 2_000);
    const all: Measured[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const taken: { -readonly [Name in keyof Measured]?: Measured[Name] } = {};
      for (const name of round % 2 === 0 ? names : names.toReversed()) taken[name] = await measure(name, requests);
      const { plugboard, single, group } = taken;
      if (plugboard === undefined || single === undefined || group === undefined) throw new Error('a round is missing');
      all.push({ plugboard, single, group });
      tell(
        `round ${round + 1}: ${shown(plugboard)}; bare, one insert a request ${shown(single)}; in groups ${shown(group)}`,
      );
    }
    await expectAllStored(stage, no);
    return {
      requests,
      rounds,
      in_flight: inFlight,
      body_bytes: bodyBytes,
      plugboard: figures(all, 'plugboard'),
      bare_single_insert: figures(all, 'single'),
      bare_group_insert: figures(all, 'group'),
      against_single_insert: { ...against(all, 'single'), goal_ratio: 0.8, goal_p99_ratio: 1.5 },
      against_group_insert: against(all, 'group'),
      bare_server:
        'node:http, body read, HMAC-SHA256 of Stripe checked in constant time with the age of its timestamp, one insert into one table ' +
        '(key: digest of the body) as the application role, no policy, nothing parsed or sealed, 10 connections; 200 after the commit',
    };
  } finally {
    for (const child of children) child.kill();
    await stage.close();
  }
}

/** All that was answered 2xx is in the stores: a server that throws webhooks away is a fast one. */
async function expectAllStored(stage: Stage, sent: number): Promise<void> {
  const { rows } = await stage.owner.query<{ stored: number }>(
    'select ((select count(*) from webhook) + (select count(*) from bare_webhook))::int as stored',
  );
  if (rows[0]?.stored !== sent) throw new Error(`${rows[0]?.stored} of ${sent} webhooks are stored`);
}

async function startBare(stage: Stage, kind: 'single' | 'group', secret: string) {
  const child = fork(`${import.meta.dirname}/bare-intake.ts`, [kind, stage.appUrl, secret]);
  const port = await new Promise<number>((resolve, reject) => {
    child.once('message', (message) => resolve(z.object({ port: z.number() }).parse(message).port));
    child.once('exit', () => reject(new Error('the bare server ended')));
  });
  return { child, port };
}

function figures(all: readonly Measured[], name: keyof Measured): object {
  return {
    requests_per_s: Math.round(median(all.map((round) => round[name].perS))),
    p50_ms: round2(median(all.map((round) => round[name].p50Ms))),
    p99_ms: round2(median(all.map((round) => round[name].p99Ms))),
    cpu_us_per_request: Math.round(median(all.map((round) => round[name].cpuUs))),
  };
}

/** Medians of the rounds' own ratios. */
function against(all: readonly Measured[], name: 'single' | 'group'): object {
  return {
    ratio: round2(median(all.map((round) => round.plugboard.perS / round[name].perS))),
    p99_ratio: round2(median(all.map((round) => round.plugboard.p99Ms / round[name].p99Ms))),
  };
}

function shown({ perS, p99Ms }: Load): string {
  return `${Math.round(perS)}/s, p99 ${p99Ms} ms`;
}
