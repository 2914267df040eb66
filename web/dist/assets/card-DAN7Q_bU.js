import { d as e, f as t, h as n } from './react-CkYGXDRe.js';
import { t as r } from './class-names-l6AkBENK.js';
var i = n(t(), 1),
  a = e();
function o({ title: e, description: t, actions: n, children: o, flush: s = !1 }) {
  let c = (0, i.useId)();
  return (0, a.jsxs)(`section`, {
    'aria-labelledby': e === void 0 ? void 0 : c,
    className: `rounded-lg border border-line bg-surface shadow-raised`,
    children: [
      (e !== void 0 || n !== void 0) &&
        (0, a.jsxs)(`header`, {
          className: `flex flex-wrap items-start gap-x-4 gap-y-2 px-4 pt-3.5 pb-2`,
          children: [
            (0, a.jsxs)(`div`, {
              className: `min-w-0 grow`,
              children: [
                e !== void 0 && (0, a.jsx)(`h2`, { id: c, className: `text-lg font-semibold`, children: e }),
                t !== void 0 && (0, a.jsx)(`p`, { className: `text-sm text-muted`, children: t }),
              ],
            }),
            n,
          ],
        }),
      (0, a.jsx)(`div`, { className: r(!s && `px-4 pb-4`, !s && e === void 0 && n === void 0 && `pt-4`), children: o }),
    ],
  });
}
function s({ label: e, value: t, note: n }) {
  return (0, a.jsxs)(`div`, {
    className: `flex flex-col gap-0.5`,
    children: [
      (0, a.jsx)(`dt`, { className: `text-sm text-muted`, children: e }),
      (0, a.jsx)(`dd`, { className: `text-2xl font-semibold tracking-tight tabular-nums`, children: t }),
      n !== void 0 && (0, a.jsx)(`dd`, { className: `text-sm text-muted`, children: n }),
    ],
  });
}
export { s as n, o as t };
