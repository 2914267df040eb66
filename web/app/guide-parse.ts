/**
 * The part of Markdown that providers' guides are written in, read into plain values: headings, paragraphs, lists (nested), tables, code,
 * emphasis, links. Anything else stays the text it is; HTML is text. Total: whatever a guide says, something readable comes of it.
 */

export type Inline =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'strong' | 'emphasis'; readonly parts: readonly Inline[] }
  | { readonly kind: 'link'; readonly href: string; readonly parts: readonly Inline[] };

export type Block =
  | { readonly kind: 'heading'; readonly level: number; readonly parts: readonly Inline[] }
  | { readonly kind: 'paragraph'; readonly parts: readonly Inline[] }
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'list'; readonly ordered: boolean; readonly items: readonly (readonly Block[])[] }
  | { readonly kind: 'table'; readonly head: readonly Cell[]; readonly rows: readonly (readonly Cell[])[] };
export type Cell = readonly Inline[];

const fence = /^ {0,3}```/;
const indented = /^ {4}/;
const headingLine = /^(#{1,6}) +(.+?) *#*$/;
const item = /^( {0,3})(?:[-*+]|(\d{1,9})[.)]) +(.*)$/;
const tableRule = /^ *\|?(?: *:?-{2,}:? *\|)+(?: *:?-{2,}:? *)?$/;

export function parseGuide(text: string): readonly Block[] {
  return blocksOf(text.replaceAll('\r\n', '\n').split('\n'));
}

function blocksOf(lines: readonly string[]): Block[] {
  const blocks: Block[] = [];
  let at = 0;
  while (at < lines.length) {
    const line = lines[at] ?? '';
    if (line.trim() === '') at += 1;
    else {
      const [block, next] = blockAt(lines, at);
      blocks.push(block);
      at = next;
    }
  }
  return blocks;
}

function blockAt(lines: readonly string[], at: number): [Block, number] {
  const line = lines[at] ?? '';
  if (fence.test(line)) return codeAt(lines, at);
  if (indented.test(line)) return indentedAt(lines, at);
  const heading = headingLine.exec(line);
  if (heading !== null)
    return [{ kind: 'heading', level: heading[1]?.length ?? 1, parts: parseInline(heading[2] ?? '') }, at + 1];
  if (item.test(line)) return listAt(lines, at);
  if (line.includes('|') && tableRule.test(lines[at + 1] ?? '')) return tableAt(lines, at);
  return paragraphAt(lines, at);
}

function codeAt(lines: readonly string[], at: number): [Block, number] {
  let end = at + 1;
  while (end < lines.length && !fence.test(lines[end] ?? '')) end += 1;
  return [{ kind: 'code', text: lines.slice(at + 1, end).join('\n') }, end + 1];
}

function indentedAt(lines: readonly string[], at: number): [Block, number] {
  let end = at + 1;
  while (end < lines.length && indented.test(lines[end] ?? '')) end += 1;
  return [
    {
      kind: 'code',
      text: lines
        .slice(at, end)
        .map((line) => line.slice(4))
        .join('\n'),
    },
    end,
  ];
}

/** An item goes on with what is indented like its text, and with lines that only were broken. */
function listAt(lines: readonly string[], at: number): [Block, number] {
  const first = item.exec(lines[at] ?? '');
  const ordered = first?.[2] !== undefined;
  const items: Block[][] = [];
  let next = at;
  while (next < lines.length) {
    const found = item.exec(lines[next] ?? '');
    if (found === null || (found[2] !== undefined) !== ordered) break;
    const [, indent = '', , text = ''] = found;
    const inner = (lines[next]?.length ?? 0) - text.length;
    const own = [text];
    next += 1;
    while (next < lines.length) {
      const line = lines[next] ?? '';
      const blank = line.trim() === '';
      const deeper = line.startsWith(' '.repeat(Math.min(inner, indent.length + 2)));
      if (blank ? !(lines[next + 1] ?? '').startsWith(' '.repeat(inner)) : !deeper && startsBlock(line)) break;
      own.push(deeper ? line.slice(Math.min(inner, line.length - line.trimStart().length)) : line);
      next += 1;
    }
    items.push(blocksOf(own));
    if ((lines[next] ?? '').trim() === '' && item.test(lines[next + 1] ?? '')) next += 1;
  }
  return [{ kind: 'list', ordered, items }, next];
}

function tableAt(lines: readonly string[], at: number): [Block, number] {
  let end = at + 2;
  while (end < lines.length && (lines[end] ?? '').includes('|')) end += 1;
  return [{ kind: 'table', head: cellsOf(lines[at] ?? ''), rows: lines.slice(at + 2, end).map(cellsOf) }, end];
}

function cellsOf(line: string): readonly Cell[] {
  const inside = line
    .trim()
    .replace(/^\|/, '')
    .replace(/(?<!\\)\|$/, '');
  return inside.split(/(?<!\\)\|/).map((cell) => parseInline(cell.trim().replaceAll('\\|', '|')));
}

function paragraphAt(lines: readonly string[], at: number): [Block, number] {
  let end = at + 1;
  while (end < lines.length && (lines[end] ?? '').trim() !== '' && !startsBlock(lines[end] ?? '')) end += 1;
  const text = lines
    .slice(at, end)
    .map((line) => line.trim())
    .join(' ');
  return [{ kind: 'paragraph', parts: parseInline(text) }, end];
}

function startsBlock(line: string): boolean {
  return fence.test(line) || headingLine.test(line) || item.test(line);
}

const inline =
  /`([^`]+)`|\*\*(\S(?:.*?\S)?)\*\*|(?<![\w*])[*_](\S(?:[^*_]*?\S)?)[*_](?!\w)|\[((?:[^\][]|\[[^\]]*\])+)\]\(([^()\s]+)\)|<(https?:\/\/[^\s<>]+)>/g;

export function parseInline(text: string): readonly Inline[] {
  const parts: Inline[] = [];
  let at = 0;
  for (const found of text.matchAll(inline)) {
    if (found.index > at) parts.push({ kind: 'text', text: text.slice(at, found.index) });
    parts.push(partOf(found));
    at = found.index + found[0].length;
  }
  if (at < text.length) parts.push({ kind: 'text', text: text.slice(at) });
  return parts;
}

function partOf([whole, code, strong, emphasis, label, target, plain]: RegExpExecArray): Inline {
  if (code !== undefined) return { kind: 'code', text: code };
  if (strong !== undefined) return { kind: 'strong', parts: parseInline(strong) };
  if (emphasis !== undefined) return { kind: 'emphasis', parts: parseInline(emphasis) };
  const href = plain ?? target ?? '';
  // A link elsewhere in our own files leads nowhere here; one that runs a script is no link.
  if (!/^https?:\/\//i.test(href)) return { kind: 'text', text: label ?? whole };
  return { kind: 'link', href, parts: label === undefined ? [{ kind: 'text', text: href }] : parseInline(label) };
}
