/** One call with what was sent and answered, as far as it is kept; secrets were taken out before it was written down. */
import { Link } from '@tanstack/react-router';
import { Check, Terminal } from 'lucide-react';
import { useState } from 'react';
import { useFormatter, useTranslations } from 'use-intl';
import type { Schema } from '../../../client/index.ts';
import { api } from '../../app/api.ts';
import { Problem } from '../../app/fallbacks.tsx';
import { useSession } from '../../app/session.tsx';
import { Button } from '../../ui/button.tsx';
import { Facts } from '../../ui/card.tsx';
import { Copyable } from '../../ui/copyable.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { JsonView } from '../../ui/json-view.tsx';
import { Moment } from '../../ui/moment.tsx';
import { Section } from '../../ui/section.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { useIntegration } from '../integration/current.tsx';
import { curlOf, parsed } from './curl.ts';
import { CallStatus } from './level.tsx';

type Detail = Schema['ExchangeDetail'];

export function CallDrawer({
  id,
  onClose,
  ...steps
}: {
  readonly id: string;
  readonly onClose: () => void;
  readonly onPrevious?: () => void;
  readonly onNext?: () => void;
}) {
  const t = useTranslations('logs.drawer');
  const { tenant } = useSession();
  const { id: integration } = useIntegration();
  const found = api.useQuery('get', '/api/tenants/{tenant}/integrations/{integration}/exchanges/{exchange}', {
    params: { path: { tenant, integration, exchange: id } },
  });
  const call = found.data;
  return (
    <Dialog
      open
      wide
      place="side"
      onClose={onClose}
      {...steps}
      title={call?.operation ?? t('call')}
      description={call !== undefined && <CallStatus {...call} />}
      actions={call !== undefined && <CopyCurl key={call.id} call={call} />}
    >
      {found.isPending && <Skeleton lines={10} />}
      {found.isError && <Problem error={found.error} onRetry={() => void found.refetch()} />}
      {call !== undefined && (
        <div key={call.id} className="flex flex-col gap-5 pb-4">
          <p className="rounded-md bg-sunken px-3 py-2 font-mono text-sm break-all">
            <span className="font-semibold">{call.method}</span> {`https://${call.host}${call.path}`}
          </p>
          {call.error !== null && (
            <div className="rounded-lg border border-bad/30 bg-bad-soft px-4 py-3">
              <p className="font-medium break-words text-bad">{call.message ?? call.error}</p>
              <p className="mt-1 font-mono text-sm text-muted">{call.error}</p>
            </div>
          )}
          <About call={call} />
          <Bodies call={call} />
        </div>
      )}
    </Dialog>
  );
}

function About({ call }: { readonly call: Detail }) {
  const t = useTranslations('logs.drawer');
  const format = useFormatter();
  const { tenant } = useSession();
  const { id: integration } = useIntegration();
  const bytes = (count: number) => t('bytes', { bytes: format.number(count) });
  return (
    <div className="grid gap-x-8 gap-y-1.5 md:grid-cols-2">
      <Facts
        rows={[
          { name: t('at'), value: <Moment at={call.at} exact /> },
          { name: t('took'), value: t('ms', { ms: format.number(call.duration_ms) }) },
          { name: t('attempt'), value: format.number(call.attempt) },
          { name: t('sent'), value: bytes(call.request_bytes) },
          { name: t('got'), value: bytes(call.response_bytes) },
        ]}
      />
      <Facts
        rows={[
          { name: t('id'), value: <Copyable text={call.id} /> },
          {
            name: t('vendor_request'),
            value: call.request_id === null ? t('not_given') : <Copyable text={call.request_id} />,
          },
          ...(call.run_id === null
            ? []
            : [
                {
                  name: t('run'),
                  value: (
                    <span className="flex flex-wrap items-center gap-x-3">
                      <Copyable text={call.run_id} />
                      <Link
                        className="text-accent underline"
                        to="/$tenant/integrations/$integration/logs"
                        params={{ tenant, integration }}
                        search={{ log: 'calls', run: call.run_id }}
                      >
                        {t('calls_of_run')}
                      </Link>
                    </span>
                  ),
                },
              ]),
        ]}
      />
    </div>
  );
}

function Bodies({ call: { bodies, has_bodies: kept } }: { readonly call: Detail }) {
  const t = useTranslations('logs.drawer');
  if (bodies === null) return <p className="text-muted">{kept ? t('bodies_hidden') : t('bodies_not_kept')}</p>;
  return (
    <>
      <p className="text-sm text-muted">{t('redacted')}</p>
      <div className="grid grid-cols-1 gap-4 lg:grid-cols-2">
        <Section title={t('request')}>
          <Body text={bodies.request} />
        </Section>
        <Section title={t('response')}>
          <Body text={bodies.response} />
        </Section>
      </div>
    </>
  );
}

function Body({ text }: { readonly text: string | null }) {
  const t = useTranslations('logs.drawer');
  if (text === null || text === '') return <p className="text-muted">{t('empty_body')}</p>;
  const json = parsed(text);
  if (json !== undefined) return <JsonView value={json} />;
  return (
    <pre
      className="max-h-96 overflow-auto rounded-md border border-line bg-sunken p-3 font-mono text-sm break-all whitespace-pre-wrap"
      tabIndex={0}
    >
      {text}
    </pre>
  );
}

function CopyCurl({ call }: { readonly call: Detail }) {
  const t = useTranslations('logs.drawer');
  const [copied, setCopied] = useState(false);
  const copy = () =>
    void navigator.clipboard.writeText(curlOf(call, call.bodies?.request ?? null)).then(() => setCopied(true));
  const Icon = copied ? Check : Terminal;
  return (
    <>
      <span role="status" className="grow self-center text-sm text-muted">
        {copied ? t('curl_copied') : ''}
      </span>
      <Button icon={<Icon className="size-4" aria-hidden="true" />} onPress={copy}>
        {t('curl')}
      </Button>
    </>
  );
}
