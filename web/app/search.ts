/** Reading what an address says after its question mark: anybody may have typed it. */

/** The text of that name, where there is one; nothing else. Used by the `validateSearch` of places. */
export function text<Name extends string>(
  search: Readonly<Record<string, unknown>>,
  name: Name,
): { readonly [key in Name]?: string } {
  const value = search[name];
  const found: { [key in Name]?: string } = {};
  return typeof value === 'string' && value !== '' ? Object.assign(found, { [name]: value }) : found;
}

/** Leaves out what is undefined: to name what a screen asks for, as an address may say more than it knows. */
export function said<T extends object>(values: { [K in keyof T]: T[K] | undefined }): Partial<{
  [K in keyof T]: Exclude<T[K], undefined>;
}> {
  const present: Partial<{ [K in keyof T]: Exclude<T[K], undefined> }> = {};
  return Object.assign(present, Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)));
}

/** The value of that name, where it is one of those there are. */
export function choice<Name extends string, Value extends string>(
  search: Readonly<Record<string, unknown>>,
  name: Name,
  values: readonly Value[],
): { readonly [key in Name]?: Value } {
  const value = values.find((one) => one === search[name]);
  const found: { [key in Name]?: Value } = {};
  return value === undefined ? found : Object.assign(found, { [name]: value });
}
