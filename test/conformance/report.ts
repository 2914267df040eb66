/** The conformance suite over the registry, as one report. Called by main.ts; conformance.test.ts runs the same checks one by one. */
import { fileURLToPath } from 'node:url';
import { providers, sandboxes } from '../../providers/registry.gen.ts';
import { loadProviderFolder } from '../../src/wiring/providers-dir.ts';
import { conformanceChecks, runCheck, type CheckResult, type Subject } from '../../src/testing/conformance/index.ts';

export interface Waiver {
  readonly provider: string;
  readonly check: string;
  readonly reason: string;
}

export interface ConformanceReport {
  readonly providers: number;
  readonly checks: number;
  readonly passed: number;
  readonly failed: number;
  /** Known to fail, counted neither as passed nor as failed. */
  readonly waived: number;
  readonly results: readonly CheckResult[];
}

const folders = fileURLToPath(new URL('../../providers', import.meta.url));

/** Keys of the registry, in order. */
export const providerKeys: readonly string[] = Object.keys(providers);

/** Throws Error for an unknown key. */
export async function subjectOf(key: string): Promise<Subject> {
  const [provider, sandbox] = [providers[key], sandboxes[key]];
  if (provider === undefined || sandbox === undefined)
    throw new Error(`there is no provider "${key}"; there are ${providerKeys.join(', ')}`);
  return { provider: (await provider()).default, sandbox: (await sandbox()).default, folder: `${folders}/${key}` };
}

/** One folder wherever it is, some of the registry, or all of it. */
export async function subjectsOf(chosen: {
  readonly dir?: string | undefined;
  readonly only?: string | undefined;
}): Promise<readonly Subject[]> {
  if (chosen.dir === undefined) return Promise.all((chosen.only?.split(',') ?? providerKeys).map(subjectOf));
  const { folder, provider, sandbox } = await loadProviderFolder(chosen.dir);
  if (sandbox === undefined)
    throw new Error(`${folder} has no sandbox.ts, and conformance is tried against the sandbox`);
  return [{ folder, provider, sandbox: (await sandbox()).default }];
}

export async function conformanceReport(options: {
  readonly subjects: readonly Subject[];
  readonly waivers: readonly Waiver[];
  readonly seen: (result: CheckResult) => void;
}): Promise<ConformanceReport> {
  const results: CheckResult[] = [];
  let waived = 0;
  for (const subject of options.subjects) {
    const { key } = subject.provider;
    for (const check of conformanceChecks(subject)) {
      const result = await runCheck(key, check);
      options.seen(result);
      results.push(result);
      const known = options.waivers.some((waiver) => waiver.provider === key && waiver.check === check.name);
      if (!result.ok && known) waived += 1;
      // A waiver nobody needs any more would hide the next failure.
      if (result.ok && known) throw new Error(`${key}: ${check.name} passes; take its waiver out of waivers.json`);
    }
  }
  const passed = results.filter(({ ok }) => ok).length;
  return {
    providers: options.subjects.length,
    checks: results.length,
    passed,
    failed: results.length - passed - waived,
    waived,
    results,
  };
}
