/**
 * Makes the folder of a new provider: a copy of the small working one in tools/new-provider with names of its own, whose blanks are
 * marked TODO. In the repository, or in a directory outside (PLUGBOARD_PROVIDERS_DIR), which gets what editors need to follow the
 * imports. Called by the command line through installation.ts.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fail } from '../contract/errors.ts';
import { categories, type Category } from '../contract/categories.ts';
import { root } from './config.ts';

export interface NewProvider {
  /** Key and folder name. */
  readonly key: string;
  /** Default: the key with a capital. */
  readonly name?: string | undefined;
  /** Default: crm, which the copy fits as it is. */
  readonly category?: string | undefined;
  /** Directory outside the repository. */
  readonly dir?: string | undefined;
}

export interface MadeProvider {
  readonly folder: string;
  readonly files: readonly string[];
  /** `file:line` of each blank to be filled. */
  readonly blanks: readonly string[];
}

const template = join(root, 'tools/new-provider/acme');

/** Throws `invalid_request` for a key or category that cannot be, `conflict` when the folder is there already. */
export function makeProvider({ key, name, category = 'crm', dir }: NewProvider): MadeProvider {
  if (!/^[a-z][a-z0-9_]{0,40}$/.test(key))
    throw fail(
      'invalid_request',
      `"${key}" cannot be a provider's key: use lower-case letters, digits and underscores.`,
    );
  if (!isCategory(category))
    throw fail('invalid_request', `There is no category "${category}".`, {
      next: `The categories are ${categories.join(', ')}.`,
    });
  const folder = join(dir === undefined ? join(root, 'providers') : resolve(dir), key);
  if (existsSync(folder))
    throw fail('conflict', `${folder} is there already.`, { next: 'Choose another key or directory.' });
  const shown = name?.trim() ?? `${key.charAt(0).toUpperCase()}${key.slice(1).replaceAll('_', ' ')}`;
  if (!/^[\p{L}\p{N}][\p{L}\p{N} .&+-]{0,60}$/u.test(shown))
    throw fail('invalid_request', `"${shown}" cannot be a provider's name: letters, digits, spaces and . & + - only.`);
  mkdirSync(folder, { recursive: true });
  const files = readdirSync(template).map((file) => {
    const text = readFileSync(join(template, file), 'utf8');
    const made = join(folder, file.replace('acme', key));
    writeFileSync(made, renamed(text, { key, name: shown, category }));
    return made;
  });
  if (dir !== undefined) makeModule(dirname(folder));
  return { folder, files, blanks: files.flatMap(blanksIn) };
}

function isCategory(text: string): text is Category {
  return categories.some((category) => category === text);
}

function renamed(
  text: string,
  to: { readonly key: string; readonly name: string; readonly category: Category },
): string {
  return text
    .replaceAll("category: 'crm'", `category: '${to.category}'`)
    .replaceAll('acme.example', `${to.key.replaceAll('_', '-')}.example`)
    .replaceAll('acme', to.key)
    .replaceAll('Acme', to.name);
}

function blanksIn(file: string): readonly string[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .flatMap((line, index) => (line.includes('TODO') ? [`${file}:${index + 1}`] : []));
}

/** Node reads the files as modules; editors find plugboard/contract by the link. */
function makeModule(directory: string): void {
  const packageFile = join(directory, 'package.json');
  if (!existsSync(packageFile)) writeFileSync(packageFile, '{\n  "private": true,\n  "type": "module"\n}\n');
  const config = join(directory, 'tsconfig.json');
  if (!existsSync(config)) writeFileSync(config, readFileSync(join(root, 'tools/new-provider/tsconfig.outside.json')));
  const link = join(directory, 'node_modules/plugboard');
  if (existsSync(link)) return;
  mkdirSync(dirname(link), { recursive: true });
  symlinkSync(root, link, 'dir');
}
