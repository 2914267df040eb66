/** All records of a list as a file. The browser fetches it as a page does, with the session, so nothing goes through memory here. */
import { Download } from 'lucide-react';
import { useTranslations } from 'use-intl';
import { useSession } from '../../app/session.tsx';
import { buttonLook } from '../../ui/button.tsx';
import { Menu } from '../../ui/menu.tsx';
import type { RecordsAsked } from './record-list.tsx';

export function ExportMenu({ model, query }: { readonly model: string; readonly query: RecordsAsked }) {
  const t = useTranslations('records.export');
  const { tenant } = useSession();
  const fetchFile = (how: Readonly<Record<string, string>>) => {
    const link = document.createElement('a');
    link.href = `/api/tenants/${encodeURIComponent(tenant)}/records/${encodeURIComponent(model)}/export?${new URLSearchParams({ ...query, ...how })}`;
    link.download = '';
    link.click();
  };
  return (
    <Menu
      trigger={
        <button type="button" className={buttonLook('secondary', 'normal')}>
          <Download className="size-4" aria-hidden="true" />
          {t('action')}
        </button>
      }
      entries={[
        // Spreadsheets know UTF-8 by the mark.
        { key: 'csv', label: t('csv'), onPress: () => fetchFile({ format: 'csv', bom: 'true' }) },
        { key: 'ndjson', label: t('ndjson'), onPress: () => fetchFile({ format: 'ndjson' }) },
      ]}
    />
  );
}
