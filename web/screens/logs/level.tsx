/** How it went: of a line of the log, and of a call by the vendor's status. */
import { useTranslations } from 'use-intl';
import type { Schema } from '../../../client/index.ts';
import { Badge, Status, type StatusIcon, type Tone } from '../../ui/status.tsx';

type Level = Schema['IntegrationLogEntry']['status'];

const looks: Readonly<Record<Level, { readonly tone: Tone; readonly icon: StatusIcon }>> = {
  success: { tone: 'good', icon: 'done' },
  warning: { tone: 'warn', icon: 'attention' },
  error: { tone: 'bad', icon: 'failed' },
};

export function Level({ level }: { readonly level: Level }) {
  const t = useTranslations('logs.levels');
  return <Status {...looks[level]}>{t(level)}</Status>;
}

/** The number says it; what went wrong has an icon, too. A call may be refused by its content, whatever its status. */
export function CallStatus({ status, error }: Pick<Schema['Exchange'], 'status' | 'error'>) {
  const t = useTranslations('logs.calls');
  const shown = status === null ? t('no_answer') : String(status);
  if (error !== null)
    return (
      <Status tone="bad" icon="failed">
        {shown}
      </Status>
    );
  return <Badge tone={status !== null && status < 300 ? 'good' : 'warn'}>{shown}</Badge>;
}
