/** A page of a few sentences for the person whose browser a vendor sent back. No script, nothing loaded from anywhere. */
import { createHash } from 'node:crypto';

const style =
  'body{font:16px/1.5 system-ui,sans-serif;max-width:32rem;margin:20vh auto;padding:0 1rem;color:#1c1c1c}h1{font-size:1.4rem}';
/** For the Content-Security-Policy, which allows this style and nothing else. */
const styleHash = createHash('sha256').update(style).digest('base64');

/** Texts may be a vendor's own words: they are escaped. */
export function messagePage(
  title: string,
  lines: readonly string[],
): { readonly html: string; readonly styleHash: string } {
  const paragraphs = lines.map((line) => `<p>${escaped(line)}</p>`).join('');
  const head = `<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escaped(title)}</title><style>${style}</style>`;
  return {
    html: `<!doctype html><html lang="en"><head>${head}</head><body><h1>${escaped(title)}</h1>${paragraphs}</body></html>`,
    styleHash,
  };
}

function escaped(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
