/**
 * The form that connects a provider, drawn from what the provider says of itself: its ways in, their fields, its settings. The dashboard and
 * the hosted page show the same one; what is around it, and how it reaches the server, is theirs.
 */
import { useRef, useState, type FormEvent, type ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { AccountChoice } from './account-choice.tsx';
import type { Account, Connectable, Connector, Kept, Typed, WayIn } from './connector.ts';
import { Press, RadioCards } from './controls.tsx';
import { filled, troubleWith } from './field-values.ts';
import { FieldGroup, SettingFields } from './field-group.tsx';
import { TestOutcome, TroubleShown } from './outcomes.tsx';
import { useConnecting, type Connecting } from './use-connecting.ts';
import { Waiting } from './waiting.tsx';

export interface ConnectFormProps {
  readonly provider: Connectable;
  readonly connector: Connector;
  /** What is stored, of an integration that is connected again. */
  readonly kept?: Kept | undefined;
  /** An earlier sign-in waits for one of these to be chosen. */
  readonly accounts?: readonly Account[] | undefined;
  /** Whether a pair of tokens may be moved in instead of signing in. */
  readonly takesTokens: boolean;
  /** In place of the buttons, for a way in that nobody has set up. `lacking`: variables that would. */
  readonly renderMissing: (lacking: readonly string[]) => ReactNode;
  /** Between the fields and the buttons: name, schedule. */
  readonly more?: ReactNode;
  /** Something of `more` is wrong: nothing is sent. */
  readonly moreWrong?: boolean;
  readonly onDone: (integrationId: string) => void;
}

type Values = Readonly<Record<string, string>>;

export function ConnectForm(props: ConnectFormProps) {
  const { provider, connector, kept, accounts, onDone } = props;
  const connecting = useConnecting(connector, { ...(accounts === undefined ? {} : { accounts }), onDone });
  const { step } = connecting;
  const filling = useFilling(provider, kept);
  const { typed } = filling;
  const signIn = (way: WayIn) => (way.kind === 'oauth2' ? openingText(provider) : undefined);
  const t = useTranslations('connect');
  const openingText = ({ name }: Connectable) => t('opening', { name });
  return (
    <>
      {step.at === 'waiting' && (
        <Waiting
          name={provider.name}
          step={step}
          busy={connecting.busy === 'connect'}
          onAgain={() => connecting.connect(typed(), signIn(filling.way))}
          onBack={connecting.back}
        />
      )}
      {step.at === 'accounts' && (
        <>
          <AccountChoice
            accounts={step.accounts}
            busy={connecting.busy === 'connect'}
            onChoose={connecting.choose}
            onBack={connecting.back}
          />
          {connecting.trouble !== undefined && <TroubleShown trouble={connecting.trouble} />}
        </>
      )}
      {/* Kept while another window is open, so that nothing has to be typed twice. */}
      <div hidden={step.at !== 'form'}>
        <Filling {...props} connecting={connecting} filling={filling} opening={openingText(provider)} />
      </div>
    </>
  );
}

interface Filled {
  readonly way: WayIn;
  readonly setWay: (key: string) => void;
  readonly credentials: Values;
  readonly settings: Values;
  readonly setCredential: (name: string, value: string) => void;
  readonly setSetting: (name: string, value: string) => void;
  readonly typed: () => Typed;
  /** Secrets of this way in that are stored. */
  readonly stored: readonly string[];
}

function useFilling(provider: Connectable, kept: Kept | undefined): Filled {
  const ready = (key: string) => provider.ways.find((one) => one.key === key)?.ready === true;
  const [wayKey, setWay] = useState(
    () => kept?.auth_method ?? provider.auth.find(({ key }) => ready(key))?.key ?? provider.auth[0]?.key ?? '',
  );
  // Per way in: a password typed for one is nothing to another.
  const [byWay, setByWay] = useState<Readonly<Record<string, Values>>>({});
  const [settings, setSettings] = useState<Values>(() => ({
    ...Object.fromEntries(provider.settings.map((field) => [field.name, field.default ?? ''])),
    ...kept?.settings,
  }));
  const way = provider.auth.find(({ key }) => key === wayKey) ?? provider.auth[0];
  if (way === undefined) throw new Error(`${provider.key} has no way in`);
  const defaults = Object.fromEntries(way.fields.map((field) => [field.name, field.default ?? '']));
  const credentials = { ...defaults, ...byWay[way.key] };
  return {
    way,
    setWay,
    credentials,
    settings,
    setCredential: (name, value) => setByWay({ ...byWay, [way.key]: { ...byWay[way.key], [name]: value } }),
    setSetting: (name, value) => setSettings({ ...settings, [name]: value }),
    typed: () => ({
      auth_method: way.key,
      credentials: filled(way.fields, credentials),
      settings: filled(provider.settings, settings),
    }),
    stored:
      kept?.auth_method === way.key
        ? kept.credentials_set.filter((name) => way.kind !== 'oauth2' || !tokenNames.has(name))
        : [],
  };
}

/** What a sign-in gives, and what can be brought along from another system instead. */
const tokenNames: ReadonlySet<string> = new Set(['access_token', 'refresh_token', 'expires_at']);

function Filling({
  provider,
  takesTokens,
  renderMissing,
  more,
  moreWrong = false,
  connecting,
  filling,
  opening,
}: ConnectFormProps & {
  readonly connecting: Connecting;
  readonly filling: Filled;
  readonly opening: string;
}) {
  const t = useTranslations('connect');
  const form = useRef<HTMLFormElement>(null);
  const { way, credentials, settings, stored, typed } = filling;
  // What was left once is looked at from then on; everything, once somebody has tried to send it.
  const [looked, setLooked] = useState<ReadonlySet<string>>(new Set());
  const [sent, setSent] = useState(false);
  const oauth = way.kind === 'oauth2';
  // A sign-in may have fields of its own; the tokens, which nobody has to type, are apart from them.
  const own = way.fields.filter(({ name }) => !oauth || !tokenNames.has(name));
  const tokens = way.fields.filter(({ name }) => oauth && tokenNames.has(name));
  const tokensTyped = tokens.some(({ name }) => (credentials[name] ?? '').trim() !== '');
  const asksCredentials = !oauth || tokensTyped;
  const wrong = [
    ...(asksCredentials ? way.fields : own).filter((field) =>
      troubleWith(field, credentials[field.name] ?? '', stored.includes(field.name)),
    ),
    ...provider.settings.filter((field) => troubleWith(field, settings[field.name] ?? '', false)),
  ];
  const setup = provider.ways.find(({ key }) => key === way.key);
  const problems = connecting.trouble?.failure?.problems ?? [];
  const shared = {
    provider: provider.key,
    way: way.kind,
    looked: sent ? undefined : looked,
    problems,
    onLeave: (path: string) => setLooked(new Set([...looked, path])),
  };
  const sound = () => {
    setSent(true);
    if (wrong.length === 0 && !moreWrong) return true;
    requestAnimationFrame(() => form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
    return false;
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (sound()) connecting.connect(typed(), oauth && !tokensTyped ? opening : undefined);
  };
  const fieldsOf = (fields: typeof way.fields) => (
    <FieldGroup
      {...shared}
      path="credentials"
      fields={fields}
      values={credentials}
      stored={stored}
      onChange={(name, value) => {
        connecting.changed();
        filling.setCredential(name, value);
      }}
    />
  );
  return (
    <form ref={form} onSubmit={submit} noValidate className="flex flex-col gap-5">
      {provider.auth.length > 1 && (
        <RadioCards
          name="auth_method"
          label={t('way')}
          value={way.key}
          cards={provider.auth.map(({ key, label, summary }) => ({
            value: key,
            title: label,
            text: summary,
            ...(provider.ways.find((one) => one.key === key)?.ready === true
              ? {}
              : { note: <span className="text-xs font-normal text-warn">{t('not_ready')}</span> }),
          }))}
          onChange={(key) => {
            connecting.changed();
            setSent(false);
            filling.setWay(key);
          }}
        />
      )}
      {own.length > 0 && fieldsOf(own)}
      <SettingFields
        {...shared}
        fields={provider.settings}
        values={settings}
        wrong={sent ? wrong.map(({ name }) => name) : []}
        onChange={(name, value) => {
          connecting.changed();
          filling.setSetting(name, value);
        }}
      />
      {oauth && takesTokens && (
        <details className="rounded-lg border border-line px-3.5 py-2.5">
          <summary className="cursor-pointer font-medium">{t('tokens')}</summary>
          <p className="mt-1 mb-3 text-sm text-muted">{t('tokens_text')}</p>
          {fieldsOf(tokens)}
        </details>
      )}
      {more}
      {connecting.trouble !== undefined && <TroubleShown trouble={connecting.trouble} name={provider.name} />}
      {connecting.tested !== undefined && <TestOutcome answer={connecting.tested} name={provider.name} />}
      {setup?.ready === false ? (
        renderMissing(setup.lacking)
      ) : (
        <div className="flex flex-col gap-2">
          <p role="status" className="text-sm text-bad empty:hidden">
            {sent && wrong.length > 0 ? t('wrong', { count: wrong.length }) : ''}
          </p>
          <div className="flex flex-wrap items-center gap-2">
            <Press
              kind="primary"
              type="submit"
              busy={connecting.busy === 'connect'}
              disabled={connecting.busy === 'test'}
            >
              {oauth ? (tokensTyped ? t('tokens_use') : t('sign_in', { name: provider.name })) : t('connect')}
            </Press>
            {asksCredentials && (
              <Press
                busy={connecting.busy === 'test'}
                disabled={connecting.busy === 'connect'}
                onPress={() => sound() && connecting.test(typed())}
              >
                {t('test')}
              </Press>
            )}
          </div>
          {oauth && !tokensTyped && <p className="text-sm text-muted">{t('sign_in_text', { name: provider.name })}</p>}
        </div>
      )}
    </form>
  );
}
