/** Records of one model, of all integrations together. */
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useTranslations } from 'use-intl';
import { useSession } from '../../app/session.tsx';
import { Page } from '../../ui/page.tsx';
import { withChange } from './address.ts';
import { RecordList } from './record-list.tsx';
import { useModelNames } from './model-names.ts';

const from = '/$tenant/records/$model';

export function ModelRecordsScreen() {
  const t = useTranslations('records');
  const { tenant } = useSession();
  const names = useModelNames();
  const { model } = useParams({ from });
  const search = useSearch({ from });
  const navigate = useNavigate({ from });
  return (
    <Page
      title={names.many(model)}
      description={
        <Link className="text-accent underline" to="/$tenant/records" params={{ tenant }}>
          {t('all_models')}
        </Link>
      }
    >
      <RecordList
        key={model}
        model={model}
        search={search}
        onSearch={(change) =>
          void navigate({
            search: (before) => withChange(before, change),
            replace: !('record' in change),
            resetScroll: false,
          })
        }
      />
    </Page>
  );
}
