/** Guides as they are written, and as nobody should write them. */
import { readdirSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseGuide, parseInline, type Block, type Inline } from './guide-parse.ts';

const plain = (parts: readonly Inline[]): string =>
  parts.map((part) => ('text' in part ? part.text : plain(part.parts))).join('');
const textOf = (block: Block): string => {
  switch (block.kind) {
    case 'code':
      return block.text;
    case 'list':
      return block.items.flat().map(textOf).join(' ');
    case 'table':
      return [block.head, ...block.rows].flat().map(plain).join(' ');
    default:
      return plain(block.parts);
  }
};

test('paragraphs are one line again, headings have their level, code stays as it is', () => {
  expect(parseGuide('# One\n\nA line\nand its end.\n\n```sh\n# no *heading*\n```\n## Two ##')).toEqual([
    { kind: 'heading', level: 1, parts: [{ kind: 'text', text: 'One' }] },
    { kind: 'paragraph', parts: [{ kind: 'text', text: 'A line and its end.' }] },
    { kind: 'code', text: '# no *heading*' },
    { kind: 'heading', level: 2, parts: [{ kind: 'text', text: 'Two' }] },
  ]);
});

test('items of a list go on over broken lines, hold lists of their own, and end where the text goes on', () => {
  const [list, after] = parseGuide('1. First\n   goes on.\n2. Second\n   - inner\n   - other\n\nAfter.');
  expect(list).toMatchObject({ kind: 'list', ordered: true });
  expect(list === undefined ? '' : textOf(list)).toBe('First goes on. Second inner other');
  expect(list?.kind === 'list' && list.items[1]?.[1]).toMatchObject({ kind: 'list', ordered: false });
  expect(after).toMatchObject({ kind: 'paragraph' });
});

test('tables have cells, with pipes in them where they are escaped', () => {
  expect(parseGuide('| a | b |\n|---|---|\n| `x\\|y` | **z** |')).toEqual([
    {
      kind: 'table',
      head: [[{ kind: 'text', text: 'a' }], [{ kind: 'text', text: 'b' }]],
      rows: [[[{ kind: 'code', text: 'x|y' }], [{ kind: 'strong', parts: [{ kind: 'text', text: 'z' }] }]]],
    },
  ]);
});

describe('within a line', () => {
  test('emphasis, code and links are told apart; names with underscores are names', () => {
    expect(parseInline('Open **My Apps > New** at [here](https://a.example/x), set client_id_of and `a*b*c`.')).toEqual(
      [
        { kind: 'text', text: 'Open ' },
        { kind: 'strong', parts: [{ kind: 'text', text: 'My Apps > New' }] },
        { kind: 'text', text: ' at ' },
        { kind: 'link', href: 'https://a.example/x', parts: [{ kind: 'text', text: 'here' }] },
        { kind: 'text', text: ', set client_id_of and ' },
        { kind: 'code', text: 'a*b*c' },
        { kind: 'text', text: '.' },
      ],
    );
  });

  test('what is no address of the web is no link, and HTML is text', () => {
    expect(parseInline('[x](javascript:alert(1)) <script>y</script> [z](../other.md)')).not.toContainEqual(
      expect.objectContaining({ kind: 'link' }),
    );
    expect(plain(parseInline('<b>bold</b>'))).toBe('<b>bold</b>');
  });
});

test('every guide there is comes out whole: no mark of the markup is left over', () => {
  for (const provider of readdirSync('providers', { withFileTypes: true })) {
    if (!provider.isDirectory() || provider.name.startsWith('_')) continue;
    const blocks = parseGuide(readFileSync(`providers/${provider.name}/guide.md`, 'utf8'));
    expect(blocks[0]).toMatchObject({ kind: 'heading', level: 1 });
    const texts = blocks.filter((block) => block.kind !== 'code').map(textOf);
    expect(texts.filter((text) => /^(#|\d+\. |- )|\*\*|\]\(/m.test(text))).toEqual([]);
  }
});

test('whatever is written, something comes of it, and no word is lost', () => {
  expect.hasAssertions();
  fc.assert(
    fc.property(
      fc.array(
        fc.constantFrom(
          '- ',
          '1. ',
          '  ',
          '   ',
          '\n',
          '\n\n',
          '|',
          '---',
          '`',
          '**',
          '_',
          '[a](b)',
          '# ',
          '```',
          'word ',
        ),
      ),
      (parts) => {
        const words = parts.filter((part) => part === 'word ').length;
        const found = parseGuide(parts.join('')).map(textOf).join(' ').match(/word/g)?.length ?? 0;
        // The line that opens code may name its language.
        expect(parts.includes('```') ? found <= words : found === words).toBe(true);
      },
    ),
  );
});
