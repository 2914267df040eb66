/** Oneself: name, password, second factor, where one is signed in. The same whatever tenant one looks at. */
import { useQuery } from '@tanstack/react-query';
import { Problem } from '../../app/fallbacks.tsx';
import { Skeleton } from '../../ui/skeleton.tsx';
import { accountQuery } from './account-calls.ts';
import { AccountName } from './account-name.tsx';
import { AccountPassword } from './account-password.tsx';
import { AccountSessions } from './account-sessions.tsx';
import { SecondFactor } from './second-factor.tsx';

export function AccountScreen() {
  const account = useQuery(accountQuery);
  if (account.isError) return <Problem error={account.error} onRetry={() => void account.refetch()} />;
  if (account.data === undefined) return <Skeleton lines={10} />;
  const { name, email, hasPassword, hasSecondFactor } = account.data;
  return (
    <>
      <AccountName key={name} name={name} email={email} />
      <AccountPassword hasPassword={hasPassword} />
      <SecondFactor on={hasSecondFactor} hasPassword={hasPassword} />
      <AccountSessions />
    </>
  );
}
