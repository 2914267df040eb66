/** Checks of what a provider says of itself: facts, fields, hosts, guide, icon. No calls. */
import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Fields, Provider, Settings } from '../../contract/index.ts';
import { insist, type CheckMaker } from './check.ts';

/** Each guide has these, in this order, so that a reader finds the same thing at the same place for every provider. */
export const guideHeadings = ['Create the app', 'Scopes', 'Redirect URL', 'Connect', 'Webhooks', 'Limits', 'Gotchas'];

const maxIconBytes = 8_192;

export const folderChecks: CheckMaker = ({ provider, sandbox, folder }) => [
  {
    name: 'facts',
    run: async () => {
      insist(basename(folder) === provider.key, `the folder is called ${basename(folder)}, the key is ${provider.key}`);
      insist(provider.name.trim() !== '' && provider.summary.trim() !== '', 'name and summary must say something');
      insist(provider.features.length > 0, 'there are no features');
      insist(URL.parse(provider.docs)?.protocol === 'https:', 'docs must be an https address');
      insist(Object.keys(provider.streams).length > 0, 'there are no streams');
      const silent = Object.entries({ ...provider.streams, ...provider.actions }).find(
        ([, { summary }]) => summary === '',
      );
      insist(silent === undefined, `"${silent?.[0]}" has no summary`);
      const blank = /[^"]*\bTODO\b[^"]*/.exec(JSON.stringify(provider));
      insist(blank === null, `a blank is not filled: ${blank?.[0]}`);
      return `${Object.keys(provider.streams).length} streams, ${Object.keys(provider.actions).length} actions`;
    },
  },
  {
    name: 'fields',
    run: async () => {
      const forms = formsOf(provider);
      for (const [form, fields] of forms)
        for (const problem of fieldProblems(fields)) throw new Error(`${form}: ${problem}`);
      return `${forms.reduce((count, [, fields]) => count + Object.keys(fields).length, 0)} fields`;
    },
  },
  {
    name: 'hosts',
    run: async () => {
      const settings = sandbox.signIns.map((signIn) => signIn.settings ?? {});
      insist(settings.length > 0, 'the sandbox has no sign-in');
      const hosts = new Set(settings.flatMap((one) => hostsOf(provider, one)));
      const open = [...hosts].find((host) => /^\*(\.[^.]*)?$/.test(host) || host.includes('/') || host.includes(':'));
      insist(open === undefined, `"${open}" is no host, or far too many`);
      for (const one of settings) {
        const base = URL.parse(typeof provider.baseUrl === 'string' ? provider.baseUrl : provider.baseUrl(one));
        insist(base?.protocol === 'https:', 'the base URL must be https');
        insist(
          allowed(hostsOf(provider, one), base.hostname),
          `the base URL is not on the provider's hosts: ${base.hostname}`,
        );
      }
      // Where the tenant types the site, the sandbox may play sites nobody has signed in to.
      const strange =
        typeof provider.hosts === 'function' ? undefined : sandbox.hosts.find((host) => !allowed([...hosts], host));
      insist(strange === undefined, `the sandbox plays ${strange}, which the provider may not reach`);
      return [...hosts].join(', ');
    },
  },
  {
    name: 'guide',
    run: async () => {
      const file = join(folder, 'guide.md');
      insist(existsSync(file), 'there is no guide.md');
      const text = readFileSync(file, 'utf8');
      const headings = [...text.matchAll(/^## (.+)$/gm)].map(([, heading = '']) => heading.trim());
      insist(/^# \S/.test(text), 'guide.md must begin with a title');
      insist(
        headings.join('|') === guideHeadings.join('|'),
        `the headings are ${headings.join(', ')} instead of ${guideHeadings.join(', ')}`,
      );
      const empty = text
        .split(/^## /m)
        .slice(1)
        .find((section) => section.split('\n').slice(1).join('').trim().length < 40);
      insist(empty === undefined, `"${empty?.split('\n')[0]}" says nothing`);
      insist(!/\b(TODO|TBD|FIXME)\b/.test(text), 'guide.md is not finished');
      return `${text.split(/\s+/).length} words`;
    },
  },
  {
    name: 'icon',
    run: async () => {
      const file = join(folder, 'icon.svg');
      insist(existsSync(file), 'there is no icon.svg');
      const svg = readFileSync(file, 'utf8');
      insist(svg.length <= maxIconBytes, `icon.svg has more than ${maxIconBytes} bytes`);
      insist(/^<svg\b[^>]*\bviewBox=/.test(svg.trim()), 'icon.svg must be one svg element with a viewBox');
      // Icons are shown on our own pages: nothing in them may run, load or style anything.
      const bad = /<script|<style|<foreignObject|\bon\w+=|<!|javascript:|href=|url\((?!#)/i.exec(svg);
      insist(bad === null, `icon.svg must not have ${bad?.[0]}`);
      return `${svg.length} bytes`;
    },
  },
];

function formsOf(provider: Provider): readonly (readonly [string, Fields])[] {
  return [
    ['settings', provider.settings ?? {}],
    ['app', provider.app ?? {}],
    ...provider.auth.flatMap((way): readonly (readonly [string, Fields])[] =>
      way.fields === undefined ? [] : [[way.key, way.fields]],
    ),
  ];
}

function fieldProblems(fields: Fields): readonly string[] {
  return Object.entries(fields).flatMap(([name, field]) => {
    const problems: string[] = [];
    if (!/^[a-z][a-z0-9_]*$/.test(name)) problems.push(`"${name}" must be snake_case`);
    if (field.label.trim() === '' || field.help.trim() === '') problems.push(`"${name}" needs a label and a help text`);
    if (/secret|password|token|api_key/.test(name) && field.secret !== true)
      problems.push(`"${name}" should be secret`);
    if (field.secret === true && field.default !== undefined) problems.push(`"${name}" is secret and has a default`);
    for (const shown of [field.example, field.default]) {
      if (shown === undefined || field.secret === true) continue;
      const tidy = field.tidy?.(shown) ?? shown;
      if (field.pattern !== undefined && !new RegExp(`^(?:${field.pattern.source})$`, 'u').test(tidy))
        problems.push(`"${name}": "${shown}" does not match its own pattern`);
      if (field.choices !== undefined && !field.choices.includes(tidy))
        problems.push(`"${name}": "${shown}" is no choice`);
    }
    return problems;
  });
}

function hostsOf(provider: Provider, settings: Settings): readonly string[] {
  return typeof provider.hosts === 'function' ? provider.hosts(settings) : provider.hosts;
}

function allowed(hosts: readonly string[], host: string): boolean {
  return hosts.some((one) => one === host || (one.startsWith('*.') && host.endsWith(one.slice(1))));
}
