import { $t as e, Qt as t, n, nn as r, r as i, t as a } from './tokens-Dqg1-qUA.js';
import { d as o, f as s, h as c, l, s as u } from './react-CkYGXDRe.js';
var d = c(s(), 1),
  f = t(),
  p = o(),
  m = document.getElementById(`root`);
if (m === null) throw Error(`the page has no place for the dashboard`);
(0, f.createRoot)(m).render(
  (0, p.jsx)(d.StrictMode, {
    children: (0, p.jsx)(r, {
      disableStyleElements: !0,
      children: (0, p.jsx)(n, {
        children: (0, p.jsx)(l, { client: u, children: (0, p.jsx)(a, { children: (0, p.jsx)(e, { router: i }) }) }),
      }),
    }),
  }),
);
