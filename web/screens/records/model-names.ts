/** What models are called: one record of it, and many. A model without words is called by its own name. */
import { useTranslations } from 'use-intl';
import { isKnownModel, readable } from './model-columns.ts';

export function useModelNames() {
  const t = useTranslations('records');
  return {
    one: (model: string) => (isKnownModel(model) ? t(`model.${model}`) : readable(model)),
    many: (model: string) => (isKnownModel(model) ? t(`models.${model}`) : readable(model)),
  };
}
