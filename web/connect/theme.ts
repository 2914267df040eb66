/**
 * The colours of a connect page from the one a caller gave: whatever it is, what is written on it and in it can be read (4.5 : 1), in the light
 * and in the dark theme. Pure but for `applyTheme`.
 */
import type { OwnSession } from './hosted-session.ts';

type Rgb = readonly [number, number, number];

export interface AccentColours {
  readonly accent: string;
  readonly strong: string;
  readonly soft: string;
  readonly onAccent: string;
}

/** Text has to stand out by this much (WCAG 2.2, 1.4.3). */
const enough = 4.5;
const white: Rgb = [255, 255, 255];
const black: Rgb = [0, 0, 0];
/** `--surface` and `--canvas` of tokens.css: what links stand on. */
const grounds = {
  light: [white, [247, 248, 247]],
  dark: [
    [23, 28, 27],
    [16, 20, 19],
  ],
} as const satisfies Record<string, readonly Rgb[]>;

/** `colour`: `#rrggbb`. */
export function accentColours(colour: string, mode: 'light' | 'dark'): AccentColours {
  const given = parse(colour);
  const towards = mode === 'light' ? black : white;
  const [surface] = grounds[mode];
  const soft = mix(given, surface, mode === 'light' ? 0.87 : 0.78);
  // Stands on the page, and beside the soft ground of what is chosen.
  const accent = readable(given, [...grounds[mode], soft], towards);
  const onAccent = contrast(accent, white) >= contrast(accent, black) ? white : black;
  const strong = mix(accent, onAccent === white ? black : white, 0.2);
  return { accent: show(accent), strong: show(strong), soft: show(soft), onAccent: show(onAccent) };
}

/** The nearest to `colour` on the way to black or white that can be read on all of these. */
function readable(colour: Rgb, on: readonly Rgb[], towards: Rgb): Rgb {
  for (let part = 0; part < 1; part += 0.02) {
    const candidate = mix(colour, towards, part);
    if (on.every((ground) => contrast(candidate, ground) >= enough)) return candidate;
  }
  return towards;
}

export function contrastOf(a: string, b: string): number {
  return contrast(parse(a), parse(b));
}

function contrast(a: Rgb, b: Rgb): number {
  const [lighter, darker] = [luminance(a), luminance(b)].toSorted((x, y) => y - x);
  return ((lighter ?? 0) + 0.05) / ((darker ?? 0) + 0.05);
}

/** WCAG's relative luminance. */
function luminance([red, green, blue]: Rgb): number {
  const linear = (value: number) => {
    const part = value / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
}

function mix(a: Rgb, b: Rgb, part: number): Rgb {
  const between = (from: number, to: number) => Math.round(from + (to - from) * part);
  return [between(a[0], b[0]), between(a[1], b[1]), between(a[2], b[2])];
}

function parse(colour: string): Rgb {
  const value = Number.parseInt(colour.slice(1), 16);
  return [value >> 16, (value >> 8) & 255, value & 255];
}

function show(colour: Rgb): string {
  return `#${colour.map((part) => part.toString(16).padStart(2, '0')).join('')}`;
}

/** Sets the page's mode and colours; through the style object, which the page's policy allows. */
export function applyTheme({ accent, mode = 'system' }: OwnSession['theme']): void {
  const { dataset, style } = document.documentElement;
  const dark = mode === 'system' ? matchMedia('(prefers-color-scheme: dark)').matches : mode === 'dark';
  const shown = dark ? 'dark' : 'light';
  dataset['theme'] = shown;
  if (accent === undefined) return;
  const colours = accentColours(accent, shown);
  style.setProperty('--accent', colours.accent);
  style.setProperty('--accent-strong', colours.strong);
  style.setProperty('--accent-soft', colours.soft);
  style.setProperty('--on-accent', colours.onAccent);
}
