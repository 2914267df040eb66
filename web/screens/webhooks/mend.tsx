/** Putting right what a dead letter says, then having it worked off. What came is kept beside it. */
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { Button } from '../../ui/button.tsx';
import { CodeEditor } from '../../ui/code-editor.tsx';
import { Section } from '../../ui/section.tsx';

export function Mend({
  payload,
  busy,
  onCancel,
  onReplay,
}: {
  readonly payload: unknown;
  readonly busy: boolean;
  readonly onCancel: () => void;
  readonly onReplay: (payload: unknown) => void;
}) {
  const t = useTranslations('webhooks.mend');
  const before = JSON.stringify(payload, undefined, 2);
  const [text, setText] = useState(before);
  const read = readJson(text);
  return (
    <Section title={t('title')}>
      <CodeEditor label={t('payload')} bare language="json" lines={12} value={text} onChange={setText} />
      <p className="text-sm text-muted">{t('help')}</p>
      <div className="flex flex-wrap justify-end gap-2">
        <Button onPress={onCancel}>{t('cancel')}</Button>
        <Button
          kind="primary"
          busy={busy}
          disabled={read === undefined || text === before}
          onPress={() => read !== undefined && onReplay(read.value)}
        >
          {t('replay')}
        </Button>
      </div>
    </Section>
  );
}

/** Undefined: it is no JSON. */
function readJson(text: string): { readonly value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}
