import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { commandLine, isAlive } from './process.ts';

test('this process is alive and knows its arguments; a finished one is not', async () => {
  expect(isAlive(process.pid)).toBe(true);
  expect(commandLine(process.pid)).toContain('node');
  const child = spawn('true');
  await once(child, 'exit');
  expect(isAlive(child.pid!)).toBe(false);
});

// Only where /proc tells: elsewhere an uncollected process cannot be told from a living one.
if (existsSync('/proc/self/stat')) {
  test('a dead process that nobody has collected counts as dead', async () => {
    // The shell turns into a program that never waits for the child it had, before that child ends.
    const parent = spawn('sh', ['-c', 'sleep 0.3 & echo $!; exec sleep 60'], { stdio: ['ignore', 'pipe', 'inherit'] });
    const [line] = await once(parent.stdout, 'data');
    const pid = Number(line);
    await expect.poll(() => isAlive(pid)).toBe(false);
    expect(() => process.kill(pid, 0)).not.toThrow();
    parent.kill('SIGKILL');
    await once(parent, 'exit');
  });
}
