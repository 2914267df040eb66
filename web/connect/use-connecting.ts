/** What the connect form is doing: filled in, tried, waiting for a sign-in in another window, choosing an account, done. */
import { useEffect, useRef, useState } from 'react';
import {
  ConnectRefusal,
  type Account,
  type ConnectFailure,
  type Connector,
  type ConnectResult,
  type TestAnswer,
  type Typed,
} from './connector.ts';
import { attemptOf, openBlank, watchSignIn } from './sign-in-window.ts';

export type Step =
  | { readonly at: 'form' }
  /** `opened`: the window was; otherwise the browser has blocked it and a link is shown. */
  | { readonly at: 'waiting'; readonly url: string; readonly opened: boolean; readonly closed: boolean }
  | { readonly at: 'accounts'; readonly accounts: readonly Account[] }
  | { readonly at: 'done'; readonly integrationId: string };

/** `undefined` in it: the server could not be reached. */
export interface Trouble {
  readonly failure: ConnectFailure | undefined;
}

export interface Connecting {
  readonly step: Step;
  readonly busy: 'test' | 'connect' | undefined;
  readonly trouble: Trouble | undefined;
  readonly tested: TestAnswer | undefined;
  readonly test: (typed: Typed) => void;
  /** `popupText`: for a sign-in; call it in the press itself. */
  readonly connect: (typed: Typed, popupText?: string) => void;
  readonly choose: (accountId: string) => void;
  /** To the form, with what was typed. A sign-in that is under way is not waited for any more. */
  readonly back: () => void;
  /** Something was typed: what was said about it before is no longer true. */
  readonly changed: () => void;
}

export function useConnecting(
  connector: Connector,
  { accounts, onDone }: { readonly accounts?: readonly Account[]; readonly onDone: (integrationId: string) => void },
): Connecting {
  const [step, setStep] = useState<Step>(accounts === undefined ? { at: 'form' } : { at: 'accounts', accounts });
  const [busy, setBusy] = useState<Connecting['busy']>();
  const [trouble, setTrouble] = useState<Trouble>();
  const [tested, setTested] = useState<TestAnswer>();
  const typedLast = useRef<Typed>(undefined);
  const stopWatching = useRef<() => void>(undefined);
  useEffect(() => () => stopWatching.current?.(), []);

  const arrive = (result: Pick<ConnectResult, 'integration_id'>) => {
    stopWatching.current?.();
    setStep({ at: 'done', integrationId: result.integration_id });
    onDone(result.integration_id);
  };
  const refused = (error: unknown) => {
    stopWatching.current?.();
    setStep((now) => (now.at === 'waiting' ? { at: 'form' } : now));
    setTrouble({ failure: error instanceof ConnectRefusal ? error.failure : undefined });
  };
  /** One thing at a time; what was said before is gone. */
  const during = async (what: NonNullable<Connecting['busy']>, work: () => Promise<void>) => {
    setBusy(what);
    setTrouble(undefined);
    setTested(undefined);
    try {
      await work();
    } catch (error) {
      refused(error);
    } finally {
      setBusy(undefined);
    }
  };

  const look = async () => {
    const standing = await connector.look();
    if (standing.state === 'connected') arrive(standing);
    if (standing.state === 'failed') refused(new ConnectRefusal(standing.failure));
    if (standing.state !== 'choose') return;
    stopWatching.current?.();
    setStep({ at: 'accounts', accounts: standing.accounts });
  };

  const watch = (url: string, popup: Window | undefined) => {
    stopWatching.current?.();
    let over = false;
    let asking = false;
    const ask = async (last = false) => {
      if (over || asking) return;
      asking = true;
      // While the window is open a server that is away for a moment is no reason to give up.
      await look().catch((error: unknown) => {
        if (last || (error instanceof ConnectRefusal && error.failure !== undefined)) refused(error);
      });
      asking = false;
    };
    const stop = watchSignIn({
      attempt: attemptOf(url),
      popup,
      onAsk: () => void ask(),
      onClosed: () => setStep((now) => (now.at === 'waiting' ? { ...now, closed: true } : now)),
      onEnd: (end) => {
        if (end.outcome !== 'failed') void ask(true);
        else if (!over) refused(new ConnectRefusal(end));
      },
    });
    stopWatching.current = () => {
      over = true;
      stop();
      popup?.close();
    };
    setStep({ at: 'waiting', url, opened: popup !== undefined, closed: false });
  };

  const follow = (result: ConnectResult, popup: Window | undefined) => {
    if (result.outcome === 'sign_in' && result.authorize_url !== null) {
      if (popup !== undefined) popup.location.replace(result.authorize_url);
      watch(result.authorize_url, popup);
      return;
    }
    popup?.close();
    if (result.outcome === 'choose_account') setStep({ at: 'accounts', accounts: result.accounts ?? [] });
    else arrive(result);
  };

  return {
    step,
    busy,
    trouble,
    tested,
    test: (typed) => void during('test', async () => setTested(await connector.test(typed))),
    connect: (typed, popupText) => {
      typedLast.current = typed;
      stopWatching.current?.();
      // Here and not later: a browser opens windows only for a press.
      const popup = popupText === undefined ? undefined : openBlank(popupText);
      void during('connect', async () => {
        try {
          follow(await connector.connect(typed), popup);
        } catch (error) {
          popup?.close();
          throw error;
        }
      });
    },
    choose: (accountId) =>
      void during('connect', async () => {
        const typed = typedLast.current ?? { auth_method: '', credentials: {}, settings: {} };
        follow(await connector.choose(typed, accountId), undefined);
      }),
    back: () => {
      stopWatching.current?.();
      setTrouble(undefined);
      setStep({ at: 'form' });
    },
    changed: () => {
      setTested(undefined);
      setTrouble(undefined);
    },
  };
}
