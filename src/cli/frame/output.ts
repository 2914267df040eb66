/**
 * All a command may say. On a terminal: aligned tables and progress bars; in a pipe: plain lines, one fact each; with `--json`:
 * nothing on stdout but the one document. What is not a result (progress, notes, errors) goes to stderr. Called by the frame,
 * used by every command.
 */
import { MultiBar } from 'cli-progress';

export interface Output {
  readonly json: boolean;
  /** One line of the result, for people; nothing with --json. */
  line(text?: string): void;
  /** Rows of the result. Cells are shown as they are; numbers to the right. Nothing with --json. */
  table(columns: readonly string[], rows: readonly (readonly Cell[])[]): void;
  /** A remark on stderr, in every mode. */
  note(text: string): void;
  /** Progress of several things at once, on stderr. End it before printing results. */
  progress(): Progress;
  /** For services: the one JSON document, now, because the command goes on. The outcome's own is then not printed. */
  announce(document: unknown): void;
}

export type Cell = string | number | undefined;

export interface Progress {
  /** `total` undefined: not known (yet). Call as often as you like. */
  update(name: string, done: number, total: number | undefined, remark?: string): void;
  /** Nothing more will happen to this one; its last line stays. */
  finish(name: string, remark: string): void;
  stop(): void;
}

export interface Streams {
  readonly stdout: Sink;
  readonly stderr: Sink;
}
export interface Sink {
  write(text: string): unknown;
  readonly isTTY?: boolean;
}

/** `announced` tells the frame that the document is out. */
export function openOutput(json: boolean, { stdout, stderr }: Streams): Output & { readonly announced: () => boolean } {
  let announced = false;
  return {
    json,
    line: (text = '') => void (json || stdout.write(`${text}\n`)),
    table(columns, rows) {
      if (json) return;
      stdout.write(stdout.isTTY ? alignedTable(columns, rows) : tabbedTable(columns, rows));
    },
    note: (text) => void stderr.write(`${text}\n`),
    progress: () => (stderr.isTTY && !json ? bars(stderr) : lines(stderr)),
    announce(document) {
      if (!json) return;
      if (announced) throw new Error('a command printed two JSON documents');
      announced = true;
      stdout.write(`${JSON.stringify(document, undefined, 2)}\n`);
    },
    announced: () => announced,
  };
}

function alignedTable(columns: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const widths = columns.map((column, index) =>
    Math.max(column.length, ...rows.map((row) => shown(row[index]).length)),
  );
  const render = (cells: readonly Cell[]) =>
    cells
      .map((cell, index) =>
        typeof cell === 'number' ? shown(cell).padStart(widths[index] ?? 0) : shown(cell).padEnd(widths[index] ?? 0),
      )
      .join('  ')
      .trimEnd();
  return `${[render(columns), widths.map((width) => '-'.repeat(width)).join('  '), ...rows.map(render)].join('\n')}\n`;
}

function tabbedTable(columns: readonly string[], rows: readonly (readonly Cell[])[]): string {
  return `${[columns, ...rows].map((row) => row.map(shown).join('\t')).join('\n')}\n`;
}

/** Control characters of stored names could move the cursor or hide text on somebody's terminal. */
function shown(cell: Cell): string {
  return String(cell ?? '').replaceAll(/\p{Cc}/gu, ' ');
}

/** One bar per thing, redrawn in place. */
function bars(stream: Sink): Progress {
  const format = '{name} {bar} {count} {remark}';
  const multi = new MultiBar({
    format,
    stream: asWritable(stream),
    hideCursor: true,
    clearOnComplete: false,
    barsize: 24,
    forceRedraw: true,
  });
  const known = new Map<string, ReturnType<MultiBar['create']>>();
  const bar = (name: string) => {
    const found = known.get(name) ?? multi.create(1, 0, { name: shown(name).padEnd(28), count: '', remark: '' });
    known.set(name, found);
    return found;
  };
  return {
    update(name, done, total, remark = '') {
      const one = bar(name);
      one.setTotal(Math.max(total ?? done + 1, 1));
      one.update(done, { count: total === undefined ? `${done}` : `${done}/${total}`, remark: shown(remark) });
    },
    finish(name, remark) {
      const one = bar(name);
      one.setTotal(1);
      one.update(1, { count: '', remark: shown(remark) });
    },
    stop: () => multi.stop(),
  };
}

function asWritable(stream: Sink): NodeJS.WriteStream {
  if (stream === process.stderr) return process.stderr;
  throw new Error('progress bars are drawn on the terminal only');
}

/** In a pipe: a line when something begins and one when it ends, so that a log stays readable. */
function lines(stream: Sink): Progress {
  const begun = new Set<string>();
  return {
    update(name) {
      if (begun.has(name)) return;
      begun.add(name);
      stream.write(`${shown(name)}: started\n`);
    },
    finish: (name, remark) => void stream.write(`${shown(name)}: ${shown(remark)}\n`),
    stop: () => {},
  };
}
