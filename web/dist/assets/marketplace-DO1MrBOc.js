import { Jt as e, Ut as t, Wt as n, Xt as r, en as i, tn as a } from './tokens-Dqg1-qUA.js';
import { j as o, n as s } from './field-DDwFC7np.js';
import { a as c, d as l, f as u, h as d, r as f } from './react-CkYGXDRe.js';
import { i as p, n as m, r as h, t as g } from './status-xq4q71dc.js';
import { n as _ } from './session-DBbuS78p.js';
import { t as v } from './button-BWvhoBFq.js';
import { t as y } from './card-DAN7Q_bU.js';
import { t as b } from './class-names-l6AkBENK.js';
var x = d(u(), 1),
  S = l(),
  C = `/$tenant/marketplace`;
function w() {
  let i = f(`marketplace`),
    l = f(`words`),
    { tenant: u } = _(),
    { q: d = ``, category: p } = a({ from: C }),
    m = o({ from: C }),
    g = (0, x.useDeferredValue)(d.trim().toLowerCase()),
    w = c.useQuery(`get`, `/api/providers`),
    E = c.useQuery(`get`, `/api/tenants/{tenant}/integrations`, {
      params: { path: { tenant: u }, query: { limit: 200 } },
    }),
    O = w.data?.data ?? [],
    k = [...new Set(O.map((e) => e.category))],
    A = O.filter(
      (e) =>
        (p === void 0 || e.category === p) &&
        (g === `` || [e.name, e.key, e.summary, ...e.features].some((e) => e.toLowerCase().includes(g))),
    ),
    j = Map.groupBy(E.data?.data ?? [], ({ provider: e }) => e),
    M = (e) =>
      void m({
        search: (t) => ({ ...(t.q === void 0 ? {} : { q: t.q }), ...(e === void 0 ? {} : { category: e }) }),
        replace: !0,
      });
  return (0, S.jsxs)(n, {
    title: i(`title`),
    description: i(`description`),
    children: [
      (0, S.jsxs)(`div`, {
        className: `flex flex-col gap-3`,
        children: [
          (0, S.jsxs)(`label`, {
            className: `relative max-w-md`,
            children: [
              (0, S.jsx)(`span`, { className: `sr-only`, children: i(`search`) }),
              (0, S.jsx)(e, { className: `absolute start-2.5 top-2.5 size-4 text-muted`, 'aria-hidden': `true` }),
              (0, S.jsx)(`input`, {
                type: `search`,
                value: d,
                placeholder: i(`search`),
                onChange: (e) => {
                  let t = e.currentTarget.value;
                  m({
                    search: (e) => ({
                      ...(e.category === void 0 ? {} : { category: e.category }),
                      ...(t === `` ? {} : { q: t }),
                    }),
                    replace: !0,
                  });
                },
                className: b(s, `ps-9`),
              }),
            ],
          }),
          (0, S.jsxs)(`div`, {
            role: `group`,
            'aria-label': i(`title`),
            className: `flex flex-wrap gap-1.5`,
            children: [
              (0, S.jsx)(T, { on: p === void 0, onPress: () => M(void 0), children: i(`all`) }),
              k.map((e) => (0, S.jsx)(T, { on: p === e, onPress: () => M(e), children: l(`category.${e}`) }, e)),
            ],
          }),
        ],
      }),
      w.isPending && (0, S.jsx)(h, { lines: 8 }),
      w.isError && (0, S.jsx)(t, { error: w.error, onRetry: () => void w.refetch() }),
      w.data !== void 0 &&
        (0, S.jsxs)(S.Fragment, {
          children: [
            (0, S.jsx)(`p`, {
              role: `status`,
              className: `text-sm text-muted`,
              children: i(`count`, { count: A.length }),
            }),
            A.length === 0 &&
              (0, S.jsx)(y, {
                children: (0, S.jsx)(r, {
                  title: i(`nothing`),
                  action: (0, S.jsx)(v, { onPress: () => void m({ search: {} }), children: i(`reset`) }),
                  children: i(`nothing_text`),
                }),
              }),
            (0, S.jsx)(`ul`, {
              className: `grid gap-4 sm:grid-cols-2 lg:grid-cols-3`,
              children: A.map((e) =>
                (0, S.jsx)(
                  `li`,
                  {
                    className: `flex`,
                    children: (0, S.jsx)(D, { provider: e, integrations: j.get(e.key)?.length ?? 0 }),
                  },
                  e.key,
                ),
              ),
            }),
          ],
        }),
    ],
  });
}
function T({ on: e, onPress: t, children: n }) {
  return (0, S.jsx)(`button`, {
    type: `button`,
    'aria-pressed': e,
    onClick: t,
    className: b(
      `min-h-7 cursor-pointer rounded-full border px-3 text-sm`,
      e ? `border-accent bg-accent-soft font-medium text-ink` : `border-line bg-surface text-muted hover:text-ink`,
    ),
    children: n,
  });
}
var E = { high: `good`, medium: `info`, emerging: `warn` };
function D({ provider: e, integrations: t }) {
  let n = f(`marketplace`),
    r = f(`words`),
    { tenant: a, may: o } = _();
  return (0, S.jsxs)(`article`, {
    className: `flex w-full flex-col gap-3 rounded-lg border border-line bg-surface p-4 shadow-raised`,
    children: [
      (0, S.jsxs)(`header`, {
        className: `flex items-start gap-3`,
        children: [
          (0, S.jsx)(p, { provider: e.key, size: `large` }),
          (0, S.jsxs)(`div`, {
            className: `min-w-0 grow`,
            children: [
              (0, S.jsx)(`h2`, { className: `truncate text-lg font-semibold`, children: e.name }),
              (0, S.jsx)(`p`, { className: `text-sm text-muted`, children: r(`category.${e.category}`) }),
            ],
          }),
          (0, S.jsx)(g, { tone: E[e.priority], children: r(`priority.${e.priority}`) }),
        ],
      }),
      (0, S.jsx)(`p`, { className: `grow text-muted`, children: e.summary }),
      (0, S.jsx)(`ul`, {
        className: `flex flex-wrap gap-1`,
        children: e.features.slice(0, 6).map((e) => (0, S.jsx)(`li`, { children: (0, S.jsx)(g, { children: e }) }, e)),
      }),
      (0, S.jsxs)(`footer`, {
        className: `flex min-h-7 items-center justify-between gap-2`,
        children: [
          t > 0
            ? (0, S.jsx)(m, { tone: `good`, icon: `done`, children: n(`connected`, { count: t }) })
            : (0, S.jsx)(`span`, {}),
          o.connect &&
            (0, S.jsx)(v, {
              size: `small`,
              kind: `primary`,
              render: (0, S.jsx)(i, { to: C, params: { tenant: a }, search: { q: e.key } }),
              children: n(`connect`),
            }),
        ],
      }),
    ],
  });
}
export { w as MarketplaceScreen };
