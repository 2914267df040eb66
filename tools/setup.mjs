// Makes a checkout ready to run: the first half of `npm start`, `npm test`, `npm run bench` (not their `pre` scripts, which
// npm leaves out when install scripts are switched off). Plain JavaScript without dependencies, because it runs on the
// machine's own Node. It installs packages when node_modules does not hold what package-lock.json asks for, then checks
// that the pinned Node runtime came with them. Everything it prints goes to stderr, because a `--json` command behind it
// owns stdout. It does not build anything and starts no server.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const bin = join(root, 'node_modules', '.bin');
const wantedMajor = 24;
let installer;

/** Why an install is needed, or undefined. `npm start` can do without what is only for development. */
function whyInstall({ needDev }) {
  const wanted = readPackages(join(root, 'package-lock.json'));
  if (!wanted) throw new Failure('package-lock.json is missing or unreadable: is this a complete checkout?');
  // npm writes this file last, so an install that was interrupted has none and is done again.
  const present = readPackages(join(root, 'node_modules', '.package-lock.json'));
  if (!present) return 'first run';
  for (const [path, { version, optional, dev, devOptional }] of Object.entries(wanted)) {
    if (path === '') continue;
    const found = present[path];
    // An optional package that is absent belongs to another platform; the runtime itself is checked afterwards.
    if (!found && (optional || ((dev || devOptional) && !needDev))) continue;
    if (found?.version !== version) return `${path.slice('node_modules/'.length)} ${version} is missing`;
  }
  return undefined;
}

function readPackages(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages;
  } catch {
    return undefined;
  }
}

/** Runs `npm ci` with the machine's own npm and shows its output on stderr as it comes. */
async function install(reason) {
  say(`installing packages (${reason}) ...`);
  // Without node_modules/.bin on the PATH: the Node in there is about to be replaced.
  const path = (process.env.PATH ?? '')
    .split(delimiter)
    .filter((entry) => !entry.includes(join('node_modules', '.bin')))
    .join(delimiter);
  const npm = process.env.npm_execpath?.endsWith('npm-cli.js')
    ? [process.execPath, process.env.npm_execpath]
    : [process.platform === 'win32' ? 'npm.cmd' : 'npm'];
  // No package needs its install script: what PostgreSQL's would do, src/store/embedded does itself.
  const args = [
    'ci',
    '--include=dev',
    '--include=optional',
    '--ignore-scripts',
    '--prefer-offline',
    '--loglevel=error',
  ];
  const output = await run([...npm, ...args], { ...process.env, PATH: path });
  if (output.code === 0) return;
  if (
    /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|EHOSTUNREACH|ERR_SOCKET_TIMEOUT/.test(
      output.text,
    )
  ) {
    throw new Failure(
      'the npm registry could not be reached, and it is needed once to install the packages.\n' +
        '  Check the network and `npm config get registry` (set HTTPS_PROXY behind a proxy), then run the command again.',
    );
  }
  if (/ENOSPC/.test(output.text)) throw new Failure('the disk is full: free about 700 MB, then run the command again.');
  if (/EACCES|EPERM/.test(output.text)) {
    throw new Failure(
      `this user may not write to ${join(root, 'node_modules')}: run as its owner, or change the owner.`,
    );
  }
  throw new Failure(`npm ci failed (exit ${output.code}); its own message is above.`);
}

function run([command, ...args], env) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd: root,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: command.endsWith('.cmd'),
    });
    installer = child;
    let text = '';
    const show = (chunk) => {
      process.stderr.write(chunk);
      text = (text + chunk).slice(-100_000);
    };
    child.stdout.on('data', show);
    child.stderr.on('data', show);
    child.on('error', (error) =>
      reject(new Failure(`npm could not be started (${error.message}): install Node.js with npm.`)),
    );
    child.on('close', (code, signal) => resolve({ code: code ?? signal, text }));
  });
}

/**
 * The pinned runtime is an npm package for the common platforms; elsewhere the machine's own Node has to be new enough.
 * npm puts node_modules/.bin first on the PATH, so scripts run on it wherever it exists.
 */
function checkRuntime() {
  const pinned = join(bin, process.platform === 'win32' ? 'node.cmd' : 'node');
  const runtime = existsSync(pinned) ? pinned : 'node';
  const answer = spawnSync(runtime, ['--version'], { encoding: 'utf8', shell: runtime.endsWith('.cmd') });
  const major = Number(/^v(\d+)\./.exec(answer.stdout ?? '')?.[1]);
  if (major >= wantedMajor) return;
  const found = answer.error ? `does not start (${answer.error.message})` : `is ${answer.stdout.trim() || 'unusable'}`;
  if (runtime === pinned) {
    throw new Failure(`the Node in node_modules ${found}: remove node_modules and run the command again.`);
  }
  throw new Failure(
    `Plugboard needs Node ${wantedMajor} or newer and the one here ${found}.\n` +
      `  There is no packaged Node for ${process.platform}-${process.arch} in node_modules: install Node ${wantedMajor} from https://nodejs.org,\n` +
      '  or, where npm was told to leave out optional packages, run `npm ci --include=optional`.',
  );
}

/** Two commands started together in a fresh checkout must not install over each other: the second waits. */
async function alone(work) {
  mkdirSync(join(root, '.plugboard'), { recursive: true });
  const lock = join(root, '.plugboard', 'install.lock');
  for (let told = false; !take(lock); told = true) {
    if (!told) say('another command is installing packages; waiting for it ...');
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
  const unlock = () => rmSync(lock, { force: true });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.once(signal, () => {
      installer?.kill(signal);
      unlock();
      process.exit(1);
    });
  }
  try {
    return await work();
  } finally {
    unlock();
  }
}

function take(lock) {
  try {
    writeFileSync(lock, String(process.pid), { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    if (!holderAlive(lock)) rmSync(lock, { force: true });
    return false;
  }
}

function holderAlive(lock) {
  try {
    const pid = Number(readFileSync(lock, 'utf8'));
    // Empty: made a moment ago, or by a process that died before it wrote its id.
    if (!pid) return Date.now() - statSync(lock).mtimeMs < 5_000;
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

function say(text) {
  process.stderr.write(`plugboard: ${text}\n`);
}

/** Something the person at the keyboard can mend: shown without a stack. */
class Failure extends Error {}

try {
  const needDev = process.env.npm_lifecycle_event !== 'start';
  if (whyInstall({ needDev })) {
    await alone(async () => {
      const reason = whyInstall({ needDev });
      if (reason) await install(reason);
    });
  }
  checkRuntime();
} catch (error) {
  if (error.code === 'EACCES' || error.code === 'EROFS')
    say(`this user may not write to ${error.path}: run as its owner.`);
  else if (error instanceof Failure) say(error.message);
  else throw error;
  process.exit(1);
}
