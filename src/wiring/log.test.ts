import { expect, it } from 'vitest';
import { fail } from '../contract/errors.ts';
import { createLog } from './log.ts';

function logged(facts: object): string {
  const lines: string[] = [];
  createLog({ level: 'info', write: (line) => void lines.push(line) }).info(facts, 'something');
  return lines.join('');
}

it('hides what is named like a secret, at the top and one level down', () => {
  const names = [
    'authorization',
    'password',
    'client_secret',
    'api_key',
    'access_token',
    'refresh_token',
    'set-cookie',
    'token',
  ];
  for (const name of names) {
    expect(logged({ [name]: 's3cr3t' })).not.toContain('s3cr3t');
    expect(logged({ headers: { [name]: 's3cr3t' } })).not.toContain('s3cr3t');
  }
  expect(logged({ provider: 'xero' })).toContain('xero');
});

it('writes errors with their causes, and none of the other things they carry', () => {
  const driver = Object.assign(new Error('duplicate key'), {
    code: '23505',
    detail: 'Key (email)=(a@b.example)',
    parameters: ['s3cr3t'],
  });
  const line = logged({ err: fail('internal', 'It broke.', { cause: driver }) });
  expect(JSON.parse(line).err).toMatchObject({
    message: 'It broke.',
    code: 'internal',
    cause: { message: 'duplicate key', code: '23505' },
  });
  expect(line).not.toMatch(/s3cr3t|a@b\.example/);
});

it('logs nothing below its level', () => {
  const lines: string[] = [];
  createLog({ level: 'warn', write: (line) => void lines.push(line) }).info({}, 'quiet');
  expect(lines).toEqual([]);
});
