/** Finds the browser the browser tests and the screenshots are made with: Chromium or Chrome as the machine has it, nothing downloaded. */
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** Its path; undefined when there is none. PLUGBOARD_CHROMIUM names one, and then no other is looked for. */
export function findChromium(environment: NodeJS.ProcessEnv = process.env): string | undefined {
  const named = environment['PLUGBOARD_CHROMIUM'];
  if (named !== undefined && named !== '') return isExecutable(named) ? named : undefined;
  const folders = (environment['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  return folders.flatMap((folder) => names.map((name) => join(folder, name))).find(isExecutable);
}

/** What to do about it, in one line. */
export const chromiumAdvice =
  'Install Chromium (Debian and Ubuntu: `apt-get install --no-install-recommends chromium`), or name one with PLUGBOARD_CHROMIUM.';

/** Root may not use Chromium's own sandbox; pages of ours alone are opened. No name resolves but our own address: nothing leaves the machine. */
export const chromiumArguments = [
  '--no-sandbox',
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1',
  '--disable-dev-shm-usage',
];

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
