/** What the parts of a schema's form are given. Used by schema-form.tsx and schema-form-groups.tsx. */
import type { ComponentType, ReactNode } from 'react';
import type { FormField } from './schema-form-model.ts';
import type { FormValue } from './schema-form-value.ts';

export type TextFormField = FormField & { readonly kind: 'text' };

export interface ReferenceProps {
  readonly field: TextFormField;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly error: string | undefined;
  readonly disabled: boolean;
}

export interface FormShared {
  /** What is wrong, in words, by path (`lines.0.amount`). */
  readonly errors: ReadonlyMap<string, string>;
  readonly disabled: boolean;
  /** A control for a field that names a record; undefined: there is nowhere to search, it is a text. */
  readonly reference?: ((props: ReferenceProps) => ReactNode | undefined) | undefined;
}

export interface FieldProps<Field extends FormField = FormField> extends FormShared {
  readonly field: Field;
  readonly value: FormValue;
  readonly path: string;
  readonly onChange: (value: FormValue) => void;
  /** Draws any field: what holds others draws them with it. */
  readonly part: ComponentType<FieldProps>;
}
