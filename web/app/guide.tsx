/**
 * A provider's setup guide: its Markdown (guide-parse.ts) as elements of the page, so that nothing in it can be anything else than text.
 * The guide's own title is left out: where it is shown has one.
 */
import { Fragment } from 'react';
import { api } from './api.ts';
import { Problem } from './fallbacks.tsx';
import { parseGuide, type Block, type Cell, type Inline } from './guide-parse.ts';
import { Skeleton } from '../ui/skeleton.tsx';

/** `headings`: level of the guide's chapters on the page it is part of. */
export function ProviderGuide({
  provider,
  headings = 3,
}: {
  readonly provider: string;
  readonly headings?: 2 | 3 | 4;
}) {
  const guide = api.useQuery(
    'get',
    '/api/providers/{provider}/guide.md',
    { params: { path: { provider } }, parseAs: 'text' },
    { staleTime: Infinity },
  );
  if (guide.isPending) return <Skeleton lines={8} />;
  if (guide.isError) return <Problem error={guide.error} onRetry={() => void guide.refetch()} />;
  return <Guide text={guide.data} headings={headings} />;
}

export function Guide({ text, headings = 3 }: { readonly text: string; readonly headings?: 2 | 3 | 4 }) {
  const blocks = parseGuide(text).filter((block) => block.kind !== 'heading' || block.level > 1);
  return (
    <div className="flex max-w-3xl flex-col gap-3">
      <Blocks blocks={blocks} headings={headings} />
    </div>
  );
}

interface Shown {
  readonly headings: number;
}

function Blocks({ blocks, headings }: Shown & { readonly blocks: readonly Block[] }) {
  return blocks.map((block, index) => <OneBlock key={index} block={block} headings={headings} />);
}

function OneBlock({ block, headings }: Shown & { readonly block: Block }) {
  switch (block.kind) {
    case 'heading':
      return <Heading level={headings + block.level - 2} parts={block.parts} />;
    case 'paragraph':
      return (
        <p>
          <Parts parts={block.parts} />
        </p>
      );
    case 'code':
      return (
        <pre className="overflow-x-auto rounded-md border border-line bg-sunken p-3 font-mono text-sm" tabIndex={0}>
          {block.text}
        </pre>
      );
    case 'list':
      return <List block={block} headings={headings} />;
    case 'table':
      return <Table head={block.head} rows={block.rows} />;
  }
}

function Heading({ level, parts }: { readonly level: number; readonly parts: readonly Inline[] }) {
  const inside = <Parts parts={parts} />;
  if (level <= 2) return <h2 className="mt-2 text-lg font-semibold">{inside}</h2>;
  if (level === 3) return <h3 className="mt-2 font-semibold">{inside}</h3>;
  if (level === 4) return <h4 className="mt-1 font-semibold">{inside}</h4>;
  return <h5 className="font-semibold">{inside}</h5>;
}

function List({ block, headings }: Shown & { readonly block: Extract<Block, { kind: 'list' }> }) {
  const items = block.items.map((item, index) => (
    <li key={index}>
      <Blocks blocks={item} headings={headings} />
    </li>
  ));
  return block.ordered ? (
    <ol className="flex list-decimal flex-col gap-1.5 ps-6">{items}</ol>
  ) : (
    <ul className="flex list-disc flex-col gap-1.5 ps-6">{items}</ul>
  );
}

function Table({ head, rows }: { readonly head: readonly Cell[]; readonly rows: readonly (readonly Cell[])[] }) {
  return (
    <div className="overflow-x-auto rounded-md border border-line" tabIndex={0}>
      <table className="w-full text-sm">
        <thead>
          <tr className="border-b border-line bg-sunken">
            {head.map((cell, index) => (
              <th key={index} scope="col" className="px-3 py-1.5 text-start font-medium">
                <Parts parts={cell} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((cells, row) => (
            <tr key={row} className="border-b border-line last:border-b-0">
              {cells.map((cell, index) => (
                <td key={index} className="px-3 py-1.5 align-top">
                  <Parts parts={cell} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Parts({ parts }: { readonly parts: readonly Inline[] }) {
  return parts.map((part, index) => <Fragment key={index}>{onePart(part)}</Fragment>);
}

function onePart(part: Inline) {
  switch (part.kind) {
    case 'text':
      return part.text;
    case 'code':
      return <code className="rounded-sm bg-sunken px-1 font-mono text-sm wrap-anywhere">{part.text}</code>;
    case 'strong':
      return (
        <strong className="font-semibold">
          <Parts parts={part.parts} />
        </strong>
      );
    case 'emphasis':
      return (
        <em>
          <Parts parts={part.parts} />
        </em>
      );
    case 'link':
      return (
        <a
          href={part.href}
          target="_blank"
          rel="noopener noreferrer"
          className="text-accent underline underline-offset-2 hover:text-accent-strong"
        >
          <Parts parts={part.parts} />
        </a>
      );
  }
}
