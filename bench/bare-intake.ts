/**
 * The limit webhook intake is held against, in a process of its own: a server of node:http that reads the body, checks Stripe's signature
 * over it (HMAC-SHA256, constant time, age of the timestamp), inserts it into one table without policies and answers 200 after the commit.
 * Nothing is parsed, sealed, split or looked up, no tenant is set. The key is a digest of the body, so a repeated one is inserted once.
 * `single`: one insert a request. `group`: what comes within 2 ms, up to 128 requests, in one insert.
 * Started by webhooks-intake.ts: `node bare-intake.ts <single|group> <database url> <secret>`; tells its port to its parent.
 */
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';

export const bareTable = `
  create table if not exists bare_webhook (key bytea primary key, received_at timestamptz not null default now(), body bytea not null);
  alter table bare_webhook alter column body set storage external;`;

type Insert = (key: Buffer, body: Buffer) => Promise<void>;

function singly(pool: pg.Pool): Insert {
  return async (key, body) => {
    const text = 'insert into bare_webhook (key, body) values ($1, $2) on conflict do nothing';
    await pool.query({ name: 'one', text, values: [key, body] });
  };
}

function inGroups(pool: pg.Pool): Insert {
  const text =
    'insert into bare_webhook (key, body) select * from unnest($1::bytea[], $2::bytea[]) on conflict do nothing';
  interface Group {
    readonly keys: Buffer[];
    readonly bodies: Buffer[];
    readonly stored: Promise<void>;
    close(): void;
  }
  let open: Group | undefined;
  const begin = (): Group => {
    const [keys, bodies]: [Buffer[], Buffer[]] = [[], []];
    const full = Promise.withResolvers<void>();
    const stored = Promise.race([pause(2), full.promise]).then(async () => {
      if (open === group) open = undefined;
      await pool.query({ name: 'group', text, values: [keys, bodies] });
    });
    const group = { keys, bodies, stored, close: full.resolve };
    return group;
  };
  return async (key, body) => {
    const group = (open ??= begin());
    group.keys.push(key);
    group.bodies.push(body);
    if (group.keys.length === 128) {
      open = undefined;
      group.close();
    }
    await group.stored;
  };
}

/** Stripe's scheme: `t=<seconds>,v1=<hex>` over `<seconds>.<body>`. */
function isGenuine(header: string, body: Buffer, secret: string): boolean {
  const [, t = '', hex = ''] = /^t=(\d+),v1=([0-9a-f]{64})$/.exec(header) ?? [];
  if (Math.abs(Date.now() / 1000 - Number(t)) > 300 || hex === '') return false;
  const expected = createHmac('sha256', secret).update(`${t}.`).update(body).digest();
  return timingSafeEqual(expected, Buffer.from(hex, 'hex'));
}

function serve(insert: Insert, secret: string): void {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks);
      if (!isGenuine(request.headers['stripe-signature']?.toString() ?? '', body, secret)) {
        response.writeHead(401).end();
        return;
      }
      insert(createHash('sha256').update(body).digest().subarray(0, 16), body).then(
        () => response.writeHead(200).end(),
        () => response.writeHead(503).end(),
      );
    });
  });
  server.listen(0, '127.0.0.1', () => {
    const address = server.address();
    if (typeof address === 'object') process.send?.({ port: address?.port });
  });
  process.on('disconnect', () => process.exit(0));
}

if (import.meta.main) {
  const [kind, url = '', secret = ''] = process.argv.slice(2);
  const pool = new pg.Pool({ connectionString: url, max: 10 });
  serve(kind === 'group' ? inGroups(pool) : singly(pool), secret);
}
