/** What the parts of the settings have in common: what they are given, and how they show what the server said. */
import { isProblem } from '../../app/api.ts';
import { Problem } from '../../app/fallbacks.tsx';
import type { Integration } from '../integration/current.tsx';

export interface PartProps {
  /** As it was when the form was filled. */
  readonly integration: Integration;
  readonly onSaved: (changed: Integration) => void;
}

/** What the server said to a form, unless it stands at its fields already. */
export function FormProblem({ error, fields = [] }: { readonly error: unknown; readonly fields?: readonly string[] }) {
  if (error === null || error === undefined) return null;
  const told =
    isProblem(error) &&
    error.problems !== undefined &&
    error.problems.length > 0 &&
    error.problems.every(({ path }) => fields.includes(path));
  return told ? null : <Problem error={error} />;
}

/** What the server said of one field. */
export function problemAt(error: unknown, path: string): string | undefined {
  return isProblem(error) ? error.problems?.find((one) => one.path === path)?.message : undefined;
}
