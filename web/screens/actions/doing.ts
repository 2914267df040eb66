/** The input of one action while somebody fills it in, as a form or as JSON, and asking for it. Used by action-form.tsx. */
import { useState } from 'react';
import { useTranslations } from 'use-intl';
import { api, isProblem } from '../../app/api.ts';
import { useSession } from '../../app/session.tsx';
import { formOf, isObject } from '../../ui/schema-form-model.ts';
import { emptyValue, inputOf, problemsIn, valueOf } from '../../ui/schema-form-value.ts';
import { useIntegration } from '../integration/current.tsx';
import type { Action } from './actions.tsx';

const place = '/api/tenants/{tenant}/integrations/{integration}/actions/{action}';

export function newReference(): string {
  return `dashboard-${crypto.randomUUID().slice(0, 13)}`;
}

export function useInput(schema: Action['input']) {
  const t = useTranslations('actions.form');
  const [form] = useState(() => formOf(schema));
  const [value, setValue] = useState(() => emptyValue(form));
  const [json, setJson] = useState<string>();
  const [jsonError, setJsonError] = useState<string>();
  const toJson = () => {
    setJsonError(undefined);
    setJson(JSON.stringify(inputOf(form, value) ?? {}, null, 2));
  };
  const toForm = () => {
    const read = parsed(json ?? '');
    if (read === undefined) return setJsonError(t('not_json'));
    const { value: next, unknown } = valueOf(form, read);
    if (unknown.length > 0)
      return setJsonError(
        t('unknown', { count: unknown.length, fields: unknown.map((one) => (one === '' ? '{}' : one)).join(', ') }),
      );
    setJsonError(undefined);
    setJson(undefined);
    return setValue(next);
  };
  /** Undefined: it is no JSON yet. */
  const input = (): Record<string, unknown> | undefined => {
    const said = json === undefined ? inputOf(form, value) : parsed(json);
    return isObject(said) ? { ...said } : undefined;
  };
  return {
    form,
    value,
    setValue,
    json,
    setJson: (text: string) => {
      setJsonError(undefined);
      setJson(text);
    },
    jsonError,
    setJsonError,
    toJson,
    toForm,
    input,
    problems: () => (json === undefined ? problemsIn(form, value) : new Map<string, never>()),
    clear: () => {
      setValue(emptyValue(form));
      setJson(undefined);
    },
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export function useDoing(action: Action) {
  const { tenant } = useSession();
  const { id: integration } = useIntegration();
  const doing = api.useMutation('post', place);
  const refused = isProblem(doing.error) ? (doing.error.problems ?? []) : [];
  const fields = new Map(
    refused
      .filter(({ path }) => path.startsWith('input.'))
      .map(({ path, message }) => [path.slice('input.'.length), message]),
  );
  return {
    run: (input: Record<string, unknown>, reference: string) =>
      doing.mutate({
        params: { path: { tenant, integration, action: action.name } },
        body: { input, ...(reference === '' ? {} : { external_reference: reference }) },
      }),
    busy: doing.isPending,
    answer: doing.data,
    error: doing.error ?? undefined,
    /** What the server says is wrong, by the path of the field. */
    fields,
    reset: () => doing.reset(),
  };
}
