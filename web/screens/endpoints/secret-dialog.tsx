/** A signing secret, shown this once, with what a receiver does with it. */
import { useTranslations } from 'use-intl';
import { Button } from '../../ui/button.tsx';
import { Callout } from '../../ui/callout.tsx';
import { Copyable } from '../../ui/copyable.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Moment } from '../../ui/moment.tsx';
import { Verification } from './verification.tsx';

export function SecretDialog({
  secret,
  previousUntil,
  onClose,
}: {
  readonly secret: string;
  /** Until then the one before signs along. */
  readonly previousUntil?: string;
  readonly onClose: () => void;
}) {
  const t = useTranslations('endpoints.secret');
  return (
    <Dialog
      open
      wide
      onClose={onClose}
      title={t('title')}
      actions={
        <Button kind="primary" onPress={onClose}>
          {t('done')}
        </Button>
      }
    >
      <div className="flex flex-col gap-4 pb-2">
        <Callout tone="warn" title={t('once')}>
          {previousUntil !== undefined && (
            <>
              {t('previous')} <Moment at={previousUntil} exact />
            </>
          )}
        </Callout>
        <Copyable text={secret} />
        <Verification />
      </div>
    </Dialog>
  );
}
