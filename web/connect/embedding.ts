/**
 * Tells the page that shows this one (in a frame, or as a window it opened) how it ended: `{type: 'plugboard.connect', status, ...}`, to the
 * origins the session names and to nobody else. client/connect.ts listens.
 */
export type ConnectStatus = 'connected' | 'closed' | 'failed';

export interface Embedding {
  /** Somebody else shows this page, so that it can be closed from here. */
  readonly shown: boolean;
  tell(status: ConnectStatus, integrationId?: string): void;
}

/** The server has written the origins into the page: they are known also when the link has expired. */
export function embedding(origins: readonly string[]): Embedding {
  const host: Window | null = window.parent === window ? window.opener : window.parent;
  return {
    shown: host !== null && origins.length > 0,
    tell: (status, integrationId) => {
      const message = {
        type: 'plugboard.connect',
        status,
        ...(integrationId === undefined ? {} : { integration_id: integrationId }),
      };
      // The browser delivers it only where the origin is that of the host.
      for (const origin of origins) host?.postMessage(message, origin);
    },
  };
}

export function originsInPage(): readonly string[] {
  const content = document.querySelector<HTMLMetaElement>('meta[name="plugboard:origins"]')?.content ?? '';
  return content.split(' ').filter((origin) => origin !== '');
}
