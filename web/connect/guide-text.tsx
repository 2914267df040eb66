/** A setup guide as it was written. */
export function GuideText({ text }: { readonly text: string }) {
  return <div className="text-sm break-words whitespace-pre-wrap">{text}</div>;
}
