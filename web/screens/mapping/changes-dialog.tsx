/** What saving or applying would change in what is stored, before anything is; and when somebody else was faster, theirs beside mine. */
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { api, isProblem } from '../../app/api.ts';
import { Problem } from '../../app/fallbacks.tsx';
import { useSession } from '../../app/session.tsx';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { tellDone } from '../../ui/notices.ts';
import { Skeleton } from '../../ui/skeleton.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { RuleComparison } from './compare.tsx';
import { rulesOf, type Draft } from './draft.ts';
import type { Mapping } from './editing.ts';
import { FoundChanges } from './found-changes.tsx';

/** Records a diff looks at. It stops after a minute anyhow. */
const examined = 10_000;
const place = '/api/tenants/{tenant}/integrations/{integration}/mappings/{stream}';

interface ChangesProps {
  /** What the draft was begun from. */
  readonly base: Mapping;
  readonly draft: Draft;
  readonly dirty: boolean;
  readonly onClose: () => void;
  readonly onSaved: (mapping: Mapping) => void;
  readonly onTakeTheirs: (theirs: Mapping) => void;
}

export function ChangesDialog({ base, draft, dirty, onClose, onSaved, onTakeTheirs }: ChangesProps) {
  const t = useTranslations('mapping.changes');
  const { tenant } = useSession();
  const { stream } = base;
  const params = { path: { tenant, integration: base.integration_id, stream } };
  const rules = rulesOf(draft);
  const [note, setNote] = useState('');
  const diff = api.useQuery(
    'post',
    `${place}/diff`,
    { params, body: { rules, limit: examined } },
    { retry: false, staleTime: 0, gcTime: 0 },
  );
  const { save, apply, theirs, busy, error } = useSaving(base, { onSaved, onClose });
  const wanted = { rules, ...(note.trim() === '' ? {} : { note: note.trim() }) };
  if (theirs !== undefined)
    return (
      <Conflict
        theirs={theirs}
        draft={draft}
        busy={busy}
        onKeepMine={() => void save(wanted, theirs.version ?? 0, false)}
        onTakeTheirs={() => onTakeTheirs(theirs)}
        onClose={onClose}
      />
    );
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title={t('title')}
      actions={
        <>
          <Button onPress={onClose}>{t('cancel')}</Button>
          {dirty && (
            <Button busy={busy} onPress={() => void save(wanted, base.version ?? 0, false)}>
              {t('save')}
            </Button>
          )}
          <Button
            kind="primary"
            busy={busy}
            disabled={diff.isPending}
            onPress={() => void (dirty ? save(wanted, base.version ?? 0, true) : apply(base.version ?? 0))}
          >
            {dirty ? t('save_apply') : t('apply')}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4 pb-2">
        {error !== undefined && <Problem error={error} />}
        {diff.isPending && (
          <>
            <p role="status">{t('looking')}</p>
            <Skeleton lines={5} />
          </>
        )}
        {diff.isError && <Problem error={diff.error} onRetry={() => void diff.refetch()} />}
        {diff.data !== undefined && <FoundChanges diff={diff.data} />}
        {dirty && (
          <TextField label={t('note')} optional value={note} onChange={(event) => setNote(event.currentTarget.value)} />
        )}
      </div>
    </Dialog>
  );
}

type Wanted = { readonly rules: ReturnType<typeof rulesOf>; readonly note?: string };

function useSaving(base: Mapping, { onSaved, onClose }: Pick<ChangesProps, 'onSaved' | 'onClose'>) {
  const t = useTranslations('mapping.changes');
  const { tenant } = useSession();
  const known = useQueryClient();
  const params = { path: { tenant, integration: base.integration_id, stream: base.stream } };
  const saving = api.useMutation('put', place);
  const applying = api.useMutation('post', `${place}/apply`);
  const [theirs, setTheirs] = useState<Mapping>();
  const [error, setError] = useState<unknown>();
  const reached = (mapping: Mapping) => {
    known.setQueryData(api.queryOptions('get', place, { params }).queryKey, mapping);
    onSaved(mapping);
  };
  const apply = async (version: number) => {
    try {
      reached(await applying.mutateAsync({ params, body: { version } }));
      tellDone(t('applied', { version }), t('applied_text'));
      onClose();
    } catch (failure) {
      setError(failure);
    }
  };
  const save = async (wanted: Wanted, expected: number, andApply: boolean) => {
    setError(undefined);
    try {
      const saved = await saving.mutateAsync({ params, body: { ...wanted, expected_version: expected } });
      reached(saved);
      if (andApply) return await apply(saved.version ?? 0);
      tellDone(t('saved', { version: saved.version ?? 0 }));
      onClose();
    } catch (failure) {
      if (!isProblem(failure) || failure.code !== 'conflict') return setError(failure);
      setTheirs(await known.fetchQuery({ ...api.queryOptions('get', place, { params }), staleTime: 0 }));
    }
  };
  return { save, apply, theirs, error, busy: saving.isPending || applying.isPending };
}

function Conflict({
  theirs,
  draft,
  busy,
  onKeepMine,
  onTakeTheirs,
  onClose,
}: {
  readonly theirs: Mapping;
  readonly draft: Draft;
  readonly busy: boolean;
  readonly onKeepMine: () => void;
  readonly onTakeTheirs: () => void;
  readonly onClose: () => void;
}) {
  const t = useTranslations('mapping.conflict');
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title={t('title', { version: theirs.version ?? 0 })}
      description={t('text')}
      actions={
        <>
          <Button onPress={onTakeTheirs}>{t('take_theirs')}</Button>
          <Button kind="primary" busy={busy} onPress={onKeepMine}>
            {t('keep_mine')}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3 pb-2">
        <p className="text-sm text-muted">{t('by', { who: theirs.created_by ?? '', note: theirs.note ?? '–' })}</p>
        <RuleComparison before={theirs.rules} after={rulesOf(draft)} beforeName={t('theirs')} afterName={t('mine')} />
      </div>
    </Dialog>
  );
}
