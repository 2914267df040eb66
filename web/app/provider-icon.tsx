const sizes = { small: 'size-6 p-1', normal: 'size-9 p-1.5', large: 'size-12 p-2' } as const;

/** A provider's own icon, from the server. Always beside its name, so it says nothing by itself. */
export function ProviderIcon({
  provider,
  size = 'normal',
}: {
  readonly provider: string;
  readonly size?: 'small' | 'normal' | 'large';
}) {
  return (
    <span
      className={`inline-flex shrink-0 items-center justify-center rounded-md border border-line bg-white ${sizes[size]}`}
    >
      <img src={`/api/providers/${provider}/icon.svg`} alt="" className="size-full object-contain" loading="lazy" />
    </span>
  );
}
