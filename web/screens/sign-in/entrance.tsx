/** What the pages before the dashboard stand in: one card in the middle. */
import { useEffect, type ReactNode } from 'react';
import { Card } from '../../ui/card.tsx';

export function Entrance({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  useEffect(() => {
    document.title = `${title} · Plugboard`;
  }, [title]);
  return (
    <main className="mx-auto flex min-h-dvh w-full max-w-md flex-col justify-center gap-6 px-4 py-10">
      <div className="flex items-center gap-3">
        <img src="/icon.svg" alt="" className="size-10" />
        <h1 className="text-2xl font-semibold">{title}</h1>
      </div>
      <Card>{children}</Card>
    </main>
  );
}

/** A way out of a step, as quiet as a link. */
export function OtherWay({ onPress, children }: { readonly onPress: () => void; readonly children: string }) {
  return (
    <button
      type="button"
      className="min-h-6 cursor-pointer self-start text-sm text-accent underline underline-offset-2"
      onClick={onPress}
    >
      {children}
    </button>
  );
}
