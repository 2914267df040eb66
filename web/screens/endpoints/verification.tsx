/** How a receiver makes sure that a delivery is genuine, ready to copy. The whole story is docs/guide/endpoints.md. */
import { useTranslations } from 'use-intl';
import { Section } from '../../ui/section.tsx';
import { Copyable } from '../../ui/copyable.tsx';

/** Code is the same in every language. */
const snippet = `import { Webhook } from 'standardwebhooks'; // npm install standardwebhooks

// rawBody: the bytes as they came, before they are parsed. Throws unless it is genuine.
const event = new Webhook(process.env.PLUGBOARD_SECRET).verify(rawBody, request.headers);`;

export function Verification() {
  const t = useTranslations('endpoints.verification');
  return (
    <Section title={t('title')} beside={<Copyable text={snippet} shown={t('snippet')} />}>
      <p className="text-sm text-muted">{t('text')}</p>
      <pre
        tabIndex={0}
        className="overflow-x-auto rounded-md border border-line bg-sunken p-3 font-mono text-sm leading-6"
      >
        {snippet}
      </pre>
      <p className="text-sm text-muted">{t('guide')}</p>
    </Section>
  );
}
