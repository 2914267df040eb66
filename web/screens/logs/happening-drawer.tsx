/** One line of what happened, with its details and the way to the calls behind it. */
import { Link } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import type { Schema } from '../../../client/index.ts';
import { useSession } from '../../app/session.tsx';
import { Facts } from '../../ui/card.tsx';
import { Copyable } from '../../ui/copyable.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { JsonView } from '../../ui/json-view.tsx';
import { Moment } from '../../ui/moment.tsx';
import { Section } from '../../ui/section.tsx';
import { useIntegration } from '../integration/current.tsx';
import { readable } from '../records/model-columns.ts';
import { Level } from './level.tsx';

export function HappeningDrawer({
  entry,
  onClose,
  ...steps
}: {
  readonly entry: Schema['IntegrationLogEntry'];
  readonly onClose: () => void;
  readonly onPrevious?: () => void;
  readonly onNext?: () => void;
}) {
  const t = useTranslations('logs.drawer');
  const { tenant } = useSession();
  const { id: integration } = useIntegration();
  const run = entry.details['run_id'];
  return (
    <Dialog
      open
      place="side"
      onClose={onClose}
      {...steps}
      title={readable(entry.action)}
      description={<Level level={entry.status} />}
    >
      <div key={entry.id} className="flex flex-col gap-5 pb-4">
        <p className="text-lg break-words">{entry.message}</p>
        <Facts
          rows={[
            { name: t('at'), value: <Moment at={entry.at} exact /> },
            ...(typeof run === 'string'
              ? [
                  {
                    name: t('run'),
                    value: (
                      <span className="flex flex-wrap items-center gap-x-3">
                        <Copyable text={run} />
                        <Link
                          className="text-accent underline"
                          to="/$tenant/integrations/$integration/logs"
                          params={{ tenant, integration }}
                          search={{ log: 'calls', run }}
                        >
                          {t('calls_of_run')}
                        </Link>
                      </span>
                    ),
                  },
                ]
              : []),
          ]}
        />
        {Object.keys(entry.details).length > 0 && (
          <Section title={t('details')}>
            <JsonView value={entry.details} />
          </Section>
        )}
      </div>
    </Dialog>
  );
}
