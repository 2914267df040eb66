/** Who did it: what he is called now, and what he is. */
import { useTranslations } from 'use-intl';
import type { Entry } from './audit-calls.ts';

const kinds = [
  'tenant_member',
  'tenant_key',
  'platform_member',
  'platform_key',
  'connect_session',
  'system',
  'person',
] as const;

export function useActorKind(): (actor: string) => string {
  const t = useTranslations('audit.kinds');
  return (actor) => {
    const kind = kinds.find((one) => actor.startsWith(`${one}:`));
    return kind === undefined ? actor : t(kind);
  };
}

export function ActorName({ entry: { actor, actor_name: name } }: { readonly entry: Entry }) {
  const kindOf = useActorKind();
  return (
    <span className="flex min-w-0 flex-col">
      <span className="truncate">{name ?? kindOf(actor)}</span>
      {name !== null && <span className="truncate text-xs text-muted">{kindOf(actor)}</span>}
    </span>
  );
}
