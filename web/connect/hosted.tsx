/** The page behind a connect link: which system, its form, done. Shown alone, in a window or in a frame of somebody's own pages. */
import { useEffect, useState, type ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { AlertTriangle } from 'lucide-react';
import { Skeleton } from '../ui/skeleton.tsx';
import { ConnectForm } from './connect-form.tsx';
import { ConnectRefusal, type Connectable } from './connector.ts';
import { Press, pressLook, RadioCards } from './controls.tsx';
import { embedding, type Embedding } from './embedding.ts';
import { HostedGuide } from './hosted-guide.tsx';
import { endingOf, type Ending, type HostedSession, type OwnSession } from './hosted-session.ts';
import { Good, TroubleShown } from './outcomes.tsx';
import { applyTheme } from './theme.ts';
import type { Trouble } from './use-connecting.ts';

export interface HostedProps {
  readonly session: HostedSession;
  readonly origins: readonly string[];
}

export function Hosted({ session, origins }: HostedProps) {
  const t = useTranslations('connect.hosted');
  const [own, setOwn] = useState<OwnSession>();
  const [ending, setEnding] = useState<Ending>();
  const [trouble, setTrouble] = useState<Trouble>();
  const [host] = useState(() => embedding(origins));
  useEffect(() => {
    document.title = t('window');
    session.look().then(
      (told) => {
        applyTheme(told.theme);
        if (told.status === 'open') setOwn(told);
        else setEnding(told.status);
      },
      (error: unknown) => {
        const over = endingOf(error);
        if (over === undefined) setTrouble({ failure: error instanceof ConnectRefusal ? error.failure : undefined });
        else setEnding(over);
      },
    );
  }, [session, t]);
  useEffect(() => {
    if (ending !== undefined || trouble !== undefined) host.tell('failed');
  }, [host, ending, trouble]);
  return (
    <main className="mx-auto flex min-h-dvh w-full max-w-xl flex-col gap-5 px-4 py-6 sm:justify-center sm:px-6">
      {own === undefined && ending === undefined && trouble === undefined && <Skeleton lines={6} />}
      {ending !== undefined && (
        <Sheet>
          <h1 className="text-xl font-semibold">{t(`ended.${ending}`)}</h1>
          <p className="text-muted">{t('ended.text')}</p>
          <Leaving host={host} returnUrl={null} />
        </Sheet>
      )}
      {trouble !== undefined && (
        <Sheet>
          <h1 className="text-xl font-semibold">{t('window')}</h1>
          <TroubleShown trouble={trouble} />
        </Sheet>
      )}
      {own !== undefined && <Connecting session={session} own={own} host={host} />}
    </main>
  );
}

function Connecting({
  session,
  own,
  host,
}: {
  readonly session: HostedSession;
  readonly own: OwnSession;
  readonly host: Embedding;
}) {
  // A link for one, or one that was begun, goes on there.
  const [key, setKey] = useState(
    own.integration?.provider ?? (own.providers.length === 1 ? own.providers[0]?.key : undefined),
  );
  const [done, setDone] = useState<string>();
  const provider = own.providers.find((one) => one.key === key);
  const begun = own.integration?.provider === key ? own.integration : null;
  return (
    <>
      <Heading own={own} provider={provider} />
      <Sheet>
        {done !== undefined && provider !== undefined && <Done own={own} name={provider.name} host={host} />}
        {done === undefined && provider === undefined && <ProviderChoice own={own} onChoose={setKey} />}
        {done === undefined && provider !== undefined && (
          <ProviderForm
            key={provider.key}
            session={session}
            own={own}
            provider={provider.key}
            begun={begun}
            onDone={(integrationId) => {
              setDone(integrationId);
              host.tell('connected', integrationId);
            }}
          />
        )}
      </Sheet>
      {done === undefined && (
        <Foot own={own} host={host} chosen={provider !== undefined} onOther={() => setKey(undefined)} />
      )}
    </>
  );
}

function Sheet({ children }: { readonly children: ReactNode }) {
  return (
    <div className="flex flex-col gap-4 rounded-lg border border-line bg-surface p-5 shadow-raised sm:p-6">
      {children}
    </div>
  );
}

function Heading({
  own,
  provider,
}: {
  readonly own: OwnSession;
  readonly provider: OwnSession['providers'][number] | undefined;
}) {
  const t = useTranslations('connect.hosted');
  const connect = useTranslations('connect');
  const { tenant, end_user: person, theme } = own;
  const name = provider?.name ?? '';
  return (
    <header className="flex items-center gap-3.5">
      {theme.logo !== undefined && <img src={theme.logo} alt="" className="max-h-11 max-w-32 object-contain" />}
      {provider !== undefined && <ProviderMark provider={provider.key} />}
      <div className="min-w-0">
        <h1 className="text-xl font-semibold break-words">
          {provider === undefined ? t('which') : connect(own.reconnects ? 'again' : 'title', { name })}
        </h1>
        <p className="break-words text-muted">
          {provider === undefined
            ? t('which_text', { tenant })
            : t(own.reconnects ? 'intro_again' : 'intro', { tenant, name })}
          {person !== null && ` ${t('intro_for', { person })}`}
        </p>
      </div>
    </header>
  );
}

/** The same address as in the dashboard: pictures need no token. */
function ProviderMark({ provider, small = false }: { readonly provider: string; readonly small?: boolean }) {
  return (
    <span
      className={`inline-flex shrink-0 items-center justify-center rounded-md border border-line bg-white ${small ? 'size-8 p-1' : 'size-11 p-1.5'}`}
    >
      <img src={`/api/providers/${provider}/icon.svg`} alt="" className="size-full object-contain" />
    </span>
  );
}

function ProviderChoice({ own, onChoose }: { readonly own: OwnSession; readonly onChoose: (key: string) => void }) {
  const t = useTranslations('connect');
  const [chosen, setChosen] = useState(own.providers[0]?.key);
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        if (chosen !== undefined) onChoose(chosen);
      }}
    >
      <RadioCards
        name="provider"
        label={t('hosted.which')}
        labelHidden
        value={chosen}
        cards={own.providers.map(({ key, name, summary }) => ({
          value: key,
          title: name,
          text: summary,
          mark: <ProviderMark provider={key} small />,
        }))}
        onChange={setChosen}
      />
      <div>
        <Press kind="primary" type="submit">
          {t('hosted.go_on')}
        </Press>
      </div>
    </form>
  );
}

function ProviderForm({
  session,
  provider: key,
  begun,
  own,
  onDone,
}: {
  readonly session: HostedSession;
  readonly own: OwnSession;
  readonly provider: string;
  readonly begun: OwnSession['integration'];
  readonly onDone: (integrationId: string) => void;
}) {
  const t = useTranslations('connect.hosted');
  const [provider, setProvider] = useState<Connectable>();
  const [trouble, setTrouble] = useState<Trouble>();
  const [connector] = useState(() => session.connector(key));
  useEffect(() => {
    session
      .provider(key)
      .then(setProvider, (error: unknown) =>
        setTrouble({ failure: error instanceof ConnectRefusal ? error.failure : undefined }),
      );
  }, [session, key]);
  if (trouble !== undefined) return <TroubleShown trouble={trouble} />;
  if (provider === undefined) return <Skeleton lines={4} />;
  return (
    <>
      <ConnectForm
        provider={provider}
        connector={connector}
        kept={begun ?? undefined}
        accounts={begun?.account_choices ?? undefined}
        takesTokens={false}
        renderMissing={() => (
          <div role="status" className="flex gap-3 rounded-lg border border-warn/30 bg-warn-soft px-4 py-3">
            <AlertTriangle className="mt-0.5 size-4 shrink-0 text-warn" aria-hidden="true" />
            <div>
              <p className="font-medium text-warn">{t('not_ready', { name: provider.name })}</p>
              <p className="text-sm">{t('not_ready_text', { tenant: own.tenant })}</p>
            </div>
          </div>
        )}
        onDone={onDone}
      />
      <HostedGuide load={() => session.guide(key)} />
    </>
  );
}

function Done({ own, name, host }: { readonly own: OwnSession; readonly name: string; readonly host: Embedding }) {
  const t = useTranslations('connect');
  return (
    <>
      <Good title={t('done.title', { name })} text={t('hosted.done_text', { tenant: own.tenant })} />
      <Leaving host={host} returnUrl={own.return_url} done />
    </>
  );
}

/** The ways out: to where the caller wanted the person to go, or closing what shows this page. */
function Leaving({
  host,
  returnUrl,
  done = false,
}: {
  readonly host: Embedding;
  readonly returnUrl: string | null;
  readonly done?: boolean;
}) {
  const t = useTranslations('connect.hosted');
  return (
    <div className="flex flex-wrap gap-2">
      {returnUrl !== null && (
        // Out of the frame, if it stands in one.
        <a href={returnUrl} target="_top" className={pressLook('primary')}>
          {t('return')}
        </a>
      )}
      {host.shown && (
        <Press kind={done && returnUrl === null ? 'primary' : 'secondary'} onPress={() => host.tell('closed')}>
          {t('close')}
        </Press>
      )}
    </div>
  );
}

function Foot({
  own,
  host,
  chosen,
  onOther,
}: {
  readonly own: OwnSession;
  readonly host: Embedding;
  readonly chosen: boolean;
  readonly onOther: () => void;
}) {
  const t = useTranslations('connect.hosted');
  return (
    <footer className="flex flex-col gap-3">
      <div className="flex flex-wrap gap-2 empty:hidden">
        {chosen && own.providers.length > 1 && (
          <Press kind="quiet" onPress={onOther}>
            {t('other')}
          </Press>
        )}
        {host.shown && (
          <Press kind="quiet" onPress={() => host.tell('closed')}>
            {t('close')}
          </Press>
        )}
      </div>
      <p className="text-sm text-muted">{t('private', { tenant: own.tenant })}</p>
    </footer>
  );
}
