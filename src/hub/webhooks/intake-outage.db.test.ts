// The database goes away while webhooks come in: the vendors are told to come back, and whatever was acknowledged is there.
import pg from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { bellEvent, bellHouse, type BellHouse, type BellTenant } from '../../testing/bell-house.ts';

let house: BellHouse;
let tenant: BellTenant;
beforeAll(async () => {
  house = await bellHouse();
  tenant = await house.tenant('acme');
});
afterAll(() => house?.stop());

/** On another database of the same server: ours is about to refuse connections. */
async function asAdmin(statement: string): Promise<void> {
  const url = new URL(house.server.database.ownerUrl);
  const name = url.pathname.slice(1);
  url.pathname = '/postgres';
  const client = new pg.Client(url.href);
  await client.connect();
  try {
    await client.query(statement.replaceAll('%DATABASE%', name));
  } finally {
    await client.end();
  }
}
const away = async () => {
  await asAdmin('alter database %DATABASE% with connection limit 0');
  await asAdmin("select pg_terminate_backend(pid) from pg_stat_activity where datname = '%DATABASE%'");
};
const back = () => asAdmin('alter database %DATABASE% with connection limit -1');

it('answers 503 with Retry-After, whether the address is remembered or not, and then takes what is sent again', async () => {
  const url = await tenant.address(await tenant.connect(), 'bell_one');
  const sent = new Map<string, number>();
  const send = async (id: string) => {
    const answer = await house.ring(url, 'bell_one', bellEvent(id));
    sent.set(id, answer.status);
    return answer;
  };
  expect((await send('before')).status).toBe(200);
  await away();
  const remembered = await Promise.all(Array.from({ length: 20 }, (_, i) => send(`during-${i}`)));
  house.later();
  const looked = await Promise.all(Array.from({ length: 20 }, (_, i) => send(`later-${i}`)));
  for (const answer of [...remembered, ...looked]) {
    expect(answer).toMatchObject({ status: 503, body: { code: 'storage_unavailable' } });
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
  }
  await back();
  const again = await Promise.all([...sent.keys()].map(send));
  expect(new Set(again.map(({ status }) => status))).toEqual(new Set([200]));
  const stored = (await tenant.stored()).map(({ vendorId }) => vendorId);
  expect(stored).toHaveLength(sent.size);
  expect(new Set(stored)).toEqual(new Set(sent.keys()));
});

it('whatever was answered with 200 is there when connections break in the middle of it', async () => {
  const url = await tenant.address(await tenant.connect(), 'bell_one');
  const acknowledged = new Set<string>();
  const statuses = new Set<number>();
  for (let round = 0; round < 4; round += 1) {
    const sending = Array.from({ length: 60 }, async (_, i) => {
      const id = `r${round}-${i}`;
      const { status } = await house.ring(url, 'bell_one', bellEvent(id));
      statuses.add(status);
      if (status === 200) acknowledged.add(id);
    });
    await asAdmin(
      "select pg_terminate_backend(pid) from pg_stat_activity where datname = '%DATABASE%' and query like '%receive_webhooks%'",
    );
    await Promise.all(sending);
  }
  expect([...statuses].every((status) => status === 200 || status === 503)).toBe(true);
  const stored = new Set((await tenant.stored()).map(({ vendorId }) => vendorId));
  expect([...acknowledged].filter((id) => !stored.has(id))).toEqual([]);
});
