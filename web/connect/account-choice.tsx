/** A sign-in reaches several accounts (organisations, sites): which of them this integration is for. */
import { useEffect, useRef, useState } from 'react';
import { useTranslations } from 'use-intl';
import type { Account } from './connector.ts';
import { Press, RadioCards } from './controls.tsx';

export function AccountChoice({
  accounts,
  busy,
  onChoose,
  onBack,
}: {
  readonly accounts: readonly Account[];
  readonly busy: boolean;
  readonly onChoose: (id: string) => void;
  readonly onBack: () => void;
}) {
  const t = useTranslations('connect.accounts');
  const [chosen, setChosen] = useState(accounts[0]?.id);
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus(), []);
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        if (chosen !== undefined) onChoose(chosen);
      }}
    >
      <div>
        <h2 ref={heading} tabIndex={-1} className="text-lg font-semibold outline-none">
          {t('title')}
        </h2>
        <p className="text-muted">{t('text', { count: accounts.length })}</p>
      </div>
      <RadioCards
        name="account"
        label={t('label')}
        value={chosen}
        cards={accounts.map(({ id, name }) => ({ value: id, title: name, ...(id === name ? {} : { text: id }) }))}
        onChange={setChosen}
      />
      <div className="flex flex-wrap gap-2">
        <Press kind="primary" type="submit" busy={busy}>
          {t('use')}
        </Press>
        <Press kind="quiet" onPress={onBack}>
          {t('other')}
        </Press>
      </div>
    </form>
  );
}
