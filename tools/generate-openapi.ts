// The API's description as a file, made from the routes themselves. Needs no database: no route is asked anything.
import { pino } from 'pino';
import packageFile from '../package.json' with { type: 'json' };
import type { Hub } from '../src/hub/index.ts';
import { buildApp } from '../src/server/app.ts';
import type { ApiDocument } from '../src/server/api-document.ts';
import { describeApi } from '../src/server/openapi.ts';

/** The document that a server of this version answers at /api/openapi.json. */
export async function apiDescription(): Promise<ApiDocument> {
  const app = await buildApp({
    // Routes touch the hub when they are called, and here none is.
    hub: {} as Hub,
    log: pino({ level: 'silent' }),
    version: packageFile.version,
    publicUrl: () => 'http://127.0.0.1',
    ready: async () => [],
    requestsPerMinute: 1,
    corsOrigins: [],
    trustedProxies: [],
    metrics: { sources: [], token: undefined },
    requestId: () => 'req_0',
  });
  try {
    return describeApi(app);
  } finally {
    await app.close();
  }
}
