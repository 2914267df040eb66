/**
 * Short notices of what was done, at the edge; read out by screen readers. Mistakes stay until they are closed. What shows them is fetched
 * with the first one (toasts-shown.tsx).
 */
import { useEffect, useState, type ComponentType, type ReactNode } from 'react';
import { onUnshown } from './notices.ts';

export { tellDone, tellFailed } from './notices.ts';

/** Around the whole application, once. */
export function Toasts({ children }: { readonly children: ReactNode }) {
  const [Shown, setShown] = useState<ComponentType>();
  useEffect(
    () => onUnshown(() => void import('./toasts-shown.tsx').then((found) => setShown(() => found.ToastsShown))),
    [],
  );
  return (
    <>
      {children}
      {Shown !== undefined && <Shown />}
    </>
  );
}
