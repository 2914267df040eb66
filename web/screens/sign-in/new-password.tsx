/** Choosing a password: the field, and what is asked of one. */
import { useTranslations } from 'use-intl';
import { SecretField } from '../../ui/text-field.tsx';

/** As the server asks (src/hub/people/sign-in.ts). */
export const shortestPassword = 10;

export function NewPassword({
  error,
  label,
  autoFocus = false,
}: {
  readonly error?: string | undefined;
  readonly label?: string;
  readonly autoFocus?: boolean;
}) {
  const t = useTranslations('sign_in.new_password');
  return (
    <SecretField
      label={label ?? t('label')}
      help={t('help', { count: shortestPassword })}
      name="new-password"
      autoComplete="new-password"
      required
      autoFocus={autoFocus}
      error={error}
    />
  );
}
