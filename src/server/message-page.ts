/**
 * The page at the end of a sign-in at a vendor: a few sentences for the person whose browser the vendor sent back. Where a window of ours
 * opened this one, the page tells it how it ended, and closes when that window has heard it; opened in any other way it stays and can be
 * read. Nothing is loaded from anywhere, and the policy names its one script and its one style by their digests.
 */
import { createHash } from 'node:crypto';

/** What the window that began the sign-in is told. The form in web/connect/sign-in-window.ts reads it. */
export interface SignInEnd {
  readonly type: 'plugboard.sign_in';
  /** Names the sign-in: the public part of its state. */
  readonly attempt: string;
  readonly outcome: 'connected' | 'choose_account' | 'failed';
  readonly message: string;
  /** Of a failure: who has to act, and what to do. */
  readonly fault?: 'you' | 'provider' | 'us';
  readonly next?: string;
}

export interface MessagePage {
  readonly title: string;
  readonly lines: readonly string[];
  readonly tone: 'good' | 'bad';
  /** Undefined: there is nobody to tell. */
  readonly end?: SignInEnd | undefined;
}

const style = `:root{color-scheme:light dark;--good:light-dark(#17693a,#6fcf8f);--bad:light-dark(#b3261e,#ff938a)}
body{font:16px/1.5 system-ui,sans-serif;max-width:32rem;margin:18vh auto;padding:0 1.25rem;background:light-dark(#f7f8f7,#101413);color:light-dark(#15191a,#ecf0ee)}
h1{font-size:1.4rem;line-height:1.25;margin:0 0 .75rem;border-inline-start:4px solid;padding-inline-start:.75rem}
.good h1{border-color:var(--good)}.bad h1{border-color:var(--bad)}p{margin:.5rem 0;overflow-wrap:anywhere}`;

/**
 * Tells the opener, or (where the vendor's page has cut the tie between the windows) whoever listens in this browser. Only windows of our own
 * origin can hear either. Closes when it was heard.
 */
const script = `const told=JSON.parse(document.querySelector('meta[name="plugboard:sign-in"]').content);
const channel=new BroadcastChannel('plugboard.sign_in');
const heard=(data)=>{if(data&&data.type==='plugboard.sign_in.heard'&&data.attempt===told.attempt)close()};
channel.onmessage=(event)=>heard(event.data);
addEventListener('message',(event)=>{if(event.origin===location.origin)heard(event.data)});
channel.postMessage(told);
if(opener)opener.postMessage(told,location.origin);`;

const digest = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/** Allows the page's own style and script, and nothing else. */
export const messagePagePolicy = [
  "default-src 'none'",
  `style-src ${digest(style)}`,
  `script-src ${digest(script)}`,
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Texts may be a vendor's own words: they are escaped. */
export function messagePage({ title, lines, tone, end }: MessagePage): string {
  const paragraphs = lines.map((line) => `<p>${escaped(line)}</p>`).join('');
  const told = end === undefined ? '' : `<meta name="plugboard:sign-in" content="${escaped(JSON.stringify(end))}">`;
  const head = `<meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>${escaped(title)}</title>${told}<style>${style}</style>`;
  const main = `<main class="${tone}"><h1>${escaped(title)}</h1><div role="status">${paragraphs}</div></main>`;
  const tell = end === undefined ? '' : `<script type="module">${script}</script>`;
  return `<!doctype html><html lang="en"><head>${head}</head><body>${main}${tell}</body></html>`;
}

function escaped(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
