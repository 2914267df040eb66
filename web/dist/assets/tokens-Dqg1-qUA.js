const __vite__mapDeps = (
  i,
  m = __vite__mapDeps,
  d = m.f ||
    (m.f = [
      'assets/command-palette-Dv17ZgPG.js',
      'assets/field-DDwFC7np.js',
      'assets/react-CkYGXDRe.js',
      'assets/class-names-l6AkBENK.js',
      'assets/session-DBbuS78p.js',
      'assets/sign-in-D5NYpHbk.js',
      'assets/button-BWvhoBFq.js',
      'assets/card-DAN7Q_bU.js',
      'assets/welcome-B4WbZHpE.js',
      'assets/overview-B2hTsWi-.js',
      'assets/status-xq4q71dc.js',
      'assets/marketplace-DO1MrBOc.js',
    ]),
) => i.map((i) => d[i]);
import { a as e, d as t, f as n, h as r, i, m as a, o, p as s, r as c, s as l } from './react-CkYGXDRe.js';
import {
  C as u,
  S as d,
  _ as f,
  a as p,
  b as m,
  d as h,
  f as g,
  g as _,
  h as v,
  i as y,
  m as b,
  n as x,
  o as S,
  p as C,
  r as w,
  s as T,
  t as E,
  u as D,
  v as O,
  w as k,
  x as A,
  y as j,
} from './button-BWvhoBFq.js';
import {
  A as M,
  C as N,
  D as P,
  E as F,
  F as I,
  I as L,
  L as R,
  M as ee,
  N as z,
  O as B,
  P as te,
  R as V,
  S as ne,
  T as re,
  a as H,
  b as U,
  c as ie,
  d as W,
  f as G,
  g as ae,
  h as K,
  i as oe,
  j as se,
  k as q,
  l as ce,
  m as J,
  n as le,
  o as ue,
  p as de,
  r as fe,
  s as pe,
  t as me,
  u as he,
  v as ge,
  w as _e,
  x as ve,
  y as ye,
} from './class-names-l6AkBENK.js';
import {
  A as be,
  C as xe,
  D as Se,
  E as Ce,
  M as we,
  N as Te,
  O as Ee,
  S as De,
  T as Oe,
  _ as ke,
  b as Ae,
  d as je,
  f as Y,
  g as Me,
  h as Ne,
  i as Pe,
  j as Fe,
  k as X,
  l as Ie,
  m as Le,
  n as Re,
  p as ze,
  r as Be,
  s as Ve,
  t as He,
  u as Ue,
  v as We,
  w as Ge,
  x as Ke,
  y as qe,
} from './field-DDwFC7np.js';
import { i as Je, n as Ye, r as Xe, t as Ze } from './session-DBbuS78p.js';
var Z = r(n(), 1),
  Qe = Z.createContext(void 0),
  $e = { disableStyleElements: !1 };
function et() {
  return Z.useContext(Qe) ?? $e;
}
var Q = t();
function tt(e) {
  let { children: t, nonce: n, disableStyleElements: r } = e,
    i = Z.useMemo(() => ({ nonce: n, disableStyleElements: r }), [n, r]);
  return (0, Q.jsx)(Qe.Provider, { value: i, children: t });
}
var nt = Z.use,
  rt = Z.useLayoutEffect,
  it = `Error preloading route! ☝️`,
  at = class {
    get to() {
      return this._to;
    }
    get id() {
      return this._id;
    }
    get path() {
      return this._path;
    }
    get fullPath() {
      return this._fullPath;
    }
    constructor(e) {
      if (
        ((this.init = (e) => {
          ((this.originalIndex = e), (this._branch = void 0));
          let t = this.options,
            n = !t?.path && !t?.id;
          ((this.parentRoute = this.options.getParentRoute?.()), n ? (this._path = h) : this.parentRoute || f());
          let r = n ? h : t?.path;
          r && r !== `/` && (r = v(r));
          let i = t?.id || r,
            a = n ? h : C((this.parentRoute.id === `__root__` ? `` : this.parentRoute.id) + `/` + (i ?? ``));
          r === `__root__` && (r = `/`);
          let o =
            a === `__root__` ? `/` : r === void 0 ? this.parentRoute.fullPath : C(this.parentRoute.fullPath + `/` + r);
          ((this._path = r), (this._id = a), (this._fullPath = o), (this._to = _(o)));
        }),
        (this.addChildren = (e) => this._addFileChildren(e)),
        (this._addFileChildren = (e) => (
          Array.isArray(e) && (this.children = e),
          typeof e == `object` && e && (this.children = Object.values(e)),
          this
        )),
        (this._addFileTypes = () => this),
        (this.updateLoader = (e) => (Object.assign(this.options, e), this)),
        (this.update = (e) => (Object.assign(this.options, e), this)),
        (this.lazy = (e) => ((this.lazyFn = e), this)),
        (this.redirect = (e) => D({ from: this.fullPath, ...e })),
        (this.options = e || {}),
        (this.isRoot = !e?.getParentRoute),
        e?.id && e?.path)
      )
        throw Error(`Route cannot have both an 'id' and a 'path' option.`);
    }
  },
  ot = class extends at {
    constructor(e) {
      super(e);
    }
  },
  st = class extends Z.Component {
    constructor(...e) {
      (super(...e),
        (this.state = { error: 0 }),
        (this.reset = () => {
          this.setState({ error: 0 });
        }));
    }
    static getDerivedStateFromProps(e, t) {
      let n = e.getResetKey();
      return t.error && t.resetKey !== n ? { resetKey: n, error: 0 } : { resetKey: n };
    }
    static getDerivedStateFromError(e) {
      return { error: [e] };
    }
    componentDidCatch(e, t) {
      this.props.onCatch?.(e, t);
    }
    render() {
      let e = this.state.error;
      return e
        ? Z.createElement(this.props.errorComponent ?? ct, { error: e[0], reset: this.reset })
        : this.props.children;
    }
  };
function ct({ error: e }) {
  let [t, n] = Z.useState(!1);
  return (0, Q.jsxs)(`div`, {
    style: { padding: `.5rem`, maxWidth: `100%` },
    children: [
      (0, Q.jsxs)(`div`, {
        style: { display: `flex`, alignItems: `center`, gap: `.5rem` },
        children: [
          (0, Q.jsx)(`strong`, { style: { fontSize: `1rem` }, children: `Something went wrong!` }),
          (0, Q.jsx)(`button`, {
            style: {
              appearance: `none`,
              fontSize: `.6em`,
              border: `1px solid currentColor`,
              padding: `.1rem .2rem`,
              fontWeight: `bold`,
              borderRadius: `.25rem`,
            },
            onClick: () => n((e) => !e),
            children: t ? `Hide Error` : `Show Error`,
          }),
        ],
      }),
      (0, Q.jsx)(`div`, { style: { height: `.25rem` } }),
      t
        ? (0, Q.jsx)(`div`, {
            children: (0, Q.jsx)(`pre`, {
              style: {
                fontSize: `.7em`,
                border: `1px solid red`,
                borderRadius: `.25rem`,
                padding: `.3rem`,
                color: `red`,
                overflow: `auto`,
              },
              children: e?.message ? (0, Q.jsx)(`code`, { children: e.message }) : null,
            }),
          })
        : null,
    ],
  });
}
var lt = () => !0,
  ut = () => !1;
function dt({ children: e, fallback: t = null }) {
  return (0, Q.jsx)(Z.Fragment, { children: ft() ? e : t });
}
function ft(e = !0) {
  return Z.useSyncExternalStore(pt, lt, e ? ut : lt);
}
function pt() {
  return () => {};
}
function mt({ update: e, notify: t, unwatched: n }) {
  return { link: r, unlink: i, propagate: a, checkDirty: o, shallowPropagate: s };
  function r(e, t, n) {
    let r = t.depsTail;
    if (r !== void 0 && r.dep === e) return;
    let i = r === void 0 ? t.deps : r.nextDep;
    if (i !== void 0 && i.dep === e) {
      ((i.version = n), (t.depsTail = i));
      return;
    }
    let a = e.subsTail;
    if (a !== void 0 && a.version === n && a.sub === t) return;
    let o =
      (t.depsTail =
      e.subsTail =
        { version: n, dep: e, sub: t, prevDep: r, nextDep: i, prevSub: a, nextSub: void 0 });
    (i !== void 0 && (i.prevDep = o),
      r === void 0 ? (t.deps = o) : (r.nextDep = o),
      a === void 0 ? (e.subs = o) : (a.nextSub = o));
  }
  function i(e, t = e.sub) {
    let r = e.dep,
      i = e.prevDep,
      a = e.nextDep,
      o = e.nextSub,
      s = e.prevSub;
    return (
      a === void 0 ? (t.depsTail = i) : (a.prevDep = i),
      i === void 0 ? (t.deps = a) : (i.nextDep = a),
      o === void 0 ? (r.subsTail = s) : (o.prevSub = s),
      s === void 0 ? (r.subs = o) === void 0 && n(r) : (s.nextSub = o),
      a
    );
  }
  function a(e) {
    let n = e.nextSub,
      r;
    top: do {
      let i = e.sub,
        a = i.flags;
      if (
        (a & 60
          ? a & 12
            ? a & 4
              ? !(a & 48) && c(e, i)
                ? ((i.flags = a | 40), (a &= 1))
                : (a = 0)
              : (i.flags = (a & -9) | 32)
            : (a = 0)
          : (i.flags = a | 32),
        a & 2 && t(i),
        a & 1)
      ) {
        let t = i.subs;
        if (t !== void 0) {
          let i = (e = t).nextSub;
          i !== void 0 && ((r = { value: n, prev: r }), (n = i));
          continue;
        }
      }
      if ((e = n) !== void 0) n = e.nextSub;
      else {
        for (; r !== void 0;)
          if (((e = r.value), (r = r.prev), e !== void 0)) {
            n = e.nextSub;
            continue top;
          }
        break;
      }
    } while (1);
  }
  function o(t, n) {
    let r,
      i = 0,
      a = !1;
    top: do {
      let o = t.dep,
        c = o.flags;
      if (n.flags & 16) a = !0;
      else if ((c & 17) == 17) {
        if (e(o)) {
          let e = o.subs;
          (e.nextSub !== void 0 && s(e), (a = !0));
        }
      } else if ((c & 33) == 33) {
        ((t.nextSub !== void 0 || t.prevSub !== void 0) && (r = { value: t, prev: r }), (t = o.deps), (n = o), ++i);
        continue;
      }
      if (!a) {
        let e = t.nextDep;
        if (e !== void 0) {
          t = e;
          continue;
        }
      }
      for (; i--;) {
        let i = n.subs,
          o = i.nextSub !== void 0;
        if ((o ? ((t = r.value), (r = r.prev)) : (t = i), a)) {
          if (e(n)) {
            (o && s(i), (n = t.sub));
            continue;
          }
          a = !1;
        } else n.flags &= -33;
        n = t.sub;
        let c = t.nextDep;
        if (c !== void 0) {
          t = c;
          continue top;
        }
      }
      return a;
    } while (1);
  }
  function s(e) {
    do {
      let n = e.sub,
        r = n.flags;
      (r & 48) == 32 && ((n.flags = r | 16), (r & 6) == 2 && t(n));
    } while ((e = e.nextSub) !== void 0);
  }
  function c(e, t) {
    let n = t.depsTail;
    for (; n !== void 0;) {
      if (n === e) return !0;
      n = n.prevDep;
    }
    return !1;
  }
}
function ht(e, t, n) {
  let r = typeof e == `object`,
    i = r ? e : void 0;
  return {
    next: (r ? e.next : e)?.bind(i),
    error: (r ? e.error : t)?.bind(i),
    complete: (r ? e.complete : n)?.bind(i),
  };
}
var gt = [],
  _t = 0,
  {
    link: vt,
    unlink: yt,
    propagate: bt,
    checkDirty: xt,
    shallowPropagate: St,
  } = mt({
    update(e) {
      return e._update();
    },
    notify(e) {
      ((gt[wt++] = e), (e.flags &= -3));
    },
    unwatched(e) {
      e.depsTail !== void 0 && ((e.depsTail = void 0), (e.flags = 17), Ot(e));
    },
  }),
  Ct = 0,
  wt = 0,
  Tt,
  Et = 0;
function Dt(e) {
  try {
    (++Et, e());
  } finally {
    --Et || kt();
  }
}
function Ot(e) {
  let t = e.depsTail,
    n = t === void 0 ? e.deps : t.nextDep;
  for (; n !== void 0;) n = yt(n, e);
}
function kt() {
  if (!(Et > 0)) {
    for (; Ct < wt;) {
      let e = gt[Ct];
      ((gt[Ct++] = void 0), e.notify());
    }
    ((Ct = 0), (wt = 0));
  }
}
function At(e, t) {
  let n = typeof e == `function`,
    r = e,
    i = {
      _snapshot: n ? void 0 : e,
      subs: void 0,
      subsTail: void 0,
      deps: void 0,
      depsTail: void 0,
      flags: +!n,
      get() {
        return (Tt !== void 0 && vt(i, Tt, _t), i._snapshot);
      },
      subscribe(e) {
        let t = ht(e),
          n = { current: !1 },
          r = jt(() => {
            (i.get(), n.current ? ((Tt = void 0), t.next?.(i._snapshot)) : (n.current = !0));
          });
        return {
          unsubscribe: () => {
            r.stop();
          },
        };
      },
      _update(e) {
        let a = Tt,
          o = t?.compare ?? Object.is;
        if (n) ((Tt = i), ++_t, (i.depsTail = void 0));
        else if (e === void 0) return !1;
        n && (i.flags = 5);
        try {
          let t = i._snapshot,
            a = typeof e == `function` ? e(t) : e === void 0 && n ? r(t) : e;
          return t === void 0 || !o(t, a) ? ((i._snapshot = a), !0) : !1;
        } finally {
          ((Tt = a), n && (i.flags &= -5), Ot(i));
        }
      },
    };
  return (
    n
      ? ((i.flags = 17),
        (i.get = function () {
          let e = i.flags;
          if (e & 16 || (e & 32 && xt(i.deps, i))) {
            if (i._update()) {
              let e = i.subs;
              e !== void 0 && St(e);
            }
          } else e & 32 && (i.flags = e & -33);
          return (Tt !== void 0 && vt(i, Tt, _t), i._snapshot);
        }))
      : (i.set = function (e) {
          if (i._update(e)) {
            let e = i.subs;
            e !== void 0 && (bt(e), St(e), kt());
          }
        }),
    i
  );
}
function jt(e) {
  let t = () => {
      let t = Tt;
      ((Tt = n), ++_t, (n.depsTail = void 0), (n.flags = 6));
      try {
        return e();
      } finally {
        ((Tt = t), (n.flags &= -5), Ot(n));
      }
    },
    n = {
      deps: void 0,
      depsTail: void 0,
      subs: void 0,
      subsTail: void 0,
      flags: 6,
      notify() {
        let e = this.flags;
        e & 16 || (e & 32 && xt(this.deps, this)) ? t() : (this.flags = 2);
      },
      stop() {
        ((this.flags = 0), (this.depsTail = void 0), Ot(this));
      },
    };
  return (t(), n);
}
var Mt = we();
function Nt(e, t) {
  return e === t;
}
function Pt(e, t = (e) => e, n) {
  let r = n?.compare ?? Nt,
    i = (0, Z.useCallback)(
      (t) => {
        let { unsubscribe: n } = e.subscribe(t);
        return n;
      },
      [e],
    ),
    a = (0, Z.useCallback)(() => e.get(), [e]);
  return (0, Mt.useSyncExternalStoreWithSelector)(i, a, a, t, r);
}
var Ft = {};
function It(e, t) {
  let n = Z.useRef();
  return (r) => {
    let i = e?.select ? e.select(r) : r;
    return (e?.structuralSharing ?? t.options.defaultStructuralSharing) ? (n.current = k(n.current, i)) : i;
  };
}
function Lt(e) {
  let t = R(),
    n = Z.useContext(e.from ? y : p),
    r = e.from ?? n,
    i = t.stores.getMatchStore(r),
    a = It(e, t),
    o = Pt(i, (e) => (e ? a(e) : Ft));
  if (o !== Ft) return o;
  (e.shouldThrow ?? !0) && f();
}
function Rt(e) {
  return Lt({
    from: e.from,
    strict: e.strict,
    structuralSharing: e.structuralSharing,
    select: (t) => (e.select ? e.select(t.loaderData) : t.loaderData),
  });
}
function zt(e) {
  let { select: t, ...n } = e;
  return Lt({ ...n, select: (e) => (t ? t(e.loaderDeps) : e.loaderDeps) });
}
function Bt(e) {
  return Lt({
    from: e.from,
    shouldThrow: e.shouldThrow,
    structuralSharing: e.structuralSharing,
    strict: e.strict,
    select: (t) => {
      let n = e.strict === !1 ? t.params : t._strictParams;
      return e.select ? e.select(n) : n;
    },
  });
}
function Vt(e) {
  return Lt({
    from: e.from,
    strict: e.strict,
    shouldThrow: e.shouldThrow,
    structuralSharing: e.structuralSharing,
    select: (t) => (e.select ? e.select(t.search) : t.search),
  });
}
function Ht(e) {
  return Lt({ ...e, select: (t) => (e.select ? e.select(t.context) : t.context) });
}
function Ut(...e) {
  let t = Z.useRef(e),
    n = t.current;
  return (
    e.forEach((e, t) => {
      O(n[t], e, !1, !0) || (n[t] = e);
    }),
    t.current
  );
}
function Wt(e, t) {
  e.preloadRoute(t).catch((e) => {
    (console.warn(e), console.warn(it));
  });
}
function Gt(e, t) {
  let n = typeof e == `string` && m(e);
  if (n) return t.has(n) ? e : null;
}
function Kt(e, t, n, r) {
  let i = b(e.pathname, r),
    a = b(t.pathname, r);
  return (n?.exact ? i !== a : !i.startsWith(a) || (i.length !== a.length && i[a.length] !== `/`)) ||
    ((n?.includeSearch ?? !0) && !O(e.search, t.search, !n?.exact, n?.explicitUndefined))
    ? !1
    : !n?.includeHash || e.hash === t.hash;
}
function qt(e, t, n) {
  let r = R(),
    i = Z.useRef(null),
    a = Z.useCallback(
      (e) => {
        if (((i.current = e), typeof t == `function`)) return t(e);
        t && (t.current = e);
      },
      [t],
    ),
    {
      activeOptions: o,
      to: s,
      preload: c,
      preloadDelay: l,
      disabled: u,
      target: d,
      onClick: f,
      onBlur: h,
      onFocus: g,
      onMouseEnter: _,
      onMouseLeave: v,
      onTouchStart: y,
    } = e,
    [b, x, S] = Ut(e.search, e.params, o),
    C = Z.useContext(p),
    T = ((r.stores._linkScopes ??= {})[C] ??= w(r, C)),
    [E, D, O] = Z.useMemo(() => {
      let t = Gt(s, r.protocolAllowlist);
      if (t !== void 0) {
        let n = [t ?? void 0];
        return [e, () => n];
      }
      let n = { ...e },
        i,
        a,
        o,
        c = () => {
          let e = T[0]();
          if (e !== i) {
            n._fromLocation = e;
            let t = r.buildLocation(n),
              o = tn(t, r, u),
              s = u || (o && !m(o)) ? Kt(e, t, S, r.basepath) : void 0;
            ((a && a[0] === o && a[1] === s) || (a = [o, s]), (i = e));
          }
          return a;
        };
      return [
        n,
        c,
        S?.includeHash &&
          (() => {
            let e = c();
            return e[1] ? (o ??= [e[0], !1]) : e;
          }),
      ];
    }, [r, T, e.from, e.hash, e.href, s, b, x, e.state, e.mask, e.unsafeRelative, S, u]),
    [k, A] = Z.useSyncExternalStore(T[1], D, O || D),
    j = A === void 0 && k,
    M = u || k === void 0,
    N = Z.useRef(!1),
    P = e.reloadDocument || j || M ? !1 : (c ?? r.options.defaultPreload),
    F = l ?? r.options.defaultPreloadDelay ?? 0,
    I = Z.useCallback(
      (e) => {
        let t = e?.isIntersecting;
        (t ?? P === `intent`)
          ? F
            ? (i.t ??= setTimeout(() => {
                ((i.t = void 0), Wt(r, E));
              }, F))
            : Wt(r, E)
          : t === !1 && $t(i);
      },
      [r, E, i, P, F],
    );
  Z.useEffect(() => {
    if (!P) return;
    P === `render` && !N.current && ((N.current = !0), Wt(r, E));
    let e = !0,
      t;
    return (
      P === `viewport` &&
        i.current &&
        typeof IntersectionObserver == `function` &&
        ((t = new IntersectionObserver(
          (t) => {
            e && I(t.pop());
          },
          { rootMargin: `100px` },
        )),
        t.observe(i.current)),
      () => {
        ((e = !1), t?.disconnect(), $t(i));
      }
    );
  }, [r, E, P, I, i]);
  let L = Zt(e, n);
  if (((L.ref = t ? a : i), j)) return ((L.href = j), L);
  let ee = (t) => {
      let n = d ?? t.currentTarget.getAttribute(`target`);
      M ||
        t.metaKey ||
        t.altKey ||
        t.ctrlKey ||
        t.shiftKey ||
        t.defaultPrevented ||
        (n && n !== `_self`) ||
        t.button !== 0 ||
        (t.preventDefault(), $t(i), r.navigate({ ...e, _fromLocation: E._fromLocation }));
    },
    z = () => {
      P === `intent` && Wt(r, E);
    },
    B = () => {
      P === `intent` && $t(i);
    };
  return (
    (L.onClick = en(f, ee)),
    (L.onBlur = en(h, B)),
    (L.onFocus = en(g, I)),
    (L.onMouseEnter = en(_, I)),
    (L.onMouseLeave = en(v, B)),
    (L.onTouchStart = en(y, z)),
    Qt(L, e, A, k, M, n)
  );
}
var Jt = {},
  Yt = { className: `active` },
  Xt = new Set([
    `to`,
    `params`,
    `search`,
    `hash`,
    `state`,
    `mask`,
    `from`,
    `unsafeRelative`,
    `reloadDocument`,
    `preload`,
    `preloadDelay`,
    `preloadIntentProximity`,
    `hashScrollIntoView`,
    `replace`,
    `startTransition`,
    `resetScroll`,
    `viewTransition`,
    `ignoreBlocker`,
    `activeProps`,
    `inactiveProps`,
    `activeOptions`,
    `_asChild`,
  ]);
function Zt(e, t) {
  let n = {};
  for (let r in e) Xt.has(r) || (r === `type` && t !== void 0) || (r === `disabled` && t === `a`) || (n[r] = e[r]);
  return n;
}
function Qt(e, t, n, r, i, a) {
  let { activeProps: o, inactiveProps: s, className: c, style: l, target: u } = t,
    d = j(n ? o : s, {}) ?? (n ? Yt : Jt);
  (Object.assign(e, d), (e.href = r), a !== `a` && (e.disabled = i), (e.target = u));
  let f = d.style;
  (l || f) && (e.style = l && f ? { ...l, ...f } : l || f);
  let p = d.className;
  return (
    (c || p) && (e.className = c ? (p ? `${c} ${p}` : c) : p),
    i && ((e.role = `link`), (e[`aria-disabled`] = !0)),
    n && ((e[`data-status`] = `active`), (e[`aria-current`] = `page`)),
    e
  );
}
var $t = (e) => {
    (clearTimeout(e.t), (e.t = void 0));
  },
  en = (e, t) => (e ? (n) => n.defaultPrevented || (e(n), n.defaultPrevented || t(n)) : t);
function tn(e, t, n) {
  if (n) return;
  let r = e.maskedLocation ?? e,
    i = r.external ? r.publicHref : t.history.createHref(r.publicHref) || `/`;
  if ((!r.external && i === r.publicHref) || !d(i, t.protocolAllowlist)) return i;
}
var nn = Z.memo(
  Z.forwardRef((e, t) => {
    let n = e._asChild || `a`,
      r = qt(e, t, n),
      i = typeof e.children == `function` ? e.children({ isActive: r[`data-status`] === `active` }) : e.children;
    return Z.createElement(n, r, i);
  }),
  rn,
);
function rn(e, t) {
  let n = 0;
  for (let r in t) if ((n++, e[r] !== t[r] && (!Xt.has(r) || !O(e[r], t[r], !1, !0)))) return !1;
  for (let t in e) n--;
  return n === 0;
}
var an = class extends at {
  constructor(e) {
    (super(e),
      (this.useMatch = (e) => Lt({ ...e, from: this.id })),
      (this.useRouteContext = (e) => Ht({ ...e, from: this.id })),
      (this.useSearch = (e) => Vt({ ...e, from: this.id })),
      (this.useParams = (e) => Bt({ ...e, from: this.id })),
      (this.useLoaderDeps = (e) => zt({ ...e, from: this.id })),
      (this.useLoaderData = (e) => Rt({ ...e, from: this.id })),
      (this.useNavigate = () => Fe({ from: this.fullPath })),
      (this.Link = Z.forwardRef((e, t) => (0, Q.jsx)(nn, { ref: t, from: this.fullPath, ...e }))));
  }
};
function on(e) {
  return new an(e);
}
var sn = class extends ot {
  constructor(e) {
    (super(e),
      (this.useMatch = (e) => Lt({ ...e, from: this.id })),
      (this.useRouteContext = (e) => Ht({ ...e, from: this.id })),
      (this.useSearch = (e) => Vt({ ...e, from: this.id })),
      (this.useParams = (e) => Bt({ ...e, from: this.id })),
      (this.useLoaderDeps = (e) => zt({ ...e, from: this.id })),
      (this.useLoaderData = (e) => Rt({ ...e, from: this.id })),
      (this.useNavigate = () => Fe({ from: this.fullPath })),
      (this.Link = Z.forwardRef((e, t) => (0, Q.jsx)(nn, { ref: t, from: this.fullPath, ...e }))));
  }
};
function cn(e) {
  return new sn(e);
}
function ln(e, t) {
  let n,
    r,
    i,
    a = () => (
      (n ||=
        ((i = void 0),
        e()
          .then((e) => {
            ((n = void 0), (o.preload = void 0), (r = e[t ?? `default`]));
          })
          .catch((e) => {
            ((n = void 0), (i = e));
          }))),
      n
    ),
    o = function (e) {
      if (i) {
        if (u(i) && typeof sessionStorage < `u`) {
          let e = `tanstack_router_reload:${i.message}`;
          if (!sessionStorage.getItem(e))
            throw (sessionStorage.setItem(e, `1`), window.location.reload(), new Promise(() => {}));
        }
        throw i;
      }
      if (!r) {
        if (nt) nt(a());
        else throw a();
      }
      return Z.createElement(r, e);
    };
  return ((o.preload = a), o);
}
function un(e) {
  let t = R(),
    n = `not-found-${Pt(t.stores.location, (e) => e.pathname)}-${Pt(t.stores.status)}`;
  return (0, Q.jsx)(st, {
    getResetKey: () => n,
    onCatch: (t, n) => {
      if (g(t)) e.onCatch?.(t, n);
      else throw t;
    },
    errorComponent: ({ error: t }) => {
      if (g(t)) return e.fallback?.(t);
      throw t;
    },
    children: e.children,
  });
}
function dn() {
  return (0, Q.jsx)(`p`, { children: `Not Found` });
}
function fn(e, t, n) {
  return t.options.notFoundComponent
    ? (0, Q.jsx)(t.options.notFoundComponent, { ...n })
    : e.options.defaultNotFoundComponent
      ? (0, Q.jsx)(e.options.defaultNotFoundComponent, { ...n })
      : (0, Q.jsx)(dn, {});
}
function pn(e, t) {
  let n = t?.options.pendingComponent ?? e.options.defaultPendingComponent;
  return n ? (0, Q.jsx)(n, {}) : null;
}
var mn = (e, t) => e[0] === t[0] && e[1] === t[1],
  hn = (e, t, n) =>
    !t.isRoot || t.options.shellComponent || t.options.wrapInSuspense || n === !1 || n === `data-only` || !e.ssr,
  gn = Z.memo(function ({ routeId: e }) {
    let t = R();
    return _n(t, Pt(t.stores.getMatchStore(e)));
  });
function _n(e, t) {
  let n = e.routesById[t.routeId],
    r = pn(e, n),
    i = n.options.errorComponent ?? e.options.defaultErrorComponent,
    a = n.options.onCatch ?? e.options.defaultOnCatch,
    o = n.isRoot
      ? (n.options.notFoundComponent ?? e.options.notFoundRoute?.options.component)
      : n.options.notFoundComponent,
    s = t.ssr === !1 || t.ssr === `data-only`,
    c = hn(e, n, t.ssr) && (n.options.wrapInSuspense ?? r ?? (n.options.errorComponent?.preload || s)),
    l = (0, Q.jsx)(vn, { match: t });
  (s && (l = (0, Q.jsx)(dt, { fallback: r, children: l })),
    o &&
      (l = (0, Q.jsx)(un, {
        fallback: (e) => {
          if (((e.routeId ??= t.routeId), e.routeId !== t.routeId)) throw e;
          return Z.createElement(o, e);
        },
        children: l,
      })),
    i &&
      (l = (0, Q.jsx)(st, {
        getResetKey: () => t,
        errorComponent: i,
        onCatch: (e, n) => {
          if (g(e)) throw ((e.routeId ??= t.routeId), e);
          a?.(e, n);
        },
        children: l,
      })),
    c && (l = (0, Q.jsx)(Z.Suspense, { fallback: r, children: l })));
  let u = n.isRoot && n.options.shellComponent;
  return u
    ? (0, Q.jsx)(p.Provider, { value: t.routeId, children: (0, Q.jsxs)(u, { children: [l, null] }) })
    : (0, Q.jsxs)(p.Provider, { value: t.routeId, children: [l, null] });
}
var vn = Z.memo(function ({ match: e }) {
    let t = R(),
      n = e.routeId,
      r = t.routesById[n],
      i = Z.useMemo(() => {
        let i = (r.options.remountDeps ?? t.options.defaultRemountDeps)?.({
          routeId: n,
          loaderDeps: e.loaderDeps,
          params: e._strictParams,
          search: e._strictSearch,
        });
        return i ? JSON.stringify(i) : void 0;
      }, [n, e.loaderDeps, e._strictParams, e._strictSearch, r.options.remountDeps, t.options.defaultRemountDeps]),
      a = Z.useMemo(() => {
        let e = r.options.component ?? t.options.defaultComponent;
        return e ? (0, Q.jsx)(e, {}, i) : (0, Q.jsx)(yn, {});
      }, [i, r.options.component, t.options.defaultComponent]);
    if (e.status === `pending`) {
      if (t.ssr && !hn(t, r, e.ssr)) return a;
      if (t._tx) throw t._tx[5];
      return pn(t, r);
    }
    if (e.status === `notFound`) return fn(t, r, e.error);
    if (e.status === `error`) throw e.error;
    return a;
  }),
  yn = Z.memo(function () {
    let e = R(),
      t = Z.useContext(p),
      n,
      r,
      i;
    {
      let a = e.stores.getMatchStore(t);
      (([n, r] = Pt(a, (e) => [!!e._notFound, e.error], { compare: mn })),
        (i = Pt(e.stores.ids, (e) => e[e.indexOf(t) + 1])));
    }
    if (n) return fn(e, e.routesById[t], r);
    if (!i) return null;
    let a = (0, Q.jsx)(gn, { routeId: i });
    return t === `__root__` ? (0, Q.jsx)(Z.Suspense, { fallback: pn(e), children: a }) : a;
  });
function bn(e, t) {
  let n = e[1];
  ((e.length = 0), n?.(t));
}
function xn({ t: e }) {
  let t = R(),
    n = (t._rendered ??= []);
  return (
    (t.startTransition = (r, i) =>
      new Promise((a) => {
        (bn(n, !1), n.push(i, a), e(t), Z.startTransition(r));
      })),
    rt(() => {
      let e = t.history.subscribe(t.load);
      t.updateLatestLocation();
      let r = t.latestLocation,
        i = t.buildLocation({
          to: r.pathname,
          search: !0,
          params: !0,
          hash: !0,
          state: !0,
          _includeValidateSearch: !0,
        });
      if (_(r.publicHref) !== _(i.publicHref)) return (t.commitLocation({ ...i, replace: !0, ignoreBlocker: !0 }), e);
      let a = t.stores.resolvedLocation.get();
      return (
        a?.href === r.href && a.state.__TSR_key === r.state.__TSR_key
          ? n.push(t.stores.matches.get(), (e) => {
              e && t.emit({ type: `onRendered`, ...T(a, a) });
            })
          : t._tx || t.load({ sync: !0 }).catch(console.error),
        e
      );
    }, [t, t.history]),
    null
  );
}
function Sn() {
  let e = R(),
    t = e.routesById[h],
    n = pn(e, t),
    r = (0, Q.jsxs)(Q.Fragment, {
      children: [
        (0, Q.jsx)(xn, { t: Z.useState()[1] }),
        e.ssr ? (0, Q.jsx)(Cn, {}) : (0, Q.jsx)(Z.Suspense, { fallback: n, children: (0, Q.jsx)(Cn, {}) }),
      ],
    });
  return e.options.InnerWrap ? (0, Q.jsx)(e.options.InnerWrap, { children: r }) : r;
}
function Cn() {
  let e = R(),
    t = e._rendered,
    n = Pt(e.stores.matches, (e) => t[0] ?? e),
    r = n[0],
    i = r?.routeId;
  rt(() => {
    t[0] === n && bn(t, !0);
  }, [t, n]);
  let a = i ? (0, Q.jsx)(gn, { routeId: i }) : null;
  return e.options.disableGlobalCatchBoundary
    ? a
    : (0, Q.jsx)(st, { getResetKey: () => r, onCatch: void 0, children: a });
}
var wn = (e) => ({ createMutableStore: At, createReadonlyStore: At, batch: Dt }),
  Tn = (e) => new En(e),
  En = class extends S {
    constructor(e) {
      super(e, wn);
    }
  };
function Dn({ router: e, children: t, ...n }) {
  A(n) && e.update({ ...e.options, ...n, context: { ...e.options.context, ...n.context } });
  let r = (0, Q.jsx)(V.Provider, { value: e, children: t });
  return e.options.Wrap ? (0, Q.jsx)(e.options.Wrap, { children: r }) : r;
}
function On({ router: e, ...t }) {
  return (0, Q.jsx)(Dn, { router: e, ...t, children: (0, Q.jsx)(Sn, {}) });
}
function kn(e) {
  let t = R({ warn: e?.router === void 0 }),
    n = e?.router || t;
  return Pt(n.stores.__store, It(e, n));
}
var An = s((e) => {
    function t(e, t) {
      var n = e.length;
      e.push(t);
      a: for (; 0 < n;) {
        var r = (n - 1) >>> 1,
          a = e[r];
        if (0 < i(a, t)) ((e[r] = t), (e[n] = a), (n = r));
        else break a;
      }
    }
    function n(e) {
      return e.length === 0 ? null : e[0];
    }
    function r(e) {
      if (e.length === 0) return null;
      var t = e[0],
        n = e.pop();
      if (n !== t) {
        e[0] = n;
        a: for (var r = 0, a = e.length, o = a >>> 1; r < o;) {
          var s = 2 * (r + 1) - 1,
            c = e[s],
            l = s + 1,
            u = e[l];
          if (0 > i(c, n)) l < a && 0 > i(u, c) ? ((e[r] = u), (e[l] = n), (r = l)) : ((e[r] = c), (e[s] = n), (r = s));
          else if (l < a && 0 > i(u, n)) ((e[r] = u), (e[l] = n), (r = l));
          else break a;
        }
      }
      return t;
    }
    function i(e, t) {
      var n = e.sortIndex - t.sortIndex;
      return n === 0 ? e.id - t.id : n;
    }
    if (((e.unstable_now = void 0), typeof performance == `object` && typeof performance.now == `function`)) {
      var a = performance;
      e.unstable_now = function () {
        return a.now();
      };
    } else {
      var o = Date,
        s = o.now();
      e.unstable_now = function () {
        return o.now() - s;
      };
    }
    var c = [],
      l = [],
      u = 1,
      d = null,
      f = 3,
      p = !1,
      m = !1,
      h = !1,
      g = !1,
      _ = typeof setTimeout == `function` ? setTimeout : null,
      v = typeof clearTimeout == `function` ? clearTimeout : null,
      y = typeof setImmediate < `u` ? setImmediate : null;
    function b(e) {
      for (var i = n(l); i !== null;) {
        if (i.callback === null) r(l);
        else if (i.startTime <= e) (r(l), (i.sortIndex = i.expirationTime), t(c, i));
        else break;
        i = n(l);
      }
    }
    function x(e) {
      if (((h = !1), b(e), !m)) {
        if (n(c) !== null) ((m = !0), S || ((S = !0), O()));
        else {
          var t = n(l);
          t !== null && j(x, t.startTime - e);
        }
      }
    }
    var S = !1,
      C = -1,
      w = 5,
      T = -1;
    function E() {
      return g ? !0 : !(e.unstable_now() - T < w);
    }
    function D() {
      if (((g = !1), S)) {
        var t = e.unstable_now();
        T = t;
        var i = !0;
        try {
          a: {
            ((m = !1), h && ((h = !1), v(C), (C = -1)), (p = !0));
            var a = f;
            try {
              b: {
                for (b(t), d = n(c); d !== null && !(d.expirationTime > t && E());) {
                  var o = d.callback;
                  if (typeof o == `function`) {
                    ((d.callback = null), (f = d.priorityLevel));
                    var s = o(d.expirationTime <= t);
                    if (((t = e.unstable_now()), typeof s == `function`)) {
                      ((d.callback = s), b(t), (i = !0));
                      break b;
                    }
                    (d === n(c) && r(c), b(t));
                  } else r(c);
                  d = n(c);
                }
                if (d !== null) i = !0;
                else {
                  var u = n(l);
                  (u !== null && j(x, u.startTime - t), (i = !1));
                }
              }
              break a;
            } finally {
              ((d = null), (f = a), (p = !1));
            }
            i = void 0;
          }
        } finally {
          i ? O() : (S = !1);
        }
      }
    }
    var O;
    if (typeof y == `function`)
      O = function () {
        y(D);
      };
    else if (typeof MessageChannel < `u`) {
      var k = new MessageChannel(),
        A = k.port2;
      ((k.port1.onmessage = D),
        (O = function () {
          A.postMessage(null);
        }));
    } else
      O = function () {
        _(D, 0);
      };
    function j(t, n) {
      C = _(function () {
        t(e.unstable_now());
      }, n);
    }
    ((e.unstable_IdlePriority = 5),
      (e.unstable_ImmediatePriority = 1),
      (e.unstable_LowPriority = 4),
      (e.unstable_NormalPriority = 3),
      (e.unstable_Profiling = null),
      (e.unstable_UserBlockingPriority = 2),
      (e.unstable_cancelCallback = function (e) {
        e.callback = null;
      }),
      (e.unstable_forceFrameRate = function (e) {
        0 > e || 125 < e
          ? console.error(
              `forceFrameRate takes a positive int between 0 and 125, forcing frame rates higher than 125 fps is not supported`,
            )
          : (w = 0 < e ? Math.floor(1e3 / e) : 5);
      }),
      (e.unstable_getCurrentPriorityLevel = function () {
        return f;
      }),
      (e.unstable_next = function (e) {
        switch (f) {
          case 1:
          case 2:
          case 3:
            var t = 3;
            break;
          default:
            t = f;
        }
        var n = f;
        f = t;
        try {
          return e();
        } finally {
          f = n;
        }
      }),
      (e.unstable_requestPaint = function () {
        g = !0;
      }),
      (e.unstable_runWithPriority = function (e, t) {
        switch (e) {
          case 1:
          case 2:
          case 3:
          case 4:
          case 5:
            break;
          default:
            e = 3;
        }
        var n = f;
        f = e;
        try {
          return t();
        } finally {
          f = n;
        }
      }),
      (e.unstable_scheduleCallback = function (r, i, a) {
        var o = e.unstable_now();
        switch (
          (typeof a == `object` && a ? ((a = a.delay), (a = typeof a == `number` && 0 < a ? o + a : o)) : (a = o), r)
        ) {
          case 1:
            var s = -1;
            break;
          case 2:
            s = 250;
            break;
          case 5:
            s = 1073741823;
            break;
          case 4:
            s = 1e4;
            break;
          default:
            s = 5e3;
        }
        return (
          (s = a + s),
          (r = { id: u++, callback: i, priorityLevel: r, startTime: a, expirationTime: s, sortIndex: -1 }),
          a > o
            ? ((r.sortIndex = a),
              t(l, r),
              n(c) === null && r === n(l) && (h ? (v(C), (C = -1)) : (h = !0), j(x, a - o)))
            : ((r.sortIndex = s), t(c, r), m || p || ((m = !0), S || ((S = !0), O()))),
          r
        );
      }),
      (e.unstable_shouldYield = E),
      (e.unstable_wrapCallback = function (e) {
        var t = f;
        return function () {
          var n = f;
          f = t;
          try {
            return e.apply(this, arguments);
          } finally {
            f = n;
          }
        };
      }));
  }),
  jn = s((e, t) => {
    t.exports = An();
  }),
  Mn = s((e) => {
    var t = jn(),
      r = n(),
      i = be();
    function a(e) {
      var t = `https://react.dev/errors/` + e;
      if (1 < arguments.length) {
        t += `?args[]=` + encodeURIComponent(arguments[1]);
        for (var n = 2; n < arguments.length; n++) t += `&args[]=` + encodeURIComponent(arguments[n]);
      }
      return (
        `Minified React error #` +
        e +
        `; visit ` +
        t +
        ` for the full message or use the non-minified dev environment for full errors and additional helpful warnings.`
      );
    }
    function o(e) {
      return !(!e || (e.nodeType !== 1 && e.nodeType !== 9 && e.nodeType !== 11));
    }
    function s(e) {
      for (var t = e, n = t; n && !n.alternate;) ((t = n), t.flags & 4098 && (e = t.return), (n = t.return));
      for (; t.return;) t = t.return;
      return t.tag === 3 ? e : null;
    }
    function c(e) {
      if (e.tag === 13) {
        var t = e.memoizedState;
        if ((t === null && ((e = e.alternate), e !== null && (t = e.memoizedState)), t !== null)) return t.dehydrated;
      }
      return null;
    }
    function l(e) {
      if (e.tag === 31) {
        var t = e.memoizedState;
        if ((t === null && ((e = e.alternate), e !== null && (t = e.memoizedState)), t !== null)) return t.dehydrated;
      }
      return null;
    }
    function u(e) {
      if (s(e) !== e) throw Error(a(188));
    }
    function d(e) {
      var t = e.alternate;
      if (!t) {
        if (((t = s(e)), t === null)) throw Error(a(188));
        return t === e ? e : null;
      }
      for (var n = e, r = t; ;) {
        var i = n.return;
        if (i === null) break;
        var o = i.alternate;
        if (o === null) {
          if (((r = i.return), r !== null)) {
            n = r;
            continue;
          }
          break;
        }
        if (i.child === o.child) {
          for (o = i.child; o;) {
            if (o === n) return (u(i), e);
            if (o === r) return (u(i), t);
            o = o.sibling;
          }
          throw Error(a(188));
        }
        if (n.return !== r.return) ((n = i), (r = o));
        else {
          for (var c = !1, l = i.child; l;) {
            if (l === n) {
              ((c = !0), (n = i), (r = o));
              break;
            }
            if (l === r) {
              ((c = !0), (r = i), (n = o));
              break;
            }
            l = l.sibling;
          }
          if (!c) {
            for (l = o.child; l;) {
              if (l === n) {
                ((c = !0), (n = o), (r = i));
                break;
              }
              if (l === r) {
                ((c = !0), (r = o), (n = i));
                break;
              }
              l = l.sibling;
            }
            if (!c) throw Error(a(189));
          }
        }
        if (n.alternate !== r) throw Error(a(190));
      }
      if (n.tag !== 3) throw Error(a(188));
      return n.stateNode.current === n ? e : t;
    }
    function f(e) {
      var t = e.tag;
      if (t === 5 || t === 26 || t === 27 || t === 6) return e;
      for (e = e.child; e !== null;) {
        if (((t = f(e)), t !== null)) return t;
        e = e.sibling;
      }
      return null;
    }
    function p(e, t, n, r, i, a) {
      for (; e !== null;) {
        if (
          ((e.tag === 5 || e.tag === 27 || e.tag === 6) && n(e, r, i, a)) ||
          ((e.tag !== 22 || e.memoizedState === null) &&
            (t || (e.tag !== 5 && e.tag !== 27)) &&
            p(e.child, t, n, r, i, a))
        )
          return !0;
        e = e.sibling;
      }
      return !1;
    }
    function m(e) {
      for (e = e.return; e !== null;) {
        if (e.tag === 3 || e.tag === 5 || e.tag === 27) return e;
        e = e.return;
      }
      return null;
    }
    function h(e) {
      var t = !1;
      for (e = e.return; e !== null && (e.tag === 4 && (t = !0), e.tag !== 3 && e.tag !== 5 && e.tag !== 27);)
        e = e.return;
      return t;
    }
    function g(e) {
      var t = [null, null],
        n = m(e);
      return (n === null || _(t, e, n.child, { foundSelf: !1 }), t);
    }
    function _(e, t, n, r) {
      for (; n !== null;) {
        if (n === t) r.foundSelf = !0;
        else if (n.tag === 5 || n.tag === 27 || n.tag === 6) {
          if (r.foundSelf) return ((e[1] = n), !0);
          e[0] = n;
        } else if ((n.tag !== 22 || n.memoizedState === null) && _(e, t, n.child, r)) return !0;
        n = n.sibling;
      }
      return !1;
    }
    function v(e) {
      switch (e.tag) {
        case 5:
        case 27:
        case 6:
          return e.stateNode;
        case 3:
          return e.stateNode.containerInfo;
        default:
          throw Error(a(559));
      }
    }
    var y = null,
      b = null;
    function x(e, t, n) {
      return e === n || (e === t && ((y = e), !0));
    }
    function S(e, t, n) {
      return e === n ? ((b = e), !1) : e === t && (b !== null && (y = e), !0);
    }
    function C(e) {
      if (e === null) return null;
      do e = e === null ? null : e.return;
      while (e && e.tag !== 5 && e.tag !== 27 && e.tag !== 3);
      return e || null;
    }
    function w(e, t, n) {
      for (var r = 0, i = e; i; i = n(i)) r++;
      i = 0;
      for (var a = t; a; a = n(a)) i++;
      for (; 0 < r - i;) ((e = n(e)), r--);
      for (; 0 < i - r;) ((t = n(t)), i--);
      for (; r--;) {
        if (e === t || (t !== null && e === t.alternate)) return e;
        ((e = n(e)), (t = n(t)));
      }
      return null;
    }
    var T = Object.assign,
      E = Symbol.for(`react.element`),
      D = Symbol.for(`react.transitional.element`),
      O = Symbol.for(`react.portal`),
      k = Symbol.for(`react.fragment`),
      A = Symbol.for(`react.strict_mode`),
      j = Symbol.for(`react.profiler`),
      M = Symbol.for(`react.consumer`),
      N = Symbol.for(`react.context`),
      P = Symbol.for(`react.forward_ref`),
      F = Symbol.for(`react.suspense`),
      I = Symbol.for(`react.suspense_list`),
      L = Symbol.for(`react.memo`),
      R = Symbol.for(`react.lazy`),
      ee = Symbol.for(`react.activity`),
      z = Symbol.for(`react.legacy_hidden`),
      B = Symbol.for(`react.memo_cache_sentinel`),
      te = Symbol.for(`react.view_transition`),
      V = Symbol.for(`react.recoverable`),
      ne = Symbol.iterator;
    function re(e) {
      return typeof e != `object` || !e
        ? null
        : ((e = (ne && e[ne]) || e[`@@iterator`]), typeof e == `function` ? e : null);
    }
    var H = Symbol.for(`react.client.reference`);
    function U(e) {
      if (e == null) return null;
      if (typeof e == `function`) return e.$$typeof === H ? null : e.displayName || e.name || null;
      if (typeof e == `string`) return e;
      switch (e) {
        case k:
          return `Fragment`;
        case j:
          return `Profiler`;
        case A:
          return `StrictMode`;
        case F:
          return `Suspense`;
        case I:
          return `SuspenseList`;
        case ee:
          return `Activity`;
        case te:
          return `ViewTransition`;
      }
      if (typeof e == `object`)
        switch (e.$$typeof) {
          case O:
            return `Portal`;
          case N:
            return e.displayName || `Context`;
          case M:
            return (e._context.displayName || `Context`) + `.Consumer`;
          case P:
            var t = e.render;
            return (
              (e = e.displayName),
              (e ||= ((e = t.displayName || t.name || ``), e === `` ? `ForwardRef` : `ForwardRef(` + e + `)`)),
              e
            );
          case L:
            return ((t = e.displayName || null), t === null ? U(e.type) || `Memo` : t);
          case R:
            ((t = e._payload), (e = e._init));
            try {
              return U(e(t));
            } catch {}
        }
      return null;
    }
    var ie = Array.isArray,
      W = r.__CLIENT_INTERNALS_DO_NOT_USE_OR_WARN_USERS_THEY_CANNOT_UPGRADE,
      G = i.__DOM_INTERNALS_DO_NOT_USE_OR_WARN_USERS_THEY_CANNOT_UPGRADE,
      ae = { pending: !1, data: null, method: null, action: null },
      K = [],
      oe = -1;
    function se(e) {
      return { current: e };
    }
    function q(e) {
      0 > oe || ((e.current = K[oe]), (K[oe] = null), oe--);
    }
    function ce(e, t) {
      (oe++, (K[oe] = e.current), (e.current = t));
    }
    var J = se(null),
      le = se(null),
      ue = se(null),
      de = se(null);
    function fe(e, t) {
      switch ((ce(ue, t), ce(le, e), ce(J, null), t.nodeType)) {
        case 9:
        case 11:
          e = (e = t.documentElement) && (e = e.namespaceURI) ? up(e) : 0;
          break;
        default:
          if (((e = t.tagName), (t = t.namespaceURI))) ((t = up(t)), (e = dp(t, e)));
          else
            switch (e) {
              case `svg`:
                e = 1;
                break;
              case `math`:
                e = 2;
                break;
              default:
                e = 0;
            }
      }
      (q(J), ce(J, e));
    }
    function pe() {
      (q(J), q(le), q(ue));
    }
    function me(e) {
      var t = e.memoizedState;
      (t !== null && ((sh._currentValue = t.memoizedState), ce(de, e)), (t = J.current));
      var n = dp(t, e.type);
      t !== n && (ce(le, e), ce(J, n));
    }
    function he(e) {
      (le.current === e && (q(J), q(le)), de.current === e && (q(de), (sh._currentValue = ae)));
    }
    var ge, _e;
    function ve(e) {
      if (ge === void 0)
        try {
          throw Error();
        } catch (e) {
          var t = e.stack.trim().match(/\n( *(at )?)/);
          ((ge = (t && t[1]) || ``),
            (_e =
              -1 <
              e.stack.indexOf(`
    at`)
                ? ` (<anonymous>)`
                : -1 < e.stack.indexOf(`@`)
                  ? `@unknown:0:0`
                  : ``));
        }
      return (
        `
` +
        ge +
        e +
        _e
      );
    }
    var ye = !1;
    function xe(e, t) {
      if (!e || ye) return ``;
      ye = !0;
      var n = Error.prepareStackTrace;
      Error.prepareStackTrace = void 0;
      try {
        var r = {
          DetermineComponentFrameRoot: function () {
            try {
              if (t) {
                var n = function () {
                  throw Error();
                };
                if (
                  (Object.defineProperty(n.prototype, 'props', {
                    set: function () {
                      throw Error();
                    },
                  }),
                  typeof Reflect == `object` && Reflect.construct)
                ) {
                  try {
                    Reflect.construct(n, []);
                  } catch (e) {
                    var r = e;
                  }
                  Reflect.construct(e, [], n);
                } else {
                  try {
                    n.call();
                  } catch (e) {
                    r = e;
                  }
                  n = !1;
                  try {
                    var i = Object.getOwnPropertyDescriptor(e.prototype, `props`);
                    (Object.defineProperty(e.prototype, 'props', {
                      configurable: !0,
                      set: function () {
                        throw Error();
                      },
                    }),
                      (n = !0),
                      new e());
                  } finally {
                    n && (i === void 0 ? delete e.prototype.props : Object.defineProperty(e.prototype, 'props', i));
                  }
                }
              } else {
                try {
                  throw Error();
                } catch (e) {
                  r = e;
                }
                (n = e()) && typeof n.catch == `function` && n.catch(function () {});
              }
            } catch (e) {
              if (e && r && typeof e.stack == `string`) return [e.stack, r.stack];
            }
            return [null, null];
          },
        };
        r.DetermineComponentFrameRoot.displayName = `DetermineComponentFrameRoot`;
        var i = Object.getOwnPropertyDescriptor(r.DetermineComponentFrameRoot, `name`);
        i &&
          i.configurable &&
          Object.defineProperty(r.DetermineComponentFrameRoot, 'name', { value: `DetermineComponentFrameRoot` });
        var a = r.DetermineComponentFrameRoot(),
          o = a[0],
          s = a[1];
        if (o && s) {
          var c = o.split(`
`),
            l = s.split(`
`);
          for (i = r = 0; r < c.length && !c[r].includes(`DetermineComponentFrameRoot`);) r++;
          for (; i < l.length && !l[i].includes(`DetermineComponentFrameRoot`);) i++;
          if (r === c.length || i === l.length)
            for (r = c.length - 1, i = l.length - 1; 1 <= r && 0 <= i && c[r] !== l[i];) i--;
          for (; 1 <= r && 0 <= i; r--, i--)
            if (c[r] !== l[i]) {
              if (r !== 1 || i !== 1)
                do
                  if ((r--, i--, 0 > i || c[r] !== l[i])) {
                    var u =
                      `
` + c[r].replace(` at new `, ` at `);
                    return (
                      e.displayName && u.includes(`<anonymous>`) && (u = u.replace(`<anonymous>`, e.displayName)),
                      u
                    );
                  }
                while (1 <= r && 0 <= i);
              break;
            }
        }
      } finally {
        ((ye = !1), (Error.prepareStackTrace = n));
      }
      return (n = e ? e.displayName || e.name : ``) ? ve(n) : ``;
    }
    function Se(e, t) {
      switch (e.tag) {
        case 26:
        case 27:
        case 5:
          return ve(e.type);
        case 16:
          return ve(`Lazy`);
        case 13:
          return e.child !== t && t !== null ? ve(`Suspense Fallback`) : ve(`Suspense`);
        case 19:
          return ve(`SuspenseList`);
        case 0:
        case 15:
          return xe(e.type, !1);
        case 11:
          return xe(e.type.render, !1);
        case 1:
          return xe(e.type, !0);
        case 31:
          return ve(`Activity`);
        case 30:
          return ve(`ViewTransition`);
        default:
          return ``;
      }
    }
    function Ce(e) {
      try {
        var t = ``,
          n = null;
        do ((t += Se(e, n)), (n = e), (e = e.return));
        while (e);
        return t;
      } catch (e) {
        return (
          `
Error generating stack: ` +
          e.message +
          `
` +
          e.stack
        );
      }
    }
    var we = Object.prototype.hasOwnProperty,
      Te = t.unstable_scheduleCallback,
      Ee = t.unstable_cancelCallback,
      De = t.unstable_shouldYield,
      Oe = t.unstable_requestPaint,
      ke = t.unstable_now,
      Ae = t.unstable_getCurrentPriorityLevel,
      je = t.unstable_ImmediatePriority,
      Y = t.unstable_UserBlockingPriority,
      Me = t.unstable_NormalPriority,
      Ne = t.unstable_LowPriority,
      Pe = t.unstable_IdlePriority,
      Fe = t.log,
      X = t.unstable_setDisableYieldValue,
      Ie = null,
      Le = null;
    function Re(e) {
      if ((typeof Fe == `function` && X(e), Le && typeof Le.setStrictMode == `function`))
        try {
          Le.setStrictMode(Ie, e);
        } catch {}
    }
    var ze = Math.clz32 ? Math.clz32 : He,
      Be = Math.log,
      Ve = Math.LN2;
    function He(e) {
      return ((e >>>= 0), e === 0 ? 32 : (31 - ((Be(e) / Ve) | 0)) | 0);
    }
    var Ue = 256,
      We = 262144,
      Ge = 4194304;
    function Ke(e) {
      var t = e & 42;
      if (t !== 0) return t;
      switch (e & -e) {
        case 1:
          return 1;
        case 2:
          return 2;
        case 4:
          return 4;
        case 8:
          return 8;
        case 16:
          return 16;
        case 32:
          return 32;
        case 64:
          return 64;
        case 128:
          return 128;
        case 256:
        case 512:
        case 1024:
        case 2048:
        case 4096:
        case 8192:
        case 16384:
        case 32768:
        case 65536:
        case 131072:
          return e & -e;
        case 262144:
        case 524288:
        case 1048576:
        case 2097152:
          return e & 3932160;
        case 4194304:
        case 8388608:
        case 16777216:
        case 33554432:
          return e & 62914560;
        case 67108864:
          return 67108864;
        case 134217728:
          return 134217728;
        case 268435456:
          return 268435456;
        case 536870912:
          return 536870912;
        case 1073741824:
          return 0;
        default:
          return e;
      }
    }
    function qe(e, t, n) {
      var r = e.pendingLanes;
      if (r === 0) return 0;
      var i = 0,
        a = e.suspendedLanes,
        o = e.pingedLanes;
      e = e.warmLanes;
      var s = r & 134217727;
      return (
        s === 0
          ? ((s = r & ~a),
            s === 0 ? (o === 0 ? n || ((n = r & ~e), n !== 0 && (i = Ke(n))) : (i = Ke(o))) : (i = Ke(s)))
          : ((r = s & ~a),
            r === 0 ? ((o &= s), o === 0 ? n || ((n = s & ~e), n !== 0 && (i = Ke(n))) : (i = Ke(o))) : (i = Ke(r))),
        i === 0
          ? 0
          : t !== 0 && t !== i && (t & a) === 0 && ((a = i & -i), (n = t & -t), a >= n || (a === 32 && n & 4194048))
            ? t
            : i
      );
    }
    function Je(e, t) {
      return (e.pendingLanes & ~(e.suspendedLanes & ~e.pingedLanes) & t) === 0;
    }
    function Ye(e, t) {
      t & 8 && (t |= t & 32);
      var n = e.entangledLanes;
      if (n !== 0)
        for (e = e.entanglements, n &= t; 0 < n;) {
          var r = 31 - ze(n),
            i = 1 << r;
          ((t |= e[r]), (n &= ~i));
        }
      return t;
    }
    function Xe(e, t) {
      switch (e) {
        case 1:
        case 2:
        case 4:
        case 8:
        case 64:
          return t + 250;
        case 16:
        case 32:
        case 128:
        case 256:
        case 512:
        case 1024:
        case 2048:
        case 4096:
        case 8192:
        case 16384:
        case 32768:
        case 65536:
        case 131072:
        case 262144:
        case 524288:
        case 1048576:
        case 2097152:
          return t + 5e3;
        case 4194304:
        case 8388608:
        case 16777216:
        case 33554432:
          return -1;
        case 67108864:
        case 134217728:
        case 268435456:
        case 536870912:
        case 1073741824:
          return -1;
        default:
          return -1;
      }
    }
    function Ze() {
      var e = Ge;
      return ((Ge <<= 1), !(Ge & 62914560) && (Ge = 4194304), e);
    }
    function Z(e) {
      for (var t = [], n = 0; 31 > n; n++) t.push(e);
      return t;
    }
    function Qe(e, t) {
      ((e.pendingLanes |= t), t !== 268435456 && ((e.suspendedLanes = 0), (e.pingedLanes = 0), (e.warmLanes = 0)));
    }
    function $e(e, t, n, r, i, a) {
      var o = e.pendingLanes;
      ((e.pendingLanes = n),
        (e.suspendedLanes = 0),
        (e.pingedLanes = 0),
        (e.warmLanes = 0),
        (e.expiredLanes &= n),
        (e.entangledLanes &= n),
        (e.errorRecoveryDisabledLanes &= n),
        (e.shellSuspendCounter = 0));
      var s = e.entanglements,
        c = e.expirationTimes,
        l = e.hiddenUpdates;
      for (n = o & ~n; 0 < n;) {
        var u = 31 - ze(n),
          d = 1 << u;
        ((s[u] = 0), (c[u] = -1));
        var f = l[u];
        if (f !== null)
          for (l[u] = null, u = 0; u < f.length; u++) {
            var p = f[u];
            p !== null && (p.lane &= -536870913);
          }
        n &= ~d;
      }
      (r !== 0 && et(e, r, 0), a !== 0 && i === 0 && e.tag !== 0 && (e.suspendedLanes |= a & ~(o & ~t)));
    }
    function et(e, t, n) {
      ((e.pendingLanes |= t), (e.suspendedLanes &= ~t));
      var r = 31 - ze(t);
      ((e.entangledLanes |= t), (e.entanglements[r] = e.entanglements[r] | 1073741824 | (n & 261930)));
    }
    function Q(e, t) {
      var n = (e.entangledLanes |= t);
      for (e = e.entanglements; n;) {
        var r = 31 - ze(n),
          i = 1 << r;
        ((i & t) | (e[r] & t) && (e[r] |= t), (n &= ~i));
      }
    }
    function tt(e, t) {
      var n = t & -t;
      return ((n = n & 42 ? 1 : nt(n)), (n & (e.suspendedLanes | t)) === 0 ? n : 0);
    }
    function nt(e) {
      switch (e) {
        case 2:
          e = 1;
          break;
        case 8:
          e = 4;
          break;
        case 32:
          e = 16;
          break;
        case 256:
        case 512:
        case 1024:
        case 2048:
        case 4096:
        case 8192:
        case 16384:
        case 32768:
        case 65536:
        case 131072:
        case 262144:
        case 524288:
        case 1048576:
        case 2097152:
        case 4194304:
        case 8388608:
        case 16777216:
        case 33554432:
          e = 128;
          break;
        case 268435456:
          e = 134217728;
          break;
        default:
          e = 0;
      }
      return e;
    }
    function rt(e) {
      return ((e &= -e), 2 < e ? (8 < e ? (e & 134217727 ? 32 : 268435456) : 8) : 2);
    }
    function it() {
      var e = G.p;
      return e === 0 ? ((e = window.event), e === void 0 ? 32 : Ch(e.type)) : e;
    }
    function at(e, t) {
      var n = G.p;
      try {
        return ((G.p = e), t());
      } finally {
        G.p = n;
      }
    }
    var ot = Math.random().toString(36).slice(2),
      st = `__reactFiber$` + ot,
      ct = `__reactProps$` + ot,
      lt = `__reactContainer$` + ot,
      ut = `__reactEvents$` + ot,
      dt = `__reactListeners$` + ot,
      ft = `__reactHandles$` + ot,
      pt = `__reactResources$` + ot,
      mt = `__reactMarker$` + ot,
      ht = `__reactLoad$` + ot;
    function gt(e) {
      (delete e[st], delete e[ct], delete e[dt], delete e[ft]);
    }
    function _t(e) {
      var t;
      if ((t = e[st])) return t;
      for (var n = e.parentNode; n;) {
        if ((t = n[lt] || n[st])) {
          if (((n = t.alternate), t.child !== null || (n !== null && n.child !== null)))
            for (e = fm(e); e !== null;) {
              if ((n = e[st])) return n;
              e = fm(e);
            }
          return t;
        }
        ((e = n), (n = e.parentNode));
      }
      return null;
    }
    function vt(e) {
      if ((e = e[st] || e[lt])) {
        var t = e.tag;
        if (t === 5 || t === 6 || t === 13 || t === 31 || t === 26 || t === 27 || t === 3) return e;
      }
      return null;
    }
    function yt(e) {
      var t = e.tag;
      if (t === 5 || t === 26 || t === 27 || t === 6) return e.stateNode;
      throw Error(a(33));
    }
    function bt(e) {
      var t = e[pt];
      return ((t ||= e[pt] = { hoistableStyles: new Map(), hoistableScripts: new Map() }), t);
    }
    function xt(e) {
      e[mt] = !0;
    }
    function St(e) {
      e[ht] = void 0;
    }
    var Ct = new Set(),
      wt = {};
    function Tt(e, t) {
      (Et(e, t), Et(e + `Capture`, t));
    }
    function Et(e, t) {
      for (wt[e] = t, e = 0; e < t.length; e++) Ct.add(t[e]);
    }
    var Dt = RegExp(
        `^[:A-Z_a-z\\u00C0-\\u00D6\\u00D8-\\u00F6\\u00F8-\\u02FF\\u0370-\\u037D\\u037F-\\u1FFF\\u200C-\\u200D\\u2070-\\u218F\\u2C00-\\u2FEF\\u3001-\\uD7FF\\uF900-\\uFDCF\\uFDF0-\\uFFFD][:A-Z_a-z\\u00C0-\\u00D6\\u00D8-\\u00F6\\u00F8-\\u02FF\\u0370-\\u037D\\u037F-\\u1FFF\\u200C-\\u200D\\u2070-\\u218F\\u2C00-\\u2FEF\\u3001-\\uD7FF\\uF900-\\uFDCF\\uFDF0-\\uFFFD\\-.0-9\\u00B7\\u0300-\\u036F\\u203F-\\u2040]*$`,
      ),
      Ot = {},
      kt = {};
    function At(e) {
      return we.call(kt, e) ? !0 : we.call(Ot, e) ? !1 : Dt.test(e) ? (kt[e] = !0) : ((Ot[e] = !0), !1);
    }
    var jt = !1;
    function Mt() {
      var e = jt;
      return ((jt = !1), e);
    }
    function Nt(e, t, n) {
      if (At(t)) {
        if (n === null) e.removeAttribute(t);
        else {
          switch (typeof n) {
            case `undefined`:
            case `function`:
            case `symbol`:
              e.removeAttribute(t);
              return;
            case `boolean`:
              var r = t.toLowerCase().slice(0, 5);
              if (r !== `data-` && r !== `aria-`) {
                e.removeAttribute(t);
                return;
              }
          }
          e.setAttribute(t, n);
        }
      }
    }
    function Pt(e, t, n) {
      if (n === null) e.removeAttribute(t);
      else {
        switch (typeof n) {
          case `undefined`:
          case `function`:
          case `symbol`:
          case `boolean`:
            e.removeAttribute(t);
            return;
        }
        e.setAttribute(t, n);
      }
    }
    function Ft(e, t, n, r) {
      if (r === null) e.removeAttribute(n);
      else {
        switch (typeof r) {
          case `undefined`:
          case `function`:
          case `symbol`:
          case `boolean`:
            e.removeAttribute(n);
            return;
        }
        e.setAttributeNS(t, n, r);
      }
    }
    function It(e) {
      switch (typeof e) {
        case `bigint`:
        case `boolean`:
        case `number`:
        case `string`:
        case `undefined`:
          return e;
        case `object`:
          return e;
        default:
          return ``;
      }
    }
    function Lt(e) {
      var t = e.type;
      return (e = e.nodeName) && e.toLowerCase() === `input` && (t === `checkbox` || t === `radio`);
    }
    function Rt(e, t, n) {
      var r = Object.getOwnPropertyDescriptor(e.constructor.prototype, t);
      if (!e.hasOwnProperty(t) && r !== void 0 && typeof r.get == `function` && typeof r.set == `function`) {
        var i = r.get,
          a = r.set;
        return (
          Object.defineProperty(e, t, {
            configurable: !0,
            get: function () {
              return i.call(this);
            },
            set: function (e) {
              ((n = `` + e), a.call(this, e));
            },
          }),
          Object.defineProperty(e, t, { enumerable: r.enumerable }),
          {
            getValue: function () {
              return n;
            },
            setValue: function (e) {
              n = `` + e;
            },
            stopTracking: function () {
              ((e._valueTracker = null), delete e[t]);
            },
          }
        );
      }
    }
    function zt(e) {
      if (!e._valueTracker) {
        var t = Lt(e) ? `checked` : `value`;
        e._valueTracker = Rt(e, t, `` + e[t]);
      }
    }
    function Bt(e) {
      if (!e) return !1;
      var t = e._valueTracker;
      if (!t) return !0;
      var n = t.getValue(),
        r = ``;
      return (e && (r = Lt(e) ? (e.checked ? `true` : `false`) : e.value), (e = r), e !== n && (t.setValue(e), !0));
    }
    var Vt = /[\n"\\]/g;
    function Ht(e) {
      return e.replace(Vt, function (e) {
        return `\\` + e.charCodeAt(0).toString(16) + ` `;
      });
    }
    function Ut(e, t, n, r, i, a, o, s) {
      ((e.name = ``),
        o != null && typeof o != `function` && typeof o != `symbol` && typeof o != `boolean`
          ? (e.type = o)
          : e.removeAttribute(`type`),
        t == null
          ? (o !== `submit` && o !== `reset`) || e.removeAttribute(`value`)
          : o === `number`
            ? ((t === 0 && e.value === ``) || e.value != t) && (e.value = `` + It(t))
            : e.value !== `` + It(t) && (e.value = `` + It(t)),
        t == null
          ? n == null
            ? r != null && e.removeAttribute(`value`)
            : Gt(e, It(n))
          : o === `number` && e.value == t
            ? Gt(e, It(e.value))
            : Gt(e, It(t)),
        i == null && a != null && (e.defaultChecked = !!a),
        i != null && (e.checked = i && typeof i != `function` && typeof i != `symbol`),
        s != null && typeof s != `function` && typeof s != `symbol` && typeof s != `boolean`
          ? (e.name = `` + It(s))
          : e.removeAttribute(`name`));
    }
    function Wt(e, t, n, r, i, a, o, s) {
      if (
        (a != null && typeof a != `function` && typeof a != `symbol` && typeof a != `boolean` && (e.type = a),
        t != null || n != null)
      ) {
        if (!((a !== `submit` && a !== `reset`) || t != null)) {
          zt(e);
          return;
        }
        ((n = n == null ? `` : `` + It(n)),
          (t = t == null ? n : `` + It(t)),
          s || t === e.value || (e.value = t),
          (e.defaultValue = t));
      }
      ((r ??= i),
        (r = typeof r != `function` && typeof r != `symbol` && !!r),
        (e.checked = s ? e.checked : !!r),
        (e.defaultChecked = !!r),
        o != null && typeof o != `function` && typeof o != `symbol` && typeof o != `boolean` && (e.name = o),
        zt(e));
    }
    function Gt(e, t) {
      e.defaultValue !== `` + t && (e.defaultValue = `` + t);
    }
    function Kt(e, t, n, r) {
      if (((e = e.options), t)) {
        t = {};
        for (var i = 0; i < n.length; i++) t[`$` + n[i]] = !0;
        for (n = 0; n < e.length; n++)
          ((i = t.hasOwnProperty(`$` + e[n].value)),
            e[n].selected !== i && (e[n].selected = i),
            i && r && (e[n].defaultSelected = !0));
      } else {
        for (n = `` + It(n), t = null, i = 0; i < e.length; i++) {
          if (e[i].value === n) {
            ((e[i].selected = !0), r && (e[i].defaultSelected = !0));
            return;
          }
          t !== null || e[i].disabled || (t = e[i]);
        }
        t !== null && (t.selected = !0);
      }
    }
    function qt(e, t, n) {
      t != null && ((t = `` + It(t)), t !== e.value && (e.value = t), n == null)
        ? e.defaultValue !== t && (e.defaultValue = t)
        : (e.defaultValue = n == null ? `` : `` + It(n));
    }
    function Jt(e, t, n, r) {
      if (t == null) {
        if (r != null) {
          if (n != null) throw Error(a(92));
          if (ie(r)) {
            if (1 < r.length) throw Error(a(93));
            r = r[0];
          }
          n = r;
        }
        ((n ??= ``), (t = n));
      }
      ((n = It(t)),
        (e.defaultValue = n),
        (r = e.textContent),
        r === n && r !== `` && r !== null && (e.value = r),
        zt(e));
    }
    function Yt(e, t) {
      if (t) {
        var n = e.firstChild;
        if (n && n === e.lastChild && n.nodeType === 3) {
          n.nodeValue = t;
          return;
        }
      }
      e.textContent = t;
    }
    var Xt = new Set(
      `animationIterationCount aspectRatio borderImageOutset borderImageSlice borderImageWidth boxFlex boxFlexGroup boxOrdinalGroup columnCount columns flex flexGrow flexPositive flexShrink flexNegative flexOrder gridArea gridRow gridRowEnd gridRowSpan gridRowStart gridColumn gridColumnEnd gridColumnSpan gridColumnStart fontWeight lineClamp lineHeight opacity order orphans scale tabSize widows zIndex zoom fillOpacity floodOpacity stopOpacity strokeDasharray strokeDashoffset strokeMiterlimit strokeOpacity strokeWidth MozAnimationIterationCount MozBoxFlex MozBoxFlexGroup MozLineClamp msAnimationIterationCount msFlex msZoom msFlexGrow msFlexNegative msFlexOrder msFlexPositive msFlexShrink msGridColumn msGridColumnSpan msGridRow msGridRowSpan WebkitAnimationIterationCount WebkitBoxFlex WebKitBoxFlexGroup WebkitBoxOrdinalGroup WebkitColumnCount WebkitColumns WebkitFlex WebkitFlexGrow WebkitFlexPositive WebkitFlexShrink WebkitLineClamp`.split(
        ` `,
      ),
    );
    function Zt(e, t, n) {
      var r = t.indexOf(`--`) === 0;
      n == null || typeof n == `boolean` || n === ``
        ? r
          ? e.setProperty(t, ``)
          : t === `float`
            ? (e.cssFloat = ``)
            : (e[t] = ``)
        : r
          ? e.setProperty(t, n)
          : typeof n != `number` || n === 0 || Xt.has(t)
            ? t === `float`
              ? (e.cssFloat = n)
              : (e[t] = (`` + n).trim())
            : (e[t] = n + `px`);
    }
    function Qt(e, t, n) {
      if (t != null && typeof t != `object`) throw Error(a(62));
      if (((e = e.style), n != null)) {
        for (var r in n)
          !n.hasOwnProperty(r) ||
            (t != null && t.hasOwnProperty(r)) ||
            (r.indexOf(`--`) === 0 ? e.setProperty(r, ``) : r === `float` ? (e.cssFloat = ``) : (e[r] = ``), (jt = !0));
        for (var i in t) ((r = t[i]), t.hasOwnProperty(i) && n[i] !== r && (Zt(e, i, r), (jt = !0)));
      } else for (var o in t) t.hasOwnProperty(o) && Zt(e, o, t[o]);
    }
    function $t(e) {
      if (e.indexOf(`-`) === -1) return !1;
      switch (e) {
        case `annotation-xml`:
        case `color-profile`:
        case `font-face`:
        case `font-face-src`:
        case `font-face-uri`:
        case `font-face-format`:
        case `font-face-name`:
        case `missing-glyph`:
          return !1;
        default:
          return !0;
      }
    }
    var en = new Map([
        [`acceptCharset`, `accept-charset`],
        [`htmlFor`, `for`],
        [`httpEquiv`, `http-equiv`],
        [`crossOrigin`, `crossorigin`],
        [`accentHeight`, `accent-height`],
        [`alignmentBaseline`, `alignment-baseline`],
        [`arabicForm`, `arabic-form`],
        [`baselineShift`, `baseline-shift`],
        [`capHeight`, `cap-height`],
        [`clipPath`, `clip-path`],
        [`clipRule`, `clip-rule`],
        [`colorInterpolation`, `color-interpolation`],
        [`colorInterpolationFilters`, `color-interpolation-filters`],
        [`colorProfile`, `color-profile`],
        [`colorRendering`, `color-rendering`],
        [`dominantBaseline`, `dominant-baseline`],
        [`enableBackground`, `enable-background`],
        [`fillOpacity`, `fill-opacity`],
        [`fillRule`, `fill-rule`],
        [`floodColor`, `flood-color`],
        [`floodOpacity`, `flood-opacity`],
        [`fontFamily`, `font-family`],
        [`fontSize`, `font-size`],
        [`fontSizeAdjust`, `font-size-adjust`],
        [`fontStretch`, `font-stretch`],
        [`fontStyle`, `font-style`],
        [`fontVariant`, `font-variant`],
        [`fontWeight`, `font-weight`],
        [`glyphName`, `glyph-name`],
        [`glyphOrientationHorizontal`, `glyph-orientation-horizontal`],
        [`glyphOrientationVertical`, `glyph-orientation-vertical`],
        [`horizAdvX`, `horiz-adv-x`],
        [`horizOriginX`, `horiz-origin-x`],
        [`imageRendering`, `image-rendering`],
        [`letterSpacing`, `letter-spacing`],
        [`lightingColor`, `lighting-color`],
        [`markerEnd`, `marker-end`],
        [`markerMid`, `marker-mid`],
        [`markerStart`, `marker-start`],
        [`maskType`, `mask-type`],
        [`overlinePosition`, `overline-position`],
        [`overlineThickness`, `overline-thickness`],
        [`paintOrder`, `paint-order`],
        [`panose-1`, `panose-1`],
        [`pointerEvents`, `pointer-events`],
        [`renderingIntent`, `rendering-intent`],
        [`shapeRendering`, `shape-rendering`],
        [`stopColor`, `stop-color`],
        [`stopOpacity`, `stop-opacity`],
        [`strikethroughPosition`, `strikethrough-position`],
        [`strikethroughThickness`, `strikethrough-thickness`],
        [`strokeDasharray`, `stroke-dasharray`],
        [`strokeDashoffset`, `stroke-dashoffset`],
        [`strokeLinecap`, `stroke-linecap`],
        [`strokeLinejoin`, `stroke-linejoin`],
        [`strokeMiterlimit`, `stroke-miterlimit`],
        [`strokeOpacity`, `stroke-opacity`],
        [`strokeWidth`, `stroke-width`],
        [`textAnchor`, `text-anchor`],
        [`textDecoration`, `text-decoration`],
        [`textRendering`, `text-rendering`],
        [`transformOrigin`, `transform-origin`],
        [`underlinePosition`, `underline-position`],
        [`underlineThickness`, `underline-thickness`],
        [`unicodeBidi`, `unicode-bidi`],
        [`unicodeRange`, `unicode-range`],
        [`unitsPerEm`, `units-per-em`],
        [`vAlphabetic`, `v-alphabetic`],
        [`vHanging`, `v-hanging`],
        [`vIdeographic`, `v-ideographic`],
        [`vMathematical`, `v-mathematical`],
        [`vectorEffect`, `vector-effect`],
        [`vertAdvY`, `vert-adv-y`],
        [`vertOriginX`, `vert-origin-x`],
        [`vertOriginY`, `vert-origin-y`],
        [`wordSpacing`, `word-spacing`],
        [`writingMode`, `writing-mode`],
        [`xmlnsXlink`, `xmlns:xlink`],
        [`xHeight`, `x-height`],
      ]),
      tn =
        /^[\u0000-\u001F ]*j[\r\n\t]*a[\r\n\t]*v[\r\n\t]*a[\r\n\t]*s[\r\n\t]*c[\r\n\t]*r[\r\n\t]*i[\r\n\t]*p[\r\n\t]*t[\r\n\t]*:/i;
    function nn(e) {
      return tn.test(`` + e)
        ? `javascript:throw new Error('React has blocked a javascript: URL as a security precaution.')`
        : e;
    }
    function rn() {}
    var an = null;
    function on(e) {
      return (
        (e = e.target || e.srcElement || window),
        e.correspondingUseElement && (e = e.correspondingUseElement),
        e.nodeType === 3 ? e.parentNode : e
      );
    }
    var sn = null,
      cn = null;
    function ln(e) {
      var t = vt(e);
      if (t && (e = t.stateNode)) {
        var n = e[ct] || null;
        a: switch (((e = t.stateNode), t.type)) {
          case `input`:
            if (
              (Ut(e, n.value, n.defaultValue, n.defaultValue, n.checked, n.defaultChecked, n.type, n.name),
              (t = n.name),
              n.type === `radio` && t != null)
            ) {
              for (n = e; n.parentNode;) n = n.parentNode;
              for (n = n.querySelectorAll(`input[name="` + Ht(`` + t) + `"][type="radio"]`), t = 0; t < n.length; t++) {
                var r = n[t];
                if (r !== e && r.form === e.form) {
                  var i = r[ct] || null;
                  if (!i) throw Error(a(90));
                  Ut(r, i.value, i.defaultValue, i.defaultValue, i.checked, i.defaultChecked, i.type, i.name);
                }
              }
              for (t = 0; t < n.length; t++) ((r = n[t]), r.form === e.form && Bt(r));
            }
            break a;
          case `textarea`:
            qt(e, n.value, n.defaultValue);
            break a;
          case `select`:
            ((t = n.value), t != null && Kt(e, !!n.multiple, t, !1));
        }
      }
    }
    var un = !1;
    function dn(e, t, n) {
      if (un) return e(t, n);
      un = !0;
      try {
        return e(t);
      } finally {
        if (((un = !1), (sn !== null || cn !== null) && (Id(), sn && ((t = sn), (e = cn), (cn = sn = null), ln(t), e))))
          for (t = 0; t < e.length; t++) ln(e[t]);
      }
    }
    function fn(e, t) {
      var n = e.stateNode;
      if (n === null) return null;
      var r = n[ct] || null;
      if (r === null) return null;
      n = r[t];
      a: switch (t) {
        case `onClick`:
        case `onClickCapture`:
        case `onDoubleClick`:
        case `onDoubleClickCapture`:
        case `onMouseDown`:
        case `onMouseDownCapture`:
        case `onMouseMove`:
        case `onMouseMoveCapture`:
        case `onMouseUp`:
        case `onMouseUpCapture`:
        case `onMouseEnter`:
          ((r = !r.disabled) ||
            ((e = e.type), (r = e !== `button` && e !== `input` && e !== `select` && e !== `textarea`)),
            (e = !r));
          break a;
        default:
          e = !1;
      }
      if (e) return null;
      if (n && typeof n != `function`) throw Error(a(231, t, typeof n));
      return n;
    }
    var pn = typeof window < `u` && window.document !== void 0 && window.document.createElement !== void 0,
      mn = !1;
    if (pn)
      try {
        var hn = {};
        (Object.defineProperty(hn, 'passive', {
          get: function () {
            mn = !0;
          },
        }),
          window.addEventListener(`test`, hn, hn),
          window.removeEventListener(`test`, hn, hn));
      } catch {
        mn = !1;
      }
    var gn = null,
      _n = null,
      vn = null;
    function yn() {
      if (vn) return vn;
      var e,
        t = _n,
        n = t.length,
        r,
        i = `value` in gn ? gn.value : gn.textContent,
        a = i.length;
      for (e = 0; e < n && t[e] === i[e]; e++);
      var o = n - e;
      for (r = 1; r <= o && t[n - r] === i[a - r]; r++);
      return (vn = i.slice(e, 1 < r ? 1 - r : void 0));
    }
    function bn(e) {
      var t = e.keyCode;
      return (
        `charCode` in e ? ((e = e.charCode), e === 0 && t === 13 && (e = 13)) : (e = t),
        e === 10 && (e = 13),
        32 <= e || e === 13 ? e : 0
      );
    }
    function xn() {
      return !0;
    }
    function Sn() {
      return !1;
    }
    function Cn(e) {
      function t(t, n, r, i, a) {
        for (var o in ((this._reactName = t),
        (this._targetInst = r),
        (this.type = n),
        (this.nativeEvent = i),
        (this.target = a),
        (this.currentTarget = null),
        e))
          e.hasOwnProperty(o) && ((t = e[o]), (this[o] = t ? t(i) : i[o]));
        return (
          (this.isDefaultPrevented = (i.defaultPrevented == null ? !1 === i.returnValue : i.defaultPrevented)
            ? xn
            : Sn),
          (this.isPropagationStopped = Sn),
          this
        );
      }
      return (
        T(t.prototype, {
          preventDefault: function () {
            this.defaultPrevented = !0;
            var e = this.nativeEvent;
            e &&
              (e.preventDefault ? e.preventDefault() : typeof e.returnValue != `unknown` && (e.returnValue = !1),
              (this.isDefaultPrevented = xn));
          },
          stopPropagation: function () {
            var e = this.nativeEvent;
            e &&
              (e.stopPropagation ? e.stopPropagation() : typeof e.cancelBubble != `unknown` && (e.cancelBubble = !0),
              (this.isPropagationStopped = xn));
          },
          persist: function () {},
          isPersistent: xn,
        }),
        t
      );
    }
    var wn = {
        eventPhase: 0,
        bubbles: 0,
        cancelable: 0,
        timeStamp: function (e) {
          return e.timeStamp || Date.now();
        },
        defaultPrevented: 0,
        isTrusted: 0,
      },
      Tn = Cn(wn),
      En = T({}, wn, { view: 0, detail: 0 }),
      Dn = Cn(En),
      On,
      kn,
      An,
      Mn = T({}, En, {
        screenX: 0,
        screenY: 0,
        clientX: 0,
        clientY: 0,
        pageX: 0,
        pageY: 0,
        ctrlKey: 0,
        shiftKey: 0,
        altKey: 0,
        metaKey: 0,
        getModifierState: Un,
        button: 0,
        buttons: 0,
        relatedTarget: function (e) {
          return e.relatedTarget === void 0
            ? e.fromElement === e.srcElement
              ? e.toElement
              : e.fromElement
            : e.relatedTarget;
        },
        movementX: function (e) {
          return `movementX` in e
            ? e.movementX
            : (e !== An &&
                (An && e.type === `mousemove`
                  ? ((On = e.screenX - An.screenX), (kn = e.screenY - An.screenY))
                  : (kn = On = 0),
                (An = e)),
              On);
        },
        movementY: function (e) {
          return `movementY` in e ? e.movementY : kn;
        },
      }),
      Nn = Cn(Mn),
      Pn = Cn(T({}, Mn, { dataTransfer: 0 })),
      Fn = Cn(T({}, En, { relatedTarget: 0 })),
      In = Cn(T({}, wn, { animationName: 0, elapsedTime: 0, pseudoElement: 0 })),
      Ln = Cn(
        T({}, wn, {
          clipboardData: function (e) {
            return `clipboardData` in e ? e.clipboardData : window.clipboardData;
          },
        }),
      ),
      Rn = Cn(T({}, wn, { data: 0 })),
      zn = {
        Esc: `Escape`,
        Spacebar: ` `,
        Left: `ArrowLeft`,
        Up: `ArrowUp`,
        Right: `ArrowRight`,
        Down: `ArrowDown`,
        Del: `Delete`,
        Win: `OS`,
        Menu: `ContextMenu`,
        Apps: `ContextMenu`,
        Scroll: `ScrollLock`,
        MozPrintableKey: `Unidentified`,
      },
      Bn = {
        8: `Backspace`,
        9: `Tab`,
        12: `Clear`,
        13: `Enter`,
        16: `Shift`,
        17: `Control`,
        18: `Alt`,
        19: `Pause`,
        20: `CapsLock`,
        27: `Escape`,
        32: ` `,
        33: `PageUp`,
        34: `PageDown`,
        35: `End`,
        36: `Home`,
        37: `ArrowLeft`,
        38: `ArrowUp`,
        39: `ArrowRight`,
        40: `ArrowDown`,
        45: `Insert`,
        46: `Delete`,
        112: `F1`,
        113: `F2`,
        114: `F3`,
        115: `F4`,
        116: `F5`,
        117: `F6`,
        118: `F7`,
        119: `F8`,
        120: `F9`,
        121: `F10`,
        122: `F11`,
        123: `F12`,
        144: `NumLock`,
        145: `ScrollLock`,
        224: `Meta`,
      },
      Vn = { Alt: `altKey`, Control: `ctrlKey`, Meta: `metaKey`, Shift: `shiftKey` };
    function Hn(e) {
      var t = this.nativeEvent;
      return t.getModifierState ? t.getModifierState(e) : (e = Vn[e]) ? !!t[e] : !1;
    }
    function Un() {
      return Hn;
    }
    var Wn = Cn(
        T({}, En, {
          key: function (e) {
            if (e.key) {
              var t = zn[e.key] || e.key;
              if (t !== `Unidentified`) return t;
            }
            return e.type === `keypress`
              ? ((e = bn(e)), e === 13 ? `Enter` : String.fromCharCode(e))
              : e.type === `keydown` || e.type === `keyup`
                ? Bn[e.keyCode] || `Unidentified`
                : ``;
          },
          code: 0,
          location: 0,
          ctrlKey: 0,
          shiftKey: 0,
          altKey: 0,
          metaKey: 0,
          repeat: 0,
          locale: 0,
          getModifierState: Un,
          charCode: function (e) {
            return e.type === `keypress` ? bn(e) : 0;
          },
          keyCode: function (e) {
            return e.type === `keydown` || e.type === `keyup` ? e.keyCode : 0;
          },
          which: function (e) {
            return e.type === `keypress` ? bn(e) : e.type === `keydown` || e.type === `keyup` ? e.keyCode : 0;
          },
        }),
      ),
      Gn = Cn(
        T({}, Mn, {
          pointerId: 0,
          width: 0,
          height: 0,
          pressure: 0,
          tangentialPressure: 0,
          tiltX: 0,
          tiltY: 0,
          twist: 0,
          pointerType: 0,
          isPrimary: 0,
        }),
      ),
      Kn = Cn(T({}, wn, { submitter: 0 })),
      qn = Cn(
        T({}, En, {
          touches: 0,
          targetTouches: 0,
          changedTouches: 0,
          altKey: 0,
          metaKey: 0,
          ctrlKey: 0,
          shiftKey: 0,
          getModifierState: Un,
        }),
      ),
      Jn = Cn(T({}, wn, { propertyName: 0, elapsedTime: 0, pseudoElement: 0 })),
      Yn = Cn(
        T({}, Mn, {
          deltaX: function (e) {
            return `deltaX` in e ? e.deltaX : `wheelDeltaX` in e ? -e.wheelDeltaX : 0;
          },
          deltaY: function (e) {
            return `deltaY` in e
              ? e.deltaY
              : `wheelDeltaY` in e
                ? -e.wheelDeltaY
                : `wheelDelta` in e
                  ? -e.wheelDelta
                  : 0;
          },
          deltaZ: 0,
          deltaMode: 0,
        }),
      ),
      Xn = Cn(T({}, wn, { newState: 0, oldState: 0, source: 0 })),
      Zn = [9, 13, 27, 32],
      Qn = pn && `CompositionEvent` in window,
      $n = null;
    pn && `documentMode` in document && ($n = document.documentMode);
    var er = pn && `TextEvent` in window && !$n,
      tr = pn && (!Qn || ($n && 8 < $n && 11 >= $n)),
      nr = ` `,
      rr = !1;
    function ir(e, t) {
      switch (e) {
        case `keyup`:
          return Zn.indexOf(t.keyCode) !== -1;
        case `keydown`:
          return t.keyCode !== 229;
        case `keypress`:
        case `mousedown`:
        case `focusout`:
          return !0;
        default:
          return !1;
      }
    }
    function ar(e) {
      return ((e = e.detail), typeof e == `object` && `data` in e ? e.data : null);
    }
    var or = !1;
    function sr(e, t) {
      switch (e) {
        case `compositionend`:
          return ar(t);
        case `keypress`:
          return t.which === 32 ? ((rr = !0), nr) : null;
        case `textInput`:
          return ((e = t.data), e === nr && rr ? null : e);
        default:
          return null;
      }
    }
    function cr(e, t) {
      if (or)
        return e === `compositionend` || (!Qn && ir(e, t)) ? ((e = yn()), (vn = _n = gn = null), (or = !1), e) : null;
      switch (e) {
        case `paste`:
          return null;
        case `keypress`:
          if (!(t.ctrlKey || t.altKey || t.metaKey) || (t.ctrlKey && t.altKey)) {
            if (t.char && 1 < t.char.length) return t.char;
            if (t.which) return String.fromCharCode(t.which);
          }
          return null;
        case `compositionend`:
          return tr && t.locale !== `ko` ? null : t.data;
        default:
          return null;
      }
    }
    var lr = {
      color: !0,
      date: !0,
      datetime: !0,
      'datetime-local': !0,
      email: !0,
      month: !0,
      number: !0,
      password: !0,
      range: !0,
      search: !0,
      tel: !0,
      text: !0,
      time: !0,
      url: !0,
      week: !0,
    };
    function ur(e) {
      var t = e && e.nodeName && e.nodeName.toLowerCase();
      return t === `input` ? !!lr[e.type] : t === `textarea`;
    }
    function dr(e, t, n, r) {
      (sn ? (cn ? cn.push(r) : (cn = [r])) : (sn = r),
        (t = qf(t, `onChange`)),
        0 < t.length && ((n = new Tn(`onChange`, `change`, null, n, r)), e.push({ event: n, listeners: t })));
    }
    var fr = null,
      pr = null;
    function mr(e) {
      zf(e, 0);
    }
    function hr(e) {
      if (Bt(yt(e))) return e;
    }
    function gr(e, t) {
      if (e === `change`) return t;
    }
    var _r = !1;
    if (pn) {
      var vr;
      if (pn) {
        var yr = `oninput` in document;
        if (!yr) {
          var br = document.createElement(`div`);
          (br.setAttribute(`oninput`, `return;`), (yr = typeof br.oninput == `function`));
        }
        vr = yr;
      } else vr = !1;
      _r = vr && (!document.documentMode || 9 < document.documentMode);
    }
    function xr() {
      fr && (fr.detachEvent(`onpropertychange`, Sr), (pr = fr = null));
    }
    function Sr(e) {
      if (e.propertyName === `value` && hr(pr)) {
        var t = [];
        (dr(t, pr, e, on(e)), dn(mr, t));
      }
    }
    function Cr(e, t, n) {
      e === `focusin` ? (xr(), (fr = t), (pr = n), fr.attachEvent(`onpropertychange`, Sr)) : e === `focusout` && xr();
    }
    function wr(e) {
      if (e === `selectionchange` || e === `keyup` || e === `keydown`) return hr(pr);
    }
    function Tr(e, t) {
      if (e === `click`) return hr(t);
    }
    function Er(e, t) {
      if (e === `input` || e === `change`) return hr(t);
    }
    function Dr(e, t) {
      return (e === t && (e !== 0 || 1 / e == 1 / t)) || (e !== e && t !== t);
    }
    var Or = typeof Object.is == `function` ? Object.is : Dr;
    function kr(e, t) {
      if (Or(e, t)) return !0;
      if (typeof e != `object` || !e || typeof t != `object` || !t) return !1;
      var n = Object.keys(e),
        r = Object.keys(t);
      if (n.length !== r.length) return !1;
      for (r = 0; r < n.length; r++) {
        var i = n[r];
        if (!we.call(t, i) || !Or(e[i], t[i])) return !1;
      }
      return !0;
    }
    function Ar(e) {
      if (((e ||= typeof document < `u` ? document : void 0), e === void 0)) return null;
      try {
        return e.activeElement || e.body;
      } catch {
        return e.body;
      }
    }
    function jr(e) {
      for (; e && e.firstChild;) e = e.firstChild;
      return e;
    }
    function Mr(e, t) {
      var n = jr(e);
      e = 0;
      for (var r; n;) {
        if (n.nodeType === 3) {
          if (((r = e + n.textContent.length), e <= t && r >= t)) return { node: n, offset: t - e };
          e = r;
        }
        a: {
          for (; n;) {
            if (n.nextSibling) {
              n = n.nextSibling;
              break a;
            }
            n = n.parentNode;
          }
          n = void 0;
        }
        n = jr(n);
      }
    }
    function Nr(e, t) {
      return e && t
        ? e === t
          ? !0
          : e && e.nodeType === 3
            ? !1
            : t && t.nodeType === 3
              ? Nr(e, t.parentNode)
              : `contains` in e
                ? e.contains(t)
                : e.compareDocumentPosition
                  ? !!(e.compareDocumentPosition(t) & 16)
                  : !1
        : !1;
    }
    function Pr(e) {
      e =
        e != null && e.ownerDocument != null && e.ownerDocument.defaultView != null
          ? e.ownerDocument.defaultView
          : window;
      for (var t = Ar(e.document); t instanceof e.HTMLIFrameElement;) {
        try {
          var n = typeof t.contentWindow.location.href == `string`;
        } catch {
          n = !1;
        }
        if (n) e = t.contentWindow;
        else break;
        t = Ar(e.document);
      }
      return t;
    }
    function Fr(e) {
      var t = e && e.nodeName && e.nodeName.toLowerCase();
      return (
        t &&
        ((t === `input` &&
          (e.type === `text` ||
            e.type === `search` ||
            e.type === `tel` ||
            e.type === `url` ||
            e.type === `password`)) ||
          t === `textarea` ||
          e.contentEditable === `true`)
      );
    }
    var Ir = pn && `documentMode` in document && 11 >= document.documentMode,
      Lr = null,
      Rr = null,
      zr = null,
      Br = !1;
    function Vr(e, t, n) {
      var r = n.window === n ? n.document : n.nodeType === 9 ? n : n.ownerDocument;
      Br ||
        Lr == null ||
        Lr !== Ar(r) ||
        ((r = Lr),
        `selectionStart` in r && Fr(r)
          ? (r = { start: r.selectionStart, end: r.selectionEnd })
          : ((r = ((r.ownerDocument && r.ownerDocument.defaultView) || window).getSelection()),
            (r = {
              anchorNode: r.anchorNode,
              anchorOffset: r.anchorOffset,
              focusNode: r.focusNode,
              focusOffset: r.focusOffset,
            })),
        (zr && kr(zr, r)) ||
          ((zr = r),
          (r = qf(Rr, `onSelect`)),
          0 < r.length &&
            ((t = new Tn(`onSelect`, `select`, null, t, n)), e.push({ event: t, listeners: r }), (t.target = Lr))));
    }
    function Hr(e, t) {
      var n = {};
      return ((n[e.toLowerCase()] = t.toLowerCase()), (n[`Webkit` + e] = `webkit` + t), (n[`Moz` + e] = `moz` + t), n);
    }
    var Ur = {
        animationend: Hr(`Animation`, `AnimationEnd`),
        animationiteration: Hr(`Animation`, `AnimationIteration`),
        animationstart: Hr(`Animation`, `AnimationStart`),
        transitionrun: Hr(`Transition`, `TransitionRun`),
        transitionstart: Hr(`Transition`, `TransitionStart`),
        transitioncancel: Hr(`Transition`, `TransitionCancel`),
        transitionend: Hr(`Transition`, `TransitionEnd`),
      },
      Wr = {},
      Gr = {};
    pn &&
      ((Gr = document.createElement(`div`).style),
      `AnimationEvent` in window ||
        (delete Ur.animationend.animation, delete Ur.animationiteration.animation, delete Ur.animationstart.animation),
      `TransitionEvent` in window || delete Ur.transitionend.transition);
    function Kr(e) {
      if (Wr[e]) return Wr[e];
      if (!Ur[e]) return e;
      var t = Ur[e],
        n;
      for (n in t) if (t.hasOwnProperty(n) && n in Gr) return (Wr[e] = t[n]);
      return e;
    }
    var qr = Kr(`animationend`),
      Jr = Kr(`animationiteration`),
      Yr = Kr(`animationstart`),
      Xr = Kr(`transitionrun`),
      Zr = Kr(`transitionstart`),
      Qr = Kr(`transitioncancel`),
      $r = Kr(`transitionend`),
      ei = new Map(),
      ti =
        `abort auxClick beforeToggle cancel canPlay canPlayThrough click close contextMenu copy cut drag dragEnd dragEnter dragExit dragLeave dragOver dragStart drop durationChange emptied encrypted ended error fullscreenChange fullscreenError gotPointerCapture input invalid keyDown keyPress keyUp load loadedData loadedMetadata loadStart lostPointerCapture mouseDown mouseMove mouseOut mouseOver mouseUp paste pause play playing pointerCancel pointerDown pointerMove pointerOut pointerOver pointerUp progress rateChange reset resize seeked seeking stalled submit suspend timeUpdate touchCancel touchEnd touchStart volumeChange scroll toggle touchMove waiting wheel`.split(
          ` `,
        );
    ti.push(`scrollEnd`);
    function ni(e, t) {
      (ei.set(e, t), Tt(t, [e]));
    }
    var ri = 0;
    function ii(e, t) {
      if (e.name != null && e.name !== `auto`) return e.name;
      if (t.autoName !== null) return t.autoName;
      e = _d.identifierPrefix;
      var n = ri++;
      return ((e = `_` + e + `t_` + n.toString(32) + `_`), (t.autoName = e));
    }
    function ai(e) {
      if (e == null || typeof e == `string`) return e;
      var t = null,
        n = Td;
      if (n !== null)
        for (var r = 0; r < n.length; r++) {
          var i = e[n[r]];
          if (i != null) {
            if (i === `none`) return `none`;
            t = t == null ? i : t + (` ` + i);
          }
        }
      return t ?? e.default;
    }
    function oi(e, t) {
      return ((e = ai(e)), (t = ai(t)), t == null ? (e === `auto` ? null : e) : t === `auto` ? null : t);
    }
    var si =
        typeof reportError == `function`
          ? reportError
          : function (e) {
              if (typeof window == `object` && typeof window.ErrorEvent == `function`) {
                var t = new window.ErrorEvent(`error`, {
                  bubbles: !0,
                  cancelable: !0,
                  message: typeof e == `object` && e && typeof e.message == `string` ? String(e.message) : String(e),
                  error: e,
                });
                if (!window.dispatchEvent(t)) return;
              } else if (typeof process == `object` && typeof process.emit == `function`) {
                process.emit(`uncaughtException`, e);
                return;
              }
              console.error(e);
            },
      ci = [],
      li = 0,
      ui = 0;
    function di() {
      for (var e = li, t = (ui = li = 0); t < e;) {
        var n = ci[t];
        ci[t++] = null;
        var r = ci[t];
        ci[t++] = null;
        var i = ci[t];
        ci[t++] = null;
        var a = ci[t];
        if (((ci[t++] = null), r !== null && i !== null)) {
          var o = r.pending;
          (o === null ? (i.next = i) : ((i.next = o.next), (o.next = i)), (r.pending = i));
        }
        a !== 0 && hi(n, i, a);
      }
    }
    function fi(e, t, n, r) {
      ((ci[li++] = e),
        (ci[li++] = t),
        (ci[li++] = n),
        (ci[li++] = r),
        (ui |= r),
        (e.lanes |= r),
        (e = e.alternate),
        e !== null && (e.lanes |= r));
    }
    function pi(e, t, n, r) {
      return (fi(e, t, n, r), gi(e));
    }
    function mi(e, t) {
      return (fi(e, null, null, t), gi(e));
    }
    function hi(e, t, n) {
      e.lanes |= n;
      var r = e.alternate;
      r !== null && (r.lanes |= n);
      for (var i = !1, a = e.return; a !== null;)
        ((a.childLanes |= n),
          (r = a.alternate),
          r !== null && (r.childLanes |= n),
          a.tag === 22 && ((e = a.stateNode), e === null || e._visibility & 1 || (i = !0)),
          (e = a),
          (a = a.return));
      return e.tag === 3
        ? ((a = e.stateNode),
          i &&
            t !== null &&
            ((i = 31 - ze(n)),
            (e = a.hiddenUpdates),
            (r = e[i]),
            r === null ? (e[i] = [t]) : r.push(t),
            (t.lane = n | 536870912)),
          a)
        : null;
    }
    function gi(e) {
      if (50 < Ed) throw ((Ed = 0), (Dd = null), Error(a(185)));
      for (var t = e.return; t !== null;) ((e = t), (t = e.return));
      return e.tag === 3 ? e.stateNode : null;
    }
    var _i = {};
    function vi(e, t, n, r) {
      ((this.tag = e),
        (this.key = n),
        (this.sibling = this.child = this.return = this.stateNode = this.type = this.elementType = null),
        (this.index = 0),
        (this.refCleanup = this.ref = null),
        (this.pendingProps = t),
        (this.dependencies = this.memoizedState = this.updateQueue = this.memoizedProps = null),
        (this.mode = r),
        (this.subtreeFlags = this.flags = 0),
        (this.deletions = null),
        (this.childLanes = this.lanes = 0),
        (this.alternate = null));
    }
    function yi(e, t, n, r) {
      return new vi(e, t, n, r);
    }
    function bi(e) {
      return ((e = e.prototype), !(!e || !e.isReactComponent));
    }
    function xi(e, t) {
      var n = e.alternate;
      return (
        n === null
          ? ((n = yi(e.tag, t, e.key, e.mode)),
            (n.elementType = e.elementType),
            (n.type = e.type),
            (n.stateNode = e.stateNode),
            (n.alternate = e),
            (e.alternate = n))
          : ((n.pendingProps = t), (n.type = e.type), (n.flags = 0), (n.subtreeFlags = 0), (n.deletions = null)),
        (n.flags = e.flags & 1206910976),
        (n.childLanes = e.childLanes),
        (n.lanes = e.lanes),
        (n.child = e.child),
        (n.memoizedProps = e.memoizedProps),
        (n.memoizedState = e.memoizedState),
        (n.updateQueue = e.updateQueue),
        (t = e.dependencies),
        (n.dependencies = t === null ? null : { lanes: t.lanes, firstContext: t.firstContext }),
        (n.sibling = e.sibling),
        (n.index = e.index),
        (n.ref = e.ref),
        (n.refCleanup = e.refCleanup),
        n
      );
    }
    function Si(e, t) {
      e.flags &= 1206910978;
      var n = e.alternate;
      return (
        n === null
          ? ((e.childLanes = 0),
            (e.lanes = t),
            (e.child = null),
            (e.subtreeFlags = 0),
            (e.memoizedProps = null),
            (e.memoizedState = null),
            (e.updateQueue = null),
            (e.dependencies = null),
            (e.stateNode = null))
          : ((e.childLanes = n.childLanes),
            (e.lanes = n.lanes),
            (e.child = n.child),
            (e.subtreeFlags = 0),
            (e.deletions = null),
            (e.memoizedProps = n.memoizedProps),
            (e.memoizedState = n.memoizedState),
            (e.updateQueue = n.updateQueue),
            (e.type = n.type),
            (t = n.dependencies),
            (e.dependencies = t === null ? null : { lanes: t.lanes, firstContext: t.firstContext })),
        e
      );
    }
    function Ci(e, t, n, r, i, o) {
      var s = 0;
      if (((r = e), typeof r == `function`)) bi(r) && (s = 1);
      else if (typeof r == `string`)
        s = qm(e, n, J.current) ? 26 : e === `html` || e === `head` || e === `body` ? 27 : 5;
      else
        a: switch (r) {
          case ee:
            return ((e = yi(31, n, t, i)), (e.elementType = ee), (e.lanes = o), e);
          case k:
            return wi(n.children, i, o, t);
          case A:
            ((s = 8), (i |= 24));
            break;
          case j:
            return ((e = yi(12, n, t, i | 2)), (e.elementType = j), (e.lanes = o), e);
          case F:
            return ((e = yi(13, n, t, i)), (e.elementType = F), (e.lanes = o), e);
          case I:
            return ((e = yi(19, n, t, i)), (e.elementType = I), (e.lanes = o), e);
          case z:
          case te:
            return (
              (e = i | 32),
              (e = yi(30, n, t, e)),
              (e.elementType = te),
              (e.lanes = o),
              (e.stateNode = { autoName: null, paired: null, clones: null, ref: null }),
              e
            );
          default:
            if (typeof r == `object` && r)
              switch (r.$$typeof) {
                case N:
                  s = 10;
                  break a;
                case M:
                  s = 9;
                  break a;
                case P:
                  s = 11;
                  break a;
                case L:
                  s = 14;
                  break a;
                case R:
                  ((s = 16), (r = null));
                  break a;
              }
            ((s = 29), (n = Error(a(130, e === null ? `null` : typeof e, ``))), (r = null));
        }
      return ((t = yi(s, n, t, i)), (t.elementType = e), (t.type = r), (t.lanes = o), t);
    }
    function wi(e, t, n, r) {
      return ((e = yi(7, e, r, t)), (e.lanes = n), e);
    }
    function Ti(e, t, n) {
      return ((e = yi(6, e, null, t)), (e.lanes = n), e);
    }
    function Ei(e) {
      var t = yi(18, null, null, 0);
      return ((t.stateNode = e), t);
    }
    function Di(e, t, n) {
      return (
        (t = yi(4, e.children === null ? [] : e.children, e.key, t)),
        (t.lanes = n),
        (t.stateNode = { containerInfo: e.containerInfo, pendingChildren: null, implementation: e.implementation }),
        t
      );
    }
    var Oi = new WeakMap();
    function ki(e, t) {
      if (typeof e == `object` && e) {
        var n = Oi.get(e);
        return n === void 0 ? ((t = { value: e, source: t, stack: Ce(t) }), Oi.set(e, t), t) : n;
      }
      return { value: e, source: t, stack: Ce(t) };
    }
    var Ai = [],
      ji = 0,
      Mi = null,
      Ni = 0,
      Pi = [],
      Fi = 0,
      Ii = null,
      Li = 1,
      Ri = ``;
    function zi(e, t) {
      ((Ai[ji++] = Ni), (Ai[ji++] = Mi), (Mi = e), (Ni = t));
    }
    function Bi(e, t, n) {
      ((Pi[Fi++] = Li), (Pi[Fi++] = Ri), (Pi[Fi++] = Ii), (Ii = e));
      var r = Li;
      e = Ri;
      var i = 32 - ze(r) - 1;
      ((r &= ~(1 << i)), (n += 1));
      var a = 32 - ze(t) + i;
      if (30 < a) {
        var o = i - (i % 5);
        ((a = (r & ((1 << o) - 1)).toString(32)),
          (r >>= o),
          (i -= o),
          (Li = (1 << (32 - ze(t) + i)) | (n << i) | r),
          (Ri = a + e));
      } else ((Li = (1 << a) | (n << i) | r), (Ri = e));
    }
    function Vi(e) {
      e.return !== null && (zi(e, 1), Bi(e, 1, 0));
    }
    function Hi(e) {
      for (; e === Mi;) ((Mi = Ai[--ji]), (Ai[ji] = null), (Ni = Ai[--ji]), (Ai[ji] = null));
      for (; e === Ii;)
        ((Ii = Pi[--Fi]), (Pi[Fi] = null), (Ri = Pi[--Fi]), (Pi[Fi] = null), (Li = Pi[--Fi]), (Pi[Fi] = null));
    }
    function Ui(e, t) {
      ((Pi[Fi++] = Li), (Pi[Fi++] = Ri), (Pi[Fi++] = Ii), (Li = t.id), (Ri = t.overflow), (Ii = e));
    }
    var Wi = null,
      Gi = null,
      Ki = !1,
      qi = null,
      Ji = !1,
      Yi = Error(a(519));
    function Xi(e) {
      throw (
        na(ki(Error(a(418, 1 < arguments.length && arguments[1] !== void 0 && arguments[1] ? `text` : `HTML`, ``)), e)),
        Yi
      );
    }
    function Zi(e) {
      var t = e.stateNode,
        n = e.type,
        r = e.memoizedProps;
      switch (((t[st] = e), (t[ct] = r), n)) {
        case `dialog`:
          (Bf(`cancel`, t), Bf(`close`, t));
          break;
        case `iframe`:
        case `object`:
        case `embed`:
          Bf(`load`, t);
          break;
        case `video`:
        case `audio`:
          for (n = 0; n < Lf.length; n++) Bf(Lf[n], t);
          break;
        case `source`:
          Bf(`error`, t);
          break;
        case `img`:
        case `image`:
        case `link`:
          (Bf(`error`, t), Bf(`load`, t));
          break;
        case `details`:
          Bf(`toggle`, t);
          break;
        case `input`:
          (Bf(`invalid`, t), Wt(t, r.value, r.defaultValue, r.checked, r.defaultChecked, r.type, r.name, !0));
          break;
        case `select`:
          Bf(`invalid`, t);
          break;
        case `textarea`:
          (Bf(`invalid`, t), Jt(t, r.value, r.defaultValue, r.children));
      }
      ((n = r.children),
        (typeof n != `string` && typeof n != `number` && typeof n != `bigint`) ||
        t.textContent === `` + n ||
        !0 === r.suppressHydrationWarning ||
        $f(t.textContent, n)
          ? (r.popover != null && (Bf(`beforetoggle`, t), Bf(`toggle`, t)),
            r.onScroll != null && Bf(`scroll`, t),
            r.onScrollEnd != null && Bf(`scrollend`, t),
            r.onClick != null && (t.onclick = rn),
            (t = !0))
          : (t = !1),
        t || Xi(e, !0));
    }
    function Qi(e) {
      for (Wi = e.return; Wi;)
        switch (Wi.tag) {
          case 5:
          case 31:
          case 13:
            Ji = !1;
            return;
          case 27:
          case 3:
            Ji = !0;
            return;
          default:
            Wi = Wi.return;
        }
    }
    function $i(e) {
      if (e !== Wi) return !1;
      if (!Ki) return (Qi(e), (Ki = !0), !1);
      var t = e.tag,
        n;
      if (
        ((n = t !== 3 && t !== 27) &&
          ((n = t === 5) && ((n = e.type), (n = n === `form` || n === `button` || pp(e.type, e.memoizedProps))),
          (n = !n)),
        n && Gi && Xi(e),
        Qi(e),
        t === 13)
      ) {
        if (((e = e.memoizedState), (e = e === null ? null : e.dehydrated), !e)) throw Error(a(317));
        Gi = dm(e);
      } else if (t === 31) {
        if (((e = e.memoizedState), (e = e === null ? null : e.dehydrated), !e)) throw Error(a(317));
        Gi = dm(e);
      } else
        t === 27
          ? ((t = Gi), Sp(e.type) ? ((e = um), (um = null), (Gi = e)) : (Gi = t))
          : (Gi = Wi ? lm(e.stateNode.nextSibling) : null);
      return !0;
    }
    function ea() {
      ((Gi = Wi = null), (Ki = !1));
    }
    function ta() {
      var e = qi;
      return (e !== null && (ld === null ? (ld = e) : ld.push.apply(ld, e), (qi = null)), e);
    }
    function na(e) {
      qi === null ? (qi = [e]) : qi.push(e);
    }
    var ra = se(null),
      $ = null,
      ia = null;
    function aa(e, t, n) {
      (ce(ra, t._currentValue), (t._currentValue = n));
    }
    function oa(e) {
      ((e._currentValue = ra.current), q(ra));
    }
    function sa(e, t, n) {
      for (; e !== null;) {
        var r = e.alternate;
        if (
          ((e.childLanes & t) === t
            ? r !== null && (r.childLanes & t) !== t && (r.childLanes |= t)
            : ((e.childLanes |= t), r !== null && (r.childLanes |= t)),
          e === n)
        )
          break;
        e = e.return;
      }
    }
    function ca(e, t, n, r) {
      var i = e.child;
      for (i !== null && (i.return = e); i !== null;) {
        var o = i.dependencies;
        if (o !== null) {
          var s = i.child;
          o = o.firstContext;
          a: for (; o !== null;) {
            var c = o;
            o = i;
            for (var l = 0; l < t.length; l++)
              if (c.context === t[l]) {
                ((o.lanes |= n), (c = o.alternate), c !== null && (c.lanes |= n), sa(o.return, n, e), r || (s = null));
                break a;
              }
            o = c.next;
          }
        } else if (i.tag === 18) {
          if (((s = i.return), s === null)) throw Error(a(341));
          ((s.lanes |= n), (o = s.alternate), o !== null && (o.lanes |= n), sa(s, n, e), (s = null));
        } else
          i.tag === 13 && i.memoizedState !== null && i.memoizedState.dehydrated === null
            ? ((i.lanes |= n),
              (s = i.alternate),
              s !== null && (s.lanes |= n),
              sa(i.return, n, e),
              (s = i.child),
              (s = s === null ? null : s.sibling))
            : (s = i.child);
        if (s !== null) s.return = i;
        else
          for (s = i; s !== null;) {
            if (s === e) {
              s = null;
              break;
            }
            if (((i = s.sibling), i !== null)) {
              ((i.return = s.return), (s = i));
              break;
            }
            s = s.return;
          }
        i = s;
      }
    }
    function la(e, t, n, r) {
      e = null;
      for (var i = t, o = !1; i !== null;) {
        if (!o) {
          if (i.flags & 524288) o = !0;
          else if (i.flags & 262144) break;
        }
        if (i.tag === 10) {
          var s = i.alternate;
          if (s === null) throw Error(a(387));
          if (((s = s.memoizedProps), s !== null)) {
            var c = i.type;
            Or(i.pendingProps.value, s.value) || (e === null ? (e = [c]) : e.push(c));
          }
        } else if (i === de.current) {
          if (((s = i.alternate), s === null)) throw Error(a(387));
          s.memoizedState.memoizedState !== i.memoizedState.memoizedState && (e === null ? (e = [sh]) : e.push(sh));
        }
        i = i.return;
      }
      return (e !== null && ca(t, e, n, r), (t.flags |= 262144), e !== null);
    }
    function ua(e) {
      for (e = e.firstContext; e !== null;) {
        if (!Or(e.context._currentValue, e.memoizedValue)) return !0;
        e = e.next;
      }
      return !1;
    }
    function da(e) {
      (($ = e), (ia = null), (e = e.dependencies), e !== null && (e.firstContext = null));
    }
    function fa(e) {
      return ma($, e);
    }
    function pa(e, t) {
      return ($ === null && da(e), ma(e, t));
    }
    function ma(e, t) {
      var n = t._currentValue;
      if (((t = { context: t, memoizedValue: n, next: null }), ia === null)) {
        if (e === null) throw Error(a(308));
        ((ia = t), (e.dependencies = { lanes: 0, firstContext: t }), (e.flags |= 524288));
      } else ia = ia.next = t;
      return n;
    }
    var ha =
        typeof AbortController < `u`
          ? AbortController
          : function () {
              var e = [],
                t = (this.signal = {
                  aborted: !1,
                  addEventListener: function (t, n) {
                    e.push(n);
                  },
                });
              this.abort = function () {
                ((t.aborted = !0),
                  e.forEach(function (e) {
                    return e();
                  }));
              };
            },
      ga = t.unstable_scheduleCallback,
      _a = t.unstable_NormalPriority,
      va = { $$typeof: N, Consumer: null, Provider: null, _currentValue: null, _currentValue2: null, _threadCount: 0 };
    function ya() {
      return { controller: new ha(), data: new Map(), refCount: 0 };
    }
    function ba(e) {
      (e.refCount--,
        e.refCount === 0 &&
          ga(_a, function () {
            e.controller.abort();
          }));
    }
    function xa(e, t) {
      if (e.pendingLanes & 4194048) {
        var n = e.transitionTypes;
        for (n === null && (n = e.transitionTypes = []), e = 0; e < t.length; e++) {
          var r = t[e];
          n.indexOf(r) === -1 && n.push(r);
        }
      }
    }
    var Sa = null;
    function Ca(e) {
      var t = e.transitionTypes;
      return ((e.transitionTypes = null), t);
    }
    var wa = null,
      Ta = 0,
      Ea = 0,
      Da = null;
    function Oa(e, t) {
      if (wa === null) {
        var n = (wa = []);
        ((Ta = 0),
          (Ea = Mf()),
          (Da = {
            status: `pending`,
            value: void 0,
            then: function (e) {
              n.push(e);
            },
          }));
      }
      return (Ta++, t.then(ka, ka), t);
    }
    function ka() {
      if (--Ta === 0 && ((Sa = null), wa !== null)) {
        Da !== null && (Da.status = `fulfilled`);
        var e = wa;
        ((wa = null), (Ea = 0), (Da = null));
        for (var t = 0; t < e.length; t++) (0, e[t])();
      }
    }
    function Aa(e, t) {
      var n = [],
        r = {
          status: `pending`,
          value: null,
          reason: null,
          then: function (e) {
            n.push(e);
          },
        };
      return (
        e.then(
          function () {
            ((r.status = `fulfilled`), (r.value = t));
            for (var e = 0; e < n.length; e++) (0, n[e])(t);
          },
          function (e) {
            for (r.status = `rejected`, r.reason = e, e = 0; e < n.length; e++) (0, n[e])(void 0);
          },
        ),
        r
      );
    }
    var ja = W.S;
    W.S = function (e, t) {
      if (((fd = ke()), typeof t == `object` && t && typeof t.then == `function` && Oa(e, t), Sa !== null))
        for (var n = vf; n !== null;) (xa(n, Sa), (n = n.next));
      if (((n = e.types), n !== null)) {
        for (var r = vf; r !== null;) (xa(r, n), (r = r.next));
        if (Ea !== 0) {
          ((r = Sa), r === null && (r = Sa = []));
          for (var i = 0; i < n.length; i++) {
            var a = n[i];
            r.indexOf(a) === -1 && r.push(a);
          }
        }
      }
      ja !== null && ja(e, t);
    };
    var Ma = se(null);
    function Na() {
      var e = Ma.current;
      return e === null ? qu.pooledCache : e;
    }
    function Pa(e, t) {
      t === null ? ce(Ma, Ma.current) : ce(Ma, t.pool);
    }
    function Fa() {
      var e = Na();
      return e === null ? null : { parent: va._currentValue, pool: e };
    }
    var Ia = Error(a(460)),
      La = Error(a(474)),
      Ra = Error(a(542)),
      za = { then: function () {} };
    function Ba(e) {
      return ((e = e.status), e === `fulfilled` || e === `rejected`);
    }
    function Va(e, t, n) {
      switch (((n = e[n]), n === void 0 ? e.push(t) : n !== t && (t.then(rn, rn), (t = n)), t.status)) {
        case `fulfilled`:
          return t.value;
        case `rejected`:
          throw ((e = t.reason), Ga(e), e === void 0 && !(`reason` in t) ? Error(a(600)) : e);
        default:
          if (typeof t.status == `string`) t.then(rn, rn);
          else {
            if (((e = qu), e !== null && 100 < e.shellSuspendCounter)) throw Error(a(482));
            ((e = t),
              (e.status = `pending`),
              e.then(
                function (e) {
                  if (t.status === `pending`) {
                    var n = t;
                    ((n.status = `fulfilled`), (n.value = e));
                  }
                },
                function (e) {
                  if (t.status === `pending`) {
                    var n = t;
                    ((n.status = `rejected`), (n.reason = e));
                  }
                },
              ));
          }
          switch (t.status) {
            case `fulfilled`:
              return t.value;
            case `rejected`:
              throw ((e = t.reason), Ga(e), e);
          }
          throw ((Ua = t), Ia);
      }
    }
    function Ha(e) {
      try {
        var t = e._init;
        return t(e._payload);
      } catch (e) {
        throw typeof e == `object` && e && typeof e.then == `function` ? ((Ua = e), Ia) : e;
      }
    }
    var Ua = null;
    function Wa() {
      if (Ua === null) throw Error(a(459));
      var e = Ua;
      return ((Ua = null), e);
    }
    function Ga(e) {
      if (e === Ia || e === Ra) throw Error(a(483));
    }
    var Ka = null,
      qa = 0;
    function Ja(e) {
      var t = qa;
      return ((qa += 1), Ka === null && (Ka = []), Va(Ka, e, t));
    }
    function Ya(e, t) {
      ((t = t.props.ref), (e.ref = t === void 0 ? null : t));
    }
    function Xa(e, t) {
      throw t.$$typeof === E
        ? Error(a(525))
        : ((e = Object.prototype.toString.call(t)),
          Error(a(31, e === `[object Object]` ? `object with keys {` + Object.keys(t).join(`, `) + `}` : e)));
    }
    function Za(e) {
      function t(t, n) {
        if (e) {
          var r = t.deletions;
          r === null ? ((t.deletions = [n]), (t.flags |= 16)) : r.push(n);
        }
      }
      function n(n, r) {
        if (!e) return null;
        for (; r !== null;) (t(n, r), (r = r.sibling));
        return null;
      }
      function r(e) {
        for (var t = new Map(); e !== null;) (e.key === null ? t.set(e.index, e) : t.set(e.key, e), (e = e.sibling));
        return t;
      }
      function i(e, t) {
        return ((e = xi(e, t)), (e.index = 0), (e.sibling = null), e);
      }
      function o(t, n, r) {
        return (
          (t.index = r),
          e
            ? ((r = t.alternate),
              r === null ? ((t.flags |= 134217730), n) : ((r = r.index), r < n ? ((t.flags |= 2), n) : r))
            : ((t.flags |= 1048576), n)
        );
      }
      function s(t) {
        return (e && t.alternate === null && (t.flags |= 134217730), t);
      }
      function c(e, t, n, r) {
        return t === null || t.tag !== 6
          ? ((t = Ti(n, e.mode, r)), (t.return = e), t)
          : ((t = i(t, n)), (t.return = e), t);
      }
      function l(e, t, n, r) {
        var a = n.type;
        return a === k
          ? ((e = d(e, t, n.props.children, r, n.key)), Ya(e, n), e)
          : t !== null && (t.elementType === a || (typeof a == `object` && a && a.$$typeof === R && Ha(a) === t.type))
            ? ((t = i(t, n.props)), Ya(t, n), (t.return = e), t)
            : ((t = Ci(n.type, n.key, n.props, null, e.mode, r)), Ya(t, n), (t.return = e), t);
      }
      function u(e, t, n, r) {
        return t === null ||
          t.tag !== 4 ||
          t.stateNode.containerInfo !== n.containerInfo ||
          t.stateNode.implementation !== n.implementation
          ? ((t = Di(n, e.mode, r)), (t.return = e), t)
          : ((t = i(t, n.children || [])), (t.return = e), t);
      }
      function d(e, t, n, r, a) {
        return t === null || t.tag !== 7
          ? ((t = wi(n, e.mode, r, a)), (t.return = e), t)
          : ((t = i(t, n)), (t.return = e), t);
      }
      function f(e, t, n) {
        if ((typeof t == `string` && t !== ``) || typeof t == `number` || typeof t == `bigint`)
          return ((t = Ti(`` + t, e.mode, n)), (t.return = e), t);
        if (typeof t == `object` && t) {
          switch (t.$$typeof) {
            case D:
              return ((n = Ci(t.type, t.key, t.props, null, e.mode, n)), Ya(n, t), (n.return = e), n);
            case O:
              return ((t = Di(t, e.mode, n)), (t.return = e), t);
            case R:
              return ((t = Ha(t)), f(e, t, n));
          }
          if (ie(t) || re(t)) return ((t = wi(t, e.mode, n, null)), (t.return = e), t);
          if (typeof t.then == `function`) return f(e, Ja(t), n);
          if (t.$$typeof === N) return f(e, pa(e, t), n);
          Xa(e, t);
        }
        return null;
      }
      function p(e, t, n, r) {
        var i = t === null ? null : t.key;
        if ((typeof n == `string` && n !== ``) || typeof n == `number` || typeof n == `bigint`)
          return i === null ? c(e, t, `` + n, r) : null;
        if (typeof n == `object` && n) {
          switch (n.$$typeof) {
            case D:
              return n.key === i ? l(e, t, n, r) : null;
            case O:
              return n.key === i ? u(e, t, n, r) : null;
            case R:
              return ((n = Ha(n)), p(e, t, n, r));
          }
          if (ie(n) || re(n)) return i === null ? d(e, t, n, r, null) : null;
          if (typeof n.then == `function`) return p(e, t, Ja(n), r);
          if (n.$$typeof === N) return p(e, t, pa(e, n), r);
          Xa(e, n);
        }
        return null;
      }
      function m(e, t, n, r, i) {
        if ((typeof r == `string` && r !== ``) || typeof r == `number` || typeof r == `bigint`)
          return ((e = e.get(n) || null), c(t, e, `` + r, i));
        if (typeof r == `object` && r) {
          switch (r.$$typeof) {
            case D:
              return ((e = e.get(r.key === null ? n : r.key) || null), l(t, e, r, i));
            case O:
              return ((e = e.get(r.key === null ? n : r.key) || null), u(t, e, r, i));
            case R:
              return ((r = Ha(r)), m(e, t, n, r, i));
          }
          if (ie(r) || re(r)) return ((e = e.get(n) || null), d(t, e, r, i, null));
          if (typeof r.then == `function`) return m(e, t, n, Ja(r), i);
          if (r.$$typeof === N) return m(e, t, n, pa(t, r), i);
          Xa(t, r);
        }
        return null;
      }
      function h(i, a, s, c) {
        for (var l = null, u = null, d = a, h = (a = 0), g = null; d !== null && h < s.length; h++) {
          d.index > h ? ((g = d), (d = null)) : (g = d.sibling);
          var _ = p(i, d, s[h], c);
          if (_ === null) {
            d === null && (d = g);
            break;
          }
          (e && d && _.alternate === null && t(i, d),
            (a = o(_, a, h)),
            u === null ? (l = _) : (u.sibling = _),
            (u = _),
            (d = g));
        }
        if (h === s.length) return (n(i, d), Ki && zi(i, h), l);
        if (d === null) {
          for (; h < s.length; h++)
            ((d = f(i, s[h], c)), d !== null && ((a = o(d, a, h)), u === null ? (l = d) : (u.sibling = d), (u = d)));
          return (Ki && zi(i, h), l);
        }
        for (d = r(d); h < s.length; h++)
          ((g = m(d, i, h, s[h], c)),
            g !== null &&
              (e && ((_ = g.alternate), _ !== null && d.delete(_.key === null ? h : _.key)),
              (a = o(g, a, h)),
              u === null ? (l = g) : (u.sibling = g),
              (u = g)));
        return (
          e &&
            d.forEach(function (e) {
              return t(i, e);
            }),
          Ki && zi(i, h),
          l
        );
      }
      function g(i, s, c, l) {
        if (c == null) throw Error(a(151));
        for (
          var u = null, d = null, h = s, g = (s = 0), _ = null, v = c.next();
          h !== null && !v.done;
          g++, v = c.next()
        ) {
          h.index > g ? ((_ = h), (h = null)) : (_ = h.sibling);
          var y = p(i, h, v.value, l);
          if (y === null) {
            h === null && (h = _);
            break;
          }
          (e && h && y.alternate === null && t(i, h),
            (s = o(y, s, g)),
            d === null ? (u = y) : (d.sibling = y),
            (d = y),
            (h = _));
        }
        if (v.done) return (n(i, h), Ki && zi(i, g), u);
        if (h === null) {
          for (; !v.done; g++, v = c.next())
            ((v = f(i, v.value, l)), v !== null && ((s = o(v, s, g)), d === null ? (u = v) : (d.sibling = v), (d = v)));
          return (Ki && zi(i, g), u);
        }
        for (h = r(h); !v.done; g++, v = c.next())
          ((v = m(h, i, g, v.value, l)),
            v !== null &&
              (e && ((_ = v.alternate), _ !== null && h.delete(_.key === null ? g : _.key)),
              (s = o(v, s, g)),
              d === null ? (u = v) : (d.sibling = v),
              (d = v)));
        return (
          e &&
            h.forEach(function (e) {
              return t(i, e);
            }),
          Ki && zi(i, g),
          u
        );
      }
      function _(e, r, o, c) {
        if (
          (typeof o == `object` &&
            o &&
            o.type === k &&
            o.key === null &&
            o.props.ref === void 0 &&
            (o = o.props.children),
          typeof o == `object` && o)
        ) {
          switch (o.$$typeof) {
            case D:
              a: {
                for (var l = o.key; r !== null;) {
                  if (r.key === l) {
                    if (((l = o.type), l === k)) {
                      if (r.tag === 7) {
                        (n(e, r.sibling), (c = i(r, o.props.children)), Ya(c, o), (c.return = e), (e = c));
                        break a;
                      }
                    } else if (
                      r.elementType === l ||
                      (typeof l == `object` && l && l.$$typeof === R && Ha(l) === r.type)
                    ) {
                      (n(e, r.sibling), (c = i(r, o.props)), Ya(c, o), (c.return = e), (e = c));
                      break a;
                    }
                    n(e, r);
                    break;
                  }
                  (t(e, r), (r = r.sibling));
                }
                o.type === k
                  ? ((c = wi(o.props.children, e.mode, c, o.key)), Ya(c, o), (c.return = e), (e = c))
                  : ((c = Ci(o.type, o.key, o.props, null, e.mode, c)), Ya(c, o), (c.return = e), (e = c));
              }
              return s(e);
            case O:
              a: {
                for (l = o.key; r !== null;) {
                  if (r.key === l) {
                    if (
                      r.tag === 4 &&
                      r.stateNode.containerInfo === o.containerInfo &&
                      r.stateNode.implementation === o.implementation
                    ) {
                      (n(e, r.sibling), (c = i(r, o.children || [])), (c.return = e), (e = c));
                      break a;
                    }
                    n(e, r);
                    break;
                  }
                  (t(e, r), (r = r.sibling));
                }
                ((c = Di(o, e.mode, c)), (c.return = e), (e = c));
              }
              return s(e);
            case R:
              return ((o = Ha(o)), _(e, r, o, c));
          }
          if (ie(o)) return h(e, r, o, c);
          if (re(o)) {
            if (((l = re(o)), typeof l != `function`)) throw Error(a(150));
            return ((o = l.call(o)), g(e, r, o, c));
          }
          if (typeof o.then == `function`) return _(e, r, Ja(o), c);
          if (o.$$typeof === N) return _(e, r, pa(e, o), c);
          Xa(e, o);
        }
        return (typeof o == `string` && o !== ``) || typeof o == `number` || typeof o == `bigint`
          ? ((o = `` + o),
            r !== null && r.tag === 6
              ? (n(e, r.sibling), (c = i(r, o)), (c.return = e), (e = c))
              : (n(e, r), (c = Ti(o, e.mode, c)), (c.return = e), (e = c)),
            s(e))
          : n(e, r);
      }
      return function (e, t, n, r) {
        try {
          qa = 0;
          var i = _(e, t, n, r);
          return ((Ka = null), i);
        } catch (t) {
          if (t === Ia || t === Ra) throw t;
          var a = yi(29, t, null, e.mode);
          return ((a.lanes = r), (a.return = e), a);
        }
      };
    }
    var Qa = Za(!0),
      $a = Za(!1),
      eo = !1;
    function to(e) {
      e.updateQueue = {
        baseState: e.memoizedState,
        firstBaseUpdate: null,
        lastBaseUpdate: null,
        shared: { pending: null, lanes: 0, hiddenCallbacks: null },
        callbacks: null,
      };
    }
    function no(e, t) {
      ((e = e.updateQueue),
        t.updateQueue === e &&
          (t.updateQueue = {
            baseState: e.baseState,
            firstBaseUpdate: e.firstBaseUpdate,
            lastBaseUpdate: e.lastBaseUpdate,
            shared: e.shared,
            callbacks: null,
          }));
    }
    function ro(e) {
      return { lane: e, tag: 0, payload: null, callback: null, next: null };
    }
    function io(e, t, n) {
      var r = e.updateQueue;
      if (r === null) return null;
      if (((r = r.shared), Ku & 2)) {
        var i = r.pending;
        return (
          i === null ? (t.next = t) : ((t.next = i.next), (i.next = t)),
          (r.pending = t),
          (t = gi(e)),
          hi(e, null, n),
          t
        );
      }
      return (fi(e, r, t, n), gi(e));
    }
    function ao(e, t, n) {
      if (((t = t.updateQueue), t !== null && ((t = t.shared), n & 4194048))) {
        var r = t.lanes;
        ((r &= e.pendingLanes), (n |= r), (t.lanes = n), Q(e, n));
      }
    }
    function oo(e, t) {
      var n = e.updateQueue,
        r = e.alternate;
      if (r !== null && ((r = r.updateQueue), n === r)) {
        var i = null,
          a = null;
        if (((n = n.firstBaseUpdate), n !== null)) {
          do {
            var o = { lane: n.lane, tag: n.tag, payload: n.payload, callback: null, next: null };
            (a === null ? (i = a = o) : (a = a.next = o), (n = n.next));
          } while (n !== null);
          a === null ? (i = a = t) : (a = a.next = t);
        } else i = a = t;
        ((n = {
          baseState: r.baseState,
          firstBaseUpdate: i,
          lastBaseUpdate: a,
          shared: r.shared,
          callbacks: r.callbacks,
        }),
          (e.updateQueue = n));
      } else ((e = n.lastBaseUpdate), e === null ? (n.firstBaseUpdate = t) : (e.next = t), (n.lastBaseUpdate = t));
    }
    var so = !1;
    function co() {
      if (so) {
        var e = Da;
        if (e !== null) throw e;
      }
    }
    function lo(e, t, n, r) {
      so = !1;
      var i = e.updateQueue;
      eo = !1;
      var a = i.firstBaseUpdate,
        o = i.lastBaseUpdate,
        s = i.shared.pending;
      if (s !== null) {
        i.shared.pending = null;
        var c = s,
          l = c.next;
        ((c.next = null), o === null ? (a = l) : (o.next = l), (o = c));
        var u = e.alternate;
        u !== null &&
          ((u = u.updateQueue),
          (s = u.lastBaseUpdate),
          s !== o && (s === null ? (u.firstBaseUpdate = l) : (s.next = l), (u.lastBaseUpdate = c)));
      }
      if (a !== null) {
        var d = i.baseState;
        ((o = 0), (u = l = c = null), (s = a));
        do {
          var f = s.lane & -536870913,
            p = f !== s.lane;
          if (p ? (Yu & f) === f : (r & f) === f) {
            (f !== 0 && f === Ea && (so = !0),
              u !== null && (u = u.next = { lane: 0, tag: s.tag, payload: s.payload, callback: null, next: null }));
            a: {
              var m = e,
                h = s;
              f = t;
              var g = n;
              switch (h.tag) {
                case 1:
                  if (((m = h.payload), typeof m == `function`)) {
                    d = m.call(g, d, f);
                    break a;
                  }
                  d = m;
                  break a;
                case 3:
                  m.flags = (m.flags & -65537) | 128;
                case 0:
                  if (((m = h.payload), (f = typeof m == `function` ? m.call(g, d, f) : m), f == null)) break a;
                  d = T({}, d, f);
                  break a;
                case 2:
                  eo = !0;
              }
            }
            ((f = s.callback),
              f !== null &&
                ((e.flags |= 64),
                p && (e.flags |= 8192),
                (p = i.callbacks),
                p === null ? (i.callbacks = [f]) : p.push(f)));
          } else
            ((p = { lane: f, tag: s.tag, payload: s.payload, callback: s.callback, next: null }),
              u === null ? ((l = u = p), (c = d)) : (u = u.next = p),
              (o |= f));
          if (((s = s.next), s === null)) {
            if (((s = i.shared.pending), s === null)) break;
            ((p = s), (s = p.next), (p.next = null), (i.lastBaseUpdate = p), (i.shared.pending = null));
          }
        } while (1);
        (u === null && (c = d),
          (i.baseState = c),
          (i.firstBaseUpdate = l),
          (i.lastBaseUpdate = u),
          a === null && (i.shared.lanes = 0),
          (rd |= o),
          (e.lanes = o),
          (e.memoizedState = d));
      }
    }
    function uo(e, t) {
      if (typeof e != `function`) throw Error(a(191, e));
      e.call(t);
    }
    function fo(e, t) {
      var n = e.callbacks;
      if (n !== null) for (e.callbacks = null, e = 0; e < n.length; e++) uo(n[e], t);
    }
    var po = se(null),
      mo = se(0);
    function ho(e, t) {
      ((e = td), ce(mo, e), ce(po, t), (td = e | t.baseLanes));
    }
    function go() {
      (ce(mo, td), ce(po, po.current));
    }
    function _o() {
      ((td = mo.current), q(po), q(mo));
    }
    var vo = se(null),
      yo = null;
    function bo(e) {
      var t = e.alternate;
      (ce(To, To.current & 1),
        ce(vo, e),
        yo === null && (t === null || po.current !== null || t.memoizedState !== null) && (yo = e));
    }
    function xo(e) {
      (ce(To, To.current), ce(vo, e), yo === null && (yo = e));
    }
    function So(e) {
      e.tag === 22 ? (ce(To, To.current), ce(vo, e), yo === null && (yo = e)) : Co();
    }
    function Co() {
      (ce(To, To.current), ce(vo, vo.current));
    }
    function wo(e) {
      (q(vo), yo === e && (yo = null), q(To));
    }
    var To = se(0);
    function Eo(e, t) {
      (ce(vo, vo.current), ce(To, t));
    }
    function Do(e) {
      (q(To), q(vo), yo === e && (yo = null));
    }
    function Oo(e) {
      for (var t = e; t !== null;) {
        if (t.tag === 13) {
          var n = t.memoizedState;
          if (n !== null && ((n = n.dehydrated), n === null || om(n) || sm(n))) return t;
        } else if (t.tag === 19 && t.memoizedProps.revealOrder !== `independent`) {
          if (t.flags & 128) return t;
        } else if (t.child !== null) {
          ((t.child.return = t), (t = t.child));
          continue;
        }
        if (t === e) break;
        for (; t.sibling === null;) {
          if (t.return === null || t.return === e) return null;
          t = t.return;
        }
        ((t.sibling.return = t.return), (t = t.sibling));
      }
      return null;
    }
    var ko = 0,
      Ao = null,
      jo = null,
      Mo = null,
      No = !1,
      Po = !1,
      Fo = !1,
      Io = 0,
      Lo = 0,
      Ro = null,
      zo = 0;
    function Bo() {
      throw Error(a(321));
    }
    function Vo(e, t) {
      if (t === null) return !1;
      for (var n = 0; n < t.length && n < e.length; n++) if (!Or(e[n], t[n])) return !1;
      return !0;
    }
    function Ho(e, t, n, r, i, a) {
      return (
        (ko = a),
        (Ao = t),
        (t.memoizedState = null),
        (t.updateQueue = null),
        (t.lanes = 0),
        (W.H = e === null || e.memoizedState === null ? ac : oc),
        (Fo = !1),
        (a = n(r, i)),
        (Fo = !1),
        Po && (a = Wo(t, n, r, i)),
        Uo(e),
        a
      );
    }
    function Uo(e) {
      W.H = ic;
      var t = jo !== null && jo.next !== null;
      if (((ko = 0), (Mo = jo = Ao = null), (No = !1), (Lo = 0), (Ro = null), t)) throw Error(a(300));
      e === null || Cc || ((e = e.dependencies), e !== null && ua(e) && (Cc = !0));
    }
    function Wo(e, t, n, r) {
      Ao = e;
      var i = 0;
      do {
        if ((Po && (Ro = null), (Lo = 0), (Po = !1), 25 <= i)) throw Error(a(301));
        if (((i += 1), (Mo = jo = null), e.updateQueue != null)) {
          var o = e.updateQueue;
          ((o.lastEffect = null), (o.events = null), (o.stores = null), o.memoCache != null && (o.memoCache.index = 0));
        }
        ((W.H = sc), (o = t(n, r)));
      } while (Po);
      return o;
    }
    function Go() {
      var e = W.H,
        t = e.useState()[0];
      return (
        (t = typeof t.then == `function` ? Qo(t) : t),
        (e = e.useState()[0]),
        (jo === null ? null : jo.memoizedState) !== e && (Ao.flags |= 1024),
        t
      );
    }
    function Ko() {
      var e = Io !== 0;
      return ((Io = 0), e);
    }
    function qo(e, t, n) {
      ((t.updateQueue = e.updateQueue), (t.flags &= -2053), (e.lanes &= ~n));
    }
    function Jo(e) {
      if (No) {
        for (e = e.memoizedState; e !== null;) {
          var t = e.queue;
          (t !== null && (t.pending = null), (e = e.next));
        }
        No = !1;
      }
      ((ko = 0), (Mo = jo = Ao = null), (Po = !1), (Lo = Io = 0), (Ro = null));
    }
    function Yo() {
      var e = { memoizedState: null, baseState: null, baseQueue: null, queue: null, next: null };
      return (Mo === null ? (Ao.memoizedState = Mo = e) : (Mo = Mo.next = e), Mo);
    }
    function Xo() {
      if (jo === null) {
        var e = Ao.alternate;
        e = e === null ? null : e.memoizedState;
      } else e = jo.next;
      var t = Mo === null ? Ao.memoizedState : Mo.next;
      if (t !== null) ((Mo = t), (jo = e));
      else {
        if (e === null) throw Ao.alternate === null ? Error(a(467)) : Error(a(310));
        ((jo = e),
          (e = {
            memoizedState: jo.memoizedState,
            baseState: jo.baseState,
            baseQueue: jo.baseQueue,
            queue: jo.queue,
            next: null,
          }),
          Mo === null ? (Ao.memoizedState = Mo = e) : (Mo = Mo.next = e));
      }
      return Mo;
    }
    function Zo() {
      return { lastEffect: null, events: null, stores: null, memoCache: null };
    }
    function Qo(e) {
      var t = Lo;
      return (
        (Lo += 1),
        Ro === null && (Ro = []),
        (e = Va(Ro, e, t)),
        (t = Ao),
        (Mo === null ? t.memoizedState : Mo.next) === null &&
          ((t = t.alternate), (W.H = t === null || t.memoizedState === null ? ac : oc)),
        e
      );
    }
    function $o(e) {
      if (typeof e == `object` && e) {
        if (typeof e.then == `function`) return Qo(e);
        if (e.$$typeof === V) return;
        if (e.$$typeof === N) return fa(e);
      }
      throw Error(a(438, String(e)));
    }
    function es(e) {
      var t = null,
        n = Ao.updateQueue;
      if ((n !== null && (t = n.memoCache), t == null)) {
        var r = Ao.alternate;
        r !== null &&
          ((r = r.updateQueue),
          r !== null &&
            ((r = r.memoCache),
            r != null &&
              (t = {
                data: r.data.map(function (e) {
                  return e.slice();
                }),
                index: 0,
              })));
      }
      if (
        ((t ??= { data: [], index: 0 }),
        n === null && ((n = Zo()), (Ao.updateQueue = n)),
        (n.memoCache = t),
        (n = t.data[t.index]),
        n === void 0)
      )
        for (n = t.data[t.index] = Array(e), r = 0; r < e; r++) n[r] = B;
      return (t.index++, n);
    }
    function ts(e, t) {
      return typeof t == `function` ? t(e) : t;
    }
    function ns(e) {
      return rs(Xo(), jo, e);
    }
    function rs(e, t, n) {
      var r = e.queue;
      if (r === null) throw Error(a(311));
      r.lastRenderedReducer = n;
      var i = e.baseQueue,
        o = r.pending;
      if (o !== null) {
        if (i !== null) {
          var s = i.next;
          ((i.next = o.next), (o.next = s));
        }
        ((t.baseQueue = i = o), (r.pending = null));
      }
      if (((o = e.baseState), i === null)) e.memoizedState = o;
      else {
        t = i.next;
        var c = (s = null),
          l = null,
          u = t,
          d = !1;
        do {
          var f = u.lane & -536870913;
          if (f === u.lane ? (ko & f) === f : (Yu & f) === f) {
            var p = u.revertLane;
            if (p === 0)
              (l !== null &&
                (l = l.next =
                  {
                    lane: 0,
                    revertLane: 0,
                    gesture: null,
                    action: u.action,
                    hasEagerState: u.hasEagerState,
                    eagerState: u.eagerState,
                    next: null,
                  }),
                f === Ea && (d = !0));
            else if ((ko & p) === p) {
              ((u = u.next), p === Ea && (d = !0));
              continue;
            } else
              ((f = {
                lane: 0,
                revertLane: u.revertLane,
                gesture: null,
                action: u.action,
                hasEagerState: u.hasEagerState,
                eagerState: u.eagerState,
                next: null,
              }),
                l === null ? ((c = l = f), (s = o)) : (l = l.next = f),
                (Ao.lanes |= p),
                (rd |= p));
            ((f = u.action), Fo && n(o, f), (o = u.hasEagerState ? u.eagerState : n(o, f)));
          } else
            ((p = {
              lane: f,
              revertLane: u.revertLane,
              gesture: u.gesture,
              action: u.action,
              hasEagerState: u.hasEagerState,
              eagerState: u.eagerState,
              next: null,
            }),
              l === null ? ((c = l = p), (s = o)) : (l = l.next = p),
              (Ao.lanes |= f),
              (rd |= f));
          u = u.next;
        } while (u !== null && u !== t);
        if ((l === null ? (s = o) : (l.next = c), !Or(o, e.memoizedState) && ((Cc = !0), d && ((n = Da), n !== null))))
          throw n;
        ((e.memoizedState = o), (e.baseState = s), (e.baseQueue = l), (r.lastRenderedState = o));
      }
      return (i === null && (r.lanes = 0), [e.memoizedState, r.dispatch]);
    }
    function is(e) {
      var t = Xo(),
        n = t.queue;
      if (n === null) throw Error(a(311));
      n.lastRenderedReducer = e;
      var r = n.dispatch,
        i = n.pending,
        o = t.memoizedState;
      if (i !== null) {
        n.pending = null;
        var s = (i = i.next);
        do ((o = e(o, s.action)), (s = s.next));
        while (s !== i);
        (Or(o, t.memoizedState) || (Cc = !0),
          (t.memoizedState = o),
          t.baseQueue === null && (t.baseState = o),
          (n.lastRenderedState = o));
      }
      return [o, r];
    }
    function as(e, t, n) {
      var r = Ao,
        i = Xo(),
        o = Ki;
      if (o) {
        if (n === void 0) throw Error(a(407));
        n = n();
      } else n = t();
      var s = !Or((jo || i).memoizedState, n);
      if (
        (s && ((i.memoizedState = n), (Cc = !0)),
        (i = i.queue),
        As(cs.bind(null, r, i, e), [e]),
        (e = i.getSnapshot !== t || s || (Mo !== null && !!(Mo.memoizedState.tag & 1))),
        Ts(e ? 9 : 8, { destroy: void 0 }, ss.bind(null, r, i, n, t), null),
        e)
      ) {
        if (((r.flags |= 2048), qu === null)) throw Error(a(349));
        o || ko & 127 || os(r, t, n);
      }
      return n;
    }
    function os(e, t, n) {
      ((e.flags |= 16384),
        (e = { getSnapshot: t, value: n }),
        (t = Ao.updateQueue),
        t === null
          ? ((t = Zo()), (Ao.updateQueue = t), (t.stores = [e]))
          : ((n = t.stores), n === null ? (t.stores = [e]) : n.push(e)));
    }
    function ss(e, t, n, r) {
      ((t.value = n), (t.getSnapshot = r), ls(t) && us(e));
    }
    function cs(e, t, n) {
      return n(function () {
        ls(t) && us(e);
      });
    }
    function ls(e) {
      var t = e.getSnapshot;
      e = e.value;
      try {
        var n = t();
        return !Or(e, n);
      } catch {
        return !0;
      }
    }
    function us(e) {
      var t = mi(e, 2);
      t !== null && jd(t, e, 2);
    }
    function ds(e) {
      var t = Yo();
      if (typeof e == `function`) {
        var n = e;
        if (((e = n()), Fo)) {
          Re(!0);
          try {
            n();
          } finally {
            Re(!1);
          }
        }
      }
      return (
        (t.memoizedState = t.baseState = e),
        (t.queue = { pending: null, lanes: 0, dispatch: null, lastRenderedReducer: ts, lastRenderedState: e }),
        t
      );
    }
    function fs(e, t, n, r) {
      return ((e.baseState = n), rs(e, jo, typeof r == `function` ? r : ts));
    }
    function ps(e, t, n, r, i) {
      if (tc(e)) throw Error(a(485));
      if (((e = t.action), e !== null)) {
        var o = {
          payload: i,
          action: e,
          next: null,
          isTransition: !0,
          status: `pending`,
          value: null,
          reason: null,
          listeners: [],
          then: function (e) {
            o.listeners.push(e);
          },
        };
        (W.T === null ? (o.isTransition = !1) : n(!0),
          r(o),
          (n = t.pending),
          n === null ? ((o.next = t.pending = o), ms(t, o)) : ((o.next = n.next), (t.pending = n.next = o)));
      }
    }
    function ms(e, t) {
      var n = t.action,
        r = t.payload,
        i = e.state;
      if (t.isTransition) {
        var a = W.T,
          o = {};
        ((o.types = a === null ? null : a.types), (W.T = o));
        try {
          var s = n(i, r),
            c = W.S;
          (c !== null && c(o, s), hs(e, t, s));
        } catch (n) {
          _s(e, t, n);
        } finally {
          (a !== null && o.types !== null && (a.types = o.types), (W.T = a));
        }
      } else
        try {
          ((a = n(i, r)), hs(e, t, a));
        } catch (n) {
          _s(e, t, n);
        }
    }
    function hs(e, t, n) {
      typeof n == `object` && n && typeof n.then == `function`
        ? n.then(
            function (n) {
              gs(e, t, n);
            },
            function (n) {
              return _s(e, t, n);
            },
          )
        : gs(e, t, n);
    }
    function gs(e, t, n) {
      ((t.status = `fulfilled`),
        (t.value = n),
        vs(t),
        (e.state = n),
        (t = e.pending),
        t !== null && ((n = t.next), n === t ? (e.pending = null) : ((n = n.next), (t.next = n), ms(e, n))));
    }
    function _s(e, t, n) {
      var r = e.pending;
      if (((e.pending = null), r !== null)) {
        r = r.next;
        do ((t.status = `rejected`), (t.reason = n), vs(t), (t = t.next));
        while (t !== r);
      }
      e.action = null;
    }
    function vs(e) {
      e = e.listeners;
      for (var t = 0; t < e.length; t++) (0, e[t])();
    }
    function ys(e, t) {
      return t;
    }
    function bs(e, t) {
      if (Ki) {
        var n = qu.formState;
        if (n !== null) {
          a: {
            var r = Ao;
            if (Ki) {
              if (Gi) {
                b: {
                  for (var i = Gi, a = Ji; i.nodeType !== 8;)
                    if (!a || ((i = lm(i.nextSibling)), i === null)) {
                      i = null;
                      break b;
                    }
                  ((a = i.data), (i = a === `F!` || a === `F` ? i : null));
                }
                if (i) {
                  ((Gi = lm(i.nextSibling)), (r = i.data === `F!`));
                  break a;
                }
              }
              Xi(r);
            }
            r = !1;
          }
          r && (t = n[0]);
        }
      }
      return (
        (n = Yo()),
        (n.memoizedState = n.baseState = t),
        (r = { pending: null, lanes: 0, dispatch: null, lastRenderedReducer: ys, lastRenderedState: t }),
        (n.queue = r),
        (n = Qs.bind(null, Ao, r)),
        (r.dispatch = n),
        (r = ds(!1)),
        (a = ec.bind(null, Ao, !1, r.queue)),
        (r = Yo()),
        (i = { state: t, dispatch: null, action: e, pending: null }),
        (r.queue = i),
        (n = ps.bind(null, Ao, i, a, n)),
        (i.dispatch = n),
        (r.memoizedState = e),
        [t, n, !1]
      );
    }
    function xs(e) {
      return Ss(Xo(), jo, e);
    }
    function Ss(e, t, n) {
      if (((t = rs(e, t, ys)[0]), (e = ns(ts)[0]), typeof t == `object` && t && typeof t.then == `function`))
        try {
          var r = Qo(t);
        } catch (e) {
          throw e === Ia ? Ra : e;
        }
      else r = t;
      t = Xo();
      var i = t.queue,
        a = i.dispatch;
      return (
        n !== t.memoizedState && ((Ao.flags |= 2048), Ts(9, { destroy: void 0 }, Cs.bind(null, i, n), null)),
        [r, a, e]
      );
    }
    function Cs(e, t) {
      e.action = t;
    }
    function ws(e) {
      var t = Xo(),
        n = jo;
      if (n !== null) return Ss(t, n, e);
      (Xo(), (t = t.memoizedState), (n = Xo()));
      var r = n.queue.dispatch;
      return ((n.memoizedState = e), [t, r, !1]);
    }
    function Ts(e, t, n, r) {
      return (
        (e = { tag: e, create: n, deps: r, inst: t, next: null }),
        (t = Ao.updateQueue),
        t === null && ((t = Zo()), (Ao.updateQueue = t)),
        (n = t.lastEffect),
        n === null ? (t.lastEffect = e.next = e) : ((r = n.next), (n.next = e), (e.next = r), (t.lastEffect = e)),
        e
      );
    }
    function Es() {
      return Xo().memoizedState;
    }
    function Ds(e, t, n, r) {
      var i = Yo();
      ((Ao.flags |= e), (i.memoizedState = Ts(1 | t, { destroy: void 0 }, n, r === void 0 ? null : r)));
    }
    function Os(e, t, n, r) {
      var i = Xo();
      r = r === void 0 ? null : r;
      var a = i.memoizedState.inst;
      jo !== null && r !== null && Vo(r, jo.memoizedState.deps)
        ? (i.memoizedState = Ts(t, a, n, r))
        : ((Ao.flags |= e), (i.memoizedState = Ts(1 | t, a, n, r)));
    }
    function ks(e, t) {
      Ds(8390656, 8, e, t);
    }
    function As(e, t) {
      Os(2048, 8, e, t);
    }
    function js(e) {
      Ao.flags |= 4;
      var t = Ao.updateQueue;
      if (t === null) ((t = Zo()), (Ao.updateQueue = t), (t.events = [e]));
      else {
        var n = t.events;
        n === null ? (t.events = [e]) : n.push(e);
      }
    }
    function Ms(e) {
      var t = Xo().memoizedState;
      return (
        js({ ref: t, nextImpl: e }),
        function () {
          if (Ku & 2) throw Error(a(440));
          return t.impl.apply(void 0, arguments);
        }
      );
    }
    function Ns(e, t) {
      return Os(4, 2, e, t);
    }
    function Ps(e, t) {
      return Os(4, 4, e, t);
    }
    function Fs(e, t) {
      if (typeof t == `function`) {
        e = e();
        var n = t(e);
        return function () {
          typeof n == `function` ? n() : t(null);
        };
      }
      if (t != null)
        return (
          (e = e()),
          (t.current = e),
          function () {
            t.current = null;
          }
        );
    }
    function Is(e, t, n) {
      ((n = n == null ? null : n.concat([e])), Os(4, 4, Fs.bind(null, t, e), n));
    }
    function Ls() {}
    function Rs(e, t) {
      var n = Xo();
      t = t === void 0 ? null : t;
      var r = n.memoizedState;
      return t !== null && Vo(t, r[1]) ? r[0] : ((n.memoizedState = [e, t]), e);
    }
    function zs(e, t) {
      var n = Xo();
      t = t === void 0 ? null : t;
      var r = n.memoizedState;
      if (t !== null && Vo(t, r[1])) return r[0];
      if (((r = e()), Fo)) {
        Re(!0);
        try {
          e();
        } finally {
          Re(!1);
        }
      }
      return ((n.memoizedState = [r, t]), r);
    }
    function Bs(e, t, n) {
      return n === void 0 || (ko & 1073741824 && !(Yu & 261930))
        ? (e.memoizedState = t)
        : ((e.memoizedState = n), (e = kd()), (Ao.lanes |= e), (rd |= e), n);
    }
    function Vs(e, t, n, r) {
      return Or(n, t)
        ? n
        : po.current === null
          ? !(ko & 106) || (ko & 1073741824 && !(Yu & 261930))
            ? ((Cc = !0), (e.memoizedState = n))
            : ((e = kd()), (Ao.lanes |= e), (rd |= e), t)
          : ((e = Bs(e, n, r)), Or(e, t) || (Cc = !0), e);
    }
    function Hs(e, t, n, r, i) {
      var a = G.p;
      G.p = a !== 0 && 8 > a ? a : 8;
      var o = W.T,
        s = {};
      ((s.types = o === null ? null : o.types), (W.T = s), ec(e, !1, t, n));
      try {
        var c = i(),
          l = W.S;
        (l !== null && l(s, c),
          typeof c == `object` && c && typeof c.then == `function` ? $s(e, t, Aa(c, r), Od(e)) : $s(e, t, r, Od(e)));
      } catch (n) {
        $s(e, t, { then: function () {}, status: `rejected`, reason: n }, Od());
      } finally {
        ((G.p = a), o !== null && s.types !== null && (o.types = s.types), (W.T = o));
      }
    }
    function Us() {}
    function Ws(e, t, n, r) {
      if (e.tag !== 5) throw Error(a(476));
      var i = Gs(e).queue;
      Hs(
        e,
        i,
        t,
        ae,
        n === null
          ? Us
          : function () {
              return (Ks(e), n(r));
            },
      );
    }
    function Gs(e) {
      var t = e.memoizedState;
      if (t !== null) return t;
      t = {
        memoizedState: ae,
        baseState: ae,
        baseQueue: null,
        queue: { pending: null, lanes: 0, dispatch: null, lastRenderedReducer: ts, lastRenderedState: ae },
        next: null,
      };
      var n = {};
      return (
        (t.next = {
          memoizedState: n,
          baseState: n,
          baseQueue: null,
          queue: { pending: null, lanes: 0, dispatch: null, lastRenderedReducer: ts, lastRenderedState: n },
          next: null,
        }),
        (e.memoizedState = t),
        (e = e.alternate),
        e !== null && (e.memoizedState = t),
        t
      );
    }
    function Ks(e) {
      var t = Gs(e);
      (t.next === null && (t = e.alternate.memoizedState), $s(e, t.next.queue, {}, Od()));
    }
    function qs() {
      return fa(sh);
    }
    function Js() {
      return Xo().memoizedState;
    }
    function Ys() {
      return Xo().memoizedState;
    }
    function Xs(e) {
      for (var t = e.return; t !== null;) {
        switch (t.tag) {
          case 24:
          case 3:
            var n = Od();
            e = ro(n);
            var r = io(t, e, n);
            (r !== null && (jd(r, t, n), ao(r, t, n)), (t = { cache: ya() }), (e.payload = t));
            return;
        }
        t = t.return;
      }
    }
    function Zs(e, t, n) {
      var r = Od();
      ((n = { lane: r, revertLane: 0, gesture: null, action: n, hasEagerState: !1, eagerState: null, next: null }),
        tc(e) ? nc(t, n) : ((n = pi(e, t, n, r)), n !== null && (jd(n, e, r), rc(n, t, r))));
    }
    function Qs(e, t, n) {
      $s(e, t, n, Od());
    }
    function $s(e, t, n, r) {
      var i = { lane: r, revertLane: 0, gesture: null, action: n, hasEagerState: !1, eagerState: null, next: null };
      if (tc(e)) nc(t, i);
      else {
        var a = e.alternate;
        if (e.lanes === 0 && (a === null || a.lanes === 0) && ((a = t.lastRenderedReducer), a !== null))
          try {
            var o = t.lastRenderedState,
              s = a(o, n);
            if (((i.hasEagerState = !0), (i.eagerState = s), Or(s, o)))
              return (fi(e, t, i, 0), qu === null && di(), !1);
          } catch {}
        if (((n = pi(e, t, i, r)), n !== null)) return (jd(n, e, r), rc(n, t, r), !0);
      }
      return !1;
    }
    function ec(e, t, n, r) {
      if (
        ((r = { lane: 2, revertLane: Mf(), gesture: null, action: r, hasEagerState: !1, eagerState: null, next: null }),
        tc(e))
      ) {
        if (t) throw Error(a(479));
      } else ((t = pi(e, n, r, 2)), t !== null && jd(t, e, 2));
    }
    function tc(e) {
      var t = e.alternate;
      return e === Ao || (t !== null && t === Ao);
    }
    function nc(e, t) {
      Po = No = !0;
      var n = e.pending;
      (n === null ? (t.next = t) : ((t.next = n.next), (n.next = t)), (e.pending = t));
    }
    function rc(e, t, n) {
      if (n & 4194048) {
        var r = t.lanes;
        ((r &= e.pendingLanes), (n |= r), (t.lanes = n), Q(e, n));
      }
    }
    var ic = {
        readContext: fa,
        use: $o,
        useCallback: Bo,
        useContext: Bo,
        useEffect: Bo,
        useImperativeHandle: Bo,
        useLayoutEffect: Bo,
        useInsertionEffect: Bo,
        useMemo: Bo,
        useReducer: Bo,
        useRef: Bo,
        useState: Bo,
        useDebugValue: Bo,
        useDeferredValue: Bo,
        useTransition: Bo,
        useSyncExternalStore: Bo,
        useId: Bo,
        useHostTransitionStatus: Bo,
        useFormState: Bo,
        useActionState: Bo,
        useOptimistic: Bo,
        useMemoCache: Bo,
        useCacheRefresh: Bo,
        useEffectEvent: Bo,
      },
      ac = {
        readContext: fa,
        use: $o,
        useCallback: function (e, t) {
          return ((Yo().memoizedState = [e, t === void 0 ? null : t]), e);
        },
        useContext: fa,
        useEffect: ks,
        useImperativeHandle: function (e, t, n) {
          ((n = n == null ? null : n.concat([e])), Ds(4194308, 4, Fs.bind(null, t, e), n));
        },
        useLayoutEffect: function (e, t) {
          return Ds(4194308, 4, e, t);
        },
        useInsertionEffect: function (e, t) {
          Ds(4, 2, e, t);
        },
        useMemo: function (e, t) {
          var n = Yo();
          t = t === void 0 ? null : t;
          var r = e();
          if (Fo) {
            Re(!0);
            try {
              e();
            } finally {
              Re(!1);
            }
          }
          return ((n.memoizedState = [r, t]), r);
        },
        useReducer: function (e, t, n) {
          var r = Yo();
          if (n !== void 0) {
            var i = n(t);
            if (Fo) {
              Re(!0);
              try {
                n(t);
              } finally {
                Re(!1);
              }
            }
          } else i = t;
          return (
            (r.memoizedState = r.baseState = i),
            (e = { pending: null, lanes: 0, dispatch: null, lastRenderedReducer: e, lastRenderedState: i }),
            (r.queue = e),
            (e = e.dispatch = Zs.bind(null, Ao, e)),
            [r.memoizedState, e]
          );
        },
        useRef: function (e) {
          var t = Yo();
          return ((e = { current: e }), (t.memoizedState = e));
        },
        useState: function (e) {
          e = ds(e);
          var t = e.queue,
            n = Qs.bind(null, Ao, t);
          return ((t.dispatch = n), [e.memoizedState, n]);
        },
        useDebugValue: Ls,
        useDeferredValue: function (e, t) {
          return Bs(Yo(), e, t);
        },
        useTransition: function () {
          var e = ds(!1);
          return ((e = Hs.bind(null, Ao, e.queue, !0, !1)), (Yo().memoizedState = e), [!1, e]);
        },
        useSyncExternalStore: function (e, t, n) {
          var r = Ao,
            i = Yo();
          if (Ki) {
            if (n === void 0) throw Error(a(407));
            n = n();
          } else {
            if (((n = t()), qu === null)) throw Error(a(349));
            Yu & 127 || os(r, t, n);
          }
          i.memoizedState = n;
          var o = { value: n, getSnapshot: t };
          return (
            (i.queue = o),
            ks(cs.bind(null, r, o, e), [e]),
            (r.flags |= 2048),
            Ts(9, { destroy: void 0 }, ss.bind(null, r, o, n, t), null),
            n
          );
        },
        useId: function () {
          var e = Yo(),
            t = qu.identifierPrefix;
          if (Ki) {
            var n = Ri,
              r = Li;
            ((n = (r & ~(1 << (32 - ze(r) - 1))).toString(32) + n),
              (t = `_` + t + `R_` + n),
              (n = Io++),
              0 < n && (t += `H` + n.toString(32)),
              (t += `_`));
          } else ((n = zo++), (t = `_` + t + `r_` + n.toString(32) + `_`));
          return (e.memoizedState = t);
        },
        useHostTransitionStatus: qs,
        useFormState: bs,
        useActionState: bs,
        useOptimistic: function (e) {
          var t = Yo();
          t.memoizedState = t.baseState = e;
          var n = { pending: null, lanes: 0, dispatch: null, lastRenderedReducer: null, lastRenderedState: null };
          return ((t.queue = n), (t = ec.bind(null, Ao, !0, n)), (n.dispatch = t), [e, t]);
        },
        useMemoCache: es,
        useCacheRefresh: function () {
          return (Yo().memoizedState = Xs.bind(null, Ao));
        },
        useEffectEvent: function (e) {
          var t = Yo(),
            n = { impl: e };
          return (
            (t.memoizedState = n),
            function () {
              if (Ku & 2) throw Error(a(440));
              return n.impl.apply(void 0, arguments);
            }
          );
        },
      },
      oc = {
        readContext: fa,
        use: $o,
        useCallback: Rs,
        useContext: fa,
        useEffect: As,
        useImperativeHandle: Is,
        useInsertionEffect: Ns,
        useLayoutEffect: Ps,
        useMemo: zs,
        useReducer: ns,
        useRef: Es,
        useState: function () {
          return ns(ts);
        },
        useDebugValue: Ls,
        useDeferredValue: function (e, t) {
          return Vs(Xo(), jo.memoizedState, e, t);
        },
        useTransition: function () {
          var e = ns(ts)[0],
            t = Xo().memoizedState;
          return [typeof e == `boolean` ? e : Qo(e), t];
        },
        useSyncExternalStore: as,
        useId: Js,
        useHostTransitionStatus: qs,
        useFormState: xs,
        useActionState: xs,
        useOptimistic: function (e, t) {
          return fs(Xo(), jo, e, t);
        },
        useMemoCache: es,
        useCacheRefresh: Ys,
        useEffectEvent: Ms,
      },
      sc = {
        readContext: fa,
        use: $o,
        useCallback: Rs,
        useContext: fa,
        useEffect: As,
        useImperativeHandle: Is,
        useInsertionEffect: Ns,
        useLayoutEffect: Ps,
        useMemo: zs,
        useReducer: is,
        useRef: Es,
        useState: function () {
          return is(ts);
        },
        useDebugValue: Ls,
        useDeferredValue: function (e, t) {
          var n = Xo();
          return jo === null ? Bs(n, e, t) : Vs(n, jo.memoizedState, e, t);
        },
        useTransition: function () {
          var e = is(ts)[0],
            t = Xo().memoizedState;
          return [typeof e == `boolean` ? e : Qo(e), t];
        },
        useSyncExternalStore: as,
        useId: Js,
        useHostTransitionStatus: qs,
        useFormState: ws,
        useActionState: ws,
        useOptimistic: function (e, t) {
          var n = Xo();
          return jo === null ? ((n.baseState = e), [e, n.queue.dispatch]) : fs(n, jo, e, t);
        },
        useMemoCache: es,
        useCacheRefresh: Ys,
        useEffectEvent: Ms,
      };
    function cc(e, t, n, r) {
      ((t = e.memoizedState),
        (n = n(r, t)),
        (n = n == null ? t : T({}, t, n)),
        (e.memoizedState = n),
        e.lanes === 0 && (e.updateQueue.baseState = n));
    }
    var lc = {
      enqueueSetState: function (e, t, n) {
        e = e._reactInternals;
        var r = Od(),
          i = ro(r);
        ((i.payload = t), n != null && (i.callback = n), (t = io(e, i, r)), t !== null && (jd(t, e, r), ao(t, e, r)));
      },
      enqueueReplaceState: function (e, t, n) {
        e = e._reactInternals;
        var r = Od(),
          i = ro(r);
        ((i.tag = 1),
          (i.payload = t),
          n != null && (i.callback = n),
          (t = io(e, i, r)),
          t !== null && (jd(t, e, r), ao(t, e, r)));
      },
      enqueueForceUpdate: function (e, t) {
        e = e._reactInternals;
        var n = Od(),
          r = ro(n);
        ((r.tag = 2), t != null && (r.callback = t), (t = io(e, r, n)), t !== null && (jd(t, e, n), ao(t, e, n)));
      },
    };
    function uc(e, t, n, r, i, a, o) {
      return (
        (e = e.stateNode),
        typeof e.shouldComponentUpdate == `function`
          ? e.shouldComponentUpdate(r, a, o)
          : t.prototype && t.prototype.isPureReactComponent
            ? !kr(n, r) || !kr(i, a)
            : !0
      );
    }
    function dc(e, t, n, r) {
      ((e = t.state),
        typeof t.componentWillReceiveProps == `function` && t.componentWillReceiveProps(n, r),
        typeof t.UNSAFE_componentWillReceiveProps == `function` && t.UNSAFE_componentWillReceiveProps(n, r),
        t.state !== e && lc.enqueueReplaceState(t, t.state, null));
    }
    function fc(e, t) {
      var n = t;
      if (`ref` in t) for (var r in ((n = {}), t)) r !== `ref` && (n[r] = t[r]);
      if ((e = e.defaultProps)) for (var i in (n === t && (n = T({}, n)), e)) n[i] === void 0 && (n[i] = e[i]);
      return n;
    }
    function pc(e) {
      si(e);
    }
    function mc(e) {
      console.error(e);
    }
    function hc(e) {
      si(e);
    }
    function gc(e, t) {
      try {
        var n = e.onUncaughtError;
        n(t.value, { componentStack: t.stack });
      } catch (e) {
        setTimeout(function () {
          throw e;
        });
      }
    }
    function _c(e, t, n) {
      try {
        var r = e.onCaughtError;
        r(n.value, { componentStack: n.stack, errorBoundary: t.tag === 1 ? t.stateNode : null });
      } catch (e) {
        setTimeout(function () {
          throw e;
        });
      }
    }
    function vc(e, t, n) {
      return (
        (n = ro(n)),
        (n.tag = 3),
        (n.payload = { element: null }),
        (n.callback = function () {
          gc(e, t);
        }),
        n
      );
    }
    function yc(e) {
      return ((e = ro(e)), (e.tag = 3), e);
    }
    function bc(e, t, n, r) {
      var i = n.type.getDerivedStateFromError;
      if (typeof i == `function`) {
        var a = r.value;
        ((e.payload = function () {
          return i(a);
        }),
          (e.callback = function () {
            _c(t, n, r);
          }));
      }
      var o = n.stateNode;
      o !== null &&
        typeof o.componentDidCatch == `function` &&
        (e.callback = function () {
          (_c(t, n, r), typeof i != `function` && (hd === null ? (hd = new Set([this])) : hd.add(this)));
          var e = r.stack;
          this.componentDidCatch(r.value, { componentStack: e === null ? `` : e });
        });
    }
    function xc(e, t, n, r, i) {
      if (((n.flags |= 32768), typeof r == `object` && r && typeof r.then == `function`)) {
        if (((t = n.alternate), t !== null && la(t, n, i, !0), (n = vo.current), n !== null)) {
          switch (n.tag) {
            case 31:
            case 13:
            case 19:
              return (
                yo === null ? Ud() : n.alternate === null && nd === 0 && (nd = 3),
                (n.flags &= -257),
                (n.flags |= 65536),
                (n.lanes = i),
                r === za
                  ? (n.flags |= 16384)
                  : ((t = n.updateQueue), t === null ? (n.updateQueue = new Set([r])) : t.add(r), ff(e, r, i)),
                !1
              );
            case 22:
              return (
                (n.flags |= 65536),
                r === za
                  ? (n.flags |= 16384)
                  : ((t = n.updateQueue),
                    t === null
                      ? ((t = { transitions: null, markerInstances: null, retryQueue: new Set([r]) }),
                        (n.updateQueue = t))
                      : ((n = t.retryQueue), n === null ? (t.retryQueue = new Set([r])) : n.add(r)),
                    ff(e, r, i)),
                !1
              );
          }
          throw Error(a(435, n.tag));
        }
        return (ff(e, r, i), Ud(), !1);
      }
      if (Ki)
        return (
          (t = vo.current),
          t === null
            ? (r !== Yi && ((t = Error(a(423), { cause: r })), na(ki(t, n))),
              (e = e.current.alternate),
              (e.flags |= 65536),
              (i &= -i),
              (e.lanes |= i),
              (r = ki(r, n)),
              (i = vc(e.stateNode, r, i)),
              oo(e, i),
              nd !== 4 && (nd = 2))
            : (!(t.flags & 65536) && (t.flags |= 256),
              (t.flags |= 65536),
              (t.lanes = i),
              r !== Yi && ((e = Error(a(422), { cause: r })), na(ki(e, n)))),
          !1
        );
      var o = Error(a(520), { cause: r });
      if (((o = ki(o, n)), cd === null ? (cd = [o]) : cd.push(o), nd !== 4 && (nd = 2), t === null)) return !0;
      ((r = ki(r, n)), (n = t));
      do {
        switch (n.tag) {
          case 3:
            return ((n.flags |= 65536), (e = i & -i), (n.lanes |= e), (e = vc(n.stateNode, r, e)), oo(n, e), !1);
          case 1:
            if (
              ((t = n.type),
              (o = n.stateNode),
              !(n.flags & 128) &&
                (typeof t.getDerivedStateFromError == `function` ||
                  (o !== null && typeof o.componentDidCatch == `function` && (hd === null || !hd.has(o)))))
            )
              return ((n.flags |= 65536), (i &= -i), (n.lanes |= i), (i = yc(i)), bc(i, e, n, r), oo(n, i), !1);
            break;
          case 22:
            if (n.memoizedState !== null) return ((n.flags |= 65536), !1);
        }
        n = n.return;
      } while (n !== null);
      return !1;
    }
    var Sc = Error(a(461)),
      Cc = !1;
    function wc(e, t, n, r) {
      t.child = e === null ? $a(t, null, n, r) : Qa(t, e.child, n, r);
    }
    function Tc(e, t, n, r, i) {
      n = n.render;
      var a = t.ref;
      if (`ref` in r) {
        var o = {};
        for (var s in r) s !== `ref` && (o[s] = r[s]);
      } else o = r;
      return (
        da(t),
        (r = Ho(e, t, n, o, a, i)),
        (s = Ko()),
        e !== null && !Cc ? (qo(e, t, i), $c(e, t, i)) : (Ki && s && Vi(t), (t.flags |= 1), wc(e, t, r, i), t.child)
      );
    }
    function Ec(e, t, n, r, i) {
      if (e === null) {
        var a = n.type;
        return typeof a == `function` && !bi(a) && a.defaultProps === void 0 && n.compare === null
          ? ((t.tag = 15), (t.type = a), Dc(e, t, a, r, i))
          : ((e = Ci(n.type, null, r, t, t.mode, i)), (e.ref = t.ref), (e.return = t), (t.child = e));
      }
      if (((a = e.child), !el(e, i))) {
        var o = a.memoizedProps;
        if (((n = n.compare), (n = n === null ? kr : n), n(o, r) && e.ref === t.ref)) return $c(e, t, i);
      }
      return ((t.flags |= 1), (e = xi(a, r)), (e.ref = t.ref), (e.return = t), (t.child = e));
    }
    function Dc(e, t, n, r, i) {
      if (e !== null) {
        var a = e.memoizedProps;
        if (kr(a, r) && e.ref === t.ref) {
          if (((Cc = !1), (t.pendingProps = r = a), el(e, i))) e.flags & 131072 && (Cc = !0);
          else return ((t.lanes = e.lanes), $c(e, t, i));
        }
      }
      return Fc(e, t, n, r, i);
    }
    function Oc(e, t, n, r) {
      var i = r.children,
        a = e === null ? null : e.memoizedState;
      if (
        (e === null &&
          t.stateNode === null &&
          (t.stateNode = { _visibility: 1, _pendingMarkers: null, _retryCache: null, _transitions: null }),
        r.mode === `hidden`)
      ) {
        if (t.flags & 128) {
          if (((a = a === null ? n : a.baseLanes | n), e !== null)) {
            for (r = t.child = e.child, i = 0; r !== null;) ((i = i | r.lanes | r.childLanes), (r = r.sibling));
            r = i & ~a;
          } else ((r = 0), (t.child = null));
          return Ac(e, t, a, n, r);
        }
        if (n & 536870912)
          ((t.memoizedState = { baseLanes: 0, cachePool: null }),
            e !== null && Pa(t, a === null ? null : a.cachePool),
            a === null ? go() : ho(t, a),
            So(t));
        else return ((r = t.lanes = 536870912), Ac(e, t, a === null ? n : a.baseLanes | n, n, r));
      } else
        a === null
          ? (e !== null && Pa(t, null), go(), Co())
          : (Pa(t, a.cachePool), ho(t, a), Co(), (t.memoizedState = null));
      return (wc(e, t, i, n), t.child);
    }
    function kc(e, t) {
      return (
        (e !== null && e.tag === 22) ||
          t.stateNode !== null ||
          (t.stateNode = { _visibility: 1, _pendingMarkers: null, _retryCache: null, _transitions: null }),
        t.sibling
      );
    }
    function Ac(e, t, n, r, i) {
      var a = Na();
      return (
        (a = a === null ? null : { parent: va._currentValue, pool: a }),
        (t.memoizedState = { baseLanes: n, cachePool: a }),
        e !== null && Pa(t, null),
        go(),
        So(t),
        e !== null && la(e, t, r, !0),
        (t.childLanes = i),
        null
      );
    }
    function jc(e, t) {
      return (
        (t = Wc({ mode: t.mode, children: t.children }, e.mode)),
        (t.ref = e.ref),
        (e.child = t),
        (t.return = e),
        t
      );
    }
    function Mc(e, t, n) {
      return (Qa(t, e.child, null, n), (e = jc(t, t.pendingProps)), (e.flags |= 2), wo(t), (t.memoizedState = null), e);
    }
    function Nc(e, t, n) {
      var r = t.pendingProps,
        i = !!(t.flags & 128);
      if (((t.flags &= -129), e === null)) {
        if (Ki) {
          if (r.mode === `hidden`)
            return (
              (e = jc(t, r)),
              (t.lanes = 536870912),
              (e.memoizedState = { baseLanes: 0, cachePool: null }),
              kc(null, e)
            );
          if (
            (xo(t),
            (e = Gi)
              ? ((e = am(e, Ji)),
                (e = e !== null && e.data === `&` ? e : null),
                e !== null &&
                  ((t.memoizedState = {
                    dehydrated: e,
                    treeContext: Ii === null ? null : { id: Li, overflow: Ri },
                    retryLane: 536870912,
                    hydrationErrors: null,
                  }),
                  (n = Ei(e)),
                  (n.return = t),
                  (t.child = n),
                  (Wi = t),
                  (Gi = null)))
              : (e = null),
            e === null)
          )
            throw Xi(t);
          return ((t.lanes = 536870912), null);
        }
        return jc(t, r);
      }
      var o = e.memoizedState;
      if (o !== null) {
        var s = o.dehydrated;
        if ((xo(t), i)) {
          if (t.flags & 256) ((t.flags &= -257), (t = Mc(e, t, n)));
          else if (t.memoizedState !== null) ((t.child = e.child), (t.flags |= 128), (t = null));
          else throw Error(a(558));
        } else if ((Cc || la(e, t, n, !1), (i = (n & e.childLanes) !== 0), Cc || i)) {
          if (po.current === null) {
            if (((r = qu), r !== null && ((s = tt(r, n)), s !== 0 && s !== o.retryLane)))
              throw ((o.retryLane = s), mi(e, s), jd(r, e, s), Sc);
            Ud();
          }
          t = Mc(e, t, n);
        } else
          ((e = o.treeContext),
            (Gi = lm(s.nextSibling)),
            (Wi = t),
            (Ki = !0),
            (qi = null),
            (Ji = !1),
            e !== null && Ui(t, e),
            (t = jc(t, r)),
            (t.flags |= 134221824));
        return t;
      }
      return (
        (e = xi(e.child, { mode: r.mode, children: r.children })),
        (e.ref = t.ref),
        (t.child = e),
        (e.return = t),
        e
      );
    }
    function Pc(e, t) {
      var n = t.ref;
      if (n === null) e !== null && e.ref !== null && (t.flags |= 4194816);
      else {
        if (typeof n != `function` && typeof n != `object`) throw Error(a(284));
        (e === null || e.ref !== n) && (t.flags |= 4194816);
      }
    }
    function Fc(e, t, n, r, i) {
      return (
        da(t),
        (n = Ho(e, t, n, r, void 0, i)),
        (r = Ko()),
        e !== null && !Cc ? (qo(e, t, i), $c(e, t, i)) : (Ki && r && Vi(t), (t.flags |= 1), wc(e, t, n, i), t.child)
      );
    }
    function Ic(e, t, n, r, i, a) {
      return (
        da(t),
        (t.updateQueue = null),
        (n = Wo(t, r, n, i)),
        Uo(e),
        (r = Ko()),
        e !== null && !Cc ? (qo(e, t, a), $c(e, t, a)) : (Ki && r && Vi(t), (t.flags |= 1), wc(e, t, n, a), t.child)
      );
    }
    function Lc(e, t, n, r, i) {
      if ((da(t), t.stateNode === null)) {
        var a = _i,
          o = n.contextType;
        (typeof o == `object` && o && (a = fa(o)),
          (a = new n(r, a)),
          (t.memoizedState = a.state !== null && a.state !== void 0 ? a.state : null),
          (a.updater = lc),
          (t.stateNode = a),
          (a._reactInternals = t),
          (a = t.stateNode),
          (a.props = r),
          (a.state = t.memoizedState),
          (a.refs = {}),
          to(t),
          (o = n.contextType),
          (a.context = typeof o == `object` && o ? fa(o) : _i),
          (a.state = t.memoizedState),
          (o = n.getDerivedStateFromProps),
          typeof o == `function` && (cc(t, n, o, r), (a.state = t.memoizedState)),
          typeof n.getDerivedStateFromProps == `function` ||
            typeof a.getSnapshotBeforeUpdate == `function` ||
            (typeof a.UNSAFE_componentWillMount != `function` && typeof a.componentWillMount != `function`) ||
            ((o = a.state),
            typeof a.componentWillMount == `function` && a.componentWillMount(),
            typeof a.UNSAFE_componentWillMount == `function` && a.UNSAFE_componentWillMount(),
            o !== a.state && lc.enqueueReplaceState(a, a.state, null),
            lo(t, r, a, i),
            co(),
            (a.state = t.memoizedState)),
          typeof a.componentDidMount == `function` && (t.flags |= 4194308),
          (r = !0));
      } else if (e === null) {
        a = t.stateNode;
        var s = t.memoizedProps,
          c = fc(n, s);
        a.props = c;
        var l = a.context,
          u = n.contextType;
        ((o = _i), typeof u == `object` && u && (o = fa(u)));
        var d = n.getDerivedStateFromProps;
        ((u = typeof d == `function` || typeof a.getSnapshotBeforeUpdate == `function`),
          (s = t.pendingProps !== s),
          u ||
            (typeof a.UNSAFE_componentWillReceiveProps != `function` &&
              typeof a.componentWillReceiveProps != `function`) ||
            ((s || l !== o) && dc(t, a, r, o)),
          (eo = !1));
        var f = t.memoizedState;
        ((a.state = f),
          lo(t, r, a, i),
          co(),
          (l = t.memoizedState),
          s || f !== l || eo
            ? (typeof d == `function` && (cc(t, n, d, r), (l = t.memoizedState)),
              (c = eo || uc(t, n, c, r, f, l, o))
                ? (u ||
                    (typeof a.UNSAFE_componentWillMount != `function` && typeof a.componentWillMount != `function`) ||
                    (typeof a.componentWillMount == `function` && a.componentWillMount(),
                    typeof a.UNSAFE_componentWillMount == `function` && a.UNSAFE_componentWillMount()),
                  typeof a.componentDidMount == `function` && (t.flags |= 4194308))
                : (typeof a.componentDidMount == `function` && (t.flags |= 4194308),
                  (t.memoizedProps = r),
                  (t.memoizedState = l)),
              (a.props = r),
              (a.state = l),
              (a.context = o),
              (r = c))
            : (typeof a.componentDidMount == `function` && (t.flags |= 4194308), (r = !1)));
      } else {
        ((a = t.stateNode),
          no(e, t),
          (o = t.memoizedProps),
          (u = fc(n, o)),
          (a.props = u),
          (d = t.pendingProps),
          (f = a.context),
          (l = n.contextType),
          (c = _i),
          typeof l == `object` && l && (c = fa(l)),
          (s = n.getDerivedStateFromProps),
          (l = typeof s == `function` || typeof a.getSnapshotBeforeUpdate == `function`) ||
            (typeof a.UNSAFE_componentWillReceiveProps != `function` &&
              typeof a.componentWillReceiveProps != `function`) ||
            ((o !== d || f !== c) && dc(t, a, r, c)),
          (eo = !1),
          (f = t.memoizedState),
          (a.state = f),
          lo(t, r, a, i),
          co());
        var p = t.memoizedState;
        o !== d || f !== p || eo || (e !== null && e.dependencies !== null && ua(e.dependencies))
          ? (typeof s == `function` && (cc(t, n, s, r), (p = t.memoizedState)),
            (u = eo || uc(t, n, u, r, f, p, c) || (e !== null && e.dependencies !== null && ua(e.dependencies)))
              ? (l ||
                  (typeof a.UNSAFE_componentWillUpdate != `function` && typeof a.componentWillUpdate != `function`) ||
                  (typeof a.componentWillUpdate == `function` && a.componentWillUpdate(r, p, c),
                  typeof a.UNSAFE_componentWillUpdate == `function` && a.UNSAFE_componentWillUpdate(r, p, c)),
                typeof a.componentDidUpdate == `function` && (t.flags |= 4),
                typeof a.getSnapshotBeforeUpdate == `function` && (t.flags |= 1024))
              : (typeof a.componentDidUpdate != `function` ||
                  (o === e.memoizedProps && f === e.memoizedState) ||
                  (t.flags |= 4),
                typeof a.getSnapshotBeforeUpdate != `function` ||
                  (o === e.memoizedProps && f === e.memoizedState) ||
                  (t.flags |= 1024),
                (t.memoizedProps = r),
                (t.memoizedState = p)),
            (a.props = r),
            (a.state = p),
            (a.context = c),
            (r = u))
          : (typeof a.componentDidUpdate != `function` ||
              (o === e.memoizedProps && f === e.memoizedState) ||
              (t.flags |= 4),
            typeof a.getSnapshotBeforeUpdate != `function` ||
              (o === e.memoizedProps && f === e.memoizedState) ||
              (t.flags |= 1024),
            (r = !1));
      }
      return (
        (a = r),
        Pc(e, t),
        (r = !!(t.flags & 128)),
        a || r
          ? ((a = t.stateNode),
            (n = r && typeof n.getDerivedStateFromError != `function` ? null : a.render()),
            (t.flags |= 1),
            e !== null && r ? ((t.child = Qa(t, e.child, null, i)), (t.child = Qa(t, null, n, i))) : wc(e, t, n, i),
            (t.memoizedState = a.state),
            (e = t.child))
          : (e = $c(e, t, i)),
        e
      );
    }
    function Rc(e, t, n, r) {
      return (ea(), (t.flags |= 256), wc(e, t, n, r), t.child);
    }
    var zc = { dehydrated: null, treeContext: null, retryLane: 0, hydrationErrors: null };
    function Bc(e) {
      return { baseLanes: e, cachePool: Fa() };
    }
    function Vc(e, t, n) {
      return ((e = e === null ? 0 : e.childLanes & ~n), t && (e |= od), e);
    }
    function Hc(e, t, n) {
      var r = t.pendingProps,
        i = !1,
        a = !!(t.flags & 128),
        o;
      if (
        ((o = a) || (o = e !== null && e.memoizedState === null ? !1 : !!(To.current & 2)),
        o && ((i = !0), (t.flags &= -129)),
        (o = !!(t.flags & 32)),
        (t.flags &= -33),
        e === null)
      ) {
        if (Ki) {
          if (
            (i ? bo(t) : Co(),
            (e = Gi)
              ? ((e = am(e, Ji)),
                (e = e !== null && e.data !== `&` ? e : null),
                e !== null &&
                  ((t.memoizedState = {
                    dehydrated: e,
                    treeContext: Ii === null ? null : { id: Li, overflow: Ri },
                    retryLane: 536870912,
                    hydrationErrors: null,
                  }),
                  (n = Ei(e)),
                  (n.return = t),
                  (t.child = n),
                  (Wi = t),
                  (Gi = null)))
              : (e = null),
            e === null)
          )
            throw Xi(t);
          return ((t.lanes = sm(e) ? 32 : 536870912), null);
        }
        return (
          (a = r.children),
          (r = r.fallback),
          i
            ? (Co(),
              (i = t.mode),
              (a = Wc({ mode: `hidden`, children: a }, i)),
              (r = wi(r, i, n, null)),
              (a.return = t),
              (r.return = t),
              (a.sibling = r),
              (t.child = a),
              (r = t.child),
              (r.memoizedState = Bc(n)),
              (r.childLanes = Vc(e, o, n)),
              (t.memoizedState = zc),
              kc(null, r))
            : (bo(t), Uc(t, a))
        );
      }
      var s = e.memoizedState;
      if (s !== null) {
        var c = s.dehydrated;
        if (c !== null) return Kc(e, t, a, o, r, c, s, n);
      }
      return i
        ? (Co(),
          (i = r.fallback),
          (a = t.mode),
          (s = e.child),
          (c = s.sibling),
          (r = xi(s, { mode: `hidden`, children: r.children })),
          (r.subtreeFlags = s.subtreeFlags & 1206910976),
          c === null ? ((i = wi(i, a, n, null)), (i.flags |= 2)) : (i = xi(c, i)),
          (i.return = t),
          (r.return = t),
          (r.sibling = i),
          (t.child = r),
          kc(null, r),
          (r = t.child),
          (i = e.child.memoizedState),
          i === null
            ? (i = Bc(n))
            : ((a = i.cachePool),
              a === null ? (a = Fa()) : ((s = va._currentValue), (a = a.parent === s ? a : { parent: s, pool: s })),
              (i = { baseLanes: i.baseLanes | n, cachePool: a })),
          (r.memoizedState = i),
          (r.childLanes = Vc(e, o, n)),
          (t.memoizedState = zc),
          kc(e.child, r))
        : (bo(t),
          (n = e.child),
          (e = n.sibling),
          (n = xi(n, { mode: `visible`, children: r.children })),
          (n.return = t),
          (n.sibling = null),
          e !== null && ((o = t.deletions), o === null ? ((t.deletions = [e]), (t.flags |= 16)) : o.push(e)),
          (t.child = n),
          (t.memoizedState = null),
          n);
    }
    function Uc(e, t) {
      return ((t = Wc({ mode: `visible`, children: t }, e.mode)), (t.return = e), (e.child = t));
    }
    function Wc(e, t) {
      return ((e = yi(22, e, null, t)), (e.lanes = 0), e);
    }
    function Gc(e, t, n) {
      return (
        Qa(t, e.child, null, n),
        (e = Uc(t, t.pendingProps.children)),
        (e.flags |= 2),
        (t.memoizedState = null),
        e
      );
    }
    function Kc(e, t, n, r, i, o, s, c) {
      if (n)
        return t.flags & 256
          ? (bo(t), (t.flags &= -257), Gc(e, t, c))
          : t.memoizedState === null
            ? (Co(),
              (o = i.fallback),
              (s = t.mode),
              (i = Wc({ mode: `visible`, children: i.children }, s)),
              (o = wi(o, s, c, null)),
              (o.flags |= 2),
              (i.return = t),
              (o.return = t),
              (i.sibling = o),
              (t.child = i),
              Qa(t, e.child, null, c),
              (i = t.child),
              (i.memoizedState = Bc(c)),
              (i.childLanes = Vc(e, r, c)),
              (t.memoizedState = zc),
              kc(null, i))
            : (Co(), (t.child = e.child), (t.flags |= 128), null);
      if ((bo(t), sm(o))) {
        if (((r = o.nextSibling && o.nextSibling.dataset), r)) var l = r.dgst;
        return (
          (r = l),
          r !== `` &&
            ((i = Error(a(419))), (i.stack = ``), (i.digest = r), na({ value: i, source: null, stack: null })),
          Gc(e, t, c)
        );
      }
      if ((Cc || la(e, t, c, !1), (r = (c & e.childLanes) !== 0), Cc || r)) {
        if (po.current !== null) return Gc(e, t, c);
        if (((r = qu), r !== null && ((i = tt(r, c)), i !== 0 && i !== s.retryLane)))
          throw ((s.retryLane = i), mi(e, i), jd(r, e, i), Sc);
        return (om(o) || Ud(), Gc(e, t, c));
      }
      return om(o)
        ? ((t.flags |= 192), (t.child = e.child), null)
        : ((e = s.treeContext),
          (Gi = lm(o.nextSibling)),
          (Wi = t),
          (Ki = !0),
          (qi = null),
          (Ji = !1),
          e !== null && Ui(t, e),
          (t = Uc(t, i.children)),
          (t.flags |= 134221824),
          t);
    }
    function qc(e, t, n) {
      e.lanes |= t;
      var r = e.alternate;
      (r !== null && (r.lanes |= t), sa(e.return, t, n));
    }
    function Jc(e) {
      for (var t = null; e !== null;) {
        var n = e.alternate;
        (n !== null && Oo(n) === null && (t = e), (e = e.sibling));
      }
      return t;
    }
    function Yc(e, t, n, r, i, a) {
      var o = e.memoizedState;
      o === null
        ? (e.memoizedState = {
            isBackwards: t,
            rendering: null,
            renderingStartTime: 0,
            last: r,
            tail: n,
            tailMode: i,
            treeForkCount: a,
          })
        : ((o.isBackwards = t),
          (o.rendering = null),
          (o.renderingStartTime = 0),
          (o.last = r),
          (o.tail = n),
          (o.tailMode = i),
          (o.treeForkCount = a));
    }
    function Xc(e) {
      var t = e.child;
      for (e.child = null; t !== null;) {
        var n = t.sibling;
        ((t.sibling = e.child), (e.child = t), (t = n));
      }
    }
    function Zc(e, t, n) {
      var r = t.pendingProps,
        i = r.revealOrder,
        a = r.tail;
      r = r.children;
      var o = To.current;
      if (t.flags & 128) return (Eo(t, o), null);
      var s = !!(o & 2);
      if (
        (s ? ((o = (o & 1) | 2), (t.flags |= 128)) : (o &= 1),
        Eo(t, o),
        i === `backwards` && e !== null ? (Xc(e), wc(e, t, r, n), Xc(e)) : wc(e, t, r, n),
        (r = Ki ? Ni : 0),
        !s && e !== null && e.flags & 128)
      )
        a: for (e = t.child; e !== null;) {
          if (e.tag === 13) e.memoizedState !== null && qc(e, n, t);
          else if (e.tag === 19) qc(e, n, t);
          else if (e.child !== null) {
            ((e.child.return = e), (e = e.child));
            continue;
          }
          if (e === t) break a;
          for (; e.sibling === null;) {
            if (e.return === null || e.return === t) break a;
            e = e.return;
          }
          ((e.sibling.return = e.return), (e = e.sibling));
        }
      switch (i) {
        case `backwards`:
          ((n = Jc(t.child)),
            n === null ? ((i = t.child), (t.child = null)) : ((i = n.sibling), (n.sibling = null), Xc(t)),
            Yc(t, !0, i, null, a, r));
          break;
        case `unstable_legacy-backwards`:
          for (n = null, i = t.child, t.child = null; i !== null;) {
            if (((e = i.alternate), e !== null && Oo(e) === null)) {
              t.child = i;
              break;
            }
            ((e = i.sibling), (i.sibling = n), (n = i), (i = e));
          }
          Yc(t, !0, n, null, a, r);
          break;
        case `together`:
          Yc(t, !1, null, null, void 0, r);
          break;
        case `independent`:
          t.memoizedState = null;
          break;
        default:
          ((n = Jc(t.child)),
            n === null ? ((i = t.child), (t.child = null)) : ((i = n.sibling), (n.sibling = null)),
            Yc(t, !1, i, n, a, r));
      }
      return t.child;
    }
    function Qc(e, t, n) {
      var r = t.pendingProps;
      return (aa(t, t.type, r.value), wc(e, t, r.children, n), t.child);
    }
    function $c(e, t, n) {
      if ((e !== null && (t.dependencies = e.dependencies), (rd |= t.lanes), (n & t.childLanes) === 0)) {
        if (e !== null) {
          if ((la(e, t, n, !1), (n & t.childLanes) === 0)) return null;
        } else return null;
      }
      if (e !== null && t.child !== e.child) throw Error(a(153));
      if (t.child !== null) {
        for (e = t.child, n = xi(e, e.pendingProps), t.child = n, n.return = t; e.sibling !== null;)
          ((e = e.sibling), (n = n.sibling = xi(e, e.pendingProps)), (n.return = t));
        n.sibling = null;
      }
      return t.child;
    }
    function el(e, t) {
      return (e.lanes & t) !== 0 || ((e = e.dependencies), !!(e !== null && ua(e)));
    }
    function tl(e, t, n) {
      switch (t.tag) {
        case 3:
          (fe(t, t.stateNode.containerInfo), aa(t, va, e.memoizedState.cache), ea());
          break;
        case 27:
        case 5:
          me(t);
          break;
        case 4:
          fe(t, t.stateNode.containerInfo);
          break;
        case 10:
          aa(t, t.type, t.memoizedProps.value);
          break;
        case 31:
          if (t.memoizedState !== null) return ((t.flags |= 128), xo(t), null);
          break;
        case 13:
          var r = t.memoizedState;
          if (r !== null) {
            if (r.dehydrated !== null) return (bo(t), (t.flags |= 128), null);
            r = la(e, t, n, !1);
            var i = t.child.childLanes;
            return r || (n & i) !== 0 ? Hc(e, t, n) : (bo(t), (e = $c(e, t, n)), e === null ? null : e.sibling);
          }
          bo(t);
          break;
        case 19:
          if (t.flags & 128) return Zc(e, t, n);
          if (
            ((i = !!(e.flags & 128)),
            (r = (n & t.childLanes) !== 0),
            (r ||= (la(e, t, n, !1), (n & t.childLanes) !== 0)),
            i)
          ) {
            if (r) return Zc(e, t, n);
            t.flags |= 128;
          }
          if (
            ((i = t.memoizedState),
            i !== null && ((i.rendering = null), (i.tail = null), (i.lastEffect = null)),
            Eo(t, To.current),
            r)
          )
            break;
          return null;
        case 22:
          return ((t.lanes = 0), Oc(e, t, n, t.pendingProps));
        case 24:
          aa(t, va, e.memoizedState.cache);
      }
      return $c(e, t, n);
    }
    function nl(e, t, n) {
      if (e !== null) {
        if (e.memoizedProps !== t.pendingProps) Cc = !0;
        else {
          if (!el(e, n) && !(t.flags & 128)) return ((Cc = !1), tl(e, t, n));
          Cc = !!(e.flags & 131072);
        }
      } else ((Cc = !1), Ki && t.flags & 1048576 && Bi(t, Ni, t.index));
      switch (((t.lanes = 0), t.tag)) {
        case 16:
          a: {
            var r = t.pendingProps;
            if (((e = Ha(t.elementType)), (t.type = e), typeof e == `function`))
              bi(e)
                ? ((r = fc(e, r)), (t.tag = 1), (t = Lc(null, t, e, r, n)))
                : ((t.tag = 0), (t = Fc(null, t, e, r, n)));
            else {
              if (e != null) {
                var i = e.$$typeof;
                if (i === P) {
                  ((t.tag = 11), (t = Tc(null, t, e, r, n)));
                  break a;
                }
                if (i === L) {
                  ((t.tag = 14), (t = Ec(null, t, e, r, n)));
                  break a;
                }
                if (i === N) {
                  ((t.tag = 10), (t.type = e), (t = Qc(null, t, n)));
                  break a;
                }
              }
              throw ((t = U(e) || e), Error(a(306, t, ``)));
            }
          }
          return t;
        case 0:
          return Fc(e, t, t.type, t.pendingProps, n);
        case 1:
          return ((r = t.type), (i = fc(r, t.pendingProps)), Lc(e, t, r, i, n));
        case 3:
          a: {
            if ((fe(t, t.stateNode.containerInfo), e === null)) throw Error(a(387));
            r = t.pendingProps;
            var o = t.memoizedState;
            ((i = o.element), no(e, t), lo(t, r, null, n));
            var s = t.memoizedState;
            if (
              ((r = s.cache), aa(t, va, r), r !== o.cache && ca(t, [va], n, !0), co(), (r = s.element), o.isDehydrated)
            ) {
              if (
                ((o = { element: r, isDehydrated: !1, cache: s.cache }),
                (t.updateQueue.baseState = o),
                (t.memoizedState = o),
                t.flags & 256)
              ) {
                t = Rc(e, t, r, n);
                break a;
              }
              if (r !== i) {
                ((i = ki(Error(a(424)), t)), na(i), (t = Rc(e, t, r, n)));
                break a;
              }
              switch (((e = t.stateNode.containerInfo), e.nodeType)) {
                case 9:
                  e = e.body;
                  break;
                default:
                  e = e.nodeName === `HTML` ? e.ownerDocument.body : e;
              }
              for (Gi = lm(e.firstChild), Wi = t, Ki = !0, qi = null, Ji = !0, n = $a(t, null, r, n), t.child = n; n;)
                ((n.flags = (n.flags & -3) | 134221824), (n = n.sibling));
            } else {
              if ((ea(), r === i)) {
                t = $c(e, t, n);
                break a;
              }
              wc(e, t, r, n);
            }
            t = t.child;
          }
          return t;
        case 26:
          return (
            Pc(e, t),
            e === null
              ? (n = Nm(t.type, null, t.pendingProps, null))
                ? (t.memoizedState = n)
                : Ki || (t.stateNode = fp(t.type, t.pendingProps, ue.current, t))
              : (t.memoizedState = Nm(t.type, e.memoizedProps, t.pendingProps, e.memoizedState)),
            null
          );
        case 27:
          return (
            me(t),
            e === null &&
              Ki &&
              ((r = t.stateNode = hm(t.type, t.pendingProps, ue.current)),
              (Wi = t),
              (Ji = !0),
              (i = Gi),
              Sp(t.type) ? ((um = i), (Gi = lm(r.firstChild))) : (Gi = i)),
            wc(e, t, t.pendingProps.children, n),
            Pc(e, t),
            e === null && (t.flags |= 4194304),
            t.child
          );
        case 5:
          return (
            e === null &&
              Ki &&
              ((i = r = Gi) &&
                ((r = rm(r, t.type, t.pendingProps, Ji)),
                r === null ? (i = !1) : ((t.stateNode = r), (Wi = t), (Gi = lm(r.firstChild)), (Ji = !1), (i = !0))),
              i || Xi(t)),
            me(t),
            (i = t.type),
            (o = t.pendingProps),
            (s = e === null ? null : e.memoizedProps),
            (r = o.children),
            pp(i, o) ? (r = null) : s !== null && pp(i, s) && (t.flags |= 32),
            t.memoizedState !== null && ((i = Ho(e, t, Go, null, null, n)), (sh._currentValue = i)),
            Pc(e, t),
            wc(e, t, r, n),
            t.child
          );
        case 6:
          return (
            e === null &&
              Ki &&
              ((e = n = Gi) &&
                ((n = im(n, t.pendingProps, Ji)),
                n === null ? (e = !1) : ((t.stateNode = n), (Wi = t), (Gi = null), (e = !0))),
              e || Xi(t)),
            null
          );
        case 13:
          return Hc(e, t, n);
        case 4:
          return (
            fe(t, t.stateNode.containerInfo),
            (r = t.pendingProps),
            e === null ? (t.child = Qa(t, null, r, n)) : wc(e, t, r, n),
            t.child
          );
        case 11:
          return Tc(e, t, t.type, t.pendingProps, n);
        case 7:
          return ((r = t.pendingProps), Pc(e, t), wc(e, t, r, n), t.child);
        case 8:
          return (wc(e, t, t.pendingProps.children, n), t.child);
        case 12:
          return (wc(e, t, t.pendingProps.children, n), t.child);
        case 10:
          return Qc(e, t, n);
        case 9:
          return (
            (i = t.type._context),
            (r = t.pendingProps.children),
            da(t),
            (i = fa(i)),
            (r = r(i)),
            (t.flags |= 1),
            wc(e, t, r, n),
            t.child
          );
        case 14:
          return Ec(e, t, t.type, t.pendingProps, n);
        case 15:
          return Dc(e, t, t.type, t.pendingProps, n);
        case 19:
          return Zc(e, t, n);
        case 31:
          return Nc(e, t, n);
        case 22:
          return Oc(e, t, n, t.pendingProps);
        case 24:
          return (
            da(t),
            (r = fa(va)),
            e === null
              ? ((i = Na()),
                i === null &&
                  ((i = qu),
                  (o = ya()),
                  (i.pooledCache = o),
                  o.refCount++,
                  o !== null && (i.pooledCacheLanes |= n),
                  (i = o)),
                (t.memoizedState = { parent: r, cache: i }),
                to(t),
                aa(t, va, i))
              : ((e.lanes & n) !== 0 && (no(e, t), lo(t, null, null, n), co()),
                (i = e.memoizedState),
                (o = t.memoizedState),
                i.parent === r
                  ? ((r = o.cache), aa(t, va, r), r !== i.cache && ca(t, [va], n, !0))
                  : ((i = { parent: r, cache: r }),
                    (t.memoizedState = i),
                    t.lanes === 0 && (t.memoizedState = t.updateQueue.baseState = i),
                    aa(t, va, r))),
            wc(e, t, t.pendingProps.children, n),
            t.child
          );
        case 30:
          return (
            t.stateNode === null && (t.stateNode = { autoName: null, paired: null, clones: null, ref: null }),
            (r = t.pendingProps),
            r.name != null && r.name !== `auto` ? (t.flags |= e === null ? 18882560 : 18874368) : Ki && Vi(t),
            e !== null && e.memoizedProps.name !== r.name ? (t.flags |= 4194816) : Pc(e, t),
            wc(e, t, r.children, n),
            t.child
          );
        case 29:
          throw t.pendingProps;
      }
      throw Error(a(156, t.tag));
    }
    function rl(e) {
      e.flags |= 4;
    }
    function il(e, t, n, r, i) {
      var a;
      if (
        ((a = !!(e.mode & 32)) && (a = n === null ? Jm(t, r) : Jm(t, r) && (r.src !== n.src || r.srcSet !== n.srcSet)),
        a)
      ) {
        if (((e.flags |= 16777216), (i & 335544128) === i)) {
          if (e.stateNode.complete) e.flags |= 8192;
          else if (Bd()) e.flags |= 8192;
          else throw ((Ua = za), La);
        }
      } else e.flags &= -16777217;
    }
    function al(e, t) {
      if (t.type !== `stylesheet` || t.state.loading & 4) e.flags &= -16777217;
      else if (((e.flags |= 16777216), !Ym(t))) {
        if (Bd()) e.flags |= 8192;
        else throw ((Ua = za), La);
      }
    }
    function ol(e, t) {
      (t !== null && (e.flags |= 4),
        e.flags & 16384 && ((t = e.tag === 22 ? 536870912 : Ze()), (e.lanes |= t), (sd |= t)));
    }
    function sl(e, t) {
      if (!Ki)
        switch (e.tailMode) {
          case `visible`:
            break;
          case `collapsed`:
            for (var n = e.tail, r = null; n !== null;) (n.alternate !== null && (r = n), (n = n.sibling));
            r === null ? (t || e.tail === null ? (e.tail = null) : (e.tail.sibling = null)) : (r.sibling = null);
            break;
          default:
            for (t = e.tail, n = null; t !== null;) (t.alternate !== null && (n = t), (t = t.sibling));
            n === null ? (e.tail = null) : (n.sibling = null);
        }
    }
    function cl(e) {
      var t = e.alternate !== null && e.alternate.child === e.child,
        n = 0,
        r = 0;
      if (t)
        for (var i = e.child; i !== null;)
          ((n |= i.lanes | i.childLanes),
            (r |= i.subtreeFlags & 1206910976),
            (r |= i.flags & 1206910976),
            (i.return = e),
            (i = i.sibling));
      else
        for (i = e.child; i !== null;)
          ((n |= i.lanes | i.childLanes), (r |= i.subtreeFlags), (r |= i.flags), (i.return = e), (i = i.sibling));
      return ((e.subtreeFlags |= r), (e.childLanes = n), t);
    }
    function ll(e, t, n) {
      var r = t.pendingProps;
      switch ((Hi(t), t.tag)) {
        case 16:
        case 15:
        case 0:
        case 11:
        case 7:
        case 8:
        case 12:
        case 9:
        case 14:
          return (cl(t), null);
        case 1:
          return (cl(t), null);
        case 3:
          return (
            (n = t.stateNode),
            (r = null),
            e !== null && (r = e.memoizedState.cache),
            t.memoizedState.cache !== r && (t.flags |= 2048),
            oa(va),
            pe(),
            n.pendingContext && ((n.context = n.pendingContext), (n.pendingContext = null)),
            (e === null || e.child === null) &&
              ($i(t)
                ? rl(t)
                : e === null || (e.memoizedState.isDehydrated && !(t.flags & 256)) || ((t.flags |= 1024), ta())),
            cl(t),
            null
          );
        case 26:
          var i = t.type,
            o = t.memoizedState;
          return (
            e === null
              ? (rl(t), o === null ? (cl(t), il(t, i, null, r, n)) : (cl(t), al(t, o)))
              : o
                ? o === e.memoizedState
                  ? (cl(t), (t.flags &= -16777217))
                  : (rl(t), cl(t), al(t, o))
                : ((e = e.memoizedProps), e !== r && rl(t), cl(t), il(t, i, e, r, n)),
            null
          );
        case 27:
          if ((he(t), (n = ue.current), (i = t.type), e !== null && t.stateNode != null))
            e.memoizedProps !== r && rl(t);
          else {
            if (!r) {
              if (t.stateNode === null) throw Error(a(166));
              return (cl(t), (t.subtreeFlags &= -33554433), null);
            }
            ((e = J.current), $i(t) ? Zi(t, e) : ((e = hm(i, r, n)), (t.stateNode = e), rl(t)));
          }
          return (cl(t), (t.subtreeFlags &= -33554433), null);
        case 5:
          if ((he(t), (i = t.type), e !== null && t.stateNode != null)) e.memoizedProps !== r && rl(t);
          else {
            if (!r) {
              if (t.stateNode === null) throw Error(a(166));
              return (cl(t), (t.subtreeFlags &= -33554433), null);
            }
            if (((o = J.current), $i(t))) Zi(t, o);
            else {
              var s = lp(ue.current);
              switch (o) {
                case 1:
                  o = s.createElementNS(`http://www.w3.org/2000/svg`, i);
                  break;
                case 2:
                  o = s.createElementNS(`http://www.w3.org/1998/Math/MathML`, i);
                  break;
                default:
                  switch (i) {
                    case `svg`:
                      o = s.createElementNS(`http://www.w3.org/2000/svg`, i);
                      break;
                    case `math`:
                      o = s.createElementNS(`http://www.w3.org/1998/Math/MathML`, i);
                      break;
                    case `script`:
                      ((o = s.createElement(`div`)),
                        (o.innerHTML = `<script><\/script>`),
                        (o = o.removeChild(o.firstChild)));
                      break;
                    case `select`:
                      ((o =
                        typeof r.is == `string` ? s.createElement(`select`, { is: r.is }) : s.createElement(`select`)),
                        r.multiple ? (o.multiple = !0) : r.size && (o.size = r.size));
                      break;
                    default:
                      o = typeof r.is == `string` ? s.createElement(i, { is: r.is }) : s.createElement(i);
                  }
              }
              ((o[st] = t), (o[ct] = r));
              a: for (s = t.child; s !== null;) {
                if (s.tag === 5 || s.tag === 6) o.appendChild(s.stateNode);
                else if (s.tag !== 4 && s.tag !== 27 && s.child !== null) {
                  ((s.child.return = s), (s = s.child));
                  continue;
                }
                if (s === t) break a;
                for (; s.sibling === null;) {
                  if (s.return === null || s.return === t) break a;
                  s = s.return;
                }
                ((s.sibling.return = s.return), (s = s.sibling));
              }
              t.stateNode = o;
              a: switch ((np(o, i, r), i)) {
                case `button`:
                case `input`:
                case `select`:
                case `textarea`:
                  r = !!r.autoFocus;
                  break a;
                case `img`:
                  r = !0;
                  break a;
                default:
                  r = !1;
              }
              r && rl(t);
            }
          }
          return (
            cl(t),
            (t.subtreeFlags &= -33554433),
            il(t, t.type, e === null ? null : e.memoizedProps, t.pendingProps, n),
            null
          );
        case 6:
          if (e && t.stateNode != null) e.memoizedProps !== r && rl(t);
          else {
            if (typeof r != `string` && t.stateNode === null) throw Error(a(166));
            if (((e = ue.current), $i(t))) {
              if (((e = t.stateNode), (n = t.memoizedProps), (r = null), (i = Wi), i !== null))
                switch (i.tag) {
                  case 27:
                  case 5:
                    r = i.memoizedProps;
                }
              ((e[st] = t),
                (e = !!(e.nodeValue === n || (r !== null && !0 === r.suppressHydrationWarning) || $f(e.nodeValue, n))),
                e || Xi(t, !0));
            } else ((e = lp(e).createTextNode(r)), (e[st] = t), (t.stateNode = e));
          }
          return (cl(t), null);
        case 31:
          if (((n = t.memoizedState), e === null || e.memoizedState !== null)) {
            if (((r = $i(t)), n !== null)) {
              if (e === null) {
                if (!r) throw Error(a(318));
                if (((e = t.memoizedState), (e = e === null ? null : e.dehydrated), !e)) throw Error(a(557));
                e[st] = t;
              } else (ea(), !(t.flags & 128) && (t.memoizedState = null), (t.flags |= 4));
              (cl(t), (e = !1));
            } else
              ((n = ta()), e !== null && e.memoizedState !== null && (e.memoizedState.hydrationErrors = n), (e = !0));
            if (!e) return t.flags & 256 ? (wo(t), t) : (wo(t), null);
            if (t.flags & 128) throw Error(a(558));
          }
          return (cl(t), null);
        case 13:
          if (
            ((r = t.memoizedState), e === null || (e.memoizedState !== null && e.memoizedState.dehydrated !== null))
          ) {
            if (((i = $i(t)), r !== null && r.dehydrated !== null)) {
              if (e === null) {
                if (!i) throw Error(a(318));
                if (((i = t.memoizedState), (i = i === null ? null : i.dehydrated), !i)) throw Error(a(317));
                i[st] = t;
              } else (ea(), !(t.flags & 128) && (t.memoizedState = null), (t.flags |= 4));
              (cl(t), (i = !1));
            } else
              ((i = ta()), e !== null && e.memoizedState !== null && (e.memoizedState.hydrationErrors = i), (i = !0));
            if (!i) return t.flags & 256 ? (wo(t), t) : (wo(t), null);
          }
          return (
            wo(t),
            t.flags & 128
              ? ((t.lanes = n), t)
              : ((n = r !== null),
                (e = e !== null && e.memoizedState !== null),
                n &&
                  ((r = t.child),
                  (i = null),
                  r.alternate !== null &&
                    r.alternate.memoizedState !== null &&
                    r.alternate.memoizedState.cachePool !== null &&
                    (i = r.alternate.memoizedState.cachePool.pool),
                  (o = null),
                  r.memoizedState !== null &&
                    r.memoizedState.cachePool !== null &&
                    (o = r.memoizedState.cachePool.pool),
                  o !== i && (r.flags |= 2048)),
                n !== e && n && (t.child.flags |= 8192),
                ol(t, t.updateQueue),
                cl(t),
                null)
          );
        case 4:
          return (pe(), e === null && Uf(t.stateNode.containerInfo), (t.flags |= 67108864), cl(t), null);
        case 10:
          return (oa(t.type), cl(t), null);
        case 19:
          if ((Do(t), (r = t.memoizedState), r === null)) return (cl(t), null);
          if (((i = !!(t.flags & 128)), (o = r.rendering), o === null)) {
            if (i) sl(r, !1);
            else {
              if (nd !== 0 || (e !== null && e.flags & 128))
                for (e = t.child; e !== null;) {
                  if (((o = Oo(e)), o !== null)) {
                    for (
                      t.flags |= 128,
                        sl(r, !1),
                        e = o.updateQueue,
                        t.updateQueue = e,
                        ol(t, e),
                        t.subtreeFlags = 0,
                        e = n,
                        n = t.child;
                      n !== null;
                    )
                      (Si(n, e), (n = n.sibling));
                    return (Eo(t, (To.current & 1) | 2), Ki && zi(t, r.treeForkCount), t.child);
                  }
                  e = e.sibling;
                }
              r.tail !== null && ke() > pd && ((t.flags |= 128), (i = !0), sl(r, !1), (t.lanes = 4194304));
            }
          } else {
            if (!i) {
              if (((e = Oo(o)), e !== null)) {
                if (
                  ((t.flags |= 128),
                  (i = !0),
                  (e = e.updateQueue),
                  (t.updateQueue = e),
                  ol(t, e),
                  sl(r, !0),
                  r.tail === null && r.tailMode !== `collapsed` && r.tailMode !== `visible` && !o.alternate && !Ki)
                )
                  return (cl(t), null);
              } else
                2 * ke() - r.renderingStartTime > pd &&
                  n !== 536870912 &&
                  ((t.flags |= 128), (i = !0), sl(r, !1), (t.lanes = 4194304));
            }
            r.isBackwards
              ? ((o.sibling = t.child), (t.child = o))
              : ((e = r.last), e === null ? (t.child = o) : (e.sibling = o), (r.last = o));
          }
          if (r.tail !== null) {
            e = r.tail;
            a: {
              for (n = e; n !== null;) {
                if (n.alternate !== null) {
                  n = !1;
                  break a;
                }
                n = n.sibling;
              }
              n = !0;
            }
            return (
              (r.rendering = e),
              (r.tail = e.sibling),
              (r.renderingStartTime = ke()),
              (e.sibling = null),
              (o = To.current),
              (o = i ? (o & 1) | 2 : o & 1),
              r.tailMode === `visible` || r.tailMode === `collapsed` || !n || Ki
                ? Eo(t, o)
                : ((n = o), ce(vo, t), ce(To, n), yo === null && (yo = t)),
              Ki && zi(t, r.treeForkCount),
              e
            );
          }
          return (cl(t), null);
        case 22:
        case 23:
          return (
            wo(t),
            _o(),
            (r = t.memoizedState !== null),
            e === null ? r && (t.flags |= 8192) : (e.memoizedState !== null) !== r && (t.flags |= 8192),
            r ? n & 536870912 && !(t.flags & 128) && (cl(t), t.subtreeFlags & 6 && (t.flags |= 8192)) : cl(t),
            (n = t.updateQueue),
            n !== null && ol(t, n.retryQueue),
            (n = null),
            e !== null &&
              e.memoizedState !== null &&
              e.memoizedState.cachePool !== null &&
              (n = e.memoizedState.cachePool.pool),
            (r = null),
            t.memoizedState !== null && t.memoizedState.cachePool !== null && (r = t.memoizedState.cachePool.pool),
            r !== n && (t.flags |= 2048),
            e !== null && q(Ma),
            null
          );
        case 24:
          return (
            (n = null),
            e !== null && (n = e.memoizedState.cache),
            t.memoizedState.cache !== n && (t.flags |= 2048),
            oa(va),
            cl(t),
            null
          );
        case 25:
          return null;
        case 30:
          return ((t.flags |= 33554432), cl(t), null);
      }
      throw Error(a(156, t.tag));
    }
    function ul(e, t) {
      switch ((Hi(t), t.tag)) {
        case 1:
          return ((e = t.flags), e & 65536 ? ((t.flags = (e & -65537) | 128), t) : null);
        case 3:
          return (oa(va), pe(), (e = t.flags), e & 65536 && !(e & 128) ? ((t.flags = (e & -65537) | 128), t) : null);
        case 26:
        case 27:
        case 5:
          return (he(t), null);
        case 31:
          if (t.memoizedState !== null) {
            if ((wo(t), t.alternate === null)) throw Error(a(340));
            ea();
          }
          return ((e = t.flags), e & 65536 ? ((t.flags = (e & -65537) | 128), t) : null);
        case 13:
          if ((wo(t), (e = t.memoizedState), e !== null && e.dehydrated !== null)) {
            if (t.alternate === null) throw Error(a(340));
            ea();
          }
          return ((e = t.flags), e & 65536 ? ((t.flags = (e & -65537) | 128), t) : null);
        case 19:
          return (
            Do(t),
            (e = t.flags),
            e & 65536
              ? ((t.flags = (e & -65537) | 128),
                (e = t.memoizedState),
                e !== null && ((e.rendering = null), (e.tail = null)),
                (t.flags |= 4),
                t)
              : null
          );
        case 4:
          return (pe(), null);
        case 10:
          return (oa(t.type), null);
        case 22:
        case 23:
          return (
            wo(t),
            _o(),
            e !== null && q(Ma),
            (e = t.flags),
            e & 65536 ? ((t.flags = (e & -65537) | 128), t) : null
          );
        case 24:
          return (oa(va), null);
        case 25:
          return null;
        default:
          return null;
      }
    }
    function dl(e, t) {
      switch ((Hi(t), t.tag)) {
        case 3:
          (oa(va), pe());
          break;
        case 26:
        case 27:
        case 5:
          he(t);
          break;
        case 4:
          pe();
          break;
        case 31:
          t.memoizedState !== null && wo(t);
          break;
        case 13:
          wo(t);
          break;
        case 19:
          Do(t);
          break;
        case 10:
          oa(t.type);
          break;
        case 22:
        case 23:
          (wo(t), _o(), e !== null && q(Ma));
          break;
        case 24:
          oa(va);
      }
    }
    function fl(e, t) {
      try {
        var n = t.updateQueue,
          r = n === null ? null : n.lastEffect;
        if (r !== null) {
          var i = r.next;
          n = i;
          do {
            if ((n.tag & e) === e) {
              r = void 0;
              var a = n.create,
                o = n.inst;
              ((r = a()), (o.destroy = r));
            }
            n = n.next;
          } while (n !== i);
        }
      } catch (e) {
        df(t, t.return, e);
      }
    }
    function pl(e, t, n) {
      try {
        var r = t.updateQueue,
          i = r === null ? null : r.lastEffect;
        if (i !== null) {
          var a = i.next;
          r = a;
          do {
            if ((r.tag & e) === e) {
              var o = r.inst,
                s = o.destroy;
              if (s !== void 0) {
                ((o.destroy = void 0), (i = t));
                var c = n,
                  l = s;
                try {
                  l();
                } catch (e) {
                  df(i, c, e);
                }
              }
            }
            r = r.next;
          } while (r !== a);
        }
      } catch (e) {
        df(t, t.return, e);
      }
    }
    function ml(e) {
      var t = e.updateQueue;
      if (t !== null) {
        var n = e.stateNode;
        try {
          fo(t, n);
        } catch (t) {
          df(e, e.return, t);
        }
      }
    }
    function hl(e, t, n) {
      ((n.props = fc(e.type, e.memoizedProps)), (n.state = e.memoizedState));
      try {
        n.componentWillUnmount();
      } catch (n) {
        df(e, t, n);
      }
    }
    function gl(e, t) {
      try {
        var n = e.ref;
        if (n !== null) {
          switch (e.tag) {
            case 26:
            case 27:
            case 5:
              var r = e.stateNode;
              break;
            case 30:
              var i = e.stateNode,
                a = ii(e.memoizedProps, i);
              ((i.ref === null || i.ref.name !== a) && (i.ref = Pp(a)), (r = i.ref));
              break;
            case 7:
              if (e.stateNode === null) {
                var o = new Fp(e);
                (p(e.child, !1, Qp, o, void 0, void 0), (e.stateNode = o));
              }
              r = e.stateNode;
              break;
            default:
              r = e.stateNode;
          }
          typeof n == `function` ? (e.refCleanup = n(r)) : (n.current = r);
        }
      } catch (n) {
        df(e, t, n);
      }
    }
    function _l(e, t) {
      var n = e.ref,
        r = e.refCleanup;
      if (n !== null) {
        if (typeof r == `function`)
          try {
            r();
          } catch (n) {
            df(e, t, n);
          } finally {
            ((e.refCleanup = null), (e = e.alternate), e != null && (e.refCleanup = null));
          }
        else if (typeof n == `function`)
          try {
            n(null);
          } catch (n) {
            df(e, t, n);
          }
        else n.current = null;
      }
    }
    function vl(e, t) {
      if ((e.tag === 5 || e.tag === 27 || e.tag === 6) && e.alternate === null && t !== null)
        for (var n = 0; n < t.length; n++) em(e.stateNode, t[n]);
    }
    function yl(e) {
      for (var t = e.return; t !== null && (Sl(t) && em(e.stateNode, t.stateNode), !xl(t));) t = t.return;
    }
    function bl(e) {
      for (var t = e.return; t !== null && (Sl(t) && tm(e.stateNode, t.stateNode), !xl(t));) t = t.return;
    }
    function xl(e) {
      return e.tag === 5 || e.tag === 3 || e.tag === 27;
    }
    function Sl(e) {
      return e && e.tag === 7 && e.stateNode !== null;
    }
    function Cl(e) {
      var t = e.type,
        n = e.memoizedProps,
        r = e.stateNode;
      try {
        a: switch (t) {
          case `button`:
          case `input`:
          case `select`:
          case `textarea`:
            n.autoFocus && r.focus();
            break a;
          case `img`:
            n.src ? (r.src = n.src) : n.srcSet && (r.srcset = n.srcSet);
        }
      } catch (t) {
        df(e, e.return, t);
      }
    }
    function wl(e, t, n) {
      try {
        var r = e.stateNode;
        (ip(r, e.type, n, t), (r[ct] = t));
      } catch (t) {
        df(e, e.return, t);
      }
    }
    function Tl(e) {
      return e.tag === 5 || e.tag === 3 || e.tag === 26 || (e.tag === 27 && Sp(e.type)) || e.tag === 4;
    }
    function El(e) {
      a: for (;;) {
        for (; e.sibling === null;) {
          if (e.return === null || Tl(e.return)) return null;
          e = e.return;
        }
        for (e.sibling.return = e.return, e = e.sibling; e.tag !== 5 && e.tag !== 6 && e.tag !== 18;) {
          if ((e.tag === 27 && Sp(e.type)) || e.flags & 2 || e.child === null || e.tag === 4) continue a;
          ((e.child.return = e), (e = e.child));
        }
        if (!(e.flags & 2)) return e.stateNode;
      }
    }
    function Dl(e, t, n, r) {
      var i = e.tag;
      if (i === 5 || i === 6)
        ((i = e.stateNode),
          t
            ? (n.nodeType === 9 ? n.body : n.nodeName === `HTML` ? n.ownerDocument.body : n).insertBefore(i, t)
            : ((t = n.nodeType === 9 ? n.body : n.nodeName === `HTML` ? n.ownerDocument.body : n),
              t.appendChild(i),
              (n = n._reactRootContainer),
              n != null || t.onclick !== null || (t.onclick = rn)),
          vl(e, r),
          (jt = !0));
      else if (
        i !== 4 &&
        (i === 27 && (vl(e, r), (r = null), Sp(e.type) && ((n = e.stateNode), (t = null))), (e = e.child), e !== null)
      )
        for (Dl(e, t, n, r), e = e.sibling; e !== null;) (Dl(e, t, n, r), (e = e.sibling));
    }
    function Ol(e, t, n, r) {
      var i = e.tag;
      if (i === 5 || i === 6) ((i = e.stateNode), t ? n.insertBefore(i, t) : n.appendChild(i), vl(e, r), (jt = !0));
      else if (
        i !== 4 &&
        (i === 27 && (vl(e, r), (r = null), Sp(e.type) && (n = e.stateNode)), (e = e.child), e !== null)
      )
        for (Ol(e, t, n, r), e = e.sibling; e !== null;) (Ol(e, t, n, r), (e = e.sibling));
    }
    function kl(e) {
      var t = e.stateNode,
        n = e.memoizedProps;
      try {
        for (var r = e.type, i = t.attributes; i.length;) t.removeAttributeNode(i[0]);
        (np(t, r, n), (t[st] = e), (t[ct] = n));
      } catch (t) {
        df(e, e.return, t);
      }
    }
    var Al = !1,
      jl = null;
    function Ml(e) {
      (e.tag === 30 || e.subtreeFlags & 33554432) && (Al = !0);
    }
    var Nl = null;
    function Pl() {
      var e = Nl;
      return ((Nl = null), e);
    }
    var Fl = 0;
    function Il(e, t, n, r, i) {
      return ((Fl = 0), Ll(e.child, t, n, r, i));
    }
    function Ll(e, t, n, r, i) {
      for (var a = !1; e !== null;) {
        if (e.tag === 5) {
          var o = e.stateNode;
          if (r !== null) {
            var s = Op(o);
            (r.push(s), s.view && (a = !0));
          } else a || (Op(o).view && (a = !0));
          ((Al = !0), Tp(o, Fl === 0 ? t : t + `_` + Fl, n), Fl++);
        } else
          (e.tag === 22 && e.memoizedState !== null) || (e.tag === 30 && i) || (Ll(e.child, t, n, r, i) && (a = !0));
        e = e.sibling;
      }
      return a;
    }
    function Rl(e, t) {
      for (; e !== null;)
        (e.tag === 5
          ? Ep(e.stateNode, e.memoizedProps)
          : (e.tag === 22 && e.memoizedState !== null) || (e.tag === 30 && t) || Rl(e.child, t),
          (e = e.sibling));
    }
    function zl(e) {
      if (e.subtreeFlags & 18874368)
        for (e = e.child; e !== null;) {
          if (
            (e.tag !== 22 || e.memoizedState === null) &&
            (zl(e), e.tag === 30 && e.flags & 18874368 && e.stateNode.paired)
          ) {
            var t = e.memoizedProps;
            if (t.name == null || t.name === `auto`) throw Error(a(544));
            var n = t.name;
            ((t = oi(t.default, t.share)), t !== `none` && (Il(e, n, t, null, !1) || Rl(e.child, !1)));
          }
          e = e.sibling;
        }
    }
    function Bl(e, t) {
      if (e.tag === 30) {
        var n = e.stateNode,
          r = e.memoizedProps,
          i = ii(r, n),
          a = oi(r.default, n.paired ? r.share : r.enter);
        a === `none` ? zl(e) : Il(e, i, a, null, !1) ? (zl(e), n.paired || t || Ad(e, r.onEnter)) : Rl(e.child, !1);
      } else if (e.subtreeFlags & 33554432) for (e = e.child; e !== null;) (Bl(e, t), (e = e.sibling));
      else zl(e);
    }
    function Vl(e) {
      if (jl !== null && jl.size !== 0) {
        var t = jl;
        if (e.subtreeFlags & 18874368)
          for (e = e.child; e !== null;) {
            if (e.tag !== 22 || e.memoizedState === null) {
              if (e.tag === 30 && e.flags & 18874368) {
                var n = e.memoizedProps,
                  r = n.name;
                if (r != null && r !== `auto`) {
                  var i = t.get(r);
                  if (i !== void 0) {
                    var a = oi(n.default, n.share);
                    if (
                      (a !== `none` &&
                        (Il(e, r, a, null, !1)
                          ? ((a = e.stateNode), (i.paired = a), (a.paired = i), Ad(e, n.onShare))
                          : Rl(e.child, !1)),
                      t.delete(r),
                      t.size === 0)
                    )
                      break;
                  }
                }
              }
              Vl(e);
            }
            e = e.sibling;
          }
      }
    }
    function Hl(e) {
      if (e.tag === 30) {
        var t = e.memoizedProps,
          n = ii(t, e.stateNode),
          r = jl === null ? void 0 : jl.get(n),
          i = oi(t.default, r === void 0 ? t.exit : t.share);
        (i !== `none` &&
          (Il(e, n, i, null, !1)
            ? r === void 0
              ? Ad(e, t.onExit)
              : ((i = e.stateNode), (r.paired = i), (i.paired = r), jl.delete(n), Ad(e, t.onShare))
            : Rl(e.child, !1)),
          jl !== null && Vl(e));
      } else if (e.subtreeFlags & 33554432) for (e = e.child; e !== null;) (Hl(e), (e = e.sibling));
      else jl !== null && Vl(e);
    }
    function Ul(e) {
      for (e = e.child; e !== null;) {
        if (e.tag === 30) {
          var t = e.memoizedProps,
            n = ii(t, e.stateNode);
          ((t = oi(t.default, t.update)), (e.flags &= -5), t !== `none` && Il(e, n, t, (e.memoizedState = []), !1));
        } else e.subtreeFlags & 33554432 && Ul(e);
        e = e.sibling;
      }
    }
    function Wl(e) {
      if (e.subtreeFlags & 18874368)
        for (e = e.child; e !== null;) {
          if (e.tag !== 22 || e.memoizedState === null) {
            if (e.tag === 30 && e.flags & 18874368) {
              var t = e.stateNode;
              t.paired !== null && ((t.paired = null), Rl(e.child, !1));
            }
            Wl(e);
          }
          e = e.sibling;
        }
    }
    function Gl(e) {
      if (e.tag === 30) ((e.stateNode.paired = null), Rl(e.child, !1), Wl(e));
      else if (e.subtreeFlags & 33554432) for (e = e.child; e !== null;) (Gl(e), (e = e.sibling));
      else Wl(e);
    }
    function Kl(e) {
      for (e = e.child; e !== null;)
        (e.tag === 30 ? Rl(e.child, !1) : e.subtreeFlags & 33554432 && Kl(e), (e = e.sibling));
    }
    function ql(e, t, n, r, i, a, o) {
      for (var s = !1; t !== null;) {
        if (t.tag === 5) {
          var c = t.stateNode;
          if (a !== null && Fl < a.length) {
            var l = a[Fl],
              u = Op(c);
            (l.view || u.view) && (s = !0);
            var d;
            if ((d = !(e.flags & 4))) {
              if (u.clip) d = !0;
              else {
                d = l.rect;
                var f = u.rect;
                d = d.y !== f.y || d.x !== f.x || d.height !== f.height || d.width !== f.width;
              }
            }
            (d && (e.flags |= 4),
              u.abs ? (u = !l.abs) : ((l = l.rect), (u = u.rect), (u = l.height !== u.height || l.width !== u.width)),
              u && (e.flags |= 32));
          } else e.flags |= 32;
          (e.flags & 4 && Tp(c, Fl === 0 ? n : n + `_` + Fl, i),
            (s && e.flags & 4) || (Nl === null && (Nl = []), Nl.push(c, Fl === 0 ? r : r + `_` + Fl, t.memoizedProps)),
            Fl++);
        } else
          (t.tag !== 22 || t.memoizedState === null) &&
            (t.tag === 30 && o ? (e.flags |= t.flags & 32) : ql(e, t.child, n, r, i, a, o) && (s = !0));
        t = t.sibling;
      }
      return s;
    }
    function Jl(e, t) {
      for (e = e.child; e !== null;) {
        if (e.tag === 30) {
          var n = e.memoizedProps,
            r = e.stateNode,
            i = ii(n, r),
            a = oi(n.default, n.update);
          if (t) {
            r = r.clones;
            var o = r === null ? null : r.map(kp);
          } else ((o = e.memoizedState), (e.memoizedState = null));
          r = e;
          var s = e.child;
          ((Fl = 0), (i = ql(r, s, i, i, a, o, !1)), e.flags & 4 && i && (t || Ad(e, n.onUpdate)));
        } else e.subtreeFlags & 33554432 && Jl(e, t);
        e = e.sibling;
      }
    }
    var Yl = !1,
      Xl = !1,
      Zl = !1,
      Ql = !1,
      $l = typeof WeakSet == `function` ? WeakSet : Set,
      eu = null,
      tu = !1,
      nu = !1,
      ru = !1,
      iu = !1;
    function au(e, t, n) {
      if (((e = e.containerInfo), (sp = gh), (e = Pr(e)), Fr(e))) {
        if (`selectionStart` in e) var r = { start: e.selectionStart, end: e.selectionEnd };
        else
          a: {
            r = ((r = e.ownerDocument) && r.defaultView) || window;
            var i = r.getSelection && r.getSelection();
            if (i && i.rangeCount !== 0) {
              r = i.anchorNode;
              var a = i.anchorOffset,
                o = i.focusNode;
              i = i.focusOffset;
              try {
                (r.nodeType, o.nodeType);
              } catch {
                r = null;
                break a;
              }
              var s = 0,
                c = -1,
                l = -1,
                u = 0,
                d = 0,
                f = e,
                p = null;
              b: for (;;) {
                for (
                  var m;
                  f !== r || (a !== 0 && f.nodeType !== 3) || (c = s + a),
                    f !== o || (i !== 0 && f.nodeType !== 3) || (l = s + i),
                    f.nodeType === 3 && (s += f.nodeValue.length),
                    (m = f.firstChild) !== null;
                )
                  ((p = f), (f = m));
                for (;;) {
                  if (f === e) break b;
                  if ((p === r && ++u === a && (c = s), p === o && ++d === i && (l = s), (m = f.nextSibling) !== null))
                    break;
                  ((f = p), (p = f.parentNode));
                }
                f = m;
              }
              r = c === -1 || l === -1 ? null : { start: c, end: l };
            } else r = null;
          }
        r ||= { start: 0, end: 0 };
      } else r = null;
      for (
        cp = { focusedElem: e, selectionRange: r }, gh = !1, n = (n & 335544064) === n, eu = t, t = n ? 9270 : 1024;
        eu !== null;
      ) {
        if (((e = eu), n && ((r = e.deletions), r !== null))) for (a = 0; a < r.length; a++) n && Hl(r[a]);
        if (e.alternate === null && e.flags & 2) (n && Ml(e), ou(n));
        else {
          if (e.tag === 22) {
            if (((r = e.alternate), e.memoizedState !== null)) {
              (r !== null && r.memoizedState === null && n && Hl(r), ou(n));
              continue;
            }
            if (r !== null && r.memoizedState !== null) {
              (n && Ml(e), ou(n));
              continue;
            }
          }
          ((r = e.child), (e.subtreeFlags & t) !== 0 && r !== null ? ((r.return = e), (eu = r)) : (n && Ul(e), ou(n)));
        }
      }
      jl = null;
    }
    function ou(e) {
      for (; eu !== null;) {
        var t = eu,
          n = e,
          r = t.alternate,
          i = t.flags;
        switch (t.tag) {
          case 0:
          case 11:
          case 15:
            break;
          case 1:
            if (i & 1024 && r !== null) {
              ((n = void 0), (i = r.memoizedProps), (r = r.memoizedState));
              var o = t.stateNode;
              try {
                var s = fc(t.type, i);
                ((n = o.getSnapshotBeforeUpdate(s, r)), (o.__reactInternalSnapshotBeforeUpdate = n));
              } catch (e) {
                df(t, t.return, e);
              }
            }
            break;
          case 3:
            if (i & 1024) {
              if (((r = t.stateNode.containerInfo), (n = r.nodeType), n === 9)) nm(r);
              else if (n === 1)
                switch (r.nodeName) {
                  case `HEAD`:
                  case `HTML`:
                  case `BODY`:
                    nm(r);
                    break;
                  default:
                    r.textContent = ``;
                }
            }
            break;
          case 5:
          case 26:
          case 27:
          case 6:
          case 4:
          case 17:
            break;
          case 30:
            n &&
              r !== null &&
              ((n = ii(r.memoizedProps, r.stateNode)),
              (i = t.memoizedProps),
              (i = oi(i.default, i.update)),
              i !== `none` && Il(r, n, i, (r.memoizedState = []), !0));
            break;
          default:
            if (i & 1024) throw Error(a(163));
        }
        if (((r = t.sibling), r !== null)) {
          ((r.return = t.return), (eu = r));
          break;
        }
        eu = t.return;
      }
    }
    function su(e, t, n) {
      var r = n.flags;
      switch (n.tag) {
        case 0:
        case 11:
        case 15:
          (Du(e, n), r & 4 && fl(5, n));
          break;
        case 1:
          if ((Du(e, n), r & 4)) {
            if (((e = n.stateNode), t === null))
              try {
                e.componentDidMount();
              } catch (e) {
                df(n, n.return, e);
              }
            else {
              var i = fc(n.type, t.memoizedProps);
              t = t.memoizedState;
              try {
                e.componentDidUpdate(i, t, e.__reactInternalSnapshotBeforeUpdate);
              } catch (e) {
                df(n, n.return, e);
              }
            }
          }
          (r & 64 && ml(n), r & 512 && gl(n, n.return));
          break;
        case 3:
          if ((Du(e, n), r & 64 && ((e = n.updateQueue), e !== null))) {
            if (((t = null), n.child !== null))
              switch (n.child.tag) {
                case 27:
                case 5:
                  t = n.child.stateNode;
                  break;
                case 1:
                  t = n.child.stateNode;
              }
            try {
              fo(e, t);
            } catch (e) {
              df(n, n.return, e);
            }
          }
          break;
        case 27:
          t === null && r & 4 && kl(n);
        case 26:
        case 5:
          (Du(e, n), t === null && r & 4 && Cl(n), r & 512 && gl(n, n.return));
          break;
        case 12:
          Du(e, n);
          break;
        case 31:
          (Du(e, n), r & 4 && gu(e, n));
          break;
        case 13:
          (Du(e, n),
            r & 4 && _u(e, n),
            r & 64 &&
              ((e = n.memoizedState),
              e !== null && ((e = e.dehydrated), e !== null && ((n = hf.bind(null, n)), cm(e, n)))));
          break;
        case 22:
          if (((r = n.memoizedState !== null || Yl), !r)) {
            var a = (t !== null && t.memoizedState !== null) || Xl;
            ((t = Yl),
              (i = Xl),
              (Yl = r),
              (Xl = a) && !i ? ((r = 2), n.subtreeFlags & 8772 && (r |= 1), ku(e, n, r)) : Du(e, n),
              (Yl = t),
              (Xl = i));
          }
          break;
        case 30:
          (Du(e, n), r & 512 && gl(n, n.return));
          break;
        case 7:
          r & 512 && gl(n, n.return);
        default:
          Du(e, n);
      }
    }
    function cu(e, t) {
      for (e = e.child; e !== null;) (lu(e, t), (e = e.sibling));
    }
    function lu(e, t) {
      switch (e.tag) {
        case 5:
        case 26:
          try {
            var n = e.stateNode;
            if (t) {
              var r = n.style;
              typeof r.setProperty == `function` ? r.setProperty(`display`, `none`, `important`) : (r.display = `none`);
            } else {
              var i = e.stateNode,
                a = e.memoizedProps.style,
                o = a != null && a.hasOwnProperty(`display`) ? a.display : null;
              i.style.display = o == null || typeof o == `boolean` ? `` : (`` + o).trim();
            }
          } catch (t) {
            df(e, e.return, t);
          }
          uu(e, t);
          break;
        case 6:
          try {
            ((e.stateNode.nodeValue = t ? `` : e.memoizedProps), (jt = !0));
          } catch (t) {
            df(e, e.return, t);
          }
          break;
        case 18:
          try {
            var s = e.stateNode;
            t ? wp(s, !0) : wp(e.stateNode, !1);
          } catch (t) {
            df(e, e.return, t);
          }
          break;
        case 22:
        case 23:
          e.memoizedState === null && cu(e, t);
          break;
        default:
          cu(e, t);
      }
    }
    function uu(e, t) {
      if (e.subtreeFlags & 67108864)
        for (e = e.child; e !== null;) {
          a: {
            var n = e,
              r = t;
            switch (n.tag) {
              case 4:
                lu(n, r);
                break a;
              case 22:
                n.memoizedState === null && uu(n, r);
                break a;
              default:
                uu(n, r);
            }
          }
          e = e.sibling;
        }
    }
    function du(e) {
      var t = e.alternate;
      (t !== null && ((e.alternate = null), du(t)),
        (e.child = null),
        (e.deletions = null),
        (e.sibling = null),
        e.tag === 5 && ((t = e.stateNode), t !== null && gt(t)),
        (e.stateNode = null),
        (e.return = null),
        (e.dependencies = null),
        (e.memoizedProps = null),
        (e.memoizedState = null),
        (e.pendingProps = null),
        (e.stateNode = null),
        (e.updateQueue = null));
    }
    var fu = null,
      pu = !1;
    function mu(e, t, n) {
      for (n = n.child; n !== null;) (hu(e, t, n), (n = n.sibling));
    }
    function hu(e, t, n) {
      if (Le && typeof Le.onCommitFiberUnmount == `function`)
        try {
          Le.onCommitFiberUnmount(Ie, n);
        } catch {}
      switch (n.tag) {
        case 26:
          (Xl || _l(n, t),
            mu(e, t, n),
            n.memoizedState
              ? n.memoizedState.count--
              : n.stateNode && !Xl && ((n = n.stateNode), n.parentNode.removeChild(n)));
          break;
        case 27:
          (Xl || _l(n, t), bl(n));
          var r = fu,
            i = pu;
          (Sp(n.type) && ((fu = n.stateNode), (pu = !1)),
            mu(e, t, n),
            gm(n.stateNode, n.type, n.memoizedProps),
            (fu = r),
            (pu = i));
          break;
        case 5:
          (Xl || _l(n, t), bl(n));
        case 6:
          if ((n.tag === 6 && bl(n), (r = fu), (i = pu), (fu = null), mu(e, t, n), (fu = r), (pu = i), fu !== null)) {
            if (pu)
              try {
                ((fu.nodeType === 9 ? fu.body : fu.nodeName === `HTML` ? fu.ownerDocument.body : fu).removeChild(
                  n.stateNode,
                ),
                  (jt = !0));
              } catch (e) {
                df(n, t, e);
              }
            else
              try {
                (fu.removeChild(n.stateNode), (jt = !0));
              } catch (e) {
                df(n, t, e);
              }
          }
          break;
        case 18:
          fu !== null &&
            (pu
              ? ((e = fu),
                Cp(e.nodeType === 9 ? e.body : e.nodeName === `HTML` ? e.ownerDocument.body : e, n.stateNode),
                Hh(e))
              : Cp(fu, n.stateNode));
          break;
        case 4:
          ((r = fu), (i = pu), (fu = n.stateNode.containerInfo), (pu = !0), mu(e, t, n), (fu = r), (pu = i));
          break;
        case 0:
        case 11:
        case 14:
        case 15:
          (pl(2, n, t), Xl || pl(4, n, t), mu(e, t, n));
          break;
        case 1:
          (Xl || (_l(n, t), (r = n.stateNode), typeof r.componentWillUnmount == `function` && hl(n, t, r)),
            mu(e, t, n));
          break;
        case 21:
          mu(e, t, n);
          break;
        case 22:
          ((Xl = (r = Xl) || n.memoizedState !== null), mu(e, t, n), (Xl = r));
          break;
        case 30:
          (_l(n, t), mu(e, t, n));
          break;
        case 7:
          (Xl || _l(n, t), mu(e, t, n));
          break;
        default:
          mu(e, t, n);
      }
    }
    function gu(e, t) {
      if (t.memoizedState === null && ((e = t.alternate), e !== null && ((e = e.memoizedState), e !== null))) {
        e = e.dehydrated;
        try {
          Hh(e);
        } catch (e) {
          df(t, t.return, e);
        }
      }
    }
    function _u(e, t) {
      if (
        t.memoizedState === null &&
        ((e = t.alternate), e !== null && ((e = e.memoizedState), e !== null && ((e = e.dehydrated), e !== null)))
      )
        try {
          Hh(e);
        } catch (e) {
          df(t, t.return, e);
        }
    }
    function vu(e) {
      switch (e.tag) {
        case 31:
        case 13:
        case 19:
          var t = e.stateNode;
          return (t === null && (t = e.stateNode = new $l()), t);
        case 22:
          return ((e = e.stateNode), (t = e._retryCache), t === null && (t = e._retryCache = new $l()), t);
        default:
          throw Error(a(435, e.tag));
      }
    }
    function yu(e, t) {
      var n = vu(e);
      t.forEach(function (t) {
        if (!n.has(t)) {
          n.add(t);
          var r = gf.bind(null, e, t);
          t.then(r, r);
        }
      });
    }
    function bu(e, t, n) {
      var r = t.deletions;
      if (r !== null)
        for (var i = 0; i < r.length; i++) {
          var o = r[i],
            s = e,
            c = t,
            l = c;
          a: for (; l !== null;) {
            switch (l.tag) {
              case 27:
                if (Sp(l.type)) {
                  ((fu = l.stateNode), (pu = !1));
                  break a;
                }
                break;
              case 5:
                ((fu = l.stateNode), (pu = !1));
                break a;
              case 3:
              case 4:
                ((fu = l.stateNode.containerInfo), (pu = !0));
                break a;
            }
            l = l.return;
          }
          if (fu === null) throw Error(a(160));
          (hu(s, c, o), (fu = null), (pu = !1), (s = o.alternate), s !== null && (s.return = null), (o.return = null));
        }
      if (t.subtreeFlags & 13886) for (t = t.child; t !== null;) (Su(t, e, n), (t = t.sibling));
    }
    var xu = null;
    function Su(e, t, n) {
      var r = e.alternate,
        i = e.flags;
      switch (e.tag) {
        case 0:
        case 11:
        case 14:
        case 15:
          if (i & 4 && ((r = e.updateQueue), (r = r === null ? null : r.events), r !== null))
            for (var o = 0; o < r.length; o++) {
              var s = r[o];
              s.ref.impl = s.nextImpl;
            }
          (bu(t, e, n), Cu(e), i & 4 && (pl(3, e, e.return), fl(3, e), pl(5, e, e.return)));
          break;
        case 1:
          (bu(t, e, n),
            Cu(e),
            i & 512 && (Xl || r === null || _l(r, r.return)),
            i & 64 &&
              Yl &&
              ((e = e.updateQueue),
              e !== null &&
                ((t = e.callbacks),
                t !== null &&
                  ((n = e.shared.hiddenCallbacks), (e.shared.hiddenCallbacks = n === null ? t : n.concat(t))))));
          break;
        case 26:
          if (((o = xu), bu(t, e, n), Cu(e), i & 512 && (Xl || r === null || _l(r, r.return)), i & 4)) {
            if (((i = r === null ? null : r.memoizedState), (n = e.memoizedState), r === null)) {
              if (n === null) {
                if (e.stateNode === null) {
                  if (Yl) e.stateNode = fp(e.type, e.memoizedProps, t.containerInfo, e);
                  else {
                    a: {
                      ((t = e.type), (n = e.memoizedProps), (i = o.ownerDocument || o));
                      b: switch (t) {
                        case `title`:
                          ((r = i.getElementsByTagName(`title`)[0]),
                            (!r ||
                              r[mt] ||
                              r[st] ||
                              r.namespaceURI === `http://www.w3.org/2000/svg` ||
                              r.hasAttribute(`itemprop`)) &&
                              ((r = i.createElement(t)), i.head.insertBefore(r, i.querySelector(`head > title`))),
                            np(r, t, n),
                            (r[st] = e),
                            xt(r),
                            (t = r));
                          break a;
                        case `link`:
                          if ((o = Gm(`link`, `href`, i).get(t + (n.href || ``)))) {
                            for (s = 0; s < o.length; s++)
                              if (
                                ((r = o[s]),
                                r.getAttribute(`href`) === (n.href == null || n.href === `` ? null : n.href) &&
                                  r.getAttribute(`rel`) === (n.rel == null ? null : n.rel) &&
                                  r.getAttribute(`title`) === (n.title == null ? null : n.title) &&
                                  r.getAttribute(`crossorigin`) === (n.crossOrigin == null ? null : n.crossOrigin))
                              ) {
                                o.splice(s, 1);
                                break b;
                              }
                          }
                          ((r = i.createElement(t)), np(r, t, n), i.head.appendChild(r));
                          break;
                        case `meta`:
                          if ((o = Gm(`meta`, `content`, i).get(t + (n.content || ``)))) {
                            for (s = 0; s < o.length; s++)
                              if (
                                ((r = o[s]),
                                r.getAttribute(`content`) === (n.content == null ? null : `` + n.content) &&
                                  r.getAttribute(`name`) === (n.name == null ? null : n.name) &&
                                  r.getAttribute(`property`) === (n.property == null ? null : n.property) &&
                                  r.getAttribute(`http-equiv`) === (n.httpEquiv == null ? null : n.httpEquiv) &&
                                  r.getAttribute(`charset`) === (n.charSet == null ? null : n.charSet))
                              ) {
                                o.splice(s, 1);
                                break b;
                              }
                          }
                          ((r = i.createElement(t)), np(r, t, n), i.head.appendChild(r));
                          break;
                        default:
                          throw Error(a(468, t));
                      }
                      ((r[st] = e), xt(r), (t = r));
                    }
                    e.stateNode = t;
                  }
                } else Yl || Km(o, e.type, e.stateNode);
              } else e.stateNode = Bm(o, n, e.memoizedProps);
            } else
              i === n
                ? n === null && e.stateNode !== null && wl(e, e.memoizedProps, r.memoizedProps)
                : (i === null ? ((t = r.stateNode), t === null || Xl || t.parentNode.removeChild(t)) : i.count--,
                  n === null ? Yl || Km(o, e.type, e.stateNode) : Bm(o, n, e.memoizedProps));
          }
          break;
        case 27:
          (bu(t, e, n),
            Cu(e),
            i & 512 && (Xl || r === null || _l(r, r.return)),
            r !== null && i & 4 && wl(e, e.memoizedProps, r.memoizedProps));
          break;
        case 5:
          if (
            ((o = Zl),
            (Zl = !1),
            bu(t, e, n),
            (Zl = o),
            Cu(e),
            i & 512 && (Xl || r === null || _l(r, r.return)),
            e.flags & 32)
          ) {
            t = e.stateNode;
            try {
              (Yt(t, ``), (jt = !0));
            } catch (t) {
              df(e, e.return, t);
            }
          }
          (i & 4 && e.stateNode != null && ((t = e.memoizedProps), wl(e, t, r === null ? t : r.memoizedProps)),
            i & 1024 && (Ql = !0));
          break;
        case 6:
          if ((bu(t, e, n), Cu(e), i & 4)) {
            if (e.stateNode === null) throw Error(a(162));
            ((t = e.memoizedProps), (n = e.stateNode));
            try {
              ((n.nodeValue = t), (jt = !0));
            } catch (t) {
              df(e, e.return, t);
            }
          }
          break;
        case 3:
          if (
            ((jt = !1),
            (Wm = null),
            (o = xu),
            (xu = bm(t.containerInfo)),
            bu(t, e, n),
            (xu = o),
            Cu(e),
            i & 4 && r !== null && r.memoizedState.isDehydrated)
          )
            try {
              Hh(t.containerInfo);
            } catch (t) {
              df(e, e.return, t);
            }
          (Ql && ((Ql = !1), wu(e)), (jt = !1));
          break;
        case 4:
          ((i = Zl),
            (Zl = Yl),
            (r = Mt()),
            (o = xu),
            (xu = bm(e.stateNode.containerInfo)),
            bu(t, e, n),
            Cu(e),
            (xu = o),
            jt && nu && (ru = !0),
            (jt = r),
            (Zl = i));
          break;
        case 12:
          (bu(t, e, n), Cu(e));
          break;
        case 31:
          (bu(t, e, n), Cu(e), i & 4 && ((t = e.updateQueue), t !== null && ((e.updateQueue = null), yu(e, t))));
          break;
        case 13:
          (bu(t, e, n),
            Cu(e),
            e.child.flags & 8192 &&
              (e.memoizedState !== null) != (r !== null && r.memoizedState !== null) &&
              (dd = ke()),
            i & 4 && ((t = e.updateQueue), t !== null && ((e.updateQueue = null), yu(e, t))));
          break;
        case 22:
          ((o = e.memoizedState !== null), (s = r !== null && r.memoizedState !== null));
          var c = Yl,
            l = Xl,
            u = Zl;
          ((Yl = c || o),
            (Zl = u || o),
            (Xl = l || s),
            bu(t, e, n),
            (Xl = l),
            (Zl = u),
            (Yl = c),
            Cu(e),
            i & 8192 &&
              ((t = e.stateNode),
              (t._visibility = o ? t._visibility & -2 : t._visibility | 1),
              !o ||
                r === null ||
                s ||
                Yl ||
                Xl ||
                ((t = s || Xl), (n = Yl), (r = Xl), (Yl = o || Yl), (Xl = t), Ou(e, 2), (Yl = n), (Xl = r)),
              (!o && Zl) || cu(e, o)),
            i & 4 &&
              ((t = e.updateQueue),
              t !== null && ((n = t.retryQueue), n !== null && ((t.retryQueue = null), yu(e, n)))));
          break;
        case 19:
          (bu(t, e, n), Cu(e), i & 4 && ((t = e.updateQueue), t !== null && ((e.updateQueue = null), yu(e, t))));
          break;
        case 30:
          (i & 512 && (Xl || r === null || _l(r, r.return)),
            (i = Mt()),
            (o = nu),
            (s = (n & 335544064) === n),
            (c = e.memoizedProps),
            (nu = s && oi(c.default, c.update) !== `none`),
            bu(t, e, n),
            Cu(e),
            s && r !== null && jt && (e.flags |= 4),
            (nu = o),
            (jt = i));
          break;
        case 21:
          break;
        case 7:
          (i & 512 && (Xl || r === null || _l(r, r.return)),
            r && r.stateNode !== null && (r.stateNode._fragmentFiber = e));
        default:
          (bu(t, e, n), Cu(e));
      }
    }
    function Cu(e) {
      var t = e.flags;
      if (t & 2) {
        try {
          for (var n, r = e.return; r !== null;) {
            if (Tl(r)) {
              n = r;
              break;
            }
            r = r.return;
          }
          r = null;
          for (var i = e.return; i !== null;) {
            if (Sl(i)) {
              var o = i.stateNode;
              r === null ? (r = [o]) : r.push(o);
            }
            if (xl(i)) break;
            i = i.return;
          }
          var s = r;
          if (n == null) throw Error(a(160));
          switch (n.tag) {
            case 27:
              var c = n.stateNode;
              Ol(e, El(e), c, s);
              break;
            case 5:
              var l = n.stateNode;
              (n.flags & 32 && (Yt(l, ``), (n.flags &= -33)), Ol(e, El(e), l, s));
              break;
            case 3:
            case 4:
              var u = n.stateNode.containerInfo;
              Dl(e, El(e), u, s);
              break;
            default:
              throw Error(a(161));
          }
        } catch (t) {
          df(e, e.return, t);
        }
        e.flags &= -3;
      }
      t & 4096 && (e.flags &= -4097);
    }
    function wu(e) {
      if (e.subtreeFlags & 1024)
        for (e = e.child; e !== null;) {
          var t = e;
          (wu(t),
            t.tag === 5 && t.flags & 1024 && ((t = t.stateNode), (gh = !0), t.reset(), (gh = !1)),
            (e = e.sibling));
        }
    }
    function Tu(e, t) {
      if (t.subtreeFlags & 9270) for (t = t.child; t !== null;) (Eu(t, e), (t = t.sibling));
      else Jl(t, !1);
    }
    function Eu(e, t) {
      var n = e.alternate;
      if (n === null) Bl(e, !1);
      else
        switch (e.tag) {
          case 3:
            if (((iu = tu = !1), Pl(), Tu(t, e), !tu && !ru)) {
              if (((e = Nl), e !== null))
                for (var r = 0; r < e.length; r += 3) {
                  n = e[r];
                  var i = e[r + 1];
                  (Ep(n, e[r + 2]),
                    (n = n.ownerDocument.documentElement),
                    n !== null &&
                      n.animate(
                        { opacity: [0, 0], pointerEvents: [`none`, `none`] },
                        { duration: 0, fill: `forwards`, pseudoElement: `::view-transition-group(` + i + `)` },
                      ));
                }
              ((e = t.containerInfo),
                (e = e.nodeType === 9 ? e.documentElement : e.ownerDocument.documentElement),
                e !== null &&
                  e.style.viewTransitionName === `` &&
                  ((e.style.viewTransitionName = `none`),
                  e.animate(
                    { opacity: [0, 0], pointerEvents: [`none`, `none`] },
                    { duration: 0, fill: `forwards`, pseudoElement: `::view-transition-group(root)` },
                  ),
                  e.animate(
                    { width: [0, 0], height: [0, 0] },
                    { duration: 0, fill: `forwards`, pseudoElement: `::view-transition` },
                  )),
                (iu = !0));
            }
            Nl = null;
            break;
          case 5:
            Tu(t, e);
            break;
          case 4:
            ((r = tu), (tu = !1), Tu(t, e), tu && (ru = !0), (tu = r));
            break;
          case 22:
            e.memoizedState === null && (n.memoizedState === null ? Tu(t, e) : Bl(e, !1));
            break;
          case 30:
            ((r = tu), (i = Pl()), (tu = !1), Tu(t, e), tu && (e.flags |= 4));
            var a = e.memoizedProps,
              o = e.stateNode;
            ((t = ii(a, o)), (o = ii(n.memoizedProps, o)));
            var s = oi(a.default, a.update);
            (s === `none`
              ? (t = !1)
              : ((a = n.memoizedState),
                (n.memoizedState = null),
                (n = e.child),
                (Fl = 0),
                (t = ql(e, n, t, o, s, a, !0)),
                Fl !== (a === null ? 0 : a.length) && (e.flags |= 32)),
              e.flags & 4 && t
                ? (Ad(e, e.memoizedProps.onUpdate), (Nl = i))
                : i !== null && (i.push.apply(i, Nl), (Nl = i)),
              (tu = e.flags & 32 ? !0 : r));
            break;
          default:
            Tu(t, e);
        }
    }
    function Du(e, t) {
      if (t.subtreeFlags & 8772) for (t = t.child; t !== null;) (su(e, t.alternate, t), (t = t.sibling));
    }
    function Ou(e, t) {
      for (e = e.child; e !== null;) {
        var n = e,
          r = t;
        switch (n.tag) {
          case 0:
          case 11:
          case 14:
          case 15:
            (pl(4, n, n.return), Ou(n, r));
            break;
          case 1:
            _l(n, n.return);
            var i = n.stateNode;
            (typeof i.componentWillUnmount == `function` && hl(n, n.return, i), Ou(n, r));
            break;
          case 27:
            r & 2 && gm(n.stateNode, n.type, n.memoizedProps);
          case 5:
            (_l(n, n.return), (n.tag !== 5 && n.tag !== 27) || bl(n), Ou(n, r));
            break;
          case 6:
            bl(n);
            break;
          case 26:
            (_l(n, n.return),
              (i = n.stateNode),
              n.memoizedState !== null || i === null || Xl || i.parentNode.removeChild(i),
              Ou(n, r));
            break;
          case 22:
            n.memoizedState === null && Ou(n, r);
            break;
          case 30:
            (_l(n, n.return), Ou(n, r));
            break;
          case 7:
            _l(n, n.return);
          default:
            Ou(n, r);
        }
        e = e.sibling;
      }
    }
    function ku(e, t, n) {
      for (n = t.subtreeFlags & 8772 ? n : n & -2, t = t.child; t !== null;) {
        var r = t.alternate,
          i = e,
          a = t,
          o = a.flags,
          s = !!(n & 1);
        switch (a.tag) {
          case 0:
          case 11:
          case 15:
            (ku(i, a, n), fl(4, a));
            break;
          case 1:
            if ((ku(i, a, n), (r = a), (i = r.stateNode), typeof i.componentDidMount == `function`))
              try {
                i.componentDidMount();
              } catch (e) {
                df(r, r.return, e);
              }
            if (((r = a), (i = r.updateQueue), i !== null)) {
              var c = r.stateNode;
              try {
                var l = i.shared.hiddenCallbacks;
                if (l !== null) for (i.shared.hiddenCallbacks = null, i = 0; i < l.length; i++) uo(l[i], c);
              } catch (e) {
                df(r, r.return, e);
              }
            }
            (s && o & 64 && ml(a), gl(a, a.return));
            break;
          case 27:
            n & 2 && kl(a);
          case 5:
            ((a.tag !== 5 && a.tag !== 27) || yl(a), ku(i, a, n), s && r === null && o & 4 && Cl(a), gl(a, a.return));
            break;
          case 6:
            yl(a);
            break;
          case 26:
            ((c = a.stateNode),
              a.memoizedState !== null || c === null || Yl || Km(bm(c.ownerDocument), a.type, c),
              ku(i, a, n),
              s && r === null && o & 4 && Cl(a),
              gl(a, a.return));
            break;
          case 12:
            ku(i, a, n);
            break;
          case 31:
            (ku(i, a, n), s && o & 4 && gu(i, a));
            break;
          case 13:
            (ku(i, a, n), s && o & 4 && _u(i, a));
            break;
          case 22:
            (a.memoizedState === null && ku(i, a, n), gl(a, a.return));
            break;
          case 30:
            (ku(i, a, n), gl(a, a.return));
            break;
          case 7:
            gl(a, a.return);
          default:
            ku(i, a, n);
        }
        t = t.sibling;
      }
    }
    function Au(e, t) {
      var n = null;
      (e !== null &&
        e.memoizedState !== null &&
        e.memoizedState.cachePool !== null &&
        (n = e.memoizedState.cachePool.pool),
        (e = null),
        t.memoizedState !== null && t.memoizedState.cachePool !== null && (e = t.memoizedState.cachePool.pool),
        e !== n && (e != null && e.refCount++, n != null && ba(n)));
    }
    function ju(e, t) {
      ((e = null),
        t.alternate !== null && (e = t.alternate.memoizedState.cache),
        (t = t.memoizedState.cache),
        t !== e && (t.refCount++, e != null && ba(e)));
    }
    function Mu(e, t, n, r) {
      var i = (n & 335544064) === n;
      if (t.subtreeFlags & (i ? 10262 : 10256)) for (t = t.child; t !== null;) (Nu(e, t, n, r), (t = t.sibling));
      else i && Kl(t);
    }
    function Nu(e, t, n, r) {
      var i = (n & 335544064) === n;
      i && t.alternate === null && t.return !== null && t.return.alternate !== null && Gl(t);
      var a = t.flags;
      switch (t.tag) {
        case 0:
        case 11:
        case 15:
          (Mu(e, t, n, r), a & 2048 && fl(9, t));
          break;
        case 1:
          Mu(e, t, n, r);
          break;
        case 3:
          (Mu(e, t, n, r),
            i &&
              iu &&
              ((e = e.containerInfo),
              (e = e.nodeType === 9 ? e.body : e.nodeName === `HTML` ? e.ownerDocument.body : e),
              e.style.viewTransitionName === `root` && (e.style.viewTransitionName = ``),
              (e = e.ownerDocument.documentElement),
              e !== null && e.style.viewTransitionName === `none` && (e.style.viewTransitionName = ``)),
            a & 2048 &&
              ((a = null),
              t.alternate !== null && (a = t.alternate.memoizedState.cache),
              (t = t.memoizedState.cache),
              t !== a && (t.refCount++, a != null && ba(a))));
          break;
        case 12:
          if (a & 2048) {
            (Mu(e, t, n, r), (a = t.stateNode));
            try {
              var o = t.memoizedProps,
                s = o.id,
                c = o.onPostCommit;
              typeof c == `function` && c(s, t.alternate === null ? `mount` : `update`, a.passiveEffectDuration, -0);
            } catch (e) {
              df(t, t.return, e);
            }
          } else Mu(e, t, n, r);
          break;
        case 31:
          Mu(e, t, n, r);
          break;
        case 13:
          Mu(e, t, n, r);
          break;
        case 23:
          break;
        case 22:
          ((o = t.stateNode),
            (s = t.alternate),
            t.memoizedState === null
              ? (i && s !== null && s.memoizedState !== null && Gl(t),
                o._visibility & 2
                  ? Mu(e, t, n, r)
                  : ((o._visibility |= 2), Pu(e, t, n, r, !!(t.subtreeFlags & 10256) || !1)))
              : (i && s !== null && s.memoizedState === null && Gl(s), o._visibility & 2 ? Mu(e, t, n, r) : Fu(e, t)),
            a & 2048 && Au(s, t));
          break;
        case 24:
          (Mu(e, t, n, r), a & 2048 && ju(t.alternate, t));
          break;
        case 30:
          (i && ((a = t.alternate), a !== null && (Rl(a.child, !0), Rl(t.child, !0))), Mu(e, t, n, r));
          break;
        default:
          Mu(e, t, n, r);
      }
    }
    function Pu(e, t, n, r, i) {
      for (i &&= !!(t.subtreeFlags & 10256) || !1, t = t.child; t !== null;) {
        var a = e,
          o = t,
          s = n,
          c = r,
          l = o.flags;
        switch (o.tag) {
          case 0:
          case 11:
          case 15:
            (Pu(a, o, s, c, i), fl(8, o));
            break;
          case 23:
            break;
          case 22:
            var u = o.stateNode;
            (o.memoizedState === null
              ? ((u._visibility |= 2), Pu(a, o, s, c, i))
              : u._visibility & 2
                ? Pu(a, o, s, c, i)
                : Fu(a, o),
              i && l & 2048 && Au(o.alternate, o));
            break;
          case 24:
            (Pu(a, o, s, c, i), i && l & 2048 && ju(o.alternate, o));
            break;
          default:
            Pu(a, o, s, c, i);
        }
        t = t.sibling;
      }
    }
    function Fu(e, t) {
      if (t.subtreeFlags & 10256)
        for (t = t.child; t !== null;) {
          var n = e,
            r = t,
            i = r.flags;
          switch (r.tag) {
            case 22:
              (Fu(n, r), i & 2048 && Au(r.alternate, r));
              break;
            case 24:
              (Fu(n, r), i & 2048 && ju(r.alternate, r));
              break;
            default:
              Fu(n, r);
          }
          t = t.sibling;
        }
    }
    var Iu = 8192;
    function Lu(e, t, n) {
      if (e.subtreeFlags & Iu) for (e = e.child; e !== null;) (Ru(e, t, n), (e = e.sibling));
    }
    function Ru(e, t, n) {
      switch (e.tag) {
        case 26:
          (Lu(e, t, n),
            e.flags & Iu &&
              (e.memoizedState === null
                ? ((e = e.stateNode), (t & 335544128) === t && Zm(n, e))
                : Qm(n, xu, e.memoizedState, e.memoizedProps)));
          break;
        case 5:
          (Lu(e, t, n), e.flags & Iu && ((e = e.stateNode), (t & 335544128) === t && Zm(n, e)));
          break;
        case 3:
        case 4:
          var r = xu;
          ((xu = bm(e.stateNode.containerInfo)), Lu(e, t, n), (xu = r));
          break;
        case 22:
          e.memoizedState === null &&
            ((r = e.alternate),
            r !== null && r.memoizedState !== null ? ((r = Iu), (Iu = 16777216), Lu(e, t, n), (Iu = r)) : Lu(e, t, n));
          break;
        case 30:
          if ((e.flags & Iu) !== 0 && ((r = e.memoizedProps.name), r != null && r !== `auto`)) {
            var i = e.stateNode;
            ((i.paired = null), jl === null && (jl = new Map()), jl.set(r, i));
          }
          Lu(e, t, n);
          break;
        default:
          Lu(e, t, n);
      }
    }
    function zu(e) {
      var t = e.alternate;
      if (t !== null && ((e = t.child), e !== null)) {
        t.child = null;
        do ((t = e.sibling), (e.sibling = null), (e = t));
        while (e !== null);
      }
    }
    function Bu(e) {
      var t = e.deletions;
      if (e.flags & 16) {
        if (t !== null)
          for (var n = 0; n < t.length; n++) {
            var r = t[n];
            ((eu = r), Uu(r, e));
          }
        zu(e);
      }
      if (e.subtreeFlags & 10256) for (e = e.child; e !== null;) (Vu(e), (e = e.sibling));
    }
    function Vu(e) {
      switch (e.tag) {
        case 0:
        case 11:
        case 15:
          (Bu(e), e.flags & 2048 && pl(9, e, e.return));
          break;
        case 3:
          Bu(e);
          break;
        case 12:
          Bu(e);
          break;
        case 22:
          var t = e.stateNode;
          e.memoizedState !== null && t._visibility & 2 && (e.return === null || e.return.tag !== 13)
            ? ((t._visibility &= -3), Hu(e))
            : Bu(e);
          break;
        default:
          Bu(e);
      }
    }
    function Hu(e) {
      var t = e.deletions;
      if (e.flags & 16) {
        if (t !== null)
          for (var n = 0; n < t.length; n++) {
            var r = t[n];
            ((eu = r), Uu(r, e));
          }
        zu(e);
      }
      for (e = e.child; e !== null;) {
        switch (((t = e), t.tag)) {
          case 0:
          case 11:
          case 15:
            (pl(8, t, t.return), Hu(t));
            break;
          case 22:
            ((n = t.stateNode), n._visibility & 2 && ((n._visibility &= -3), Hu(t)));
            break;
          default:
            Hu(t);
        }
        e = e.sibling;
      }
    }
    function Uu(e, t) {
      for (; eu !== null;) {
        var n = eu;
        switch (n.tag) {
          case 0:
          case 11:
          case 15:
            pl(8, n, t);
            break;
          case 23:
          case 22:
            if (n.memoizedState !== null && n.memoizedState.cachePool !== null) {
              var r = n.memoizedState.cachePool.pool;
              r != null && r.refCount++;
            }
            break;
          case 24:
            ba(n.memoizedState.cache);
        }
        if (((r = n.child), r !== null)) ((r.return = n), (eu = r));
        else
          a: for (n = e; eu !== null;) {
            r = eu;
            var i = r.sibling,
              a = r.return;
            if ((du(r), r === n)) {
              eu = null;
              break a;
            }
            if (i !== null) {
              ((i.return = a), (eu = i));
              break a;
            }
            eu = a;
          }
      }
    }
    var Wu = {
        getCacheForType: function (e) {
          var t = fa(va),
            n = t.data.get(e);
          return (n === void 0 && ((n = e()), t.data.set(e, n)), n);
        },
        cacheSignal: function () {
          return fa(va).controller.signal;
        },
      },
      Gu = typeof WeakMap == `function` ? WeakMap : Map,
      Ku = 0,
      qu = null,
      Ju = null,
      Yu = 0,
      Xu = 0,
      Zu = null,
      Qu = !1,
      $u = !1,
      ed = !1,
      td = 0,
      nd = 0,
      rd = 0,
      id = 0,
      ad = 0,
      od = 0,
      sd = 0,
      cd = null,
      ld = null,
      ud = !1,
      dd = 0,
      fd = 0,
      pd = 1 / 0,
      md = null,
      hd = null,
      gd = 0,
      _d = null,
      vd = null,
      yd = 0,
      bd = 0,
      xd = null,
      Sd = null,
      Cd = null,
      wd = null,
      Td = null,
      Ed = 0,
      Dd = null;
    function Od() {
      return Ku & 2 && Yu !== 0 ? Yu & -Yu : W.T === null ? it() : Mf();
    }
    function kd() {
      if (od === 0) {
        if (!(Yu & 536870912) || Ki) {
          var e = We;
          ((We <<= 1), !(We & 3932160) && (We = 262144), (od = e));
        } else od = 536870912;
      }
      return ((e = vo.current), e !== null && (e.flags |= 32), od);
    }
    function Ad(e, t) {
      if (t != null) {
        var n = e.stateNode,
          r = n.ref;
        (r === null && (r = n.ref = Pp(ii(e.memoizedProps, n))), wd === null && (wd = []), wd.push(t.bind(null, r)));
      }
    }
    function jd(e, t, n) {
      (((e === qu && (Xu === 2 || Xu === 9)) || e.cancelPendingCommit !== null) && (Rd(e, 0), Fd(e, Yu, od, !1)),
        Qe(e, n),
        (Ku & 2 && e === qu) || (e === qu && (!(Ku & 2) && (id |= n), nd === 4 && Fd(e, Yu, od, !1)), wf(e)));
    }
    function Md(e, t, n) {
      if (Ku & 6) throw Error(a(327));
      var r = (!n && !(t & 127) && (t & e.expiredLanes) === 0) || Je(e, t),
        i = r ? Kd(e, t) : Wd(e, t, !0),
        o = r;
      do {
        if (i === 0) {
          $u && !r && Fd(e, t, 0, !1);
          break;
        }
        if (((n = e.current.alternate), o && !Pd(n))) ((i = Wd(e, t, !1)), (o = !1));
        else {
          if (i === 2) {
            if (((o = t), e.errorRecoveryDisabledLanes & o)) var s = 0;
            else ((s = e.pendingLanes & -536870913), (s = s === 0 ? (s & 536870912 ? 536870912 : 0) : s));
            if (s !== 0) {
              t = s;
              a: {
                var c = e;
                i = cd;
                var l = c.current.memoizedState.isDehydrated;
                if ((l && (Rd(c, s).flags |= 256), (s = Wd(c, s, !1)), s !== 2 && s !== 6)) {
                  if (ed && !l) {
                    ((c.errorRecoveryDisabledLanes |= o), (id |= o), (i = 4));
                    break a;
                  }
                  ((o = ld), (ld = i), o !== null && (ld === null ? (ld = o) : ld.push.apply(ld, o)));
                }
                i = s;
              }
              if (((o = !1), i !== 2)) continue;
            }
          }
          if (i === 1) {
            (Rd(e, 0), Fd(e, t, 0, !0));
            break;
          }
          a: {
            switch (((r = e), (o = i), o)) {
              case 0:
              case 1:
                throw Error(a(345));
              case 4:
                if ((t & 4194048) !== t && (t & 62914560) !== t) break;
              case 6:
                Fd(r, t, od, !Qu);
                break a;
              case 2:
                ld = null;
                break;
              case 3:
              case 5:
                break;
              default:
                throw Error(a(329));
            }
            if ((t & 62914560) === t && ((i = dd + 300 - ke()), 10 < i)) {
              if ((Fd(r, t, od, !Qu), qe(r, 0, !0) !== 0)) break a;
              ((yd = t),
                (r.timeoutHandle = gp(Nd.bind(null, r, n, ld, md, ud, t, od, id, sd, Qu, o, `Throttled`, -0, 0), i)));
              break a;
            }
            Nd(r, n, ld, md, ud, t, od, id, sd, Qu, o, null, -0, 0);
          }
          break;
        }
      } while (1);
      wf(e);
    }
    function Nd(e, t, n, r, i, a, o, s, c, l, u, d, f, p) {
      e.timeoutHandle = -1;
      var m = t.subtreeFlags,
        h = (a & 335544064) === a;
      ((d = null),
        (h || m & 8192 || (m & 16785408) == 16785408) &&
        ((d = {
          stylesheets: null,
          count: 0,
          imgCount: 0,
          imgBytes: 0,
          suspenseyImages: [],
          waitingForImages: !0,
          waitingForViewTransition: !1,
          unsuspend: rn,
        }),
        (jl = null),
        Ru(t, a, d),
        h &&
          ((m = d),
          (h = e.containerInfo),
          (h = (h.nodeType === 9 ? h : h.ownerDocument).__reactViewTransition),
          h != null && (m.count++, (m.waitingForViewTransition = !0), (m = nh.bind(m)), h.finished.then(m, m))),
        (m = (a & 62914560) === a ? dd - ke() : (a & 4194048) === a ? fd - ke() : 0),
        (m = eh(d, m)),
        m !== null)
          ? ((yd = a),
            (e.cancelPendingCommit = m($d.bind(null, e, t, a, n, r, i, o, s, c, l, u, d, null, f, p))),
            Fd(e, a, o, !l))
          : $d(e, t, a, n, r, i, o, s, c, l, u, d));
    }
    function Pd(e) {
      for (var t = e; ;) {
        var n = t.tag;
        if (
          (n === 0 || n === 11 || n === 15) &&
          t.flags & 16384 &&
          ((n = t.updateQueue), n !== null && ((n = n.stores), n !== null))
        )
          for (var r = 0; r < n.length; r++) {
            var i = n[r],
              a = i.getSnapshot;
            i = i.value;
            try {
              if (!Or(a(), i)) return !1;
            } catch {
              return !1;
            }
          }
        if (((n = t.child), t.subtreeFlags & 16384 && n !== null)) ((n.return = t), (t = n));
        else {
          if (t === e) break;
          for (; t.sibling === null;) {
            if (t.return === null || t.return === e) return !0;
            t = t.return;
          }
          ((t.sibling.return = t.return), (t = t.sibling));
        }
      }
      return !0;
    }
    function Fd(e, t, n, r) {
      ((t = Ye(e, t)),
        (t &= ~ad),
        (t &= ~id),
        (e.suspendedLanes |= t),
        (e.pingedLanes &= ~t),
        r && (e.warmLanes |= t),
        (r = e.expirationTimes));
      for (var i = t; 0 < i;) {
        var a = 31 - ze(i),
          o = 1 << a;
        ((r[a] = -1), (i &= ~o));
      }
      n !== 0 && et(e, n, t);
    }
    function Id() {
      return Ku & 6 ? !0 : (Tf(0, !1), !1);
    }
    function Ld() {
      if (Ju !== null) {
        if (Xu === 0) var e = Ju.return;
        else ((e = Ju), (ia = $ = null), Jo(e), (Ka = null), (qa = 0), (e = Ju));
        for (; e !== null;) (dl(e.alternate, e), (e = e.return));
        Ju = null;
      }
    }
    function Rd(e, t) {
      var n = e.timeoutHandle;
      return (
        n !== -1 && ((e.timeoutHandle = -1), _p(n)),
        (n = e.cancelPendingCommit),
        n !== null && ((e.cancelPendingCommit = null), n()),
        (yd = 0),
        Ld(),
        (qu = e),
        (Ju = n = xi(e.current, null)),
        (Yu = t),
        (Xu = 0),
        (Zu = null),
        (Qu = !1),
        ($u = Je(e, t)),
        (ed = !1),
        (sd = od = ad = id = rd = nd = 0),
        (ld = cd = null),
        (ud = !1),
        (td = Ye(e, t)),
        di(),
        n
      );
    }
    function zd(e, t) {
      ((Ao = null),
        (W.H = ic),
        t === Ia || t === Ra
          ? ((t = Wa()), (Xu = 3))
          : t === La
            ? ((t = Wa()), (Xu = 4))
            : (Xu = t === Sc ? 8 : typeof t == `object` && t && typeof t.then == `function` ? 6 : 1),
        (Zu = t),
        Ju === null && ((nd = 1), gc(e, ki(t, e.current))));
    }
    function Bd() {
      var e = vo.current;
      return e === null
        ? !0
        : (Yu & 4194048) === Yu
          ? yo === null
          : (Yu & 62914560) === Yu || Yu & 536870912
            ? e === yo
            : !1;
    }
    function Vd() {
      var e = W.H;
      return ((W.H = ic), e === null ? ic : e);
    }
    function Hd() {
      var e = W.A;
      return ((W.A = Wu), e);
    }
    function Ud() {
      ((nd = 4),
        Qu || ((Yu & 4194048) !== Yu && vo.current !== null) || ($u = !0),
        (!(rd & 134217727) && !(id & 134217727)) || qu === null || Fd(qu, Yu, od, !1));
    }
    function Wd(e, t, n) {
      var r = Ku;
      Ku |= 2;
      var i = Vd(),
        a = Hd();
      ((qu !== e || Yu !== t) && ((md = null), Rd(e, t)), (t = !1));
      var o = nd;
      a: do
        try {
          if (Xu !== 0 && Ju !== null) {
            var s = Ju,
              c = Zu;
            switch (Xu) {
              case 8:
                (Ld(), (o = 6));
                break a;
              case 3:
              case 2:
              case 9:
              case 6:
                vo.current === null && (t = !0);
                var l = Xu;
                if (((Xu = 0), (Zu = null), Xd(e, s, c, l), n && $u)) {
                  o = 0;
                  break a;
                }
                break;
              default:
                ((l = Xu), (Xu = 0), (Zu = null), Xd(e, s, c, l));
            }
          }
          (Gd(), (o = nd));
          break;
        } catch (t) {
          zd(e, t);
        }
      while (1);
      return (
        t && e.shellSuspendCounter++,
        (ia = $ = null),
        (Ku = r),
        (W.H = i),
        (W.A = a),
        Ju === null && ((qu = null), (Yu = 0), di()),
        o
      );
    }
    function Gd() {
      for (; Ju !== null;) Jd(Ju);
    }
    function Kd(e, t) {
      var n = Ku;
      Ku |= 2;
      var r = Vd(),
        i = Hd();
      qu !== e || Yu !== t ? ((md = null), (pd = ke() + 500), Rd(e, t)) : ($u = Je(e, t));
      a: do
        try {
          if (Xu !== 0 && Ju !== null) {
            t = Ju;
            var o = Zu;
            b: switch (Xu) {
              case 1:
                ((Xu = 0), (Zu = null), Xd(e, t, o, 1));
                break;
              case 2:
              case 9:
                if (Ba(o)) {
                  ((Xu = 0), (Zu = null), Yd(t));
                  break;
                }
                ((t = function () {
                  ((Xu !== 2 && Xu !== 9) || qu !== e || (Xu = 7), wf(e));
                }),
                  o.then(t, t));
                break a;
              case 3:
                Xu = 7;
                break a;
              case 4:
                Xu = 5;
                break a;
              case 7:
                Ba(o) ? ((Xu = 0), (Zu = null), Yd(t)) : ((Xu = 0), (Zu = null), Xd(e, t, o, 7));
                break;
              case 5:
                var s = null;
                switch (Ju.tag) {
                  case 26:
                    s = Ju.memoizedState;
                  case 5:
                  case 27:
                    var c = Ju;
                    if (s ? Ym(s) : c.stateNode.complete) {
                      ((Xu = 0), (Zu = null));
                      var l = c.sibling;
                      if (l !== null) Ju = l;
                      else {
                        var u = c.return;
                        u === null ? (Ju = null) : ((Ju = u), Zd(u));
                      }
                      break b;
                    }
                }
                ((Xu = 0), (Zu = null), Xd(e, t, o, 5));
                break;
              case 6:
                ((Xu = 0), (Zu = null), Xd(e, t, o, 6));
                break;
              case 8:
                (Ld(), (nd = 6));
                break a;
              default:
                throw Error(a(462));
            }
          }
          qd();
          break;
        } catch (t) {
          zd(e, t);
        }
      while (1);
      return ((ia = $ = null), (W.H = r), (W.A = i), (Ku = n), Ju === null ? ((qu = null), (Yu = 0), di(), nd) : 0);
    }
    function qd() {
      for (; Ju !== null && !De();) Jd(Ju);
    }
    function Jd(e) {
      var t = nl(e.alternate, e, td);
      ((e.memoizedProps = e.pendingProps), t === null ? Zd(e) : (Ju = t));
    }
    function Yd(e) {
      var t = e,
        n = t.alternate;
      switch (t.tag) {
        case 15:
        case 0:
          t = Ic(n, t, t.pendingProps, t.type, void 0, Yu);
          break;
        case 11:
          t = Ic(n, t, t.pendingProps, t.type.render, t.ref, Yu);
          break;
        case 5:
          Jo(t);
          var r = t;
          r === Wi && (Ki ? (Qi(r), r.tag === 5 && r.stateNode != null && (Gi = r.stateNode)) : (Qi(r), (Ki = !0)));
        default:
          (dl(n, t), (t = Ju = Si(t, td)), (t = nl(n, t, td)));
      }
      ((e.memoizedProps = e.pendingProps), t === null ? Zd(e) : (Ju = t));
    }
    function Xd(e, t, n, r) {
      ((ia = $ = null), Jo(t), (Ka = null), (qa = 0));
      var i = t.return;
      try {
        if (xc(e, i, t, n, Yu)) {
          ((nd = 1), gc(e, ki(n, e.current)), (Ju = null));
          return;
        }
      } catch (t) {
        if (i !== null) throw ((Ju = i), t);
        ((nd = 1), gc(e, ki(n, e.current)), (Ju = null));
        return;
      }
      t.flags & 32768
        ? (Ki || r === 1
            ? (e = !0)
            : $u || Yu & 536870912
              ? (e = !1)
              : ((Qu = e = !0),
                (r === 2 || r === 9 || r === 3 || r === 6) &&
                  ((r = vo.current), r !== null && r.tag === 13 && (r.flags |= 16384))),
          Qd(t, e))
        : Zd(t);
    }
    function Zd(e) {
      var t = e;
      do {
        if (t.flags & 32768) {
          Qd(t, Qu);
          return;
        }
        e = t.return;
        var n = ll(t.alternate, t, td);
        if (n !== null) {
          Ju = n;
          return;
        }
        if (((t = t.sibling), t !== null)) {
          Ju = t;
          return;
        }
        Ju = t = e;
      } while (t !== null);
      nd === 0 && (nd = 5);
    }
    function Qd(e, t) {
      do {
        var n = ul(e.alternate, e);
        if (n !== null) {
          ((n.flags &= 32767), (Ju = n));
          return;
        }
        if (
          ((n = e.return),
          n !== null && ((n.flags |= 32768), (n.subtreeFlags = 0), (n.deletions = null)),
          !t && ((e = e.sibling), e !== null))
        ) {
          Ju = e;
          return;
        }
        Ju = e = n;
      } while (e !== null);
      ((nd = 6), (Ju = null));
    }
    function $d(e, t, n, r, i, o, s, c, l, u, d, f) {
      e.cancelPendingCommit = null;
      do cf();
      while (gd !== 0);
      if (Ku & 6) throw Error(a(327));
      if (t !== null) {
        if (t === e.current) throw Error(a(177));
        (e === qu && ((Ju = qu = null), (Yu = 0)),
          (vd = t),
          (_d = e),
          (yd = n),
          (xd = i),
          (Sd = r),
          ef(e, t, n, s, c, l, f));
      }
    }
    function ef(e, t, n, r, i, a, o) {
      var s = t.lanes | t.childLanes;
      if (
        ((bd = s),
        (s |= ui),
        $e(e, n, s, r, i, a),
        (wd = null),
        (n & 335544064) === n ? ((Td = Ca(e)), (r = 10262)) : ((Td = null), (r = 10256)),
        (t.subtreeFlags & r) !== 0 || (t.flags & r) !== 0
          ? ((e.callbackNode = null),
            (e.callbackPriority = 0),
            _f(Me, function () {
              return (lf(), null);
            }))
          : ((e.callbackNode = null), (e.callbackPriority = 0)),
        (Al = !1),
        (r = !!(t.flags & 13878)),
        t.subtreeFlags & 13878 || r)
      ) {
        ((r = W.T), (W.T = null), (i = G.p), (G.p = 2), (a = Ku), (Ku |= 4));
        try {
          au(e, t, n);
        } finally {
          ((Ku = a), (G.p = i), (W.T = r));
        }
      }
      ((gd = 1), Al ? (Cd = Mp(o, e.containerInfo, Td, rf, af, nf, of, lf, tf, null, null)) : (rf(), af(), of()));
    }
    function tf(e) {
      if (gd !== 0) {
        var t = _d.onRecoverableError;
        t(e, { componentStack: null });
      }
    }
    function nf() {
      gd === 3 && ((gd = 0), Eu(vd, _d), (gd = 4));
    }
    function rf() {
      if (gd === 1) {
        gd = 0;
        var e = _d,
          t = vd,
          n = yd,
          r = !!(t.flags & 13878);
        if (t.subtreeFlags & 13878 || r) {
          ((r = W.T), (W.T = null));
          var i = G.p;
          G.p = 2;
          var a = Ku;
          Ku |= 4;
          try {
            ((nu = ru = !1), Su(t, e, n), (n = cp));
            var o = Pr(e.containerInfo),
              s = n.focusedElem,
              c = n.selectionRange;
            if (o !== s && s && s.ownerDocument && Nr(s.ownerDocument.documentElement, s)) {
              if (c !== null && Fr(s)) {
                var l = c.start,
                  u = c.end;
                if ((u === void 0 && (u = l), `selectionStart` in s))
                  ((s.selectionStart = l), (s.selectionEnd = Math.min(u, s.value.length)));
                else {
                  var d = s.ownerDocument || document,
                    f = (d && d.defaultView) || window;
                  if (f.getSelection) {
                    var p = f.getSelection(),
                      m = s.textContent.length,
                      h = Math.min(c.start, m),
                      g = c.end === void 0 ? h : Math.min(c.end, m);
                    !p.extend && h > g && ((o = g), (g = h), (h = o));
                    var _ = Mr(s, h),
                      v = Mr(s, g);
                    if (
                      _ &&
                      v &&
                      (p.rangeCount !== 1 ||
                        p.anchorNode !== _.node ||
                        p.anchorOffset !== _.offset ||
                        p.focusNode !== v.node ||
                        p.focusOffset !== v.offset)
                    ) {
                      var y = d.createRange();
                      (y.setStart(_.node, _.offset),
                        p.removeAllRanges(),
                        h > g
                          ? (p.addRange(y), p.extend(v.node, v.offset))
                          : (y.setEnd(v.node, v.offset), p.addRange(y)));
                    }
                  }
                }
              }
              for (d = [], p = s; (p = p.parentNode);)
                p.nodeType === 1 && d.push({ element: p, left: p.scrollLeft, top: p.scrollTop });
              for (typeof s.focus == `function` && s.focus(), s = 0; s < d.length; s++) {
                var b = d[s];
                ((b.element.scrollLeft = b.left), (b.element.scrollTop = b.top));
              }
            }
            ((gh = !!sp), (cp = sp = null));
          } finally {
            ((Ku = a), (G.p = i), (W.T = r));
          }
        }
        ((e.current = t), (gd = 2));
      }
    }
    function af() {
      if (gd === 2) {
        gd = 0;
        var e = _d,
          t = vd,
          n = !!(t.flags & 8772);
        if (t.subtreeFlags & 8772 || n) {
          ((n = W.T), (W.T = null));
          var r = G.p;
          G.p = 2;
          var i = Ku;
          Ku |= 4;
          try {
            su(e, t.alternate, t);
          } finally {
            ((Ku = i), (G.p = r), (W.T = n));
          }
        }
        gd = 3;
      }
    }
    function of() {
      if (gd === 4 || gd === 3) {
        gd = 0;
        var e = Cd;
        ((Cd = null), Oe());
        var t = _d,
          n = vd,
          r = yd,
          i = Sd,
          a = (r & 335544064) === r ? 10262 : 10256;
        if (
          ((n.subtreeFlags & a) !== 0 || (n.flags & a) !== 0
            ? (gd = 5)
            : ((gd = 0), (vd = _d = null), sf(t, t.pendingLanes)),
          (a = t.pendingLanes),
          a === 0 && (hd = null),
          rt(r),
          (n = n.stateNode),
          Le && typeof Le.onCommitFiberRoot == `function`)
        )
          try {
            Le.onCommitFiberRoot(Ie, n, void 0, (n.current.flags & 128) == 128);
          } catch {}
        if (i !== null) {
          ((n = W.T), (a = G.p), (G.p = 2), (W.T = null));
          try {
            for (var o = t.onRecoverableError, s = 0; s < i.length; s++) {
              var c = i[s];
              o(c.value, { componentStack: c.stack });
            }
          } finally {
            ((W.T = n), (G.p = a));
          }
        }
        if (((i = wd), (o = Td), (Td = null), i !== null && ((wd = null), o === null && (o = []), e !== null)))
          for (c = 0; c < i.length; c++) ((n = (0, i[c])(o)), n !== void 0 && e.finished.finally(n));
        (yd & 3 && cf(),
          wf(t),
          (a = t.pendingLanes),
          r & 261930 && a & 42 ? (t === Dd ? Ed++ : ((Ed = 0), (Dd = t))) : ((Ed = 0), (Dd = null)),
          Tf(0, !1));
      }
    }
    function sf(e, t) {
      (e.pooledCacheLanes &= t) === 0 && ((t = e.pooledCache), t != null && ((e.pooledCache = null), ba(t)));
    }
    function cf() {
      return (Cd !== null && (Cd.skipTransition(), (Cd = null)), rf(), af(), of(), lf());
    }
    function lf() {
      if (gd !== 5) return !1;
      var e = _d,
        t = bd;
      bd = 0;
      var n = rt(yd),
        r = W.T,
        i = G.p;
      try {
        ((G.p = 32 > n ? 32 : n), (W.T = null), (n = xd), (xd = null));
        var o = _d,
          s = yd;
        if (((gd = 0), (vd = _d = null), (yd = 0), Ku & 6)) throw Error(a(331));
        var c = Ku;
        if (
          ((Ku |= 4),
          Vu(o.current),
          Nu(o, o.current, s, n),
          (Ku = c),
          Tf(0, !1),
          Le && typeof Le.onPostCommitFiberRoot == `function`)
        )
          try {
            Le.onPostCommitFiberRoot(Ie, o);
          } catch {}
        return !0;
      } finally {
        ((G.p = i), (W.T = r), sf(e, t));
      }
    }
    function uf(e, t, n) {
      ((t = ki(n, t)), (t = vc(e.stateNode, t, 2)), (e = io(e, t, 2)), e !== null && (Qe(e, 2), wf(e)));
    }
    function df(e, t, n) {
      if (e.tag === 3) uf(e, e, n);
      else
        for (; t !== null;) {
          if (t.tag === 3) {
            uf(t, e, n);
            break;
          }
          if (t.tag === 1) {
            var r = t.stateNode;
            if (
              typeof t.type.getDerivedStateFromError == `function` ||
              (typeof r.componentDidCatch == `function` && (hd === null || !hd.has(r)))
            ) {
              ((e = ki(n, e)), (n = yc(2)), (r = io(t, n, 2)), r !== null && (bc(n, r, t, e), Qe(r, 2), wf(r)));
              break;
            }
          }
          t = t.return;
        }
    }
    function ff(e, t, n) {
      var r = e.pingCache;
      if (r === null) {
        r = e.pingCache = new Gu();
        var i = new Set();
        r.set(t, i);
      } else ((i = r.get(t)), i === void 0 && ((i = new Set()), r.set(t, i)));
      i.has(n) || ((ed = !0), i.add(n), (e = pf.bind(null, e, t, n)), t.then(e, e));
    }
    function pf(e, t, n) {
      var r = e.pingCache;
      (r !== null && r.delete(t),
        (e.pingedLanes |= e.suspendedLanes & n),
        (e.warmLanes &= ~n),
        qu === e &&
          (Yu & n) === n &&
          (nd === 4 || (nd === 3 && (Yu & 62914560) === Yu && 300 > ke() - dd)
            ? Ku & 2
              ? (ad |= n)
              : Rd(e, 0)
            : (ad |= n),
          sd === Yu && (sd = 0)),
        wf(e));
    }
    function mf(e, t) {
      (t === 0 && (t = Ze()), (e = mi(e, t)), e !== null && (Qe(e, t), wf(e)));
    }
    function hf(e) {
      var t = e.memoizedState,
        n = 0;
      (t !== null && (n = t.retryLane), mf(e, n));
    }
    function gf(e, t) {
      var n = 0;
      switch (e.tag) {
        case 31:
        case 13:
          var r = e.stateNode,
            i = e.memoizedState;
          i !== null && (n = i.retryLane);
          break;
        case 19:
          r = e.stateNode;
          break;
        case 22:
          r = e.stateNode._retryCache;
          break;
        default:
          throw Error(a(314));
      }
      (r !== null && r.delete(t), mf(e, n));
    }
    function _f(e, t) {
      return Te(e, t);
    }
    var vf = null,
      yf = null,
      bf = !1,
      xf = !1,
      Sf = !1,
      Cf = 0;
    function wf(e) {
      (e !== yf && e.next === null && (yf === null ? (vf = yf = e) : (yf = yf.next = e)),
        (xf = !0),
        bf || ((bf = !0), jf()));
    }
    function Tf(e, t) {
      if (!Sf && xf) {
        Sf = !0;
        do
          for (var n = !1, r = vf; r !== null;) {
            if (!t) {
              if (e !== 0) {
                var i = r.pendingLanes;
                if (i === 0) var a = 0;
                else {
                  var o = r.suspendedLanes,
                    s = r.pingedLanes;
                  ((a = (1 << (31 - ze(42 | e) + 1)) - 1),
                    (a &= i & ~(o & ~s)),
                    (a = a & 201326741 ? (a & 201326741) | 1 : a ? a | 2 : 0));
                }
                a !== 0 && ((n = !0), Af(r, a));
              } else
                ((a = Yu),
                  (a = qe(r, r === qu ? a : 0, r.cancelPendingCommit !== null || r.timeoutHandle !== -1)),
                  !(a & 3) || Je(r, a) || ((n = !0), Af(r, a)));
            }
            r = r.next;
          }
        while (n);
        Sf = !1;
      }
    }
    function Ef() {
      Df();
    }
    function Df() {
      xf = bf = !1;
      var e = 0;
      Cf !== 0 && hp() && (e = Cf);
      for (var t = ke(), n = null, r = vf; r !== null;) {
        var i = r.next,
          a = Of(r, t);
        (a === 0
          ? ((r.next = null), n === null ? (vf = i) : (n.next = i), i === null && (yf = n))
          : ((n = r), (e !== 0 || a & 3) && (xf = !0)),
          (r = i));
      }
      ((gd !== 0 && gd !== 5) || Tf(e, !1), Cf !== 0 && (Cf = 0));
    }
    function Of(e, t) {
      for (var n = e.suspendedLanes, r = e.pingedLanes, i = e.expirationTimes, a = e.pendingLanes & -62914561; 0 < a;) {
        var o = 31 - ze(a),
          s = 1 << o,
          c = i[o];
        (c === -1 ? ((s & n) === 0 || (s & r) !== 0) && (i[o] = Xe(s, t)) : c <= t && (e.expiredLanes |= s), (a &= ~s));
      }
      if (
        ((t = qu),
        (n = Yu),
        (n = qe(e, e === t ? n : 0, e.cancelPendingCommit !== null || e.timeoutHandle !== -1)),
        (r = e.callbackNode),
        n === 0 || (e === t && (Xu === 2 || Xu === 9)) || e.cancelPendingCommit !== null)
      )
        return (r !== null && r !== null && Ee(r), (e.callbackNode = null), (e.callbackPriority = 0));
      if (!(n & 3) || Je(e, n)) {
        if (((t = n & -n), t === e.callbackPriority)) return t;
        switch ((r !== null && Ee(r), rt(n))) {
          case 2:
          case 8:
            n = Y;
            break;
          case 32:
            n = Me;
            break;
          case 268435456:
            n = Pe;
            break;
          default:
            n = Me;
        }
        return ((r = kf.bind(null, e)), (n = Te(n, r)), (e.callbackPriority = t), (e.callbackNode = n), t);
      }
      return (r !== null && r !== null && Ee(r), (e.callbackPriority = 2), (e.callbackNode = null), 2);
    }
    function kf(e, t) {
      if (gd !== 0 && gd !== 5) return ((e.callbackNode = null), (e.callbackPriority = 0), null);
      var n = e.callbackNode;
      if (cf() && e.callbackNode !== n) return null;
      var r = Yu;
      return (
        (r = qe(e, e === qu ? r : 0, e.cancelPendingCommit !== null || e.timeoutHandle !== -1)),
        r === 0
          ? null
          : (Md(e, r, t), Of(e, ke()), e.callbackNode != null && e.callbackNode === n ? kf.bind(null, e) : null)
      );
    }
    function Af(e, t) {
      if (cf()) return null;
      Md(e, t, !0);
    }
    function jf() {
      bp(function () {
        Ku & 6 ? Te(je, Ef) : Df();
      });
    }
    function Mf() {
      if (Cf === 0) {
        var e = Ea;
        (e === 0 && ((e = Ue), (Ue <<= 1), !(Ue & 261888) && (Ue = 256)), (Cf = e));
      }
      return Cf;
    }
    function Nf(e) {
      return e == null || typeof e == `symbol` || typeof e == `boolean` ? null : typeof e == `function` ? e : nn(e);
    }
    function Pf(e, t, n, r, i) {
      if (t === `submit` && n && n.stateNode === i) {
        var a = Nf((i[ct] || null).action),
          o = r.submitter;
        o &&
          ((t = (t = o[ct] || null) ? Nf(t.formAction) : o.getAttribute(`formAction`)),
          t !== null && ((a = t), (o = null)));
        var s = new Tn(`action`, `action`, null, r, i);
        e.push({
          event: s,
          listeners: [
            {
              instance: null,
              listener: function () {
                if (r.defaultPrevented) {
                  if (Cf !== 0) {
                    var e = new FormData(i, o);
                    Ws(n, { pending: !0, data: e, method: i.method, action: a }, null, e);
                  }
                } else
                  typeof a == `function` &&
                    (s.preventDefault(),
                    (e = new FormData(i, o)),
                    Ws(n, { pending: !0, data: e, method: i.method, action: a }, a, e));
              },
              currentTarget: i,
            },
          ],
        });
      }
    }
    for (var Ff = 0; Ff < ti.length; Ff++) {
      var If = ti[Ff];
      ni(If.toLowerCase(), `on` + (If[0].toUpperCase() + If.slice(1)));
    }
    (ni(qr, `onAnimationEnd`),
      ni(Jr, `onAnimationIteration`),
      ni(Yr, `onAnimationStart`),
      ni(`dblclick`, `onDoubleClick`),
      ni(`focusin`, `onFocus`),
      ni(`focusout`, `onBlur`),
      ni(Xr, `onTransitionRun`),
      ni(Zr, `onTransitionStart`),
      ni(Qr, `onTransitionCancel`),
      ni($r, `onTransitionEnd`),
      Et(`onMouseEnter`, [`mouseout`, `mouseover`]),
      Et(`onMouseLeave`, [`mouseout`, `mouseover`]),
      Et(`onPointerEnter`, [`pointerout`, `pointerover`]),
      Et(`onPointerLeave`, [`pointerout`, `pointerover`]),
      Tt(`onChange`, `change click focusin focusout input keydown keyup selectionchange`.split(` `)),
      Tt(`onSelect`, `focusout contextmenu dragend focusin keydown keyup mousedown mouseup selectionchange`.split(` `)),
      Tt(`onBeforeInput`, [`compositionend`, `keypress`, `textInput`, `paste`]),
      Tt(`onCompositionEnd`, `compositionend focusout keydown keypress keyup mousedown`.split(` `)),
      Tt(`onCompositionStart`, `compositionstart focusout keydown keypress keyup mousedown`.split(` `)),
      Tt(`onCompositionUpdate`, `compositionupdate focusout keydown keypress keyup mousedown`.split(` `)));
    var Lf =
        `abort canplay canplaythrough durationchange emptied encrypted ended error loadeddata loadedmetadata loadstart pause play playing progress ratechange resize seeked seeking stalled suspend timeupdate volumechange waiting`.split(
          ` `,
        ),
      Rf = new Set(`beforetoggle cancel close invalid load scroll scrollend toggle`.split(` `).concat(Lf));
    function zf(e, t) {
      t = !!(t & 4);
      for (var n = 0; n < e.length; n++) {
        var r = e[n],
          i = r.event;
        r = r.listeners;
        a: {
          var a = void 0;
          if (t)
            for (var o = r.length - 1; 0 <= o; o--) {
              var s = r[o],
                c = s.instance,
                l = s.currentTarget;
              if (((s = s.listener), c !== a && i.isPropagationStopped())) break a;
              ((a = s), (i.currentTarget = l));
              try {
                a(i);
              } catch (e) {
                si(e);
              }
              ((i.currentTarget = null), (a = c));
            }
          else
            for (o = 0; o < r.length; o++) {
              if (
                ((s = r[o]),
                (c = s.instance),
                (l = s.currentTarget),
                (s = s.listener),
                c !== a && i.isPropagationStopped())
              )
                break a;
              ((a = s), (i.currentTarget = l));
              try {
                a(i);
              } catch (e) {
                si(e);
              }
              ((i.currentTarget = null), (a = c));
            }
        }
      }
    }
    function Bf(e, t) {
      var n = t[ut];
      n === void 0 && (n = t[ut] = new Set());
      var r = e + `__bubble`;
      n.has(r) || (Wf(t, e, 2, !1), n.add(r));
    }
    function Vf(e, t, n) {
      var r = 0;
      (t && (r |= 4), Wf(n, e, r, t));
    }
    var Hf = `_reactListening` + Math.random().toString(36).slice(2);
    function Uf(e) {
      if (!e[Hf]) {
        ((e[Hf] = !0),
          Ct.forEach(function (t) {
            t !== `selectionchange` && (Rf.has(t) || Vf(t, !1, e), Vf(t, !0, e));
          }));
        var t = e.nodeType === 9 ? e : e.ownerDocument;
        t === null || t[Hf] || ((t[Hf] = !0), Vf(`selectionchange`, !1, t));
      }
    }
    function Wf(e, t, n, r) {
      switch (Ch(t)) {
        case 2:
          var i = _h;
          break;
        case 8:
          i = vh;
          break;
        default:
          i = yh;
      }
      ((n = i.bind(null, t, n, e)),
        (i = void 0),
        !mn || (t !== `touchstart` && t !== `touchmove` && t !== `wheel`) || (i = !0),
        r
          ? i === void 0
            ? e.addEventListener(t, n, !0)
            : e.addEventListener(t, n, { capture: !0, passive: i })
          : i === void 0
            ? e.addEventListener(t, n, !1)
            : e.addEventListener(t, n, { passive: i }));
    }
    function Gf(e, t, n, r, i) {
      var a = r;
      if (!(t & 1) && !(t & 2) && r !== null)
        a: for (;;) {
          if (r === null) return;
          var o = r.tag;
          if (o === 3 || o === 4) {
            var c = r.stateNode.containerInfo;
            if (c === i) break;
            if (o === 4)
              for (o = r.return; o !== null;) {
                var l = o.tag;
                if ((l === 3 || l === 4) && o.stateNode.containerInfo === i) return;
                o = o.return;
              }
            for (; c !== null;) {
              if (((o = _t(c)), o === null)) return;
              if (((l = o.tag), l === 5 || l === 6 || l === 26 || l === 27)) {
                r = a = o;
                continue a;
              }
              c = c.parentNode;
            }
          }
          r = r.return;
        }
      dn(function () {
        var r = a,
          i = on(n),
          o = [];
        a: {
          var c = ei.get(e);
          if (c !== void 0) {
            var l = Tn,
              u = e;
            switch (e) {
              case `keypress`:
                if (bn(n) === 0) break a;
              case `keydown`:
              case `keyup`:
                l = Wn;
                break;
              case `focusin`:
                ((u = `focus`), (l = Fn));
                break;
              case `focusout`:
                ((u = `blur`), (l = Fn));
                break;
              case `beforeblur`:
              case `afterblur`:
                l = Fn;
                break;
              case `click`:
                if (n.button === 2) break a;
              case `auxclick`:
              case `dblclick`:
              case `mousedown`:
              case `mousemove`:
              case `mouseup`:
              case `mouseout`:
              case `mouseover`:
              case `contextmenu`:
                l = Nn;
                break;
              case `drag`:
              case `dragend`:
              case `dragenter`:
              case `dragexit`:
              case `dragleave`:
              case `dragover`:
              case `dragstart`:
              case `drop`:
                l = Pn;
                break;
              case `touchcancel`:
              case `touchend`:
              case `touchmove`:
              case `touchstart`:
                l = qn;
                break;
              case qr:
              case Jr:
              case Yr:
                l = In;
                break;
              case $r:
                l = Jn;
                break;
              case `scroll`:
              case `scrollend`:
                l = Dn;
                break;
              case `wheel`:
                l = Yn;
                break;
              case `copy`:
              case `cut`:
              case `paste`:
                l = Ln;
                break;
              case `gotpointercapture`:
              case `lostpointercapture`:
              case `pointercancel`:
              case `pointerdown`:
              case `pointermove`:
              case `pointerout`:
              case `pointerover`:
              case `pointerup`:
                l = Gn;
                break;
              case `submit`:
                l = Kn;
                break;
              case `toggle`:
              case `beforetoggle`:
                l = Xn;
            }
            var d = !!(t & 4),
              f = !d && (e === `scroll` || e === `scrollend`),
              p = d ? (c === null ? null : c + `Capture`) : c;
            d = [];
            for (var m = r, h; m !== null;) {
              var g = m;
              if (
                ((h = g.stateNode),
                (g = g.tag),
                (g !== 5 && g !== 26 && g !== 27) ||
                  h === null ||
                  p === null ||
                  ((g = fn(m, p)), g != null && d.push(Kf(m, g, h))),
                f)
              )
                break;
              m = m.return;
            }
            0 < d.length && ((c = new l(c, u, null, n, i)), o.push({ event: c, listeners: d }));
          }
        }
        if (!(t & 7)) {
          a: {
            if (
              ((l = e === `mouseover` || e === `pointerover`),
              (c = e === `mouseout` || e === `pointerout`),
              l && n !== an && (u = n.relatedTarget || n.fromElement) && (_t(u) || u[lt]))
            )
              break a;
            (c || l) &&
              ((u = i.window === i ? i : (l = i.ownerDocument) ? l.defaultView || l.parentWindow : window),
              c
                ? ((l = n.relatedTarget || n.toElement),
                  (c = r),
                  (l = l ? _t(l) : null),
                  l !== null && ((f = s(l)), (d = l.tag), l !== f || (d !== 5 && d !== 27 && d !== 6)) && (l = null))
                : ((c = null), (l = r)),
              c !== l &&
                ((d = Nn),
                (g = `onMouseLeave`),
                (p = `onMouseEnter`),
                (m = `mouse`),
                (e === `pointerout` || e === `pointerover`) &&
                  ((d = Gn), (g = `onPointerLeave`), (p = `onPointerEnter`), (m = `pointer`)),
                (f = c == null ? u : yt(c)),
                (h = l == null ? u : yt(l)),
                (u = new d(g, m + `leave`, c, n, i)),
                (u.target = f),
                (u.relatedTarget = h),
                (g = null),
                _t(i) === r && ((d = new d(p, m + `enter`, l, n, i)), (d.target = h), (d.relatedTarget = f), (g = d)),
                (f = g),
                (d = c && l ? w(c, l, Jf) : null),
                c !== null && Yf(o, u, c, d, !1),
                l !== null && f !== null && Yf(o, f, l, d, !0)));
          }
          a: {
            if (
              ((c = r ? yt(r) : window),
              (l = c.nodeName && c.nodeName.toLowerCase()),
              l === `select` || (l === `input` && c.type === `file`))
            )
              var _ = gr;
            else if (ur(c)) {
              if (_r) _ = Er;
              else {
                _ = wr;
                var v = Cr;
              }
            } else
              ((l = c.nodeName),
                !l || l.toLowerCase() !== `input` || (c.type !== `checkbox` && c.type !== `radio`)
                  ? r && $t(r.elementType) && (_ = gr)
                  : (_ = Tr));
            if ((_ &&= _(e, r))) {
              dr(o, _, n, i);
              break a;
            }
            v && v(e, c, r);
          }
          switch (((v = r ? yt(r) : window), e)) {
            case `focusin`:
              (ur(v) || v.contentEditable === `true`) && ((Lr = v), (Rr = r), (zr = null));
              break;
            case `focusout`:
              zr = Rr = Lr = null;
              break;
            case `mousedown`:
              Br = !0;
              break;
            case `contextmenu`:
            case `mouseup`:
            case `dragend`:
              ((Br = !1), Vr(o, n, i));
              break;
            case `selectionchange`:
              if (Ir) break;
            case `keydown`:
            case `keyup`:
              Vr(o, n, i);
          }
          var y;
          if (Qn)
            b: {
              switch (e) {
                case `compositionstart`:
                  var b = `onCompositionStart`;
                  break b;
                case `compositionend`:
                  b = `onCompositionEnd`;
                  break b;
                case `compositionupdate`:
                  b = `onCompositionUpdate`;
                  break b;
              }
              b = void 0;
            }
          else
            or
              ? ir(e, n) && (b = `onCompositionEnd`)
              : e === `keydown` && n.keyCode === 229 && (b = `onCompositionStart`);
          (b &&
            (tr &&
              n.locale !== `ko` &&
              (or || b !== `onCompositionStart`
                ? b === `onCompositionEnd` && or && (y = yn())
                : ((gn = i), (_n = `value` in gn ? gn.value : gn.textContent), (or = !0))),
            (v = qf(r, b)),
            0 < v.length &&
              ((b = new Rn(b, e, null, n, i)),
              o.push({ event: b, listeners: v }),
              y ? (b.data = y) : ((y = ar(n)), y !== null && (b.data = y)))),
            (y = er ? sr(e, n) : cr(e, n)) &&
              ((b = qf(r, `onBeforeInput`)),
              0 < b.length &&
                ((v = new Rn(`onBeforeInput`, `beforeinput`, null, n, i)),
                o.push({ event: v, listeners: b }),
                (v.data = y))),
            Pf(o, e, r, n, i));
        }
        zf(o, t);
      });
    }
    function Kf(e, t, n) {
      return { instance: e, listener: t, currentTarget: n };
    }
    function qf(e, t) {
      for (var n = t + `Capture`, r = []; e !== null;) {
        var i = e,
          a = i.stateNode;
        if (
          ((i = i.tag),
          (i !== 5 && i !== 26 && i !== 27) ||
            a === null ||
            ((i = fn(e, n)), i != null && r.unshift(Kf(e, i, a)), (i = fn(e, t)), i != null && r.push(Kf(e, i, a))),
          e.tag === 3)
        )
          return r;
        e = e.return;
      }
      return [];
    }
    function Jf(e) {
      if (e === null) return null;
      do e = e.return;
      while (e && e.tag !== 5 && e.tag !== 27);
      return e || null;
    }
    function Yf(e, t, n, r, i) {
      for (var a = t._reactName, o = []; n !== null && n !== r;) {
        var s = n,
          c = s.alternate,
          l = s.stateNode;
        if (((s = s.tag), c !== null && c === r)) break;
        ((s !== 5 && s !== 26 && s !== 27) ||
          l === null ||
          ((c = l),
          i
            ? ((l = fn(n, a)), l != null && o.unshift(Kf(n, l, c)))
            : i || ((l = fn(n, a)), l != null && o.push(Kf(n, l, c)))),
          (n = n.return));
      }
      o.length !== 0 && e.push({ event: t, listeners: o });
    }
    var Xf = /\r\n?/g,
      Zf = /\u0000|\uFFFD/g;
    function Qf(e) {
      return (typeof e == `string` ? e : `` + e)
        .replace(
          Xf,
          `
`,
        )
        .replace(Zf, ``);
    }
    function $f(e, t) {
      return ((t = Qf(t)), Qf(e) === t);
    }
    function ep(e, t, n, r, i, o) {
      switch (n) {
        case `children`:
          if (typeof r == `string`) t === `body` || (t === `textarea` && r === ``) || Yt(e, r);
          else if (typeof r == `number` || typeof r == `bigint`) t !== `body` && Yt(e, `` + r);
          else return;
          break;
        case `className`:
          Pt(e, `class`, r);
          break;
        case `tabIndex`:
          Pt(e, `tabindex`, r);
          break;
        case `dir`:
        case `role`:
        case `viewBox`:
        case `width`:
        case `height`:
          Pt(e, n, r);
          break;
        case `style`:
          Qt(e, r, o);
          return;
        case `data`:
          if (t !== `object`) {
            Pt(e, `data`, r);
            break;
          }
        case `src`:
        case `href`:
          if (
            (r === `` && (t !== `a` || n !== `href`)) ||
            r == null ||
            typeof r == `function` ||
            typeof r == `symbol` ||
            typeof r == `boolean`
          ) {
            e.removeAttribute(n);
            break;
          }
          ((r = nn(r)), e.setAttribute(n, r));
          break;
        case `action`:
        case `formAction`:
          if (typeof r == `function`) {
            e.setAttribute(
              n,
              `javascript:throw new Error('A React form was unexpectedly submitted. If you called form.submit() manually, consider using form.requestSubmit() instead. If you\\'re trying to use event.stopPropagation() in a submit event handler, consider also calling event.preventDefault().')`,
            );
            break;
          }
          if (
            (typeof o == `function` &&
              (n === `formAction`
                ? (t !== `input` && ep(e, t, `name`, i.name, i, null),
                  ep(e, t, `formEncType`, i.formEncType, i, null),
                  ep(e, t, `formMethod`, i.formMethod, i, null),
                  ep(e, t, `formTarget`, i.formTarget, i, null))
                : (ep(e, t, `encType`, i.encType, i, null),
                  ep(e, t, `method`, i.method, i, null),
                  ep(e, t, `target`, i.target, i, null))),
            r == null || typeof r == `symbol` || typeof r == `boolean`)
          ) {
            e.removeAttribute(n);
            break;
          }
          ((r = nn(r)), e.setAttribute(n, r));
          break;
        case `onClick`:
          r != null && (e.onclick = rn);
          return;
        case `onScroll`:
          r != null && Bf(`scroll`, e);
          return;
        case `onScrollEnd`:
          r != null && Bf(`scrollend`, e);
          return;
        case `dangerouslySetInnerHTML`:
          if (r != null) {
            if (typeof r != `object` || !(`__html` in r)) throw Error(a(61));
            if (((n = r.__html), n != null)) {
              if (i.children != null) throw Error(a(60));
              o?.__html !== n && (e.innerHTML = n);
            }
          }
          break;
        case `multiple`:
          e.multiple = r && typeof r != `function` && typeof r != `symbol`;
          break;
        case `muted`:
          e.muted = r && typeof r != `function` && typeof r != `symbol`;
          break;
        case `suppressContentEditableWarning`:
        case `suppressHydrationWarning`:
        case `defaultValue`:
        case `defaultChecked`:
        case `innerHTML`:
        case `ref`:
          break;
        case `autoFocus`:
          break;
        case `xlinkHref`:
          if (r == null || typeof r == `function` || typeof r == `boolean` || typeof r == `symbol`) {
            e.removeAttribute(`xlink:href`);
            break;
          }
          ((n = nn(r)), e.setAttributeNS(`http://www.w3.org/1999/xlink`, `xlink:href`, n));
          break;
        case `contentEditable`:
        case `spellCheck`:
        case `draggable`:
        case `value`:
        case `autoReverse`:
        case `externalResourcesRequired`:
        case `focusable`:
        case `preserveAlpha`:
          r != null && typeof r != `function` && typeof r != `symbol` ? e.setAttribute(n, r) : e.removeAttribute(n);
          break;
        case `inert`:
        case `allowFullScreen`:
        case `async`:
        case `autoPlay`:
        case `controls`:
        case `credentialless`:
        case `default`:
        case `defer`:
        case `disabled`:
        case `disablePictureInPicture`:
        case `disableRemotePlayback`:
        case `formNoValidate`:
        case `hidden`:
        case `loop`:
        case `noModule`:
        case `noValidate`:
        case `open`:
        case `playsInline`:
        case `readOnly`:
        case `required`:
        case `reversed`:
        case `scoped`:
        case `seamless`:
        case `itemScope`:
          r && typeof r != `function` && typeof r != `symbol` ? e.setAttribute(n, ``) : e.removeAttribute(n);
          break;
        case `capture`:
        case `download`:
          !0 === r
            ? e.setAttribute(n, ``)
            : !1 !== r && r != null && typeof r != `function` && typeof r != `symbol`
              ? e.setAttribute(n, r)
              : e.removeAttribute(n);
          break;
        case `cols`:
        case `rows`:
        case `size`:
        case `span`:
          r != null && typeof r != `function` && typeof r != `symbol` && !isNaN(r) && 1 <= r
            ? e.setAttribute(n, r)
            : e.removeAttribute(n);
          break;
        case `rowSpan`:
        case `start`:
          r == null || typeof r == `function` || typeof r == `symbol` || isNaN(r)
            ? e.removeAttribute(n)
            : e.setAttribute(n, r);
          break;
        case `popover`:
          (Bf(`beforetoggle`, e), Bf(`toggle`, e), Nt(e, `popover`, r));
          break;
        case `xlinkActuate`:
          Ft(e, `http://www.w3.org/1999/xlink`, `xlink:actuate`, r);
          break;
        case `xlinkArcrole`:
          Ft(e, `http://www.w3.org/1999/xlink`, `xlink:arcrole`, r);
          break;
        case `xlinkRole`:
          Ft(e, `http://www.w3.org/1999/xlink`, `xlink:role`, r);
          break;
        case `xlinkShow`:
          Ft(e, `http://www.w3.org/1999/xlink`, `xlink:show`, r);
          break;
        case `xlinkTitle`:
          Ft(e, `http://www.w3.org/1999/xlink`, `xlink:title`, r);
          break;
        case `xlinkType`:
          Ft(e, `http://www.w3.org/1999/xlink`, `xlink:type`, r);
          break;
        case `xmlBase`:
          Ft(e, `http://www.w3.org/XML/1998/namespace`, `xml:base`, r);
          break;
        case `xmlLang`:
          Ft(e, `http://www.w3.org/XML/1998/namespace`, `xml:lang`, r);
          break;
        case `xmlSpace`:
          Ft(e, `http://www.w3.org/XML/1998/namespace`, `xml:space`, r);
          break;
        case `is`:
          Nt(e, `is`, r);
          break;
        case `innerText`:
        case `textContent`:
          return;
        default:
          if (!(2 < n.length) || (n[0] !== `o` && n[0] !== `O`) || (n[1] !== `n` && n[1] !== `N`))
            ((n = en.get(n) || n), Nt(e, n, r));
          else return;
      }
      jt = !0;
    }
    function tp(e, t, n, r, i, o) {
      switch (n) {
        case `style`:
          Qt(e, r, o);
          return;
        case `dangerouslySetInnerHTML`:
          if (r != null) {
            if (typeof r != `object` || !(`__html` in r)) throw Error(a(61));
            if (((n = r.__html), n != null)) {
              if (i.children != null) throw Error(a(60));
              o?.__html !== n && (e.innerHTML = n);
            }
          }
          break;
        case `children`:
          if (typeof r == `string`) Yt(e, r);
          else if (typeof r == `number` || typeof r == `bigint`) Yt(e, `` + r);
          else return;
          break;
        case `onScroll`:
          r != null && Bf(`scroll`, e);
          return;
        case `onScrollEnd`:
          r != null && Bf(`scrollend`, e);
          return;
        case `onClick`:
          r != null && (e.onclick = rn);
          return;
        case `suppressContentEditableWarning`:
        case `suppressHydrationWarning`:
        case `innerHTML`:
        case `ref`:
          return;
        case `innerText`:
        case `textContent`:
          return;
        default:
          if (!wt.hasOwnProperty(n))
            a: {
              if (
                n[0] === `o` &&
                n[1] === `n` &&
                ((i = n.endsWith(`Capture`)),
                (o = n.slice(2, i ? n.length - 7 : void 0)),
                (t = e[ct] || null),
                (t = t == null ? null : t[n]),
                typeof t == `function` && e.removeEventListener(o, t, i),
                typeof r == `function`)
              ) {
                (typeof t != `function` &&
                  t !== null &&
                  (n in e ? (e[n] = null) : e.hasAttribute(n) && e.removeAttribute(n)),
                  e.addEventListener(o, r, i));
                break a;
              }
              ((jt = !0), n in e ? (e[n] = r) : !0 === r ? e.setAttribute(n, ``) : Nt(e, n, r));
            }
          return;
      }
      jt = !0;
    }
    function np(e, t, n) {
      switch (t) {
        case `div`:
        case `span`:
        case `svg`:
        case `path`:
        case `a`:
        case `g`:
        case `p`:
        case `li`:
          break;
        case `img`:
          (Bf(`error`, e), Bf(`load`, e));
          var r = !1,
            i = !1,
            o;
          for (o in n)
            if (n.hasOwnProperty(o)) {
              var s = n[o];
              if (s != null)
                switch (o) {
                  case `src`:
                    r = !0;
                    break;
                  case `srcSet`:
                    i = !0;
                    break;
                  case `children`:
                  case `dangerouslySetInnerHTML`:
                    throw Error(a(137, t));
                  default:
                    ep(e, t, o, s, n, null);
                }
            }
          (i && ep(e, t, `srcSet`, n.srcSet, n, null), r && ep(e, t, `src`, n.src, n, null));
          return;
        case `input`:
          Bf(`invalid`, e);
          var c = (o = s = i = null),
            l = null,
            u = null;
          for (r in n)
            if (n.hasOwnProperty(r)) {
              var d = n[r];
              if (d != null)
                switch (r) {
                  case `name`:
                    i = d;
                    break;
                  case `type`:
                    s = d;
                    break;
                  case `checked`:
                    l = d;
                    break;
                  case `defaultChecked`:
                    u = d;
                    break;
                  case `value`:
                    o = d;
                    break;
                  case `defaultValue`:
                    c = d;
                    break;
                  case `children`:
                  case `dangerouslySetInnerHTML`:
                    if (d != null) throw Error(a(137, t));
                    break;
                  default:
                    ep(e, t, r, d, n, null);
                }
            }
          Wt(e, o, c, l, u, s, i, !1);
          return;
        case `select`:
          for (i in (Bf(`invalid`, e), (r = s = o = null), n))
            if (n.hasOwnProperty(i) && ((c = n[i]), c != null))
              switch (i) {
                case `value`:
                  o = c;
                  break;
                case `defaultValue`:
                  s = c;
                  break;
                case `multiple`:
                  r = c;
                default:
                  ep(e, t, i, c, n, null);
              }
          ((t = o), (n = s), (e.multiple = !!r), t == null ? n != null && Kt(e, !!r, n, !0) : Kt(e, !!r, t, !1));
          return;
        case `textarea`:
          for (s in (Bf(`invalid`, e), (o = i = r = null), n))
            if (n.hasOwnProperty(s) && ((c = n[s]), c != null))
              switch (s) {
                case `value`:
                  r = c;
                  break;
                case `defaultValue`:
                  i = c;
                  break;
                case `children`:
                  o = c;
                  break;
                case `dangerouslySetInnerHTML`:
                  if (c != null) throw Error(a(91));
                  break;
                default:
                  ep(e, t, s, c, n, null);
              }
          Jt(e, r, i, o);
          return;
        case `option`:
          for (l in n)
            if (n.hasOwnProperty(l) && ((r = n[l]), r != null))
              switch (l) {
                case `selected`:
                  e.selected = r && typeof r != `function` && typeof r != `symbol`;
                  break;
                default:
                  ep(e, t, l, r, n, null);
              }
          return;
        case `dialog`:
          (Bf(`beforetoggle`, e), Bf(`toggle`, e), Bf(`cancel`, e), Bf(`close`, e));
          break;
        case `iframe`:
        case `object`:
          Bf(`load`, e);
          break;
        case `video`:
        case `audio`:
          for (r = 0; r < Lf.length; r++) Bf(Lf[r], e);
          break;
        case `image`:
          (Bf(`error`, e), Bf(`load`, e));
          break;
        case `details`:
          Bf(`toggle`, e);
          break;
        case `embed`:
        case `source`:
        case `link`:
          (Bf(`error`, e), Bf(`load`, e));
        case `area`:
        case `base`:
        case `br`:
        case `col`:
        case `hr`:
        case `keygen`:
        case `meta`:
        case `param`:
        case `track`:
        case `wbr`:
        case `menuitem`:
          for (u in n)
            if (n.hasOwnProperty(u) && ((r = n[u]), r != null))
              switch (u) {
                case `children`:
                case `dangerouslySetInnerHTML`:
                  throw Error(a(137, t));
                default:
                  ep(e, t, u, r, n, null);
              }
          return;
        default:
          if ($t(t)) {
            for (d in n) n.hasOwnProperty(d) && ((r = n[d]), r !== void 0 && tp(e, t, d, r, n, void 0));
            return;
          }
      }
      for (c in n) n.hasOwnProperty(c) && ((r = n[c]), r != null && ep(e, t, c, r, n, null));
    }
    var rp = {};
    function ip(e, t, n, r) {
      switch (t) {
        case `div`:
        case `span`:
        case `svg`:
        case `path`:
        case `a`:
        case `g`:
        case `p`:
        case `li`:
          break;
        case `input`:
          var i = null,
            o = null,
            s = null,
            c = null,
            l = null,
            u = null,
            d = null;
          for (m in n) {
            var f = n[m];
            if (n.hasOwnProperty(m) && f != null)
              switch (m) {
                case `checked`:
                  break;
                case `value`:
                  break;
                case `defaultValue`:
                  l = f;
                default:
                  r.hasOwnProperty(m) || ep(e, t, m, null, r, f);
              }
          }
          for (var p in r) {
            var m = r[p];
            if (((f = n[p]), r.hasOwnProperty(p) && (m != null || f != null)))
              switch (p) {
                case `type`:
                  (m !== f && (jt = !0), (o = m));
                  break;
                case `name`:
                  (m !== f && (jt = !0), (i = m));
                  break;
                case `checked`:
                  (m !== f && (jt = !0), (u = m));
                  break;
                case `defaultChecked`:
                  (m !== f && (jt = !0), (d = m));
                  break;
                case `value`:
                  (m !== f && (jt = !0), (s = m));
                  break;
                case `defaultValue`:
                  (m !== f && (jt = !0), (c = m));
                  break;
                case `children`:
                case `dangerouslySetInnerHTML`:
                  if (m != null) throw Error(a(137, t));
                  break;
                default:
                  m !== f && ep(e, t, p, m, r, f);
              }
          }
          Ut(e, s, c, l, u, d, o, i);
          return;
        case `select`:
          for (o in ((m = s = c = p = null), n))
            if (((l = n[o]), n.hasOwnProperty(o) && l != null))
              switch (o) {
                case `value`:
                  break;
                case `multiple`:
                  m = l;
                default:
                  r.hasOwnProperty(o) || ep(e, t, o, null, r, l);
              }
          for (i in r)
            if (((o = r[i]), (l = n[i]), r.hasOwnProperty(i) && (o != null || l != null)))
              switch (i) {
                case `value`:
                  (o !== l && (jt = !0), (p = o));
                  break;
                case `defaultValue`:
                  (o !== l && (jt = !0), (c = o));
                  break;
                case `multiple`:
                  (o !== l && (jt = !0), (s = o));
                default:
                  o !== l && ep(e, t, i, o, r, l);
              }
          ((t = c),
            (n = s),
            (r = m),
            p == null
              ? !!r != !!n && (t == null ? Kt(e, !!n, n ? [] : ``, !1) : Kt(e, !!n, t, !0))
              : Kt(e, !!n, p, !1));
          return;
        case `textarea`:
          for (c in ((m = p = null), n))
            if (((i = n[c]), n.hasOwnProperty(c) && i != null && !r.hasOwnProperty(c)))
              switch (c) {
                case `value`:
                  break;
                case `children`:
                  break;
                default:
                  ep(e, t, c, null, r, i);
              }
          for (s in r)
            if (((i = r[s]), (o = n[s]), r.hasOwnProperty(s) && (i != null || o != null)))
              switch (s) {
                case `value`:
                  (i !== o && (jt = !0), (p = i));
                  break;
                case `defaultValue`:
                  (i !== o && (jt = !0), (m = i));
                  break;
                case `children`:
                  break;
                case `dangerouslySetInnerHTML`:
                  if (i != null) throw Error(a(91));
                  break;
                default:
                  i !== o && ep(e, t, s, i, r, o);
              }
          qt(e, p, m);
          return;
        case `option`:
          for (var h in n)
            if (((p = n[h]), n.hasOwnProperty(h) && p != null && !r.hasOwnProperty(h)))
              switch (h) {
                case `selected`:
                  e.selected = !1;
                  break;
                default:
                  ep(e, t, h, null, r, p);
              }
          for (l in r)
            if (((p = r[l]), (m = n[l]), r.hasOwnProperty(l) && p !== m && (p != null || m != null)))
              switch (l) {
                case `selected`:
                  (p !== m && (jt = !0), (e.selected = p && typeof p != `function` && typeof p != `symbol`));
                  break;
                default:
                  ep(e, t, l, p, r, m);
              }
          return;
        case `img`:
        case `link`:
        case `area`:
        case `base`:
        case `br`:
        case `col`:
        case `embed`:
        case `hr`:
        case `keygen`:
        case `meta`:
        case `param`:
        case `source`:
        case `track`:
        case `wbr`:
        case `menuitem`:
          for (var g in n)
            ((p = n[g]), n.hasOwnProperty(g) && p != null && !r.hasOwnProperty(g) && ep(e, t, g, null, r, p));
          for (u in r)
            if (((p = r[u]), (m = n[u]), r.hasOwnProperty(u) && p !== m && (p != null || m != null)))
              switch (u) {
                case `children`:
                case `dangerouslySetInnerHTML`:
                  if (p != null) throw Error(a(137, t));
                  break;
                default:
                  ep(e, t, u, p, r, m);
              }
          return;
        default:
          if ($t(t)) {
            for (var _ in n)
              ((p = n[_]), n.hasOwnProperty(_) && p !== void 0 && !r.hasOwnProperty(_) && tp(e, t, _, void 0, r, p));
            for (d in r)
              ((p = r[d]),
                (m = n[d]),
                !r.hasOwnProperty(d) || p === m || (p === void 0 && m === void 0) || tp(e, t, d, p, r, m));
            return;
          }
      }
      for (var v in n)
        ((p = n[v]), n.hasOwnProperty(v) && p != null && !r.hasOwnProperty(v) && ep(e, t, v, null, r, p));
      for (f in r)
        ((p = r[f]), (m = n[f]), !r.hasOwnProperty(f) || p === m || (p == null && m == null) || ep(e, t, f, p, r, m));
    }
    function ap(e) {
      switch (e) {
        case `css`:
        case `script`:
        case `font`:
        case `img`:
        case `image`:
        case `input`:
        case `link`:
          return !0;
        default:
          return !1;
      }
    }
    function op() {
      if (typeof performance.getEntriesByType == `function`) {
        for (var e = 0, t = 0, n = performance.getEntriesByType(`resource`), r = 0; r < n.length; r++) {
          var i = n[r],
            a = i.transferSize,
            o = i.initiatorType,
            s = i.duration;
          if (a && s && ap(o)) {
            for (o = 0, s = i.responseEnd, r += 1; r < n.length; r++) {
              var c = n[r],
                l = c.startTime;
              if (l > s) break;
              var u = c.transferSize,
                d = c.initiatorType;
              u && ap(d) && ((c = c.responseEnd), (o += u * (c < s ? 1 : (s - l) / (c - l))));
            }
            if ((--r, (t += (8 * (a + o)) / (i.duration / 1e3)), e++, 10 < e)) break;
          }
        }
        if (0 < e) return t / e / 1e6;
      }
      return navigator.connection && ((e = navigator.connection.downlink), typeof e == `number`) ? e : 5;
    }
    var sp = null,
      cp = null;
    function lp(e) {
      return e.nodeType === 9 ? e : e.ownerDocument;
    }
    function up(e) {
      switch (e) {
        case `http://www.w3.org/2000/svg`:
          return 1;
        case `http://www.w3.org/1998/Math/MathML`:
          return 2;
        default:
          return 0;
      }
    }
    function dp(e, t) {
      if (e === 0)
        switch (t) {
          case `svg`:
            return 1;
          case `math`:
            return 2;
          default:
            return 0;
        }
      return e === 1 && t === `foreignObject` ? 0 : e;
    }
    function fp(e, t, n, r) {
      return ((n = lp(n).createElement(e)), (n[st] = r), (n[ct] = t), np(n, e, t), xt(n), n);
    }
    function pp(e, t) {
      return (
        e === `textarea` ||
        e === `noscript` ||
        typeof t.children == `string` ||
        typeof t.children == `number` ||
        typeof t.children == `bigint` ||
        (typeof t.dangerouslySetInnerHTML == `object` &&
          t.dangerouslySetInnerHTML !== null &&
          t.dangerouslySetInnerHTML.__html != null)
      );
    }
    var mp = null;
    function hp() {
      var e = window.event;
      return e && e.type === `popstate` ? e !== mp && ((mp = e), !0) : ((mp = null), !1);
    }
    var gp = typeof setTimeout == `function` ? setTimeout : void 0,
      _p = typeof clearTimeout == `function` ? clearTimeout : void 0,
      vp = typeof Promise == `function` ? Promise : void 0,
      yp = typeof requestAnimationFrame == `function` ? requestAnimationFrame : gp,
      bp =
        typeof queueMicrotask == `function`
          ? queueMicrotask
          : vp === void 0
            ? gp
            : function (e) {
                return vp.resolve(null).then(e).catch(xp);
              };
    function xp(e) {
      setTimeout(function () {
        throw e;
      });
    }
    function Sp(e) {
      return e === `head`;
    }
    function Cp(e, t) {
      var n = t,
        r = 0;
      do {
        var i = n.nextSibling;
        if ((e.removeChild(n), i && i.nodeType === 8)) {
          if (((n = i.data), n === `/$` || n === `/&`)) {
            if (r === 0) {
              (e.removeChild(i), Hh(t));
              return;
            }
            r--;
          } else if (n === `$` || n === `$?` || n === `$~` || n === `$!` || n === `&`) r++;
          else if (n === `html`) _m(e.ownerDocument.documentElement);
          else if (n === `head`) {
            ((n = e.ownerDocument.head), _m(n));
            for (var a = n.firstChild; a;) {
              var o = a.nextSibling,
                s = a.nodeName;
              (a[mt] ||
                s === `SCRIPT` ||
                s === `STYLE` ||
                (s === `LINK` && a.rel.toLowerCase() === `stylesheet`) ||
                n.removeChild(a),
                (a = o));
            }
          } else n === `body` && _m(e.ownerDocument.body);
        }
        n = i;
      } while (n);
      Hh(t);
    }
    function wp(e, t) {
      var n = e;
      e = 0;
      do {
        var r = n.nextSibling;
        if (
          (n.nodeType === 1
            ? t
              ? ((n._stashedDisplay = n.style.display), (n.style.display = `none`))
              : ((n.style.display = n._stashedDisplay || ``),
                n.getAttribute(`style`) === `` && n.removeAttribute(`style`))
            : n.nodeType === 3 &&
              (t ? ((n._stashedText = n.nodeValue), (n.nodeValue = ``)) : (n.nodeValue = n._stashedText || ``)),
          r && r.nodeType === 8)
        ) {
          if (((n = r.data), n === `/$`)) {
            if (e === 0) break;
            e--;
          } else (n !== `$` && n !== `$?` && n !== `$~` && n !== `$!`) || e++;
        }
        n = r;
      } while (n);
    }
    function Tp(e, t, n) {
      if (
        ((t = CSS.escape(t) === t ? t : `r-` + btoa(t).replace(/=/g, ``)),
        (e.style.viewTransitionName = t),
        n != null && (e.style.viewTransitionClass = n),
        (n = getComputedStyle(e)),
        n.display === `inline`)
      ) {
        if (((t = e.getClientRects()), t.length === 1)) var r = 1;
        else
          for (var i = (r = 0); i < t.length; i++) {
            var a = t[i];
            0 < a.width && 0 < a.height && r++;
          }
        r === 1 &&
          ((e = e.style),
          (e.display = t.length === 1 ? `inline-block` : `block`),
          (e.marginTop = `-` + n.paddingTop),
          (e.marginBottom = `-` + n.paddingBottom));
      }
    }
    function Ep(e, t) {
      ((e = e.style), (t = t.style));
      var n =
        t == null
          ? null
          : t.hasOwnProperty(`viewTransitionName`)
            ? t.viewTransitionName
            : t.hasOwnProperty(`view-transition-name`)
              ? t[`view-transition-name`]
              : null;
      ((e.viewTransitionName = n == null || typeof n == `boolean` ? `` : (`` + n).trim()),
        (n =
          t == null
            ? null
            : t.hasOwnProperty(`viewTransitionClass`)
              ? t.viewTransitionClass
              : t.hasOwnProperty(`view-transition-class`)
                ? t[`view-transition-class`]
                : null),
        (e.viewTransitionClass = n == null || typeof n == `boolean` ? `` : (`` + n).trim()),
        e.display === `inline-block` &&
          (t == null
            ? (e.display = e.margin = ``)
            : ((n = t.display),
              (e.display = n == null || typeof n == `boolean` ? `` : n),
              (n = t.margin),
              n == null
                ? ((n = t.hasOwnProperty(`marginTop`) ? t.marginTop : t[`margin-top`]),
                  (e.marginTop = n == null || typeof n == `boolean` ? `` : n),
                  (t = t.hasOwnProperty(`marginBottom`) ? t.marginBottom : t[`margin-bottom`]),
                  (e.marginBottom = t == null || typeof t == `boolean` ? `` : t))
                : (e.margin = n))));
    }
    function Dp(e, t, n) {
      return (
        (n = n.ownerDocument.defaultView),
        {
          rect: e,
          abs: t.position === `absolute` || t.position === `fixed`,
          clip:
            t.clipPath !== `none` ||
            t.overflow !== `visible` ||
            t.filter !== `none` ||
            t.mask !== `none` ||
            t.mask !== `none` ||
            t.borderRadius !== `0px`,
          view: 0 <= e.bottom && 0 <= e.right && e.top <= n.innerHeight && e.left <= n.innerWidth,
        }
      );
    }
    function Op(e) {
      return Dp(e.getBoundingClientRect(), getComputedStyle(e), e);
    }
    function kp(e) {
      var t = e.getBoundingClientRect();
      t = new DOMRect(t.x + 2e4, t.y + 2e4, t.width, t.height);
      var n = getComputedStyle(e);
      return Dp(t, n, e);
    }
    function Ap(e) {
      return e.documentElement.clientHeight;
    }
    function jp(e) {
      (this.addEventListener(`load`, e), this.addEventListener(`error`, e));
    }
    function Mp(e, t, n, r, i, a, o, s, c) {
      var l = t.nodeType === 9 ? t : t.ownerDocument;
      try {
        var u = l.startViewTransition({
          update: function () {
            var t = l.defaultView,
              n = t.navigation && t.navigation.transition,
              o = l.fonts.status;
            r();
            var s = [];
            if (
              (o === `loaded` && (Ap(l), l.fonts.status === `loading` && s.push(l.fonts.ready)),
              (o = s.length),
              e !== null)
            )
              for (var c = e.suspenseyImages, u = 0, d = 0; d < c.length; d++) {
                var f = c[d];
                if (!f.complete) {
                  var p = f.getBoundingClientRect();
                  if (0 < p.bottom && 0 < p.right && p.top < t.innerHeight && p.left < t.innerWidth) {
                    if (((u += Xm(f)), u > $m)) {
                      s.length = o;
                      break;
                    }
                    ((f = new Promise(jp.bind(f))), s.push(f));
                  }
                }
              }
            if (0 < s.length)
              return (
                (t = Promise.race([
                  Promise.all(s),
                  new Promise(function (e) {
                    return setTimeout(e, 500);
                  }),
                ]).then(i, i)),
                (n ? Promise.allSettled([n.finished, t]) : t).then(a, a)
              );
            if ((i(), n)) return n.finished.then(a, a);
            a();
          },
          types: n,
        });
        l.__reactViewTransition = u;
        var d = [];
        return (
          u.ready.then(
            function () {
              for (var e = l.documentElement.getAnimations({ subtree: !0 }), t = 0; t < e.length; t++) {
                var n = e[t],
                  r = n.effect,
                  i = r.pseudoElement;
                if (i != null && i.startsWith(`::view-transition`)) {
                  (d.push(n), (n = r.getKeyframes()));
                  for (var a = (i = void 0), s = !0, c = 0; c < n.length; c++) {
                    var u = n[c],
                      f = u.width;
                    if (i === void 0) i = f;
                    else if (i !== f) {
                      s = !1;
                      break;
                    }
                    if (((f = u.height), a === void 0)) a = f;
                    else if (a !== f) {
                      s = !1;
                      break;
                    }
                    (delete u.width, delete u.height, u.transform === `none` && delete u.transform);
                  }
                  s &&
                    i !== void 0 &&
                    a !== void 0 &&
                    (r.setKeyframes(n),
                    (s = getComputedStyle(r.target, r.pseudoElement)),
                    s.width !== i || s.height !== a) &&
                    ((s = n[0]),
                    (s.width = i),
                    (s.height = a),
                    (s = n[n.length - 1]),
                    (s.width = i),
                    (s.height = a),
                    r.setKeyframes(n));
                }
              }
              o();
            },
            function (e) {
              l.__reactViewTransition === u && (l.__reactViewTransition = null);
              try {
                if (typeof e == `object` && e)
                  switch (e.name) {
                    case `InvalidStateError`:
                      (e.message === `View transition was skipped because document visibility state is hidden.` ||
                        e.message === `Skipping view transition because document visibility state has become hidden.` ||
                        e.message === `Skipping view transition because viewport size changed.` ||
                        e.message === `Transition was aborted because of invalid state`) &&
                        (e = null);
                  }
                e !== null && c(e);
              } finally {
                (r(), i(), o());
              }
            },
          ),
          u.finished.finally(function () {
            for (var e = 0; e < d.length; e++) d[e].cancel();
            (l.__reactViewTransition === u && (l.__reactViewTransition = null), s());
          }),
          u
        );
      } catch {
        return (r(), i(), o(), null);
      }
    }
    function Np(e, t) {
      ((this._scope = document.documentElement), (this._selector = `::view-transition-` + e + `(` + t + `)`));
    }
    ((Np.prototype.animate = function (e, t) {
      return (
        (t = typeof t == `number` ? { duration: t } : T({}, t)),
        (t.pseudoElement = this._selector),
        this._scope.animate(e, t)
      );
    }),
      (Np.prototype.getAnimations = function () {
        for (
          var e = this._scope, t = this._selector, n = e.getAnimations({ subtree: !0 }), r = [], i = 0;
          i < n.length;
          i++
        ) {
          var a = n[i].effect;
          a !== null && a.target === e && a.pseudoElement === t && r.push(n[i]);
        }
        return r;
      }),
      (Np.prototype.getComputedStyle = function () {
        return getComputedStyle(this._scope, this._selector);
      }));
    function Pp(e) {
      return {
        name: e,
        group: new Np(`group`, e),
        imagePair: new Np(`image-pair`, e),
        old: new Np(`old`, e),
        new: new Np(`new`, e),
      };
    }
    function Fp(e) {
      ((this._fragmentFiber = e), (this._observers = this._eventListeners = null));
    }
    Fp.prototype.addEventListener = function (e, t, n) {
      var r = null,
        i = null;
      if (!(n != null && typeof n != `boolean` && ((r = n.signal || null), r !== null && r.aborted))) {
        this._eventListeners === null && (this._eventListeners = []);
        var a = this._eventListeners;
        if (Bp(a, e, t, n) === -1) {
          var o = this,
            s = t;
          (n != null &&
            typeof n != `boolean` &&
            !0 === n.once &&
            (s = function (r) {
              (o.removeEventListener(e, t, n), typeof t == `function` ? t.call(this, r) : t.handleEvent(r));
            }),
            r !== null &&
              ((i = o.removeEventListener.bind(o, e, t, n)),
              r.addEventListener(`abort`, i, { once: !0 }),
              (i = r.removeEventListener.bind(r, `abort`, i))),
            (r = Rp(n)),
            a.push({ type: e, listener: t, optionsOrUseCapture: n, attachedListener: s, cleanup: i }),
            p(this._fragmentFiber.child, !1, Ip, e, s, r));
        }
        this._eventListeners = a;
      }
    };
    function Ip(e, t, n, r) {
      return (v(e).addEventListener(t, n, r), !1);
    }
    Fp.prototype.removeEventListener = function (e, t, n) {
      var r = this._eventListeners;
      if (r !== null && ((t = Bp(r, e, t, n)), t !== -1)) {
        var i = r[t];
        n = i.attachedListener;
        var a = i.cleanup;
        ((i = Rp(i.optionsOrUseCapture)),
          p(this._fragmentFiber.child, !1, Lp, e, n, i),
          r.splice(t, 1),
          a !== null && a());
      }
    };
    function Lp(e, t, n, r) {
      return (v(e).removeEventListener(t, n, r), !1);
    }
    function Rp(e) {
      return e != null && typeof e != `boolean` && (!0 === e.once || e.signal instanceof AbortSignal)
        ? { capture: e.capture, passive: e.passive }
        : e;
    }
    function zp(e) {
      return e == null ? `c=0` : typeof e == `boolean` ? `c=` + (e ? `1` : `0`) : `c=` + (e.capture ? `1` : `0`);
    }
    function Bp(e, t, n, r) {
      if (e.length === 0) return -1;
      r = zp(r);
      for (var i = 0; i < e.length; i++) {
        var a = e[i];
        if (a.type === t && a.listener === n && zp(a.optionsOrUseCapture) === r) return i;
      }
      return -1;
    }
    ((Fp.prototype.dispatchEvent = function (e) {
      var t = m(this._fragmentFiber);
      if (t === null) return !0;
      t = v(t);
      var n = this._eventListeners;
      if ((n !== null && 0 < n.length) || !e.bubbles) {
        var r = t.nodeType === 9 ? t.createComment(``) : document.createTextNode(``);
        if (n)
          for (var i = 0; i < n.length; i++) {
            var a = n[i];
            r.addEventListener(a.type, a.attachedListener, Rp(a.optionsOrUseCapture));
          }
        if ((t.appendChild(r), (e = r.dispatchEvent(e)), n))
          for (i = 0; i < n.length; i++)
            ((a = n[i]), r.removeEventListener(a.type, a.attachedListener, Rp(a.optionsOrUseCapture)));
        return (t.removeChild(r), e);
      }
      return t.dispatchEvent(e);
    }),
      (Fp.prototype.focus = function (e) {
        p(this._fragmentFiber.child, !0, Vp, e, void 0, void 0);
      }));
    function Vp(e, t) {
      return e.tag !== 6 && ((e = v(e)), pm(e, t));
    }
    Fp.prototype.focusLast = function (e) {
      var t = [];
      p(this._fragmentFiber.child, !0, Hp, t, void 0, void 0);
      for (var n = t.length - 1; 0 <= n && !Vp(t[n], e); n--);
    };
    function Hp(e, t) {
      return (t.push(e), !1);
    }
    Fp.prototype.blur = function () {
      var e = m(this._fragmentFiber);
      e !== null &&
        ((e = v(e)), (e = lp(e).activeElement), e !== null && p(this._fragmentFiber.child, !1, Up, e, void 0, void 0));
    };
    function Up(e, t) {
      return e.tag !== 6 && ((e = v(e)), e === t || e.contains(t) ? (t.blur(), !0) : !1);
    }
    Fp.prototype.observeUsing = function (e) {
      (this._observers === null && (this._observers = new Set()),
        this._observers.add(e),
        p(this._fragmentFiber.child, !1, Wp, e, void 0, void 0));
    };
    function Wp(e, t) {
      return (e.tag === 6 || ((e = v(e)), t.observe(e)), !1);
    }
    Fp.prototype.unobserveUsing = function (e) {
      var t = this._observers;
      if (t !== null && t.has(e)) {
        (t.delete(e), p(this._fragmentFiber.child, !1, Gp, e, void 0, void 0));
        for (var n = (t = 0); n < Kp.length; n++) {
          var r = Kp[n];
          r.fragmentInstance === this && r.observer === e ? e.unobserve(r.instance) : (Kp[t++] = r);
        }
        Kp.length = t;
      }
    };
    function Gp(e, t) {
      return (e.tag === 6 || ((e = v(e)), t.unobserve(e)), !1);
    }
    var Kp = [],
      qp = !1;
    function Jp(e, t, n) {
      (Kp.push({ fragmentInstance: e, observer: t, instance: n }),
        qp ||
          ((qp = !0),
          mm(function () {
            qp = !1;
            var e = Kp;
            Kp = [];
            for (var t = 0; t < e.length; t++) {
              var n = e[t];
              n.observer.unobserve(n.instance);
            }
          })));
    }
    Fp.prototype.getClientRects = function () {
      var e = [];
      return (p(this._fragmentFiber.child, !1, Yp, e, void 0, void 0), e);
    };
    function Yp(e, t) {
      if (e.tag === 6) {
        e = e.stateNode;
        var n = e.ownerDocument.createRange();
        (n.selectNodeContents(e), t.push.apply(t, n.getClientRects()));
      } else ((e = v(e)), t.push.apply(t, e.getClientRects()));
      return !1;
    }
    ((Fp.prototype.getRootNode = function (e) {
      var t = m(this._fragmentFiber);
      return t === null ? this : v(t).getRootNode(e);
    }),
      (Fp.prototype.compareDocumentPosition = function (e) {
        var t = m(this._fragmentFiber);
        if (t === null) return Node.DOCUMENT_POSITION_DISCONNECTED;
        var n = [];
        p(this._fragmentFiber.child, !1, Hp, n, void 0, void 0);
        var r = v(t);
        if (n.length === 0) {
          if (((n = r), h(this._fragmentFiber))) {
            a: {
              for (t = this._fragmentFiber.return; t !== null;) {
                if (t.tag === 4) {
                  t = t.stateNode.containerInfo;
                  break a;
                }
                if (t.tag === 3 || t.tag === 5 || t.tag === 27) break;
                t = t.return;
              }
              t = null;
            }
            t != null && (n = t);
          }
          t = this._fragmentFiber;
          var i = (r = n.compareDocumentPosition(e));
          return (
            n === e
              ? (i = Node.DOCUMENT_POSITION_CONTAINS)
              : r & Node.DOCUMENT_POSITION_CONTAINED_BY &&
                ((n = g(t)[1]),
                n === null
                  ? (i = Node.DOCUMENT_POSITION_PRECEDING)
                  : ((e = v(n).compareDocumentPosition(e)),
                    (i =
                      e === 0 || e & Node.DOCUMENT_POSITION_FOLLOWING
                        ? Node.DOCUMENT_POSITION_FOLLOWING
                        : Node.DOCUMENT_POSITION_PRECEDING))),
            (i |= Node.DOCUMENT_POSITION_IMPLEMENTATION_SPECIFIC)
          );
        }
        ((t = v(n[0])), (i = v(n[n.length - 1])));
        var a = h(this._fragmentFiber) ? t.parentElement : r;
        if (a == null) return Node.DOCUMENT_POSITION_DISCONNECTED;
        ((r = a.compareDocumentPosition(t) & Node.DOCUMENT_POSITION_CONTAINED_BY),
          (a = a.compareDocumentPosition(i) & Node.DOCUMENT_POSITION_CONTAINED_BY));
        var o = t.compareDocumentPosition(e),
          s = i.compareDocumentPosition(e),
          c = o & Node.DOCUMENT_POSITION_CONTAINED_BY || s & Node.DOCUMENT_POSITION_CONTAINED_BY;
        return (
          (s = r && a && o & Node.DOCUMENT_POSITION_FOLLOWING && s & Node.DOCUMENT_POSITION_PRECEDING),
          (t =
            (r && t === e) || (a && i === e) || c || s
              ? Node.DOCUMENT_POSITION_CONTAINED_BY
              : (!r && t === e) || (!a && i === e)
                ? Node.DOCUMENT_POSITION_IMPLEMENTATION_SPECIFIC
                : o),
          t & Node.DOCUMENT_POSITION_DISCONNECTED ||
          t & Node.DOCUMENT_POSITION_IMPLEMENTATION_SPECIFIC ||
          Xp(t, this._fragmentFiber, n[0], n[n.length - 1], e)
            ? t
            : Node.DOCUMENT_POSITION_IMPLEMENTATION_SPECIFIC
        );
      }));
    function Xp(e, t, n, r, i) {
      var a = _t(i);
      if (e & Node.DOCUMENT_POSITION_CONTAINED_BY) {
        if ((n = !!a))
          a: {
            for (; a !== null;) {
              if (a.tag === 7 && (a === t || a.alternate === t)) {
                n = !0;
                break a;
              }
              a = a.return;
            }
            n = !1;
          }
        return n;
      }
      if (e & Node.DOCUMENT_POSITION_CONTAINS) {
        if (a === null) return ((a = i.ownerDocument), i === a || i === a.documentElement || i === a.body);
        a: {
          for (a = t, t = m(t); a !== null;) {
            if (!((a.tag !== 5 && a.tag !== 3 && a.tag !== 27) || (a !== t && a.alternate !== t))) {
              a = !0;
              break a;
            }
            a = a.return;
          }
          a = !1;
        }
        return a;
      }
      return e & Node.DOCUMENT_POSITION_PRECEDING
        ? ((t = !!a) &&
            !(t = a === n) &&
            ((t = w(n, a, C)), t === null ? (t = !1) : (p(t, !0, x, a, n), (a = y), (y = null), (t = a !== null))),
          t)
        : e & Node.DOCUMENT_POSITION_FOLLOWING
          ? ((t = !!a) &&
              !(t = a === r) &&
              ((t = w(r, a, C)),
              t === null ? (t = !1) : (p(t, !0, S, a, r), (a = y), (b = y = null), (t = a !== null))),
            t)
          : !1;
    }
    function Zp(e, t) {
      var n = e.ownerDocument.createRange();
      (n.selectNodeContents(e),
        (e = n.getBoundingClientRect()),
        window.scrollTo(
          window.scrollX + e.left,
          t ? window.scrollY + e.top : window.scrollY + e.bottom - window.innerHeight,
        ));
    }
    Fp.prototype.scrollIntoView = function (e) {
      if (typeof e == `object`) throw Error(a(566));
      var t = [];
      p(this._fragmentFiber.child, !1, Hp, t, void 0, void 0);
      var n = !1 !== e;
      if (t.length === 0) {
        var r = g(this._fragmentFiber);
        if (((r = n ? r[1] || r[0] || m(this._fragmentFiber) : r[0] || r[1]), r === null)) return;
        if (r.tag === 6) {
          ((e = v(r)), Zp(e, n));
          return;
        }
        if (((r = v(r)), r.nodeType !== 9)) {
          if (r.nodeType === 11) {
            ((n = `host` in r ? r.host : null), n !== null && n.scrollIntoView(e));
            return;
          }
          r.scrollIntoView(e);
        }
      }
      for (r = n ? t.length - 1 : 0; r !== (n ? -1 : t.length);) {
        var i = t[r];
        (i.tag === 6 ? ((i = v(i)), Zp(i, n)) : v(i).scrollIntoView(e), (r += n ? -1 : 1));
      }
    };
    function Qp(e, t) {
      return ((e = v(e)), $p(e, t), !1);
    }
    function $p(e, t) {
      ((e.reactFragments ??= new Set()), e.reactFragments.add(t));
    }
    function em(e, t) {
      var n = t._eventListeners;
      if (n !== null)
        for (var r = 0; r < n.length; r++) {
          var i = n[r];
          e.addEventListener(i.type, i.attachedListener, Rp(i.optionsOrUseCapture));
        }
      e.nodeType !== 3 &&
        ((n = t._observers),
        n !== null &&
          n.forEach(function (n) {
            for (var r = 0, i = 0; i < Kp.length; i++) {
              var a = Kp[i];
              (a.fragmentInstance !== t || a.observer !== n || a.instance !== e) && (Kp[r++] = a);
            }
            ((Kp.length = r), n.observe(e));
          }),
        $p(e, t));
    }
    function tm(e, t) {
      var n = t._eventListeners;
      if (n !== null)
        for (var r = 0; r < n.length; r++) {
          var i = n[r];
          e.removeEventListener(i.type, i.attachedListener, Rp(i.optionsOrUseCapture));
        }
      e.nodeType !== 3 &&
        ((n = t._observers),
        n !== null &&
          n.forEach(function (n) {
            typeof n.rootMargin == `string` ? Jp(t, n, e) : n.unobserve(e);
          }),
        e.reactFragments != null && e.reactFragments.delete(t));
    }
    function nm(e) {
      var t = e.firstChild;
      for (t && t.nodeType === 10 && (t = t.nextSibling); t;) {
        var n = t;
        switch (((t = t.nextSibling), n.nodeName)) {
          case `HTML`:
          case `HEAD`:
          case `BODY`:
            (nm(n), gt(n));
            continue;
          case `SCRIPT`:
          case `STYLE`:
            continue;
          case `LINK`:
            if (n.rel.toLowerCase() === `stylesheet`) continue;
        }
        e.removeChild(n);
      }
    }
    function rm(e, t, n, r) {
      for (; e.nodeType === 1;) {
        var i = n;
        if (e.nodeName.toLowerCase() !== t.toLowerCase()) {
          if (!r && (e.nodeName !== `INPUT` || e.type !== `hidden`)) break;
        } else if (!r) {
          if (t === `input` && e.type === `hidden`) {
            var a = i.name == null ? null : `` + i.name;
            if (i.type === `hidden` && e.getAttribute(`name`) === a) return e;
          } else return e;
        } else if (!e[mt])
          switch (t) {
            case `meta`:
              if (!e.hasAttribute(`itemprop`)) break;
              return e;
            case `link`:
              if (
                ((a = e.getAttribute(`rel`)),
                (a === `stylesheet` && e.hasAttribute(`data-precedence`)) ||
                  a !== i.rel ||
                  e.getAttribute(`href`) !== (i.href == null || i.href === `` ? null : i.href) ||
                  e.getAttribute(`crossorigin`) !== (i.crossOrigin == null ? null : i.crossOrigin) ||
                  e.getAttribute(`title`) !== (i.title == null ? null : i.title))
              )
                break;
              return e;
            case `style`:
              if (e.hasAttribute(`data-precedence`)) break;
              return e;
            case `script`:
              if (
                ((a = e.getAttribute(`src`)),
                (a !== (i.src == null ? null : i.src) ||
                  e.getAttribute(`type`) !== (i.type == null ? null : i.type) ||
                  e.getAttribute(`crossorigin`) !== (i.crossOrigin == null ? null : i.crossOrigin)) &&
                  a &&
                  e.hasAttribute(`async`) &&
                  !e.hasAttribute(`itemprop`))
              )
                break;
              return e;
            default:
              return e;
          }
        if (((e = lm(e.nextSibling)), e === null)) break;
      }
      return null;
    }
    function im(e, t, n) {
      if (t === ``) return null;
      for (; e.nodeType !== 3;)
        if (
          ((e.nodeType !== 1 || e.nodeName !== `INPUT` || e.type !== `hidden`) && !n) ||
          ((e = lm(e.nextSibling)), e === null)
        )
          return null;
      return e;
    }
    function am(e, t) {
      for (; e.nodeType !== 8;)
        if (
          ((e.nodeType !== 1 || e.nodeName !== `INPUT` || e.type !== `hidden`) && !t) ||
          ((e = lm(e.nextSibling)), e === null)
        )
          return null;
      return e;
    }
    function om(e) {
      return e.data === `$?` || e.data === `$~`;
    }
    function sm(e) {
      return e.data === `$!` || (e.data === `$?` && e.ownerDocument.readyState !== `loading`);
    }
    function cm(e, t) {
      var n = e.ownerDocument;
      if (e.data === `$~`) e._reactRetry = t;
      else if (e.data !== `$?` || n.readyState !== `loading`) t();
      else {
        var r = function () {
          (t(), n.removeEventListener(`DOMContentLoaded`, r));
        };
        (n.addEventListener(`DOMContentLoaded`, r), (e._reactRetry = r));
      }
    }
    function lm(e) {
      for (; e != null; e = e.nextSibling) {
        var t = e.nodeType;
        if (t === 1 || t === 3) break;
        if (t === 8) {
          if (
            ((t = e.data), t === `$` || t === `$!` || t === `$?` || t === `$~` || t === `&` || t === `F!` || t === `F`)
          )
            break;
          if (t === `/$` || t === `/&`) return null;
        }
      }
      return e;
    }
    var um = null;
    function dm(e) {
      e = e.nextSibling;
      for (var t = 0; e;) {
        if (e.nodeType === 8) {
          var n = e.data;
          if (n === `/$` || n === `/&`) {
            if (t === 0) return lm(e.nextSibling);
            t--;
          } else (n !== `$` && n !== `$!` && n !== `$?` && n !== `$~` && n !== `&`) || t++;
        }
        e = e.nextSibling;
      }
      return null;
    }
    function fm(e) {
      e = e.previousSibling;
      for (var t = 0; e;) {
        if (e.nodeType === 8) {
          var n = e.data;
          if (n === `$` || n === `$!` || n === `$?` || n === `$~` || n === `&`) {
            if (t === 0) return e;
            t--;
          } else (n !== `/$` && n !== `/&`) || t++;
        }
        e = e.previousSibling;
      }
      return null;
    }
    function pm(e, t) {
      function n() {
        r = !0;
      }
      if (e.ownerDocument.activeElement === e) return !0;
      var r = !1;
      try {
        (e.ownerDocument.addEventListener(`focus`, n, !0), (e.focus || HTMLElement.prototype.focus).call(e, t));
      } finally {
        e.ownerDocument.removeEventListener(`focus`, n, !0);
      }
      return r;
    }
    function mm(e) {
      yp(function () {
        yp(function (t) {
          return e(t);
        });
      });
    }
    function hm(e, t, n) {
      switch (((t = lp(n)), e)) {
        case `html`:
          if (((e = t.documentElement), !e)) throw Error(a(452));
          return e;
        case `head`:
          if (((e = t.head), !e)) throw Error(a(453));
          return e;
        case `body`:
          if (((e = t.body), !e)) throw Error(a(454));
          return e;
        default:
          throw Error(a(451));
      }
    }
    function gm(e, t, n) {
      for (var r in n) {
        var i = n[r];
        n.hasOwnProperty(r) && i != null && ep(e, t, r, null, rp, i);
      }
      (n.dangerouslySetInnerHTML != null && (e.textContent = ``), e.onclick === rn && (e.onclick = null), gt(e));
    }
    function _m(e) {
      for (var t = e.attributes; t.length;) e.removeAttributeNode(t[0]);
      gt(e);
    }
    var vm = new Map(),
      ym = new Set();
    function bm(e) {
      if (typeof e.getRootNode == `function`) {
        var t = e.getRootNode();
        if (t.nodeType === 9 || t.nodeType === 11) return t;
      }
      return e.nodeType === 9 ? e : e.ownerDocument;
    }
    var xm = G.d;
    G.d = { f: Sm, r: Cm, D: Em, C: Dm, L: Om, m: km, X: jm, S: Am, M: Mm };
    function Sm() {
      var e = xm.f(),
        t = Id();
      return e || t;
    }
    function Cm(e) {
      var t = vt(e);
      t !== null && t.tag === 5 && t.type === `form` ? Ks(t) : xm.r(e);
    }
    var wm = typeof document > `u` ? null : document;
    function Tm(e, t, n) {
      var r = wm;
      if (r && typeof t == `string` && t) {
        var i = Ht(t);
        ((i = `link[rel="` + e + `"][href="` + i + `"]`),
          typeof n == `string` && (i += `[crossorigin="` + n + `"]`),
          ym.has(i) ||
            (ym.add(i),
            (e = { rel: e, crossOrigin: n, href: t }),
            r.querySelector(i) === null &&
              ((t = r.createElement(`link`)), np(t, `link`, e), xt(t), r.head.appendChild(t))));
      }
    }
    function Em(e) {
      (xm.D(e), Tm(`dns-prefetch`, e, null));
    }
    function Dm(e, t) {
      (xm.C(e, t), Tm(`preconnect`, e, t));
    }
    function Om(e, t, n) {
      xm.L(e, t, n);
      var r = wm;
      if (r && e && t) {
        var i = `link[rel="preload"][as="` + Ht(t) + `"]`;
        t === `image` && n && n.imageSrcSet
          ? ((i += `[imagesrcset="` + Ht(n.imageSrcSet) + `"]`),
            typeof n.imageSizes == `string` && (i += `[imagesizes="` + Ht(n.imageSizes) + `"]`))
          : (i += `[href="` + Ht(e) + `"]`);
        var a = i;
        switch (t) {
          case `style`:
            a = Pm(e);
            break;
          case `script`:
            a = Rm(e);
        }
        if (!(
          vm.has(a) ||
          ((e = T({ rel: `preload`, href: t === `image` && n && n.imageSrcSet ? void 0 : e, as: t }, n)),
          vm.set(a, e),
          r.querySelector(i) !== null ||
            (t === `style` && r.querySelector(Fm(a))) ||
            (t === `script` && r.querySelector(zm(a))))
        )) {
          var o = r.createElement(`link`);
          (np(o, `link`, e),
            t === `style` &&
              ((o[ht] = !0),
              (o.onload = o.onerror =
                function () {
                  St(o);
                })),
            xt(o),
            r.head.appendChild(o));
        }
      }
    }
    function km(e, t) {
      xm.m(e, t);
      var n = wm;
      if (n && e) {
        var r = t && typeof t.as == `string` ? t.as : `script`,
          i = `link[rel="modulepreload"][as="` + Ht(r) + `"][href="` + Ht(e) + `"]`,
          a = i;
        switch (r) {
          case `audioworklet`:
          case `paintworklet`:
          case `serviceworker`:
          case `sharedworker`:
          case `worker`:
          case `script`:
            a = Rm(e);
        }
        if (!vm.has(a) && ((e = T({ rel: `modulepreload`, href: e }, t)), vm.set(a, e), n.querySelector(i) === null)) {
          switch (r) {
            case `audioworklet`:
            case `paintworklet`:
            case `serviceworker`:
            case `sharedworker`:
            case `worker`:
            case `script`:
              if (n.querySelector(zm(a))) return;
          }
          ((r = n.createElement(`link`)), np(r, `link`, e), xt(r), n.head.appendChild(r));
        }
      }
    }
    function Am(e, t, n) {
      xm.S(e, t, n);
      var r = wm;
      if (r && e) {
        var i = bt(r).hoistableStyles,
          a = Pm(e);
        t ||= `default`;
        var o = i.get(a);
        if (!o) {
          var s = { loading: 0, preload: null };
          if ((o = r.querySelector(Fm(a)))) s.loading = 5;
          else {
            ((e = T({ rel: `stylesheet`, href: e, 'data-precedence': t }, n)), (n = vm.get(a)) && Hm(e, n));
            var c = (o = r.createElement(`link`));
            (xt(c),
              np(c, `link`, e),
              (c._p = new Promise(function (e, t) {
                ((c.onload = e), (c.onerror = t));
              })),
              c.addEventListener(`load`, function () {
                s.loading |= 1;
              }),
              c.addEventListener(`error`, function () {
                s.loading |= 2;
              }),
              (s.loading |= 4),
              Vm(o, t, r));
          }
          ((o = { type: `stylesheet`, instance: o, count: 1, state: s }), i.set(a, o));
        }
      }
    }
    function jm(e, t) {
      xm.X(e, t);
      var n = wm;
      if (n && e) {
        var r = bt(n).hoistableScripts,
          i = Rm(e),
          a = r.get(i);
        a ||
          ((a = n.querySelector(zm(i))),
          a ||
            ((e = T({ src: e, async: !0 }, t)),
            (t = vm.get(i)) && Um(e, t),
            (a = n.createElement(`script`)),
            xt(a),
            np(a, `link`, e),
            n.head.appendChild(a)),
          (a = { type: `script`, instance: a, count: 1, state: null }),
          r.set(i, a));
      }
    }
    function Mm(e, t) {
      xm.M(e, t);
      var n = wm;
      if (n && e) {
        var r = bt(n).hoistableScripts,
          i = Rm(e),
          a = r.get(i);
        a ||
          ((a = n.querySelector(zm(i))),
          a ||
            ((e = T({ src: e, async: !0, type: `module` }, t)),
            (t = vm.get(i)) && Um(e, t),
            (a = n.createElement(`script`)),
            xt(a),
            np(a, `link`, e),
            n.head.appendChild(a)),
          (a = { type: `script`, instance: a, count: 1, state: null }),
          r.set(i, a));
      }
    }
    function Nm(e, t, n, r) {
      var i = (i = ue.current) ? bm(i) : null;
      if (!i) throw Error(a(446));
      switch (e) {
        case `meta`:
        case `title`:
          return null;
        case `style`:
          return typeof n.precedence == `string` && typeof n.href == `string`
            ? ((n = Pm(n.href)),
              (t = bt(i).hoistableStyles),
              (r = t.get(n)),
              r || ((r = { type: `style`, instance: null, count: 0, state: null }), t.set(n, r)),
              r)
            : { type: `void`, instance: null, count: 0, state: null };
        case `link`:
          if (n.rel === `stylesheet` && typeof n.href == `string` && typeof n.precedence == `string`) {
            e = Pm(n.href);
            var o = bt(i).hoistableStyles,
              s = o.get(e);
            if (
              (s ||
                ((i = i.ownerDocument || i),
                (s = { type: `stylesheet`, instance: null, count: 0, state: { loading: 0, preload: null } }),
                o.set(e, s),
                (o = i.querySelector(Fm(e)))
                  ? o._p || ((s.instance = o), (s.state.loading = 5))
                  : ((o = vm.get(e)),
                    o ||
                      ((o = {
                        rel: `preload`,
                        as: `style`,
                        href: n.href,
                        crossOrigin: n.crossOrigin,
                        integrity: n.integrity,
                        media: n.media,
                        hrefLang: n.hrefLang,
                        referrerPolicy: n.referrerPolicy,
                      }),
                      vm.set(e, o)),
                    Lm(i, e, o, s.state))),
              t && r === null)
            )
              throw Error(a(528, ``));
            return s;
          }
          if (t && r !== null) throw Error(a(529, ``));
          return null;
        case `script`:
          return (
            (t = n.async),
            (n = n.src),
            typeof n == `string` && t && typeof t != `function` && typeof t != `symbol`
              ? ((n = Rm(n)),
                (t = bt(i).hoistableScripts),
                (r = t.get(n)),
                r || ((r = { type: `script`, instance: null, count: 0, state: null }), t.set(n, r)),
                r)
              : { type: `void`, instance: null, count: 0, state: null }
          );
        default:
          throw Error(a(444, e));
      }
    }
    function Pm(e) {
      return `href="` + Ht(e) + `"`;
    }
    function Fm(e) {
      return `link[rel="stylesheet"][` + e + `]`;
    }
    function Im(e) {
      return T({}, e, { 'data-precedence': e.precedence, precedence: null });
    }
    function Lm(e, t, n, r) {
      if ((t = e.querySelector(`link[rel="preload"][as="style"][` + t + `]`))) {
        if (!0 !== t[ht]) {
          r.loading = 1;
          return;
        }
      } else
        ((t = e.createElement(`link`)),
          (t[ht] = !0),
          (t.onload = t.onerror = St.bind(null, t)),
          np(t, `link`, n),
          xt(t),
          e.head.appendChild(t));
      ((r.preload = t),
        t.addEventListener(`load`, function () {
          return (r.loading |= 1);
        }),
        t.addEventListener(`error`, function () {
          return (r.loading |= 2);
        }));
    }
    function Rm(e) {
      return `[src="` + Ht(e) + `"]`;
    }
    function zm(e) {
      return `script[async]` + e;
    }
    function Bm(e, t, n) {
      if ((t.count++, t.instance === null))
        switch (t.type) {
          case `style`:
            var r = e.querySelector(`style[data-href~="` + Ht(n.href) + `"]`);
            if (r) return ((t.instance = r), xt(r), r);
            var i = T({}, n, { 'data-href': n.href, 'data-precedence': n.precedence, href: null, precedence: null });
            return (
              (r = (e.ownerDocument || e).createElement(`style`)),
              xt(r),
              np(r, `style`, i),
              Vm(r, n.precedence, e),
              (t.instance = r)
            );
          case `stylesheet`:
            i = Pm(n.href);
            var o = e.querySelector(Fm(i));
            if (o) return ((t.state.loading |= 4), (t.instance = o), xt(o), o);
            ((r = Im(n)), (i = vm.get(i)) && Hm(r, i), (o = (e.ownerDocument || e).createElement(`link`)), xt(o));
            var s = o;
            return (
              (s._p = new Promise(function (e, t) {
                ((s.onload = e), (s.onerror = t));
              })),
              np(o, `link`, r),
              (t.state.loading |= 4),
              Vm(o, n.precedence, e),
              (t.instance = o)
            );
          case `script`:
            return (
              (o = Rm(n.src)),
              (i = e.querySelector(zm(o)))
                ? ((t.instance = i), xt(i), i)
                : ((r = n),
                  (i = vm.get(o)) && ((r = T({}, n)), Um(r, i)),
                  (e = e.ownerDocument || e),
                  (i = e.createElement(`script`)),
                  xt(i),
                  np(i, `link`, r),
                  e.head.appendChild(i),
                  (t.instance = i))
            );
          case `void`:
            return null;
          default:
            throw Error(a(443, t.type));
        }
      else
        t.type === `stylesheet` &&
          !(t.state.loading & 4) &&
          ((r = t.instance), (t.state.loading |= 4), Vm(r, n.precedence, e));
      return t.instance;
    }
    function Vm(e, t, n) {
      for (
        var r = n.querySelectorAll(`link[rel="stylesheet"][data-precedence],style[data-precedence]`),
          i = r.length ? r[r.length - 1] : null,
          a = i,
          o = 0;
        o < r.length;
        o++
      ) {
        var s = r[o];
        if (s.dataset.precedence === t) a = s;
        else if (a !== i) break;
      }
      a
        ? a.parentNode.insertBefore(e, a.nextSibling)
        : ((t = n.nodeType === 9 ? n.head : n), t.insertBefore(e, t.firstChild));
    }
    function Hm(e, t) {
      ((e.crossOrigin ??= t.crossOrigin), (e.referrerPolicy ??= t.referrerPolicy), (e.title ??= t.title));
    }
    function Um(e, t) {
      ((e.crossOrigin ??= t.crossOrigin), (e.referrerPolicy ??= t.referrerPolicy), (e.integrity ??= t.integrity));
    }
    var Wm = null;
    function Gm(e, t, n) {
      if (Wm === null) {
        var r = new Map(),
          i = (Wm = new Map());
        i.set(n, r);
      } else ((i = Wm), (r = i.get(n)), r || ((r = new Map()), i.set(n, r)));
      if (r.has(e)) return r;
      for (r.set(e, null), n = n.getElementsByTagName(e), i = 0; i < n.length; i++) {
        var a = n[i];
        if (
          !(a[mt] || a[st] || (e === `link` && a.getAttribute(`rel`) === `stylesheet`)) &&
          a.namespaceURI !== `http://www.w3.org/2000/svg`
        ) {
          var o = a.getAttribute(t) || ``;
          o = e + o;
          var s = r.get(o);
          s ? s.push(a) : r.set(o, [a]);
        }
      }
      return r;
    }
    function Km(e, t, n) {
      ((e = e.ownerDocument || e), e.head.insertBefore(n, t === `title` ? e.querySelector(`head > title`) : null));
    }
    function qm(e, t, n) {
      if (n === 1 || t.itemProp != null) return !1;
      switch (e) {
        case `meta`:
        case `title`:
          return !0;
        case `style`:
          if (typeof t.precedence != `string` || typeof t.href != `string` || t.href === ``) break;
          return !0;
        case `link`:
          if (typeof t.rel != `string` || typeof t.href != `string` || t.href === `` || t.onLoad || t.onError) break;
          switch (t.rel) {
            case `stylesheet`:
              return ((e = t.disabled), typeof t.precedence == `string` && e == null);
            default:
              return !0;
          }
        case `script`:
          if (
            t.async &&
            typeof t.async != `function` &&
            typeof t.async != `symbol` &&
            !t.onLoad &&
            !t.onError &&
            t.src &&
            typeof t.src == `string`
          )
            return !0;
      }
      return !1;
    }
    function Jm(e, t) {
      return e === `img` && t.src != null && t.src !== `` && t.onLoad == null && t.loading !== `lazy`;
    }
    function Ym(e) {
      return !(e.type === `stylesheet` && !(e.state.loading & 3));
    }
    function Xm(e) {
      return (e.width || 100) * (e.height || 100) * (typeof devicePixelRatio == `number` ? devicePixelRatio : 1) * 0.25;
    }
    function Zm(e, t) {
      typeof t.decode == `function` &&
        (e.imgCount++,
        t.complete || ((e.imgBytes += Xm(t)), e.suspenseyImages.push(t)),
        (e = rh.bind(e)),
        t.decode().then(e, e));
    }
    function Qm(e, t, n, r) {
      if (
        n.type === `stylesheet` &&
        (typeof r.media != `string` || !1 !== matchMedia(r.media).matches) &&
        !(n.state.loading & 4)
      ) {
        if (n.instance === null) {
          var i = Pm(r.href),
            a = t.querySelector(Fm(i));
          if (a) {
            ((t = a._p),
              typeof t == `object` && t && typeof t.then == `function` && (e.count++, (e = nh.bind(e)), t.then(e, e)),
              (n.state.loading |= 4),
              (n.instance = a),
              xt(a));
            return;
          }
          ((a = t.ownerDocument || t), (r = Im(r)), (i = vm.get(i)) && Hm(r, i), (a = a.createElement(`link`)), xt(a));
          var o = a;
          ((o._p = new Promise(function (e, t) {
            ((o.onload = e), (o.onerror = t));
          })),
            np(a, `link`, r),
            (n.instance = a));
        }
        (e.stylesheets === null && (e.stylesheets = new Map()),
          e.stylesheets.set(n, t),
          (t = n.state.preload) &&
            !(n.state.loading & 3) &&
            (e.count++, (n = nh.bind(e)), t.addEventListener(`load`, n), t.addEventListener(`error`, n)));
      }
    }
    var $m = 0;
    function eh(e, t) {
      return (
        e.stylesheets && e.count === 0 && ah(e, e.stylesheets),
        0 < e.count || 0 < e.imgCount
          ? function (n) {
              var r = setTimeout(function () {
                if ((e.stylesheets && ah(e, e.stylesheets), e.unsuspend)) {
                  var t = e.unsuspend;
                  ((e.unsuspend = null), t());
                }
              }, 6e4 + t);
              0 < e.imgBytes && $m === 0 && ($m = 62500 * op());
              var i = setTimeout(
                function () {
                  if (
                    ((e.waitingForImages = !1), e.count === 0 && (e.stylesheets && ah(e, e.stylesheets), e.unsuspend))
                  ) {
                    var t = e.unsuspend;
                    ((e.unsuspend = null), t());
                  }
                },
                (e.imgBytes > $m ? 50 : 800) + t,
              );
              return (
                (e.unsuspend = n),
                function () {
                  ((e.unsuspend = null), clearTimeout(r), clearTimeout(i));
                }
              );
            }
          : null
      );
    }
    function th(e) {
      if (e.count === 0 && (e.imgCount === 0 || !e.waitingForImages)) {
        if (e.stylesheets) ah(e, e.stylesheets);
        else if (e.unsuspend) {
          var t = e.unsuspend;
          ((e.unsuspend = null), t());
        }
      }
    }
    function nh() {
      (this.count--, th(this));
    }
    function rh() {
      (this.imgCount--, th(this));
    }
    var ih = null;
    function ah(e, t) {
      ((e.stylesheets = null),
        e.unsuspend !== null && (e.count++, (ih = new Map()), t.forEach(oh, e), (ih = null), nh.call(e)));
    }
    function oh(e, t) {
      if (!(t.state.loading & 4)) {
        var n = ih.get(e);
        if (n) var r = n.get(null);
        else {
          ((n = new Map()), ih.set(e, n));
          for (var i = e.querySelectorAll(`link[data-precedence],style[data-precedence]`), a = 0; a < i.length; a++) {
            var o = i[a];
            (o.nodeName === `LINK` || o.getAttribute(`media`) !== `not all`) &&
              (n.set(o.dataset.precedence, o), (r = o));
          }
          r && n.set(null, r);
        }
        ((i = t.instance),
          (o = i.getAttribute(`data-precedence`)),
          (a = n.get(o) || r),
          a === r && n.set(null, i),
          n.set(o, i),
          this.count++,
          (r = nh.bind(this)),
          i.addEventListener(`load`, r),
          i.addEventListener(`error`, r),
          a
            ? a.parentNode.insertBefore(i, a.nextSibling)
            : ((e = e.nodeType === 9 ? e.head : e), e.insertBefore(i, e.firstChild)),
          (t.state.loading |= 4));
      }
    }
    var sh = { $$typeof: N, Provider: null, Consumer: null, _currentValue: ae, _currentValue2: ae, _threadCount: 0 };
    function ch(e, t, n, r, i, a, o, s, c) {
      ((this.tag = 1),
        (this.containerInfo = e),
        (this.pingCache = this.current = this.pendingChildren = null),
        (this.timeoutHandle = -1),
        (this.callbackNode = this.next = this.pendingContext = this.context = this.cancelPendingCommit = null),
        (this.callbackPriority = 0),
        (this.expirationTimes = Z(-1)),
        (this.entangledLanes =
          this.shellSuspendCounter =
          this.errorRecoveryDisabledLanes =
          this.expiredLanes =
          this.warmLanes =
          this.pingedLanes =
          this.suspendedLanes =
          this.pendingLanes =
            0),
        (this.entanglements = Z(0)),
        (this.hiddenUpdates = Z(null)),
        (this.identifierPrefix = r),
        (this.onUncaughtError = i),
        (this.onCaughtError = a),
        (this.onRecoverableError = o),
        (this.pooledCache = null),
        (this.pooledCacheLanes = 0),
        (this.formState = c),
        (this.transitionTypes = null),
        (this.incompleteTransitions = new Map()));
    }
    function lh(e, t, n, r, i, a, o, s, c, l, u, d) {
      return (
        (e = new ch(e, t, n, o, c, l, u, d, s)),
        (t = 1),
        !0 === a && (t |= 24),
        (a = yi(3, null, null, t)),
        (e.current = a),
        (a.stateNode = e),
        (t = ya()),
        t.refCount++,
        (e.pooledCache = t),
        t.refCount++,
        (a.memoizedState = { element: r, isDehydrated: n, cache: t }),
        to(a),
        e
      );
    }
    function uh(e) {
      return e ? ((e = _i), e) : _i;
    }
    function dh(e, t, n, r, i, a) {
      ((i = uh(i)),
        r.context === null ? (r.context = i) : (r.pendingContext = i),
        (r = ro(t)),
        (r.payload = { element: n }),
        (a = a === void 0 ? null : a),
        a !== null && (r.callback = a),
        (n = io(e, r, t)),
        n !== null && (jd(n, e, t), ao(n, e, t)));
    }
    function fh(e, t) {
      if (((e = e.memoizedState), e !== null && e.dehydrated !== null)) {
        var n = e.retryLane;
        e.retryLane = n !== 0 && n < t ? n : t;
      }
    }
    function ph(e, t) {
      (fh(e, t), (e = e.alternate) && fh(e, t));
    }
    function mh(e) {
      if (e.tag === 13 || e.tag === 31) {
        var t = mi(e, 67108864);
        (t !== null && jd(t, e, 67108864), ph(e, 67108864));
      }
    }
    function hh(e) {
      if (e.tag === 13 || e.tag === 31) {
        var t = Od();
        t = nt(t);
        var n = mi(e, t);
        (n !== null && jd(n, e, t), ph(e, t));
      }
    }
    var gh = !0;
    function _h(e, t, n, r) {
      var i = W.T;
      W.T = null;
      var a = G.p;
      try {
        ((G.p = 2), yh(e, t, n, r));
      } finally {
        ((G.p = a), (W.T = i));
      }
    }
    function vh(e, t, n, r) {
      var i = W.T;
      W.T = null;
      var a = G.p;
      try {
        ((G.p = 8), yh(e, t, n, r));
      } finally {
        ((G.p = a), (W.T = i));
      }
    }
    function yh(e, t, n, r) {
      if (gh) {
        var i = bh(r);
        if (i === null) (Gf(e, t, r, xh, n), Mh(e, r));
        else if (Ph(i, e, t, n, r)) r.stopPropagation();
        else if ((Mh(e, r), t & 4 && -1 < jh.indexOf(e))) {
          for (; i !== null;) {
            var a = vt(i);
            if (a !== null)
              switch (a.tag) {
                case 3:
                  if (((a = a.stateNode), a.current.memoizedState.isDehydrated)) {
                    var o = Ke(a.pendingLanes);
                    if (o !== 0) {
                      var s = a;
                      for (s.pendingLanes |= 2, s.entangledLanes |= 2; o;) {
                        var c = 1 << (31 - ze(o));
                        ((s.entanglements[1] |= c), (o &= ~c));
                      }
                      (wf(a), !(Ku & 6) && ((pd = ke() + 500), Tf(0, !1)));
                    }
                  }
                  break;
                case 31:
                case 13:
                  ((s = mi(a, 2)), s !== null && jd(s, a, 2), Id(), ph(a, 2));
              }
            if (((a = bh(r)), a === null && Gf(e, t, r, xh, n), a === i)) break;
            i = a;
          }
          i !== null && r.stopPropagation();
        } else Gf(e, t, r, null, n);
      }
    }
    function bh(e) {
      return ((e = on(e)), Sh(e));
    }
    var xh = null;
    function Sh(e) {
      if (((xh = null), (e = _t(e)), e !== null)) {
        var t = s(e);
        if (t === null) e = null;
        else {
          var n = t.tag;
          if (n === 13) {
            if (((e = c(t)), e !== null)) return e;
            e = null;
          } else if (n === 31) {
            if (((e = l(t)), e !== null)) return e;
            e = null;
          } else if (n === 3) {
            if (t.stateNode.current.memoizedState.isDehydrated) return t.tag === 3 ? t.stateNode.containerInfo : null;
            e = null;
          } else t !== e && (e = null);
        }
      }
      return ((xh = e), null);
    }
    function Ch(e) {
      switch (e) {
        case `beforetoggle`:
        case `cancel`:
        case `click`:
        case `close`:
        case `contextmenu`:
        case `copy`:
        case `cut`:
        case `auxclick`:
        case `dblclick`:
        case `dragend`:
        case `dragstart`:
        case `drop`:
        case `focusin`:
        case `focusout`:
        case `input`:
        case `invalid`:
        case `keydown`:
        case `keypress`:
        case `keyup`:
        case `mousedown`:
        case `mouseup`:
        case `paste`:
        case `pause`:
        case `play`:
        case `pointercancel`:
        case `pointerdown`:
        case `pointerup`:
        case `ratechange`:
        case `reset`:
        case `seeked`:
        case `submit`:
        case `toggle`:
        case `touchcancel`:
        case `touchend`:
        case `touchstart`:
        case `volumechange`:
        case `change`:
        case `selectionchange`:
        case `textInput`:
        case `compositionstart`:
        case `compositionend`:
        case `compositionupdate`:
        case `beforeblur`:
        case `afterblur`:
        case `beforeinput`:
        case `blur`:
        case `fullscreenchange`:
        case `fullscreenerror`:
        case `focus`:
        case `hashchange`:
        case `popstate`:
        case `select`:
        case `selectstart`:
          return 2;
        case `drag`:
        case `dragenter`:
        case `dragexit`:
        case `dragleave`:
        case `dragover`:
        case `mousemove`:
        case `mouseout`:
        case `mouseover`:
        case `pointermove`:
        case `pointerout`:
        case `pointerover`:
        case `resize`:
        case `scroll`:
        case `touchmove`:
        case `wheel`:
        case `mouseenter`:
        case `mouseleave`:
        case `pointerenter`:
        case `pointerleave`:
          return 8;
        case `message`:
          switch (Ae()) {
            case je:
              return 2;
            case Y:
              return 8;
            case Me:
            case Ne:
              return 32;
            case Pe:
              return 268435456;
            default:
              return 32;
          }
        default:
          return 32;
      }
    }
    var wh = !1,
      Th = null,
      Eh = null,
      Dh = null,
      Oh = new Map(),
      kh = new Map(),
      Ah = [],
      jh =
        `mousedown mouseup touchcancel touchend touchstart auxclick dblclick pointercancel pointerdown pointerup dragend dragstart drop compositionend compositionstart keydown keypress keyup input textInput copy cut paste click change contextmenu reset`.split(
          ` `,
        );
    function Mh(e, t) {
      switch (e) {
        case `focusin`:
        case `focusout`:
          Th = null;
          break;
        case `dragenter`:
        case `dragleave`:
          Eh = null;
          break;
        case `mouseover`:
        case `mouseout`:
          Dh = null;
          break;
        case `pointerover`:
        case `pointerout`:
          Oh.delete(t.pointerId);
          break;
        case `gotpointercapture`:
        case `lostpointercapture`:
          kh.delete(t.pointerId);
      }
    }
    function Nh(e, t, n, r, i, a) {
      return e === null || e.nativeEvent !== a
        ? ((e = { blockedOn: t, domEventName: n, eventSystemFlags: r, nativeEvent: a, targetContainers: [i] }),
          t !== null && ((t = vt(t)), t !== null && mh(t)),
          e)
        : ((e.eventSystemFlags |= r), (t = e.targetContainers), i !== null && t.indexOf(i) === -1 && t.push(i), e);
    }
    function Ph(e, t, n, r, i) {
      switch (t) {
        case `focusin`:
          return ((Th = Nh(Th, e, t, n, r, i)), !0);
        case `dragenter`:
          return ((Eh = Nh(Eh, e, t, n, r, i)), !0);
        case `mouseover`:
          return ((Dh = Nh(Dh, e, t, n, r, i)), !0);
        case `pointerover`:
          var a = i.pointerId;
          return (Oh.set(a, Nh(Oh.get(a) || null, e, t, n, r, i)), !0);
        case `gotpointercapture`:
          return ((a = i.pointerId), kh.set(a, Nh(kh.get(a) || null, e, t, n, r, i)), !0);
      }
      return !1;
    }
    function Fh(e) {
      var t = _t(e.target);
      if (t !== null) {
        var n = s(t);
        if (n !== null) {
          if (((t = n.tag), t === 13)) {
            if (((t = c(n)), t !== null)) {
              ((e.blockedOn = t),
                at(e.priority, function () {
                  hh(n);
                }));
              return;
            }
          } else if (t === 31) {
            if (((t = l(n)), t !== null)) {
              ((e.blockedOn = t),
                at(e.priority, function () {
                  hh(n);
                }));
              return;
            }
          } else if (t === 3 && n.stateNode.current.memoizedState.isDehydrated) {
            e.blockedOn = n.tag === 3 ? n.stateNode.containerInfo : null;
            return;
          }
        }
      }
      e.blockedOn = null;
    }
    function Ih(e) {
      if (e.blockedOn !== null) return !1;
      for (var t = e.targetContainers; 0 < t.length;) {
        var n = bh(e.nativeEvent);
        if (n === null) {
          n = e.nativeEvent;
          var r = new n.constructor(n.type, n);
          ((an = r), n.target.dispatchEvent(r), (an = null));
        } else return ((t = vt(n)), t !== null && mh(t), (e.blockedOn = n), !1);
        t.shift();
      }
      return !0;
    }
    function Lh(e, t, n) {
      Ih(e) && n.delete(t);
    }
    function Rh() {
      ((wh = !1),
        Th !== null && Ih(Th) && (Th = null),
        Eh !== null && Ih(Eh) && (Eh = null),
        Dh !== null && Ih(Dh) && (Dh = null),
        Oh.forEach(Lh),
        kh.forEach(Lh));
    }
    function zh(e, n) {
      e.blockedOn === n &&
        ((e.blockedOn = null), wh || ((wh = !0), t.unstable_scheduleCallback(t.unstable_NormalPriority, Rh)));
    }
    var Bh = null;
    function Vh(e) {
      Bh !== e &&
        ((Bh = e),
        t.unstable_scheduleCallback(t.unstable_NormalPriority, function () {
          Bh === e && (Bh = null);
          for (var t = 0; t < e.length; t += 3) {
            var n = e[t],
              r = e[t + 1],
              i = e[t + 2];
            if (typeof r != `function`) {
              if (Sh(r || n) === null) continue;
              break;
            }
            var a = vt(n);
            a !== null &&
              (e.splice(t, 3), (t -= 3), Ws(a, { pending: !0, data: i, method: n.method, action: r }, r, i));
          }
        }));
    }
    function Hh(e) {
      function t(t) {
        return zh(t, e);
      }
      (Th !== null && zh(Th, e), Eh !== null && zh(Eh, e), Dh !== null && zh(Dh, e), Oh.forEach(t), kh.forEach(t));
      for (var n = 0; n < Ah.length; n++) {
        var r = Ah[n];
        r.blockedOn === e && (r.blockedOn = null);
      }
      for (; 0 < Ah.length && ((n = Ah[0]), n.blockedOn === null);) (Fh(n), n.blockedOn === null && Ah.shift());
      if (((n = (e.ownerDocument || e).$$reactFormReplay), n != null))
        for (r = 0; r < n.length; r += 3) {
          var i = n[r],
            a = n[r + 1],
            o = i[ct] || null;
          if (typeof a == `function`) o || Vh(n);
          else if (o) {
            var s = null;
            if (a && a.hasAttribute(`formAction`)) {
              if (((i = a), (o = a[ct] || null))) s = o.formAction;
              else if (Sh(i) !== null) continue;
            } else s = o.action;
            (typeof s == `function` ? (n[r + 1] = s) : (n.splice(r, 3), (r -= 3)), Vh(n));
          }
        }
    }
    function Uh() {
      function e(e) {
        e.canIntercept &&
          e.info === `react-transition` &&
          e.intercept({
            handler: function () {
              return new Promise(function (e) {
                return (i = e);
              });
            },
            focusReset: `manual`,
            scroll: `manual`,
          });
      }
      function t() {
        (i !== null && (i(), (i = null)), r || setTimeout(n, 20));
      }
      function n() {
        if (!r && !navigation.transition) {
          var e = navigation.currentEntry;
          e &&
            e.url != null &&
            navigation.navigate(e.url, { state: e.getState(), info: `react-transition`, history: `replace` });
        }
      }
      if (typeof navigation == `object`) {
        var r = !1,
          i = null;
        return (
          navigation.addEventListener(`navigate`, e),
          navigation.addEventListener(`navigatesuccess`, t),
          navigation.addEventListener(`navigateerror`, t),
          setTimeout(n, 100),
          function () {
            ((r = !0),
              navigation.removeEventListener(`navigate`, e),
              navigation.removeEventListener(`navigatesuccess`, t),
              navigation.removeEventListener(`navigateerror`, t),
              i !== null && (i(), (i = null)));
          }
        );
      }
    }
    function Wh(e) {
      this._internalRoot = e;
    }
    ((Gh.prototype.render = Wh.prototype.render =
      function (e) {
        var t = this._internalRoot;
        if (t === null) throw Error(a(409));
        var n = t.current;
        dh(n, Od(), e, t, null, null);
      }),
      (Gh.prototype.unmount = Wh.prototype.unmount =
        function () {
          var e = this._internalRoot;
          if (e !== null) {
            this._internalRoot = null;
            var t = e.containerInfo;
            (dh(e.current, 2, null, e, null, null), Id(), (t[lt] = null));
          }
        }));
    function Gh(e) {
      this._internalRoot = e;
    }
    Gh.prototype.unstable_scheduleHydration = function (e) {
      if (e) {
        var t = it();
        e = { blockedOn: null, target: e, priority: t };
        for (var n = 0; n < Ah.length && t !== 0 && t < Ah[n].priority; n++);
        (Ah.splice(n, 0, e), n === 0 && Fh(e));
      }
    };
    var Kh = r.version;
    if (Kh !== `19.3.1`) throw Error(a(527, Kh, `19.3.1`));
    G.findDOMNode = function (e) {
      var t = e._reactInternals;
      if (t === void 0)
        throw typeof e.render == `function` ? Error(a(188)) : ((e = Object.keys(e).join(`,`)), Error(a(268, e)));
      return ((e = d(t)), (e = e === null ? null : f(e)), (e = e === null ? null : e.stateNode), e);
    };
    var qh = {
      bundleType: 0,
      version: `19.3.1`,
      rendererPackageName: `react-dom`,
      currentDispatcherRef: W,
      reconcilerVersion: `19.3.1`,
    };
    if (typeof __REACT_DEVTOOLS_GLOBAL_HOOK__ < `u`) {
      var Jh = __REACT_DEVTOOLS_GLOBAL_HOOK__;
      if (!Jh.isDisabled && Jh.supportsFiber)
        try {
          ((Ie = Jh.inject(qh)), (Le = Jh));
        } catch {}
    }
    e.createRoot = function (e, t) {
      if (!o(e)) throw Error(a(299));
      var n = !1,
        r = ``,
        i = pc,
        s = mc,
        c = hc;
      return (
        t != null &&
          (!0 === t.unstable_strictMode && (n = !0),
          t.identifierPrefix !== void 0 && (r = t.identifierPrefix),
          t.onUncaughtError !== void 0 && (i = t.onUncaughtError),
          t.onCaughtError !== void 0 && (s = t.onCaughtError),
          t.onRecoverableError !== void 0 && (c = t.onRecoverableError)),
        (t = lh(e, 1, !1, null, null, n, r, null, i, s, c, Uh)),
        (e[lt] = t.current),
        Uf(e),
        new Wh(t)
      );
    };
  }),
  Nn = s((e, t) => {
    function n() {
      if (typeof __REACT_DEVTOOLS_GLOBAL_HOOK__ < `u` && typeof __REACT_DEVTOOLS_GLOBAL_HOOK__.checkDCE == `function`)
        try {
          __REACT_DEVTOOLS_GLOBAL_HOOK__.checkDCE(n);
        } catch (e) {
          console.error(e);
        }
    }
    (n(), (t.exports = Mn()));
  }),
  Pn = Te(),
  Fn = r(be(), 1),
  In = { ...e.queryOptions(`get`, `/api/me`), staleTime: 6e4 };
function Ln({ title: e, children: t, action: n }) {
  return (0, Q.jsxs)(`div`, {
    className: `flex flex-col items-center gap-2 px-6 py-12 text-center`,
    children: [
      (0, Q.jsxs)(`svg`, {
        viewBox: `0 0 48 32`,
        className: `h-8 text-edge`,
        fill: `none`,
        stroke: `currentColor`,
        strokeWidth: `2`,
        'aria-hidden': `true`,
        children: [
          (0, Q.jsx)(`path`, { d: `M2 16h12m20 0h12`, strokeLinecap: `round`, strokeDasharray: `1 5` }),
          (0, Q.jsx)(`rect`, { x: `14`, y: `8`, width: `9`, height: `16`, rx: `2` }),
          (0, Q.jsx)(`path`, { d: `M27 8h3a4 4 0 0 1 4 4v8a4 4 0 0 1-4 4h-3z` }),
        ],
      }),
      (0, Q.jsx)(`p`, { className: `text-lg font-medium`, children: e }),
      t !== void 0 && (0, Q.jsx)(`p`, { className: `max-w-md text-muted`, children: t }),
      n !== void 0 && (0, Q.jsx)(`div`, { className: `mt-2`, children: n }),
    ],
  });
}
var Rn = {
  name: `blocks`,
  size: 24,
  node: [
    [
      `path`,
      {
        d: `M10 22V7a1 1 0 0 0-1-1H4a2 2 0 0 0-2 2v12a2 2 0 0 0 2 2h12a2 2 0 0 0 2-2v-5a1 1 0 0 0-1-1H2`,
        key: `1ah6g2`,
      },
    ],
    [`rect`, { x: `14`, y: `2`, width: `8`, height: `8`, rx: `1`, key: `88lufb` }],
  ],
};
Rn.node;
var zn = Je(Rn),
  Bn = {
    name: `chevrons-up-down`,
    size: 24,
    node: [
      [`path`, { d: `m7 15 5 5 5-5`, key: `1hf1tw` }],
      [`path`, { d: `m7 9 5-5 5 5`, key: `sgt6xg` }],
    ],
  };
Bn.node;
var Vn = Je(Bn),
  Hn = {
    name: `copy`,
    size: 24,
    node: [
      [`rect`, { width: `14`, height: `14`, x: `8`, y: `8`, rx: `2`, ry: `2`, key: `17jyea` }],
      [`path`, { d: `M4 16c-1.1 0-2-.9-2-2V4c0-1.1.9-2 2-2h10c1.1 0 2 .9 2 2`, key: `zix9uf` }],
    ],
  };
Hn.node;
var Un = Je(Hn),
  Wn = {
    name: `layout-dashboard`,
    size: 24,
    node: [
      [`rect`, { width: `7`, height: `9`, x: `3`, y: `3`, rx: `1`, key: `10lvy0` }],
      [`rect`, { width: `7`, height: `5`, x: `14`, y: `3`, rx: `1`, key: `16une8` }],
      [`rect`, { width: `7`, height: `9`, x: `14`, y: `12`, rx: `1`, key: `1hutg5` }],
      [`rect`, { width: `7`, height: `5`, x: `3`, y: `16`, rx: `1`, key: `ldoo1y` }],
    ],
  };
Wn.node;
var Gn = Je(Wn),
  Kn = {
    name: `menu`,
    size: 24,
    node: [
      [`path`, { d: `M4 5h16`, key: `1tepv9` }],
      [`path`, { d: `M4 12h16`, key: `1lakjw` }],
      [`path`, { d: `M4 19h16`, key: `1djgab` }],
    ],
  };
Kn.node;
var qn = Je(Kn),
  Jn = {
    name: `monitor`,
    size: 24,
    node: [
      [`rect`, { width: `20`, height: `14`, x: `2`, y: `3`, rx: `2`, key: `48i651` }],
      [`line`, { x1: `8`, x2: `16`, y1: `21`, y2: `21`, key: `1svkeh` }],
      [`line`, { x1: `12`, x2: `12`, y1: `17`, y2: `21`, key: `vw1qmm` }],
    ],
  };
Jn.node;
var Yn = Je(Jn),
  Xn = {
    name: `moon`,
    size: 24,
    node: [
      [
        `path`,
        {
          d: `M20.985 12.486a9 9 0 1 1-9.473-9.472c.405-.022.617.46.402.803a6 6 0 0 0 8.268 8.268c.344-.215.825-.004.803.401`,
          key: `kfwtm`,
        },
      ],
    ],
  };
Xn.node;
var Zn = Je(Xn),
  Qn = {
    name: `search`,
    size: 24,
    node: [
      [`path`, { d: `m21 21-4.34-4.34`, key: `14j7rj` }],
      [`circle`, { cx: `11`, cy: `11`, r: `8`, key: `4ej97u` }],
    ],
  };
Qn.node;
var $n = Je(Qn),
  er = {
    name: `sun`,
    size: 24,
    node: [
      [`circle`, { cx: `12`, cy: `12`, r: `4`, key: `4exip2` }],
      [`path`, { d: `M12 2v2`, key: `tus03m` }],
      [`path`, { d: `M12 20v2`, key: `1lh1kg` }],
      [`path`, { d: `m4.93 4.93 1.41 1.41`, key: `149t6j` }],
      [`path`, { d: `m17.66 17.66 1.41 1.41`, key: `ptbguv` }],
      [`path`, { d: `M2 12h2`, key: `1t8f8n` }],
      [`path`, { d: `M20 12h2`, key: `1q8mjw` }],
      [`path`, { d: `m6.34 17.66-1.41 1.41`, key: `1m8zz5` }],
      [`path`, { d: `m19.07 4.93-1.41 1.41`, key: `1shlcs` }],
    ],
  };
er.node;
var tr = Je(er),
  nr = {
    name: `triangle-exclamation-point`,
    size: 24,
    node: [
      [`path`, { d: `m21.73 18-8-14a2 2 0 0 0-3.48 0l-8 14A2 2 0 0 0 4 21h16a2 2 0 0 0 1.73-3`, key: `wmoenq` }],
      [`path`, { d: `M12 9v4`, key: `juzpu7` }],
      [`path`, { d: `M12 17h.01`, key: `p32p05` }],
    ],
    aliases: [`alert-triangle`, `triangle-alert`],
  };
nr.node;
var rr = Je(nr),
  ir = {
    name: `x`,
    size: 24,
    node: [
      [`path`, { d: `M18 6 6 18`, key: `1bl5f8` }],
      [`path`, { d: `m6 6 12 12`, key: `d8bk6v` }],
    ],
  };
ir.node;
var ar = Je(ir),
  or = 1500;
function sr({ text: e, shown: t = e }) {
  let n = c(`ui`),
    [r, i] = (0, Z.useState)(!1);
  return (
    (0, Z.useEffect)(() => {
      if (!r) return;
      let e = setTimeout(() => i(!1), or);
      return () => clearTimeout(e);
    }, [r]),
    (0, Q.jsxs)(`span`, {
      className: `inline-flex max-w-full items-center gap-1 align-bottom`,
      children: [
        (0, Q.jsx)(`code`, { className: `truncate font-mono text-sm`, children: t }),
        (0, Q.jsx)(`button`, {
          type: `button`,
          onClick: () => void navigator.clipboard.writeText(e).then(() => i(!0)),
          'aria-label': n(`copy`, { text: t }),
          className: `inline-flex size-6 shrink-0 cursor-pointer items-center justify-center rounded-sm text-muted hover:bg-sunken hover:text-ink`,
          children: r
            ? (0, Q.jsx)(Xe, { className: `size-3.5 text-good`, 'aria-hidden': `true` })
            : (0, Q.jsx)(Un, { className: `size-3.5`, 'aria-hidden': `true` }),
        }),
        (0, Q.jsx)(`span`, { role: `status`, className: `sr-only`, children: r ? n(`copied`) : `` }),
      ],
    })
  );
}
function cr({ message: e, fault: t, next: n, requestId: r, actions: i }) {
  let a = c(`ui.failure`);
  return (0, Q.jsxs)(`div`, {
    role: `alert`,
    className: `flex gap-3 rounded-lg border border-bad/30 bg-bad-soft px-4 py-3`,
    children: [
      (0, Q.jsx)(rr, { className: `mt-0.5 size-4 shrink-0 text-bad`, 'aria-hidden': `true` }),
      (0, Q.jsxs)(`div`, {
        className: `min-w-0 grow`,
        children: [
          (0, Q.jsx)(`p`, { className: `font-medium break-words text-bad`, children: e }),
          (0, Q.jsxs)(`p`, {
            className: `mt-1 text-sm`,
            children: [(0, Q.jsxs)(`span`, { className: `text-muted`, children: [a(`fault`), ` `] }), a(`faults.${t}`)],
          }),
          n !== void 0 &&
            (0, Q.jsxs)(`p`, {
              className: `text-sm`,
              children: [(0, Q.jsxs)(`span`, { className: `text-muted`, children: [a(`next`), ` `] }), n],
            }),
          r !== void 0 &&
            (0, Q.jsxs)(`p`, {
              className: `mt-1 text-sm text-muted`,
              children: [a(`request`), ` `, (0, Q.jsx)(sr, { text: r })],
            }),
          i !== void 0 && (0, Q.jsx)(`div`, { className: `mt-2 flex flex-wrap gap-2`, children: i }),
        ],
      }),
    ],
  });
}
function lr({ title: e, mark: t, beside: n, description: r, actions: i, children: a }) {
  return (
    (0, Z.useEffect)(() => {
      document.title = `${e} · Plugboard`;
    }, [e]),
    (0, Q.jsxs)(`div`, {
      className: `mx-auto flex w-full max-w-7xl flex-col gap-5 px-4 py-6 sm:px-6`,
      children: [
        (0, Q.jsxs)(`header`, {
          className: `flex flex-wrap items-center gap-x-4 gap-y-3`,
          children: [
            t,
            (0, Q.jsxs)(`div`, {
              className: `min-w-0 grow`,
              children: [
                (0, Q.jsxs)(`div`, {
                  className: `flex flex-wrap items-center gap-x-3 gap-y-1`,
                  children: [(0, Q.jsx)(`h1`, { className: `text-2xl font-semibold`, children: e }), n],
                }),
                r !== void 0 && (0, Q.jsx)(`p`, { className: `mt-0.5 max-w-3xl text-muted`, children: r }),
              ],
            }),
            i !== void 0 && (0, Q.jsx)(`div`, { className: `flex flex-wrap gap-2`, children: i }),
          ],
        }),
        a,
      ],
    })
  );
}
function ur() {
  let e = c(`app`);
  return (0, Q.jsx)(lr, {
    title: e(`not_found.title`),
    children: (0, Q.jsx)(Ln, {
      title: e(`not_found.heading`),
      action: (0, Q.jsx)(E, { render: (0, Q.jsx)(nn, { to: `/` }), children: e(`not_found.home`) }),
      children: e(`not_found.text`),
    }),
  });
}
function dr({ error: e, reset: t }) {
  let n = c(`app`);
  return (0, Q.jsx)(lr, { title: n(`failed.title`), children: (0, Q.jsx)(fr, { error: e, onRetry: t }) });
}
function fr({ error: e, onRetry: t }) {
  let n = c(`app`),
    r = t === void 0 ? void 0 : (0, Q.jsx)(E, { size: `small`, onPress: t, children: n(`failed.again`) });
  return o(e)
    ? (0, Q.jsx)(cr, { message: e.detail, fault: e.fault, next: e.next, requestId: e.request_id, actions: r })
    : (0, Q.jsx)(cr, { message: n(`failed.unreachable`), fault: `us`, next: n(`failed.unreachable_next`), actions: r });
}
var pr = Z.createContext(void 0);
function mr(e) {
  let t = Z.useContext(pr);
  if (t === void 0 && !e) throw Error(G(33));
  return t;
}
var hr = Z.createContext(void 0);
function gr(e) {
  let t = Z.useContext(hr);
  if (t === void 0 && !e) throw Error(G(36));
  return t;
}
var _r = `data-open`,
  vr = `data-closed`,
  yr = Ee,
  br = Se,
  xr = `data-anchor-hidden`,
  Sr = `data-popup-open`,
  Cr = `data-pressed`,
  wr = { [Sr]: `` },
  Tr = { [Sr]: ``, [Cr]: `` },
  Er = { [_r]: `` },
  Dr = { [vr]: `` },
  Or = { [xr]: `` },
  kr = {
    open(e) {
      return e ? wr : null;
    },
  },
  Ar = {
    open(e) {
      return e ? Tr : null;
    },
  },
  jr = {
    open(e) {
      return e ? Er : Dr;
    },
    anchorHidden(e) {
      return e ? Or : null;
    },
  },
  Mr = { ...jr, ...Ce },
  Nr = Z.createContext(void 0);
function Pr(e = !0) {
  let t = Z.useContext(Nr);
  if (t === void 0 && !e) throw Error(G(25));
  return t;
}
var Fr = `none`,
  Ir = `trigger-press`,
  Lr = `trigger-hover`,
  Rr = `trigger-focus`,
  zr = `outside-press`,
  Br = `item-press`,
  Vr = `close-press`,
  Hr = `input-change`,
  Ur = `input-clear`,
  Wr = `input-press`,
  Gr = `focus-out`,
  Kr = `escape-key`,
  qr = `list-navigation`,
  Jr = `keyboard`,
  Yr = `pointer`,
  Xr = `cancel-open`,
  Zr = `sibling-open`,
  Qr = `imperative-action`,
  $r = `window-resize`;
function ei({ controlled: e, default: t, name: n, state: r = `value` }) {
  let { current: i } = Z.useRef(e !== void 0),
    [a, o] = Z.useState(() => t);
  return [
    i && e !== void 0 ? e : a,
    Z.useCallback((e) => {
      i || o(e);
    }, []),
  ];
}
var ti = Z.createContext(null);
function ni(e = `root`) {
  let t = Z.useContext(ti),
    n = Z.useContext(hr);
  return t === null || n === void 0
    ? null
    : (e === `submenu-trigger` ? n.virtualFocus || n.parentVirtualFocus : n.virtualFocus)
      ? t
      : null;
}
var ri = { visible: !0, ref: null };
function ii() {
  return ri;
}
function ai(e, t, n = `root`) {
  let r = ni(n),
    i = ((n === `submenu-trigger` ? r?.useSubmenuTrigger : r?.useItem) ?? ii)({
      label: e.label,
      children: e.children,
      render: e.render,
    }),
    a = ie(t, i.ref);
  return { visible: i.visible, ref: a, props: i.props };
}
function oi() {
  return typeof navigator > `u`
    ? { userAgent: ``, platform: ``, maxTouchPoints: 0 }
    : {
        userAgent: navigator.userAgent,
        platform: navigator.platform ?? ``,
        maxTouchPoints: navigator.maxTouchPoints ?? 0,
      };
}
var { userAgent: si, platform: ci, maxTouchPoints: li } = oi(),
  ui = si.toLowerCase(),
  di = ci.toLowerCase(),
  fi = /^i(os$|p)/.test(di) || (di === `macintel` && li > 1),
  pi = `android`,
  mi = di === pi || ui.includes(pi),
  hi = !fi && di.startsWith(`mac`);
(di.startsWith(`win`), !mi && /^(linux|chrome os)/.test(di));
var gi = hi || fi,
  _i = typeof CSS < `u` && !!CSS.supports?.(`-webkit-backdrop-filter:none`),
  vi = !_i && ui.includes(`firefox`);
!_i && ui.includes(`chrom`);
var yi = gi,
  bi = /jsdom|happydom/.test(ui);
function xi(e) {
  e.preventDefault();
}
function Si(e) {
  let { closeOnClick: t, highlighted: n, id: r, nodeId: i, store: a, typingRef: o, itemRef: s, itemMetadata: c } = e,
    l = gr(),
    u = Pr(!0),
    d = c.type === `submenu-trigger`,
    f = d ? l.parentVirtualFocus : l.virtualFocus,
    p = (d && l.parent.type === `menu` ? l.parent.store : l.store).useState(`webkitAriaSelected`, n),
    { events: m } = a.useState(`floatingTreeRoot`),
    h = a.useState(`open`),
    g = u !== void 0,
    _ = !f && h && n ? 0 : -1;
  return Z.useMemo(
    () => ({
      id: r,
      role: `menuitem`,
      tabIndex: _,
      'aria-selected': p,
      onMouseDown: f ? xi : void 0,
      onKeyDown(e) {
        e.key === ` ` && o?.current && e.preventDefault();
      },
      onMouseMove(e) {
        i && m.emit(`itemhover`, { nodeId: i, target: e.currentTarget });
      },
      onClick(e) {
        t && m.emit(`close`, { domEvent: e.nativeEvent, reason: Br });
      },
      onMouseUp(e) {
        if (u) {
          let t = u.initialCursorPointRef.current;
          if (
            ((u.initialCursorPointRef.current = null),
            (g && t && Math.abs(e.clientX - t.x) <= 1 && Math.abs(e.clientY - t.y) <= 1) ||
              (g && !hi && e.button === 2))
          )
            return;
        }
        s.current &&
          a.context.allowMouseUpTriggerRef.current &&
          (!g || e.button === 2) &&
          c.type === `regular-item` &&
          he(s.current, e, { detail: 1, pointerType: `mouse` });
      },
    }),
    [t, _, r, m, i, a.context.allowMouseUpTriggerRef, o, s, u, g, c.type, p, f],
  );
}
var Ci = { type: `regular-item` };
function wi(e) {
  let {
      closeOnClick: t,
      disabled: n,
      highlighted: r,
      id: i,
      store: a,
      typingRef: o = a.context.typingRef,
      nativeButton: s,
      itemMetadata: c,
      nodeId: l,
    } = e,
    u = Z.useRef(null),
    { getButtonProps: d, buttonRef: f } = ce({ disabled: n, focusableWhenDisabled: !0, native: s, composite: !0 }),
    p = Si({ closeOnClick: t, highlighted: r, id: i, nodeId: l, store: a, typingRef: o, itemRef: u, itemMetadata: c }),
    m = Z.useCallback(
      (e) =>
        de(
          p,
          {
            onMouseEnter(e) {
              c.type === `submenu-trigger` && c.setActive(e.nativeEvent);
            },
          },
          e,
          d,
        ),
      [p, d, c],
    ),
    h = ie(u, f);
  return Z.useMemo(() => ({ getItemProps: m, itemRef: h }), [m, h]);
}
var Ti = Z.createContext({
  register: () => {},
  unregister: () => {},
  subscribeMapChange: () => () => {},
  nextIndexRef: { current: 0 },
});
function Ei() {
  return Z.useContext(Ti);
}
function Di(e = {}) {
  let { guess: t, label: n, metadata: r, textRef: i, index: a } = e,
    { register: o, unregister: s, subscribeMapChange: c, nextIndexRef: l } = Ei(),
    u = Z.useRef(-1),
    [d, f] = Z.useState(
      a == null && t
        ? () => {
            if (u.current === -1) {
              let e = l.current;
              ((l.current += 1), (u.current = e));
            }
            return u.current;
          }
        : -1,
    ),
    p = a ?? d,
    m = Z.useRef(null),
    h = Z.useCallback(
      (e) => {
        let t = m.current;
        (t && s(t), (m.current = e), e && o(e, { metadata: r ?? null, index: a ?? null, label: n, textRef: i }));
      },
      [a, o, s, r, n, i],
    );
  return (
    J(() => {
      if (a == null)
        return c((e) => {
          let t = m.current ? e.get(m.current)?.index : null;
          t != null && f(t);
        });
    }, [a, c]),
    { ref: h, index: p }
  );
}
function Oi(e, t, n, r) {
  let i = !1,
    a = !1,
    o = r ?? H;
  return {
    reason: e,
    event: t ?? new Event(`base-ui`),
    cancel() {
      i = !0;
    },
    allowPropagation() {
      a = !0;
    },
    get isCanceled() {
      return i;
    },
    get isPropagationAllowed() {
      return a;
    },
    trigger: n,
    ...o,
  };
}
function ki(e, t, n) {
  let r = n ?? H;
  return { reason: e, event: t ?? new Event(`base-ui`), ...r };
}
var Ai = Z.forwardRef(function (e, t) {
    let {
        render: n,
        className: r,
        id: i,
        label: a,
        nativeButton: o = !1,
        disabled: s = !1,
        closeOnClick: c = !0,
        style: l,
        ...u
      } = e,
      { store: d } = gr(),
      f = Di({ guess: !0, label: a }),
      p = xe(i),
      m = d.useState(`disabled`),
      h = d.useState(`isActive`, f.index),
      g = d.useState(`floatingNodeId`),
      _ = d.useState(`itemProps`),
      v = s || m,
      { getItemProps: y, itemRef: b } = wi({
        closeOnClick: c,
        disabled: v,
        highlighted: h,
        id: p,
        store: d,
        nativeButton: o,
        nodeId: g,
        itemMetadata: Ci,
      });
    return fe(`div`, e, { state: { disabled: v, highlighted: h }, props: [_, u, y], ref: [b, t, f.ref] });
  }),
  ji = Z.forwardRef(function (e, t) {
    let n = ai(e, t);
    return n.visible ? (0, Q.jsx)(Ai, { ...e, ref: n.ref }) : null;
  });
function Mi(e) {
  (e.preventDefault(), e.stopPropagation());
}
function Ni(e) {
  return `nativeEvent` in e;
}
function Pi(e) {
  return e.pointerType === `` && e.isTrusted
    ? !0
    : mi && e.pointerType
      ? e.type === `click` && e.buttons === 1
      : e.detail === 0 && !e.pointerType;
}
function Fi(e) {
  return bi
    ? !1
    : (!mi && e.width === 0 && e.height === 0) ||
        (e.type === `pointerdown` &&
          e.width === 1 &&
          e.height === 1 &&
          e.pressure === 0 &&
          e.detail === 0 &&
          e.pointerType === `mouse` &&
          (mi || e.buttons === 0)) ||
        (e.width < 1 && e.height < 1 && e.pressure === 0 && e.detail === 0 && e.pointerType === `touch`);
}
function Ii(e, t) {
  let n = [`mouse`, `pen`];
  return (t || n.push(``, void 0), n.includes(e));
}
function Li(e) {
  let t = e.type;
  return t === `click` || t === `mousedown` || t === `keydown` || t === `keyup`;
}
var Ri = `data-base-ui-focusable`,
  zi = `input:not([type='hidden']):not([disabled]),[contenteditable]:not([contenteditable='false']),textarea:not([disabled])`,
  Bi = `ArrowLeft`,
  Vi = `ArrowRight`,
  Hi = `ArrowUp`,
  Ui = `ArrowDown`,
  Wi = `data-trigger-disabled`;
function Gi(e, t) {
  if (!B(e)) return !1;
  let n = e;
  if (t.hasElement(n)) return !n.hasAttribute(Wi);
  for (let [, e] of t.entries()) if (Y(e, n)) return !e.hasAttribute(Wi);
  return !1;
}
function Ki(e, t) {
  if (t == null) return !1;
  if (`composedPath` in e) return e.composedPath().includes(t);
  let n = e;
  return n.target != null && t.contains(n.target);
}
function qi(e) {
  return e.matches(`html,body`);
}
function Ji(e) {
  return (
    q(e) &&
    e.matches(
      `input:not([type='hidden']):not([disabled]),[contenteditable]:not([contenteditable='false']),textarea:not([disabled])`,
    )
  );
}
function Yi(e) {
  return je(e, `button,a[href],[role="button"],select,[tabindex]:not([tabindex="-1"]),${zi}`) != null;
}
function Xi(e) {
  return e ? e.getAttribute(`role`) === `combobox` && Ji(e) : !1;
}
function Zi(e) {
  if (!e || bi) return !0;
  try {
    return e.matches(`:focus-visible`);
  } catch {
    return !0;
  }
}
function Qi(e) {
  return e ? (e.hasAttribute(`data-base-ui-focusable`) ? e : e.querySelector(`[data-base-ui-focusable]`) || e) : null;
}
function $i(e, t) {
  return t != null && !Ii(t) ? 0 : typeof e == `function` ? e() : e;
}
function ea(e, t, n) {
  let r = $i(e, n);
  return typeof r == `number` ? r : r?.[t];
}
function ta(e) {
  return typeof e == `function` ? e() : e;
}
function na(e, t) {
  return t || e === `click` || e === `mousedown`;
}
function ra(e) {
  return e?.includes(`mouse`) && e !== `mousedown`;
}
function $(e, t, n, r) {
  return (
    e.addEventListener(t, n, r),
    () => {
      e.removeEventListener(t, n, r);
    }
  );
}
function ia(...e) {
  return () => {
    for (let t = 0; t < e.length; t += 1) {
      let n = e[t];
      n && n();
    }
  };
}
function aa(e) {
  let t = ae(oa, e).current;
  return ((t.next = e), J(t.effect), t);
}
function oa(e) {
  let t = {
    current: e,
    next: e,
    effect: () => {
      t.current = t.next;
    },
  };
  return t;
}
var sa = {
    clipPath: `inset(50%)`,
    overflow: `hidden`,
    whiteSpace: `nowrap`,
    border: 0,
    padding: 0,
    width: 1,
    height: 1,
    margin: -1,
  },
  ca = { ...sa, position: `fixed`, margin: 0, top: 0, left: 0 },
  la = { ...sa, position: `absolute` },
  ua = Z.forwardRef(function (e, t) {
    let [n, r] = Z.useState();
    J(() => {
      yi && _i && r(`button`);
    }, []);
    let i = { tabIndex: 0, role: n };
    return (0, Q.jsx)(`span`, {
      ...e,
      ref: t,
      style: ca,
      'aria-hidden': !n || void 0,
      ...i,
      'data-base-ui-focus-guard': ``,
    });
  }),
  da = Math.min,
  fa = Math.max,
  pa = Math.round,
  ma = Math.floor,
  ha = (e) => ({ x: e, y: e }),
  ga = { left: `right`, right: `left`, bottom: `top`, top: `bottom` };
function _a(e, t, n) {
  return fa(e, da(t, n));
}
function va(e, t) {
  return typeof e == `function` ? e(t) : e;
}
function ya(e) {
  return e.split(`-`)[0];
}
function ba(e) {
  return e.split(`-`)[1];
}
function xa(e) {
  return e === `x` ? `y` : `x`;
}
function Sa(e) {
  return e === `y` ? `height` : `width`;
}
function Ca(e) {
  let t = e[0];
  return t === `t` || t === `b` ? `y` : `x`;
}
function wa(e) {
  return xa(Ca(e));
}
function Ta(e, t, n) {
  n === void 0 && (n = !1);
  let r = ba(e),
    i = wa(e),
    a = Sa(i),
    o = i === `x` ? (r === (n ? `end` : `start`) ? `right` : `left`) : r === `start` ? `bottom` : `top`;
  return (t.reference[a] > t.floating[a] && (o = Pa(o)), [o, Pa(o)]);
}
function Ea(e) {
  let t = Pa(e);
  return [Da(e), t, Da(t)];
}
function Da(e) {
  return e.includes(`start`) ? e.replace(`start`, `end`) : e.replace(`end`, `start`);
}
var Oa = [`left`, `right`],
  ka = [`right`, `left`],
  Aa = [`top`, `bottom`],
  ja = [`bottom`, `top`];
function Ma(e, t, n) {
  switch (e) {
    case `top`:
    case `bottom`:
      return n ? (t ? ka : Oa) : t ? Oa : ka;
    case `left`:
    case `right`:
      return t ? Aa : ja;
    default:
      return [];
  }
}
function Na(e, t, n, r) {
  let i = ba(e),
    a = Ma(ya(e), n === `start`, r);
  return (i && ((a = a.map((e) => e + `-` + i)), t && (a = a.concat(a.map(Da)))), a);
}
function Pa(e) {
  let t = ya(e);
  return ga[t] + e.slice(t.length);
}
function Fa(e) {
  return { top: e.top ?? 0, right: e.right ?? 0, bottom: e.bottom ?? 0, left: e.left ?? 0 };
}
function Ia(e) {
  return typeof e == `number` ? { top: e, right: e, bottom: e, left: e } : Fa(e);
}
function La(e) {
  let { x: t, y: n, width: r, height: i } = e;
  return { width: r, height: i, top: n, left: t, right: t + r, bottom: n + i, x: t, y: n };
}
function Ra(e, t, n) {
  return Math.floor(e / t) !== n;
}
function za(e, t) {
  return t < 0 || t >= e.length;
}
function Ba(e, t) {
  return Ua(e.current, { disabledIndices: t });
}
function Va(e, t) {
  return Ua(e.current, { decrement: !0, startingIndex: e.current.length, disabledIndices: t });
}
function Ha(e, t, n) {
  let { decrement: r, loopFocus: i, allowEscape: a, disabledIndices: o, minIndex: s, maxIndex: c } = n,
    l = () => Ua(e, { startingIndex: t, decrement: r, disabledIndices: o }),
    u,
    d = !1;
  if (!i) u = r ? Math.max(s, l()) : Math.min(c, l());
  else if (r ? t <= s : t >= c) {
    let n = r ? -1 : e.length;
    a && t !== n ? (u = -1) : ((u = r ? c : s), (d = !0));
  } else u = l();
  return { index: za(e, u) ? -1 : u, wrapped: d };
}
function Ua(e, { startingIndex: t = -1, decrement: n = !1, disabledIndices: r, amount: i = 1 } = {}) {
  let a = t;
  do a += n ? -i : i;
  while (a >= 0 && a <= e.length - 1 && Ga(e, a, r));
  return a;
}
function Wa(
  e,
  {
    event: t,
    orientation: n,
    loopFocus: r,
    onLoop: i,
    rtl: a,
    cols: o,
    disabledIndices: s,
    minIndex: c,
    maxIndex: l,
    prevIndex: u,
    stopEvent: d = !1,
  },
) {
  let f = u,
    p;
  if ((t.key === `ArrowUp` ? (p = `up`) : t.key === `ArrowDown` && (p = `down`), p)) {
    let n = [],
      a = [],
      m = !1,
      h = 0;
    {
      let t = null,
        r = -1;
      e.forEach((e, i) => {
        if (e == null) return;
        h += 1;
        let o = je(e, `[role="row"]`);
        (o && (m = !0), (o !== t || r === -1) && ((t = o), (r += 1), (n[r] = [])), n[r].push(i), (a[i] = r));
      });
    }
    let g = !1,
      _ = 0;
    if (m)
      for (let e of n) {
        let t = e.length;
        (t > _ && (_ = t), t !== o && (g = !0));
      }
    let v = g && h < e.length,
      y = _ || o,
      b = (o) => {
        if (!g || u === -1) return;
        let c = a[u];
        if (c == null) return;
        let l = n[c].indexOf(u),
          d = o === `up` ? -1 : 1;
        for (let o = c + d, f = 0; f < n.length; f += 1, o += d) {
          if (o < 0 || o >= n.length) {
            if (!r || v) return;
            if (((o = o < 0 ? n.length - 1 : 0), i)) {
              let e = Math.min(l, n[o].length - 1),
                r = i(t, u, n[o][e] ?? n[o][0]);
              o = a[r] ?? o;
            }
          }
          let c = n[o];
          for (let t = Math.min(l, c.length - 1); t >= 0; --t) {
            let n = c[t];
            if (!Ga(e, n, s)) return n;
          }
        }
      },
      x = (t) => {
        if (!v || u === -1) return;
        let n = u % y,
          i = t === `up` ? -y : y,
          a = l - (l % y),
          o = ma(l / y) + 1;
        for (let t = u - n + i, c = 0; c < o; c += 1, t += i) {
          if (t < 0 || t > l) {
            if (!r) return;
            t = t < 0 ? a : 0;
          }
          let i = Math.min(t + y - 1, l);
          for (let r = Math.min(t + n, i); r >= t; --r) if (!Ga(e, r, s)) return r;
        }
      };
    d && Mi(t);
    let S = b(p) ?? x(p);
    if (S !== void 0) f = S;
    else if (u === -1) f = p === `up` ? l : c;
    else if (((f = Ua(e, { startingIndex: u, amount: y, decrement: p === `up`, disabledIndices: s })), r)) {
      if (p === `up` && (u - y < c || f < 0)) {
        let e = u % y,
          n = l % y,
          r = l - (n - e);
        ((f = n === e ? l : n > e ? r : r - y), i && (f = i(t, u, f)));
      }
      p === `down` &&
        u + y > l &&
        ((f = Ua(e, { startingIndex: (u % y) - y, amount: y, disabledIndices: s })), i && (f = i(t, u, f)));
    }
    za(e, f) && (f = u);
  }
  if (n === `both`) {
    let n = ma(u / o);
    (t.key === (a ? `ArrowLeft` : `ArrowRight`) &&
      (d && Mi(t),
      u % o === o - 1
        ? r && ((f = Ua(e, { startingIndex: u - (u % o) - 1, disabledIndices: s })), i && (f = i(t, u, f)))
        : ((f = Ua(e, { startingIndex: u, disabledIndices: s })),
          r &&
            Ra(f, o, n) &&
            ((f = Ua(e, { startingIndex: u - (u % o) - 1, disabledIndices: s })), i && (f = i(t, u, f)))),
      Ra(f, o, n) && (f = u)),
      t.key === (a ? `ArrowRight` : `ArrowLeft`) &&
        (d && Mi(t),
        u % o === 0
          ? r &&
            ((f = Ua(e, { startingIndex: u + (o - (u % o)), decrement: !0, disabledIndices: s })),
            i && (f = i(t, u, f)))
          : ((f = Ua(e, { startingIndex: u, decrement: !0, disabledIndices: s })),
            r &&
              Ra(f, o, n) &&
              ((f = Ua(e, { startingIndex: u + (o - (u % o)), decrement: !0, disabledIndices: s })),
              i && (f = i(t, u, f)))),
        Ra(f, o, n) && (f = u)));
    let c = ma(l / o) === n;
    za(e, f) &&
      (r && c
        ? ((f =
            t.key === (a ? `ArrowRight` : `ArrowLeft`)
              ? l
              : Ua(e, { startingIndex: u - (u % o) - 1, disabledIndices: s })),
          i && (f = i(t, u, f)))
        : (f = u));
  }
  return f;
}
function Ga(e, t, n) {
  if (typeof n == `function` ? n(t) : (n?.includes(t) ?? !1)) return !0;
  let r = e[t];
  return r
    ? !qa(r) || r.matches(`:disabled`)
      ? !0
      : !n && (r.hasAttribute(`disabled`) || r.getAttribute(`aria-disabled`) === `true`)
    : !1;
}
function Ka(e) {
  return e.visibility === `hidden` || e.visibility === `collapse`;
}
function qa(e, t = e ? ge(e) : null) {
  return !e || !e.isConnected || !t || Ka(t)
    ? !1
    : typeof e.checkVisibility == `function`
      ? e.checkVisibility()
      : t.display !== `none` && t.display !== `contents`;
}
var Ja = `a[href],button,input,select,textarea,summary,details,iframe,object,embed,[tabindex],[contenteditable]:not([contenteditable="false"]),audio[controls],video[controls]`;
function Ya(e) {
  let t = e.assignedSlot;
  if (t) return t;
  if (e.parentElement) return e.parentElement;
  let n = e.getRootNode();
  return z(n) ? n.host : null;
}
function Xa(e) {
  for (let t of Array.from(e.children)) if (ne(t) === `summary`) return t;
  return null;
}
function Za(e, t) {
  let n = Xa(t);
  return !!n && (e === n || Y(n, e));
}
function Qa(e) {
  let t = e ? ne(e) : ``;
  return (
    e != null &&
    e.matches(Ja) &&
    (t !== `summary` || (e.parentElement != null && ne(e.parentElement) === `details` && Xa(e.parentElement) === e)) &&
    (t !== `details` || Xa(e) == null) &&
    (t !== `input` || e.type !== `hidden`)
  );
}
function $a(e) {
  if (!Qa(e) || !e.isConnected || e.matches(`:disabled`)) return !1;
  for (let t = e; t; t = Ya(t)) {
    let n = t !== e,
      r = ne(t) === `slot`;
    if (
      t.hasAttribute(`inert`) ||
      (n && ne(t) === `details` && !t.open && !Za(e, t)) ||
      t.hasAttribute(`hidden`) ||
      (!r && !eo(t, n))
    )
      return !1;
  }
  return !0;
}
function eo(e, t) {
  let n = ge(e);
  return t ? n.display !== `none` : qa(e, n);
}
function to(e) {
  let t = e.tabIndex;
  if (t < 0) {
    let t = ne(e);
    if (t === `details` || t === `audio` || t === `video` || (q(e) && e.isContentEditable)) return 0;
  }
  return t;
}
function no(e) {
  if (ne(e) !== `input`) return null;
  let t = e;
  return t.type === `radio` && t.name !== `` ? t : null;
}
function ro(e, t) {
  let n = no(e);
  if (!n) return !0;
  let r = t.find((e) => {
    let t = no(e);
    return t?.name === n.name && t.form === n.form && t.checked;
  });
  return r
    ? r === n
    : t.find((e) => {
        let t = no(e);
        return t?.name === n.name && t.form === n.form;
      }) === n;
}
function io(e) {
  if (q(e) && ne(e) === `slot`) {
    let t = e.assignedElements({ flatten: !0 });
    if (t.length > 0) return t;
  }
  return q(e) && e.shadowRoot ? Array.from(e.shadowRoot.children) : Array.from(e.children);
}
function ao(e, t) {
  io(e).forEach((e) => {
    (Qa(e) && t.push(e), ao(e, t));
  });
}
function oo(e, t, n) {
  io(e).forEach((e) => {
    (q(e) && e.matches(t) && n.push(e), oo(e, t, n));
  });
}
function so(e) {
  return $a(e) && to(e) >= 0;
}
function co(e) {
  let t = [];
  return (ao(e, t), t.filter($a));
}
function lo(e) {
  let t = co(e);
  return t.filter((e) => to(e) >= 0 && ro(e, t));
}
function uo(e, t) {
  let n = lo(e),
    r = n.length;
  if (r === 0) return;
  let i = Ue(X(e)),
    a = n.indexOf(i);
  return n[a === -1 ? (t === 1 ? 0 : r - 1) : a + t];
}
function fo(e) {
  return uo(X(e).body, 1) || e;
}
function po(e) {
  return uo(X(e).body, -1) || e;
}
function mo(e, t, n) {
  if (!e) return null;
  let r = [];
  ao(X(e).body, r);
  let i = r.indexOf(e);
  if (i === -1) return null;
  let a = r.filter($a);
  for (let e = 1; e < r.length; e += 1) {
    let o = r[(i + t * e + r.length) % r.length];
    if (!Y(n, o) && so(o) && ro(o, a)) return o;
  }
  return r[i];
}
function ho(e, t) {
  let n = t || e.currentTarget,
    r = e.relatedTarget;
  return !r || !Y(n, r);
}
function go(e) {
  lo(e).forEach((e) => {
    ((e.dataset.tabindex = e.getAttribute(`tabindex`) || ``), e.setAttribute(`tabindex`, `-1`));
  });
}
function _o(e) {
  let t = [];
  (oo(e, `[data-tabindex]`, t),
    t.forEach((e) => {
      let t = e.dataset.tabindex;
      (delete e.dataset.tabindex, t ? e.setAttribute(`tabindex`, t) : e.removeAttribute(`tabindex`));
    }));
}
function vo(e, t, n = !0) {
  return e.filter((e) => e.parentId === t).flatMap((t) => [...(!n || t.context?.open ? [t] : []), ...vo(e, t.id, n)]);
}
function yo(e, t) {
  let n = [],
    r = e.find((e) => e.id === t)?.parentId;
  for (; r;) {
    let t = e.find((e) => e.id === r);
    ((r = t?.parentId), t && (n = n.concat(t)));
  }
  return n;
}
function bo(e) {
  return `data-base-ui-${e}`;
}
var xo = 0;
function So(e, t = {}) {
  let { preventScroll: n = !1, sync: r = !1, shouldFocus: i } = t;
  cancelAnimationFrame(xo);
  function a() {
    (!i || i()) && e?.focus({ preventScroll: n });
  }
  if (r) return (a(), ue);
  let o = requestAnimationFrame(a);
  return (
    (xo = o),
    () => {
      xo === o && (cancelAnimationFrame(o), (xo = 0));
    }
  );
}
var Co = `data-base-ui-inert`,
  wo = new WeakMap(),
  To = new WeakSet(),
  Eo = new WeakMap(),
  Do = 0;
function Oo(e) {
  return e ? (z(e) ? e.host : Oo(e.parentNode)) : null;
}
var ko = (e, t) =>
    t
      .map((t) => {
        if (e.contains(t)) return t;
        let n = Oo(t);
        return e.contains(n) ? n : null;
      })
      .filter((e) => e != null),
  Ao = (e) => {
    let t = new Set();
    return (
      e.forEach((e) => {
        let n = e;
        for (; n && !t.has(n);) (t.add(n), (n = n.parentNode));
      }),
      t
    );
  },
  jo = (e, t, n) => {
    let r = [],
      i = (e) => {
        e &&
          !n.has(e) &&
          Array.from(e.children).forEach((e) => {
            ne(e) !== `script` && (t.has(e) ? i(e) : r.push(e));
          });
      };
    return (i(e), r);
  };
function Mo(e, t, n, { mark: r = !0 }) {
  let i = ko(t, e),
    a = r ? jo(t, Ao(i), new Set(i)) : [],
    o = [],
    s = [];
  if (n) {
    let e = ko(t, Array.from(t.querySelectorAll(`[aria-live]`))),
      n = i.concat(e);
    jo(t, Ao(n), new Set(n)).forEach((e) => {
      let t = e.getAttribute(`aria-hidden`),
        n = t !== null && t !== `false`,
        r = (wo.get(e) || 0) + 1;
      (wo.set(e, r), o.push(e), r === 1 && n && To.add(e), n || e.setAttribute(`aria-hidden`, `true`));
    });
  }
  return (
    r &&
      a.forEach((e) => {
        let t = (Eo.get(e) || 0) + 1;
        (Eo.set(e, t), s.push(e), t === 1 && e.setAttribute(Co, ``));
      }),
    (Do += 1),
    () => {
      (o.forEach((e) => {
        let t = (wo.get(e) || 0) - 1;
        (wo.set(e, t), t || (To.has(e) || e.removeAttribute(`aria-hidden`), To.delete(e)));
      }),
        r &&
          s.forEach((e) => {
            let t = (Eo.get(e) || 0) - 1;
            (Eo.set(e, t), t || e.removeAttribute(Co));
          }),
        --Do,
        Do || ((wo = new WeakMap()), (To = new WeakSet()), (Eo = new WeakMap())));
    }
  );
}
function No(e, t = {}) {
  let { ariaHidden: n = !1, mark: r = !0 } = t,
    i = X(e[0]).body;
  return Mo(e, i, n, { mark: r });
}
var Po = { style: { transition: `none` } },
  Fo = `data-base-ui-swipe-ignore`,
  Io = `data-swipe-ignore`,
  Lo = `[${Fo}]`,
  Ro = `[${Io}]`,
  zo = { fallbackAxisSide: `none` },
  Bo = { fallbackAxisSide: `end` },
  Vo = { clipPath: `inset(50%)`, position: `fixed`, top: 0, left: 0 },
  Ho = Z.createContext(null),
  Uo = () => Z.useContext(Ho),
  Wo = bo(`portal`);
function Go(e = {}) {
  let { ref: t, container: n, componentProps: r = H, elementProps: i } = e,
    a = Ge(),
    o = Uo()?.portalNode,
    [s, c] = Z.useState(null),
    [l, u] = Z.useState(null),
    d = K((e) => {
      e !== null && u(e);
    }),
    f = Z.useRef(null);
  J(() => {
    if (n === null) {
      f.current && ((f.current = null), u(null), c(null));
      return;
    }
    let e = (n && (se(n) ? n : n.current)) ?? o ?? document.body;
    e == null
      ? f.current && ((f.current = null), u(null), c(null))
      : f.current !== e && ((f.current = e), u(null), c(e));
  }, [n, o]);
  let p = fe(`div`, r, { ref: [t, d], props: [{ id: a, [Wo]: `` }, i] }),
    m = s && p ? Fn.createPortal(p, s) : null;
  return { node: l, nodeId: Z.isValidElement(p) ? p.props.id : void 0, subtree: m };
}
var Ko = Z.forwardRef(function (e, t) {
  let { render: n, className: r, style: i, children: a, container: o, portalOwnerRole: s, ...c } = e,
    { node: l, nodeId: u, subtree: d } = Go({ container: o, ref: t, componentProps: e, elementProps: c }),
    f = Z.useRef(null),
    p = Z.useRef(null),
    m = Z.useRef(null),
    h = Z.useRef(null),
    [g, _] = Z.useState(null),
    v = Z.useRef(!1),
    y = g?.modal,
    b = g?.open,
    x = !!g && !g.modal && g.open && !!l;
  (Z.useEffect(() => {
    if (!l || y) return;
    function e(e) {
      l && e.relatedTarget && ho(e) && (e.type === `focusin` ? (v.current &&= (_o(l), !1)) : (go(l), (v.current = !0)));
    }
    return ia($(l, `focusin`, e, !0), $(l, `focusout`, e, !0));
  }, [l, y]),
    J(() => {
      l && b === !0 && v.current && (_o(l), (v.current = !1));
    }, [b, l]));
  let S = Z.useMemo(
    () => ({
      beforeOutsideRef: f,
      afterOutsideRef: p,
      beforeInsideRef: m,
      afterInsideRef: h,
      portalNode: l,
      setFocusManagerState: _,
    }),
    [l],
  );
  return (0, Q.jsxs)(Z.Fragment, {
    children: [
      d,
      (0, Q.jsxs)(Ho.Provider, {
        value: S,
        children: [
          x &&
            l &&
            (0, Q.jsx)(ua, {
              'data-type': `outside`,
              ref: f,
              onFocus: (e) => {
                ho(e, l) ? m.current?.focus() : po(g ? g.domReference : null)?.focus();
              },
            }),
          x && l && (0, Q.jsx)(`span`, { role: s, 'aria-owns': u, style: Vo }),
          l && Fn.createPortal(a, l),
          x &&
            l &&
            (0, Q.jsx)(ua, {
              'data-type': `outside`,
              ref: p,
              onFocus: (e) => {
                ho(e, l)
                  ? h.current?.focus()
                  : (fo(g ? g.domReference : null)?.focus(),
                    g?.closeOnFocusOut && g?.onOpenChange(!1, Oi(`focus-out`, e.nativeEvent)));
              },
            }),
        ],
      }),
    ],
  });
});
function qo() {
  let e = new Map();
  return {
    emit(t, n) {
      e.get(t)?.forEach((e) => e(n));
    },
    on(t, n) {
      (e.has(t) || e.set(t, new Set()), e.get(t).add(n));
    },
    off(t, n) {
      e.get(t)?.delete(n);
    },
  };
}
var Jo = class {
    nodesRef = { current: [] };
    events = qo();
    addNode(e) {
      this.nodesRef.current.push(e);
    }
    removeNode(e) {
      let t = this.nodesRef.current.findIndex((t) => t === e);
      t !== -1 && this.nodesRef.current.splice(t, 1);
    }
  },
  Yo = Z.createContext(null),
  Xo = Z.createContext(null),
  Zo = () => Z.useContext(Yo)?.id || null,
  Qo = (e) => {
    let t = Z.useContext(Xo);
    return e ?? t;
  };
function $o(e) {
  let t = Ge(),
    n = Qo(e),
    r = Zo();
  return (
    J(() => {
      if (!t) return;
      let e = { id: t, parentId: r };
      return (
        n?.addNode(e),
        () => {
          n?.removeNode(e);
        }
      );
    }, [n, t, r]),
    t
  );
}
function es(e) {
  let { children: t, id: n } = e,
    r = Zo();
  return (0, Q.jsx)(Yo.Provider, { value: Z.useMemo(() => ({ id: n, parentId: r }), [n, r]), children: t });
}
function ts(e) {
  let { children: t, externalTree: n } = e,
    r = ae(() => n ?? new Jo()).current;
  return (0, Q.jsx)(Xo.Provider, { value: r, children: t });
}
function ns(e, t) {
  let n = F(ze(e));
  return e instanceof n.KeyboardEvent
    ? `keyboard`
    : e instanceof n.FocusEvent
      ? t || `keyboard`
      : `pointerType` in e
        ? e.pointerType || (Pi(e) ? `keyboard` : t || `mouse`)
        : `touches` in e
          ? `touch`
          : e instanceof n.MouseEvent
            ? t || (e.detail === 0 ? `keyboard` : `mouse`)
            : ``;
}
var rs = 20,
  is = [];
function as() {
  is = is.filter((e) => e.deref()?.isConnected);
}
function os(e) {
  (as(), e && ne(e) !== `body` && (is.push(new WeakRef(e)), is.length > rs && (is = is.slice(-20))));
}
function ss() {
  return (as(), is[is.length - 1]?.deref());
}
function cs(e) {
  return e ? (so(e) ? e : lo(e)[0] || e) : null;
}
function ls(e) {
  if ((e.hasAttribute(`tabindex`) && !e.hasAttribute(`data-tabindex`)) || !e.getAttribute(`role`)?.includes(`dialog`))
    return;
  let t = co(e).filter((e) => {
      let t = e.getAttribute(`data-tabindex`) || ``;
      return so(e) || (e.hasAttribute(`data-tabindex`) && !t.startsWith(`-`));
    }),
    n = e.getAttribute(`tabindex`);
  t.length === 0
    ? n !== `0` && (e.setAttribute(`tabindex`, `0`), e.setAttribute(`data-tabindex`, `0`))
    : (n !== `-1` || (e.hasAttribute(`data-tabindex`) && e.getAttribute(`data-tabindex`) !== `-1`)) &&
      (e.setAttribute(`tabindex`, `-1`), e.setAttribute(`data-tabindex`, `-1`));
}
function us(e) {
  let {
      context: t,
      children: n,
      disabled: r = !1,
      initialFocus: i = !0,
      returnFocus: a = !0,
      explicitReturnFocus: o,
      restoreFocus: s = !1,
      modal: c = !0,
      closeOnFocusOut: l = !0,
      openInteractionType: u = ``,
      nextFocusableElement: d,
      previousFocusableElement: f,
      beforeContentFocusGuardRef: p,
      externalTree: m,
      getInsideElements: h,
    } = e,
    g = t.useState(`open`),
    _ = t.useState(`domReferenceElement`),
    v = t.useState(`floatingElement`),
    { events: y, dataRef: b } = t.context,
    x = K(() => b.current.floatingContext?.nodeId),
    S = i === !1,
    C = Xi(_) && S,
    w = aa(i),
    T = aa(a),
    E = aa(o),
    D = aa(u),
    O = aa(g),
    k = Qo(m),
    A = Uo(),
    j = Z.useRef(!1),
    M = Z.useRef(!1),
    N = Z.useRef(!1),
    P = Z.useRef(null),
    F = Z.useRef(``),
    I = Z.useRef(``),
    L = Z.useRef(null),
    R = Z.useRef(null),
    ee = ie(L, p, A?.beforeInsideRef),
    z = ie(R, A?.afterInsideRef),
    B = Ne(),
    te = Ne(),
    V = Ke(),
    re = A != null,
    H = Qi(v),
    U = K((e = H) => (e ? lo(e) : [])),
    W = K(() => h?.().filter((e) => e != null) ?? []);
  (Z.useEffect(() => {
    if (r || !c) return;
    function e(e) {
      e.key === `Tab` && Y(H, Ue(X(H))) && U().length === 0 && !C && Mi(e);
    }
    return $(X(H), `keydown`, e);
  }, [r, H, c, C, U]),
    Z.useEffect(() => {
      if (r || !g) return;
      let e = X(H);
      function t() {
        N.current = !1;
      }
      function n(e) {
        let t = ze(e),
          n = W(),
          r = Y(v, t) || Y(_, t) || Y(A?.portalNode, t) || n.some((e) => e === t || Y(e, t));
        ((N.current = !r),
          (I.current = e.pointerType || `keyboard`),
          je(t, `[data-base-ui-click-trigger]`) &&
            ((M.current = !0),
            te.start(0, () => {
              M.current = !1;
            })));
      }
      function i() {
        I.current = `keyboard`;
      }
      return ia(
        $(e, `pointerdown`, n, !0),
        $(e, `pointerup`, t, !0),
        $(e, `pointercancel`, t, !0),
        $(e, `keydown`, i, !0),
        t,
      );
    }, [r, v, _, H, g, A, te, W]),
    Z.useEffect(() => {
      if (r || !l) return;
      let e = X(H);
      function n() {
        ((M.current = !0),
          te.start(0, () => {
            M.current = !1;
          }));
      }
      function i(e) {
        let t = ze(e);
        so(t) && (P.current = t);
      }
      function a(n) {
        let r = n.relatedTarget,
          i = n.currentTarget,
          a = ze(n);
        (c && r == null && a != null && Y(v, a) && os(a),
          queueMicrotask(() => {
            let o = x(),
              l = t.context.triggerElements,
              u = W(),
              p =
                r?.hasAttribute(bo(`focus-guard`)) &&
                [
                  L.current,
                  R.current,
                  A?.beforeInsideRef.current,
                  A?.afterInsideRef.current,
                  A?.beforeOutsideRef.current,
                  A?.afterOutsideRef.current,
                  We(f),
                  We(d),
                ].includes(r),
              m = !(
                Y(_, r) ||
                Y(v, r) ||
                Y(r, v) ||
                Y(A?.portalNode, r) ||
                u.some((e) => e === r || Y(e, r)) ||
                l.hasMatchingElement((e) => Y(e, r)) ||
                p ||
                (k &&
                  (vo(k.nodesRef.current, o).find(
                    (e) => Y(e.context?.elements.floating, r) || Y(e.context?.elements.domReference, r),
                  ) ||
                    yo(k.nodesRef.current, o).find(
                      (e) =>
                        [e.context?.elements.floating, Qi(e.context?.elements.floating)].includes(r) ||
                        e.context?.elements.domReference === r,
                    )))
              );
            if ((i === _ && H && ls(H), s && i !== _ && !qa(a) && Ue(e) === e.body)) {
              if (q(H) && (H.focus(), s === `popup`)) {
                V.request(() => {
                  H.focus();
                });
                return;
              }
              let e = U(),
                t = P.current,
                n = (t && e.includes(t) ? t : null) || e[e.length - 1] || H;
              q(n) && n.focus();
            }
            b.current.insideReactTree
              ? (b.current.insideReactTree = !1)
              : (C || !c) && r && m && !M.current && (C || r !== ss()) && ((j.current = !0), t.setOpen(!1, Oi(Gr, n)));
          }));
      }
      function o() {
        N.current ||
          ((b.current.insideReactTree = !0),
          B.start(0, () => {
            b.current.insideReactTree = !1;
          }));
      }
      let u = q(_) ? _ : null;
      if (v || u)
        return ia(
          u && $(u, `focusout`, a),
          u && $(u, `pointerdown`, n),
          v && $(v, `focusin`, i),
          v && $(v, `focusout`, a),
          v && A && $(v, `focusout`, o, !0),
        );
    }, [r, _, v, H, c, k, A, t, l, s, U, C, x, b, B, te, V, d, f, W]),
    Z.useEffect(() => {
      if (r || !v || !g) return;
      let e = Array.from(A?.portalNode?.querySelectorAll(`[${bo(`portal`)}]`) || []),
        t = (k ? yo(k.nodesRef.current, x()) : []).find((e) => Xi(e.context?.elements.domReference || null))?.context
          ?.elements.domReference,
        n = No(
          [
            v,
            ...e,
            L.current,
            R.current,
            A?.beforeOutsideRef.current,
            A?.afterOutsideRef.current,
            ...W(),
            t,
            We(f),
            We(d),
            C ? _ : null,
          ].filter((e) => e != null),
          { ariaHidden: c || C, mark: !1 },
        ),
        i = No([v, ...e].filter((e) => e != null));
      return () => {
        (i(), n());
      };
    }, [g, r, _, v, c, A, C, k, x, d, f, W]),
    J(() => {
      if (!g || r || !q(H)) return;
      ((F.current = ``), (I.current = ``));
      let e = X(H),
        t = Ue(e);
      queueMicrotask(() => {
        let n = w.current,
          r = typeof n == `function` ? n(D.current || ``) : n;
        if (r === void 0 || r === !1 || Y(H, t)) return;
        let i = null,
          a = () => ((i ??= U(H)), i[0] || H),
          o;
        ((o = r === !0 || r === null ? a() : We(r)), (o ||= a()));
        let s = Y(H, Ue(e)),
          c = b.current.openEvent,
          l = c?.type === `mousedown` && Pi(c);
        So(o, {
          sync: l,
          preventScroll: o === H,
          shouldFocus() {
            if (!O.current) return !1;
            if (s) return !0;
            let t = Ue(e);
            return !(t !== o && Y(H, t));
          },
        });
      });
    }, [r, g, H, U, w, D, O, b]));
  let G = Z.useRef(null);
  (J(() => {
    if (r || !H) {
      G.current = null;
      return;
    }
    G.current &&= ((G.current.cancelled = !0), null);
    let e = X(H),
      t = Ue(e),
      n = D.current == null;
    os(t);
    function i(e) {
      if (
        (e.open || (F.current = ns(e.nativeEvent, I.current)),
        ((e.reason === `focus-out` && e.triggerElement?.hasAttribute(bo(`focus-guard`))) ||
          (e.reason === `trigger-hover` && e.nativeEvent.type === `mouseleave`)) &&
          (j.current = !0),
        e.reason === `outside-press`)
      ) {
        if (e.nested) j.current = !1;
        else if (Pi(e.nativeEvent) || Fi(e.nativeEvent)) j.current = !1;
        else {
          let e = !1;
          (X(H)
            .createElement(`div`)
            .focus({
              get preventScroll() {
                return ((e = !0), !1);
              },
            }),
            e ? (j.current = !1) : (j.current = !0));
        }
      }
    }
    y.on(`openchange`, i);
    function a(e) {
      let r = T.current,
        i = typeof r == `function` ? r(e) : r;
      if (i === void 0 || i === !1) return null;
      i === null && (i = !0);
      let a = _?.isConnected ? _ : null,
        o = t?.isConnected && ne(t) !== `body` ? t : null,
        s = n ? o || a : a || o;
      return ((s ||= ss() || null), typeof i == `boolean` ? s : We(i) || s || null);
    }
    return () => {
      y.off(`openchange`, i);
      let t = Ue(e),
        n = W(),
        r =
          Y(v, t) ||
          n.some((e) => e === t || Y(e, t)) ||
          (k && vo(k.nodesRef.current, x(), !1).some((e) => Y(e.context?.elements.floating, t))),
        o = T.current,
        s = F.current,
        c = a(s),
        l = { cancelled: !1 };
      ((G.current = l),
        queueMicrotask(() => {
          G.current === l && (G.current = null);
          let n = cs(c),
            i = E.current ?? typeof o != `boolean`;
          if (!l.cancelled && o && !j.current && q(n) && (i || n === t || t === e.body || r)) {
            let e = { preventScroll: !0 };
            (s === `keyboard` && (e.focusVisible = !0), n.focus(e));
          }
          j.current = !1;
        }));
    };
  }, [r, v, H, T, E, D, y, k, _, x, W]),
    J(() => {
      if (!_i || g || !v) return;
      let e = Ue(X(v));
      q(e) && Ji(e) && Y(v, e) && e.blur();
    }, [g, v]),
    J(() => {
      if (!r && A)
        return (
          A.setFocusManagerState({ modal: c, closeOnFocusOut: l, open: g, onOpenChange: t.setOpen, domReference: _ }),
          () => {
            A.setFocusManagerState(null);
          }
        );
    }, [r, A, c, g, t, l, _]),
    J(() => {
      if (!r && H)
        return (
          ls(H),
          () => {
            queueMicrotask(as);
          }
        );
    }, [r, H]));
  let ae = !r && (!c || !C) && (re || c);
  return (0, Q.jsxs)(Z.Fragment, {
    children: [
      ae &&
        (0, Q.jsx)(ua, {
          'data-type': `inside`,
          ref: ee,
          onFocus: (e) => {
            if (c) {
              let e = U();
              So(e[e.length - 1]);
            } else
              A?.portalNode &&
                ((j.current = !1), ho(e, A.portalNode) ? fo(_)?.focus() : We(f ?? A.beforeOutsideRef)?.focus());
          },
        }),
      n,
      ae &&
        (0, Q.jsx)(ua, {
          'data-type': `inside`,
          ref: z,
          onFocus: (e) => {
            c
              ? So(U()[0])
              : A?.portalNode &&
                (l && (j.current = !0), ho(e, A.portalNode) ? po(_)?.focus() : We(d ?? A.afterOutsideRef)?.focus());
          },
        }),
    ],
  });
}
function ds(e, t = {}) {
  let {
      enabled: n = !0,
      event: r = `click`,
      toggle: i = !0,
      ignoreMouse: a = !1,
      stickIfOpen: o = !0,
      touchOpenDelay: s = 0,
      reason: c = Ir,
    } = t,
    l = e.context.dataRef,
    u = Z.useRef(void 0),
    d = Ke(),
    f = Ne(),
    p = Z.useMemo(() => {
      function t(t, n, r, i) {
        let a = Oi(c, n, r);
        t && i === `touch` && s > 0
          ? f.start(s, () => {
              e.setOpen(!0, a);
            })
          : e.setOpen(t, a);
      }
      function n(t, n, r) {
        let a = l.current.openEvent,
          s = e.select(`domReferenceElement`) !== n;
        return (t && s) || !t || !i ? !0 : a && (typeof o == `function` ? o() : o) ? !r(a.type) : !1;
      }
      return {
        onPointerDown(e) {
          u.current = Ii(e.pointerType, !0) && Fi(e.nativeEvent) ? `virtual` : e.pointerType;
        },
        onMouseDown(i) {
          let o = u.current,
            s = i.nativeEvent,
            c = e.select(`open`);
          if (i.button !== 0 || r === `click` || (Ii(o, !0) && a)) return;
          let l = n(c, i.currentTarget, (e) => e === `click` || e === `mousedown`),
            f = ze(s),
            p = Ji(f);
          if (p || o === `virtual`) {
            t(l, s, p ? f : i.currentTarget, o);
            return;
          }
          let m = i.currentTarget;
          d.request(() => {
            t(l, s, m, o);
          });
        },
        onClick(i) {
          if (r === `mousedown-only`) return;
          let o = u.current;
          r === `mousedown` && o
            ? (u.current = void 0)
            : (Ii(o, !0) && a) ||
              t(
                n(
                  e.select(`open`),
                  i.currentTarget,
                  (e) => e === `click` || e === `mousedown` || e === `keydown` || e === `keyup`,
                ),
                i.nativeEvent,
                i.currentTarget,
                o,
              );
        },
        onKeyDown() {
          u.current = void 0;
        },
      };
    }, [l, r, a, c, e, o, i, d, f, s]);
  return Z.useMemo(() => (n ? { reference: p } : H), [n, p]);
}
function fs() {
  return !1;
}
function ps(e) {
  return {
    escapeKey: typeof e == `boolean` ? e : (e?.escapeKey ?? !1),
    outsidePress: typeof e == `boolean` ? e : (e?.outsidePress ?? !0),
  };
}
function ms(e, t = {}) {
  let {
      enabled: n = !0,
      escapeKey: r = !0,
      outsidePress: i = !0,
      outsidePressEvent: a = `sloppy`,
      referencePress: o = fs,
      bubbles: s,
      externalTree: c,
    } = t,
    l = e.useState(`open`),
    u = e.useState(`floatingElement`),
    { dataRef: d, events: f } = e.context,
    p = Qo(c),
    m = K(typeof i == `function` ? i : () => !1),
    h = typeof i == `function` ? m : i,
    g = h !== !1,
    _ = K(() => a),
    { escapeKey: v, outsidePress: y } = ps(s),
    b = Z.useRef(!1),
    x = Z.useRef(!1),
    S = Z.useRef(!1),
    C = Z.useRef(!1),
    w = Z.useRef(!1),
    T = Z.useRef(``),
    E = Z.useRef(null),
    D = Ne(),
    O = Ne(),
    k = Ne(),
    A = K(() => {
      (O.clear(), (d.current.insideReactTree = !1));
    }),
    j = K((e) => {
      let t = d.current.floatingContext?.nodeId;
      return (p ? vo(p.nodesRef.current, t) : []).some((t) => t.context?.open && !t.context.dataRef.current[e]);
    }),
    N = K((t) => Ki(t, e.select(`floatingElement`)) || Ki(t, e.select(`domReferenceElement`))),
    P = K((t) => {
      o() && e.setOpen(!1, Oi(Ir, t.nativeEvent));
    }),
    F = K((t) => {
      if (!l || !n || !r || t.key !== `Escape`) return;
      let i = Ni(t) ? t.nativeEvent : t;
      if (w.current || i.isComposing || (!v && j(`__escapeKeyBubbles`))) return;
      let a = Oi(Kr, i);
      (e.setOpen(!1, a), a.isCanceled || t.preventDefault(), !v && !a.isPropagationAllowed && t.stopPropagation());
    }),
    I = K(() => {
      ((d.current.insideReactTree = !0), O.start(0, A));
    }),
    L = K((t) => {
      if (!l || !n || t.button !== 0) return;
      let r = ze(t.nativeEvent);
      Y(e.select(`floatingElement`), r) && (b.current || ((b.current = !0), (x.current = !1)));
    }),
    R = K((e) => {
      l && n && (e.defaultPrevented || e.nativeEvent.defaultPrevented) && b.current && (x.current = !0);
    });
  (Z.useEffect(() => {
    function e(e) {
      e.open || (C.current = !1);
    }
    return (
      f.on(`openchange`, e),
      () => {
        f.off(`openchange`, e);
      }
    );
  }, [f]),
    Z.useEffect(() => A, [A]),
    Z.useEffect(() => {
      if (!l || !n) return (l || ((C.current = !1), (w.current = !1), (T.current = ``), (E.current = null)), A);
      ((d.current.__escapeKeyBubbles = v), (d.current.__outsidePressBubbles = y));
      let t = new Le(),
        i = X(u);
      function a() {
        (k.clear(), (w.current = !0));
      }
      function o() {
        ((w.current = !0),
          k.start(_i ? 5 : 0, () => {
            w.current = !1;
          }));
      }
      function s() {
        ((S.current = !0),
          t.start(0, () => {
            S.current = !1;
          }));
      }
      function c() {
        ((b.current = !1), (x.current = !1));
      }
      function f() {
        let e = T.current,
          t = e === `pen` || !e ? `mouse` : e,
          n = _(),
          r = typeof n == `function` ? n() : n;
        return typeof r == `string` ? r : r[t];
      }
      function m(e) {
        let t = f();
        return (t === `intentional` && e.type !== `click`) || (t === `sloppy` && e.type === `click`);
      }
      function O(e) {
        let t = d.current.floatingContext?.nodeId,
          n = p && vo(p.nodesRef.current, t).some((t) => Ki(e, t.context?.elements.floating));
        return N(e) || n;
      }
      function P(n) {
        if (m(n)) {
          (n.type !== `click` && !N(n) && (t.clear(), (S.current = !1)), A());
          return;
        }
        if (d.current.insideReactTree) {
          A();
          return;
        }
        let r = ze(n),
          i = `[${bo(`inert`)}]`,
          a = B(r) ? r.getRootNode() : null,
          o = Array.from((z(a) ? a : X(e.select(`floatingElement`))).querySelectorAll(i)),
          s = e.context.triggerElements;
        if (r && (s.hasElement(r) || s.hasMatchingElement((e) => Y(e, r)))) return;
        let c = B(r) ? r : null;
        for (; c && !M(c);) {
          let e = re(c);
          if (M(e) || !B(e)) break;
          c = e;
        }
        if (!(o.length && B(r) && !qi(r) && !Y(r, e.select(`floatingElement`)) && o.every((e) => !Y(c, e)))) {
          if (q(r) && !(`touches` in n)) {
            let e = M(r),
              t = ge(r),
              i = /auto|scroll/,
              a = e || i.test(t.overflowX),
              o = e || i.test(t.overflowY),
              s = a && r.clientWidth > 0 && r.scrollWidth > r.clientWidth,
              c = o && r.clientHeight > 0 && r.scrollHeight > r.clientHeight,
              l = t.direction === `rtl`,
              u = c && (l ? n.offsetX <= r.offsetWidth - r.clientWidth : n.offsetX > r.clientWidth),
              d = s && n.offsetY > r.clientHeight;
            if (u || d) return;
          }
          if (!O(n)) {
            if (f() === `intentional`) {
              if (n.detail !== 0 && !Pi(n) && !C.current) return;
              if (S.current) {
                (t.clear(), (S.current = !1));
                return;
              }
            }
            (typeof h == `function` && !h(n)) || j(`__outsidePressBubbles`) || (e.setOpen(!1, Oi(zr, n)), A());
          }
        }
      }
      function I(t) {
        f() === `sloppy` && t.pointerType !== `touch` && e.select(`open`) && n && !N(t) && P(t);
      }
      function L(t) {
        if (f() !== `sloppy` || !e.select(`open`) || !n || N(t)) return;
        let r = t.touches[0];
        r &&
          ((E.current = {
            startTime: Date.now(),
            startX: r.clientX,
            startY: r.clientY,
            dismissOnTouchEnd: !1,
            dismissOnMouseDown: !0,
          }),
          D.start(1e3, () => {
            E.current && ((E.current.dismissOnTouchEnd = !1), (E.current.dismissOnMouseDown = !1));
          }));
      }
      function R(e, t) {
        let n = ze(e);
        if (!n) return;
        let r = $(n, e.type, () => {
          (t(e), r());
        });
      }
      function ee(e) {
        ((T.current = `touch`), R(e, L));
      }
      function te(e) {
        (D.clear(),
          e.type === `pointerdown` && (e.button === 0 && (C.current = !0), (T.current = e.pointerType)),
          (e.type !== `mousedown` || !E.current || E.current.dismissOnMouseDown) &&
            R(e, (e) => {
              e.type === `pointerdown` ? I(e) : P(e);
            }));
      }
      function V(e) {
        if ((e.type === `pointercancel` && (C.current = !1), !b.current)) return;
        let n = x.current;
        (c(),
          f() === `intentional` &&
            (e.type === `pointercancel`
              ? n && s()
              : O(e) || (n ? s() : (typeof h != `function` || h(e)) && (t.clear(), (S.current = !0), A()))));
      }
      function ne(e) {
        if (f() !== `sloppy` || !E.current || N(e)) return;
        let t = e.touches[0];
        if (!t) return;
        let n = Math.abs(t.clientX - E.current.startX),
          r = Math.abs(t.clientY - E.current.startY),
          i = Math.sqrt(n * n + r * r);
        (i > 5 && (E.current.dismissOnTouchEnd = !0), i > 10 && (P(e), D.clear(), (E.current = null)));
      }
      function H(e) {
        R(e, ne);
      }
      function U(e) {
        f() === `sloppy` && E.current && !N(e) && (E.current.dismissOnTouchEnd && P(e), D.clear(), (E.current = null));
      }
      function ie(e) {
        R(e, U);
      }
      let W = ia(
        r && ia($(i, `keydown`, F), $(i, `compositionstart`, a), $(i, `compositionend`, o)),
        g &&
          ia(
            $(i, `click`, te, !0),
            $(i, `pointerdown`, te, !0),
            $(i, `pointerup`, V, !0),
            $(i, `pointercancel`, V, !0),
            $(i, `mousedown`, te, !0),
            $(i, `mouseup`, V, !0),
            $(i, `touchstart`, ee, { capture: !0, passive: !0 }),
            $(i, `touchmove`, H, { capture: !0, passive: !0 }),
            $(i, `touchend`, ie, { capture: !0, passive: !0 }),
          ),
      );
      return () => {
        (W(), t.clear(), c(), (S.current = !1));
      };
    }, [d, u, r, g, h, l, n, v, y, F, A, _, j, N, p, e, D, k]));
  let ee = Z.useMemo(() => ({ onKeyDown: F, onPointerDown: P, onClick: P }), [F, P]),
    te = Z.useMemo(
      () => ({
        onKeyDown: F,
        onPointerDown: R,
        onMouseDown: R,
        onClickCapture: I,
        onMouseDownCapture(e) {
          (I(), L(e));
        },
        onPointerDownCapture(e) {
          (I(), L(e));
        },
        onMouseUpCapture: I,
        onTouchEndCapture: I,
        onTouchMoveCapture: I,
      }),
      [F, I, L, R],
    );
  return Z.useMemo(() => (n ? { reference: ee, floating: te, trigger: ee } : {}), [n, ee, te]);
}
function hs(e) {
  let {
      popupStore: t,
      treatPopupAsFloatingElement: n = !1,
      floatingRootContext: r,
      floatingId: i,
      nested: a,
      onOpenChange: o,
    } = e,
    s = t.useState(`open`),
    c = t.useState(`activeTriggerElement`),
    l = t.useState(n ? `popupElement` : `positionerElement`),
    u = o;
  return (
    t.useSyncedValue(`floatingId`, i),
    J(() => {
      let e = { open: s, floatingId: i, referenceElement: c, floatingElement: l };
      (B(c) && (e.domReferenceElement = c),
        r.state.positionReference === r.state.referenceElement && (e.positionReference = c),
        r.update(e));
    }, [s, i, c, l, r]),
    (r.context.onOpenChange = u),
    (r.context.nested = a),
    r
  );
}
function gs(e) {
  let {
      open: t,
      ref: n,
      preventUnmountOnClose: r,
      setPreventUnmountOnClose: i,
      onUnmount: a,
      animateInitialOpen: o,
    } = e,
    s = K(i),
    { mounted: c, setMounted: l, transitionStatus: u } = qe(t, !1, !1, o),
    d = !t && r;
  J(() => {
    t && s(!1);
  }, [t, s]);
  let f = Z.useRef(c),
    p = Z.useRef(!1),
    m = Oe(),
    h = () => {
      ((f.current = !1), l(!1), a());
    };
  J(() => {
    ((f.current = c), p.current && ((p.current = !1), !t && c && h()));
  });
  let g = K(() => {
    f.current && (t ? ((p.current = !0), m()) : h());
  });
  return (
    Me({
      enabled: c && !t && !d,
      open: t,
      ref: n,
      onComplete() {
        t || g();
      },
    }),
    { mounted: c, transitionStatus: u, preventUnmountingOnClose: d, forceUnmount: g }
  );
}
var _s = { tabIndex: -1, [Ri]: `` };
function vs(e) {
  return (t) => t !== `touch` || e.current;
}
function ys(e, t = !1) {
  let n = Ge(),
    r = Zo() != null,
    i = ae(() => e(n, r)).current;
  return (
    hs({
      popupStore: i,
      treatPopupAsFloatingElement: t,
      floatingRootContext: i.state.floatingRootContext,
      floatingId: n,
      nested: r,
      onOpenChange: i.setOpen,
    }),
    i
  );
}
function bs({ handle: e, store: t }) {
  return (J(() => e.attachStore(t), [e, t]), null);
}
function xs(e) {
  let t = e.context.triggerElements.size;
  e.select(`open`) && e.state.triggerCount !== t && e.set(`triggerCount`, t);
}
function Ss(e, t) {
  let n = Z.useRef(null);
  return K((r) => {
    let i = n.current;
    if (i !== null) {
      if (i.element === r && i.store === t && i.id === e) return;
      n.current = null;
      let a = i.store;
      a.context.triggerElements.getById(i.id) === i.element && (a.context.triggerElements.delete(i.id), xs(a));
    }
    r !== null &&
      e !== void 0 &&
      ((n.current = { store: t, id: e, element: r }), t.context.triggerElements.add(e, r), xs(t));
  });
}
function Cs(e, t, n, r = !1) {
  let i = e.preventUnmountingOnClose;
  t ? (i = !1) : r && (i = !0);
  let a = n?.id ?? null,
    o = e.activeTriggerId,
    s = e.activeTriggerElement;
  return (
    (a || t) && ((o = a), (s = n ?? null)),
    {
      open: t,
      preventUnmountingOnClose: i,
      activeTriggerId: o,
      activeTriggerElement: s,
      openedWithoutTrigger: t ? n == null : e.openedWithoutTrigger,
    }
  );
}
function ws(e) {
  let t = !1;
  return (
    (e.preventUnmountOnClose = () => {
      t = !0;
    }),
    () => t
  );
}
function Ts(e, t, n, r) {
  let i = n.useState(`isMountedByTrigger`, e),
    a = Ss(e, n),
    o = K((t) => {
      let i = n.select(`open`),
        a = n.select(`activeTriggerId`);
      if (a === e) {
        let e = { activeTriggerElement: t, ...(i ? r : null) };
        n.update(e);
      } else if (a == null && i && !n.state.openedWithoutTrigger) {
        let i = { activeTriggerId: e ?? null, activeTriggerElement: t, ...r };
        n.update(i);
      }
    }),
    s = K((e) => {
      (a(e), e && o(e));
    });
  return (
    J(() => (s(t.current), () => s(null)), [s, t, n, e]),
    J(() => {
      if (i) {
        let e = { activeTriggerElement: t.current, ...r };
        n.update(e);
      }
    }, [i, n, t, ...Object.values(r)]),
    { registerTrigger: s, isMountedByThisTrigger: i }
  );
}
function Es(e, t = {}) {
  let { closeOnActiveTriggerUnmount: n = !1 } = t,
    r = Z.useRef(null),
    i = e.useState(`open`),
    a = e.useState(`triggerCount`),
    o = e.useState(`activeTriggerId`),
    s = e.useState(`activeTriggerElement`);
  J(() => {
    if (!i) {
      ((r.current = null),
        e.state.triggerCount !== 0 && e.set(`triggerCount`, 0),
        e.state.openedWithoutTrigger && e.set(`openedWithoutTrigger`, !1));
      return;
    }
    let t = e.context.triggerElements.size,
      a = {};
    e.state.triggerCount !== t && (a.triggerCount = t);
    let o = e.select(`activeTriggerId`),
      s = null;
    if (o) {
      let t = e.context.triggerElements.getById(o);
      if (t) ((r.current = o), t !== e.state.activeTriggerElement && (a.activeTriggerElement = t));
      else {
        for (let [t, n] of e.context.triggerElements.entries())
          if (n === e.state.activeTriggerElement) {
            ((a.activeTriggerId = t), (a.activeTriggerElement = n), (r.current = t));
            break;
          }
        a.activeTriggerId === void 0 && (r.current === o ? (s = o) : (r.current = null));
      }
    } else r.current = null;
    if (!s && !o && !e.state.openedWithoutTrigger && t === 1) {
      let t = e.context.triggerElements.entries().next();
      if (!t.done) {
        let [e, n] = t.value;
        ((a.activeTriggerId = e), (a.activeTriggerElement = n), (r.current = e));
      }
    }
    ((a.triggerCount !== void 0 || a.activeTriggerId !== void 0 || a.activeTriggerElement !== void 0) && e.update(a),
      s &&
        n &&
        queueMicrotask(() => {
          if (e.select(`open`) && e.select(`activeTriggerId`) === s && !e.context.triggerElements.getById(s)) {
            let t = Oi(Fr);
            (e.setOpen(!1, t), t.isCanceled || e.update({ activeTriggerId: null, activeTriggerElement: null }));
          }
        }));
  }, [i, e, a, o, s, n]);
}
function Ds(e, t, n, r) {
  let {
    mounted: i,
    transitionStatus: a,
    forceUnmount: o,
  } = gs({
    open: e,
    ref: t.context.popupRef,
    preventUnmountOnClose: t.useState(`preventUnmountingOnClose`),
    setPreventUnmountOnClose: (e) => t.set(`preventUnmountingOnClose`, e),
    animateInitialOpen: r,
    onUnmount() {
      (t.update({ activeTriggerId: null, activeTriggerElement: null, mounted: !1, preventUnmountingOnClose: !1 }),
        n?.(),
        t.context.onOpenChangeComplete?.(!1));
    },
  });
  return (
    ae(() => (t.set(`mounted`, i), null)),
    t.useSyncedValues({ mounted: i, transitionStatus: a }),
    { forceUnmount: o, transitionStatus: a }
  );
}
function Os(e, t) {
  (e.useSyncedValues(t),
    J(
      () => () => {
        e.update({ activeTriggerProps: H, inactiveTriggerProps: H, popupProps: H });
      },
      [e],
    ));
}
function ks(e, t) {
  (J(() => {
    !t && e.state.openMethod !== null && e.set(`openMethod`, null);
  }, [t, e]),
    J(
      () => () => {
        e.state.openMethod !== null && e.set(`openMethod`, null);
      },
      [e],
    ));
}
var As = class {
    idMap = new Map();
    add(e, t) {
      this.idMap.set(e, t);
    }
    delete(e) {
      this.idMap.delete(e);
    }
    hasElement(e) {
      for (let t of this.idMap.values()) if (t === e) return !0;
      return !1;
    }
    hasMatchingElement(e) {
      for (let t of this.idMap.values()) if (e(t)) return !0;
      return !1;
    }
    getById(e) {
      return this.idMap.get(e);
    }
    entries() {
      return this.idMap.entries();
    }
    elements() {
      return this.idMap.values();
    }
    get size() {
      return this.idMap.size;
    }
  },
  js = [],
  Ms = void 0;
function Ns() {
  return Ms;
}
function Ps(e) {
  js.push(e);
}
function Fs(e) {
  let t = (t, n) => {
    let r = ae(Ls).current,
      i;
    try {
      Ms = r;
      for (let e of js) e.before(r);
      i = e(t, n);
      for (let e of js) e.after(r);
      r.didInitialize = !0;
    } finally {
      Ms = void 0;
    }
    return i;
  };
  return ((t.displayName = e.displayName || e.name), t);
}
function Is(e) {
  return Z.forwardRef(Fs(e));
}
function Ls() {
  return { didInitialize: !1 };
}
var Rs = pe(19) ? Vs : Hs;
function zs(e, t, n, r, i) {
  return Rs(e, t, n, r, i);
}
function Bs(e, t, n, r, i) {
  let a = Z.useCallback(() => t(e.getSnapshot(), n, r, i), [e, t, n, r, i]);
  return (0, Pn.useSyncExternalStore)(e.subscribe, a, a);
}
Ps({
  before(e) {
    ((e.syncIndex = 0),
      e.didInitialize ||
        ((e.syncTick = 1),
        (e.syncHooks = []),
        (e.didChangeStore = !0),
        (e.getSnapshot = () => {
          let t = !1;
          for (let n = 0; n < e.syncHooks.length; n += 1) {
            let r = e.syncHooks[n],
              i = r.selector(r.store.state, r.a1, r.a2, r.a3);
            Object.is(r.value, i) || ((t = !0), (r.value = i));
          }
          return (t && (e.syncTick += 1), e.syncTick);
        })));
  },
  after(e) {
    e.syncHooks.length > 0 &&
      (e.didChangeStore &&
        ((e.didChangeStore = !1),
        (e.subscribe = (t) => {
          let n = new Set();
          for (let t of e.syncHooks) n.add(t.store);
          let r = [];
          for (let e of n) r.push(e.subscribe(t));
          return () => {
            for (let e of r) e();
          };
        })),
      (0, Pn.useSyncExternalStore)(e.subscribe, e.getSnapshot, e.getSnapshot));
  },
});
function Vs(e, t, n, r, i) {
  let a = Ns();
  if (!a) return Bs(e, t, n, r, i);
  let o = a.syncIndex;
  a.syncIndex += 1;
  let s;
  return (
    a.didInitialize
      ? ((s = a.syncHooks[o]),
        (s.store === e && s.selector === t && Object.is(s.a1, n) && Object.is(s.a2, r) && Object.is(s.a3, i)) ||
          (s.store !== e && (a.didChangeStore = !0),
          (s.store = e),
          (s.selector = t),
          (s.a1 = n),
          (s.a2 = r),
          (s.a3 = i),
          (s.value = t(e.getSnapshot(), n, r, i))))
      : ((s = { store: e, selector: t, a1: n, a2: r, a3: i, value: t(e.getSnapshot(), n, r, i) }), a.syncHooks.push(s)),
    s.value
  );
}
function Hs(e, t, n, r, i) {
  return (0, Mt.useSyncExternalStoreWithSelector)(e.subscribe, e.getSnapshot, e.getSnapshot, (e) => t(e, n, r, i));
}
var Us = class {
    static create(e) {
      return new this(e);
    }
    constructor(e) {
      ((this.state = e), (this.listeners = new Set()), (this.updateTick = 0));
    }
    subscribe = (e) => (
      this.listeners.add(e),
      () => {
        this.listeners.delete(e);
      }
    );
    getSnapshot = () => this.state;
    setState(e) {
      if (this.state === e) return;
      ((this.state = e), (this.updateTick += 1));
      let t = this.updateTick;
      for (let n of this.listeners) {
        if (t !== this.updateTick) return;
        n(e);
      }
    }
    update(e) {
      for (let t in e)
        if (!Object.is(this.state[t], e[t])) {
          this.setState({ ...this.state, ...e });
          return;
        }
    }
    set(e, t) {
      Object.is(this.state[e], t) || this.setState({ ...this.state, [e]: t });
    }
    notifyAll() {
      let e = { ...this.state };
      this.setState(e);
    }
    use(e, t, n, r) {
      return zs(this, e, t, n, r);
    }
  },
  Ws = class extends Us {
    constructor(e, t = {}, n) {
      (super(e), (this.context = t), (this.selectors = n));
    }
    useSyncedValue(e, t) {
      Z.useDebugValue(e);
      let n = this;
      J(() => {
        n.state[e] !== t && n.set(e, t);
      }, [n, e, t]);
    }
    useSyncedValueWithCleanup(e, t) {
      let n = this;
      J(
        () => (
          n.state[e] !== t && n.set(e, t),
          () => {
            n.set(e, void 0);
          }
        ),
        [n, e, t],
      );
    }
    useSyncedValues(e) {
      let t = this,
        n = Object.values(e);
      J(() => {
        t.update(e);
      }, [t, ...n]);
    }
    useControlledProp(e, t) {
      Z.useDebugValue(e);
      let n = this,
        r = t !== void 0;
      J(() => {
        r && !Object.is(n.state[e], t) && n.setState({ ...n.state, [e]: t });
      }, [n, e, t, r]);
    }
    select(e, t, n, r) {
      let i = this.selectors[e];
      return i(this.state, t, n, r);
    }
    useState(e, t, n, r) {
      return (Z.useDebugValue(e), zs(this, this.selectors[e], t, n, r));
    }
    useContextCallback(e, t) {
      Z.useDebugValue(e);
      let n = K(t ?? ue);
      this.context[e] = n;
    }
    useStateSetter(e) {
      let t = Z.useRef(void 0);
      return (
        t.current === void 0 &&
          (t.current = (t) => {
            this.set(e, t);
          }),
        t.current
      );
    }
    observe(e, t) {
      let n;
      n = typeof e == `function` ? e : this.selectors[e];
      let r = n(this.state);
      return (
        t(r, r, this),
        this.subscribe((e) => {
          let i = n(e);
          if (!Object.is(r, i)) {
            let e = r;
            ((r = i), t(i, e, this));
          }
        })
      );
    }
  },
  Gs = {
    open: (e) => e.open,
    transitionStatus: (e) => e.transitionStatus,
    domReferenceElement: (e) => e.domReferenceElement,
    referenceElement: (e) => e.positionReference ?? e.referenceElement,
    floatingElement: (e) => e.floatingElement,
    floatingId: (e) => e.floatingId,
  },
  Ks = class extends Ws {
    constructor(e) {
      let { syncOnly: t, nested: n, onOpenChange: r, triggerElements: i, ...a } = e;
      (super(
        { ...a, positionReference: a.referenceElement, domReferenceElement: a.referenceElement },
        { onOpenChange: r, dataRef: { current: {} }, events: qo(), nested: n, triggerElements: i },
        Gs,
      ),
        (this.syncOnly = t));
    }
    syncOpenEvent = (e, t) => {
      (!e || !this.state.open || (t != null && Li(t))) && (this.context.dataRef.current.openEvent = e ? t : void 0);
    };
    dispatchOpenChange = (e, t) => {
      this.syncOpenEvent(e, t.event);
      let n = {
        open: e,
        reason: t.reason,
        nativeEvent: t.event,
        nested: this.context.nested,
        triggerElement: t.trigger,
      };
      this.context.events.emit(`openchange`, n);
    };
    setOpen = (e, t) => {
      (this.syncOnly || this.dispatchOpenChange(e, t), this.context.onOpenChange?.(e, t));
    };
  };
function qs(e, t, n = !1) {
  return {
    open: !1,
    openProp: void 0,
    mounted: !1,
    transitionStatus: void 0,
    floatingRootContext: new Ks({
      open: !1,
      transitionStatus: void 0,
      floatingElement: null,
      referenceElement: null,
      triggerElements: e,
      floatingId: t,
      syncOnly: !0,
      nested: n,
      onOpenChange: void 0,
    }),
    floatingId: t,
    triggerCount: 0,
    preventUnmountingOnClose: !1,
    payload: void 0,
    activeTriggerId: null,
    activeTriggerElement: null,
    openedWithoutTrigger: !1,
    triggerIdProp: void 0,
    popupElement: null,
    positionerElement: null,
    activeTriggerProps: H,
    inactiveTriggerProps: H,
    popupProps: H,
  };
}
var Js = (e) => e.triggerIdProp ?? e.activeTriggerId,
  Ys = (e) => e.openProp ?? e.open,
  Xs = (e) => (e.popupElement?.id ?? e.floatingId) || void 0;
function Zs(e, t) {
  return t !== void 0 && Ys(e) && Js(e) === t;
}
function Qs(e, t) {
  return Zs(e, t) ? !0 : t !== void 0 && Ys(e) && Js(e) == null && !e.openedWithoutTrigger && e.triggerCount === 1;
}
var $s = {
  open: Ys,
  mounted: (e) => e.mounted,
  transitionStatus: (e) => (Ys(e) && !e.mounted ? `starting` : e.transitionStatus),
  floatingRootContext: (e) => e.floatingRootContext,
  triggerCount: (e) => e.triggerCount,
  preventUnmountingOnClose: (e) => e.preventUnmountingOnClose,
  payload: (e) => e.payload,
  activeTriggerId: Js,
  activeTriggerElement: (e) => (e.mounted ? e.activeTriggerElement : null),
  popupId: Xs,
  isTriggerActive: (e, t) => t !== void 0 && Js(e) === t,
  isOpenedByTrigger: (e, t) => Zs(e, t),
  isMountedByTrigger: (e, t) => t !== void 0 && Js(e) === t && e.mounted,
  triggerProps: (e, t) => (t ? e.activeTriggerProps : e.inactiveTriggerProps),
  triggerPopupId: (e, t) => (Qs(e, t) ? Xs(e) : void 0),
  popupProps: (e) => e.popupProps,
  popupElement: (e) => e.popupElement,
  positionerElement: (e) => e.positionerElement,
};
function ec(e) {
  let t = Z.useCallback((t) => (e === void 0 ? ue : e.subscribeStore(t)), [e]),
    n = Z.useCallback(() => (e === void 0 ? void 0 : e.store), [e]);
  return (0, Pn.useSyncExternalStore)(t, n, () => e?.serverStore);
}
function tc(e) {
  let { open: t = !1, onOpenChange: n, elements: r = {} } = e,
    i = Ge(),
    a = Zo() != null,
    o = ae(
      () =>
        new Ks({
          open: t,
          transitionStatus: void 0,
          onOpenChange: n,
          referenceElement: r.reference ?? null,
          floatingElement: r.floating ?? null,
          triggerElements: new As(),
          floatingId: i,
          syncOnly: !1,
          nested: a,
        }),
    ).current;
  return (
    J(() => {
      let e = { open: t, floatingId: i };
      (r.reference !== void 0 &&
        ((e.referenceElement = r.reference), (e.domReferenceElement = B(r.reference) ? r.reference : null)),
        r.floating !== void 0 && (e.floatingElement = r.floating),
        o.update(e));
    }, [t, i, r.reference, r.floating, o]),
    (o.context.onOpenChange = n),
    (o.context.nested = a),
    o
  );
}
var nc = hi && _i;
function rc(e, t = {}) {
  let { enabled: n = !0, delay: r } = t,
    { events: i, dataRef: a } = e.context,
    o = Z.useRef(!1),
    s = Z.useRef(null),
    c = Z.useRef(!0),
    l = Ne();
  (Z.useEffect(() => {
    let t = e.select(`domReferenceElement`);
    if (!n) return;
    let r = F(t);
    function i() {
      let t = e.select(`domReferenceElement`);
      !e.select(`open`) && q(t) && t === Ue(X(t)) && ((o.current = !0), (s.current = t));
    }
    function a() {
      c.current = !0;
    }
    function l() {
      c.current = !1;
    }
    return ia($(r, `blur`, i), nc && $(r, `keydown`, a, !0), nc && $(r, `pointerdown`, l, !0));
  }, [e, n]),
    Z.useEffect(() => {
      if (!n) return;
      function t(t) {
        if (t.reason === `trigger-press` || t.reason === `escape-key`) {
          let t = e.select(`domReferenceElement`);
          B(t) && ((s.current = t), (o.current = !0));
        }
      }
      return (
        i.on(`openchange`, t),
        () => {
          i.off(`openchange`, t);
        }
      );
    }, [i, n, e]));
  let u = Z.useMemo(() => {
    function t() {
      ((o.current = !1), (s.current = null));
    }
    return {
      onMouseLeave() {
        t();
      },
      onFocus(n) {
        let i = n.currentTarget;
        if (o.current) {
          if (s.current === i) return;
          t();
        }
        let a = ze(n.nativeEvent);
        if (B(a)) {
          if (nc && !n.relatedTarget) {
            if (!c.current && !Ji(a)) return;
          } else if (!Zi(a)) return;
        }
        let u = Gi(n.relatedTarget, e.context.triggerElements),
          { nativeEvent: d, currentTarget: f } = n;
        (e.select(`open`) && u) || !r
          ? e.setOpen(!0, Oi(Rr, d, f))
          : l.start(r, () => {
              o.current || e.setOpen(!0, Oi(Rr, d, f));
            });
      },
      onBlur(n) {
        t();
        let r = n.relatedTarget,
          i = n.nativeEvent,
          o = B(r) && r.hasAttribute(bo(`focus-guard`)) && r.getAttribute(`data-type`) === `outside`;
        l.start(0, () => {
          let t = e.select(`domReferenceElement`),
            n = Ue(X(t));
          (!r && n === t) ||
            Y(a.current.floatingContext?.refs.floating.current, n) ||
            Y(t, n) ||
            o ||
            Gi(r ?? n, e.context.triggerElements) ||
            e.setOpen(!1, Oi(Rr, i));
        });
      },
    };
  }, [a, r, e, l]);
  return Z.useMemo(() => (n ? { reference: u, trigger: u } : {}), [n, u]);
}
var ic = class e {
    pointerType = void 0;
    interactedInside = !1;
    handler = void 0;
    blockMouseMove = !0;
    performedPointerEventsMutation = !1;
    pointerEventsScopeElement = null;
    pointerEventsReferenceElement = null;
    pointerEventsFloatingElement = null;
    restTimeoutPending = !1;
    openChangeTimeout = new Le();
    restTimeout = new Le();
    handleCloseOptions = void 0;
    static create() {
      return new e();
    }
    dispose = () => {
      (this.openChangeTimeout.clear(), this.restTimeout.clear());
    };
    disposeEffect = () => this.dispose;
  },
  ac = new WeakMap();
function oc(e) {
  if (!e.performedPointerEventsMutation) return;
  let t = e.pointerEventsScopeElement;
  (t &&
    ac.get(t) === e &&
    (e.pointerEventsScopeElement?.style.removeProperty(`pointer-events`),
    e.pointerEventsReferenceElement?.style.removeProperty(`pointer-events`),
    e.pointerEventsFloatingElement?.style.removeProperty(`pointer-events`),
    ac.delete(t)),
    (e.performedPointerEventsMutation = !1),
    (e.pointerEventsScopeElement = null),
    (e.pointerEventsReferenceElement = null),
    (e.pointerEventsFloatingElement = null));
}
function sc(e, t) {
  let { scopeElement: n, referenceElement: r, floatingElement: i } = t,
    a = ac.get(n);
  (a && a !== e && oc(a),
    oc(e),
    (e.performedPointerEventsMutation = !0),
    (e.pointerEventsScopeElement = n),
    (e.pointerEventsReferenceElement = r),
    (e.pointerEventsFloatingElement = i),
    ac.set(n, e),
    (n.style.pointerEvents = `none`),
    (r.style.pointerEvents = `auto`),
    (i.style.pointerEvents = `auto`));
}
function cc(e) {
  let t = e.context.dataRef.current,
    n = ae(() => t.hoverInteractionState ?? ic.create()).current;
  return ((t.hoverInteractionState ||= n), De(t.hoverInteractionState.disposeEffect), t.hoverInteractionState);
}
function lc(e, t = {}) {
  let { enabled: n = !0, closeDelay: r = 0, nodeId: i } = t,
    a = e.useState(`open`),
    o = e.useState(`floatingElement`),
    s = e.useState(`domReferenceElement`),
    { dataRef: c } = e.context,
    l = Qo(),
    u = Zo(),
    d = cc(e),
    f = Ne(),
    p = K(() => na(c.current.openEvent?.type, d.interactedInside)),
    m = K(() => ra(c.current.openEvent?.type)),
    h = K(() => {
      oc(d);
    });
  (J(() => {
    a || ((d.pointerType = void 0), (d.restTimeoutPending = !1), (d.interactedInside = !1), h());
  }, [a, d, h]),
    Z.useEffect(() => h, [h]),
    J(() => {
      if (n && a && d.handleCloseOptions?.blockPointerEvents && m() && B(s) && o) {
        let e = s,
          t = o,
          n = X(o),
          r = l?.nodesRef.current.find((e) => e.id === u)?.context?.elements.floating;
        r && (r.style.pointerEvents = ``);
        let i = d.pointerEventsScopeElement === t ? null : d.pointerEventsScopeElement,
          a = r === t ? null : r,
          c = d.handleCloseOptions?.getScope?.() ?? i ?? a ?? je(e, `[data-rootownerid]`) ?? n.body;
        return (
          sc(d, { scopeElement: c, referenceElement: e, floatingElement: t }),
          () => {
            h();
          }
        );
      }
    }, [n, a, s, o, d, m, l, u, h]),
    Z.useEffect(() => {
      if (!n) return;
      function t() {
        return !!(l && u && vo(l.nodesRef.current, u).length > 0);
      }
      function a(t) {
        let n = ea(r, `close`, d.pointerType),
          i = () => {
            (e.setOpen(!1, Oi(Lr, t)), l?.events.emit(`floating.closed`, t));
          };
        n ? d.openChangeTimeout.start(n, i) : (d.openChangeTimeout.clear(), i());
      }
      function s(e) {
        let t = ze(e);
        Yi(t) ? (d.interactedInside = je(t, `[aria-haspopup]`) != null) : (d.interactedInside = !1);
      }
      function g() {
        (d.openChangeTimeout.clear(), f.clear(), l?.events.off(`floating.closed`, v), h());
      }
      function _(n) {
        if (t() && l) {
          l.events.on(`floating.closed`, v);
          return;
        }
        if (Gi(n.relatedTarget, e.context.triggerElements)) return;
        let r = c.current.floatingContext?.nodeId ?? i,
          o = n.relatedTarget;
        (l && r && B(o) && vo(l.nodesRef.current, r, !1).some((e) => Y(e.context?.elements.floating, o))) ||
          (d.handler ? d.handler(n) : (h(), m() && !p() && a(n)));
      }
      function v(n) {
        l &&
          u &&
          !t() &&
          f.start(0, () => {
            (l.events.off(`floating.closed`, v), e.setOpen(!1, Oi(Lr, n)), l.events.emit(`floating.closed`, n));
          });
      }
      let y = o;
      return ia(y && $(y, `mouseenter`, g), y && $(y, `mouseleave`, _), y && $(y, `pointerdown`, s, !0), () => {
        l?.events.off(`floating.closed`, v);
      });
    }, [n, o, e, c, r, i, m, p, h, d, l, u, f]));
}
var uc = { current: null };
function dc(e, t = {}) {
  let {
      enabled: n = !0,
      delay: r = 0,
      handleClose: i = null,
      mouseOnly: a = !1,
      restMs: o = 0,
      move: s = !0,
      triggerElementRef: c = uc,
      externalTree: l,
      isActiveTrigger: u = !0,
      getHandleCloseContext: d,
      isClosing: f,
      shouldOpen: p,
      guardStaleOpen: m = !1,
    } = t,
    { dataRef: h, events: g } = e.context,
    _ = Qo(l),
    v = cc(e),
    y = Z.useRef(!1),
    b = aa(i),
    x = aa(r),
    S = aa(o),
    C = aa(n),
    w = aa(p),
    T = aa(f),
    E = K(() => na(h.current.openEvent?.type, v.interactedInside)),
    D = K(() => w.current?.() !== !1),
    O = K((t, n, r) => {
      let i = e.context.triggerElements;
      if (i.hasElement(n)) return !t || !Y(t, n);
      if (!B(r)) return !1;
      let a = r;
      return i.hasMatchingElement((e) => Y(e, a)) && (!t || !Y(t, a));
    }),
    k = K(() => {
      v.handler &&= (X(e.select(`domReferenceElement`)).removeEventListener(`mousemove`, v.handler), void 0);
    }),
    A = K(() => {
      oc(v);
    });
  return (
    u && (v.handleCloseOptions = i?.__options),
    Z.useEffect(() => k, [k]),
    Z.useEffect(() => {
      if (!n) return;
      function e(e) {
        e.open
          ? (y.current = !1)
          : ((y.current = e.reason === Lr),
            k(),
            v.openChangeTimeout.clear(),
            v.restTimeout.clear(),
            (v.blockMouseMove = !0),
            (v.restTimeoutPending = !1));
      }
      return (
        g.on(`openchange`, e),
        () => {
          g.off(`openchange`, e);
        }
      );
    }, [n, g, v, k]),
    Z.useEffect(() => {
      if (!n) return;
      function t(t, n = !0) {
        let r = ea(x.current, `close`, v.pointerType);
        r
          ? v.openChangeTimeout.start(r, () => {
              (e.setOpen(!1, Oi(Lr, t)), _?.events.emit(`floating.closed`, t));
            })
          : n && (v.openChangeTimeout.clear(), e.setOpen(!1, Oi(Lr, t)), _?.events.emit(`floating.closed`, t));
      }
      let r = c.current ?? (u ? e.select(`domReferenceElement`) : null);
      if (!B(r)) return;
      function i(t) {
        if ((v.openChangeTimeout.clear(), (v.blockMouseMove = !1), a && !Ii(v.pointerType))) return;
        let n = ta(S.current),
          r = ea(x.current, `open`, v.pointerType),
          i = ze(t),
          o = t.currentTarget ?? null,
          s = e.select(`domReferenceElement`),
          c = o;
        if (B(i) && !e.context.triggerElements.hasElement(i)) {
          for (let t of e.context.triggerElements.elements())
            if (Y(t, i)) {
              c = t;
              break;
            }
        }
        B(o) && B(s) && !e.context.triggerElements.hasElement(o) && Y(o, s) && (c = s);
        let l = c != null && O(s, c, i),
          u = e.select(`open`),
          d = T.current?.() ?? e.select(`transitionStatus`) === `ending`,
          f = !u && d && y.current,
          p = !l && B(c) && B(s) && Y(s, c) && f,
          m = n > 0 && !r,
          h = (l && (u || f)) || p,
          g = !u || l;
        h
          ? D() && e.setOpen(!0, Oi(Lr, t, c))
          : m ||
            (r
              ? v.openChangeTimeout.start(r, () => {
                  g && D() && e.setOpen(!0, Oi(Lr, t, c));
                })
              : g && D() && e.setOpen(!0, Oi(Lr, t, c)));
      }
      function o(n) {
        if (E()) {
          A();
          return;
        }
        k();
        let r = e.select(`domReferenceElement`),
          i = X(r);
        (v.restTimeout.clear(), (v.restTimeoutPending = !1));
        let a = h.current.floatingContext ?? d?.();
        if (!Gi(n.relatedTarget, e.context.triggerElements)) {
          if (b.current && a) {
            e.select(`open`) || v.openChangeTimeout.clear();
            let r = c.current;
            ((v.handler = b.current({
              ...a,
              tree: _,
              x: n.clientX,
              y: n.clientY,
              onClose() {
                (A(), k(), C.current && !E() && r === e.select(`domReferenceElement`) && t(n, !0));
              },
            })),
              i.addEventListener(`mousemove`, v.handler),
              v.handler(n));
          } else (v.pointerType === `touch` && Y(e.select(`floatingElement`), n.relatedTarget)) || t(n);
        }
      }
      function l(e) {
        Y(r, e.relatedTarget) || (v.openChangeTimeout.clear(), v.restTimeout.clear(), (v.restTimeoutPending = !1));
      }
      let f = m ? $(r, `mouseout`, l) : void 0;
      return s
        ? ia($(r, `mousemove`, i, { once: !0 }), $(r, `mouseenter`, i), $(r, `mouseleave`, o), f)
        : ia($(r, `mouseenter`, i), $(r, `mouseleave`, o), f);
    }, [k, A, h, x, e, n, b, v, u, O, E, a, s, S, c, _, C, d, T, D, m]),
    Z.useMemo(() => {
      if (!n) return;
      function t(e) {
        v.pointerType = e.pointerType;
      }
      return {
        onPointerDown: t,
        onPointerEnter: t,
        onMouseMove(t) {
          let { nativeEvent: n } = t,
            r = t.currentTarget,
            i = e.select(`domReferenceElement`),
            o = e.select(`open`),
            s = O(i, r, t.target);
          if (a && !Ii(v.pointerType)) return;
          if (o && s && v.handleCloseOptions?.blockPointerEvents) {
            let t = e.select(`floatingElement`);
            if (t) {
              let e = v.handleCloseOptions?.getScope?.() ?? r.ownerDocument.body;
              sc(v, { scopeElement: e, referenceElement: r, floatingElement: t });
            }
          }
          let c = ta(S.current);
          if ((o && !s) || c === 0 || (!s && v.restTimeoutPending && t.movementX ** 2 + t.movementY ** 2 < 2)) return;
          v.restTimeout.clear();
          function l() {
            if (((v.restTimeoutPending = !1), E())) return;
            let t = e.select(`open`);
            !v.blockMouseMove && (!t || s) && D() && e.setOpen(!0, Oi(Lr, n, r));
          }
          v.pointerType === `touch`
            ? Fn.flushSync(() => {
                l();
              })
            : s && o
              ? l()
              : ((v.restTimeoutPending = !0), v.restTimeout.start(c, l));
        },
      };
    }, [n, v, E, O, a, e, S, D])
  );
}
function fc(e) {
  return _i && e.movementX === 0 && e.movementY === 0;
}
function pc(e, t, n) {
  switch (e) {
    case `vertical`:
      return t;
    case `horizontal`:
      return n;
    default:
      return t || n;
  }
}
function mc(e, t) {
  return pc(t, e === `ArrowUp` || e === `ArrowDown`, e === `ArrowLeft` || e === `ArrowRight`);
}
function hc(e, t, n) {
  return pc(t, e === `ArrowDown`, n ? e === `ArrowLeft` : e === `ArrowRight`) || e === `Enter` || e === ` ` || e === ``;
}
function gc(e, t, n) {
  return pc(t, n ? e === Bi : e === Vi, e === Ui);
}
function _c(e, t, n, r) {
  return t === `both` || (t === `horizontal` && r) ? e === `Escape` : pc(t, n ? e === Vi : e === Bi, e === Hi);
}
function vc(e, t) {
  let {
      listRef: n,
      activeIndex: r,
      onNavigate: i = () => {},
      enabled: a = !0,
      selectedIndex: o = null,
      allowEscape: s = !1,
      loopFocus: c = !1,
      nested: l = !1,
      rtl: u = !1,
      virtual: d = !1,
      focusItemOnOpen: f = `auto`,
      focusItemOnHover: p = !0,
      openOnArrowKeyDown: m = !0,
      disabledIndices: h = void 0,
      orientation: g = `vertical`,
      triggerOrientation: _ = g,
      parentOrientation: v,
      id: y,
      resetOnPointerLeave: b = !0,
      externalTree: x,
      nestedReturnFocusRef: S,
      grid: C,
    } = t,
    w = C != null,
    T = e.useState(`open`),
    E = e.useState(`floatingElement`),
    D = e.useState(`domReferenceElement`),
    O = e.context.dataRef,
    k = Qi(E),
    A = Xi(D),
    j = aa(k),
    M = Zo(),
    N = Qo(x),
    P = Z.useRef(f),
    F = Z.useRef(o ?? -1),
    I = Z.useRef(null),
    L = Z.useRef(!0),
    R = K((e) => {
      i(F.current === -1 ? null : F.current, e);
    }),
    ee = Z.useRef(!!E),
    z = Z.useRef(T),
    B = Z.useRef(!1),
    te = Z.useRef(!1),
    V = Z.useRef(null),
    ne = aa(h),
    re = aa(T),
    H = aa(o),
    U = aa(b),
    ie = Ke(),
    W = Ke(),
    G = K(() => {
      ie.cancel();
      function e(e) {
        d || (V.current = So(e, { sync: B.current, preventScroll: !0 }));
      }
      let t = n.current[F.current],
        r = te.current;
      (t && e(t),
        (B.current ? (e) => e() : (e) => ie.request(e))(() => {
          let i = n.current[F.current] || t;
          i && (t || e(i), ue && (r || !L.current) && i.scrollIntoView?.({ block: `nearest`, inline: `nearest` }));
        }));
    });
  (J(() => {
    O.current.orientation = g;
  }, [O, g]),
    J(() => {
      (T || (I.current = null), (T && f === `auto`) || (P.current = f));
    }, [T, f]),
    J(() => {
      a &&
        (T && E
          ? ((F.current = o ?? -1), P.current && o != null && ((te.current = !0), R()))
          : ee.current && ((F.current = -1), R()));
    }, [a, T, E, o, R]),
    J(() => {
      if (a) {
        if (!T) B.current = !1;
        else if (E) {
          if (r == null) {
            if (((B.current = !1), H.current != null)) return;
            if (
              (ee.current && ((F.current = -1), G()),
              (!z.current || !ee.current) &&
                P.current &&
                (I.current != null || (P.current === !0 && I.current == null)))
            ) {
              let e = 0,
                t = () => {
                  n.current[0] == null
                    ? (e < 2 && (e ? (e) => W.request(e) : queueMicrotask)(t), (e += 1))
                    : ((F.current = I.current == null || hc(I.current, _, u) || l ? Ba(n) : Va(n)),
                      (I.current = null),
                      R());
                };
              t();
            }
          } else za(n.current, r) || ((F.current = r), G(), (te.current = !1));
        }
      }
    }, [a, T, E, r, H, l, n, _, u, R, G, W]),
    J(() => {
      if (!a || E || !N || d || !ee.current) return;
      let e = N.nodesRef.current,
        t = e.find((e) => e.id === M)?.context?.elements.floating,
        n = Ue(X(D ?? t ?? null)),
        r = e.some((e) => e.context && Y(e.context.elements.floating, n));
      t && !r && L.current && t.focus({ preventScroll: !0 });
    }, [a, E, D, N, M, d]),
    J(() => {
      ((z.current = T), (ee.current = !!E));
    }));
  let ae = r != null,
    oe = K((e) => {
      if (!re.current) return;
      let t = n.current.indexOf(e.currentTarget);
      t !== -1 && (F.current !== t || r !== t) && ((F.current = t), R(e));
    }),
    se = K(() => v ?? N?.nodesRef.current.find((e) => e.id === M)?.context?.dataRef?.current.orientation),
    ce = K(() => Ba(n, ne.current)),
    le = K((t) => {
      if (((L.current = !1), (B.current = !0), t.which === 229 || (!re.current && t.currentTarget === j.current)))
        return;
      if (l && _c(t.key, g, u, w)) {
        (mc(t.key, se()) || Mi(t), e.setOpen(!1, Oi(qr, t.nativeEvent)));
        let n = S?.current ?? D;
        q(n) && n.focus();
        return;
      }
      r != null && r !== F.current && !za(n.current, r) && (F.current = r);
      let i = F.current,
        a = Ba(n, h),
        o = Va(n, h);
      if (
        (A || (t.key === `Home` && (Mi(t), (F.current = a), R(t)), t.key === `End` && (Mi(t), (F.current = o), R(t))),
        C != null)
      ) {
        let e = C(t, F.current, n, g, c, u, h, a, o);
        if ((e != null && e !== F.current && ((F.current = e), R(t)), g === `both`)) return;
      }
      if (mc(t.key, g)) {
        Mi(t);
        let e = Ue(t.currentTarget.ownerDocument);
        if (T && !d && Y(t.currentTarget, e) && !n.current.some((t) => t != null && Y(t, e))) {
          ((F.current = hc(t.key, g, u) ? a : o), R(t), r === F.current && G());
          return;
        }
        let { index: l, wrapped: f } = Ha(n.current, i, {
          decrement: !hc(t.key, g, u),
          loopFocus: c,
          allowEscape: s,
          disabledIndices: h,
          minIndex: a,
          maxIndex: o,
        });
        (f && (B.current = !1), (F.current = l), R(t));
      }
    }),
    ue = Z.useMemo(
      () => ({
        onFocus(e) {
          ((B.current = !0), oe(e));
        },
        onClick({ currentTarget: e }) {
          d || e.focus({ preventScroll: !0 });
        },
        onMouseMove(e) {
          fc(e) || ((B.current = !0), (te.current = !1), p && oe(e));
        },
        onPointerLeave(e) {
          if (!re.current || !L.current || e.pointerType === `touch`) return;
          B.current = !0;
          let t = e.relatedTarget;
          if (
            p &&
            !n.current.includes(t) &&
            U.current &&
            (V.current?.(), (V.current = null), (F.current = -1), R(e), !d)
          ) {
            let e = j.current,
              t = Ue(X(e));
            e && Y(e, t) && e.focus({ preventScroll: !0 });
          }
        },
      }),
      [oe, re, j, p, n, R, U, d],
    ),
    de = Z.useMemo(() => d && T && ae && { 'aria-activedescendant': `${y}-${r}` }, [d, T, ae, y, r]),
    fe = Z.useMemo(
      () => ({
        ...(A ? {} : de),
        onKeyDown(t) {
          if (t.key === `Tab` && t.shiftKey && T && !d) {
            let n = ze(t.nativeEvent);
            if (n && !Y(j.current, n)) return;
            Mi(t);
            let r = Oi(Gr, t.nativeEvent);
            e.setOpen(!1, r);
            let i = S?.current ?? D;
            !r.isCanceled && q(i) && i.focus();
          } else le(t);
        },
        onPointerMove(e) {
          fc(e) || (L.current = !0);
        },
      }),
      [de, le, j, A, e, T, d, D, S],
    ),
    pe = Z.useMemo(() => {
      function t(t) {
        e.setOpen(!0, Oi(qr, t.nativeEvent, t.currentTarget));
      }
      function n(e) {
        f === `auto` && Pi(e.nativeEvent) && (P.current = !d);
      }
      function r(e) {
        ((P.current = f), f === `auto` && Fi(e.nativeEvent) && (P.current = !0));
      }
      return {
        onKeyDown(n) {
          let r = e.select(`open`);
          L.current = !1;
          let i = n.key.startsWith(`Arrow`),
            a = gc(n.key, se(), u),
            o = mc(n.key, r ? g : _),
            s = (l ? a : o) || n.key === `Enter` || n.key.trim() === ``;
          if (d && r && (!l || Ji(n.currentTarget))) return le(n);
          if (r || m || !i) {
            if (s) {
              let e = mc(n.key, se());
              I.current = l && e ? null : n.key;
            }
            l
              ? a && (Mi(n), r ? ((F.current = ce()), R(n), d && j.current?.focus()) : t(n))
              : o && (H.current != null && (F.current = H.current), Mi(n), !r && m ? t(n) : le(n), r && R(n));
          }
        },
        onFocus(t) {
          t.target === t.currentTarget && e.select(`open`) && !d && ((F.current = -1), R(t));
        },
        onPointerDown: r,
        onPointerEnter: r,
        onMouseDown: n,
        onClick: n,
      };
    }, [le, f, ce, l, R, e, m, g, _, se, u, H, d, j]),
    me = Z.useMemo(() => ({ ...de, ...pe }), [de, pe]);
  return Z.useMemo(() => (a ? { reference: me, floating: fe, item: ue, trigger: pe } : {}), [a, me, fe, pe, ue]);
}
function yc(e, t) {
  let {
      listRef: n,
      elementsRef: r,
      activeIndex: i,
      onMatch: a,
      disabledIndices: o,
      onTyping: s,
      enabled: c = !0,
      resetMs: l = 750,
      selectedIndex: u = null,
    } = t,
    d = K(s),
    f = e.useState(`open`),
    p = Ne(),
    m = Z.useRef(``),
    h = Z.useRef(u ?? i ?? -1),
    g = Z.useRef(null),
    _ = K((e) => {
      function t(e) {
        return r?.current[e];
      }
      function s(e) {
        let n = t(e);
        return (n && !qa(n)) || n?.matches(`:disabled`) ? !1 : o == null || !Ga(oe, e, o);
      }
      function c(e, t, n = 0) {
        if (e.length === 0) return -1;
        let r = ((n % e.length) + e.length) % e.length,
          i = t.toLowerCase();
        for (let t = 0; t < e.length; t += 1) {
          let n = (r + t) % e.length;
          if (e[n]?.toLowerCase().startsWith(i) && s(n)) return n;
        }
        return -1;
      }
      let _ = n.current;
      if (
        (m.current.length > 0 && e.key === ` ` && (Mi(e), d?.(!0)),
        m.current.length > 0 && m.current[0] !== ` ` && c(_, m.current) === -1 && e.key !== ` ` && d?.(!1),
        _ == null || e.key.length !== 1 || e.ctrlKey || e.metaKey || e.altKey)
      )
        return;
      f && e.key !== ` ` && (Mi(e), d?.(!0));
      let v = m.current === ``;
      (v && (h.current = u ?? i ?? -1),
        _.every((e, t) => (e && s(t) ? e[0]?.toLowerCase() !== e[1]?.toLowerCase() : !0)) &&
          m.current === e.key &&
          ((m.current = ``), (h.current = g.current)),
        (m.current += e.key),
        p.start(l, () => {
          ((m.current = ``), (h.current = g.current), d?.(!1));
        }));
      let y = ((v ? (u ?? i ?? -1) : h.current) ?? 0) + 1,
        b = c(_, m.current, y);
      b === -1 ? e.key !== ` ` && ((m.current = ``), d?.(!1)) : (a?.(b, e), (g.current = b));
    }),
    v = K((t) => {
      let n = t.relatedTarget,
        r = e.select(`domReferenceElement`),
        i = e.select(`floatingElement`);
      Y(r, n) || Y(i, n) || (p.clear(), (m.current = ``), (h.current = g.current), d?.(!1));
    });
  J(() => {
    (f || u === null) && (p.clear(), (g.current = null), m.current !== `` && ((m.current = ``), d?.(!1)));
  }, [f, u, p, d]);
  let y = Z.useMemo(() => ({ onKeyDown: _, onBlur: v }), [_, v]);
  return Z.useMemo(() => (c ? { reference: y, floating: y } : {}), [c, y]);
}
var bc = 0.1,
  xc = bc * bc,
  Sc = 0.5;
function Cc(e, t, n, r, i, a) {
  return r >= t != a >= t && e <= ((i - n) * (t - r)) / (a - r) + n;
}
function wc(e, t, n, r, i, a, o, s, c, l) {
  let u = !1;
  return (
    Cc(e, t, n, r, i, a) && (u = !u),
    Cc(e, t, i, a, o, s) && (u = !u),
    Cc(e, t, o, s, c, l) && (u = !u),
    Cc(e, t, c, l, n, r) && (u = !u),
    u
  );
}
function Tc(e, t, n) {
  return e >= n.x && e <= n.x + n.width && t >= n.y && t <= n.y + n.height;
}
function Ec(e, t, n, r, i, a) {
  return e >= Math.min(n, i) && e <= Math.max(n, i) && t >= Math.min(r, a) && t <= Math.max(r, a);
}
function Dc(e = {}) {
  let { blockPointerEvents: t = !1 } = e,
    n = new Le(),
    r = ({ x: e, y: t, placement: r, elements: i, onClose: a, nodeId: o, tree: s }) => {
      let c = r?.split(`-`)[0],
        l = !1,
        u = null,
        d = null,
        f = typeof performance < `u` ? performance.now() : 0;
      function p(e, t) {
        let n = performance.now(),
          r = n - f;
        if (u === null || d === null || r === 0) return ((u = e), (d = t), (f = n), !1);
        let i = e - u,
          a = t - d,
          o = i * i + a * a,
          s = r * r * xc;
        return ((u = e), (d = t), (f = n), o < s);
      }
      function m() {
        (n.clear(), a());
      }
      return function (r) {
        n.clear();
        let a = i.domReference,
          u = i.floating;
        if (!a || !u || c == null || e == null || t == null) return;
        let { clientX: d, clientY: f } = r,
          h = ze(r),
          g = r.type === `mouseleave`,
          _ = Y(u, h),
          v = Y(a, h);
        if (_ && ((l = !0), !g)) return;
        if (v && ((l = !1), !g)) {
          l = !0;
          return;
        }
        if (g && B(r.relatedTarget) && Y(u, r.relatedTarget)) return;
        function y() {
          return !!(s && vo(s.nodesRef.current, o).length > 0);
        }
        function b() {
          y() || m();
        }
        if (y()) return;
        let x = a.getBoundingClientRect(),
          S = u.getBoundingClientRect(),
          C = e > S.right - S.width / 2,
          w = t > S.bottom - S.height / 2,
          T = S.width > x.width,
          E = S.height > x.height,
          D = (T ? x : S).left,
          O = (T ? x : S).right,
          k = (E ? x : S).top,
          A = (E ? x : S).bottom;
        if (
          (c === `top` && t >= x.bottom - 1) ||
          (c === `bottom` && t <= x.top + 1) ||
          (c === `left` && e >= x.right - 1) ||
          (c === `right` && e <= x.left + 1)
        ) {
          b();
          return;
        }
        let j = !1;
        switch (c) {
          case `top`:
            j = Ec(d, f, D, x.top + 1, O, S.bottom - 1);
            break;
          case `bottom`:
            j = Ec(d, f, D, S.top + 1, O, x.bottom - 1);
            break;
          case `left`:
            j = Ec(d, f, S.right - 1, A, x.left + 1, k);
            break;
          case `right`:
            j = Ec(d, f, x.right - 1, A, S.left + 1, k);
        }
        if (j) return;
        if ((l && !Tc(d, f, x)) || (!g && p(d, f))) {
          b();
          return;
        }
        let M = !1;
        switch (c) {
          case `top`: {
            let n = T ? Sc / 2 : Sc * 4,
              r = T || C ? e + n : e - n,
              i = T ? e - n : C ? e + n : e - n,
              a = t + Sc + 1,
              o = C || T ? S.bottom - Sc : S.top,
              s = C ? (T ? S.bottom - Sc : S.top) : S.bottom - Sc;
            M = wc(d, f, r, a, i, a, S.left, o, S.right, s);
            break;
          }
          case `bottom`: {
            let n = T ? Sc / 2 : Sc * 4,
              r = T || C ? e + n : e - n,
              i = T ? e - n : C ? e + n : e - n,
              a = t - Sc,
              o = C || T ? S.top + Sc : S.bottom,
              s = C ? (T ? S.top + Sc : S.bottom) : S.top + Sc;
            M = wc(d, f, r, a, i, a, S.left, o, S.right, s);
            break;
          }
          case `left`: {
            let n = E ? Sc / 2 : Sc * 4,
              r = E || w ? t + n : t - n,
              i = E ? t - n : w ? t + n : t - n,
              a = e + Sc + 1,
              o = w || E ? S.right - Sc : S.left,
              s = w ? (E ? S.right - Sc : S.left) : S.right - Sc;
            M = wc(d, f, o, S.top, s, S.bottom, a, r, a, i);
            break;
          }
          case `right`: {
            let n = E ? Sc / 2 : Sc * 4,
              r = E || w ? t + n : t - n,
              i = E ? t - n : w ? t + n : t - n,
              a = e - Sc,
              o = w || E ? S.left + Sc : S.right,
              s = w ? (E ? S.left + Sc : S.right) : S.left + Sc;
            M = wc(d, f, a, r, a, i, o, S.top, s, S.bottom);
            break;
          }
        }
        M ? l || n.start(40, b) : b();
      };
    };
  return ((r.__options = { ...e, blockPointerEvents: t }), r);
}
function Oc(e, t, n) {
  let { reference: r, floating: i } = e,
    a = Ca(t),
    o = wa(t),
    s = Sa(o),
    c = ya(t),
    l = a === `y`,
    u = r.x + r.width / 2 - i.width / 2,
    d = r.y + r.height / 2 - i.height / 2,
    f = r[s] / 2 - i[s] / 2,
    p;
  switch (c) {
    case `top`:
      p = { x: u, y: r.y - i.height };
      break;
    case `bottom`:
      p = { x: u, y: r.y + r.height };
      break;
    case `right`:
      p = { x: r.x + r.width, y: d };
      break;
    case `left`:
      p = { x: r.x - i.width, y: d };
      break;
    default:
      p = { x: r.x, y: r.y };
  }
  let m = ba(t);
  return (m && (p[o] += f * (m === `end` ? 1 : -1) * (n && l ? -1 : 1)), p);
}
async function kc(e, t) {
  t === void 0 && (t = {});
  let { x: n, y: r, platform: i, rects: a, elements: o, strategy: s } = e,
    {
      boundary: c = `clippingAncestors`,
      rootBoundary: l = `viewport`,
      elementContext: u = `floating`,
      altBoundary: d = !1,
      padding: f = 0,
    } = va(t, e),
    p = Ia(f),
    m = o[d ? (u === `floating` ? `reference` : `floating`) : u],
    h = La(
      await i.getClippingRect({
        element:
          ((await (i.isElement == null ? void 0 : i.isElement(m))) ?? !0)
            ? m
            : m.contextElement || (await (i.getDocumentElement == null ? void 0 : i.getDocumentElement(o.floating))),
        boundary: c,
        rootBoundary: l,
        strategy: s,
      }),
    ),
    g = u === `floating` ? { x: n, y: r, width: a.floating.width, height: a.floating.height } : a.reference,
    _ = await (i.getOffsetParent == null ? void 0 : i.getOffsetParent(o.floating)),
    v = ((await (i.isElement == null ? void 0 : i.isElement(_))) &&
      (await (i.getScale == null ? void 0 : i.getScale(_)))) || { x: 1, y: 1 },
    y = La(
      i.convertOffsetParentRelativeRectToViewportRelativeRect
        ? await i.convertOffsetParentRelativeRectToViewportRelativeRect({
            elements: o,
            rect: g,
            offsetParent: _,
            strategy: s,
          })
        : g,
    );
  return {
    top: (h.top - y.top + p.top) / v.y,
    bottom: (y.bottom - h.bottom + p.bottom) / v.y,
    left: (h.left - y.left + p.left) / v.x,
    right: (y.right - h.right + p.right) / v.x,
  };
}
var Ac = 50,
  jc = async (e, t, n) => {
    let { placement: r = `bottom`, strategy: i = `absolute`, middleware: a = [], platform: o } = n,
      s = o.detectOverflow ? o : { ...o, detectOverflow: kc },
      c = await (o.isRTL == null ? void 0 : o.isRTL(t)),
      l = await o.getElementRects({ reference: e, floating: t, strategy: i }),
      { x: u, y: d } = Oc(l, r, c),
      f = r,
      p = 0,
      m = {};
    for (let n = 0; n < a.length; n++) {
      let h = a[n];
      if (!h) continue;
      let { name: g, fn: _ } = h,
        {
          x: v,
          y,
          data: b,
          reset: x,
        } = await _({
          x: u,
          y: d,
          initialPlacement: r,
          placement: f,
          strategy: i,
          middlewareData: m,
          rects: l,
          platform: s,
          elements: { reference: e, floating: t },
        });
      ((u = v ?? u),
        (d = y ?? d),
        (m[g] = { ...m[g], ...b }),
        x &&
          p < Ac &&
          (p++,
          typeof x == `object` &&
            (x.placement && (f = x.placement),
            x.rects &&
              (l = x.rects === !0 ? await o.getElementRects({ reference: e, floating: t, strategy: i }) : x.rects),
            ({ x: u, y: d } = Oc(l, f, c))),
          (n = -1)));
    }
    return { x: u, y: d, placement: f, strategy: i, middlewareData: m };
  },
  Mc = function (e) {
    return (
      e === void 0 && (e = {}),
      {
        name: `flip`,
        options: e,
        async fn(t) {
          var n;
          let { placement: r, middlewareData: i, rects: a, initialPlacement: o, platform: s, elements: c } = t,
            {
              mainAxis: l = !0,
              crossAxis: u = !0,
              fallbackPlacements: d,
              fallbackStrategy: f = `bestFit`,
              fallbackAxisSideDirection: p = `none`,
              flipAlignment: m = !0,
              ...h
            } = va(e, t);
          if ((n = i.arrow) != null && n.alignmentOffset) return {};
          let g = ya(r),
            _ = Ca(o),
            v = ya(o) === o,
            y = await (s.isRTL == null ? void 0 : s.isRTL(c.floating)),
            b = d || (v || !m ? [Pa(o)] : Ea(o)),
            x = p !== `none`;
          !d && x && b.push(...Na(o, m, p, y));
          let S = [o, ...b],
            C = await s.detectOverflow(t, h),
            w = [],
            T = i.flip?.overflows || [];
          if ((l && w.push(C[g]), u)) {
            let e = Ta(r, a, y);
            w.push(C[e[0]], C[e[1]]);
          }
          if (((T = [...T, { placement: r, overflows: w }]), !w.every((e) => e <= 0))) {
            let e = (i.flip?.index || 0) + 1,
              t = S[e];
            if (t && (u !== `alignment` || _ === Ca(t) || T.every((e) => Ca(e.placement) !== _ || e.overflows[0] > 0)))
              return { data: { index: e, overflows: T }, reset: { placement: t } };
            let n = T.filter((e) => e.overflows[0] <= 0).sort((e, t) => e.overflows[1] - t.overflows[1])[0]?.placement;
            if (!n)
              switch (f) {
                case `bestFit`: {
                  let e = T.filter((e) => {
                    if (x) {
                      let t = Ca(e.placement);
                      return t === _ || t === `y`;
                    }
                    return !0;
                  })
                    .map((e) => [e.placement, e.overflows.filter((e) => e > 0).reduce((e, t) => e + t, 0)])
                    .sort((e, t) => e[1] - t[1])[0]?.[0];
                  e && (n = e);
                  break;
                }
                case `initialPlacement`:
                  n = o;
              }
            if (r !== n) return { reset: { placement: n } };
          }
          return {};
        },
      }
    );
  },
  Nc = new Set([`left`, `top`]);
async function Pc(e, t) {
  let { placement: n, platform: r, elements: i } = e,
    a = await (r.isRTL == null ? void 0 : r.isRTL(i.floating)),
    o = ya(n),
    s = ba(n),
    c = Ca(n) === `y`,
    l = Nc.has(o) ? -1 : 1,
    u = a && c ? -1 : 1,
    d = va(t, e),
    {
      mainAxis: f,
      crossAxis: p,
      alignmentAxis: m,
    } = typeof d == `number`
      ? { mainAxis: d, crossAxis: 0, alignmentAxis: null }
      : { mainAxis: d.mainAxis || 0, crossAxis: d.crossAxis || 0, alignmentAxis: d.alignmentAxis };
  return (
    s && typeof m == `number` && (p = s === `end` ? m * -1 : m),
    c ? { x: p * u, y: f * l } : { x: f * l, y: p * u }
  );
}
var Fc = function (e) {
    return (
      e === void 0 && (e = 0),
      {
        name: `offset`,
        options: e,
        async fn(t) {
          var n;
          let { x: r, y: i, placement: a, middlewareData: o } = t,
            s = await Pc(t, e);
          return a === o.offset?.placement && (n = o.arrow) != null && n.alignmentOffset
            ? {}
            : { x: r + s.x, y: i + s.y, data: { ...s, placement: a } };
        },
      }
    );
  },
  Ic = function (e) {
    return (
      e === void 0 && (e = {}),
      {
        name: `shift`,
        options: e,
        async fn(t) {
          let { x: n, y: r, placement: i, platform: a } = t,
            {
              mainAxis: o = !0,
              crossAxis: s = !1,
              limiter: c = {
                fn: (e) => {
                  let { x: t, y: n } = e;
                  return { x: t, y: n };
                },
              },
              ...l
            } = va(e, t),
            u = { x: n, y: r },
            d = await a.detectOverflow(t, l),
            f = Ca(i),
            p = xa(f),
            m = u[p],
            h = u[f],
            g = (e, t) => _a(t + d[e === `y` ? `top` : `left`], t, t - d[e === `y` ? `bottom` : `right`]);
          (o && (m = g(p, m)), s && (h = g(f, h)));
          let _ = c.fn({ ...t, [p]: m, [f]: h });
          return { ..._, data: { x: _.x - n, y: _.y - r, enabled: { [p]: o, [f]: s } } };
        },
      }
    );
  },
  Lc = function (e) {
    return (
      e === void 0 && (e = {}),
      {
        options: e,
        fn(t) {
          let { x: n, y: r, placement: i, rects: a, middlewareData: o } = t,
            { offset: s = 0, mainAxis: c = !0, crossAxis: l = !0 } = va(e, t),
            u = { x: n, y: r },
            d = Ca(i),
            f = xa(d),
            p = u[f],
            m = u[d],
            h = va(s, t),
            g =
              typeof h == `number`
                ? { mainAxis: h, crossAxis: 0 }
                : { mainAxis: h.mainAxis ?? 0, crossAxis: h.crossAxis ?? 0 };
          if (c) {
            let e = f === `y` ? `height` : `width`,
              t = a.reference[f] - a.floating[e] + g.mainAxis,
              n = a.reference[f] + a.reference[e] - g.mainAxis;
            p < t ? (p = t) : p > n && (p = n);
          }
          if (l) {
            let e = f === `y` ? `width` : `height`,
              t = Nc.has(ya(i)),
              n = a.reference[d] - a.floating[e] + ((t && o.offset?.[d]) || 0) + (t ? 0 : g.crossAxis),
              r = a.reference[d] + a.reference[e] + (t ? 0 : o.offset?.[d] || 0) - (t ? g.crossAxis : 0);
            m < n ? (m = n) : m > r && (m = r);
          }
          return { [f]: p, [d]: m };
        },
      }
    );
  },
  Rc = function (e) {
    return (
      e === void 0 && (e = {}),
      {
        name: `size`,
        options: e,
        async fn(t) {
          let { placement: n, rects: r, platform: i, elements: a } = t,
            { apply: o = () => {}, ...s } = va(e, t),
            c = await i.detectOverflow(t, s),
            l = ya(n),
            u = ba(n),
            d = Ca(n) === `y`,
            { width: f, height: p } = r.floating,
            m,
            h;
          l === `top` || l === `bottom`
            ? ((m = l),
              (h =
                u === ((await (i.isRTL == null ? void 0 : i.isRTL(a.floating))) ? `start` : `end`) ? `left` : `right`))
            : ((h = l), (m = u === `end` ? `top` : `bottom`));
          let g = p - c.top - c.bottom,
            _ = f - c.left - c.right,
            v = da(p - c[m], g),
            y = da(f - c[h], _),
            b = t.middlewareData.shift,
            x = !b,
            S = v,
            C = y;
          (b != null && b.enabled.x && (C = _),
            b != null && b.enabled.y && (S = g),
            x && !u && (d ? (C = f - 2 * fa(c.left, c.right)) : (S = p - 2 * fa(c.top, c.bottom))),
            await o({ ...t, availableWidth: C, availableHeight: S }));
          let w = await i.getDimensions(a.floating);
          return f !== w.width || p !== w.height ? { reset: { rects: !0 } } : {};
        },
      }
    );
  };
function zc(e) {
  let t = ge(e),
    n = parseFloat(t.width) || 0,
    r = parseFloat(t.height) || 0,
    i = q(e),
    a = i ? e.offsetWidth : n,
    o = i ? e.offsetHeight : r,
    s = pa(n) !== a || pa(r) !== o;
  return (s && ((n = a), (r = o)), { width: n, height: r, $: s });
}
function Bc(e) {
  return B(e) ? e : e.contextElement;
}
function Vc(e) {
  let t = Bc(e);
  if (!q(t)) return ha(1);
  let n = t.getBoundingClientRect(),
    { width: r, height: i, $: a } = zc(t),
    o = (a ? pa(n.width) : n.width) / r,
    s = (a ? pa(n.height) : n.height) / i;
  return ((o && Number.isFinite(o)) || (o = 1), (s && Number.isFinite(s)) || (s = 1), { x: o, y: s });
}
var Hc = ha(0);
function Uc(e) {
  let t = F(e);
  return !L() || !t.visualViewport ? Hc : { x: t.visualViewport.offsetLeft, y: t.visualViewport.offsetTop };
}
function Wc(e, t, n) {
  return (t === void 0 && (t = !1), !!n && t && n === F(e));
}
function Gc(e, t, n, r) {
  (t === void 0 && (t = !1), n === void 0 && (n = !1));
  let i = e.getBoundingClientRect(),
    a = Bc(e),
    o = ha(1);
  t && (r ? B(r) && (o = Vc(r)) : (o = Vc(e)));
  let s = Wc(a, n, r) ? Uc(a) : ha(0),
    c = (i.left + s.x) / o.x,
    l = (i.top + s.y) / o.y,
    u = i.width / o.x,
    d = i.height / o.y;
  if (a && r) {
    let e = F(a),
      t = B(r) ? F(r) : r,
      n = e,
      i = ve(n);
    for (; i && t !== n;) {
      let e = Vc(i),
        t = i.getBoundingClientRect(),
        r = ge(i),
        a = t.left + (i.clientLeft + parseFloat(r.paddingLeft)) * e.x,
        o = t.top + (i.clientTop + parseFloat(r.paddingTop)) * e.y;
      ((c *= e.x), (l *= e.y), (u *= e.x), (d *= e.y), (c += a), (l += o), (n = F(i)), (i = ve(n)));
    }
  }
  return La({ width: u, height: d, x: c, y: l });
}
function Kc(e, t) {
  let n = N(e).scrollLeft;
  return t ? t.left + n : Gc(U(e)).left + n;
}
function qc(e, t) {
  let n = e.getBoundingClientRect();
  return { x: n.left + t.scrollLeft - Kc(e, n), y: n.top + t.scrollTop };
}
function Jc(e) {
  let { elements: t, rect: n, offsetParent: r, strategy: i } = e,
    a = i === `fixed`,
    o = U(r),
    s = t ? I(t.floating) : !1;
  if (r === o || (s && a)) return n;
  let c = { scrollLeft: 0, scrollTop: 0 },
    l = ha(1),
    u = ha(0),
    d = q(r);
  if ((d || !a) && ((ne(r) !== `body` || ee(o)) && (c = N(r)), d)) {
    let e = Gc(r);
    ((l = Vc(r)), (u.x = e.x + r.clientLeft), (u.y = e.y + r.clientTop));
  }
  let f = o && !d && !a ? qc(o, c) : ha(0);
  return {
    width: n.width * l.x,
    height: n.height * l.y,
    x: n.x * l.x - c.scrollLeft * l.x + u.x + f.x,
    y: n.y * l.y - c.scrollTop * l.y + u.y + f.y,
  };
}
function Yc(e) {
  return e.getClientRects ? Array.from(e.getClientRects()) : [];
}
function Xc(e) {
  let t = N(e),
    n = e.ownerDocument.body,
    r = fa(e.scrollWidth, e.clientWidth, n.scrollWidth, n.clientWidth),
    i = fa(e.scrollHeight, e.clientHeight, n.scrollHeight, n.clientHeight),
    a = -t.scrollLeft + Kc(e),
    o = -t.scrollTop;
  return (
    ge(n).direction === `rtl` && (a += fa(e.clientWidth, n.clientWidth) - r),
    { width: r, height: i, x: a, y: o }
  );
}
var Zc = 25;
function Qc(e, t, n) {
  n === void 0 && (n = `viewport`);
  let r = n === `layoutViewport`,
    i = F(e),
    a = U(e),
    o = i.visualViewport,
    s = a.clientWidth,
    c = a.clientHeight,
    l = 0,
    u = 0;
  if (o) {
    let e = !L() || t === `fixed`;
    r
      ? e || ((l = -o.offsetLeft), (u = -o.offsetTop))
      : ((s = o.width), (c = o.height), e && ((l = o.offsetLeft), (u = o.offsetTop)));
  }
  if (Kc(a) <= 0) {
    let e = a.ownerDocument,
      t = e.body,
      n = getComputedStyle(t),
      r = (e.compatMode === `CSS1Compat` && parseFloat(n.marginLeft) + parseFloat(n.marginRight)) || 0,
      i = Math.abs(a.clientWidth - t.clientWidth - r),
      o = getComputedStyle(a).scrollbarGutter === `stable both-edges` ? i / 2 : i;
    o <= Zc && (s -= o);
  }
  return { width: s, height: c, x: l, y: u };
}
function $c(e, t) {
  let n = Gc(e, !0, t === `fixed`),
    r = n.top + e.clientTop,
    i = n.left + e.clientLeft,
    a = Vc(e);
  return { width: e.clientWidth * a.x, height: e.clientHeight * a.y, x: i * a.x, y: r * a.y };
}
function el(e, t, n) {
  let r;
  if (t === `viewport` || t === `layoutViewport`) r = Qc(e, n, t);
  else if (t === `document`) r = Xc(U(e));
  else if (B(t)) r = $c(t, n);
  else {
    let n = Uc(e);
    r = { x: t.x - n.x, y: t.y - n.y, width: t.width, height: t.height };
  }
  return La(r);
}
function tl(e, t) {
  let n = t.get(e);
  if (n) return n;
  let r = _e(e, [], !1).filter((e) => B(e) && ne(e) !== `body`),
    i = null,
    a = ge(e).position === `fixed`,
    o = a ? re(e) : e;
  for (; B(o) && !M(o);) {
    let e = ge(o),
      t = P(o),
      n = i ? i.position : a ? `fixed` : ``;
    (!t && (n === `fixed` || (n === `absolute` && e.position === `static`)) ? (r = r.filter((e) => e !== o)) : (i = e),
      (o = re(o)));
  }
  return (t.set(e, r), r);
}
function nl(e) {
  let { element: t, boundary: n, rootBoundary: r, strategy: i } = e,
    a = [...(n === `clippingAncestors` ? (I(t) ? [] : tl(t, this._c)) : [].concat(n)), r],
    o = el(t, a[0], i),
    s = o.top,
    c = o.right,
    l = o.bottom,
    u = o.left;
  for (let e = 1; e < a.length; e++) {
    let n = el(t, a[e], i);
    ((s = fa(n.top, s)), (c = da(n.right, c)), (l = da(n.bottom, l)), (u = fa(n.left, u)));
  }
  return { width: c - u, height: l - s, x: u, y: s };
}
function rl(e) {
  let { width: t, height: n } = zc(e);
  return { width: t, height: n };
}
function il(e, t, n) {
  let r = q(t),
    i = U(t),
    a = n === `fixed`,
    o = Gc(e, !0, a, t),
    s = { scrollLeft: 0, scrollTop: 0 },
    c = ha(0);
  if ((r || !a) && ((ne(t) !== `body` || ee(i)) && (s = N(t)), r)) {
    let e = Gc(t, !0, a, t);
    ((c.x = e.x + t.clientLeft), (c.y = e.y + t.clientTop));
  }
  !r && i && (c.x = Kc(i));
  let l = i && !r && !a ? qc(i, s) : ha(0);
  return { x: o.left + s.scrollLeft - c.x - l.x, y: o.top + s.scrollTop - c.y - l.y, width: o.width, height: o.height };
}
function al(e) {
  return ge(e).position === `static`;
}
function ol(e, t) {
  if (!q(e) || ge(e).position === `fixed`) return null;
  if (t) return t(e);
  let n = e.offsetParent;
  return (U(e) === n && (n = n.ownerDocument.body), n);
}
function sl(e, t) {
  let n = F(e);
  if (I(e)) return n;
  if (!q(e)) {
    let t = re(e);
    for (; t && !M(t);) {
      if (B(t) && !al(t)) return t;
      t = re(t);
    }
    return n;
  }
  let r = ol(e, t);
  for (; r && te(r) && al(r);) r = ol(r, t);
  return r && M(r) && al(r) && !P(r) ? n : r || ye(e) || n;
}
var cl = async function (e) {
  let t = this.getOffsetParent || sl,
    n = this.getDimensions,
    r = await n(e.floating);
  return {
    reference: il(e.reference, await t(e.floating), e.strategy),
    floating: { x: 0, y: 0, width: r.width, height: r.height },
  };
};
function ll(e) {
  return ge(e).direction === `rtl`;
}
var ul = {
  convertOffsetParentRelativeRectToViewportRelativeRect: Jc,
  getDocumentElement: U,
  getClippingRect: nl,
  getOffsetParent: sl,
  getElementRects: cl,
  getClientRects: Yc,
  getDimensions: rl,
  getScale: Vc,
  isElement: B,
  isRTL: ll,
};
function dl(e, t) {
  return e.x === t.x && e.y === t.y && e.width === t.width && e.height === t.height;
}
function fl(e, t, n) {
  let r = null,
    i,
    a = U(e);
  function o() {
    var e;
    (clearTimeout(i), (e = r) == null || e.disconnect(), (r = null));
  }
  function s(n, c) {
    (n === void 0 && (n = !1), c === void 0 && (c = 1), o());
    let l = e.getBoundingClientRect(),
      { left: u, top: d, width: f, height: p } = l;
    if ((n || t(), !f || !p)) return;
    let m = ma(d),
      h = ma(a.clientWidth - (u + f)),
      g = ma(a.clientHeight - (d + p)),
      _ = ma(u),
      v = { rootMargin: -m + `px ` + -h + `px ` + -g + `px ` + -_ + `px`, threshold: fa(0, da(1, c)) || 1 },
      y = !0;
    function b(t) {
      let n = t[0].intersectionRatio;
      if (!dl(l, e.getBoundingClientRect())) return s();
      if (n !== c) {
        if (!y) return s();
        n
          ? s(!1, n)
          : (i = setTimeout(() => {
              s(!1, 1e-7);
            }, 1e3));
      }
      y = !1;
    }
    try {
      r = new IntersectionObserver(b, { ...v, root: a.ownerDocument });
    } catch {
      r = new IntersectionObserver(b, v);
    }
    r.observe(e);
  }
  let c = F(e),
    l = () => s(n);
  return (
    c.addEventListener(`resize`, l),
    s(!0),
    () => {
      (c.removeEventListener(`resize`, l), o());
    }
  );
}
function pl(e, t, n, r) {
  r === void 0 && (r = {});
  let {
      ancestorScroll: i = !0,
      ancestorResize: a = !0,
      elementResize: o = typeof ResizeObserver == `function`,
      layoutShift: s = typeof IntersectionObserver == `function`,
      animationFrame: c = !1,
    } = r,
    l = Bc(e),
    u = i || a ? [...(l ? _e(l) : []), ...(t ? _e(t) : [])] : [];
  u.forEach((e) => {
    (i && e.addEventListener(`scroll`, n), a && e.addEventListener(`resize`, n));
  });
  let d = l && s ? fl(l, n, a) : null,
    f = -1,
    p = null;
  o &&
    ((p = new ResizeObserver((e) => {
      let [r] = e;
      (r &&
        r.target === l &&
        p &&
        t &&
        (p.unobserve(t),
        cancelAnimationFrame(f),
        (f = requestAnimationFrame(() => {
          var e;
          (e = p) == null || e.observe(t);
        }))),
        n());
    })),
    l && !c && p.observe(l),
    t && p.observe(t));
  let m,
    h = c ? Gc(e) : null;
  c && g();
  function g() {
    let t = Gc(e);
    (h && !dl(h, t) && n(), (h = t), (m = requestAnimationFrame(g)));
  }
  return (
    n(),
    () => {
      var e;
      (u.forEach((e) => {
        (i && e.removeEventListener(`scroll`, n), a && e.removeEventListener(`resize`, n));
      }),
        d?.(),
        (e = p) == null || e.disconnect(),
        (p = null),
        c && cancelAnimationFrame(m));
    }
  );
}
var ml = Fc,
  hl = Ic,
  gl = Mc,
  _l = Rc,
  vl = Lc,
  yl = (e, t, n) => {
    let r = new Map(),
      i = n ?? {},
      a = { ...ul, ...i.platform, _c: r };
    return jc(e, t, { ...i, platform: a });
  },
  bl = typeof document < `u` ? Z.useLayoutEffect : function () {};
function xl(e, t) {
  if (e === t) return !0;
  if (typeof e != typeof t) return !1;
  if (typeof e == `function` && e.toString() === t.toString()) return !0;
  let n, r, i;
  if (e && t && typeof e == `object`) {
    if (Array.isArray(e)) {
      if (((n = e.length), n !== t.length)) return !1;
      for (r = n; r-- !== 0;) if (!xl(e[r], t[r])) return !1;
      return !0;
    }
    if (((i = Object.keys(e)), (n = i.length), n !== Object.keys(t).length)) return !1;
    for (r = n; r-- !== 0;) if (!{}.hasOwnProperty.call(t, i[r])) return !1;
    for (r = n; r-- !== 0;) {
      let n = i[r];
      if (!(n === `_owner` && e.$$typeof) && !xl(e[n], t[n])) return !1;
    }
    return !0;
  }
  return e !== e && t !== t;
}
function Sl(e) {
  return typeof window > `u` ? 1 : (e.ownerDocument.defaultView || window).devicePixelRatio || 1;
}
function Cl(e, t) {
  let n = Sl(e);
  return Math.round(t * n) / n;
}
function wl(e) {
  let t = Z.useRef(e);
  return (
    bl(() => {
      t.current = e;
    }),
    t
  );
}
function Tl(e) {
  e === void 0 && (e = {});
  let {
      placement: t = `bottom`,
      strategy: n = `absolute`,
      middleware: r = [],
      platform: i,
      elements: { reference: a, floating: o } = {},
      transform: s = !0,
      whileElementsMounted: c,
      open: l,
    } = e,
    [u, d] = Z.useState({ x: 0, y: 0, strategy: n, placement: t, middlewareData: {}, isPositioned: !1 }),
    [f, p] = Z.useState(r);
  xl(f, r) || p(r);
  let [m, h] = Z.useState(null),
    [g, _] = Z.useState(null),
    v = Z.useCallback((e) => {
      e !== S.current && ((S.current = e), h(e));
    }, []),
    y = Z.useCallback((e) => {
      e !== C.current && ((C.current = e), _(e));
    }, []),
    b = a || m,
    x = o || g,
    S = Z.useRef(null),
    C = Z.useRef(null),
    w = Z.useRef(u),
    T = c != null,
    E = wl(c),
    D = wl(i),
    O = wl(l),
    k = Z.useCallback(() => {
      if (!S.current || !C.current) return;
      let e = { placement: t, strategy: n, middleware: f };
      (D.current && (e.platform = D.current),
        yl(S.current, C.current, e).then((e) => {
          let t = { ...e, isPositioned: O.current !== !1 };
          A.current &&
            !xl(w.current, t) &&
            ((w.current = t),
            Fn.flushSync(() => {
              d(t);
            }));
        }));
    }, [f, t, n, D, O]);
  bl(() => {
    l === !1 && w.current.isPositioned && ((w.current.isPositioned = !1), d((e) => ({ ...e, isPositioned: !1 })));
  }, [l]);
  let A = Z.useRef(!1);
  (bl(
    () => (
      (A.current = !0),
      () => {
        A.current = !1;
      }
    ),
    [],
  ),
    bl(() => {
      if ((b && (S.current = b), x && (C.current = x), b && x)) {
        if (E.current) return E.current(b, x, k);
        k();
      }
    }, [b, x, k, E, T]));
  let j = Z.useMemo(() => ({ reference: S, floating: C, setReference: v, setFloating: y }), [v, y]),
    M = Z.useMemo(() => ({ reference: b, floating: x }), [b, x]),
    N = Z.useMemo(() => {
      let e = { position: n, left: 0, top: 0 };
      if (!M.floating) return e;
      let t = Cl(M.floating, u.x),
        r = Cl(M.floating, u.y);
      return s
        ? {
            ...e,
            transform: `translate(` + t + `px, ` + r + `px)`,
            ...(Sl(M.floating) >= 1.5 && { willChange: `transform` }),
          }
        : { position: n, left: t, top: r };
    }, [n, s, M.floating, u.x, u.y]);
  return Z.useMemo(() => ({ ...u, update: k, refs: j, elements: M, floatingStyles: N }), [u, k, j, M, N]);
}
var El = (e, t) => {
    let n = ml(e);
    return { name: n.name, fn: n.fn, options: [e, t] };
  },
  Dl = (e, t) => {
    let n = hl(e);
    return { name: n.name, fn: n.fn, options: [e, t] };
  },
  Ol = (e, t) => ({ fn: vl(e).fn, options: [e, t] }),
  kl = (e, t) => {
    let n = gl(e);
    return { name: n.name, fn: n.fn, options: [e, t] };
  },
  Al = (e, t) => {
    let n = _l(e);
    return { name: n.name, fn: n.fn, options: [e, t] };
  },
  jl = Z.createContext(void 0);
function Ml(e) {
  let t = Z.useContext(jl);
  if (t === void 0 && !e) throw Error(G(69));
  return t;
}
var Nl = new Set([`ArrowUp`, `ArrowDown`, `ArrowLeft`, `ArrowRight`, `Home`, `End`]);
function Pl(e) {
  return e === `starting` ? Po : H;
}
var Fl = Z.createContext(void 0);
function Il() {
  return Z.useContext(Fl);
}
function Ll(e, t) {
  let n = le(e.render);
  if (Z.isValidElement(n)) {
    let e = n.props;
    if (Object.hasOwn(e, `id`)) return e.id ?? ``;
  }
  return e.id ?? t;
}
function Rl(e, t, n) {
  let r = Ll(e, t),
    i = r === t ? void 0 : r;
  return [r, Z.useCallback((e) => n?.(e ? i : void 0), [i, n])];
}
function zl(e, t, n) {
  let r = le(e.render),
    i = Z.isValidElement(r) ? r.props : void 0,
    a = e[`aria-label`] ?? i?.[`aria-label`],
    o = e[`aria-labelledby`] ?? i?.[`aria-labelledby`];
  return (o == null && !a && (o = t ? t.id || void 0 : n || void 0), o);
}
var Bl = Z.forwardRef(function (e, t) {
    let { render: n, className: r, style: i, finalFocus: a, id: o, initialFocus: s, ...c } = e,
      { store: l, defaultFloatingId: u, setRenderedFloatingId: d, virtualFocus: f, orientation: p } = gr(),
      m = Il(),
      { side: h, align: g } = mr(),
      _ = Ml(!0) != null,
      v = l.useState(`open`),
      y = l.useState(`transitionStatus`),
      b = l.useState(`popupProps`),
      x = l.useState(`mounted`),
      S = l.useState(`instantType`),
      C = l.useState(`activeTriggerElement`),
      w = l.useState(`parent`),
      T = l.useState(`lastOpenChangeReason`),
      E = l.useState(`rootId`),
      D = l.useState(`floatingRootContext`),
      O = l.useState(`floatingTreeRoot`),
      k = l.useState(`closeDelay`),
      A = l.useState(`hoverEnabled`),
      j = l.useState(`disabled`),
      M = l.useState(`openMethod`),
      N = l.useState(`activeTriggerId`),
      P = l.useState(`listElement`),
      [F, I] = Rl(e, u, d),
      L = zl(e, C, N),
      R = w.type === `menu` ? m : void 0,
      ee = w.type === `context-menu`,
      z = s ?? w.type !== `menu`;
    (s === void 0 && P && w.type !== `menu` && (z = () => l.state.activeIndex === null && P),
      Me({
        open: v,
        ref: l.context.popupRef,
        onComplete() {
          v && l.context.onOpenChangeComplete?.(!0);
        },
      }),
      Z.useEffect(() => {
        function e(e) {
          l.setOpen(!1, Oi(e.reason, e.domEvent));
        }
        return (
          O.events.on(`close`, e),
          () => {
            O.events.off(`close`, e);
          }
        );
      }, [O.events, l]),
      lc(D, { enabled: A && !j && !ee && w.type !== `menubar`, closeDelay: k }));
    let B = l.useStateSetter(`popupElement`),
      { parentVirtualFocusRef: te, handleFocus: V } = (Z.useContext(ti)?.useParentHandoff ?? Hl)(l, w, v, f),
      ne = { transitionStatus: y, side: h, align: g, open: v, nested: w.type === `menu`, instant: S },
      re = fe(`div`, e, {
        state: ne,
        ref: [t, l.context.popupRef, B, I],
        stateAttributesMapping: Mr,
        props: [
          b,
          {
            id: F,
            ...(P
              ? { role: `presentation` }
              : { role: `menu`, 'aria-orientation': p === `horizontal` ? `horizontal` : void 0, 'aria-labelledby': L }),
            onKeyDown(e) {
              (R?.onPopupKeyDown?.(e), _ && Nl.has(e.key) && e.stopPropagation());
            },
            onFocus: V,
          },
          Pl(y),
          c,
          { 'data-rootownerid': E },
        ],
      }),
      H = w.type === void 0 || ee;
    (C || (w.type === `menubar` && T !== `outside-press`)) && (H = !0);
    let U = R?.getReturnElement ?? te;
    return (0, Q.jsx)(us, {
      context: D,
      openInteractionType: M,
      modal: ee,
      disabled: !x,
      returnFocus: a ?? U ?? H,
      explicitReturnFocus: a === void 0 && U ? !1 : void 0,
      initialFocus: z,
      restoreFocus: !0,
      getInsideElements: w.type === void 0 ? () => [l.context.beforeTriggerFocusGuardRef.current] : void 0,
      externalTree: w.type === `menubar` ? void 0 : O,
      previousFocusableElement: C,
      nextFocusableElement: w.type === void 0 ? l.context.triggerFocusTargetRef : void 0,
      beforeContentFocusGuardRef: l.context.beforeContentFocusGuardRef,
      children: re,
    });
  }),
  Vl = { parentVirtualFocusRef: void 0, handleFocus: void 0 };
function Hl() {
  return Vl;
}
var Ul = Z.forwardRef(function (e, t) {
    let n = ni()?.Popup ?? Bl;
    return (0, Q.jsx)(n, { ...e, ref: t });
  }),
  Wl = Z.createContext(void 0);
function Gl() {
  let e = Z.useContext(Wl);
  if (e === void 0) throw Error(G(32));
  return e;
}
var Kl = Z.forwardRef(function (e, t) {
  let { keepMounted: n = !1, ...r } = e,
    { store: i, parent: a } = gr();
  if (!(i.useState(`mounted`) || n)) return null;
  let o = a.type === `menu` || a.type === `menubar` ? `group` : void 0;
  return (0, Q.jsx)(Wl.Provider, { value: n, children: (0, Q.jsx)(Ko, { ref: t, ...r, portalOwnerRole: o }) });
});
function ql(e) {
  return pe(19) ? e : e ? `true` : void 0;
}
function Jl(e) {
  let { nodeId: t, externalTree: n, rootContext: r } = e,
    i = r.useState(`referenceElement`),
    a = r.useState(`floatingElement`),
    o = r.useState(`domReferenceElement`),
    s = r.useState(`open`),
    c = r.useState(`floatingId`),
    [l, u] = Z.useState(null),
    d = Z.useRef(null),
    f = Qo(n),
    p = Z.useMemo(() => ({ reference: i, floating: a, domReference: o }), [i, a, o]),
    m = Tl({ ...e, elements: { ...p, ...(l && { reference: l }) } }),
    h = Z.useCallback(
      (e) => {
        let t = B(e)
          ? {
              getBoundingClientRect: () => e.getBoundingClientRect(),
              getClientRects: () => e.getClientRects(),
              contextElement: e,
            }
          : e;
        (u(t), m.refs.setReference(t));
      },
      [m.refs],
    ),
    g = Z.useMemo(() => ({ ...m.refs, setPositionReference: h, domReference: d }), [m.refs, h]),
    _ = Z.useMemo(() => ({ ...m.elements, domReference: o }), [m.elements, o]),
    v = Z.useMemo(
      () => ({
        ...m,
        dataRef: r.context.dataRef,
        open: s,
        onOpenChange: r.setOpen,
        events: r.context.events,
        floatingId: c,
        refs: g,
        elements: _,
        nodeId: t,
        rootStore: r,
      }),
      [m, g, _, t, r, s, c],
    );
  return (
    J(() => {
      o && (d.current = o);
    }, [o]),
    J(() => {
      r.context.dataRef.current.floatingContext = v;
      let e = f?.nodesRef.current.find((e) => e.id === t);
      e && (e.context = v);
    }),
    Z.useMemo(() => ({ ...m, context: v, refs: g, elements: _, rootStore: r }), [m, g, _, v, r])
  );
}
var Yl = Z.createContext(void 0);
function Xl() {
  return Z.useContext(Yl)?.direction ?? `ltr`;
}
var Zl = (e) => ({
    name: `arrow`,
    options: e,
    async fn(t) {
      let { x: n, y: r, placement: i, rects: a, platform: o, elements: s, middlewareData: c } = t,
        { element: l, padding: u = 0 } = va(e, t) || {};
      if (l == null) return {};
      let d = Ia(u),
        f = { x: n, y: r },
        p = wa(i),
        m = Sa(p),
        h = await o.getDimensions(l),
        g = p === `y`,
        _ = g ? `top` : `left`,
        v = g ? `bottom` : `right`,
        y = g ? `clientHeight` : `clientWidth`,
        b = a.reference[m] + a.reference[p] - f[p] - a.floating[m],
        x = f[p] - a.reference[p],
        S = s.floating[y] || a.floating[m],
        C = b / 2 - x / 2,
        w = S / 2 - h[m] / 2 - 1,
        T = Math.min(d[_], w),
        E = Math.min(d[v], w),
        D = T,
        O = S - h[m] - E,
        k = S / 2 - h[m] / 2 + C,
        A = _a(D, k, O),
        j = !c.arrow && ba(i) != null && k !== A && a.reference[m] / 2 - (k < D ? T : E) - h[m] / 2 < 0,
        M = j ? (k < D ? k - D : k - O) : 0;
      return { [p]: f[p] + M, data: { [p]: A, centerOffset: k - A - M, ...(j && { alignmentOffset: M }) }, reset: j };
    },
  }),
  Ql = (e, t) => {
    let { name: n, fn: r } = Zl(e);
    return { name: n, fn: r, options: [e, t] };
  },
  $l = {
    name: `hide`,
    async fn(e) {
      let { width: t, height: n, x: r, y: i } = e.rects.reference,
        a = t === 0 && n === 0 && r === 0 && i === 0,
        o = await e.platform.detectOverflow(e, { elementContext: `reference` });
      return {
        data: { referenceHidden: o.top - n >= 0 || o.right - t >= 0 || o.bottom - n >= 0 || o.left - t >= 0 || a },
      };
    },
  },
  eu = { sideX: `left`, sideY: `top` },
  tu = `--available-width`,
  nu = `--available-height`,
  ru = `--anchor-width`,
  iu = `--anchor-height`,
  au = `--transform-origin`,
  ou = tu,
  su = nu;
function cu(e, t, n) {
  let r = e === `inline-start` || e === `inline-end`;
  return {
    top: `top`,
    right: r ? (n ? `inline-start` : `inline-end`) : `right`,
    bottom: `bottom`,
    left: r ? (n ? `inline-end` : `inline-start`) : `left`,
  }[t];
}
function lu(e, t, n) {
  let { rects: r, placement: i } = e;
  return {
    side: cu(t, ya(i), n),
    align: ba(i) || `center`,
    anchor: { width: r.reference.width, height: r.reference.height },
    positioner: { width: r.floating.width, height: r.floating.height },
  };
}
function uu(e) {
  return du(e, Jl);
}
function du(e, t) {
  let {
      anchor: n,
      positionMethod: r = `absolute`,
      side: i = `bottom`,
      sideOffset: a = 0,
      align: o = `center`,
      alignOffset: s = 0,
      collisionBoundary: c,
      collisionPadding: l = 5,
      sticky: u = !1,
      arrowPadding: d = 5,
      disableAnchorTracking: f = !1,
      inline: p,
      keepMounted: m = !1,
      floatingRootContext: h,
      mounted: g,
      collisionAvoidance: _,
      shift: v,
      nodeId: y,
      adaptiveOrigin: b,
      lazyFlip: x = !1,
      externalTree: S,
    } = e,
    C = _.side || `flip`,
    w = _.align || `flip`,
    T = _.fallbackAxisSide || `end`,
    E = v?.crossAxis ?? !1,
    D = v?.rootBoundary,
    O = typeof n == `function` ? n : void 0,
    k = K(O),
    A = O ? k : n,
    j = aa(n),
    M = aa(g),
    N = Xl() === `rtl`,
    [P, I] = Z.useState(null);
  !g && P !== null && I(null);
  let L = x === `placement`,
    R = P ? ya(P) : null,
    ee = P && L ? ba(P) || `center` : null,
    z =
      R ||
      {
        top: `top`,
        right: `right`,
        bottom: `bottom`,
        left: `left`,
        'inline-end': N ? `left` : `right`,
        'inline-start': N ? `right` : `left`,
      }[i],
    B = ee || o,
    te = B === `center` ? z : `${z}-${B}`,
    V = l;
  typeof V == `number`
    ? (V = { top: V, right: V, bottom: V, left: V })
    : (V &&= { top: V.top || 0, right: V.right || 0, bottom: V.bottom || 0, left: V.left || 0 });
  let ne = +(i === `bottom`),
    re = +(i === `top`),
    H = +(i === `right`),
    U = +(i === `left`),
    ie = { boundary: c === `clipping-ancestors` ? `clippingAncestors` : c, padding: V },
    W = Z.useRef(null),
    G = aa(a),
    ae = aa(s),
    oe = typeof a == `function` ? 0 : a,
    se = typeof s == `function` ? 0 : s,
    q = [];
  (p && q.push(p),
    q.push(
      El(
        (e) => {
          let t = lu(e, i, N),
            n = typeof G.current == `function` ? G.current(t) : G.current,
            r = typeof ae.current == `function` ? ae.current(t) : ae.current;
          return { mainAxis: n, crossAxis: r, alignmentAxis: r };
        },
        [oe, se, N, i],
      ),
    ));
  let ce = w === `none` && C !== `shift`,
    le = !ce && (u || E || C === `shift`),
    ue =
      C === `none`
        ? null
        : kl({
            ...ie,
            padding: { top: V.top + 1 + ne, right: V.right + 1 + U, bottom: V.bottom + 1 + re, left: V.left + 1 + H },
            mainAxis: !E && C === `flip`,
            crossAxis: w === `flip` && `alignment`,
            fallbackAxisSideDirection: T,
          }),
    de = ce
      ? null
      : Dl(
          {
            ...ie,
            rootBoundary: D,
            mainAxis: w !== `none`,
            crossAxis: le,
            limiter:
              u || E
                ? void 0
                : Ol((e) => {
                    if (!W.current) return {};
                    let { width: t, height: n } = W.current.getBoundingClientRect(),
                      r = Ca(ya(e.placement)),
                      i = r === `y` ? t : n,
                      a = r === `y` ? V.left + V.right : V.top + V.bottom;
                    return { offset: i / 2 + a / 2 };
                  }),
          },
          [ie, u, E, D, V, w],
        );
  (C === `shift` || w === `shift` || B === `center` ? q.push(de, ue) : q.push(ue, de),
    q.push(
      Al({
        ...ie,
        apply({ elements: { floating: e }, availableWidth: t, availableHeight: n, rects: r }) {
          if (!M.current) return;
          let i = e.style;
          (i.setProperty(ou, `${t}px`), i.setProperty(su, `${n}px`));
          let a = F(e).devicePixelRatio || 1,
            { x: o, y: s, width: c, height: l } = r.reference,
            u = (Math.round((o + c) * a) - Math.round(o * a)) / a,
            d = (Math.round((s + l) * a) - Math.round(s * a)) / a;
          (i.setProperty(ru, `${u}px`), i.setProperty(iu, `${d}px`));
        },
      }),
      Ql(
        (e) => ({ element: W.current || X(e.elements.floating).createElement(`div`), padding: W.current ? d : 0 }),
        [d],
      ),
      {
        name: `transformOrigin`,
        fn(e) {
          let {
              elements: { floating: t },
              middlewareData: n,
              placement: r,
              platform: o,
              rects: s,
              y: c,
            } = e,
            l = ya(r),
            u = ba(r),
            d = Ca(l) === `y`,
            f = W.current,
            p = typeof a == `function` ? a(lu(e, i, N)) : a,
            m;
          m =
            !f && u && Math.abs(d ? n.shift?.x || 0 : n.shift?.y || 0) <= 1
              ? (u === `start`) === (d && o.isRTL?.(t) === !0)
                ? `100%`
                : `0%`
              : `${(d ? n.arrow?.x || 0 : n.arrow?.y || 0) + (d ? f?.clientWidth || 0 : f?.clientHeight || 0) / 2}px`;
          let h = l === `top` || l === `left` ? `calc(100% + ${p}px)` : `${-p}px`;
          return (
            le && d && Math.abs(n.shift?.y || 0) > p && (h = `${s.reference.y + s.reference.height / 2 - c}px`),
            t.style.setProperty(au, d ? `${m} ${h}` : `${h} ${m}`),
            {}
          );
        },
      },
      $l,
      b,
    ),
    J(() => {
      !g &&
        h &&
        h.update({ referenceElement: null, floatingElement: null, domReferenceElement: null, positionReference: null });
    }, [g, h]));
  let fe = Z.useMemo(
      () => ({
        ancestorScroll: !f,
        elementResize: !f && typeof ResizeObserver < `u`,
        layoutShift: !f && typeof IntersectionObserver < `u`,
      }),
      [f],
    ),
    {
      refs: pe,
      elements: me,
      x: he,
      y: ge,
      middlewareData: _e,
      update: ve,
      placement: ye,
      context: be,
      isPositioned: xe,
      floatingStyles: Se,
    } = t({
      rootContext: h,
      open: m ? g : void 0,
      placement: te,
      middleware: q,
      strategy: r,
      whileElementsMounted: m ? void 0 : (...e) => pl(...e, fe),
      nodeId: y,
      externalTree: S,
    }),
    { sideX: Ce, sideY: we } = _e.adaptiveOrigin || eu,
    Te = xe ? r : `fixed`,
    Ee = Z.useMemo(() => {
      let e;
      return (
        (e = xe
          ? b
            ? { position: Te, [Ce]: he, [we]: ge }
            : { ...Se, position: Te }
          : { position: Te, top: 0, left: 0 }),
        (e[ou] = `100vw`),
        (e[su] = `100vh`),
        xe || (e.opacity = 0),
        e
      );
    }, [b, Te, Ce, he, we, ge, Se, xe]),
    De = Z.useRef(null);
  (J(() => {
    if (!g) return;
    let e = j.current,
      t = typeof e == `function` ? e() : e,
      n = (fu(t) ? t.current : t) || null;
    n !== De.current && (pe.setPositionReference(n), (De.current = n));
  }, [g, pe, A, j]),
    Z.useEffect(() => {
      if (!g) return;
      let e = j.current;
      typeof e != `function` &&
        fu(e) &&
        e.current !== De.current &&
        (pe.setPositionReference(e.current), (De.current = e.current));
    }, [g, pe, A, j]),
    Z.useEffect(() => {
      if (m && g && me.reference && me.floating) return pl(me.reference, me.floating, ve, fe);
    }, [m, g, me, ve, fe]));
  let Oe = ya(ye),
    ke = cu(i, Oe, N),
    Ae = ba(ye) || `center`,
    je = !!_e.hide?.referenceHidden;
  J(() => {
    x && g && xe && (Oe !== z || (L && Ae !== B)) && I(ye);
  }, [x, L, g, xe, ye, Oe, Ae, z, B]);
  let Y = Z.useMemo(() => ({ position: `absolute`, top: _e.arrow?.y, left: _e.arrow?.x }), [_e.arrow]),
    Me = _e.arrow?.centerOffset !== 0;
  return Z.useMemo(
    () => ({
      positionerStyles: Ee,
      arrowStyles: Y,
      arrowRef: W,
      arrowUncentered: Me,
      side: ke,
      align: Ae,
      physicalSide: Oe,
      anchorHidden: je,
      refs: pe,
      context: be,
      isPositioned: xe,
      update: ve,
    }),
    [Ee, Y, W, Me, ke, Ae, Oe, je, pe, be, xe, ve],
  );
}
function fu(e) {
  return e != null && `current` in e;
}
function pu(e) {
  let { children: t, elementsRef: n, labelsRef: r, onMapChange: i } = e,
    a = K(i),
    [, o] = Z.useState(0),
    s = ae(hu).current,
    c = ae(mu).current,
    l = Z.useRef(0),
    u = Z.useRef(!0),
    d = Z.useRef(null),
    f = Z.useRef(null),
    p = K(() => {
      u.current || ((u.current = !0), o((e) => e + 1));
    }),
    m = K((e, t) => {
      (c.set(e, t), p());
    }),
    h = K((e) => {
      (c.delete(e), p());
    }),
    g = K((e) => {
      let t = new Map();
      return (
        (n.current.length = 0),
        r && (r.current.length = 0),
        e.forEach((e) => {
          (t.set(e.element, { ...(e.registration.metadata ?? {}), index: e.index }),
            (n.current[e.index] = e.element),
            r &&
              (r.current[e.index] =
                e.registration.label === void 0
                  ? (e.registration.textRef?.current?.textContent ?? e.element.textContent)
                  : e.registration.label));
        }),
        (l.current = n.current.length),
        t
      );
    });
  function _(e) {
    if ((f.current?.disconnect(), (f.current = null), typeof MutationObserver != `function` || e.length < 2)) return;
    let t = new MutationObserver((n) => {
      if (!vu(n)) return;
      let r = null;
      for (let n of e)
        if (n.isConnected) {
          if (r && yu(r, n) > 0) {
            (t.disconnect(), p());
            return;
          }
          r = n;
        }
    });
    f.current = t;
    let n = new Set();
    for (let t = 1; t < e.length; t += 1) {
      let r = _u(e[t - 1], e[t]);
      r && n.add(r);
    }
    n.forEach((e) => t.observe(e, { childList: !0 }));
  }
  let v = K(() => {
    let [e, t] = gu(c),
      n = g(e),
      r = d.current,
      i =
        !r ||
        r.length !== e.length ||
        e.some((e, t) => {
          let n = r[t];
          return (
            e.index !== n.index ||
            e.element !== n.element ||
            e.registration.index !== n.registration.index ||
            e.registration.metadata !== n.registration.metadata
          );
        });
    (_(t), (d.current = e), (u.current = !1), i && (s.forEach((e) => e(n)), a(n)));
  });
  (J(
    () => (
      !u.current && d.current && g(d.current),
      () => {
        ((n.current = []), r && (r.current = []));
      }
    ),
    [n, r, g],
  ),
    J(() => {
      u.current && v();
    }),
    J(
      () => () => {
        (f.current?.disconnect(), (u.current = !0));
      },
      [],
    ));
  let y = K(
      (e) => (
        s.add(e),
        () => {
          s.delete(e);
        }
      ),
    ),
    b = Z.useMemo(() => ({ register: m, unregister: h, subscribeMapChange: y, nextIndexRef: l }), [m, h, y, l]);
  return (0, Q.jsx)(Ti.Provider, { value: b, children: t });
}
function mu() {
  return new Map();
}
function hu() {
  return new Set();
}
function gu(e) {
  let t = new Set(),
    n = [],
    r = [];
  e.forEach((e, i) => {
    if (!i.isConnected) return;
    let a = e.index,
      o = { index: a ?? -1, element: i, registration: e };
    a === null ? r.push(o) : a >= 0 && (t.add(a), n.push(o));
  });
  let i = 0;
  return (
    r.sort((e, t) => yu(e.element, t.element)),
    r.forEach((e) => {
      for (; t.has(i);) i += 1;
      ((e.index = i), n.push(e), (i += 1));
    }),
    t.size > 0 && n.sort((e, t) => e.index - t.index),
    [n, r.map((e) => e.element)]
  );
}
function _u(e, t) {
  let n = e.parentElement;
  for (; n && !n.contains(t);) n = n.parentElement;
  return n;
}
function vu(e) {
  for (let t of e) for (let e = 0; e < t.removedNodes.length; e += 1) if (t.removedNodes[e].isConnected) return !0;
  return !1;
}
function yu(e, t) {
  return e.nextElementSibling === t
    ? -1
    : t.nextElementSibling === e
      ? 1
      : e.compareDocumentPosition(t) & Node.DOCUMENT_POSITION_FOLLOWING
        ? -1
        : 1;
}
var bu = Z.forwardRef(function (e, t) {
  let { cutout: n, ...r } = e,
    i;
  if (n) {
    let e = n.getBoundingClientRect();
    i = `polygon(0% 0%,100% 0%,100% 100%,0% 100%,0% 0%,${e.left}px ${e.top}px,${e.left}px ${e.bottom}px,${e.right}px ${e.bottom}px,${e.right}px ${e.top}px,${e.left}px ${e.top}px)`;
  }
  return (0, Q.jsx)(`div`, {
    ref: t,
    role: `presentation`,
    'data-base-ui-inert': ``,
    ...r,
    style: { position: `fixed`, inset: 0, userSelect: `none`, WebkitUserSelect: `none`, clipPath: i },
  });
});
function xu(e) {
  let { store: t, domReference: n, positionerElement: r, open: i } = e,
    a = Z.useRef(null),
    o = Z.useRef(null),
    s = ke(r);
  (J(() => {
    i ||
      (o.current?.abort(),
      (o.current = null),
      t.state.instantType === `trigger-change` && t.set(`instantType`, void 0));
  }, [i, t]),
    J(() => {
      let e = n,
        r = a.current;
      if ((e && (a.current = e), !r || !e || e === r || !t.select(`open`))) return;
      t.set(`instantType`, void 0);
      let i = new AbortController();
      return (
        (o.current = i),
        s(() => {
          t.select(`open`) && t.set(`instantType`, `trigger-change`);
        }, i.signal),
        () => {
          i.abort();
        }
      );
    }, [n, s, t]));
}
function Su(e, t, { styles: n, transitionStatus: r, props: i, refs: a, hidden: o, inert: s = !1 }) {
  let c = { ...n };
  return (
    s && (c.pointerEvents = `none`),
    fe(`div`, e, {
      state: t,
      ref: a,
      props: [{ role: `presentation`, hidden: o, style: c }, Pl(r), i],
      stateAttributesMapping: jr,
    })
  );
}
var Cu = {},
  wu = {},
  Tu = ``;
function Eu(e, t) {
  return ee(e) ? e : t;
}
function Du(e, t, n) {
  return /hidden|clip/.test(e.getComputedStyle(Eu(t, n)).overflowY);
}
function Ou(e) {
  if (typeof document > `u`) return !1;
  let t = X(e);
  return F(t).innerWidth - t.documentElement.clientWidth > 0;
}
function ku(e) {
  if (!(typeof CSS < `u` && CSS.supports && CSS.supports(`scrollbar-gutter`, `stable`)) || typeof document > `u`)
    return !1;
  let t = X(e),
    n = t.documentElement,
    r = t.body,
    i = Eu(n, r),
    a = i.style.overflowY,
    o = n.style.scrollbarGutter;
  ((n.style.scrollbarGutter = `stable`), (i.style.overflowY = `scroll`));
  let s = i.offsetWidth;
  i.style.overflowY = `hidden`;
  let c = i.offsetWidth;
  return ((i.style.overflowY = a), (n.style.scrollbarGutter = o), s === c);
}
function Au(e) {
  let t = X(e),
    n = t.documentElement,
    r = t.body,
    i = Eu(n, r),
    a = { overflowY: i.style.overflowY, overflowX: i.style.overflowX };
  return (
    Object.assign(i.style, { overflowY: `hidden`, overflowX: `hidden` }),
    () => {
      Object.assign(i.style, a);
    }
  );
}
function ju(e) {
  let t = X(e),
    n = t.documentElement,
    r = t.body,
    i = F(n),
    a = 0,
    o = 0,
    s = !1,
    c = Ae.create();
  if (_i && (i.visualViewport?.scale ?? 1) !== 1) return () => {};
  function l() {
    let t = i.getComputedStyle(n),
      c = i.getComputedStyle(r),
      l = (t.scrollbarGutter || ``).includes(`both-edges`) ? `stable both-edges` : `stable`;
    ((a = n.scrollTop),
      (o = n.scrollLeft),
      (Cu = { scrollbarGutter: n.style.scrollbarGutter, overflowY: n.style.overflowY, overflowX: n.style.overflowX }),
      (Tu = n.style.scrollBehavior),
      (wu = {
        position: r.style.position,
        height: r.style.height,
        width: r.style.width,
        boxSizing: r.style.boxSizing,
        overflowY: r.style.overflowY,
        overflowX: r.style.overflowX,
        scrollBehavior: r.style.scrollBehavior,
      }));
    let u = n.scrollHeight > n.clientHeight,
      d = n.scrollWidth > n.clientWidth,
      f = t.overflowY === `scroll` || c.overflowY === `scroll`,
      p = t.overflowX === `scroll` || c.overflowX === `scroll`,
      m = Math.max(0, i.innerWidth - r.clientWidth),
      h = Math.max(0, i.innerHeight - r.clientHeight),
      g = parseFloat(c.marginTop) + parseFloat(c.marginBottom),
      _ = parseFloat(c.marginLeft) + parseFloat(c.marginRight),
      v = Eu(n, r);
    ((s = ku(e)),
      s
        ? ((n.style.scrollbarGutter = l), (v.style.overflowY = `hidden`), (v.style.overflowX = `hidden`))
        : (Object.assign(n.style, { scrollbarGutter: l, overflowY: `hidden`, overflowX: `hidden` }),
          (u || f) && (n.style.overflowY = `scroll`),
          (d || p) && (n.style.overflowX = `scroll`),
          Object.assign(r.style, {
            position: `relative`,
            height: g || h ? `calc(100dvh - ${g + h}px)` : `100dvh`,
            width: _ || m ? `calc(100vw - ${_ + m}px)` : `100vw`,
            boxSizing: `border-box`,
            overflowY: `hidden`,
            overflowX: `hidden`,
            scrollBehavior: `unset`,
          }),
          (r.scrollTop = a),
          (r.scrollLeft = o),
          n.setAttribute(`data-base-ui-scroll-locked`, ``),
          (n.style.scrollBehavior = `unset`)));
  }
  function u() {
    (Object.assign(n.style, Cu),
      Object.assign(r.style, wu),
      s ||
        ((n.scrollTop = a),
        (n.scrollLeft = o),
        n.removeAttribute(`data-base-ui-scroll-locked`),
        (n.style.scrollBehavior = Tu)));
  }
  function d() {
    (u(), c.request(l));
  }
  l();
  let f = $(i, `resize`, d);
  return () => {
    (c.cancel(), u(), typeof i.removeEventListener == `function` && f());
  };
}
var Mu = new (class {
  lockCount = 0;
  restore = null;
  timeoutLock = Le.create();
  timeoutUnlock = Le.create();
  acquire(e) {
    return (
      (this.lockCount += 1),
      this.lockCount === 1 && this.restore === null && this.timeoutLock.start(0, () => this.lock(e)),
      this.release
    );
  }
  release = () => {
    (--this.lockCount, this.lockCount === 0 && this.restore && this.timeoutUnlock.start(0, this.unlock));
  };
  unlock = () => {
    this.lockCount === 0 && this.restore && (this.restore?.(), (this.restore = null));
  };
  lock(e) {
    if (this.lockCount === 0 || this.restore !== null) return;
    let t = X(e),
      n = t.documentElement,
      r = t.body,
      i = F(n);
    if (Du(i, n, r)) {
      let t = new i.MutationObserver(() => {
          Du(i, n, r) || (t.disconnect(), (this.restore = null), this.lock(e));
        }),
        a = { attributes: !0 };
      (t.observe(n, a), t.observe(r, a), (this.restore = () => t.disconnect()));
      return;
    }
    let a = fi || !Ou(e);
    this.restore = a ? Au(e) : ju(e);
  }
})();
function Nu(e = !0, t = null) {
  J(() => {
    if (e) return Mu.acquire(t);
  }, [e, t]);
}
var Pu = 20;
function Fu(e, t, n, r) {
  let [i, a] = Z.useState(!1);
  (J(() => {
    if (!e || !t || n == null) {
      a(!1);
      return;
    }
    let r = X(n).documentElement.clientWidth,
      i = n.offsetWidth;
    a(r > 0 && i > 0 && i >= r - Pu);
  }, [e, t, n]),
    Nu(e && (!t || i), r));
}
var Iu = Z.forwardRef(function (e, t) {
    let {
        anchor: n,
        positionMethod: r = `absolute`,
        className: i,
        render: a,
        side: o,
        align: s,
        sideOffset: c = 0,
        alignOffset: l = 0,
        collisionBoundary: u = `clipping-ancestors`,
        collisionPadding: d = 5,
        arrowPadding: f = 5,
        sticky: p = !1,
        disableAnchorTracking: m = !1,
        collisionAvoidance: h = zo,
        style: g,
        ..._
      } = e,
      { store: v, virtualFocus: y, syncHighlightedItem: b } = gr(),
      x = Gl(),
      S = Pr(!0),
      C = v.useState(`parent`),
      w = v.useState(`floatingRootContext`),
      T = v.useState(`floatingTreeRoot`),
      E = v.useState(`mounted`),
      D = v.useState(`open`),
      O = v.useState(`modal`),
      k = v.useState(`openMethod`),
      A = v.useState(`activeTriggerElement`),
      j = v.useState(`transitionStatus`),
      M = v.useState(`positionerElement`),
      N = v.useState(`instantType`),
      P = v.useState(`adaptiveOrigin`),
      F = v.useState(`lastOpenChangeReason`),
      I = v.useState(`floatingNodeId`),
      L = v.useState(`floatingParentNodeId`),
      R = w.useState(`domReferenceElement`),
      ee = n,
      z = c,
      B = l,
      te = s,
      V = h;
    C.type === `context-menu` &&
      ((ee = n ?? C.context?.anchor),
      (te ??= `start`),
      !o && te !== `center` && ((B = e.alignOffset ?? 2), (z = e.sideOffset ?? -5)));
    let ne = o,
      re = te;
    C.type === `menu`
      ? ((ne ??= `inline-end`), (re ??= `start`), (V = e.collisionAvoidance ?? Bo))
      : C.type === `menubar` &&
        ((ne ??= C.context.orientation === `vertical` ? `inline-end` : `bottom`), (re ??= `start`));
    let H = C.type === `context-menu`,
      U = uu({
        anchor: ee,
        floatingRootContext: w,
        positionMethod: S ? `fixed` : r,
        mounted: E,
        side: ne,
        sideOffset: z,
        align: re,
        alignOffset: B,
        arrowPadding: H ? 0 : f,
        collisionBoundary: u,
        collisionPadding: d,
        sticky: p,
        nodeId: I,
        keepMounted: x,
        disableAnchorTracking: m,
        collisionAvoidance: V,
        shift: H ? { crossAxis: !(`side` in V && V.side === `flip`), rootBoundary: `layoutViewport` } : void 0,
        externalTree: T,
        adaptiveOrigin: P,
        lazyFlip: y ? `placement` : !1,
      });
    (Z.useEffect(() => {
      function e(e) {
        e.open &&
          (e.parentNodeId === I && v.set(`hoverEnabled`, !1),
          e.nodeId !== I && e.parentNodeId === v.select(`floatingParentNodeId`) && v.setOpen(!1, Oi(Zr)));
      }
      return (
        T.events.on(`menuopenchange`, e),
        () => {
          T.events.off(`menuopenchange`, e);
        }
      );
    }, [v, T.events, I]),
      Z.useEffect(() => {
        if (v.select(`floatingParentNodeId`) == null) return;
        function e(e) {
          if (e.open || e.nodeId !== v.select(`floatingParentNodeId`)) return;
          let t = e.reason ?? `sibling-open`;
          v.setOpen(!1, Oi(t));
        }
        return (
          T.events.on(`menuopenchange`, e),
          () => {
            T.events.off(`menuopenchange`, e);
          }
        );
      }, [T.events, v]));
    let ie = Ne();
    (Z.useEffect(() => {
      D || ie.clear();
    }, [D, ie]),
      Z.useEffect(() => {
        function e(e) {
          if (D && e.nodeId === v.select(`floatingParentNodeId`)) {
            if (e.target && A && A !== e.target) {
              let e = v.select(`closeDelay`);
              e > 0
                ? ie.isStarted() ||
                  ie.start(e, () => {
                    v.setOpen(!1, Oi(Zr));
                  })
                : v.setOpen(!1, Oi(Zr));
            } else ie.clear();
          }
        }
        return (
          T.events.on(`itemhover`, e),
          () => {
            T.events.off(`itemhover`, e);
          }
        );
      }, [T.events, D, A, v, ie]),
      Z.useEffect(() => {
        let e = { open: D, nodeId: I, parentNodeId: L, reason: v.select(`lastOpenChangeReason`) };
        T.events.emit(`menuopenchange`, e);
      }, [T.events, D, v, I, L]),
      xu({ store: v, domReference: R, positionerElement: M, open: D }));
    let W = {
        open: D,
        side: U.side,
        align: U.align,
        anchorHidden: U.anchorHidden,
        nested: C.type === `menu`,
        instant: N,
      },
      G = C.type === `menubar` && C.context.modal;
    Fu(D && (G || (O && F !== `trigger-hover`)), k === `touch`, M, A);
    let ae = Su(e, W, {
        styles: U.positionerStyles,
        transitionStatus: j,
        props: _,
        refs: [t, v.useStateSetter(`positionerElement`)],
        hidden: !E,
        inert: !D,
      }),
      K =
        E &&
        C.type !== `menu` &&
        ((C.type !== `menubar` && O && F !== `trigger-hover`) || (C.type === `menubar` && C.context.modal)),
      oe = null;
    return (
      C.type === `menubar` ? (oe = C.context.contentElement) : C.type === void 0 && (oe = A),
      (0, Q.jsxs)(pr.Provider, {
        value: U,
        children: [
          K &&
            (0, Q.jsx)(bu, {
              ref: C.type === `context-menu` || C.type === `nested-context-menu` ? C.context.internalBackdropRef : null,
              inert: ql(!D),
              cutout: oe,
            }),
          (0, Q.jsx)(es, {
            id: I,
            children: (0, Q.jsx)(pu, {
              elementsRef: v.context.itemDomElements,
              labelsRef: v.context.itemLabels,
              onMapChange: b,
              children: ae,
            }),
          }),
        ],
      })
    );
  }),
  Lu = Z.createContext(null);
function Ru(e) {
  let t = Z.useContext(Lu);
  if (t === null && !e) throw Error(G(5));
  return t;
}
function zu(e) {
  let t = Z.useRef(``),
    n = Z.useCallback(
      (n) => {
        n.defaultPrevented || ((t.current = n.pointerType), e(n, n.pointerType));
      },
      [e],
    );
  return {
    onClick: Z.useCallback(
      (n) => {
        n.detail === 0
          ? e(n, `keyboard`)
          : (`pointerType` in n ? e(n, n.pointerType) : e(n, t.current), (t.current = ``));
      },
      [e],
    ),
    onPointerDown: n,
  };
}
function Bu(e, t) {
  let n = Z.useRef(e),
    r = K(t);
  J(() => {
    (n.current !== e && r(n.current), (n.current = e));
  }, [e, r]);
}
function Vu(e, t) {
  let { onClick: n, onPointerDown: r } = zu(
    K((n, r) => {
      (typeof e == `function` ? e() : e) || t(r || (fi ? `touch` : ``));
    }),
  );
  return Z.useMemo(() => ({ onClick: n, onPointerDown: r }), [n, r]);
}
function Hu(e) {
  let [t, n] = Z.useState(null),
    r = Vu(e, n);
  return (
    Bu(e, (t) => {
      t && !e && n(null);
    }),
    Z.useMemo(() => ({ openMethod: t, triggerProps: r }), [t, r])
  );
}
function Uu(e) {
  return e == null
    ? Fr
    : e.type.startsWith(`key`)
      ? Jr
      : e.type.startsWith(`mouse`) || e.type.startsWith(`pointer`)
        ? Yr
        : Fr;
}
var Wu = {
    ...$s,
    disabled: (e) => (e.parent.type === `menubar` && e.parent.context.disabled) || e.disabled,
    modal: (e) => (e.parent.type === void 0 || e.parent.type === `context-menu`) && (e.modal ?? !0),
    openMethod: (e) => e.openMethod,
    keyboardOpen: (e) => e.keyboardOpen,
    allowMouseEnter: (e) => e.allowMouseEnter,
    highlightItemOnHover: (e) => e.highlightItemOnHover,
    parent: (e) => e.parent,
    rootId: (e) =>
      e.parent.type === `menu`
        ? e.parent.store.select(`rootId`)
        : e.parent.type === void 0
          ? e.rootId
          : e.parent.context.rootId,
    activeIndex: (e) => e.activeIndex,
    listElement: (e) => e.listElement,
    triggerControlsId: (e, t) => {
      let n = $s.triggerPopupId(e, t);
      return n ? e.listElement?.id || n : void 0;
    },
    filterTriggerProps: (e) => e.filterTriggerProps,
    inputProps: (e) => e.inputProps,
    webkitAriaSelected: (e, t) => (_i && e.inputFocused && t ? !0 : void 0),
    highlightedItemId: (e) => e.highlightedItem?.id || void 0,
    isActive: (e, t) => e.activeIndex === t,
    hoverEnabled: (e) => e.hoverEnabled,
    instantType: (e) => (e.instantType === `trigger-change` && !$s.open(e) ? void 0 : e.instantType),
    lastOpenChangeReason: (e) => e.openChangeReason,
    floatingTreeRoot: (e) =>
      e.parent.type === `menu` ? e.parent.store.select(`floatingTreeRoot`) : e.floatingTreeRoot,
    floatingNodeId: (e) => e.floatingNodeId,
    floatingParentNodeId: (e) => e.floatingParentNodeId,
    itemProps: (e) => e.itemProps,
    closeDelay: (e) => e.closeDelay,
    adaptiveOrigin: (e) => e.adaptiveOrigin,
    keyboardEventRelay: (e) => {
      if (e.keyboardEventRelay) return e.keyboardEventRelay;
      if (e.parent.type === `menu`) return e.parent.store.select(`keyboardEventRelay`);
    },
  },
  Gu = class extends Ws {
    constructor(e, t, n = !1) {
      let r = new As(),
        i = qu(r, t, n, e);
      (super(i, Ku(r), Wu),
        this.observe(`parent`, (e) => {
          e.type === `menu`
            ? (this.context.allowMouseUpTriggerRef = e.store.context.allowMouseUpTriggerRef)
            : e.type !== void 0 && (this.context.allowMouseUpTriggerRef = e.context.allowMouseUpTriggerRef);
        }));
    }
    subscribeToParentMenu() {
      let e = this.state.parent;
      if (e.type !== `menu`) return;
      let t = e.store.select(`rootId`),
        n = e.store.select(`floatingTreeRoot`),
        r = e.store.select(`keyboardEventRelay`);
      return e.store.subscribe(() => {
        let i = e.store.select(`rootId`),
          a = e.store.select(`floatingTreeRoot`),
          o = e.store.select(`keyboardEventRelay`);
        (t !== i || n !== a || r !== o) && ((t = i), (n = a), (r = o), this.notifyAll());
      });
    }
    setOpen(e, t) {
      this.state.floatingRootContext.context.events.emit(`setOpen`, { open: e, eventDetails: t });
    }
    setActiveIndex(e, t, n) {
      if (this.state.activeIndex !== e) {
        let r = (e === null ? void 0 : this.context.itemDomElements.current[e]) === this.context.reportedItem;
        ((this.context.highlightReason = r ? `none` : t), (this.context.highlightEvent = r ? void 0 : n));
      }
      this.set(`activeIndex`, e);
    }
    highlightItem(e, t, n) {
      let r = this.context.itemDomElements.current.indexOf(e);
      r > -1 && this.setActiveIndex(r, t, n);
    }
  };
function Ku(e) {
  return {
    positionerRef: Z.createRef(),
    popupRef: Z.createRef(),
    typingRef: { current: !1 },
    itemDomElements: { current: [] },
    itemLabels: { current: [] },
    highlightReason: `none`,
    highlightEvent: void 0,
    reportedItem: void 0,
    allowMouseUpTriggerRef: { current: !1 },
    virtualFocusRef: void 0,
    triggerFocusTargetRef: Z.createRef(),
    beforeTriggerFocusGuardRef: Z.createRef(),
    beforeContentFocusGuardRef: Z.createRef(),
    onOpenChangeComplete: void 0,
    triggerElements: e,
  };
}
function qu(e, t, n = !1, r) {
  return {
    ...qs(e, t, n),
    disabled: !1,
    modal: !0,
    openMethod: null,
    keyboardOpen: !1,
    allowMouseEnter: !1,
    highlightItemOnHover: !0,
    parent: { type: void 0 },
    rootId: void 0,
    activeIndex: null,
    listElement: null,
    filterTriggerProps: H,
    inputProps: H,
    inputFocused: !1,
    highlightedItem: void 0,
    hoverEnabled: !0,
    instantType: void 0,
    openChangeReason: null,
    floatingTreeRoot: new Jo(),
    floatingNodeId: void 0,
    floatingParentNodeId: null,
    itemProps: H,
    keyboardEventRelay: void 0,
    closeDelay: 0,
    adaptiveOrigin: void 0,
    ...r,
  };
}
var Ju = Z.createContext(null);
function Yu(e, t) {
  return (e === `trigger-press` || e === `item-press`) && t?.detail === 0;
}
function Xu(e, t) {
  return e === `list-navigation` || Yu(e, t);
}
var Zu = Fs(function (e) {
  let {
      children: t,
      open: n,
      onOpenChange: r,
      onOpenChangeComplete: i,
      onItemHighlighted: a,
      defaultOpen: o = !1,
      disabled: s = !1,
      modal: c,
      loopFocus: l = !0,
      orientation: u = `vertical`,
      actionsRef: d,
      closeParentOnEsc: f = !1,
      handle: p,
      triggerId: m,
      defaultTriggerId: h = null,
      highlightItemOnHover: g = !0,
      isSubmenu: _ = !1,
      virtualFocus: v = !1,
      virtualFocusRef: y,
      allowEscape: b = !0,
      resetOnPointerLeave: x = !0,
    } = e,
    S = Pr(!0),
    C = gr(!0),
    w = Ru(!0),
    T = C?.store,
    E = C?.virtualFocus ?? !1,
    D = Z.useMemo(
      () =>
        _ && T
          ? { type: `menu`, store: T }
          : w
            ? { type: `menubar`, context: w }
            : S && !T
              ? { type: `context-menu`, context: S }
              : { type: void 0 },
      [S, T, w, _],
    ),
    O = xe(),
    k = xe(),
    [A, j] = Z.useState(void 0),
    M = (A ?? k) || void 0,
    N = Zo(),
    P = D.type === `menu` ? D.store : void 0,
    F = (n ?? o) && P?.state.transitionStatus === `starting`,
    I = ae(() => (F ? P?.state.instantType : void 0)).current,
    L = ae(() => {
      let e = new Gu(
        {
          open: o,
          openProp: n,
          activeTriggerId: h,
          triggerIdProp: m,
          parent: D,
          disabled: s,
          highlightItemOnHover: g,
          modal: D.type === void 0 ? c : void 0,
          rootId: O,
          instantType: I,
        },
        M,
        N != null,
      );
      return ((e.context.virtualFocusRef = y), e);
    }).current;
  (L.useControlledProp(`openProp`, n),
    L.useControlledProp(`triggerIdProp`, m),
    L.useContextCallback(`onOpenChangeComplete`, i));
  let R = L.useState(`floatingTreeRoot`),
    ee = $o(R),
    z = L.useState(`open`),
    B = L.useState(`activeTriggerElement`),
    te = L.useState(`positionerElement`),
    V = L.useState(`hoverEnabled`),
    ne = L.useState(`disabled`),
    re = L.useState(`lastOpenChangeReason`),
    U = L.useState(`parent`),
    ie = L.useState(`activeIndex`),
    W = L.useState(`keyboardOpen`),
    G = L.useState(`payload`),
    se = L.useState(`floatingParentNodeId`),
    q = Z.useRef(null),
    ce = Z.useRef(U.type !== `context-menu`),
    le = Ne(),
    ue = Z.useRef(!0),
    fe = Ne(),
    pe = se != null,
    { openMethod: me, triggerProps: he } = Hu(z);
  (L.useSyncedValues({
    disabled: s,
    highlightItemOnHover: g,
    modal: U.type === void 0 ? c : void 0,
    openMethod: me,
    rootId: O,
  }),
    Es(L));
  let { forceUnmount: ge, transitionStatus: _e } = Ds(
      z,
      L,
      () => {
        L.set(`allowMouseEnter`, !1);
      },
      F,
    ),
    ve = ke(L.context.popupRef);
  (Z.useEffect(() => {
    if (I === void 0) return;
    let e = () => {
      L.state.instantType === I && L.set(`instantType`, void 0);
    };
    if (!z) {
      e();
      return;
    }
    if (_e !== void 0) return;
    if (L.context.popupRef.current == null) {
      e();
      return;
    }
    let t = new AbortController();
    return (
      ve(e, t.signal),
      () => {
        t.abort();
      }
    );
  }, [I, z, _e, ve, L]),
    J(() => {
      S && !C
        ? L.update({ parent: { type: `context-menu`, context: S }, floatingNodeId: ee, floatingParentNodeId: N })
        : (C || !L.select(`activeTriggerElement`)) && L.update({ floatingNodeId: ee, floatingParentNodeId: N });
    }, [S, C, ee, N, B, L]),
    Z.useEffect(() => {
      (z || (q.current = null),
        U.type === `context-menu` &&
          (z
            ? le.start(500, () => {
                ce.current = !0;
              })
            : (le.clear(), (ce.current = !1))));
    }, [le, z, U.type]),
    J(() => {
      !z && !V && L.set(`hoverEnabled`, !0);
    }, [z, V, L]));
  let ye = K((e, t) => {
      let n = t.reason;
      if ((!e && !L.select(`open`)) || (z === e && t.trigger === B && re === n)) return;
      let i = ws(t);
      if ((!e && t.trigger == null && (t.trigger = B ?? void 0), r?.(e, t), t.isCanceled)) return;
      L.state.floatingRootContext.dispatchOpenChange(e, t);
      let a = t.event;
      if (e === !1 && n !== `item-press` && a?.type === `click` && a.pointerType === `touch` && !ue.current) return;
      e && n === `trigger-focus`
        ? ((ue.current = !1),
          fe.start(300, () => {
            ue.current = !0;
          }))
        : ((ue.current = !0), fe.clear());
      let o = !e && (n === `escape-key` || n == null);
      q.current = t.event;
      let s = Cs(L.state, e, t.trigger, i());
      ((s.openChangeReason = n),
        (s.keyboardOpen = e && Xu(n, a)),
        (s.instantType =
          U.type === `menubar` &&
          (n === `trigger-focus` ||
            n === `focus-out` ||
            n === `trigger-hover` ||
            n === `list-navigation` ||
            n === `sibling-open`)
            ? `group`
            : Yu(n, a)
              ? `click`
              : o
                ? `dismiss`
                : void 0),
        L.update(s));
    }),
    be = hs({
      popupStore: L,
      floatingRootContext: L.state.floatingRootContext,
      floatingId: M,
      nested: N != null,
      onOpenChange: ye,
    }),
    Se = be.context.events;
  (J(() => {
    let e = ({ open: e, eventDetails: t }) => ye(e, t);
    return (
      Se.on(`setOpen`, e),
      () => {
        Se?.off(`setOpen`, e);
      }
    );
  }, [Se, ye]),
    J(() => L.subscribeToParentMenu(), [L]));
  let Ce = Z.useCallback(() => {
    L.setOpen(!1, Oi(Qr));
  }, [L]);
  Z.useImperativeHandle(d, () => ({ unmount: ge, close: Ce }), [ge, Ce]);
  let we;
  (U.type === `context-menu` && (we = U.context),
    Z.useImperativeHandle(we?.positionerRef, () => te, [te]),
    Z.useImperativeHandle(we?.actionsRef, () => ({ setOpen: ye }), [ye]));
  let Te = ms(be, {
      enabled: !ne,
      bubbles: { escapeKey: f && U.type === `menu` },
      outsidePress() {
        return U.type !== `context-menu` || q.current?.type === `contextmenu` || ce.current;
      },
      externalTree: pe ? R : void 0,
    }),
    Ee = Xl(),
    De = vc(be, {
      enabled: !ne,
      listRef: L.context.itemDomElements,
      activeIndex: ie,
      virtual: v,
      nested: U.type === `menubar` || (!v && U.type !== void 0),
      parentOrientation: U.type === `menubar` ? U.context.orientation : void 0,
      loopFocus: l,
      focusItemOnOpen: v ? W : void 0,
      allowEscape: v && l && b,
      orientation: u,
      triggerOrientation: v ? `vertical` : u,
      rtl: Ee === `rtl`,
      disabledIndices: oe,
      onNavigate(e, t) {
        L.setActiveIndex(e, Uu(t), t?.nativeEvent);
      },
      openOnArrowKeyDown: U.type !== `context-menu` && !(v && _),
      externalTree: !v && pe ? R : void 0,
      nestedReturnFocusRef: P?.context.virtualFocusRef,
      focusItemOnHover: g,
      resetOnPointerLeave: x,
    }),
    Oe = Z.useCallback(
      (e) => {
        L.context.typingRef.current = e;
      },
      [L],
    ),
    Ae = yc(be, {
      enabled: !ne && !v,
      listRef: L.context.itemLabels,
      elementsRef: L.context.itemDomElements,
      activeIndex: ie,
      resetMs: 500,
      onMatch: (e, t) => {
        z && e !== ie && L.setActiveIndex(e, Jr, t.nativeEvent);
      },
      onTyping: Oe,
    }),
    je = K(a),
    Y = Z.useRef(-1),
    Me = K(() => {
      let e = L.state.activeIndex,
        t = e === null ? void 0 : (L.context.itemDomElements.current[e] ?? void 0);
      if (t?.isConnected === !1) return;
      let n = t === void 0 ? -1 : e;
      if (Y.current === n && L.context.reportedItem === t) return;
      ((Y.current = n), (L.context.reportedItem = t), v && L.set(`highlightedItem`, t));
      let { highlightReason: r, highlightEvent: i } = L.context;
      ((L.context.highlightReason = Fr),
        (L.context.highlightEvent = void 0),
        a && je(t, ki(r, i, { label: t === void 0 ? void 0 : (L.context.itemLabels.current[n] ?? void 0) })));
    });
  J(() => {
    Me();
  }, [ie, Me]);
  let Pe = Z.useMemo(() => {
    if (!v) return De.reference;
    if (!De.trigger) return H;
    let { onFocus: e, ...t } = De.trigger;
    return t;
  }, [v, De.reference, De.trigger]);
  L.useSyncedValue(`inputProps`, v ? (De.reference ?? H) : H);
  let Fe = Z.useMemo(() => {
      let e = de(
        Ae.reference,
        Pe,
        Te.reference,
        {
          onMouseMove() {
            L.set(`allowMouseEnter`, !0);
          },
        },
        he,
      );
      return ((e[`aria-haspopup`] = `menu`), (e[`aria-expanded`] = z), e);
    }, [L, Ae.reference, Pe, Te.reference, he, z]),
    X = Z.useMemo(() => {
      let e = de(De.trigger, Te.trigger, he);
      return ((e[`aria-haspopup`] = `menu`), (e[`aria-expanded`] = !1), e);
    }, [De.trigger, Te.trigger, he]);
  (ae(() => (L.update({ inactiveTriggerProps: X }), null)),
    Os(L, {
      floatingRootContext: be,
      activeTriggerProps: Fe,
      inactiveTriggerProps: X,
      popupProps: Z.useMemo(
        () =>
          de(
            _s,
            {
              onMouseMove() {
                (L.set(`allowMouseEnter`, !0), U.type === `menu` && L.set(`hoverEnabled`, !1));
              },
              onClick() {
                L.select(`hoverEnabled`) && L.set(`hoverEnabled`, !1);
              },
              onKeyDown(e) {
                let t = L.select(`keyboardEventRelay`);
                t && !e.isPropagationStopped() && t(e);
              },
            },
            Ae.floating,
            De.floating,
            Te.floating,
          ),
        [U.type, L, Ae.floating, De.floating, Te.floating],
      ),
      itemProps: De.item ?? H,
    }));
  let Ie = Z.useMemo(
      () => ({
        store: L,
        parent: D,
        orientation: u,
        loopFocus: l,
        allowEscape: b,
        defaultFloatingId: k,
        setRenderedFloatingId: j,
        virtualFocus: v,
        parentVirtualFocus: E,
        syncHighlightedItem: Me,
      }),
      [L, D, u, l, b, k, v, E, Me],
    ),
    Le = typeof t == `function` ? t({ payload: G }) : t,
    Re = (0, Q.jsxs)(hr.Provider, { value: Ie, children: [p && (0, Q.jsx)(bs, { handle: p, store: L }), Le] });
  return (
    (U.type === void 0 || U.type === `context-menu`) && (Re = (0, Q.jsx)(ts, { externalTree: R, children: Re })),
    Re
  );
});
function Qu(e) {
  let t = Z.useContext(Ju);
  if (t === null) return (0, Q.jsx)(Zu, { ...e });
  let n = t.Root;
  return (0, Q.jsx)(Ju.Provider, { value: null, children: (0, Q.jsx)(n, { ...t.options, ...e }) });
}
var $u = 5;
function ed(e, t) {
  let n = td(t);
  return e.clientX >= n.left - $u && e.clientX <= n.right + $u && e.clientY >= n.top - $u && e.clientY <= n.bottom + $u;
}
function td(e) {
  let t = e.getBoundingClientRect(),
    n = F(e);
  if (bi) return t;
  let r = n.getComputedStyle(e, `::before`),
    i = n.getComputedStyle(e, `::after`);
  if (r.content === `none` && i.content === `none`) return t;
  let a = parseFloat(r.width) || 0,
    o = parseFloat(r.height) || 0,
    s = parseFloat(i.width) || 0,
    c = parseFloat(i.height) || 0,
    l = Math.max(t.width, a, s),
    u = Math.max(t.height, o, c),
    d = l - t.width,
    f = u - t.height;
  return { left: t.left - d / 2, right: t.right + d / 2, top: t.top - f / 2, bottom: t.bottom + f / 2 };
}
function nd(e = {}) {
  let { highlightItemOnHover: t, highlightedIndex: n, onHighlightedIndexChange: r } = W(),
    { ref: i, index: a } = Di(e),
    o = n === a,
    s = Z.useRef(null),
    c = ie(i, s);
  return {
    compositeProps: {
      tabIndex: o ? 0 : -1,
      onFocus() {
        r(a);
      },
      onMouseMove() {
        let e = s.current;
        if (!t || !e) return;
        let n = e.hasAttribute(`disabled`) || e.ariaDisabled === `true`;
        !o && !n && e.focus();
      },
    },
    compositeRef: c,
    index: a,
  };
}
function rd(e) {
  let {
      render: t,
      className: n,
      style: r,
      state: i = H,
      props: a = oe,
      refs: o = oe,
      metadata: s,
      stateAttributesMapping: c,
      tag: l = `div`,
      ...u
    } = e,
    { compositeProps: d, compositeRef: f } = nd({ metadata: s });
  return fe(l, e, { state: i, ref: [f, ...o], props: [d, ...a, u], stateAttributesMapping: c });
}
function id(e) {
  if (q(e) && e.hasAttribute(`data-rootownerid`)) return e.getAttribute(`data-rootownerid`);
  if (!M(e)) return id(re(e));
}
function ad(e, t) {
  function n(n, r, i) {
    let a = n.currentTarget;
    (Fn.flushSync(() => {
      e.setOpen(!1, Oi(Gr, n.nativeEvent, a));
    }),
      mo(a.isConnected ? a : t.current, r, i)?.focus());
  }
  function r(t) {
    n(t, -1, e.select(`positionerElement`));
  }
  function i(t) {
    let r = e.select(`positionerElement`);
    r && ho(t, r) ? e.context.beforeContentFocusGuardRef.current?.focus() : n(t, 1, r);
  }
  return { handlePreFocusGuardFocus: r, handleFocusTargetFocus: i };
}
function od(e) {
  let { enabled: t = !0, mouseDownAction: n, open: r } = e,
    i = Z.useRef(!1);
  return Z.useMemo(
    () =>
      t
        ? {
            onMouseDown: (e) => {
              ((n === `open` && !r) || (n === `close` && r)) &&
                ((i.current = !0),
                X(e.currentTarget).addEventListener(
                  `click`,
                  () => {
                    i.current = !1;
                  },
                  { once: !0 },
                ));
            },
            onClick: (e) => {
              i.current && ((i.current = !1), e.preventBaseUIHandler());
            },
          }
        : H,
    [t, n, r],
  );
}
var sd = Is(function (e, t) {
  let {
      render: n,
      className: r,
      style: i,
      disabled: a = !1,
      nativeButton: o = !0,
      id: s,
      openOnHover: c,
      delay: l = 100,
      closeDelay: u = 0,
      handle: d,
      payload: f,
      ...p
    } = e,
    m = gr(!0),
    h = ec(d) ?? m?.store;
  if (!h) throw Error(G(85));
  let g = xe(s),
    _ = h.useState(`isTriggerActive`, g),
    v = h.useState(`floatingRootContext`),
    y = h.useState(`isOpenedByTrigger`, g),
    b = h.useState(`triggerControlsId`, g),
    x = Z.useRef(null),
    S = ld(),
    C = W(!0),
    w = Qo(),
    T = Z.useMemo(() => w ?? new Jo(), [w]),
    { registerTrigger: E, isMountedByThisTrigger: D } = Ts(g, x, h, {
      payload: f,
      closeDelay: u,
      parent: S,
      floatingTreeRoot: T,
      floatingNodeId: $o(T),
      floatingParentNodeId: Zo(),
      keyboardEventRelay: C?.relayKeyboardEvent,
    }),
    O = S.type === `menubar`,
    k = h.useState(`disabled`),
    A = a || k || (O && S.context.disabled),
    { getButtonProps: j, buttonRef: M } = ce({ disabled: A, native: o });
  Z.useEffect(() => {
    !y && S.type === void 0 && (h.context.allowMouseUpTriggerRef.current = !1);
  }, [h, y, S.type]);
  let N = Z.useRef(null),
    P = Ne(),
    F = K((e) => {
      if (!N.current) return;
      (P.clear(), (h.context.allowMouseUpTriggerRef.current = !1));
      let t = e.target;
      Y(N.current, t) ||
        Y(h.select(`positionerElement`), t) ||
        t === N.current ||
        (t != null && id(t) === h.select(`rootId`)) ||
        ed(e, N.current) ||
        T.events.emit(`close`, { domEvent: e, reason: Xr });
    });
  Z.useEffect(() => {
    let e = X(N.current);
    if (y && h.select(`lastOpenChangeReason`) === `trigger-hover`)
      return (
        e.addEventListener(`mouseup`, F, { once: !0 }),
        () => {
          e.removeEventListener(`mouseup`, F);
        }
      );
  }, [y, F, h]);
  let I = O && S.context.hasSubmenuOpen,
    L = dc(v, {
      enabled: (c ?? I) && !A && (!O || (I && !D)),
      handleClose: Dc({ blockPointerEvents: !O }),
      mouseOnly: !0,
      move: !1,
      restMs: S.type === void 0 ? l : void 0,
      delay: { close: u },
      triggerElementRef: x,
      externalTree: T,
      isActiveTrigger: _,
      isClosing: () => h.select(`transitionStatus`) === `ending`,
    }),
    R = cd(y, h.select(`lastOpenChangeReason`)),
    ee = ds(v, {
      enabled: !A,
      event: y && O ? `click` : `mousedown`,
      toggle: !0,
      ignoreMouse: !1,
      stickIfOpen: S.type === void 0 && R,
    }),
    z = rc(v, { enabled: !A && I }),
    B = od({ open: y, enabled: O, mouseDownAction: `open` }),
    te = Z.useMemo(() => de(z.reference, ee.reference), [z.reference, ee.reference]),
    V = h.useState(`triggerProps`, D),
    ne = h.useState(`filterTriggerProps`),
    { handlePreFocusGuardFocus: re, handleFocusTargetFocus: U } = ad(h, x),
    ie = { disabled: A, open: y },
    ae = [N, t, M, E, x],
    oe = [
      te,
      L ?? H,
      V,
      {
        'aria-haspopup': `menu`,
        'aria-controls': b,
        id: g,
        onMouseDown: (e) => {
          h.select(`open`) ||
            (P.start(200, () => {
              h.context.allowMouseUpTriggerRef.current = !0;
            }),
            X(e.currentTarget).addEventListener(`mouseup`, F, { once: !0 }));
        },
      },
      ne,
      O ? { role: `menuitem` } : {},
      B,
      p,
      j,
    ],
    se = fe(`button`, e, { enabled: !O, stateAttributesMapping: Ar, state: ie, ref: ae, props: oe });
  return O
    ? (0, Q.jsx)(rd, {
        tag: `button`,
        render: n,
        className: r,
        style: i,
        state: ie,
        refs: ae,
        props: oe,
        stateAttributesMapping: Ar,
      })
    : y
      ? (0, Q.jsxs)(Z.Fragment, {
          children: [
            (0, Q.jsx)(ua, { ref: h.context.beforeTriggerFocusGuardRef, onFocus: re }, `${g}-pre-focus-guard`),
            (0, Q.jsx)(Z.Fragment, { children: se }, g),
            (0, Q.jsx)(ua, { ref: h.context.triggerFocusTargetRef, onFocus: U }, `${g}-post-focus-guard`),
          ],
        })
      : (0, Q.jsx)(Z.Fragment, { children: se }, g);
});
function cd(e, t) {
  let n = Ne(),
    [r, i] = Z.useState(!1);
  return (
    J(() => {
      e && t === `trigger-hover`
        ? (i(!0),
          n.start(500, () => {
            i(!1);
          }))
        : e || (n.clear(), i(!1));
    }, [e, t, n]),
    r
  );
}
function ld() {
  let e = Ru(!0);
  return Z.useMemo(() => (e ? { type: `menubar`, context: e } : { type: void 0 }), [e]);
}
function ud(e) {
  let [t, n] = Z.useState({ current: e, previous: null });
  return (Object.is(e, t.current) || n({ current: e, previous: t.current }), t.previous);
}
function dd(e) {
  return e == null || e.hasAttribute(`disabled`) || e.getAttribute(`aria-disabled`) === `true`;
}
function fd(e) {
  if (e == null) return ``;
  if (typeof e == `string`) return e;
  try {
    return JSON.stringify(e);
  } catch {
    return String(e);
  }
}
function pd(e) {
  return typeof e == `object` && !!e && Array.isArray(e.items);
}
function md(e) {
  return pd(e?.[0]);
}
function hd(e) {
  return md(e) ? e.flatMap((e) => e.items) : e;
}
function gd(e) {
  if (!Array.isArray(e)) return e != null && `null` in e;
  let t = e;
  if (md(t)) {
    for (let e of t) for (let t of e.items) if (t && t.value == null && t.label != null) return !0;
    return !1;
  }
  for (let e of t) if (e && e.value == null && e.label != null) return !0;
  return !1;
}
function _d(e, t) {
  if (t && e != null) return t(e) ?? ``;
  if (e && typeof e == `object`) {
    if (`label` in e && e.label != null) return String(e.label);
    if (`value` in e) return String(e.value);
  }
  return fd(e);
}
function vd(e, t) {
  return t && e != null
    ? (t(e) ?? ``)
    : e && typeof e == `object` && `value` in e && `label` in e
      ? fd(e.value)
      : fd(e);
}
function yd(e, t, n) {
  function r() {
    return _d(e, n);
  }
  if (n && e != null) return n(e);
  if (e && typeof e == `object` && `label` in e && e.label != null) return e.label;
  if (t && !Array.isArray(t)) return (Object.hasOwn(t, e) ? t[e] : void 0) ?? r();
  if (Array.isArray(t)) {
    let n = hd(t);
    if (typeof e != `object` || !e) {
      let t = n.find((t) => t.value === e);
      return t && t.label != null ? t.label : r();
    }
    if (`value` in e) {
      let t = n.find((t) => t && t.value === e.value);
      if (t && t.label != null) return t.label;
    }
  }
  return r();
}
function bd(e, t, n) {
  return e.reduce(
    (e, r, i) => (i > 0 && e.push(`, `), e.push((0, Q.jsx)(Z.Fragment, { children: yd(r, t, n) }, i)), e),
    [],
  );
}
var xd = `rounded-lg border border-line bg-surface text-ink shadow-floating outline-none transition-[opacity,transform] duration-100 data-starting-style:opacity-0 data-ending-style:opacity-0`,
  Sd = `flex min-h-8 cursor-default items-center gap-2 rounded-sm px-2 py-1 text-base outline-none select-none data-highlighted:bg-sunken data-disabled:opacity-50`;
function Cd({ trigger: e, entries: t }) {
  return (0, Q.jsxs)(Qu, {
    children: [
      (0, Q.jsx)(sd, { render: e }),
      (0, Q.jsx)(Kl, {
        children: (0, Q.jsx)(Iu, {
          sideOffset: 4,
          align: `end`,
          className: `z-50`,
          children: (0, Q.jsx)(Ul, {
            className: me(xd, `min-w-44 p-1`),
            children: t.map((e) =>
              (0, Q.jsxs)(
                ji,
                {
                  disabled: e.disabled === !0,
                  onClick: e.onPress,
                  className: me(Sd, e.danger === !0 && `text-bad`),
                  children: [e.icon, e.label],
                },
                e.key,
              ),
            ),
          }),
        }),
      }),
    ],
  });
}
function wd(e) {
  let t = Z.useRef(!0);
  t.current && ((t.current = !1), e());
}
var Td = Z.createContext(void 0),
  Ed = Z.createContext(void 0);
function Dd() {
  let e = Z.useContext(Td);
  if (e === void 0) throw Error(G(60));
  return e;
}
function Od() {
  let e = Z.useContext(Ed);
  if (e === void 0) throw Error(G(61));
  return e;
}
function kd(e, t, n, r, i = !0, a) {
  let { registerFieldControl: o } = Ve(),
    s = ae(() => Symbol());
  (J(() => {
    let c = s.current;
    i ? o(c, { controlRef: e, getValue: r, id: t, name: a, value: n }) : o(c, void 0);
  }, [e, i, r, t, a, o, s, n]),
    J(() => {
      let e = s.current;
      return () => {
        o(e, void 0);
      };
    }, [o, s]));
}
function Ad(e = {}) {
  let { id: t, enabled: n = !0 } = e,
    { controlId: r, registerControlId: i, resetControlId: a } = Pe(),
    o = xe(),
    s = ae(() => Symbol()),
    c = Z.useRef(!1),
    l = Z.useRef(!1),
    u = K(() => {
      c.current && i !== ue && ((c.current = !1), i(s.current, void 0));
    });
  return (
    J(() => {
      if (!n || i === ue) {
        u();
        return;
      }
      let e;
      if (t !== void 0) ((l.current = !0), (e = t));
      else if (l.current) e = o;
      else {
        a();
        return;
      }
      e === void 0 ? u() : ((c.current = !0), i(s.current, e));
    }, [t, n, i, a, o, s, u]),
    J(() => u, [u]),
    (n ? r : void 0) ?? t ?? o
  );
}
function jd(e, t, n = Object.is) {
  let { length: r } = e;
  if (r !== t.length) return !1;
  for (let i = 0; i < r; i += 1) if (!n(e[i], t[i])) return !1;
  return !0;
}
var Md = (e, t) => Object.is(e, t);
function Nd(e, t, n) {
  return e == null || t == null ? Object.is(e, t) : n(e, t);
}
function Pd(e, t, n) {
  return Array.isArray(e) && Array.isArray(t) ? !jd(e, t, (e, t) => Nd(e, t, n)) : e !== t;
}
function Fd(e, t, n) {
  return e ? e.some((e) => e !== void 0 && Nd(t, e, n)) : !1;
}
function Id(e, t, n) {
  return e ? e.findIndex((e) => e !== void 0 && Nd(e, t, n)) : -1;
}
function Ld(e, t) {
  if (t !== Md) return (n) => Fd(e, n, t);
  let n = new Set(e);
  return (n.delete(void 0), (t) => n.has(t) && (t !== 0 || e.some((e) => Object.is(t, e))));
}
function Rd(e, t, n, r) {
  let i = r && Array.isArray(t) ? e.findIndex(Ld(t, n)) : Id(e, t, n);
  return i === -1 ? null : i;
}
function zd(e, t, n, r, i, a) {
  return Fd(r, t, i) ? (a != null && e > a && Fd(r, n[a], i) ? a : e) : e === a ? Rd(n, r, i, !0) : a;
}
function Bd(e, t, n) {
  return e.filter((e) => !Nd(t, e, n));
}
var Vd = {
  id: (e) => e.id,
  labelId: (e) => e.labelId,
  modal: (e) => e.modal,
  multiple: (e) => e.multiple,
  disabled: (e) => e.disabled,
  readOnly: (e) => e.readOnly,
  required: (e) => e.required,
  highlightItemOnHover: (e) => e.highlightItemOnHover,
  items: (e) => e.items,
  itemToStringLabel: (e) => e.itemToStringLabel,
  isItemEqualToValue: (e) => e.isItemEqualToValue,
  value: (e) => e.value,
  hasSelectedValue: (e) => {
    let { value: t, multiple: n, itemToStringValue: r } = e;
    return t == null ? !1 : n && Array.isArray(t) ? t.length > 0 : vd(t, r) !== ``;
  },
  hasNullItemLabel: (e, t) => (t ? gd(e.items) : !1),
  open: (e) => e.open,
  mounted: (e) => e.mounted,
  forceMount: (e) => e.forceMount,
  transitionStatus: (e) => e.transitionStatus,
  openMethod: (e) => e.openMethod,
  activeIndex: (e) => e.activeIndex,
  selectedIndex: (e) => e.selectedIndex,
  isActive: (e, t) => e.activeIndex === t,
  isSelected: (e, t) => {
    let n = e.isItemEqualToValue,
      r = e.value;
    return e.multiple ? Array.isArray(r) && r.some((e) => Nd(t, e, n)) : Nd(t, r, n);
  },
  isSelectedByFocus: (e, t) => e.selectedIndex === t,
  popupProps: (e) => e.popupProps,
  triggerProps: (e) => e.triggerProps,
  itemRoot: (e) => e.itemRoot,
  triggerElement: (e) => e.triggerElement,
  positionerElement: (e) => e.positionerElement,
  listElement: (e) => e.listElement,
  popupSide: (e) => e.popupSide,
  scrollUpArrowVisible: (e) => e.scrollUpArrowVisible,
  scrollDownArrowVisible: (e) => e.scrollDownArrowVisible,
  hasScrollArrows: (e) => e.hasScrollArrows,
};
function Hd(e, t = -(2 ** 53 - 1), n = 2 ** 53 - 1) {
  return Math.max(t, Math.min(e, n));
}
function Ud(e, t) {
  return Math.max(0, e - t);
}
function Wd(e, t) {
  if (t <= 0) return 0;
  let n = Hd(e, 0, t),
    r = n,
    i = t - n,
    a = r <= 1,
    o = i <= 1;
  return a && o ? (r <= i ? 0 : t) : a ? 0 : o ? t : n;
}
function Gd(e) {
  let {
      id: t,
      value: n,
      defaultValue: r = null,
      onValueChange: i,
      open: a,
      defaultOpen: o = !1,
      onOpenChange: s,
      name: c,
      form: l,
      autoComplete: u,
      disabled: d = !1,
      readOnly: f = !1,
      required: p = !1,
      modal: m = !0,
      actionsRef: h,
      inputRef: g,
      onOpenChangeComplete: _,
      items: v,
      multiple: y = !1,
      itemToStringLabel: b,
      itemToStringValue: x,
      isItemEqualToValue: S = Md,
      highlightItemOnHover: C = !0,
      children: w,
    } = e,
    { clearErrors: T } = Be(),
    {
      setDirty: E,
      setTouched: D,
      setFocused: O,
      validityData: k,
      setFilled: A,
      name: j,
      disabled: M,
      validation: N,
      validationMode: P,
    } = Ve(),
    F = Ad({ id: t }),
    I = M || d,
    L = j ?? c,
    [R, ee] = ei({ controlled: n, default: y ? (r ?? oe) : r, name: `Select`, state: `value` }),
    [z, B] = ei({ controlled: a, default: o, name: `Select`, state: `open` }),
    te = Z.useRef([]),
    V = Z.useRef([]),
    ne = Z.useRef(null),
    re = Z.useRef(null),
    U = Z.useRef(0),
    W = Z.useRef(null),
    G = Z.useRef([]),
    se = Z.useRef(!1),
    q = Z.useRef(null),
    ce = Z.useRef(null),
    le = Z.useRef({ allowSelectedMouseUp: !1, allowUnselectedMouseUp: !1, dragY: 0 }),
    fe = Z.useRef(!1),
    pe = Z.useRef(R),
    { openMethod: me, triggerProps: he } = Hu(z),
    ge = ae(
      () =>
        new Ws(
          {
            id: F,
            labelId: void 0,
            modal: m,
            multiple: y,
            disabled: I,
            readOnly: f,
            required: p,
            highlightItemOnHover: C,
            itemToStringLabel: b,
            itemToStringValue: x,
            isItemEqualToValue: S,
            value: R,
            open: z,
            mounted: z,
            transitionStatus: void 0,
            items: v,
            forceMount: !1,
            openMethod: null,
            activeIndex: null,
            selectedIndex: null,
            popupProps: H,
            triggerProps: H,
            itemRoot: { props: H, multiple: y, disabled: I, readOnly: f, isItemEqualToValue: S },
            triggerElement: null,
            positionerElement: null,
            listElement: null,
            popupSide: null,
            scrollUpArrowVisible: !1,
            scrollDownArrowVisible: !1,
            hasScrollArrows: !1,
          },
          {
            setValue: ue,
            setOpen: ue,
            handleScrollArrowVisibility: ue,
            onOpenChangeComplete: ue,
            listRef: te,
            popupRef: ne,
            scrollHandlerRef: re,
            scrollArrowsMountedCountRef: U,
            valueRef: W,
            valuesRef: G,
            labelsRef: V,
            typingRef: se,
            selectionRef: le,
            firstItemTextRef: q,
            selectedItemTextRef: ce,
            alignItemWithTriggerActiveRef: fe,
            initialValueRef: pe,
          },
          Vd,
        ),
    ).current,
    [_e, ve] = Z.useState(!1),
    {
      mounted: ye,
      transitionStatus: be,
      forceUnmount: xe,
    } = gs({
      open: z,
      ref: ne,
      preventUnmountOnClose: _e,
      setPreventUnmountOnClose: ve,
      onUnmount() {
        (ge.update({ activeIndex: null, openMethod: null, scrollUpArrowVisible: !1, scrollDownArrowVisible: !1 }),
          _?.(!1));
      },
    }),
    Se = ge.useState(`activeIndex`),
    Ce = ge.useState(`selectedIndex`),
    we = ge.useState(`triggerElement`),
    Te = ge.useState(`positionerElement`),
    Ee = ud(me),
    De = me ?? Ee,
    Oe = Z.useMemo(() => (y ? `` : vd(R, x)), [y, R, x]),
    ke = Z.useMemo(() => (y && Array.isArray(R) ? R.map((e) => vd(e, x)) : vd(R, x)), [y, R, x]);
  kd(
    aa(we),
    F,
    R,
    K(() => ke),
    !I,
    c,
  );
  let Ae = y ? Array.isArray(R) && R.length > 0 : R != null && Oe !== ``;
  (J(() => {
    A(Ae);
  }, [Ae, A]),
    J(
      function () {
        let e = Rd(G.current, R, S, y);
        (e === null && (ce.current = null), z || ge.set(`selectedIndex`, e));
      },
      [y, z, R, S, ge],
    ),
    Bu(R, () => {
      (T(L), E(Pd(R, k.initialValue, S)), N.change(R));
    }));
  let je = K((e, t) => {
    let n = t,
      r = ws(n);
    (s?.(e, n),
      t.isCanceled ||
        (e || ve(r()),
        B(e),
        e ||
          (t.reason !== `focus-out` && t.reason !== `outside-press`) ||
          (D(!0), O(!1), P === `onBlur` && N.commit(R))));
  });
  Z.useImperativeHandle(
    h,
    () => ({
      unmount: xe,
      close: () => {
        ge.state.open && je(!1, Oi(Qr));
      },
    }),
    [xe, je, ge],
  );
  let Y = K((e, t) => {
      (i?.(e, t), t.isCanceled || ee(e));
    }),
    Me = K((e) => {
      let t = Ud(e.scrollHeight, e.clientHeight),
        n = Wd(e.scrollTop, t),
        r = n > 0,
        i = n < t;
      (ge.set(`scrollUpArrowVisible`, r), ge.set(`scrollDownArrowVisible`, i));
    }),
    Ne = tc({ open: z, onOpenChange: je, elements: { reference: we, floating: Te } }),
    Pe = ds(Ne, { enabled: !I, event: `mousedown` }),
    Fe = ms(Ne),
    X = vc(Ne, {
      enabled: !I,
      listRef: te,
      activeIndex: Se,
      selectedIndex: Ce,
      disabledIndices: oe,
      onNavigate(e) {
        (e !== null || z) && ge.set(`activeIndex`, e);
      },
      focusItemOnHover: C,
    }),
    Ie = yc(Ne, {
      enabled: !I && (z || (!f && !y)),
      listRef: V,
      activeIndex: Se,
      selectedIndex: Ce,
      disabledIndices: (e) => dd(te.current[e]),
      onMatch(e) {
        z ? ge.set(`activeIndex`, e) : Y(G.current[e], Oi(Fr));
      },
      onTyping(e) {
        se.current = e;
      },
    }),
    Le = Z.useMemo(
      () => de(Ie.reference, X.reference, Fe.reference, Pe.reference, he),
      [Pe.reference, Ie.reference, X.reference, Fe.reference, he],
    ),
    Re = Z.useMemo(() => de(_s, Ie.floating, X.floating, Fe.floating), [Ie.floating, X.floating, Fe.floating]),
    ze = X.item ?? H,
    He = Z.useMemo(
      () => ({ props: ze, multiple: y, disabled: I, readOnly: f, isItemEqualToValue: S }),
      [ze, y, I, f, S],
    );
  (ge.useContextCallback(`setValue`, Y),
    ge.useContextCallback(`setOpen`, je),
    ge.useContextCallback(`handleScrollArrowVisibility`, Me),
    ge.useContextCallback(`onOpenChangeComplete`, _),
    wd(() => {
      ge.update({ popupProps: Re, triggerProps: Le, itemRoot: He });
    }),
    ge.useSyncedValues({
      id: F,
      modal: m,
      multiple: y,
      disabled: I,
      readOnly: f,
      required: p,
      highlightItemOnHover: C,
      value: R,
      open: z,
      mounted: ye,
      transitionStatus: be,
      popupProps: Re,
      triggerProps: Le,
      itemRoot: He,
      items: v,
      itemToStringLabel: b,
      itemToStringValue: x,
      isItemEqualToValue: S,
      openMethod: De,
    }));
  let Ue = ie(g, N.inputRef),
    We = y ? void 0 : L,
    Ge = Z.useMemo(
      () =>
        !y || !Array.isArray(R) || !L
          ? null
          : R.map((e) => {
              let t = vd(e, x);
              return (0, Q.jsx)(`input`, { type: `hidden`, form: l, name: L, value: t, disabled: I }, t);
            }),
      [y, R, l, L, x, I],
    );
  return (0, Q.jsxs)(Td.Provider, {
    value: ge,
    children: [
      (0, Q.jsx)(Ed.Provider, { value: Ne, children: w }),
      (0, Q.jsx)(`input`, {
        ...N.getValidationProps(I, {
          onFocus() {
            ge.state.triggerElement?.focus({ focusVisible: !0 });
          },
          onChange(e) {
            if (e.nativeEvent.defaultPrevented || I || f) return;
            let t = e.currentTarget.value,
              n = Oi(Fr, e.nativeEvent);
            function r() {
              if (y) return;
              let e = t.toLowerCase(),
                r = G.current.findIndex((t) => vd(t, x).toLowerCase() === e || _d(t, b).toLowerCase() === e);
              r === -1 &&
                (r = G.current.findIndex((t, n) => {
                  let r = V.current[n];
                  return r != null && r.toLowerCase() === e;
                }));
              let i = G.current[r];
              i != null && Y(i, n);
            }
            (ge.set(`forceMount`, !0), queueMicrotask(r));
          },
        }),
        id: F && We == null ? `${F}-hidden-input` : void 0,
        form: l,
        name: We,
        autoComplete: u,
        value: Oe,
        disabled: I,
        required: p && !(y && Ae),
        readOnly: f,
        ref: Ue,
        style: L ? la : ca,
        tabIndex: -1,
        'aria-hidden': !0,
        suppressHydrationWarning: !0,
      }),
      Ge,
    ],
  });
}
function Kd(e, t) {
  return e ?? t;
}
function qd(e, t, n) {
  let { setFocused: r, focusOwnerRef: i } = Ve(),
    a = K((t) => {
      (t ? !e : i.current === a) && ((i.current = t && a), n?.(t), r(t));
    });
  return (
    J(() => {
      let e = t.current;
      return (e?.getRootNode()?.activeElement === e && a(!0), () => a(!1));
    }, [e, t, a]),
    a
  );
}
var Jd = `data-popup-side`,
  Yd = 400,
  Xd = { ...Ar, ...Ie, popupSide: (e) => (e ? { [Jd]: e } : null), value: () => null },
  Zd = Z.forwardRef(function (e, t) {
    let { render: n, className: r, id: i, disabled: a = !1, nativeButton: o = !0, style: s, ...c } = e,
      { setTouched: l, validationMode: u, validation: d, state: f, disabled: p } = Ve(),
      { labelId: m } = Pe(),
      h = Dd(),
      g = h.useState(`readOnly`),
      _ = h.useState(`required`),
      v = h.useState(`disabled`),
      y = p || v || a,
      b = h.useState(`open`),
      x = h.useState(`mounted`),
      S = h.useState(`value`),
      C = h.useState(`triggerProps`),
      w = h.useState(`positionerElement`),
      T = h.useState(`listElement`),
      E = h.useState(`popupSide`),
      D = h.useState(`id`),
      O = h.useState(`labelId`),
      k = h.useState(`hasSelectedValue`),
      A = x && w ? E : null,
      j = i ?? D,
      M = Kd(m, O);
    Ad({ id: i });
    let N = aa(w),
      P = Z.useRef(null),
      F = qd(y, P),
      { getButtonProps: I, buttonRef: L } = ce({ disabled: y, native: o }),
      R = h.useStateSetter(`triggerElement`),
      ee = Ne(),
      z = Ne(),
      B = Ne();
    Z.useEffect(() => {
      if (b)
        return (
          B.start(Yd, () => {
            ((h.context.selectionRef.current.allowUnselectedMouseUp = !0),
              (h.context.selectionRef.current.allowSelectedMouseUp = !0));
          }),
          () => {
            B.clear();
          }
        );
      ((h.context.selectionRef.current = { allowSelectedMouseUp: !1, allowUnselectedMouseUp: !1, dragY: 0 }),
        z.clear());
    }, [b, h, z, B]);
    let te = de(
        C,
        {
          id: j,
          role: `combobox`,
          'aria-expanded': b,
          'aria-haspopup': `listbox`,
          'aria-controls': b ? (T?.id ?? Qi(w)?.id) : void 0,
          'aria-labelledby': M,
          'aria-readonly': g || void 0,
          'aria-required': _ || void 0,
          tabIndex: y ? -1 : 0,
          onFocus(e) {
            (F(!0),
              b && h.context.alignItemWithTriggerActiveRef.current && h.context.setOpen(!1, Oi(Fr, e.nativeEvent)),
              ee.start(0, () => {
                h.set(`forceMount`, !0);
              }));
          },
          onBlur(e) {
            Y(w, e.relatedTarget) || (l(!0), F(!1), u === `onBlur` && d.commit(S));
          },
          onMouseDown(e) {
            if (b) return;
            let t = X(e.currentTarget);
            function n(e) {
              if (!P.current) return;
              let t = e.target;
              Y(P.current, t) || Y(N.current, t) || ed(e, P.current) || h.context.setOpen(!1, Oi(Xr, e));
            }
            z.start(0, () => {
              t.addEventListener(`mouseup`, n, { once: !0 });
            });
          },
        },
        c,
        I,
      ),
      V = d.getValidationProps(y, te);
    V.role = `combobox`;
    let ne = { ...f, open: b, disabled: y, value: S, readOnly: g, popupSide: A, placeholder: !k };
    return fe(`button`, e, { ref: [t, P, L, R], state: ne, stateAttributesMapping: Xd, props: V });
  }),
  Qd = { value: () => null },
  $d = Z.forwardRef(function (e, t) {
    let { className: n, render: r, children: i, placeholder: a, style: o, ...s } = e,
      c = Dd(),
      l = c.useState(`value`),
      u = c.useState(`items`),
      d = c.useState(`itemToStringLabel`),
      f = c.useState(`hasSelectedValue`),
      p = !f && a != null && i == null,
      m = c.useState(`hasNullItemLabel`, p),
      h = { value: l, placeholder: !f },
      g = null;
    return (
      (g = typeof i == `function` ? i(l) : (i ?? (p && !m ? a : Array.isArray(l) ? bd(l, u, d) : yd(l, u, d)))),
      fe(`span`, e, { state: h, ref: [t, c.context.valueRef], props: [{ children: g }, s], stateAttributesMapping: Qd })
    );
  }),
  ef = Z.forwardRef(function (e, t) {
    let { render: n, className: r, style: i, ...a } = e,
      o = { open: Dd().useState(`open`) };
    return fe(`span`, e, {
      state: o,
      ref: t,
      props: [{ 'aria-hidden': !0, children: `▼` }, a],
      stateAttributesMapping: kr,
    });
  }),
  tf = Z.forwardRef(function (e, t) {
    let n = Dd(),
      r = n.useState(`mounted`),
      i = n.useState(`forceMount`);
    return r || i ? (0, Q.jsx)(Ko, { ref: t, ...e }) : null;
  }),
  nf = Z.createContext(void 0);
function rf() {
  let e = Z.useContext(nf);
  if (!e) throw Error(G(59));
  return e;
}
function af(e, t) {
  e && Object.assign(e.style, t);
}
var of = { position: `relative`, maxHeight: `100%`, overflowX: `hidden`, overflowY: `auto` },
  sf = { position: `fixed` },
  cf = Z.forwardRef(function (e, t) {
    let {
        anchor: n,
        className: r,
        render: i,
        positionMethod: a,
        side: o,
        align: s,
        sideOffset: c,
        alignOffset: l,
        collisionBoundary: u = `clipping-ancestors`,
        collisionPadding: d,
        arrowPadding: f,
        sticky: p,
        disableAnchorTracking: m,
        alignItemWithTrigger: h = !0,
        collisionAvoidance: g = zo,
        style: _,
        ...v
      } = e,
      y = Dd(),
      b = Od(),
      x = y.useState(`open`),
      S = y.useState(`mounted`),
      C = y.useState(`modal`),
      w = y.useState(`value`),
      T = y.useState(`openMethod`),
      E = y.useState(`positionerElement`),
      D = y.useState(`triggerElement`),
      O = y.useState(`isItemEqualToValue`),
      k = y.useState(`transitionStatus`),
      A = Z.useRef(null),
      j = Z.useRef(null),
      [M, N] = Z.useState(h),
      P = S && M && T !== `touch`;
    (!S && M !== h && N(h),
      Z.useImperativeHandle(y.context.alignItemWithTriggerActiveRef, () => P),
      Fu((P || C) && x, T === `touch`, E, D));
    let F = uu({
        anchor: n,
        floatingRootContext: b,
        positionMethod: a,
        mounted: S,
        side: o,
        sideOffset: c,
        align: s,
        alignOffset: l,
        arrowPadding: f,
        collisionBoundary: u,
        collisionPadding: d,
        sticky: p,
        disableAnchorTracking: m ?? P,
        collisionAvoidance: g,
        keepMounted: !0,
      }),
      I = P ? `none` : F.side,
      L = P ? sf : F.positionerStyles,
      R = { open: x, side: I, align: F.align, anchorHidden: F.anchorHidden };
    J(() => {
      y.set(`popupSide`, F.side);
    }, [y, F.side]);
    let ee = Su(e, R, {
        styles: L,
        transitionStatus: k,
        props: v,
        refs: [t, y.useStateSetter(`positionerElement`)],
        hidden: !S,
        inert: !x,
      }),
      z = Z.useRef(0),
      B = K((e) => {
        if (y.context.valuesRef.current.length === 0) return;
        let t = z.current;
        z.current = e.size;
        let n = Oi(Fr);
        if (t !== 0 && !y.state.multiple && w !== null && Id(y.context.valuesRef.current, w, O) === -1) {
          let e = y.context.initialValueRef.current,
            t = e != null && Id(y.context.valuesRef.current, e, O) !== -1 ? e : null;
          (y.context.setValue(t, n),
            t === null && (y.set(`selectedIndex`, null), (y.context.selectedItemTextRef.current = null)));
        }
        if (t !== 0 && y.state.multiple && Array.isArray(w)) {
          let e = w.filter((e) => Id(y.context.valuesRef.current, e, O) !== -1);
          e.length !== w.length &&
            (y.context.setValue(e, n),
            e.length === 0 && (y.set(`selectedIndex`, null), (y.context.selectedItemTextRef.current = null)));
        }
        if (x && P) {
          y.update({ scrollUpArrowVisible: !1, scrollDownArrowVisible: !1 });
          let e = { height: `` };
          (af(E, e), af(y.context.popupRef.current, e));
        }
      }),
      te = Z.useMemo(
        () => ({
          ...F,
          side: I,
          alignItemWithTriggerActive: P,
          setControlledAlignItemWithTrigger: N,
          scrollUpArrowRef: A,
          scrollDownArrowRef: j,
        }),
        [F, I, P, N],
      );
    return (0, Q.jsx)(pu, {
      elementsRef: y.context.listRef,
      labelsRef: y.context.labelsRef,
      onMapChange: B,
      children: (0, Q.jsxs)(nf.Provider, {
        value: te,
        children: [S && C && (0, Q.jsx)(bu, { inert: ql(!x), cutout: D }), ee],
      }),
    });
  }),
  lf = `base-ui-disable-scrollbar`,
  uf = {
    className: lf,
    getElement(e) {
      return (0, Q.jsx)(`style`, {
        nonce: e,
        href: lf,
        precedence: `base-ui:low`,
        children: `.${lf}{scrollbar-width:none}.${lf}::-webkit-scrollbar{display:none}`,
      });
    },
  },
  df = `--transform-origin`,
  ff = { ...jr, ...Ce },
  pf = Z.forwardRef(function (e, t) {
    let { render: n, className: r, style: i, finalFocus: a, ...o } = e,
      s = Dd(),
      c = s.useState(`multiple`),
      l = s.useState(`readOnly`),
      u = s.useState(`highlightItemOnHover`),
      d = Od(),
      {
        side: f,
        align: p,
        alignItemWithTriggerActive: m,
        isPositioned: h,
        setControlledAlignItemWithTrigger: g,
      } = rf(),
      _ = Ml(!0) != null,
      v = Xl(),
      { nonce: y, disableStyleElements: b } = et(),
      x = s.useState(`id`),
      S = s.useState(`open`),
      C = s.useState(`openMethod`),
      w = s.useState(`mounted`),
      T = s.useState(`popupProps`),
      E = s.useState(`transitionStatus`),
      D = s.useState(`triggerElement`),
      O = s.useState(`positionerElement`),
      k = s.useState(`listElement`),
      A = Z.useRef(!1),
      j = Z.useRef(!1),
      M = Z.useRef({}),
      N = Ke(),
      P = K((e) => {
        if (!O || !s.context.popupRef.current || !j.current) return;
        let t = O.style.top === `0px`,
          n = O.style.bottom === `0px`;
        if (A.current || !m || (!t && !n)) {
          s.context.handleScrollArrowVisibility(e);
          return;
        }
        let r = gf(O),
          i = _f(O.getBoundingClientRect().height, `y`, r),
          a = X(O),
          o = F(O),
          c = o.getComputedStyle(O),
          l = parseFloat(c.marginTop),
          u = parseFloat(c.marginBottom),
          d = mf(o.getComputedStyle(s.context.popupRef.current)),
          f = Math.min(a.documentElement.clientHeight - l - u, d),
          p = e.scrollTop,
          h = hf(e),
          g = null,
          _ = (e) => {
            O.style.height = `${e}px`;
          },
          v = t ? h - p : p,
          y = Math.min(i + v, f);
        if (v <= 1) {
          let n = Hd(v, 0, f - i);
          (n > 0 && _(i + n),
            (e.scrollTop = t ? h : 0),
            f - (i + n) <= 1 && (A.current = !0),
            s.context.handleScrollArrowVisibility(e));
          return;
        }
        f - y > 1 ? (g = t ? 1 / 0 : 0) : n && p < h && (g = p - (v - (i + v - f)));
        let b = Math.ceil(y);
        if ((b !== 0 && _(b), g != null)) {
          let t = Hd(g, 0, hf(e));
          Math.abs(e.scrollTop - t) > 1 && (e.scrollTop = t);
        }
        (b >= f - 1 && (A.current = !0), s.context.handleScrollArrowVisibility(e));
      });
    (Z.useImperativeHandle(s.context.scrollHandlerRef, () => P, [P]),
      Me({
        open: S,
        ref: s.context.popupRef,
        onComplete() {
          S && s.context.onOpenChangeComplete(!0);
        },
      }));
    let I = { open: S, transitionStatus: E, side: f, align: p };
    (J(() => {
      O &&
        s.context.popupRef.current &&
        !Object.keys(M.current).length &&
        (M.current = {
          top: O.style.top || `0`,
          left: O.style.left || `0`,
          right: O.style.right,
          height: O.style.height,
          bottom: O.style.bottom,
          minHeight: O.style.minHeight,
          maxHeight: O.style.maxHeight,
          marginTop: O.style.marginTop,
          marginBottom: O.style.marginBottom,
        });
    }, [s, O]),
      J(() => {
        S || m || ((j.current = !1), (A.current = !1), af(O, M.current));
      }, [S, m, O]),
      J(() => {
        let e = s.context.popupRef.current;
        if (!S || !D || !O || !e || (m && !h) || s.state.transitionStatus === `ending`) return;
        if (((j.current = !0), e.style.removeProperty(df), !m)) {
          N.request(() => s.context.handleScrollArrowVisibility(k || e));
          return;
        }
        let t = bf(e);
        try {
          let t = s.context.selectedItemTextRef.current;
          t?.isConnected ||
            (t =
              !s.select(`hasSelectedValue`) && s.context.firstItemTextRef.current?.isConnected
                ? s.context.firstItemTextRef.current
                : null);
          let n = s.context.valueRef.current,
            r = F(O),
            i = r.getComputedStyle(O),
            a = r.getComputedStyle(e),
            o = X(D),
            c = gf(D),
            l = vf(D.getBoundingClientRect(), c),
            d = vf(O.getBoundingClientRect(), c),
            f = l.height,
            p = k || e,
            m = p.scrollHeight,
            h = parseFloat(a.borderBottomWidth),
            _ = parseFloat(i.marginTop) || 10,
            y = parseFloat(i.marginBottom) || 10,
            b = parseFloat(i.minHeight) || 100,
            x = mf(a),
            S = o.documentElement.clientHeight - _ - y,
            C = o.documentElement.clientWidth,
            w = S - l.bottom + f,
            T,
            E = v === `rtl` ? l.right - d.width : l.left,
            j = 0;
          if (t && n) {
            let e = vf(n.getBoundingClientRect(), c);
            ((T = vf(t.getBoundingClientRect(), c)),
              (E = d.left + (v === `rtl` ? e.right - T.right : e.left - T.left)));
            let r = e.top - l.top + e.height / 2;
            j = T.top - d.top + T.height / 2 - r;
          }
          let N = w + j + y + h,
            P = Math.min(S, N),
            I = S - _ - y,
            L = N - P,
            R = C - 5;
          ((O.style.left = `${Hd(E, 5, R - d.width)}px`),
            (O.style.height = `${P}px`),
            (O.style.maxHeight = `none`),
            (O.style.marginTop = `${_}px`),
            (O.style.marginBottom = `${y}px`),
            (e.style.height = `100%`));
          let ee = hf(p),
            z = L >= ee - 1;
          z && (P = Math.min(S, d.height) - (L - ee));
          let B = l.top < 20 || l.bottom > S - 20 || Math.ceil(P) + 1 < Math.min(m, b),
            te = (r.visualViewport?.scale ?? 1) !== 1 && _i;
          if (B || te) {
            (af(O, M.current), g(!1));
            return;
          }
          let V = Math.max(b, P);
          if (z) {
            let e = Math.max(0, S - N);
            ((O.style.top = d.height >= I ? `0` : `${e}px`), (O.style.height = `${P}px`), (p.scrollTop = hf(p)));
          } else ((O.style.bottom = `0`), (p.scrollTop = L));
          if (T) {
            let t = d.top,
              n = d.height,
              r = T.top + T.height / 2,
              i = Hd(n > 0 ? ((r - t) / n) * 100 : 50, 0, 100);
            e.style.setProperty(df, `50% ${i}%`);
          }
          ((V === S || P >= x) && (A.current = !0),
            s.context.handleScrollArrowVisibility(p),
            u &&
              s.state.selectedIndex === null &&
              s.state.activeIndex === null &&
              s.context.listRef.current[0] != null &&
              s.set(`activeIndex`, 0));
        } finally {
          t();
        }
      }, [s, S, O, D, m, g, N, k, u, v, h]),
      Z.useEffect(() => {
        if (!m || !O || !S) return;
        let e = F(O);
        function t(e) {
          s.context.setOpen(!1, Oi($r, e));
        }
        return $(e, `resize`, t);
      }, [s, m, O, S]));
    let L = {
        ...(k
          ? { role: `presentation` }
          : { role: `listbox`, 'aria-multiselectable': c || void 0, 'aria-readonly': l || void 0, id: `${x}-list` }),
        onKeyDown(e) {
          _ && Nl.has(e.key) && e.stopPropagation();
        },
        onScroll(e) {
          k || P(e.currentTarget);
        },
        ...(m && { style: k ? { height: `100%` } : of }),
        className: !k && m ? uf.className : void 0,
      },
      R = fe(`div`, e, { ref: [t, s.context.popupRef], state: I, stateAttributesMapping: ff, props: [T, L, Pl(E), o] });
    return (0, Q.jsxs)(Z.Fragment, {
      children: [
        !b && uf.getElement(y),
        (0, Q.jsx)(us, {
          context: d,
          modal: !1,
          disabled: !w,
          openInteractionType: C,
          returnFocus: a,
          restoreFocus: !0,
          children: R,
        }),
      ],
    });
  });
function mf(e) {
  let t = e.maxHeight;
  return (t.endsWith(`px`) && parseFloat(t)) || 1 / 0;
}
function hf(e) {
  return Ud(e.scrollHeight, e.clientHeight);
}
function gf(e) {
  return ul.getScale(e);
}
function _f(e, t, n) {
  return e / n[t];
}
function vf(e, t) {
  return La({ x: _f(e.x, `x`, t), y: _f(e.y, `y`, t), width: _f(e.width, `x`, t), height: _f(e.height, `y`, t) });
}
var yf = [
  [`transform`, `none`],
  [`scale`, `1`],
  [`translate`, `0 0`],
];
function bf(e) {
  let { style: t } = e,
    n = {};
  for (let [e, r] of yf) ((n[e] = t.getPropertyValue(e)), t.setProperty(e, r, `important`));
  return () => {
    for (let [e] of yf) {
      let r = n[e];
      r ? t.setProperty(e, r) : t.removeProperty(e);
    }
  };
}
var xf = Z.forwardRef(function (e, t) {
    let { render: n, className: r, style: i, ...a } = e,
      o = Dd(),
      s = o.useState(`multiple`),
      c = o.useState(`readOnly`),
      { alignItemWithTriggerActive: l } = rf(),
      u = o.useState(`hasScrollArrows`),
      d = o.useState(`openMethod`),
      f = {
        id: `${o.useState(`id`)}-list`,
        role: `listbox`,
        'aria-multiselectable': s || void 0,
        'aria-readonly': c || void 0,
        onScroll(e) {
          o.context.scrollHandlerRef.current?.(e.currentTarget);
        },
        ...(l && { style: of }),
        className: u && d !== `touch` ? uf.className : void 0,
      },
      p = o.useStateSetter(`listElement`);
    return fe(`div`, e, { ref: [t, p], props: [f, a] });
  }),
  Sf = Z.createContext(void 0);
function Cf() {
  let e = Z.useContext(Sf);
  if (!e) throw Error(G(57));
  return e;
}
var wf = Z.memo(
    Z.forwardRef(function (e, t) {
      let {
          render: n,
          className: r,
          style: i,
          value: a = null,
          label: o,
          disabled: s = !1,
          nativeButton: c = !1,
          ...l
        } = e,
        u = Z.useRef(null),
        d = Di({ guess: !0, label: o, textRef: u }),
        f = Dd(),
        { props: p, multiple: m, disabled: h, readOnly: g, isItemEqualToValue: _ } = f.useState(`itemRoot`),
        v = h || s,
        y = f.useState(`isActive`, d.index),
        b = f.useState(`open`),
        x = f.useState(`isSelected`, a),
        S = f.useState(`isSelectedByFocus`, d.index),
        C = d.index,
        w = Z.useRef(null);
      (J(() => {
        let e = f.context.valuesRef.current;
        return (
          (e[C] = a),
          () => {
            delete e[C];
          }
        );
      }, [C, a, f]),
        J(() => {
          let e = f.state.value,
            t = f.state.selectedIndex,
            n = t,
            r;
          (m && Array.isArray(e)
            ? ((n = zd(C, a, f.context.valuesRef.current, e, _, t)),
              (r = n === C),
              C === t && !r && (f.context.selectedItemTextRef.current = null))
            : ((r = e !== void 0 && Nd(a, e, _)), r && (n = C)),
            f.set(`selectedIndex`, n),
            r && u.current && (f.context.selectedItemTextRef.current = u.current));
        }, [C, m, _, f, a]));
      let T = Z.useRef(`mouse`),
        E = Z.useRef(!1),
        { getButtonProps: D, buttonRef: O } = ce({ disabled: v, focusableWhenDisabled: !0, native: c, composite: !0 }),
        k = { disabled: v, selected: x, highlighted: y };
      function A(e) {
        if (h || g) return;
        let t = f.state.value;
        if (m) {
          let n = Array.isArray(t) ? t : [],
            r = x ? Bd(n, a, _) : [...n, a];
          f.context.setValue(r, Oi(Br, e));
        } else (f.context.setValue(a, Oi(Br, e)), f.context.setOpen(!1, Oi(Br, e)));
      }
      function j() {
        f.context.selectionRef.current.dragY = 0;
      }
      let M = {
          role: `option`,
          'aria-selected': x,
          tabIndex: b && y ? 0 : -1,
          onKeyDown(e) {
            (f.set(`activeIndex`, C), e.key === ` ` && f.context.typingRef.current && e.preventDefault());
          },
          onClick(e) {
            let t = T.current !== `touch`,
              n = e.nativeEvent.pointerType,
              r = t && Pi(e.nativeEvent) && (n !== void 0 || y),
              i = t && !r && !E.current;
            ((E.current = !1), v || i || A(e.nativeEvent));
          },
          onPointerEnter(e) {
            T.current = e.pointerType;
          },
          onPointerMove(e) {
            if (e.pointerType === `mouse` && e.buttons === 1) {
              let t = f.context.selectionRef.current;
              ((t.dragY += e.movementY), t.dragY ** 2 >= 64 && (t.allowUnselectedMouseUp = !0));
            }
          },
          onPointerDown(e) {
            ((T.current = e.pointerType), (E.current = !0), j());
          },
          onMouseUp() {
            if ((j(), v || T.current === `touch` || E.current)) return;
            let e = !f.context.selectionRef.current.allowSelectedMouseUp && x,
              t = !f.context.selectionRef.current.allowUnselectedMouseUp && !x;
            e || t || ((E.current = !0), w.current?.click(), (E.current = !1));
          },
        },
        N = fe(`div`, e, { ref: [O, t, d.ref, w], state: k, props: [p, M, l, D] }),
        P = Z.useMemo(() => ({ selected: x, index: C, textRef: u, selectedByFocus: S }), [x, C, u, S]);
      return (0, Q.jsx)(Sf.Provider, { value: P, children: N });
    }),
  ),
  Tf = Z.memo(
    Z.forwardRef(function (e, t) {
      let { render: n, className: r, style: i, keepMounted: a, selected: o, ...s } = e,
        c = Z.useRef(null),
        { transitionStatus: l, setMounted: u } = qe(o),
        d = fe(`span`, e, {
          ref: [t, c],
          state: { selected: o, transitionStatus: l },
          props: [{ 'aria-hidden': !0, children: `✔️` }, s],
          stateAttributesMapping: Ce,
        });
      return (
        Me({
          batch: !0,
          enabled: !o,
          open: o,
          ref: c,
          onComplete() {
            o || u(!1);
          },
        }),
        d
      );
    }),
  ),
  Ef = Z.forwardRef(function (e, t) {
    let { selected: n } = Cf();
    return e.keepMounted || n ? (0, Q.jsx)(Tf, { ...e, selected: n, ref: t }) : null;
  }),
  Df = Z.memo(
    Z.forwardRef(function (e, t) {
      let { index: n, textRef: r, selectedByFocus: i } = Cf(),
        a = Dd(),
        { render: o, className: s, style: c, ...l } = e,
        u = Z.useCallback(
          (e) => {
            e &&
              (n === 0 && (a.context.firstItemTextRef.current = e), i && (a.context.selectedItemTextRef.current = e));
          },
          [a, n, i],
        );
      return fe(`div`, e, { ref: [u, t, r], props: l });
    }),
  );
function Of(e) {
  let { choices: t, value: n, onChange: r, placeholder: i, bare: a = !1, ...o } = e,
    s = (0, Q.jsxs)(Gd, {
      items: t,
      value: n,
      onValueChange: (e) => e !== null && r(e),
      disabled: o.disabled === !0,
      children: [
        (0, Q.jsxs)(Zd, {
          'aria-label': a ? o.label : void 0,
          className: me(Re, `inline-flex cursor-pointer items-center justify-between gap-2`, a && `w-auto`),
          children: [
            (0, Q.jsx)($d, { placeholder: i, className: `truncate` }),
            (0, Q.jsx)(ef, { children: (0, Q.jsx)(Vn, { className: `size-3.5 text-muted`, 'aria-hidden': `true` }) }),
          ],
        }),
        (0, Q.jsx)(tf, {
          children: (0, Q.jsx)(cf, {
            sideOffset: 4,
            className: `z-50`,
            alignItemWithTrigger: !1,
            children: (0, Q.jsx)(pf, {
              className: me(xd, `max-h-80 min-w-(--anchor-width) overflow-y-auto p-1`),
              children: (0, Q.jsx)(xf, {
                children: t.map((e) =>
                  (0, Q.jsxs)(
                    wf,
                    {
                      value: e.value,
                      disabled: e.disabled === !0,
                      className: Sd,
                      children: [
                        (0, Q.jsx)(Df, { className: `grow`, children: e.label }),
                        (0, Q.jsx)(Ef, {
                          children: (0, Q.jsx)(Xe, { className: `size-4 text-accent`, 'aria-hidden': `true` }),
                        }),
                      ],
                    },
                    e.value,
                  ),
                ),
              }),
            }),
          }),
        }),
      ],
    });
  return a ? s : (0, Q.jsx)(He, { ...o, children: s });
}
var kf = [`light`, `dark`, `system`],
  Af = `plugboard.theme`,
  jf = matchMedia(`(prefers-color-scheme: dark)`);
function Mf() {
  let e = localStorage.getItem(Af);
  return e === `light` || e === `dark` ? e : `system`;
}
function Nf(e) {
  (e === `system` ? localStorage.removeItem(Af) : localStorage.setItem(Af, e), Pf());
}
function Pf() {
  let e = Mf();
  document.documentElement.dataset.theme = e === `dark` || (e === `system` && jf.matches) ? `dark` : `light`;
}
jf.addEventListener(`change`, Pf);
var Ff = (function () {
    let e = typeof document < `u` && document.createElement(`link`).relList;
    return e && e.supports && e.supports(`modulepreload`) ? `modulepreload` : `preload`;
  })(),
  If = function (e) {
    return `/` + e;
  },
  Lf = {},
  Rf = function (e) {
    return e.pathname.endsWith(`.css`);
  },
  zf = function (e, t, n) {
    if (t in e) return e[t];
    let r = n();
    if (!r) {
      e[t] = void 0;
      return;
    }
    let i = r.then(
      () => {
        e[t] = void 0;
      },
      (n) => {
        throw ((e[t] = void 0), n);
      },
    );
    return ((e[t] = i), i);
  },
  Bf = function (e, t, n) {
    let r = Promise.resolve();
    if (t && t.length > 0) {
      let e,
        i = document.querySelector(`meta[property=csp-nonce]`),
        a = i?.nonce || i?.getAttribute(`nonce`);
      function o(e) {
        return Promise.all(
          e.map((e) =>
            Promise.resolve(e).then(
              (e) => ({ status: `fulfilled`, value: e }),
              (e) => ({ status: `rejected`, reason: e }),
            ),
          ),
        );
      }
      function s(e) {
        return import.meta.resolve ? new URL(import.meta.resolve(e)) : new URL(e, import.meta.url);
      }
      r = o(
        t
          .map((t) => {
            t = If(t, n);
            let r = s(t),
              i = Rf(r);
            return zf(Lf, r.href, () => {
              if (e === void 0) {
                e = { all: new Set(), styles: new Set() };
                let t = document.getElementsByTagName(`link`);
                for (let n = t.length - 1; n >= 0; n--) {
                  let r = t[n];
                  (e.all.add(r.href), r.rel === `stylesheet` && e.styles.add(r.href));
                }
              }
              if ((i ? e.styles : e.all).has(r.href)) return;
              let t = document.createElement(`link`);
              if (
                ((t.rel = i ? `stylesheet` : Ff),
                i || (t.as = `script`),
                (t.crossOrigin = ``),
                (t.href = r.href),
                a && t.setAttribute(`nonce`, a),
                document.head.appendChild(t),
                i)
              )
                return new Promise((e, n) => {
                  let i = (a) => {
                    (t.removeEventListener(`load`, i),
                      t.removeEventListener(`error`, i),
                      a.type === `error` ? n(Error(`Unable to preload CSS for ${r}`)) : e(a));
                  };
                  (t.addEventListener(`load`, i), t.addEventListener(`error`, i));
                });
            });
          })
          .filter((e) => e !== void 0),
      );
    }
    function i(e) {
      let t = new Event(`vite:preloadError`, { cancelable: !0 });
      if (((t.payload = e), window.dispatchEvent(t), !t.defaultPrevented)) throw e;
    }
    return r.then((t) => {
      for (let e of t || []) e.status === `rejected` && i(e.reason);
      return e().catch(i);
    });
  },
  Vf = (0, Z.lazy)(async () => ({
    default: (
      await Bf(
        async () => {
          let { CommandPalette: e } = await import(`./command-palette-Dv17ZgPG.js`);
          return { CommandPalette: e };
        },
        __vite__mapDeps([0, 1, 2, 3, 4]),
      )
    ).CommandPalette,
  }));
function Hf() {
  let { tenant: e } = Bt({ from: `/$tenant` }),
    { me: t } = Ht({ from: `/$tenant` }),
    n = c(`app`),
    [r, i] = (0, Z.useState)(!1),
    [a, o] = (0, Z.useState)(!1),
    s = kn({ select: ({ location: e }) => e.pathname });
  return (
    (0, Z.useEffect)(() => i(!1), [s]),
    (0, Z.useEffect)(() => {
      let e = (e) => {
        e.key.toLowerCase() === `k` && (e.metaKey || e.ctrlKey) && (e.preventDefault(), o(!0));
      };
      return (addEventListener(`keydown`, e), () => removeEventListener(`keydown`, e));
    }, []),
    (0, Q.jsxs)(Ze, {
      me: t,
      tenant: e,
      children: [
        (0, Q.jsx)(`a`, {
          href: `#content`,
          className: `sr-only z-60 rounded-md bg-surface px-3 py-2 focus:not-sr-only focus:fixed focus:start-3 focus:top-3`,
          children: n(`skip`),
        }),
        (0, Q.jsxs)(`header`, {
          className: `sticky top-0 z-30 flex h-14 items-center gap-2 border-b border-line bg-surface px-3 sm:px-4`,
          children: [
            (0, Q.jsx)(`span`, {
              className: `md:hidden`,
              children: (0, Q.jsx)(x, {
                label: n(r ? `close_menu` : `open_menu`),
                icon: r
                  ? (0, Q.jsx)(ar, { className: `size-5`, 'aria-hidden': `true` })
                  : (0, Q.jsx)(qn, { className: `size-5`, 'aria-hidden': `true` }),
                onPress: () => i(!r),
              }),
            }),
            (0, Q.jsxs)(nn, {
              to: `/`,
              className: `flex items-center gap-2 font-semibold`,
              children: [
                (0, Q.jsx)(`img`, { src: `/icon.svg`, alt: ``, className: `size-7` }),
                (0, Q.jsx)(`span`, { className: `max-sm:sr-only`, children: `Plugboard` }),
              ],
            }),
            (0, Q.jsx)(`span`, { className: `mx-1 h-5 border-s border-line max-sm:hidden`, 'aria-hidden': `true` }),
            (0, Q.jsx)(Gf, {}),
            (0, Q.jsx)(`div`, { className: `grow` }),
            (0, Q.jsxs)(`button`, {
              type: `button`,
              onClick: () => o(!0),
              className: `flex min-h-8 cursor-pointer items-center gap-2 rounded-md border border-line bg-canvas px-2.5 text-sm text-muted hover:text-ink max-sm:border-0 max-sm:bg-transparent`,
              children: [
                (0, Q.jsx)($n, { className: `size-4`, 'aria-hidden': `true` }),
                (0, Q.jsx)(`span`, { className: `max-sm:sr-only`, children: n(`find`) }),
                (0, Q.jsx)(`kbd`, {
                  className: `rounded-sm border border-line px-1 font-sans text-xs max-sm:hidden`,
                  children: n(`find_keys`),
                }),
              ],
            }),
            (0, Q.jsx)(qf, {}),
            (0, Q.jsx)(Jf, {}),
          ],
        }),
        (0, Q.jsxs)(`div`, {
          className: `flex`,
          children: [
            (0, Q.jsx)(Wf, { open: r }),
            (0, Q.jsx)(`main`, {
              id: `content`,
              tabIndex: -1,
              className: `min-w-0 grow outline-none`,
              children: (0, Q.jsx)(yn, {}),
            }),
          ],
        }),
        a && (0, Q.jsx)(Z.Suspense, { children: (0, Q.jsx)(Vf, { onClose: () => o(!1) }) }),
      ],
    })
  );
}
var Uf = [
  { to: `/$tenant`, name: `overview`, icon: Gn },
  { to: `/$tenant/marketplace`, name: `marketplace`, icon: zn },
];
function Wf({ open: e }) {
  let t = c(`app.places`),
    { tenant: n } = Ye();
  return (0, Q.jsx)(`nav`, {
    'aria-label': t(`label`),
    className: me(
      `top-14 z-20 h-[calc(100dvh-3.5rem)] w-56 shrink-0 overflow-y-auto border-e border-line bg-surface p-3`,
      e ? `fixed inset-x-0 start-0` : `sticky max-md:hidden`,
    ),
    children: (0, Q.jsx)(`ul`, {
      className: `flex flex-col gap-0.5`,
      children: Uf.map(({ to: e, name: r, icon: i }) =>
        (0, Q.jsx)(
          `li`,
          {
            children: (0, Q.jsxs)(nn, {
              to: e,
              params: { tenant: n },
              activeOptions: { exact: e === `/$tenant` },
              className: `flex min-h-9 items-center gap-2.5 rounded-md px-2.5 text-muted hover:bg-sunken hover:text-ink`,
              activeProps: { className: `!bg-accent-soft !text-ink font-medium`, 'aria-current': `page` },
              children: [
                (0, Q.jsx)(`span`, { 'aria-hidden': `true`, children: (0, Q.jsx)(i, { className: `size-4` }) }),
                t(r),
              ],
            }),
          },
          r,
        ),
      ),
    }),
  });
}
function Gf() {
  let e = c(`app`),
    { me: t, tenant: n } = Ye(),
    r = Fe(),
    i = t.tenants.map(({ slug: e, name: t }) => ({ value: e, label: t })),
    a = i.some(({ value: e }) => e === n) ? i : [...i, { value: n, label: n }];
  return a.length < 2
    ? (0, Q.jsx)(`span`, { className: `truncate font-medium`, children: a[0]?.label })
    : (0, Q.jsx)(Of, {
        bare: !0,
        label: e(`tenant`),
        choices: a,
        value: n,
        onChange: (e) => void r({ to: `/$tenant`, params: { tenant: e } }),
      });
}
var Kf = { light: tr, dark: Zn, system: Yn };
function qf() {
  let e = c(`app.theme`),
    [t, n] = (0, Z.useState)(Mf),
    r = Kf[t];
  return (0, Q.jsx)(Cd, {
    trigger: (0, Q.jsx)(`button`, {
      type: `button`,
      'aria-label': e(`label`),
      className: `inline-flex size-8 cursor-pointer items-center justify-center rounded-md text-muted hover:bg-sunken hover:text-ink`,
      children: (0, Q.jsx)(r, { className: `size-4` }),
    }),
    entries: kf.map((t) => ({
      key: t,
      label: e(t),
      onPress: () => {
        (Nf(t), n(t));
      },
    })),
  });
}
function Jf() {
  let e = c(`app`),
    { me: t } = Ye(),
    n = Fe(),
    r = async () => {
      (await fetch(`/api/auth/sign-out`, {
        method: `POST`,
        headers: { 'content-type': `application/json` },
        body: `{}`,
      }),
        l.clear(),
        await n({ to: `/sign-in`, search: {} }));
    },
    i = t.person.name
      .split(/\s+/)
      .slice(0, 2)
      .map((e) => e[0]?.toUpperCase() ?? ``)
      .join(``);
  return (0, Q.jsx)(Cd, {
    trigger: (0, Q.jsx)(`button`, {
      type: `button`,
      'aria-label': e(`person`, { name: t.person.name }),
      className: `inline-flex size-8 cursor-pointer items-center justify-center rounded-full bg-accent-soft text-xs font-semibold text-accent`,
      children: i,
    }),
    entries: [{ key: `out`, label: e(`sign_out`), onPress: () => void r() }],
  });
}
var Yf = cn({ component: yn, notFoundComponent: ur, errorComponent: dr }),
  Xf = on({
    getParentRoute: () => Yf,
    path: `/`,
    beforeLoad: async () => {
      let e = await l.fetchQuery(In);
      if (e.person === null) throw D({ to: `/sign-in`, search: {} });
      let t = e.tenants[0]?.slug;
      throw D(t === void 0 ? { to: `/welcome` } : { to: `/$tenant`, params: { tenant: t } });
    },
  }),
  Zf = on({
    getParentRoute: () => Yf,
    path: `/sign-in`,
    validateSearch: (e) => (typeof e.to == `string` ? { to: e.to } : {}),
    component: ln(() => Bf(() => import(`./sign-in-D5NYpHbk.js`), __vite__mapDeps([5, 2, 1, 3, 6, 7])), `SignInScreen`),
  }),
  Qf = on({
    getParentRoute: () => Yf,
    path: `/welcome`,
    component: ln(() => Bf(() => import(`./welcome-B4WbZHpE.js`), __vite__mapDeps([8, 2])), `WelcomeScreen`),
  }),
  $f = on({
    getParentRoute: () => Yf,
    path: `/$tenant`,
    component: Hf,
    beforeLoad: async ({ location: e }) => {
      let t = await l.fetchQuery(In);
      if (t.person === null) throw D({ to: `/sign-in`, search: { to: e.href } });
      return { me: { ...t, person: t.person } };
    },
  }),
  ep = on({
    getParentRoute: () => $f,
    path: `/`,
    component: ln(
      () => Bf(() => import(`./overview-B2hTsWi-.js`), __vite__mapDeps([9, 2, 10, 3, 4, 6, 7])),
      `OverviewScreen`,
    ),
  }),
  tp = on({
    getParentRoute: () => $f,
    path: `/marketplace`,
    validateSearch: ({ q: e, category: t }) => ({
      ...(typeof e == `string` && e !== `` ? { q: e } : {}),
      ...(typeof t == `string` ? { category: t } : {}),
    }),
    component: ln(
      () => Bf(() => import(`./marketplace-DO1MrBOc.js`), __vite__mapDeps([11, 1, 2, 3, 10, 4, 6, 7])),
      `MarketplaceScreen`,
    ),
  }),
  np = Tn({
    routeTree: Yf.addChildren([Xf, Zf, Qf, $f.addChildren([ep, tp])]),
    defaultPreload: `intent`,
    scrollRestoration: !0,
  }),
  rp = {
    skip: `Skip to the content`,
    open_menu: `Open the menu`,
    close_menu: `Close the menu`,
    tenant: `Tenant`,
    find: `Find`,
    find_keys: `Ctrl K`,
    person: `Signed in as {name}`,
    sign_out: `Sign out`,
    places: { label: `Screens`, overview: `Overview`, marketplace: `Marketplace` },
    theme: { label: `Theme`, light: `Light`, dark: `Dark`, system: `As the system has it` },
    palette: { title: `Go to`, placeholder: `Type a part of a name`, provider: `Provider` },
    not_found: {
      title: `Not found`,
      heading: `There is nothing at this address`,
      text: `It may have been removed, or it is a tenant you do not act for.`,
      home: `To the overview`,
    },
    failed: {
      title: `This could not be shown`,
      again: `Try again`,
      unreachable: `The server does not answer as it should.`,
      unreachable_next: `Check the connection, then try again.`,
    },
  },
  ip = {
    title: `Marketplace`,
    description: `Systems that can be connected. What each one syncs and can do is on its page.`,
    search: `Search providers`,
    all: `All`,
    count: `{count, plural, =0 {No provider} one {# provider} other {# providers}}`,
    connected: `{count, plural, one {Connected} other {# connected}}`,
    connect: `Connect`,
    nothing: `No provider is called that`,
    nothing_text: `Try a part of its name, or another category.`,
    reset: `Show all`,
  },
  ap = {
    title: `Overview`,
    attention: `Needs attention`,
    integrations: `Integrations`,
    none: {
      title: `Nothing is connected yet`,
      text: `Choose a system that you use already: its data comes here by itself, and stays in step.`,
      action: `To the marketplace`,
    },
    figures: { connected: `Connected`, failing: `Failing`, available: `Available providers`, runs: `Runs shown` },
    last_synced: `Read`,
    never: `never read`,
    next: `next`,
  },
  op = {
    title: `Sign in`,
    email: `E-mail`,
    password: `Password`,
    submit: `Sign in`,
    with: `Sign in with {name}`,
    or: `or`,
    forgotten: `Forgotten the password?`,
    failed: `E-mail and password do not belong together.`,
    too_often: `Too many attempts. Wait a minute, then try again.`,
    code: `Code of your authenticator`,
    code_help: `The six digits it shows for Plugboard.`,
    code_failed: `This code is not right; it may be over already.`,
    code_submit: `Go on`,
    reset: {
      title: `A new password`,
      help: `We send a link to this address, if there is somebody with it.`,
      submit: `Send the link`,
      sent: `If there is somebody with this address, a letter is on its way.`,
      back: `Back to signing in`,
    },
    welcome: {
      title: `Welcome`,
      heading: `You are signed in, but act for no tenant yet`,
      text: `Ask an owner of the tenant for an invitation to {email}.`,
      out: `Sign out`,
    },
  },
  sp = {
    close: `Close`,
    optional: `optional`,
    secret_kept: `Leave empty to keep the stored one`,
    show_secret: `Show {label}`,
    hide_secret: `Hide {label}`,
    open_list: `Show all of {label}`,
    nothing_found: `Nothing found`,
    copy: `Copy {text}`,
    copied: `Copied`,
    parts: `Parts of this page`,
    loading: `Loading`,
    more: `{count, plural, one {# more} other {# more}}`,
    newer: `{count, plural, one {# new} other {# new}}`,
    failure: {
      fault: `Who has to act:`,
      next: `What to do:`,
      request: `Request`,
      faults: { you: `whoever set this up`, provider: `the other system`, us: `the operator of this server` },
    },
  },
  cp = {
    category: {
      sms_rto: `SMS / RTO`,
      lms_assessment: `LMS / Assessment`,
      accounting: `Accounting`,
      payment: `Payment`,
      crm: `CRM`,
      support: `Support`,
      analytics: `Analytics`,
      marketing: `Marketing`,
      documents: `Documents`,
      meetings: `Meetings`,
      email: `E-mail`,
      training: `Training`,
      ecommerce: `E-commerce`,
      messaging: `Messaging`,
    },
    priority: { high: `HIGH`, medium: `MEDIUM`, emerging: `EMERGING` },
    integration_status: {
      draft: `Draft`,
      connected: `Connected`,
      failing: `Failing`,
      needs_reauth: `Sign in again`,
      paused: `Paused`,
      disconnected: `Disconnected`,
    },
  },
  lp = a({
    app: () => rp,
    marketplace: () => ip,
    overview: () => ap,
    sign_in: () => op,
    ui: () => sp,
    words: () => cp,
  }),
  up = { a: `å`, e: `é`, i: `î`, o: `ö`, u: `ü`, c: `ç`, n: `ñ`, A: `Å`, E: `É`, I: `Î`, O: `Ö`, U: `Ü` };
function dp(e) {
  let t = 0;
  return `[${[...e].map((e) => (e === `{` && (t += 1), e === `}` && --t, t > 0 ? e : (up[e] ?? e))).join(``)}${`·`.repeat(Math.ceil(e.length / 3))}]`;
}
function fp(e, t) {
  return typeof e == `string`
    ? t(e)
    : typeof e != `object` || !e
      ? e
      : Object.fromEntries(Object.entries(e).map(([e, n]) => [e, fp(n, t)]));
}
var pp = new URLSearchParams(location.search).get(`locale`) === `pseudo` ? fp(lp, dp) : lp;
function mp({ children: e }) {
  return (0, Q.jsx)(i, {
    locale: `en`,
    messages: pp,
    timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    children: e,
  });
}
var hp = Z.createContext(void 0);
function gp() {
  let e = Z.useContext(hp);
  if (!e) throw Error(G(73));
  return e;
}
var _p = 0;
function vp(e) {
  return ((_p += 1), `${e}-${Math.random().toString(36).slice(2, 6)}-${_p}`);
}
function yp(e, t) {
  if (typeof e == `string`) return { description: e };
  if (typeof e == `function`) {
    let n = e(t);
    return typeof n == `string` ? { description: n } : n;
  }
  return e;
}
function bp(e) {
  let t = new Map(),
    n = 0,
    r = 0;
  return (
    e.forEach((e, i) => {
      let a = e.transitionStatus === `ending`;
      (t.set(e.id, { value: e, domIndex: i, visibleIndex: a ? -1 : n, offsetY: r }),
        (r += e.height || 0),
        a || (n += 1));
    }),
    t
  );
}
function xp(e, t) {
  let n = 0;
  return e.map((e) => {
    if (e.transitionStatus === `ending`) return e;
    let r = n >= t;
    return ((n += 1), e.limited === r ? e : { ...e, limited: r });
  });
}
var Sp = {
    toasts: (e) => e.toasts,
    isEmpty: (e) => e.toasts.length === 0,
    toast: (e, t) => e.toastMetadata.get(t)?.value,
    toastIndex: (e, t) => e.toastMetadata.get(t)?.domIndex ?? -1,
    toastOffsetY: (e, t) => e.toastMetadata.get(t)?.offsetY ?? 0,
    toastVisibleIndex: (e, t) => e.toastMetadata.get(t)?.visibleIndex ?? -1,
    focused: (e) => e.focused,
    expanded: (e) => e.hovering || e.focused,
    expandedOrOutOfFocus: (e) => e.hovering || e.focused || !e.isWindowFocused,
    prevFocusElement: (e) => e.prevFocusElement,
  },
  Cp = class extends Ws {
    timers = new Map();
    areTimersPaused = !1;
    constructor(e) {
      super({ ...e, toastMetadata: bp(e.toasts) }, {}, Sp);
    }
    setViewport = (e) => {
      this.set(`viewport`, e);
    };
    syncProviderProps(e, t) {
      let n = this.state.limit !== t;
      if (this.state.timeout === e && !n) return;
      let r = { timeout: e, limit: t };
      if (n) {
        let e = xp(this.state.toasts, t);
        ((r.toasts = e), (r.toastMetadata = bp(e)));
      }
      this.update(r);
    }
    disposeEffect = () => () => {
      (this.timers.forEach((e) => {
        e.timeout?.clear();
      }),
        this.timers.clear());
    };
    removeToast(e, t = !1) {
      let n = Sp.toastIndex(this.state, e);
      if (n === -1) return;
      let r = this.state.toasts[n];
      t || r?.onRemove?.();
      let i = [...this.state.toasts];
      (i.splice(n, 1), this.setToasts(i));
    }
    addToast = (e) => {
      let { timeout: t, limit: n } = this.state,
        r = e.id || vp(`toast`);
      if (e.id) {
        let t = Sp.toast(this.state, e.id);
        if (t) {
          if (t.transitionStatus === `ending`) this.removeToast(e.id, !0);
          else {
            let { id: t, transitionStatus: n, ...r } = e;
            return (this.updateToastInternal(e.id, r, !0, !0), e.id);
          }
        }
      }
      let i = { ...e, id: r, updateKey: 0, transitionStatus: `starting` },
        a = [i, ...this.state.toasts];
      this.setToasts(xp(a, n));
      let o = i.timeout ?? t;
      return (
        i.type !== `loading` && o > 0 && this.scheduleTimer(r, o, () => this.closeToast(r)),
        Sp.expandedOrOutOfFocus(this.state) && this.pauseTimers(),
        r
      );
    };
    updateToast = (e, t) => {
      let n = Sp.toast(this.state, e);
      n && n.transitionStatus !== `ending` && this.updateToastInternal(e, typeof t == `function` ? t(n) : t, !1, !0);
    };
    updateToastInternal = (e, t, n = !1, r = !1) => {
      let { timeout: i, toasts: a } = this.state,
        o = Sp.toast(this.state, e);
      if (!o || o.transitionStatus === `ending`) return;
      let s = { ...o, ...t, ...(r && { updateKey: o.updateKey + 1 }) };
      this.setToasts(a.map((t) => (t.id === e ? s : t)));
      let c = s.timeout ?? i,
        l = o.timeout ?? i,
        u = Object.hasOwn(t, `timeout`),
        d = s.transitionStatus !== `ending` && s.type !== `loading` && c > 0,
        f = this.timers.has(e),
        p = l !== c,
        m = o.type === `loading`;
      !d && f
        ? this.clearTimer(e)
        : d &&
          (!f || p || u || m || n) &&
          (this.clearTimer(e),
          this.scheduleTimer(e, c, () => this.closeToast(e)),
          Sp.expandedOrOutOfFocus(this.state) && this.pauseTimers());
    };
    closeToast = (e) => {
      let t = e === void 0,
        { limit: n, toasts: r } = this.state,
        i;
      if (t) ((i = r), this.clearTimers());
      else {
        let t = Sp.toast(this.state, e);
        if (!t) return;
        ((i = [t]), this.clearTimer(e));
      }
      let a = xp(
        r.map((n) => (t || n.id === e ? { ...n, transitionStatus: `ending`, height: 0 } : n)),
        n,
      );
      (this.setToasts(a, !a.some((e) => e.transitionStatus !== `ending`)),
        i.forEach((e) => {
          e.transitionStatus !== `ending` && e.onClose?.();
        }),
        this.handleFocusManagement(e));
    };
    promiseToast = (e, t) => {
      let n = yp(t.loading),
        r = this.addToast({ ...n, type: `loading` }),
        i = e
          .then((e) => {
            let n = yp(t.success, e);
            return (this.updateToast(r, { ...n, type: `success`, timeout: n.timeout }), e);
          })
          .catch((e) => {
            let n = yp(t.error, e);
            return (this.updateToast(r, { ...n, type: `error`, timeout: n.timeout }), Promise.reject(e));
          });
      return ({}.hasOwnProperty.call(t, `setPromise`) && t.setPromise(i), i);
    };
    pauseTimers() {
      this.areTimersPaused ||
        ((this.areTimersPaused = !0),
        this.timers.forEach((e) => {
          e.timeout && (e.timeout.clear(), (e.remaining = Math.max(e.remaining - (Date.now() - e.start), 0)));
        }));
    }
    resumeTimers() {
      this.areTimersPaused &&
        ((this.areTimersPaused = !1),
        this.timers.forEach((e, t) => {
          ((e.remaining = e.remaining > 0 ? e.remaining : e.delay),
            (e.timeout ??= Le.create()),
            e.timeout.start(e.remaining, () => {
              (this.handleTimerFired(t), e.callback());
            }),
            (e.start = Date.now()));
        }));
    }
    restoreFocusToPrevElement() {
      this.state.prevFocusElement?.focus({ preventScroll: !0 });
    }
    handleDocumentPointerDown = (e) => {
      if (e.pointerType !== `touch`) return;
      let t = ze(e);
      Y(this.state.viewport, t) || (this.resumeTimers(), this.update({ hovering: !1, focused: !1 }));
    };
    scheduleTimer(e, t, n) {
      let r = Date.now(),
        i = Sp.expandedOrOutOfFocus(this.state) ? void 0 : Le.create();
      (i?.start(t, () => {
        (this.handleTimerFired(e), n());
      }),
        this.timers.set(e, { timeout: i, start: r, delay: t, remaining: t, callback: n }));
    }
    clearTimers() {
      (this.timers.forEach((e) => {
        e.timeout?.clear();
      }),
        this.timers.clear(),
        (this.areTimersPaused = !1));
    }
    clearTimer(e) {
      (this.timers.get(e)?.timeout?.clear(), this.timers.delete(e), this.resetPausedStateIfNoTimersRemain());
    }
    handleTimerFired(e) {
      (this.timers.delete(e), this.resetPausedStateIfNoTimersRemain());
    }
    resetPausedStateIfNoTimersRemain() {
      this.timers.size === 0 && (this.areTimersPaused = !1);
    }
    setToasts(e, t = e.length === 0) {
      let n = { toasts: e, toastMetadata: bp(e) };
      (t && ((n.hovering = !1), (n.focused = !1)), this.update(n));
    }
    handleFocusManagement(e) {
      let t = Ue(X(this.state.viewport));
      if (!this.state.viewport || !Y(this.state.viewport, t) || !Zi(t)) return;
      if (e === void 0) {
        this.restoreFocusToPrevElement();
        return;
      }
      let n = Sp.toasts(this.state),
        r = Sp.toastIndex(this.state, e),
        i = (e, t) => {
          for (let r = e; r >= 0 && r < n.length; r += t) if (n[r].transitionStatus !== `ending`) return n[r];
          return null;
        },
        a = i(r + 1, 1) ?? i(r - 1, -1);
      a ? a.ref?.current?.focus() : this.restoreFocusToPrevElement();
    }
  },
  wp = function (e) {
    let { children: t, timeout: n = 5e3, limit: r = 3, toastManager: i } = e,
      a = ae(
        () =>
          new Cp({
            timeout: n,
            limit: r,
            viewport: null,
            toasts: [],
            hovering: !1,
            focused: !1,
            isWindowFocused: !0,
            prevFocusElement: null,
          }),
      ).current;
    return (
      De(a.disposeEffect),
      Z.useEffect(
        function () {
          if (i)
            return i[` subscribe`](({ action: e, options: t }) => {
              let n = t.id;
              e === `promise` && t.promise
                ? a.promiseToast(t.promise, t)
                : e === `update` && n
                  ? a.updateToast(n, t.updates)
                  : e === `close`
                    ? a.closeToast(n)
                    : a.addToast(t);
            });
        },
        [a, i],
      ),
      (0, Q.jsxs)(hp.Provider, { value: a, children: [(0, Q.jsx)(Tp, { store: a, timeout: n, limit: r }), t] })
    );
  };
function Tp(e) {
  let { store: t, timeout: n, limit: r } = e;
  return (
    J(() => {
      t.syncProviderProps(n, r);
    }, [t, n, r]),
    null
  );
}
var Ep = `--toast-frontmost-height`,
  Dp = Z.forwardRef(function (e, t) {
    let { render: n, className: r, style: i, children: a, ...o } = e,
      s = gp(),
      c = Ne(),
      l = Z.useRef(!1),
      u = Z.useRef(!1),
      d = Z.useRef(!1),
      f = s.useState(`isEmpty`),
      p = s.useState(`toasts`),
      m = s.useState(`focused`),
      h = s.useState(`expanded`),
      g = s.useState(`prevFocusElement`),
      _ = p[0]?.height,
      v = p.some((e) => e.transitionStatus === `ending`),
      y = p.filter((e) => e.priority === `high`);
    Z.useEffect(() => {
      let e = s.state.viewport;
      if (!e || f) return;
      let t = F(e),
        n = X(e);
      function r(t) {
        t.key === `F6` &&
          ze(t) !== e &&
          (t.preventDefault(),
          s.set(`prevFocusElement`, Ue(n)),
          e?.focus({ preventScroll: !0 }),
          s.pauseTimers(),
          s.set(`focused`, !0));
      }
      function i(e) {
        ze(e) === t && (s.set(`isWindowFocused`, !1), s.pauseTimers());
      }
      function a(n) {
        if (n.relatedTarget) return;
        let r = ze(n),
          i = Ue(X(e));
        ((r !== t && Y(e, r) && Zi(i)) || s.resumeTimers(), c.start(0, () => s.set(`isWindowFocused`, !0)));
      }
      return ia(
        $(t, `keydown`, r),
        $(t, `blur`, i, !0),
        $(t, `focus`, a, !0),
        $(n, `pointerdown`, s.handleDocumentPointerDown, !0),
      );
    }, [s, c, f]);
    function b(e) {
      l.current = !0;
      let t =
        e.relatedTarget === s.state.viewport ? p.find((e) => e.transitionStatus !== `ending` && !e.limited) : void 0;
      t ? t.ref?.current?.focus() : s.restoreFocusToPrevElement();
    }
    function x(e) {
      e.key === `Tab` &&
        e.shiftKey &&
        ze(e.nativeEvent) === s.state.viewport &&
        (e.preventDefault(), s.restoreFocusToPrevElement());
    }
    function S() {
      s.state.toasts.some((e) => e.transitionStatus === `ending`) ||
        d.current ||
        !u.current ||
        (s.set(`hovering`, !1), s.select(`expandedOrOutOfFocus`) || s.resumeTimers(), (u.current = !1));
    }
    Z.useEffect(S, [v, s]);
    function C() {
      (s.pauseTimers(), s.set(`hovering`, !0), (u.current = !1));
    }
    function w() {
      ((u.current = !0), S());
    }
    function T(e) {
      e.pointerType === `touch` && (d.current = !0);
    }
    function E(e) {
      e.pointerType === `touch` && ((d.current = !1), S());
    }
    function D() {
      l.current ? (l.current = !1) : m || (Zi(Ue(X(s.state.viewport))) && (s.set(`focused`, !0), s.pauseTimers()));
    }
    function O(e) {
      m &&
        !Y(s.state.viewport, e.relatedTarget) &&
        (s.set(`focused`, !1), s.select(`expandedOrOutOfFocus`) || s.resumeTimers());
    }
    let k = {
        tabIndex: -1,
        role: `region`,
        'aria-live': `polite`,
        'aria-atomic': !1,
        'aria-relevant': `additions text`,
        'aria-label': `Notifications`,
        onMouseEnter: C,
        onMouseMove: C,
        onMouseLeave: w,
        onFocus: D,
        onBlur: O,
        onKeyDown: x,
        onClick: D,
        onPointerDown: T,
        onPointerUp: E,
        onPointerCancel: E,
        style: { [Ep]: _ ? `${_}px` : void 0 },
      },
      A = { expanded: h },
      j = !f && g && (0, Q.jsx)(ua, { onFocus: b }),
      M = fe(`div`, e, {
        ref: [t, s.setViewport],
        state: A,
        props: [k, o, { children: (0, Q.jsxs)(Z.Fragment, { children: [j, a, j] }) }],
      });
    return (0, Q.jsxs)(Z.Fragment, {
      children: [
        j,
        M,
        !m &&
          y.length > 0 &&
          (0, Q.jsx)(`div`, {
            style: ca,
            children: y.map((e) =>
              (0, Q.jsxs)(
                `div`,
                {
                  role: `alert`,
                  'aria-atomic': !0,
                  children: [(0, Q.jsx)(`div`, { children: e.title }), (0, Q.jsx)(`div`, { children: e.description })],
                },
                e.id,
              ),
            ),
          }),
      ],
    });
  }),
  Op = Z.createContext(void 0);
function kp() {
  let e = Z.useContext(Op);
  if (!e) throw Error(G(66));
  return e;
}
function Ap(e, t) {
  let n = (t ?? F(e).getComputedStyle(e)).transform,
    r = 0,
    i = 0,
    a = 1;
  if (n && n !== `none`) {
    let e = n.match(/matrix(?:3d)?\(([^)]+)\)/);
    if (e) {
      let t = e[1].split(`, `).map(parseFloat);
      t.length === 6
        ? ((r = t[4]), (i = t[5]), (a = Math.sqrt(t[0] * t[0] + t[1] * t[1])))
        : t.length === 16 && ((r = t[12]), (i = t[13]), (a = t[0]));
    }
  }
  return { x: r, y: i, scale: a };
}
function jp(e, t, n) {
  switch (e) {
    case `up`:
      return -n;
    case `down`:
      return n;
    case `left`:
      return -t;
    case `right`:
      return t;
    default:
      return 0;
  }
}
var Mp = `--toast-index`,
  Np = `--toast-offset-y`,
  Pp = `--toast-height`,
  Fp = `--toast-swipe-movement-x`,
  Ip = `--toast-swipe-movement-y`,
  Lp = `data-swipe-direction`,
  Rp = {
    ...Ce,
    swipeDirection(e) {
      return e ? { [Lp]: e } : null;
    },
  },
  zp = 40,
  Bp = 10,
  Vp = 0.5,
  Hp = 1,
  Up = `${Lo},${Ro}`,
  Wp = Z.forwardRef(function (e, t) {
    let { toast: n, render: r, className: i, swipeDirection: a = [`down`, `right`], style: o, ...s } = e,
      c = n.positionerProps?.anchor !== void 0,
      l = [];
    c || (l = Array.isArray(a) ? a : [a]);
    let u = l.length > 0,
      d = gp(),
      [f, p] = Z.useState(void 0),
      [m, h] = Z.useState(!1),
      [g, _] = Z.useState(!1),
      [v, y] = Z.useState({ x: 0, y: 0 }),
      [b, x] = Z.useState({ x: 0, y: 0, scale: 1 }),
      [S, C] = Z.useState(),
      [w, T] = Z.useState(),
      [E, D] = Z.useState(null),
      O = Z.useRef(null),
      k = Z.useRef(void 0),
      A = Z.useRef({ x: 0, y: 0 }),
      j = Z.useRef({ x: 0, y: 0, scale: 1 }),
      M = Z.useRef(void 0),
      N = Z.useRef(0),
      P = Z.useRef(!1),
      F = Z.useRef({ x: 0, y: 0 }),
      I = Z.useRef(!1),
      L = Z.useRef({ x: 0, y: 0 }),
      R = Z.useRef(null),
      ee = Z.useRef(null),
      z = d.useState(`toastIndex`, n.id),
      B = d.useState(`toastVisibleIndex`, n.id),
      te = d.useState(`toastOffsetY`, n.id),
      V = d.useState(`focused`),
      ne = d.useState(`expanded`);
    Me({
      open: n.transitionStatus !== `ending`,
      ref: O,
      onComplete() {
        n.transitionStatus === `ending` && d.removeToast(n.id);
      },
    });
    let re = K((e = !1) => {
      let t = O.current;
      if (!t) return;
      let r = t.style.height;
      t.style.height = `auto`;
      let i = t.offsetHeight;
      t.style.height = r;
      function a() {
        d.updateToastInternal(n.id, { ref: O, height: i, transitionStatus: void 0 });
      }
      e ? Fn.flushSync(a) : a();
    });
    J(() => {
      let e = k.current;
      (n.transitionStatus === `starting` || e !== n.id) &&
        (e !== void 0 && (p(void 0), x({ x: 0, y: 0, scale: 1 }), H({ x: 0, y: 0 })), (k.current = n.id), re());
    }, [re, n.id, n.transitionStatus]);
    function H(e) {
      ((L.current = e), y(e));
    }
    J(
      () => () => {
        ee.current?.abort();
      },
      [],
    );
    function U(e, t) {
      let n = (e) => (e > 0 ? e ** Vp : -(Math.abs(e) ** Vp)),
        r = (e > 0 && !l.includes(`right`)) || (e < 0 && !l.includes(`left`)),
        i = (t > 0 && !l.includes(`down`)) || (t < 0 && !l.includes(`up`));
      return { x: r ? n(e) : e, y: i ? n(t) : t };
    }
    let ie = K((e) => {
      if (e.pointerId !== R.current) return;
      ((R.current = null), ee.current?.abort(), (ee.current = null), h(!1), _(!1), D(null));
      let t = j.current;
      if (e.type === `pointercancel` || P.current) {
        (H({ x: t.x, y: t.y }), p(void 0));
        return;
      }
      let r = L.current,
        i = r.x - t.x,
        a = r.y - t.y,
        o;
      for (let e of l)
        if (jp(e, i, a) > zp) {
          o = e;
          break;
        }
      o ? (p(o), d.closeToast(n.id)) : (H({ x: t.x, y: t.y }), p(void 0));
    });
    function W(e) {
      if (e.button !== 0) return;
      e.pointerType === `touch` && d.pauseTimers();
      let t = ze(e.nativeEvent);
      if (je(t, `button,a,input,textarea,[role="button"],${Up}`)) return;
      ((P.current = !1),
        (M.current = void 0),
        (N.current = 0),
        (R.current = e.pointerId),
        (A.current = { x: e.clientX, y: e.clientY }),
        (F.current = A.current));
      let n = e.currentTarget,
        r = Ap(n);
      ((j.current = r),
        x(r),
        H({ x: r.x, y: r.y }),
        d.set(`hovering`, !0),
        h(!0),
        _(!1),
        D(null),
        (I.current = !0),
        ee.current?.abort());
      let i = new AbortController();
      ee.current = i;
      let a = X(n);
      (a.addEventListener(`pointerup`, ie, { signal: i.signal }),
        a.addEventListener(`pointercancel`, ie, { signal: i.signal }),
        n.setPointerCapture?.(e.pointerId));
    }
    function G(e) {
      if (e.pointerId !== R.current) return;
      (e.preventDefault(), (I.current &&= ((A.current = { x: e.clientX, y: e.clientY }), !1)));
      let { clientY: t, clientX: n, movementX: r, movementY: i } = e;
      (((i < 0 && t > F.current.y) || (i > 0 && t < F.current.y)) && (F.current = { x: F.current.x, y: t }),
        ((r < 0 && n > F.current.x) || (r > 0 && n < F.current.x)) && (F.current = { x: n, y: F.current.y }));
      let a = n - A.current.x,
        o = t - A.current.y,
        s = t - F.current.y,
        c = n - F.current.x,
        u = E;
      if (!g && Math.sqrt(a * a + o * o) >= Hp) {
        _(!0);
        let e = l.includes(`left`) || l.includes(`right`),
          t = l.includes(`up`) || l.includes(`down`);
        e && t && ((u = Math.abs(a) > Math.abs(o) ? `horizontal` : `vertical`), D(u));
      }
      let d;
      if (!M.current)
        (u === `vertical`
          ? o > 0
            ? (d = `down`)
            : o < 0 && (d = `up`)
          : u === `horizontal`
            ? a > 0
              ? (d = `right`)
              : a < 0 && (d = `left`)
            : (d = Math.abs(a) >= Math.abs(o) ? (a > 0 ? `right` : `left`) : o > 0 ? `down` : `up`),
          d && l.includes(d) && ((M.current = d), (N.current = jp(d, a, o)), p(d)));
      else {
        let e = M.current,
          t = jp(e, c, s);
        t > zp
          ? ((P.current = !1), p(e))
          : !(l.includes(`left`) && l.includes(`right`)) &&
            !(l.includes(`up`) && l.includes(`down`)) &&
            N.current - t >= Bp &&
            (P.current = !0);
      }
      let f = U(a, o),
        m = j.current.x,
        h = j.current.y,
        v = l.includes(`left`) || l.includes(`right`),
        y = l.includes(`up`) || l.includes(`down`);
      (u !== `vertical` && v && (m += f.x), u !== `horizontal` && y && (h += f.y), H({ x: m, y: h }));
    }
    function ae(e) {
      if (e.key === `Escape`) {
        if (!O.current || !Y(O.current, Ue(X(O.current)))) return;
        d.closeToast(n.id);
      }
    }
    Z.useEffect(() => {
      let e = O.current;
      if (!u || !e) return;
      function t(t) {
        R.current !== null && Y(e, ze(t)) && t.preventDefault();
      }
      return $(e, `touchmove`, t, { passive: !1 });
    }, [u]);
    function oe() {
      let e = v.x - b.x,
        t = v.y - b.y;
      return {
        transition: m ? `none` : void 0,
        transform: m ? `translateX(${v.x}px) translateY(${v.y}px) scale(${b.scale})` : void 0,
        [Fp]: `${e}px`,
        [Ip]: `${t}px`,
      };
    }
    let se = n.priority === `high`,
      q = {
        role: se ? `alertdialog` : `dialog`,
        tabIndex: 0,
        'aria-modal': !1,
        'aria-labelledby': S,
        'aria-describedby': w,
        'aria-hidden': se && !V ? !0 : void 0,
        onPointerDown: u ? W : void 0,
        onPointerMove: u ? G : void 0,
        onPointerUp: u ? ie : void 0,
        onPointerCancel: u ? ie : void 0,
        onKeyDown: ae,
        inert: ql(n.limited),
        style: {
          ...oe(),
          [Mp]: n.transitionStatus === `ending` ? z : B,
          [Np]: `${te}px`,
          [Pp]: n.height ? `${n.height}px` : void 0,
        },
      },
      ce = Z.useMemo(
        () => ({ toast: n, setTitleId: C, setDescriptionId: T, recalculateHeight: re, visibleIndex: B, expanded: ne }),
        [n, C, T, re, B, ne],
      ),
      le = {
        transitionStatus: n.transitionStatus,
        expanded: ne,
        limited: n.limited || !1,
        type: n.type,
        swiping: m,
        swipeDirection: f,
      },
      ue = fe(`div`, e, { ref: [t, O], state: le, stateAttributesMapping: Rp, props: [q, s] });
    return (0, Q.jsx)(Op.Provider, { value: ce, children: ue });
  }),
  Gp = Z.forwardRef(function (e, t) {
    let { render: n, className: r, style: i, ...a } = e,
      { visibleIndex: o, expanded: s, recalculateHeight: c } = kp(),
      l = Z.useRef(null);
    return (
      J(() => {
        c();
        let e = l.current;
        if (!e || typeof ResizeObserver != `function` || typeof MutationObserver != `function`) return;
        let t = new ResizeObserver(() => c(!0)),
          n = new MutationObserver(() => c(!0));
        return (
          t.observe(e),
          n.observe(e, { childList: !0, subtree: !0, characterData: !0 }),
          () => {
            (t.disconnect(), n.disconnect());
          }
        );
      }, [c]),
      fe(`div`, e, { ref: [t, l], state: { expanded: s, behind: o > 0 }, props: a })
    );
  });
function Kp(e) {
  return e == null || typeof e == `boolean` || e === `` ? !1 : !Array.isArray(e) || e.some(Kp);
}
function qp(e) {
  return Z.isValidElement(e) && Kp(e.props.children);
}
function Jp(e, t, n) {
  let { toast: r, setTitleId: i, setDescriptionId: a } = kp(),
    o = n === `title` ? i : a,
    s = t ?? (n === `title` ? r.title : r.description);
  return { id: Ge(e), children: s, type: r.type, setId: o };
}
function Yp(e, t, n) {
  let r = qp(e);
  return (
    J(() => {
      if (r)
        return (
          n(t),
          () => {
            n((e) => (e === t ? void 0 : e));
          }
        );
    }, [r, t, n]),
    r ? e : null
  );
}
var Xp = Z.forwardRef(function (e, t) {
    let { render: n, className: r, style: i, id: a, children: o, ...s } = e,
      { id: c, children: l, type: u, setId: d } = Jp(a, o, `description`);
    return Yp(fe(`p`, e, { ref: t, state: { type: u }, props: { ...s, id: c, children: l } }), c, d);
  }),
  Zp = Z.forwardRef(function (e, t) {
    let { render: n, className: r, style: i, id: a, children: o, ...s } = e,
      { id: c, children: l, type: u, setId: d } = Jp(a, o, `title`);
    return Yp(fe(`h2`, e, { ref: t, state: { type: u }, props: { ...s, id: c, children: l } }), c, d);
  }),
  Qp = Z.forwardRef(function (e, t) {
    let { render: n, className: r, style: i, disabled: a, nativeButton: o = !0, ...s } = e,
      c = gp(),
      { toast: l, expanded: u } = kp(),
      [d, f] = Z.useState(!1),
      { getButtonProps: p, buttonRef: m } = ce({ disabled: a, native: o }),
      h = { type: l.type };
    return fe(`button`, e, {
      ref: [t, m],
      state: h,
      props: [
        {
          'aria-hidden': !u && !d,
          onClick() {
            c.closeToast(l.id);
          },
          onFocus() {
            f(!0);
          },
          onBlur() {
            f(!1);
          },
        },
        s,
        p,
      ],
    });
  }),
  $p = Z.forwardRef(function (e, t) {
    let { children: n, container: r, className: i, render: a, style: o, ...s } = e,
      { node: c, subtree: l } = Go({ container: r, ref: t, componentProps: e, elementProps: s });
    return !l && !c ? null : (0, Q.jsxs)(Z.Fragment, { children: [l, c && Fn.createPortal(n, c)] });
  }),
  em = Z.forwardRef(function (e, t) {
    return (0, Q.jsx)($p, { ref: t, ...e });
  });
function tm() {
  let e = gp(),
    t = e.useState(`toasts`);
  return Z.useMemo(
    () => ({ toasts: t, add: e.addToast, close: e.closeToast, update: e.updateToast, promise: e.promiseToast }),
    [t, e],
  );
}
function nm() {
  let e = new Set();
  function t(t) {
    e.forEach((e) => e(t));
  }
  return {
    ' subscribe': function (t) {
      return (
        e.add(t),
        () => {
          e.delete(t);
        }
      );
    },
    add(e) {
      let n = e.id || vp(`toast`);
      return (t({ action: `add`, options: { ...e, id: n, transitionStatus: `starting` } }), n);
    },
    close(e) {
      t({ action: `close`, options: { id: e } });
    },
    update(e, n) {
      t({ action: `update`, options: { id: e, updates: n } });
    },
    promise(e, n) {
      let r = e;
      return (
        t({
          action: `promise`,
          options: {
            ...n,
            promise: e,
            setPromise(e) {
              r = e;
            },
          },
        }),
        r
      );
    },
  };
}
var rm = nm();
function im({ children: e }) {
  return (0, Q.jsxs)(wp, {
    toastManager: rm,
    limit: 4,
    children: [
      e,
      (0, Q.jsx)(em, {
        children: (0, Q.jsx)(Dp, {
          className: `fixed end-4 bottom-4 z-60 flex w-80 max-w-[calc(100vw-2rem)] flex-col gap-2`,
          children: (0, Q.jsx)(am, {}),
        }),
      }),
    ],
  });
}
function am() {
  let e = c(`ui`);
  return tm().toasts.map((t) =>
    (0, Q.jsx)(
      Wp,
      {
        toast: t,
        className: me(xd, `border-s-4 px-3.5 py-2.5`, t.type === `bad` ? `border-s-bad` : `border-s-good`),
        children: (0, Q.jsxs)(`div`, {
          className: `flex gap-2`,
          children: [
            (0, Q.jsxs)(Gp, {
              className: `min-w-0 grow`,
              children: [
                (0, Q.jsx)(Zp, { className: `font-medium` }),
                (0, Q.jsx)(Xp, { className: `text-sm text-muted` }),
              ],
            }),
            (0, Q.jsx)(Qp, {
              'aria-label': e(`close`),
              className: `inline-flex size-6 shrink-0 cursor-pointer items-center justify-center rounded-sm text-muted hover:text-ink`,
              children: (0, Q.jsx)(ar, { className: `size-4`, 'aria-hidden': `true` }),
            }),
          ],
        }),
      },
      t.id,
    ),
  );
}
export {
  Ds as $,
  On as $t,
  Nu as A,
  Br as At,
  vc as B,
  br as Bt,
  _d as C,
  Vr as Ct,
  Hu as D,
  Hr as Dt,
  Uu as E,
  Qr as Et,
  Xl as F,
  Mr as Ft,
  Fs as G,
  cr as Gt,
  qs as H,
  yr as Ht,
  ql as I,
  Ar as It,
  bs as J,
  $n as Jt,
  As as K,
  ar as Kt,
  Pl as L,
  Sr as Lt,
  bu as M,
  Fr as Mt,
  pu as N,
  zr as Nt,
  Bu as O,
  Ur as Ot,
  uu as P,
  jr as Pt,
  Es as Q,
  Nn as Qt,
  Nl as R,
  Cr as Rt,
  md as S,
  Xr as St,
  ed as T,
  Gr as Tt,
  $s as U,
  fr as Ut,
  tc as V,
  _r as Vt,
  Ws as W,
  lr as Wt,
  vs as X,
  Ln as Xt,
  ws as Y,
  Vn as Yt,
  Cs as Z,
  In as Zt,
  wd as _,
  Di as _t,
  qd as a,
  ds as at,
  hd as b,
  fi as bt,
  Md as c,
  zo as ct,
  Pd as d,
  ca as dt,
  nn as en,
  Os as et,
  Bd as f,
  la as ft,
  kd as g,
  ki as gt,
  Ad as h,
  Oi as ht,
  Tf as i,
  ms as it,
  Su as j,
  qr as jt,
  Fu as k,
  Wr as kt,
  Id as l,
  Wa as lt,
  Fd as m,
  Mi as mt,
  mp as n,
  tt as nn,
  ks as nt,
  Kd as o,
  us as ot,
  zd as p,
  aa as pt,
  _s as q,
  rr as qt,
  np as r,
  gs as rt,
  Nd as s,
  Ko as st,
  im as t,
  Vt as tn,
  ys as tt,
  Rd as u,
  za as ut,
  xd as v,
  vi as vt,
  vd as w,
  Kr as wt,
  gd as x,
  ei as xt,
  Sd as y,
  mi as yt,
  yc as z,
  vr as zt,
};
