/**
 * One warm child process for tenants' expressions (expression-child.ts): started, asked, and killed when it does not answer in
 * time. Started with spawn and two pipes rather than with fork: a page is then a line of JSON put together from text that is there
 * already, and the child has no channel to us but its answers. Used by expressions.ts.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fail } from '../../contract/errors.ts';

/** What became of a question. */
export type Reply =
  | { readonly line: string }
  /** It had to be killed, or died: `time`, or `memory` (also for anything else it may have died of). */
  | { readonly killed: 'time' | 'memory' };

export interface ExpressionProcess {
  /** One at a time. `line`: JSON ending with a line break. */
  ask(line: Uint8Array, budgetMs: number): Promise<Reply>;
  kill(): void;
}

/** Starting takes about an eighth of a second; on a machine that is busy, longer. */
const startMs = 20_000;
/** Longest answer taken: the child stops well before. */
const maxReply = 16_777_216;

const expressionChild = fileURLToPath(new URL('./expression-child.ts', import.meta.url));

/** Resolves when it is ready. Throws `internal` when it cannot be started. `script`: for tests, which look around in there. */
export async function startExpressionProcess(script: string = expressionChild): Promise<ExpressionProcess> {
  const child = spawn(process.execPath, [...flags(script), script], {
    // Nothing of ours: no secret, no proxy, no options for Node.
    env: {},
    stdio: ['pipe', 'pipe', 'ignore'],
    windowsHide: true,
    // A session of its own: Ctrl-C is for us, and a child that died of it would look like one that a rule brought down.
    detached: true,
  });
  const asking = new Conversation(child);
  const reply = await asking.next(startMs);
  if ('line' in reply && reply.line === 'ready') {
    // The product may end while children are idle; whoever waits for an answer is kept alive by its timer.
    for (const part of [child, child.stdin, child.stdout]) unref(part);
    return asking;
  }
  asking.kill();
  throw fail('internal', 'The process that evaluates mapping rules could not be started.');
}

/** What a child may: read its own script and JSONata, and start the thread that watches its parent. */
function flags(script: string): readonly string[] {
  const { resolve } = createRequire(import.meta.url);
  const real = dirname(resolve('jsonata'));
  // Several installers make the package, or the folder it is in, a link: then the way to it has to be readable, too.
  const folder = resolve.paths('jsonata')?.find((one) => existsSync(join(one, 'jsonata')));
  const readable = [
    script,
    fileURLToPath(new URL('../../../package.json', import.meta.url)),
    `${real}/*`,
    ...(folder === undefined || join(folder, 'jsonata') === real ? [] : [`${folder}/*`]),
  ];
  return [
    '--max-old-space-size=96',
    '--permission',
    ...readable.map((path) => `--allow-fs-read=${path}`),
    '--allow-worker',
    '--no-warnings',
    // What JSONata itself does not need, and what somebody who found a way out of it would look for first.
    '--disallow-code-generation-from-strings',
    '--disable-proto=delete',
    '--frozen-intrinsics',
    // A regular expression that backtracks for ever goes on with an engine that cannot.
    '--enable-experimental-regexp-engine-on-excessive-backtracks',
  ];
}

class Conversation implements ExpressionProcess {
  readonly #child: ChildProcess;
  #text: string[] = [];
  #length = 0;
  #ended = false;
  #waiting: ((reply: Reply) => void) | undefined;

  constructor(child: ChildProcess) {
    this.#child = child;
    child.stdout?.setEncoding('utf8').on('data', (text: string) => this.#receive(text));
    const ended = () => this.#end('memory');
    // `error`: it could not be started, or a pipe broke because it died.
    child.on('exit', ended).on('error', ended);
    child.stdin?.on('error', ended);
  }

  ask(line: Uint8Array, budgetMs: number): Promise<Reply> {
    const reply = this.next(budgetMs);
    this.#child.stdin?.write(line);
    return reply;
  }

  /** The next line it says. Real time, whatever clock the product is given: it is a real process that is waited for. */
  next(budgetMs: number): Promise<Reply> {
    if (this.#ended) return Promise.resolve({ killed: 'memory' });
    return new Promise((resolve) => {
      const late = setTimeout(() => this.#end('time'), budgetMs);
      this.#waiting = (reply) => {
        clearTimeout(late);
        this.#waiting = undefined;
        resolve(reply);
      };
    });
  }

  kill(): void {
    this.#end('memory');
  }

  #receive(text: string): void {
    this.#text.push(text);
    this.#length += text.length;
    if (this.#length > maxReply) return this.#end('memory');
    if (!text.endsWith('\n')) return;
    const line = this.#text.join('').slice(0, -1);
    this.#text = [];
    this.#length = 0;
    this.#waiting?.({ line });
  }

  #end(why: 'time' | 'memory'): void {
    if (!this.#ended) {
      this.#ended = true;
      this.#child.kill('SIGKILL');
      this.#child.stdin?.destroy();
      this.#child.stdout?.destroy();
    }
    this.#waiting?.({ killed: why });
  }
}

/** Pipes are sockets, which need not keep us alive; their type does not say so. */
function unref(part: unknown): void {
  if (typeof part === 'object' && part !== null && 'unref' in part && typeof part.unref === 'function') part.unref();
}
