/**
 * Shows the page of a connect session (its `url`, from POST /api/tenants/{tenant}/connect-sessions) over one's own page or in a window, and
 * tells how it ended. Runs in a browser; no dependencies. Plugboard serves the same as a script at /connect.js, where it is `Plugboard.connect`.
 */

export interface ConnectOptions {
  /** `url` of the connect session. Its `allowed_origins` must hold the origin of the page that calls this. */
  readonly url: string;
  /** `modal` (default): over the page. `popup`: a window; call `connect` in the press of a button then, or the browser blocks it. */
  readonly mode?: 'modal' | 'popup';
  /** What screen readers call it. Default: Connect. */
  readonly title?: string;
  /** Connected; the page still shows it, and `onClosed` comes when the person closes it. */
  readonly onConnected?: (connected: { readonly integrationId: string }) => void;
  /** Closed: before or after it was connected. */
  readonly onClosed?: () => void;
  /** The link cannot be used (any more), or the window was blocked. */
  readonly onFailed?: (failure: { readonly reason: 'unusable' | 'blocked' }) => void;
}

export interface OpenConnect {
  /** Closes it; `onClosed` is called. */
  readonly close: () => void;
}

export type ConnectMessage =
  | { readonly status: 'connected'; readonly integrationId: string }
  | { readonly status: 'closed' }
  | { readonly status: 'failed' };

/** What a message says, if it comes from the page that was opened: its window, and its origin. Anybody may post a message. */
export function messageIn(
  event: Pick<MessageEvent<unknown>, 'origin' | 'source' | 'data'>,
  expected: { readonly origin: string; readonly source: MessageEventSource | null },
): ConnectMessage | undefined {
  if (event.origin !== expected.origin || event.source === null || event.source !== expected.source) return undefined;
  const { data } = event;
  if (typeof data !== 'object' || data === null || !('type' in data) || data.type !== 'plugboard.connect')
    return undefined;
  const status = 'status' in data ? data.status : undefined;
  if (status === 'closed' || status === 'failed') return { status };
  const integrationId = 'integration_id' in data ? data.integration_id : undefined;
  return status === 'connected' && typeof integrationId === 'string' ? { status, integrationId } : undefined;
}

const lookMs = 500;

/** Shows the page. Throws TypeError for something that is no URL. */
export function connect(options: ConnectOptions): OpenConnect {
  const { origin } = new URL(options.url);
  if (!/^https?:/.test(origin)) throw new TypeError('url: expected the url of a connect session');
  const shown = options.mode === 'popup' ? openPopup(options) : openModal(options);
  if (shown === undefined) {
    options.onFailed?.({ reason: 'blocked' });
    return { close: () => undefined };
  }
  let over = false;
  const close = () => {
    if (over) return;
    over = true;
    removeEventListener('message', onMessage);
    shown.remove();
    options.onClosed?.();
  };
  const onMessage = (event: MessageEvent<unknown>) => {
    const message = messageIn(event, { origin, source: shown.page() });
    if (message?.status === 'connected') options.onConnected?.({ integrationId: message.integrationId });
    // The page says why, and the person closes it.
    if (message?.status === 'failed') options.onFailed?.({ reason: 'unusable' });
    if (message?.status === 'closed') close();
  };
  addEventListener('message', onMessage);
  shown.whenClosed(close);
  return { close };
}

/** A page that is shown somewhere. */
interface Shown {
  page(): MessageEventSource | null;
  remove(): void;
  /** Somebody closed it without the page saying so. */
  whenClosed(then: () => void): void;
}

/** The browser's own dialog: it holds the focus, closes with Escape and gives the focus back. Styles are set as properties, for strict policies. */
function openModal({ url, title = 'Connect' }: ConnectOptions): Shown {
  const dialog = document.createElement('dialog');
  dialog.setAttribute('aria-label', title);
  Object.assign(dialog.style, {
    width: 'min(40rem, 100vw)',
    height: 'min(48rem, 100dvh)',
    maxWidth: '100vw',
    maxHeight: '100dvh',
    padding: '0',
    border: '0',
    borderRadius: '12px',
    overflow: 'hidden',
    boxShadow: '0 16px 48px rgb(0 0 0 / 0.35)',
  });
  const frame = document.createElement('iframe');
  frame.src = url;
  frame.title = title;
  frame.allow = 'clipboard-write';
  frame.referrerPolicy = 'no-referrer';
  Object.assign(frame.style, { display: 'block', width: '100%', height: '100%', border: '0' });
  dialog.append(frame);
  document.body.append(dialog);
  dialog.showModal();
  return {
    page: () => frame.contentWindow,
    remove: () => {
      dialog.close();
      dialog.remove();
    },
    whenClosed: (then) => {
      dialog.addEventListener('close', then);
      // Beside the page, as one expects; and the way out when the focus is in a page that did not come.
      dialog.addEventListener('click', (event) => {
        if (event.target === dialog) then();
      });
    },
  };
}

function openPopup({ url }: ConnectOptions): Shown | undefined {
  const popup = open(url, '_blank', 'popup=yes,width=640,height=800');
  if (popup === null) return undefined;
  let looking: ReturnType<typeof setInterval> | undefined;
  return {
    page: () => popup,
    remove: () => {
      clearInterval(looking);
      popup.close();
    },
    whenClosed: (then) => {
      looking = setInterval(() => popup.closed && then(), lookMs);
    },
  };
}
