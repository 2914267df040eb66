/** The form that the dashboard draws from a schema fits every action of every provider: no field falls back to writing JSON. */
import { expect, test } from 'vitest';
import { z } from 'zod';
import { providers } from '../../providers/registry.gen.ts';
import { formOf, type FormField } from '../../web/ui/schema-form-model.ts';
import { emptyValue, inputOf, valueOf } from '../../web/ui/schema-form-value.ts';

test.each(Object.entries(providers))('%s', async (_key, load) => {
  const { actions } = (await load()).default;
  for (const { input } of Object.values(actions)) {
    const form = formOf(z.toJSONSchema(input, { io: 'input', unrepresentable: 'any' }));
    expect(kindsIn(form)).not.toContain('json');
    const said = inputOf(form, emptyValue(form));
    expect(said).toBeTypeOf('object');
    expect(valueOf(form, said).unknown).toEqual([]);
  }
});

function kindsIn(field: FormField): readonly string[] {
  if (field.kind === 'object') return field.fields.flatMap(kindsIn);
  if (field.kind === 'list') return kindsIn(field.item);
  if (field.kind === 'variants') return field.variants.flatMap((variant) => variant.fields.flatMap(kindsIn));
  return [field.kind];
}
