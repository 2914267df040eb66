/** What every part of the editor is given. */
import type { RouteDraft } from './draft.ts';

/** How one part of the draft is changed. */
export interface PartProps {
  readonly draft: RouteDraft;
  readonly change: (changed: Partial<RouteDraft>) => void;
  readonly disabled: boolean;
  /** What is wrong at a place of the definition: `when.condition`. */
  readonly wrong: (path: string) => string | undefined;
}

/** With exactOptionalPropertyTypes absent and undefined differ. */
export function withError(error: string | undefined): { readonly error?: string } {
  return error === undefined ? {} : { error };
}
