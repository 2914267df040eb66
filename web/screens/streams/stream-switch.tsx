/** Whether a stream is read on its schedule: switched where it stands in the list. */
import { useTranslations } from 'use-intl';
import type { Schema } from '../../../client/index.ts';
import { useSession } from '../../app/session.tsx';
import { Switch } from '../../ui/switch.tsx';
import { useStreamChange } from './change-stream.ts';

export function StreamSwitch({
  stream: { name, enabled },
  labelled = false,
}: {
  readonly stream: Pick<Schema['Stream'], 'name' | 'enabled'>;
  /** With its words beside it. */
  readonly labelled?: boolean;
}) {
  const t = useTranslations('streams');
  const { may } = useSession();
  const { change } = useStreamChange(name);
  const control = (
    <Switch
      bare={!labelled}
      label={t('switch', { stream: name })}
      on={enabled}
      disabled={!may.connect}
      onChange={(on) =>
        change(
          { enabled: on },
          t(on ? 'switched_on' : 'switched_off', { stream: name }),
          t('not_switched', { stream: name }),
        )
      }
    />
  );
  if (labelled) return control;
  // In a row that opens when it is pressed: this switches only.
  return (
    <span
      role="presentation"
      className="inline-flex min-h-6 items-center"
      onClick={(event) => event.stopPropagation()}
      onKeyDown={(event) => event.stopPropagation()}
    >
      {control}
    </span>
  );
}
