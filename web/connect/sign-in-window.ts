/**
 * A sign-in at a vendor in a window of its own, and how we come to know its end. The callback's page (src/server/message-page.ts) tells its
 * opener; where the vendor's page has cut the tie between the windows it tells every window of ours in this browser; where even that is not
 * heard (the form stands in a frame of another site) the server is asked every two seconds. Whichever comes first ends it.
 */

/** Needs no import of the server's: the shape is checked here, because anybody may post a message. */
export interface SignInEnd {
  readonly outcome: 'connected' | 'choose_account' | 'failed';
  readonly message: string;
  readonly fault: 'you' | 'provider' | 'us';
  readonly next: string;
}

export interface Watching {
  /** Names the sign-in; messages of others are not for us. */
  readonly attempt: string;
  readonly popup: Window | undefined;
  /** The callback's page has told how it ended. */
  readonly onEnd: (end: SignInEnd) => void;
  /** Every two seconds: ask the server. */
  readonly onAsk: () => void;
  /** The window is gone, or cannot be seen any more; it may still come to a good end. */
  readonly onClosed: () => void;
}

const askMs = 2_000;
const lookMs = 500;
const features = 'popup=yes,width=620,height=780';
const channelName = 'plugboard.sign_in';

/** Must be called in the press itself: later the browser blocks it. Undefined: it did. `text`: what it says until it goes on. */
export function openBlank(text: string): Window | undefined {
  const popup = window.open('', '_blank', features);
  if (popup === null || popup.closed) return undefined;
  popup.document.title = text;
  popup.document.body.textContent = text;
  return popup;
}

/** The name of a sign-in, from the address it begins at: of the vendor (`state`) or of our start page (`token`). */
export function attemptOf(authorizeUrl: string): string {
  const query = new URL(authorizeUrl).searchParams;
  return (query.get('state') ?? query.get('token') ?? '').split('.')[1] ?? '';
}

/** What a message says, if it is the end of this sign-in. */
export function endIn(data: unknown, attempt: string): SignInEnd | undefined {
  if (typeof data !== 'object' || data === null) return undefined;
  const told: Readonly<Record<string, unknown>> = { ...data };
  if (told['type'] !== 'plugboard.sign_in' || told['attempt'] !== attempt || attempt === '') return undefined;
  const { outcome, message, fault, next } = told;
  if (outcome !== 'connected' && outcome !== 'choose_account' && outcome !== 'failed') return undefined;
  return {
    outcome,
    message: typeof message === 'string' ? message : '',
    fault: fault === 'provider' || fault === 'us' ? fault : 'you',
    next: typeof next === 'string' ? next : '',
  };
}

/** Answers how to stop. */
export function watchSignIn({ attempt, popup, onEnd, onAsk, onClosed }: Watching): () => void {
  const heard = { type: 'plugboard.sign_in.heard', attempt };
  const channel = new BroadcastChannel(channelName);
  const onMessage = (event: MessageEvent<unknown>) => {
    if (event.origin !== location.origin) return;
    const end = endIn(event.data, attempt);
    if (end === undefined) return;
    // It closes when it knows that somebody else will tell the person.
    event.source?.postMessage(heard, { targetOrigin: location.origin });
    // A channel has no other origin than ours.
    // oxlint-disable-next-line unicorn/require-post-message-target-origin
    channel.postMessage(heard);
    onEnd(end);
  };
  channel.addEventListener('message', onMessage);
  addEventListener('message', onMessage);
  const asking = setInterval(onAsk, askMs);
  let gone = popup === undefined;
  const looking = setInterval(() => {
    if (gone || popup?.closed !== true) return;
    gone = true;
    onAsk();
    onClosed();
  }, lookMs);
  return () => {
    removeEventListener('message', onMessage);
    clearInterval(asking);
    clearInterval(looking);
    channel.close();
  };
}
