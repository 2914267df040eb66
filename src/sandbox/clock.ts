/**
 * The sandboxes' own time: real, shifted, or standing still, so that a token can expire without anybody waiting. Every sandbox
 * of a host shares one. Steered through the control port; kept by the host over a restart.
 */

/** What is kept of a clock: where it stands when frozen, else how far it is ahead of the real one. Milliseconds. */
export interface ClockSetting {
  readonly frozen_at: number | null;
  readonly offset: number;
}

export interface SandboxClock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Stops, at the given moment or where it is. */
  freeze(at?: number): void;
  advance(ms: number): void;
  /** Jumps to a moment; goes on from there unless frozen. */
  set(at: number): void;
  /** Back to real time. */
  real(): void;
  setting(): ClockSetting;
  /** Called after the clock was stopped, moved or let go: what waits for a moment looks again. */
  onChange(listener: () => void): void;
}

export const realTime: ClockSetting = { frozen_at: null, offset: 0 };

export function sandboxClock(source: () => number, start: ClockSetting): SandboxClock {
  let { frozen_at: frozenAt, offset } = start;
  const now = () => frozenAt ?? source() + offset;
  const listeners: (() => void)[] = [];
  const changed = () => {
    for (const listener of listeners) listener();
  };
  const set = (at: number) => {
    if (frozenAt === null) offset = at - source();
    else frozenAt = at;
    changed();
  };
  return {
    now,
    set,
    freeze(at) {
      frozenAt = at ?? now();
      changed();
    },
    advance: (ms) => set(now() + ms),
    real() {
      frozenAt = null;
      offset = 0;
      changed();
    },
    setting: () => ({ frozen_at: frozenAt, offset }),
    onChange: (listener) => void listeners.push(listener),
  };
}
