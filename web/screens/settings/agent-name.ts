/** A browser's own words about itself, as people would say it: `Firefox, Linux`. Undefined when they say nothing one knows. */
const browsers: readonly (readonly [RegExp, string])[] = [
  // In this order: each also says it is those below it.
  [/Edg\//, 'Edge'],
  [/OPR\//, 'Opera'],
  [/SamsungBrowser\//, 'Samsung Internet'],
  [/Firefox\/|FxiOS\//, 'Firefox'],
  [/Chrome\/|CriOS\//, 'Chrome'],
  [/Safari\//, 'Safari'],
  [/curl\//, 'curl'],
];
const systems: readonly (readonly [RegExp, string])[] = [
  [/iPhone|iPad/, 'iOS'],
  [/Android/, 'Android'],
  [/CrOS/, 'ChromeOS'],
  [/Windows/, 'Windows'],
  [/Mac OS X|Macintosh/, 'macOS'],
  [/Linux/, 'Linux'],
];

export function agentName(agent: string): string | undefined {
  const of = (known: readonly (readonly [RegExp, string])[]) => known.find(([mark]) => mark.test(agent))?.[1];
  const found = [of(browsers), of(systems)].filter((name) => name !== undefined);
  return found.length === 0 ? undefined : found.join(', ');
}
