/** Backup codes, shown this once: for when the authenticator is not at hand. */
import { useTranslations } from 'use-intl';
import { Button } from '../../ui/button.tsx';
import { Callout } from '../../ui/callout.tsx';
import { tellDone } from '../../ui/toast.tsx';

export function BackupCodes({ codes, onDone }: { readonly codes: readonly string[]; readonly onDone: () => void }) {
  const t = useTranslations('settings.second_factor');
  const copy = () => void navigator.clipboard.writeText(codes.join('\n')).then(() => tellDone(t('codes_copied')));
  return (
    <div className="flex flex-col gap-4">
      <Callout tone="warn" title={t('codes_once')} spoken>
        {t('codes_text')}
      </Callout>
      <ul
        aria-label={t('codes')}
        className="grid grid-cols-2 gap-x-6 gap-y-1 rounded-md bg-sunken px-4 py-3 font-mono text-sm"
      >
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <div className="flex gap-2">
        <Button onPress={copy}>{t('copy_codes')}</Button>
        <Button kind="primary" onPress={onDone}>
          {t('codes_kept')}
        </Button>
      </div>
    </div>
  );
}
