import { d as e, f as t, h as n } from './react-CkYGXDRe.js';
var r = n(t(), 1),
  i = (e) => e?.replace(/([a-z0-9])([A-Z])/g, `$1-$2`).toLowerCase();
function a(e, t, n = []) {
  if (t == null) throw Error(`[lucide]: iconNode is required when icon name is used`);
  return { name: i(e), size: 24, node: t, ...(n.length > 0 ? { aliases: n } : {}) };
}
var o = (e) => {
    let t = ``,
      n = !1;
    for (let r of e)
      r === `-` || r === `_` || r <= ` `
        ? (n = t.length > 0)
        : (t.length === 0 ? (t += r.toLowerCase()) : (t += n ? r.toUpperCase() : r), (n = !1));
    return t;
  },
  s = (e) => {
    let t = o(e);
    return t.charAt(0).toUpperCase() + t.slice(1);
  },
  c = (...e) => {
    let t = new Set();
    for (let n of e) if (typeof n == `string`) for (let e of n.split(/\s+/)) e && t.add(e);
    return [...t].join(` `);
  },
  l = {
    xmlns: `http://www.w3.org/2000/svg`,
    width: 24,
    height: 24,
    viewBox: `0 0 24 24`,
    fill: `none`,
    stroke: `currentColor`,
    'stroke-width': 2,
    'stroke-linecap': `round`,
    'stroke-linejoin': `round`,
  };
function u(e) {
  return e != null;
}
function d(e, t = {}) {
  let n = t.attributeNames ?? {},
    r = (e) => n[e] ?? e,
    i = e.size ?? e.width ?? l.width,
    a = e.size ?? e.height ?? l.height,
    o = e.aliases?.filter((e) => typeof e == `string` && e.trim() !== ``).map((e) => `lucide-${e}`) ?? [],
    s = [...(e.name ? [`lucide-${e.name}`] : []), ...o],
    d = t.className?.split(` `).filter(Boolean) ?? [],
    f = t.includeDefaultClasses === !1 ? c(...d) : c(`lucide`, ...s, ...d),
    p = t.absoluteStrokeWidth
      ? (Number(t.strokeWidth ?? l[`stroke-width`]) * Number(e.size ?? e.width ?? l.width)) /
        Number(t.size ?? t.width ?? l.width)
      : (t.strokeWidth ?? l[`stroke-width`]);
  return [
    `svg`,
    {
      ...Object.entries(l).reduce((e, [t, n]) => ((e[r(t)] = n), e), {}),
      ...(`color` in t && t.color && { [r(`stroke`)]: t.color }),
      ...(`size` in t && u(t.size) && { [r(`width`)]: t.size, [r(`height`)]: t.size }),
      ...(`width` in t && u(t.width) && { [r(`width`)]: t.width }),
      ...(`height` in t && u(t.height) && { [r(`height`)]: t.height }),
      [r(`stroke-width`)]: p,
      ...(f && { [r(`class`)]: f }),
      [r(`viewBox`)]: `0 0 ${i} ${a}`,
      ...(t.hasA11yProp === !1 ? { [r(`aria-hidden`)]: `true` } : {}),
      ...(`attributes` in t && t.attributes),
    },
    e.node.map((e) => {
      let [n, i, a] = e,
        o = t.nonScalingStroke ? { [r(`vector-effect`)]: `non-scaling-stroke`, ...i } : i;
      return a ? [n, o, a] : [n, o];
    }),
  ];
}
function f(e, t = {}) {
  return d(e, {
    ...t,
    attributeNames: {
      ...t.attributeNames,
      class: `className`,
      'stroke-width': `strokeWidth`,
      'stroke-linecap': `strokeLinecap`,
      'stroke-linejoin': `strokeLinejoin`,
      'vector-effect': `vectorEffect`,
    },
  });
}
var p = (e) => {
    if (typeof e != `object` || !e) return !1;
    for (let t in e)
      if (
        Object.prototype.hasOwnProperty.call(e, t) &&
        (t.startsWith(`aria-`) || t === `role` || t === `title`) &&
        e[t] != null
      )
        return !0;
    return !1;
  },
  m = (0, r.createContext)({}),
  h = () => (0, r.useContext)(m),
  g = (0, r.forwardRef)(
    (
      {
        color: e,
        size: t,
        width: n,
        height: i,
        strokeWidth: a,
        absoluteStrokeWidth: o,
        nonScalingStroke: s,
        className: l = ``,
        children: u,
        iconNode: d = [],
        icon: m = { node: d, aliases: [], size: 24 },
        ...g
      },
      _,
    ) => {
      let {
          size: v = 24,
          strokeWidth: y = 2,
          absoluteStrokeWidth: b = !1,
          nonScalingStroke: x = !1,
          color: S = `currentColor`,
          className: C = ``,
        } = h() ?? {},
        w = !!u || p(g),
        [T, E, D = []] = f(m, {
          color: e ?? S,
          width: n ?? t ?? v,
          height: i ?? t ?? v,
          strokeWidth: a ?? y,
          absoluteStrokeWidth: o ?? b,
          nonScalingStroke: s ?? x,
          className: c(C, l),
          hasA11yProp: w,
          attributes: g,
        });
      return (0, r.createElement)(T, { ref: _, ...E }, [
        ...D.map(([e, t]) => (0, r.createElement)(e, t)),
        ...(Array.isArray(u) ? u : [u]),
      ]);
    },
  );
function _(e, t = [], n = []) {
  let i = typeof e == `string` ? a(e, t, n) : e,
    o = (0, r.forwardRef)(({ className: e, ...t }, n) =>
      (0, r.createElement)(g, { ref: n, icon: i, className: e, ...t }),
    );
  return (i.name && (o.displayName = s(i.name)), o);
}
var v = { name: `check`, size: 24, node: [[`path`, { d: `M20 6 9 17l-5-5`, key: `1gmf2c` }]] };
v.node;
var y = _(v),
  b = e(),
  x = {
    owner: [`read`, `connect`, `sync`, `act`, `admin`],
    admin: [`read`, `connect`, `sync`, `act`, `admin`],
    administrator: [`read`, `connect`, `sync`, `act`, `admin`],
    operator: [`read`, `connect`, `sync`, `act`],
    viewer: [],
  },
  S = (0, r.createContext)(void 0);
function C({ me: e, tenant: t, children: n }) {
  let r = x[e.tenants.find(({ slug: e }) => e === t)?.role ?? e.platform?.role ?? `viewer`] ?? [],
    i = {
      read: r.includes(`read`),
      connect: r.includes(`connect`),
      sync: r.includes(`sync`),
      act: r.includes(`act`),
      admin: r.includes(`admin`),
    };
  return (0, b.jsx)(S, { value: { me: e, tenant: t, may: i }, children: n });
}
function w() {
  let e = (0, r.useContext)(S);
  if (e === void 0) throw Error(`this screen is shown to people who are signed in`);
  return e;
}
export { _ as i, w as n, y as r, C as t };
