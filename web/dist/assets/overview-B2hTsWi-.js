import { Gt as e, Ut as t, Wt as n, Xt as r, en as i } from './tokens-Dqg1-qUA.js';
import { a, d as o, n as s, r as c, t as l } from './react-CkYGXDRe.js';
import { i as u, n as d, r as f } from './status-xq4q71dc.js';
import { n as p } from './session-DBbuS78p.js';
import { t as m } from './button-BWvhoBFq.js';
import { n as h, t as g } from './card-DAN7Q_bU.js';
var _ = o(),
  v = {
    draft: { tone: `plain`, icon: `empty` },
    connected: { tone: `good`, icon: `done` },
    failing: { tone: `bad`, icon: `failed` },
    needs_reauth: { tone: `warn`, icon: `key` },
    paused: { tone: `info`, icon: `paused` },
    disconnected: { tone: `plain`, icon: `off` },
  };
function y({ status: e }) {
  let t = c(`words.integration_status`);
  return (0, _.jsx)(d, { ...v[e], children: t(e) });
}
function b({ at: e, exact: t = !1 }) {
  let n = l(),
    r = s({ updateInterval: 15e3 }),
    i = new Date(e),
    a = n.dateTime(i, { dateStyle: `medium`, timeStyle: `long` });
  return (0, _.jsx)(`time`, {
    dateTime: e,
    title: a,
    className: `whitespace-nowrap`,
    children: t ? n.dateTime(i, { dateStyle: `medium`, timeStyle: `medium` }) : n.relativeTime(i, r),
  });
}
var x = new Set([`failing`, `needs_reauth`]);
function S() {
  let e = c(`overview`),
    { tenant: o } = p(),
    s = a.useQuery(
      `get`,
      `/api/tenants/{tenant}/integrations`,
      { params: { path: { tenant: o }, query: { limit: 200 } } },
      { refetchInterval: 1e4 },
    ),
    l = a.useQuery(`get`, `/api/providers`);
  return (0, _.jsxs)(n, {
    title: e(`title`),
    children: [
      s.isPending && (0, _.jsx)(f, { lines: 8 }),
      s.isError && (0, _.jsx)(t, { error: s.error, onRetry: () => void s.refetch() }),
      s.data?.data.length === 0 &&
        (0, _.jsx)(g, {
          children: (0, _.jsx)(r, {
            title: e(`none.title`),
            action: (0, _.jsx)(m, {
              kind: `primary`,
              render: (0, _.jsx)(i, { to: `/$tenant/marketplace`, params: { tenant: o } }),
              children: e(`none.action`),
            }),
            children: e(`none.text`),
          }),
        }),
      s.data !== void 0 &&
        s.data.data.length > 0 &&
        (0, _.jsx)(C, { integrations: s.data.data, available: l.data?.data.length ?? 0 }),
    ],
  });
}
function C({ integrations: t, available: n }) {
  let r = c(`overview`),
    i = t.filter(({ status: e }) => x.has(e)),
    a = t.filter(({ status: e }) => e === `connected`).length;
  return (0, _.jsxs)(_.Fragment, {
    children: [
      i.length > 0 &&
        (0, _.jsx)(`section`, {
          'aria-label': r(`attention`),
          className: `flex flex-col gap-3`,
          children: i.map((t) =>
            (0, _.jsx)(
              e,
              {
                message: `${t.name}: ${t.sync_error?.message ?? t.status_message ?? ``}`,
                fault: t.sync_error?.fault ?? `you`,
                next: t.sync_error?.next,
              },
              t.id,
            ),
          ),
        }),
      (0, _.jsx)(g, {
        children: (0, _.jsxs)(`dl`, {
          className: `grid grid-cols-2 gap-4 sm:grid-cols-4`,
          children: [
            (0, _.jsx)(h, { label: r(`figures.connected`), value: a }),
            (0, _.jsx)(h, { label: r(`figures.failing`), value: i.length }),
            (0, _.jsx)(h, { label: r(`figures.available`), value: n }),
          ],
        }),
      }),
      (0, _.jsx)(g, {
        title: r(`integrations`),
        flush: !0,
        children: (0, _.jsx)(`ul`, {
          className: `grid gap-px overflow-hidden rounded-b-lg bg-line sm:grid-cols-2 lg:grid-cols-3`,
          children: t.map((e) =>
            (0, _.jsxs)(
              `li`,
              {
                className: `flex items-center gap-3 bg-surface px-4 py-3`,
                children: [
                  (0, _.jsx)(u, { provider: e.provider }),
                  (0, _.jsxs)(`div`, {
                    className: `min-w-0 grow`,
                    children: [
                      (0, _.jsx)(`p`, { className: `truncate font-medium`, children: e.name }),
                      (0, _.jsx)(`p`, {
                        className: `truncate text-sm text-muted`,
                        children:
                          e.last_synced_at === null
                            ? r(`never`)
                            : (0, _.jsxs)(_.Fragment, {
                                children: [r(`last_synced`), ` `, (0, _.jsx)(b, { at: e.last_synced_at })],
                              }),
                      }),
                    ],
                  }),
                  (0, _.jsx)(y, { status: e.status }),
                ],
              },
              e.id,
            ),
          ),
        }),
      }),
    ],
  });
}
export { S as OverviewScreen };
