// What a browser fetches before it shows something, read from the manifest Vite writes beside the build: the entry of a page with all it
// imports, and for the dashboard the overview, where everybody arrives. Used by .size-limit.mjs and by test/browser/budgets.test.ts, which
// holds a real browser against it.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

interface Chunk {
  readonly file: string;
  readonly css?: readonly string[];
  readonly imports?: readonly string[];
}
type Manifest = Readonly<Record<string, Chunk>>;

export const dist = join(import.meta.dirname, '../web/dist');

/** By page: the modules a first look needs, as the sources name them. */
const pages = {
  dashboard: ['index.html', 'screens/overview/overview.tsx'],
  connect: ['connect.html'],
} as const;

export interface FirstLoad {
  /** Paths below web/dist (`assets/dashboard-1a2b.js`), without twins. */
  readonly scripts: readonly string[];
  readonly styles: readonly string[];
}

export function firstLoad(page: keyof typeof pages): FirstLoad {
  const path = join(dist, '.vite/manifest.json');
  if (!existsSync(path)) throw new Error('The dashboard is not built: run `npm run build` first.');
  const manifest: Manifest = JSON.parse(readFileSync(path, 'utf8'));
  const needed = new Set<string>();
  const need = (name: string): void => {
    const chunk = manifest[name];
    if (chunk === undefined)
      throw new Error(`${name} is not in the build; tools/first-load.ts names what it was called.`);
    if (needed.has(name)) return;
    needed.add(name);
    for (const one of chunk.imports ?? []) need(one);
  };
  for (const name of pages[page]) need(name);
  const chunks = [...needed].flatMap((name) => manifest[name] ?? []);
  // The script that sets the theme before anything is painted is no module.
  const scripts = ['theme.js', ...chunks.map(({ file }) => file)];
  return { scripts: [...new Set(scripts)], styles: [...new Set(chunks.flatMap(({ css = [] }) => css))] };
}
