/**
 * The environment: variables that make no sense, and names that mean nothing to us but look as if they were meant for us. Values are
 * never shown. Called by index.ts.
 */
import type { Finding } from '../../cli/installation.ts';
import type { FieldProblem } from '../../contract/errors.ts';
import { createEgressGuard } from '../../engine/http/egress.ts';
import { parseHostMap } from '../../engine/http/host-map.ts';
import type { Registry } from '../../hub/context.ts';
import { appVariables, variableFor } from '../../hub/providers/provider-app-input.ts';
import { rootKeyVariables, variables, type Config, type Environment } from '../config.ts';
import { didYouMean } from './did-you-mean.ts';
import { failed, ok, some, warning } from './finding.ts';

const check = 'configuration';
const declared = [...Object.keys(variables.shape), ...Object.keys(rootKeyVariables)];
/** Set by our own start and by our tests. */
const internal = /^PLUGBOARD_(RESTARTED$|TEST_)/;

export interface VariablesExamined {
  readonly environment: Environment;
  readonly config: Config;
  /** Of reading `config` from it. */
  readonly problems: readonly FieldProblem[];
  readonly registry: Registry;
}

export async function checkVariables(examined: VariablesExamined): Promise<readonly Finding[]> {
  const { environment, problems } = examined;
  const set = Object.keys(environment).filter((name) => (environment[name] ?? '') !== '');
  const ours = set.filter((name) => declared.includes(name));
  const findings = [
    ...problems.map(({ path, message }) => failed(check, `${path}: ${message}`, `Correct ${path}, or unset it.`)),
    ...unreadable(examined.config),
    ...(await strangers(set, examined.registry)),
    ...uselessHere(examined.config),
  ];
  if (findings.some(({ state }) => state === 'failed')) return findings;
  const usable =
    ours.length === 0 ? 'No variable is set: all defaults.' : `Set and usable: ${ours.toSorted().join(', ')}.`;
  return [ok(check, usable), ...findings];
}

/** Variables that are text to the configuration, and read by whoever uses them. */
function unreadable({ hostMap, egressAllow }: Config): readonly Finding[] {
  const findings: Finding[] = [];
  const attempt = (name: string, read: () => unknown) => {
    try {
      read();
    } catch (error) {
      // An address may hold a password, and the message quotes it.
      const text = error instanceof Error ? error.message.replaceAll(/\/\/[^/\s"]*@/g, '//***@') : 'it cannot be read';
      findings.push(failed(check, text.startsWith(name) ? text : `${name}: ${text}`, `Correct ${name}, or unset it.`));
    }
  };
  attempt('PLUGBOARD_HOST_MAP', () => parseHostMap(hostMap));
  attempt('PLUGBOARD_EGRESS_ALLOW', () => createEgressGuard({ allow: egressAllow }));
  return findings;
}

async function strangers(set: readonly string[], registry: Registry): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  const apps = await appNames(set, registry);
  const known = new Set([...declared, ...apps]);
  for (const name of set.toSorted()) {
    if (known.has(name) || internal.test(name)) continue;
    const claimed = name.startsWith('PLUGBOARD_');
    // Of other names only near misses are worth a word: the environment is full of other programs' variables.
    const meant = didYouMean(name.toUpperCase(), known, claimed ? 4 : 2);
    if (meant === undefined && !claimed) continue;
    const mend = meant === undefined ? 'Unset it; .env.example lists all there are.' : `Did you mean ${meant}?`;
    findings.push(warning(check, `${name} is no variable of Plugboard's; it is ignored.`, mend));
  }
  return findings;
}

/** Of the providers something in the environment may be meant for; the others need not be loaded. */
async function appNames(set: readonly string[], registry: Registry): Promise<readonly string[]> {
  const wanted = registry.keys.filter((key) => set.some((name) => name.toUpperCase().startsWith(variableFor(key, ''))));
  const providers = await Promise.all(wanted.map((key) => registry.load(key)));
  return providers.flatMap((provider) => appVariables(provider));
}

function uselessHere({ database }: Config): readonly Finding[] {
  if (database.directUrl === undefined || database.ownerUrl !== undefined || database.appUrl !== undefined) return [];
  const mend = `Set ${some(['DATABASE_URL', 'DATABASE_APP_URL'])} too, or unset it.`;
  return [warning(check, 'DATABASE_DIRECT_URL is set although Plugboard starts its own database.', mend)];
}
