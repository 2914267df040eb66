/** Connecting from a React page: a hook that opens the connect page, and a button that does everything. React is the page's own (18 or later). */
import { createElement, useCallback, useEffect, useRef, useState, type ReactElement, type ReactNode } from 'react';
import { connect, type ConnectOptions, type OpenConnect } from './connect.ts';

export type UseConnectOptions = Omit<ConnectOptions, 'url'>;

export interface Connect {
  /** Shows the page of a connect session; its url comes from your server. A page that is open already is closed. */
  readonly open: (url: string) => void;
  readonly close: () => void;
  /** A connect page is shown. */
  readonly isOpen: boolean;
}

/** The page is closed when the component goes. Callbacks may change between renders. */
export function useConnect(options: UseConnectOptions = {}): Connect {
  const latest = useRef(options);
  useEffect(() => {
    latest.current = options;
  });
  const shown = useRef<OpenConnect>(undefined);
  const [isOpen, setOpen] = useState(false);
  const close = useCallback(() => shown.current?.close(), []);
  const open = useCallback((url: string) => {
    shown.current?.close();
    const { mode, title } = latest.current;
    setOpen(true);
    shown.current = connect({
      url,
      ...(mode === undefined ? {} : { mode }),
      ...(title === undefined ? {} : { title }),
      onConnected: (connected) => latest.current.onConnected?.(connected),
      onFailed: (failure) => {
        if (failure.reason === 'blocked') setOpen(false);
        latest.current.onFailed?.(failure);
      },
      onClosed: () => {
        shown.current = undefined;
        setOpen(false);
        latest.current.onClosed?.();
      },
    });
  }, []);
  useEffect(() => () => shown.current?.close(), []);
  return { open, close, isOpen };
}

export interface ConnectButtonProps extends UseConnectOptions {
  /** Asks your server for the `url` of a new connect session. */
  readonly session: () => Promise<string>;
  readonly children: ReactNode;
  readonly className?: string;
  /** The url could not be had. */
  readonly onError?: (error: unknown) => void;
}

/** A button that asks for a session and shows its page. Always over the page: a window would come too late after the press. */
export function ConnectButton(props: ConnectButtonProps): ReactElement {
  const { session, children, className, onError, mode: _mode, ...options } = props;
  const { open, isOpen } = useConnect(options);
  const [asking, setAsking] = useState(false);
  const press = () => {
    setAsking(true);
    session()
      .then(open, (error: unknown) => onError?.(error))
      .finally(() => setAsking(false));
  };
  return createElement(
    'button',
    {
      type: 'button',
      disabled: asking || isOpen,
      'aria-busy': asking || undefined,
      onClick: press,
      ...(className === undefined ? {} : { className }),
    },
    children,
  );
}
