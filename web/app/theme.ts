/** Light, dark, or as the system has it. public/theme.js does the same before anything is painted. */
export const themes = ['light', 'dark', 'system'] as const;
export type Theme = (typeof themes)[number];

const key = 'plugboard.theme';
const dark = matchMedia('(prefers-color-scheme: dark)');

export function chosenTheme(): Theme {
  const stored = localStorage.getItem(key);
  return stored === 'light' || stored === 'dark' ? stored : 'system';
}

export function chooseTheme(theme: Theme): void {
  if (theme === 'system') localStorage.removeItem(key);
  else localStorage.setItem(key, theme);
  apply();
}

function apply(): void {
  const theme = chosenTheme();
  document.documentElement.dataset['theme'] =
    theme === 'dark' || (theme === 'system' && dark.matches) ? 'dark' : 'light';
}

dark.addEventListener('change', apply);
