/** Who did what in the tenant. */
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useSession } from '../../app/session.tsx';
import { AuditTrail } from './audit-trail.tsx';
import { nouns } from './places.ts';

const from = '/$tenant/audit';

export function AuditScreen() {
  const { tenant } = useSession();
  const search = useSearch({ from });
  const navigate = useNavigate({ from });
  return (
    <AuditTrail
      tenant={tenant}
      nouns={nouns}
      search={search}
      onSearch={(next) => void navigate({ search: next, replace: true, resetScroll: false })}
    />
  );
}
