// Builds the dashboard (web/dist) when its sources are not those it was built from: the second step of `npm start`, and what `npm run
// build` does. A build is made beside the one that is there and takes its place when it is whole, so that a server that runs meanwhile, or
// a build that is interrupted, never leaves half a dashboard. Everything it prints goes to stderr: a `--json` command behind it owns stdout.
import { createHash } from 'node:crypto';
import {
  chmodSync,
  existsSync,
  globSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip as gzipWithCallback } from 'node:zlib';
import { build } from 'vite';

const brotli = promisify(brotliCompress);
const gzip = promisify(gzipWithCallback);

const root = join(import.meta.dirname, '..');
const web = join(root, 'web');
const dist = join(web, 'dist');
/** Holds the digest of the sources, inside what was built from them. */
const stampName = '.built-from';

/** Of everything that goes into the build: sources, client, and the versions of the packages. */
export function sourceDigest(): string {
  const files = globSync(['web/**/*.*', 'client/**/*.*', 'package-lock.json', 'tools/build-web.ts'], {
    cwd: root,
    exclude: ['web/dist*/**', 'client/dist/**', '**/node_modules/**'],
  });
  const digest = createHash('sha256');
  for (const file of files.toSorted())
    digest
      .update(`${file}\0`)
      .update(readFileSync(join(root, file)))
      .update('\0');
  return digest.digest('hex');
}

/** Why the dashboard has to be built, or undefined. */
function whyBuild(digest: string): string | undefined {
  const stamp = join(dist, stampName);
  if (!existsSync(stamp)) return 'first run';
  return readFileSync(stamp, 'utf8') === digest ? undefined : 'its sources have changed';
}

/** `connect.js`: what other pages embed the connect page with; one script without imports, which makes `Plugboard.connect`. */
export async function buildEmbedding(outDir: string): Promise<void> {
  await build({
    configFile: false,
    logLevel: 'warn',
    build: {
      outDir,
      emptyOutDir: false,
      copyPublicDir: false,
      target: 'es2022',
      lib: {
        entry: join(root, 'client', 'connect.ts'),
        formats: ['iife'],
        name: 'Plugboard',
        fileName: () => 'connect.js',
      },
    },
  });
}

/** As small as it gets, once: the server sends what lies there (src/server/built-files.ts). Left out where it would save next to nothing. */
async function compress(path: string): Promise<void> {
  const plain = readFileSync(path);
  const made = {
    br: await brotli(plain, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: plain.length } }),
    gz: await gzip(plain, { level: 9 }),
  };
  for (const [ending, bytes] of Object.entries(made))
    if (bytes.length < plain.length * 0.9) writeFileSync(`${path}.${ending}`, bytes);
}

if (import.meta.main) {
  const digest = sourceDigest();
  const why = whyBuild(digest);
  if (why !== undefined) {
    process.stderr.write(`plugboard: building the dashboard (${why}) ...\n`);
    // Whoever calls us may be a test run: React for development is half as large again, and slow.
    process.env['NODE_ENV'] = 'production';
    const next = mkdtempSync(join(web, 'dist-'));
    const old = `${next}-old`;
    try {
      await build({ configFile: join(web, 'vite.config.ts'), logLevel: 'warn', build: { outDir: next } });
      await buildEmbedding(next);
      await Promise.all(readdirSync(join(next, 'assets')).map((name) => compress(join(next, 'assets', name))));
      // A server may run as another user than the one who builds.
      chmodSync(next, 0o755);
      writeFileSync(join(next, stampName), digest);
      if (existsSync(dist)) renameSync(dist, old);
      renameSync(next, dist);
    } finally {
      rmSync(next, { recursive: true, force: true });
      rmSync(old, { recursive: true, force: true });
    }
  }
}
