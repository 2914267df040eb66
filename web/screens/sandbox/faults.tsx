/** Having a vendor do something wrong, to see what comes of it here. */
import { useState, type FormEvent } from 'react';
import { useTranslations } from 'use-intl';
import type { Schema } from '../../../client/index.ts';
import { api } from '../../app/api.ts';
import { askAgain } from '../../app/ask-again.ts';
import { Button } from '../../ui/button.tsx';
import { Card } from '../../ui/card.tsx';
import { Select } from '../../ui/select.tsx';
import { tellDone, tellFailed } from '../../ui/toast.tsx';
import { mishapNames, mishaps, type Mishap } from './mishaps.ts';
import type { Sandbox } from './sandbox.tsx';

type Active = Sandbox['faults'][number];

const everyVendor = '*';
const again = () => askAgain('/api/platform/sandbox');

export function FaultsCard({ sandbox }: { readonly sandbox: Sandbox }) {
  const t = useTranslations('sandbox.faults');
  const names = useVendorNames();
  const [provider, setProvider] = useState<string>(sandbox.providers[0]?.key ?? everyVendor);
  const [mishap, setMishap] = useState<Mishap>('rate_limited');
  const add = api.useMutation('post', '/api/platform/sandbox/faults');
  const clear = api.useMutation('delete', '/api/platform/sandbox/faults', { onSettled: again });
  const switchOn = async (event: FormEvent) => {
    event.preventDefault();
    try {
      for (const fault of mishaps[mishap]) await add.mutateAsync({ body: { ...fault, provider } });
      tellDone(t('on', { mishap: t(`mishaps.${mishap}`) }));
    } catch (problem) {
      tellFailed(t('failed'), detailOf(problem));
    }
    again();
  };
  return (
    <Card
      title={t('title')}
      description={t('description')}
      actions={
        sandbox.faults.length > 1 && (
          <Button size="small" busy={clear.isPending} onPress={() => clear.mutate({})}>
            {t('clear')}
          </Button>
        )
      }
    >
      <form className="flex flex-col gap-3" onSubmit={(event) => void switchOn(event)}>
        <Select
          label={t('vendor')}
          choices={[
            ...sandbox.providers.map(({ key }) => ({ value: key, label: names(key) })),
            { value: everyVendor, label: t('every_vendor') },
          ]}
          value={provider}
          onChange={setProvider}
        />
        <Select
          label={t('mishap')}
          choices={mishapNames.map((value) => ({ value, label: t(`mishaps.${value}`) }))}
          value={mishap}
          onChange={setMishap}
        />
        <div>
          <Button type="submit" busy={add.isPending}>
            {t('switch_on')}
          </Button>
        </div>
      </form>
      {sandbox.faults.length === 0 ? (
        <p className="mt-4 text-muted">{t('none')}</p>
      ) : (
        <ul className="mt-4 flex flex-col divide-y divide-line border-t border-line">
          {sandbox.faults.map((one) => (
            <ActiveFault key={one.id} active={one} />
          ))}
        </ul>
      )}
    </Card>
  );
}

function ActiveFault({ active }: { readonly active: Active }) {
  const t = useTranslations('sandbox.faults');
  const names = useVendorNames();
  const remove = api.useMutation('delete', '/api/platform/sandbox/faults/{fault}', { onSettled: again });
  const { id, fault, met } = active;
  const vendor = fault.provider === everyVendor ? t('every_vendor') : names(fault.provider);
  const status: unknown = fault['status'];
  return (
    <li className="flex flex-wrap items-center gap-3 py-2">
      <span className="min-w-0 grow">
        <span className="font-medium">{vendor}</span> <code>{fault.kind}</code>
        {typeof status === 'number' && <code> {status}</code>}
        <span className="block text-sm text-muted">{t('met', { count: met })}</span>
      </span>
      <Button
        size="small"
        busy={remove.isPending}
        label={t('switch_off_of', { vendor, kind: fault.kind })}
        onPress={() => remove.mutate({ params: { path: { fault: id } } })}
      >
        {t('switch_off')}
      </Button>
    </li>
  );
}

function detailOf(problem: unknown): string | undefined {
  return typeof problem === 'object' && problem !== null && 'detail' in problem && typeof problem.detail === 'string'
    ? problem.detail
    : undefined;
}

/** What the providers are called; their keys until that is known. */
export function useVendorNames(): (key: string) => string {
  const providers = api.useQuery('get', '/api/providers').data?.data ?? [];
  const byKey = new Map<string, Schema['ProviderSummary']>(providers.map((one) => [one.key, one]));
  return (key) => byKey.get(key)?.name ?? key;
}
