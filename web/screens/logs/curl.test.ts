import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { curlOf } from './curl.ts';

const call = { method: 'POST', host: 'api.till.example', path: '/v1/goods?token=[redacted]' };

describe('a call as a command', () => {
  it('says where the secret belongs, and sends what was kept of the body', () => {
    expect(curlOf(call, '{"name":"O\'Hara"}')).toBe(
      [
        `curl --request 'POST'`,
        `'https://api.till.example/v1/goods?token=[redacted]'`,
        `--header 'authorization: ...'`,
        `--header 'content-type: application/json'`,
        String.raw`--data-raw '{"name":"O'\''Hara"}'`,
      ].join(' \\\n  '),
    );
    expect(curlOf(call, null)).not.toContain('--data-raw');
  });

  it('is one command, whatever the vendor wrote', () => {
    const texts = fc.string({ unit: 'grapheme' }).filter((text) => !text.includes('\0') && text !== '');
    fc.assert(
      fc.property(texts, texts, (path, body) => {
        const command = curlOf({ ...call, path }, body).replace(/^curl/, 'printf "%s\\n---\\n"');
        const shown = execFileSync('/bin/sh', ['-c', command], { encoding: 'utf8' });
        expect(shown).toContain(`https://api.till.example${path}\n---`);
        expect(shown.endsWith(`${body}\n---\n`)).toBe(true);
      }),
      { numRuns: 30 },
    );
  });
});
