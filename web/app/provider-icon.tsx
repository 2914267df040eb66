/** A provider's own icon, from the server. Always beside its name, so it says nothing by itself. */
export function ProviderIcon({
  provider,
  size = 'normal',
}: {
  readonly provider: string;
  readonly size?: 'normal' | 'large';
}) {
  return (
    <span
      className={`inline-flex shrink-0 items-center justify-center rounded-md border border-line bg-white ${size === 'large' ? 'size-12 p-2' : 'size-9 p-1.5'}`}
    >
      <img src={`/api/providers/${provider}/icon.svg`} alt="" className="size-full object-contain" loading="lazy" />
    </span>
  );
}
