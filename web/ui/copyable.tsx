/** An id, a URL: shown as it is and copied with a press. */
import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslations } from 'use-intl';

/** How long it says that it was copied. */
const saysMs = 1_500;

export function Copyable({ text, shown = text }: { readonly text: string; readonly shown?: string }) {
  const t = useTranslations('ui');
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), saysMs);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = () => void navigator.clipboard.writeText(text).then(() => setCopied(true));
  return (
    <span className="inline-flex max-w-full items-center gap-1 align-bottom">
      <code className="truncate font-mono text-sm">{shown}</code>
      <button
        type="button"
        onClick={copy}
        aria-label={t('copy', { text: shown })}
        className="inline-flex size-6 shrink-0 cursor-pointer items-center justify-center rounded-sm text-muted hover:bg-sunken hover:text-ink"
      >
        {copied ? (
          <Check className="size-3.5 text-good" aria-hidden="true" />
        ) : (
          <Copy className="size-3.5" aria-hidden="true" />
        )}
      </button>
      <span role="status" className="sr-only">
        {copied ? t('copied') : ''}
      </span>
    </span>
  );
}
