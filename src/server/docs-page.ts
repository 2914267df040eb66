/**
 * The API reference for people: one page made from the OpenAPI document, without scripts and without anything fetched from
 * anywhere. Knows nothing of the server. Called by openapi.ts.
 */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { errorCodes, errorTable, type ErrorCode } from '../contract/errors.ts';
import type { ApiDocument } from './api-document.ts';

const schemaSchema = z.looseObject({
  $ref: z.string().optional(),
  type: z.union([z.string(), z.array(z.string())]).optional(),
  description: z.string().optional(),
  enum: z.array(z.unknown()).optional(),
  const: z.unknown().optional(),
  format: z.string().optional(),
  default: z.unknown().optional(),
  required: z.array(z.string()).optional(),
  get properties() {
    return z.record(z.string(), schemaSchema).optional();
  },
  get items() {
    return schemaSchema.optional();
  },
  get additionalProperties() {
    return z.union([z.boolean(), schemaSchema]).optional();
  },
  get anyOf() {
    return z.array(schemaSchema).optional();
  },
  get oneOf() {
    return z.array(schemaSchema).optional();
  },
  get allOf() {
    return z.array(schemaSchema).optional();
  },
});
type Schema = z.output<typeof schemaSchema>;

const content = z.record(z.string(), z.looseObject({ schema: schemaSchema.optional() }));
const operationSchema = z.looseObject({
  operationId: z.string().optional(),
  summary: z.string().optional(),
  description: z.string().optional(),
  tags: z.array(z.string()).default(['Other']),
  parameters: z
    .array(
      z.looseObject({
        name: z.string(),
        in: z.string(),
        required: z.boolean().default(false),
        description: z.string().optional(),
        schema: schemaSchema.optional(),
      }),
    )
    .default([]),
  requestBody: z.looseObject({ content }).optional(),
  responses: z
    .record(z.string(), z.looseObject({ description: z.string().optional(), content: content.optional() }))
    .default({}),
});
type Operation = z.output<typeof operationSchema>;

interface Entry extends Operation {
  readonly method: string;
  readonly path: string;
}

export function docsPage(document: ApiDocument): { readonly html: string; readonly styleHash: string } {
  const entries: Entry[] = Object.entries(document.paths).flatMap(([path, operations]) =>
    Object.entries(operations).map(([method, operation]) => ({
      ...operationSchema.parse(operation),
      method: method.toUpperCase(),
      path,
    })),
  );
  const tags = Object.entries(Object.groupBy(entries, (entry) => entry.tags[0] ?? 'Other'));
  const schemas = Object.entries(document.components.schemas).map(([name, schema]): [string, Schema] => [
    name,
    schemaSchema.parse(schema),
  ]);
  const title = `${document.info.title} API ${document.info.version}`;
  const html = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${escape(title)}</title><style>${style}</style></head>
<body>
<nav aria-label="Contents"><strong>${escape(title)}</strong>
${tags.map(([tag, list]) => `<h2>${escape(tag)}</h2><ul>${(list ?? []).map((entry) => `<li><a href="#${anchor(entry)}">${escape(entry.summary ?? entry.path)}</a></li>`).join('')}</ul>`).join('\n')}
<h2><a href="#errors">Errors</a></h2>
<h2>Shapes</h2><ul>${schemas.map(([name]) => `<li><a href="#${escape(name)}">${escape(name)}</a></li>`).join('')}</ul>
</nav>
<main><h1>${escape(title)}</h1>
${prose(document.info.description)}
<p>Machine-readable: <a href="/api/openapi.json">/api/openapi.json</a>.</p>
${tags.map(([tag, list]) => `<h2>${escape(tag)}</h2>\n${(list ?? []).map(operationHtml).join('\n')}`).join('\n')}
${errorsHtml()}
<h2>Shapes</h2>
${schemas.map(([name, schema]) => `<section id="${escape(name)}"><h3>${escape(name)}</h3>${prose(schema.description)}<pre>${shape(schema, 0)}</pre></section>`).join('\n')}
</main></body></html>
`;
  return { html, styleHash };
}

/** Where an error is explained: the `type` of its problem document, relative to the request. */
export function errorAddress(code: ErrorCode): string {
  return `/api/docs#error-${code}`;
}

function errorsHtml(): string {
  const rows = errorCodes.map((code) => {
    const { status, fault, title, next } = errorTable[code];
    return `<tr id="error-${code}"><td><code>${code}</code></td><td>${status}</td><td>${fault}</td><td>${escape(title)}</td><td>${inline(next)}</td></tr>`;
  });
  return `<h2 id="errors">Errors</h2>
<table><thead><tr><th>Code</th><th>Status</th><th>Whose turn</th><th>Meaning</th><th>What to do next</th></tr></thead><tbody>${rows.join('')}</tbody></table>`;
}

function anchor(entry: Entry): string {
  return escape(entry.operationId ?? `${entry.method}-${entry.path}`);
}

function operationHtml(entry: Entry): string {
  const parameters = entry.parameters
    .map(
      (one) =>
        `<tr><td><code>${escape(one.name)}</code></td><td>${escape(one.in)}${one.required ? ', required' : ''}</td><td><code>${shape(one.schema ?? {}, 0)}</code></td><td>${inline(one.description ?? one.schema?.description ?? '')}</td></tr>`,
    )
    .join('');
  const answers = Object.entries(entry.responses).map(
    ([status, answer]) =>
      `<h4>Answers ${escape(status)}</h4>${prose(answer.description === 'Default Response' ? undefined : answer.description)}${contentHtml(answer.content)}`,
  );
  return `<section id="${anchor(entry)}">
<h3><code><b>${entry.method}</b> ${escape(entry.path)}</code></h3>
<p><strong>${escape(entry.summary ?? '')}</strong></p>${prose(entry.description)}
${parameters === '' ? '' : `<table><thead><tr><th>Parameter</th><th>In</th><th>Type</th><th>Meaning</th></tr></thead><tbody>${parameters}</tbody></table>`}
${entry.requestBody === undefined ? '' : `<h4>Body</h4>${contentHtml(entry.requestBody.content)}`}
${answers.join('\n')}
</section>`;
}

function contentHtml(types: z.output<typeof content> | undefined): string {
  return Object.entries(types ?? {})
    .map(([type, { schema }]) => `<p class="type">${escape(type)}</p><pre>${shape(schema ?? {}, 0)}</pre>`)
    .join('');
}

/** A schema in the manner of TypeScript, which reads shorter than JSON Schema. */
function shape(schema: Schema, depth: number): string {
  if (schema.$ref !== undefined) {
    const name = escape(schema.$ref.split('/').at(-1) ?? '');
    return `<a href="#${name}">${name}</a>`;
  }
  if (schema.const !== undefined) return escape(JSON.stringify(schema.const));
  if (schema.enum !== undefined) return schema.enum.map((value) => escape(JSON.stringify(value))).join(' | ');
  const options = schema.anyOf ?? schema.oneOf;
  if (options !== undefined) return options.map((option) => shape(option, depth)).join(' | ');
  if (schema.allOf !== undefined) return schema.allOf.map((part) => shape(part, depth)).join(' &amp; ');
  if (schema.items !== undefined) return `${shape(schema.items, depth)}[]`;
  if (schema.properties !== undefined) return objectShape(schema, schema.properties, depth);
  if (typeof schema.additionalProperties === 'object')
    return `{ [name]: ${shape(schema.additionalProperties, depth)} }`;
  return (
    escape([schema.type ?? 'any'].flat().join(' | ')) +
    (schema.format === undefined ? '' : ` <i>(${escape(schema.format)})</i>`)
  );
}

function objectShape(schema: Schema, properties: Readonly<Record<string, Schema>>, depth: number): string {
  const pad = '  '.repeat(depth + 1);
  const lines = Object.entries(properties).map(([name, property]) => {
    const optional = schema.required?.includes(name) === true ? '' : '?';
    const fallback = property.default === undefined ? '' : ` = ${escape(JSON.stringify(property.default))}`;
    const remark = property.description === undefined ? '' : `  <i>// ${inline(property.description)}</i>`;
    return `${pad}${escape(name)}${optional}: ${shape(property, depth + 1)}${fallback}${remark}`;
  });
  return `{\n${lines.join('\n')}\n${'  '.repeat(depth)}}`;
}

function prose(text: string | undefined): string {
  if (text === undefined || text === '') return '';
  return text
    .split('\n\n')
    .map((paragraph) => `<p>${inline(paragraph)}</p>`)
    .join('\n');
}

function inline(text: string): string {
  return escape(text).replaceAll(/`([^`]+)`/g, '<code>$1</code>');
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

const style = `
:root{color-scheme:light dark;font:16px/1.5 system-ui,sans-serif}
body{margin:0;display:grid;grid-template-columns:minmax(14rem,18rem) minmax(0,1fr)}
nav{position:sticky;top:0;height:100vh;overflow:auto;padding:1rem;box-sizing:border-box;border-right:1px solid #8884;font-size:.9rem}
nav ul{list-style:none;padding:0;margin:0}nav h2{font-size:.8rem;margin:1rem 0 .25rem}
main{padding:1rem 2rem 4rem;max-width:60rem}section{border-top:1px solid #8884;margin-top:1.5rem}
h3{margin-bottom:.25rem}h4{margin:.75rem 0 .25rem}pre{overflow:auto;background:#8881;padding:.75rem;border-radius:.25rem;font-size:.85rem}
table{border-collapse:collapse;width:100%;font-size:.9rem}td,th{border:1px solid #8884;padding:.25rem .5rem;text-align:left;vertical-align:top}
.type{margin:.25rem 0;font-size:.8rem;opacity:.75}i{opacity:.75;font-style:normal}
@media(max-width:48rem){body{display:block}nav{position:static;height:auto;border:0}}
`;
/** Lets the page's own style through a policy that allows nothing else. */
const styleHash = createHash('sha256').update(style).digest('base64');
