/** One group: its members, why they are one, what people said, and taking a member out. */
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import type { Schema } from '../../../client/index.ts';
import { api } from '../../app/api.ts';
import { askAgain } from '../../app/ask-again.ts';
import { Problem } from '../../app/fallbacks.tsx';
import { useSession } from '../../app/session.tsx';
import { Button } from '../../ui/button.tsx';
import { Copyable } from '../../ui/copyable.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Moment } from '../../ui/moment.tsx';
import { Section } from '../../ui/section.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { Badge } from '../../ui/status.tsx';
import { tellDone } from '../../ui/toast.tsx';
import { masked, nameIn } from '../records/model-columns.ts';
import { useRecords, type KnownRecord } from './known-records.ts';
import { RecordName } from './record-name.tsx';

type Detail = Schema['LinkGroupDetail'];
type Member = Schema['LinkMember'];
type Known = ReadonlyMap<string, KnownRecord> | undefined;

export function GroupDrawer({ id, onClose }: { readonly id: string; readonly onClose: () => void }) {
  const t = useTranslations('links');
  const { tenant } = useSession();
  const found = api.useQuery('get', '/api/tenants/{tenant}/links/{group}', {
    params: { path: { tenant, group: id } },
  });
  const group = found.data;
  const records = useRecords(group?.members.map(({ record }) => record) ?? []);
  const [first] = group?.members ?? [];
  const name = first === undefined ? undefined : nameIn(first.model, records?.get(first.record)?.data ?? null);
  return (
    <Dialog
      open
      place="side"
      onClose={onClose}
      title={name === undefined || name === masked ? t('group.title') : name}
      description={
        <span className="flex flex-wrap items-center gap-x-2">
          {group !== undefined && <Badge>{t(`kinds.${group.kind}`)}</Badge>}
          <Copyable text={id} />
        </span>
      }
    >
      {found.isPending && <Skeleton lines={8} />}
      {found.isError && <Problem error={found.error} onRetry={() => void found.refetch()} />}
      {group !== undefined && (
        <div className="flex flex-col gap-6 pb-4">
          <Members group={group} records={records} onGone={onClose} />
          <Why group={group} records={records} />
          <Said group={group} records={records} />
        </div>
      )}
    </Dialog>
  );
}

function Members({
  group,
  records,
  onGone,
}: {
  readonly group: Detail;
  readonly records: Known;
  readonly onGone: () => void;
}) {
  const t = useTranslations('links.group');
  const rules = useTranslations('links.rules');
  const { may } = useSession();
  const [leaving, setLeaving] = useState<Member>();
  return (
    <Section title={t('members')}>
      <ul className="flex flex-col gap-2">
        {group.members.map((member) => (
          <li key={member.record} className="rounded-md border border-line px-3 py-2">
            <div className="flex flex-wrap items-center justify-between gap-2">
              <RecordName of={member} record={records?.get(member.record)} />
              {may.connect && (
                <Button size="small" onPress={() => setLeaving(member)}>
                  {t('separate')}
                </Button>
              )}
            </div>
            <p className="mt-1 text-sm text-muted">
              {t('linked_by', { rule: rules(member.rule), confidence: member.confidence })}{' '}
              <Moment at={member.linked_at} />
            </p>
          </li>
        ))}
      </ul>
      {leaving !== undefined && (
        <Separate
          group={group}
          member={leaving}
          name={nameIn(leaving.model, records?.get(leaving.record)?.data ?? null) ?? leaving.key}
          onClose={() => setLeaving(undefined)}
          onDone={onGone}
        />
      )}
    </Section>
  );
}

function Separate({
  group,
  member,
  name,
  onClose,
  onDone,
}: {
  readonly group: Detail;
  readonly member: Member;
  readonly name: string;
  readonly onClose: () => void;
  readonly onDone: () => void;
}) {
  const t = useTranslations('links.group');
  const { tenant } = useSession();
  const unlink = api.useMutation('delete', '/api/tenants/{tenant}/links/{group}/members/{record}', {
    onSuccess: () => {
      askAgain('/api/tenants/{tenant}/links', '/api/tenants/{tenant}/links/{group}');
      tellDone(t('separated', { name }));
      onDone();
    },
  });
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('separate_title', { name })}
      description={t('separate_text')}
      actions={
        <>
          <Button onPress={onClose}>{t('cancel')}</Button>
          <Button
            kind="danger"
            busy={unlink.isPending}
            onPress={() => unlink.mutate({ params: { path: { tenant, group: group.id, record: member.record } } })}
          >
            {t('separate')}
          </Button>
        </>
      }
    >
      {unlink.isError && <Problem error={unlink.error} />}
    </Dialog>
  );
}

function Why({ group, records }: { readonly group: Detail; readonly records: Known }) {
  const t = useTranslations('links.group');
  const rules = useTranslations('links.rules');
  return (
    <Section title={t('why')}>
      {group.evidence.length === 0 && <p className="text-muted">{t('no_evidence')}</p>}
      <ul className="flex flex-col gap-1.5">
        {group.evidence.map((one) => (
          <li key={`${one.rule} ${one.records.join(' ')}`}>
            {t('evidence', {
              rule: rules(one.rule),
              confidence: one.confidence,
              names: namesOf(one.records, group, records),
            })}
          </li>
        ))}
      </ul>
    </Section>
  );
}

function Said({ group, records }: { readonly group: Detail; readonly records: Known }) {
  const t = useTranslations('links.group');
  if (group.decisions.length === 0) return null;
  return (
    <Section title={t('said')}>
      <ul className="flex flex-col gap-1.5">
        {group.decisions.map((one) => (
          <li key={`${one.decided_at} ${one.records.join(' ')}`}>
            {t(one.same ? 'said_same' : 'said_other', { names: namesOf(one.records, group, records) })}{' '}
            <span className="text-sm text-muted">
              <Moment at={one.decided_at} />
            </span>
          </li>
        ))}
      </ul>
    </Section>
  );
}

/** Of which systems, because their names are one and the same. */
function namesOf(ids: readonly string[], group: Detail, records: Known): string {
  return ids
    .map((id) => {
      const member = group.members.find(({ record }) => record === id);
      return member === undefined ? (records?.get(id)?.key ?? id) : `${member.provider} ${member.key}`;
    })
    .join(', ');
}
