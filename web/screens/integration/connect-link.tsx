/** To the form where this integration is connected (again): signing in, choosing the account, new secrets. */
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useSession } from '../../app/session.tsx';
import { Button, type ButtonProps } from '../../ui/button.tsx';
import type { Integration } from './current.tsx';

export function ConnectLink({
  integration,
  children,
  ...look
}: { readonly integration: Pick<Integration, 'id' | 'provider'>; readonly children: ReactNode } & Pick<
  ButtonProps,
  'kind' | 'size' | 'icon'
>) {
  const { tenant } = useSession();
  return (
    <Button
      {...look}
      render={
        <Link
          to="/$tenant/connect/$provider"
          params={{ tenant, provider: integration.provider }}
          search={{ integration: integration.id }}
        />
      }
    >
      {children}
    </Button>
  );
}
