/** The short name in addresses that follows from a name people read: `Café Süd & Co` becomes `cafe-sud-co`. Empty when nothing is left. */
export function slugFor(name: string): string {
  return name
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, 63)
    .replaceAll(/^-+|-+$/g, '');
}
