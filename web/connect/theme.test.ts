import fc from 'fast-check';
import { expect, it } from 'vitest';
import { accentColours, contrastOf } from './theme.ts';

const colour = fc.integer({ min: 0, max: 0xffffff }).map((value) => `#${value.toString(16).padStart(6, '0')}`);
const ink = { light: ['#15191a', '#ffffff', '#f7f8f7'], dark: ['#ecf0ee', '#171c1b', '#101413'] } as const;

it('keeps every colour readable, in both modes, on the page, on itself and on what is chosen', () => {
  fc.assert(
    fc.property(colour, fc.constantFrom('light', 'dark'), (given, mode) => {
      const { accent, strong, soft, onAccent } = accentColours(given, mode);
      const [text, surface, canvas] = ink[mode];
      for (const [a, b] of [
        [accent, surface],
        [accent, canvas],
        [accent, soft],
        [onAccent, accent],
        [onAccent, strong],
        [text, soft],
      ] as const)
        expect(contrastOf(a, b), `${a} on ${b}`).toBeGreaterThanOrEqual(4.5);
    }),
  );
});

it('leaves a colour alone that can be read already', () => {
  expect(accentColours('#0b6b5b', 'light')).toMatchObject({ accent: '#0b6b5b', onAccent: '#ffffff' });
  expect(accentColours('#ffe600', 'dark')).toMatchObject({ accent: '#ffe600', onAccent: '#000000' });
});
