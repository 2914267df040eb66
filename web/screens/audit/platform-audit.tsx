/** Who did what for the platform. */
import { useNavigate, useSearch } from '@tanstack/react-router';
import { AuditTrail } from './audit-trail.tsx';
import { platformNouns } from './places.ts';

const from = '/platform/audit';

export function PlatformAuditScreen() {
  const search = useSearch({ from });
  const navigate = useNavigate({ from });
  return (
    <AuditTrail
      tenant={undefined}
      nouns={platformNouns}
      search={search}
      onSearch={(next) => void navigate({ search: next, replace: true, resetScroll: false })}
    />
  );
}
