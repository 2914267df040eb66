/**
 * What one provider's sandbox remembers, as a JSON file: loaded at the start, saved soon after each write and at the end. A file
 * that is broken, or was made from other seed data, is replaced by a fresh seed, and the log says so. Called by the host.
 */
import { createHash } from 'node:crypto';
import { z, type Business, type Sandbox } from '../contract/index.ts';
import { readJson, setAside, writeJson } from './files.ts';
import { seededRandom } from './random.ts';

export interface SandboxState {
  /** The provider's own, changed in place by its handlers. */
  readonly state: unknown;
  readonly switches: Readonly<Record<string, string>>;
  setSwitch(name: string, value: string): void;
  /** Saves within a fifth of a second, together with whatever else changes until then. */
  saveSoon(): void;
  /** Saves for the last time: what a late handler changes afterwards is not kept. */
  close(): void;
  /** Forgets everything and starts from the seed again. */
  reseed(): void;
}

const fileSchema = z.object({
  format: z.literal(1),
  /** Of the seed data the state grew from. */
  seed: z.string(),
  switches: z.record(z.string(), z.string()),
  state: z.unknown(),
});

const saveAfterMs = 200;

export interface StateOptions {
  readonly key: string;
  readonly sandbox: Sandbox;
  readonly business: Business;
  readonly file: string;
  readonly seed: string;
  readonly now: () => number;
  readonly log: (message: string) => void;
}

export function openState(options: StateOptions): SandboxState {
  const { key, sandbox, file, log } = options;
  const seedWith = (now: number) =>
    sandbox.seed({ business: options.business, now, hex: seededRandom(`${options.seed}|${key}|seed`).hex });
  // The seed is a pure function, so the same moment gives the same data for as long as sandbox and business are the same.
  const fingerprint = createHash('sha256')
    .update(JSON.stringify(seedWith(0)))
    .digest('hex');
  const defaults = Object.fromEntries(
    Object.entries(sandbox.switches ?? {}).map(([name, field]) => [name, field.default ?? '']),
  );

  let state: unknown;
  let switches: Record<string, string>;
  let timer: NodeJS.Timeout | undefined;
  let closed = false;

  function fresh(): void {
    state = seedWith(options.now());
    switches = { ...defaults };
    save();
  }

  function save(): void {
    clearTimeout(timer);
    timer = undefined;
    if (closed) return;
    writeJson(file, { format: 1, seed: fingerprint, switches, state });
  }

  const read = readJson(file, fileSchema);
  if ('value' in read && read.value.seed === fingerprint) {
    state = read.value.state;
    switches = { ...defaults, ...read.value.switches };
  } else {
    if ('broken' in read)
      log(`sandbox ${key}: its state cannot be read (${read.broken}); moved to ${setAside(file)}, starting afresh`);
    if ('value' in read) log(`sandbox ${key}: its seed data has changed, starting afresh`);
    fresh();
  }

  return {
    get state() {
      return state;
    },
    get switches() {
      return switches;
    },
    setSwitch(name, value) {
      switches = { ...switches, [name]: value };
      save();
    },
    saveSoon() {
      timer ??= setTimeout(() => {
        try {
          save();
        } catch (error) {
          log(`sandbox ${key}: cannot save its state to ${file}: ${String(error)}`);
        }
      }, saveAfterMs);
    },
    close() {
      save();
      closed = true;
    },
    reseed: fresh,
  };
}
