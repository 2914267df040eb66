import { f as e, h as t } from './react-CkYGXDRe.js';
var n = t(e(), 1),
  r = n.createContext(null);
function i(e) {
  return n.useContext(r);
}
function a() {
  return typeof window < `u`;
}
function o(e) {
  return l(e) ? (e.nodeName || ``).toLowerCase() : `#document`;
}
function s(e) {
  var t;
  return (e == null || (t = e.ownerDocument) == null ? void 0 : t.defaultView) || window;
}
function c(e) {
  return ((l(e) ? e.ownerDocument : e.document) || window.document)?.documentElement;
}
function l(e) {
  return a() ? e instanceof Node || e instanceof s(e).Node : !1;
}
function u(e) {
  return a() ? e instanceof Element || e instanceof s(e).Element : !1;
}
function d(e) {
  return a() ? e instanceof HTMLElement || e instanceof s(e).HTMLElement : !1;
}
function f(e) {
  return !a() || typeof ShadowRoot > `u` ? !1 : e instanceof ShadowRoot || e instanceof s(e).ShadowRoot;
}
function p(e) {
  let { overflow: t, overflowX: n, overflowY: r, display: i } = x(e);
  return /auto|scroll|overlay|hidden|clip/.test(t + r + n) && i !== `inline` && i !== `contents`;
}
function m(e) {
  return /^(table|td|th)$/.test(o(e));
}
function h(e) {
  try {
    if (e.matches(`:popover-open`)) return !0;
  } catch {}
  try {
    return e.matches(`:modal`);
  } catch {
    return !1;
  }
}
var ee = /transform|translate|scale|rotate|perspective|filter/,
  te = /paint|layout|strict|content/,
  g = (e) => !!e && e !== `none`,
  _;
function v(e) {
  let t = u(e) ? x(e) : e;
  return (
    g(t.transform) ||
    g(t.translate) ||
    g(t.scale) ||
    g(t.rotate) ||
    g(t.perspective) ||
    (!y() && (g(t.backdropFilter) || g(t.filter))) ||
    ee.test(t.willChange || ``) ||
    te.test(t.contain || ``)
  );
}
function ne(e) {
  let t = S(e);
  for (; d(t) && !b(t);) {
    if (v(t)) return t;
    if (h(t)) return null;
    t = S(t);
  }
  return null;
}
function y() {
  return ((_ ??= typeof CSS < `u` && CSS.supports && CSS.supports(`-webkit-backdrop-filter`, `none`)), _);
}
function b(e) {
  return /^(html|body|#document)$/.test(o(e));
}
function x(e) {
  return s(e).getComputedStyle(e);
}
function re(e) {
  return u(e) ? { scrollLeft: e.scrollLeft, scrollTop: e.scrollTop } : { scrollLeft: e.scrollX, scrollTop: e.scrollY };
}
function S(e) {
  if (o(e) === `html`) return e;
  let t = e.assignedSlot || e.parentNode || (f(e) && e.host) || c(e);
  return f(t) ? t.host : t;
}
function C(e) {
  let t = S(e);
  return b(t) ? (e.ownerDocument || e).body : d(t) && p(t) ? t : C(t);
}
function w(e, t, n) {
  (t === void 0 && (t = []), n === void 0 && (n = !0));
  let r = C(e),
    i = r === e.ownerDocument?.body,
    a = s(r);
  if (i) {
    let e = T(a);
    return t.concat(a, a.visualViewport || [], p(r) ? r : [], e && n ? w(e) : []);
  }
  return t.concat(r, w(r, [], n));
}
function T(e) {
  return e.parent && Object.getPrototypeOf(e.parent) ? e.frameElement : null;
}
var E = { ...n },
  D = {};
function O(e, t) {
  let r = n.useRef(D);
  return (r.current === D && (r.current = e(t)), r);
}
var k = E.useInsertionEffect,
  ie = k && k !== E.useLayoutEffect ? k : (e) => e();
function A(e) {
  let t = O(ae).current;
  return ((t.next = e), ie(t.effect), t.trampoline);
}
function ae() {
  let e = {
    next: void 0,
    callback: oe,
    trampoline: (...t) => e.callback?.(...t),
    effect: () => {
      e.callback = e.next;
    },
  };
  return e;
}
function oe() {}
var j = typeof document < `u` ? n.useLayoutEffect : () => {};
function M(e, t) {
  if (e && !t) return e;
  if (!e && t) return t;
  if (e || t) return { ...e, ...t };
}
var N = {};
function P(e, t, n, r, i) {
  if (!n && !r && !i && !e) return F(t);
  let a = F(e);
  return (t && (a = I(a, t)), n && (a = I(a, n)), r && (a = I(a, r)), i && (a = I(a, i)), a);
}
function se(e) {
  if (e.length === 0) return N;
  if (e.length === 1) return F(e[0]);
  let t = F(e[0]);
  for (let n = 1; n < e.length; n += 1) t = I(t, e[n]);
  return t;
}
function F(e) {
  return R(e) ? { ...e(N) } : ce(e);
}
function I(e, t) {
  return R(t) ? t(e) : le(e, t);
}
function ce(e) {
  let t = { ...e };
  for (let e in t) {
    let n = t[e];
    L(e, n) && (t[e] = z(n));
  }
  return t;
}
function le(e, t) {
  if (!t) return e;
  for (let n in t) {
    let r = t[n];
    switch (n) {
      case `style`:
        e[n] = M(e.style, r);
        break;
      case `className`:
        e[n] = V(e.className, r);
        break;
      default:
        e[n] = L(n, r) ? ue(e[n], r) : r;
    }
  }
  return e;
}
function L(e, t) {
  let n = e.charCodeAt(0),
    r = e.charCodeAt(1),
    i = e.charCodeAt(2);
  return n === 111 && r === 110 && i >= 65 && i <= 90 && (typeof t == `function` || t === void 0);
}
function R(e) {
  return typeof e == `function`;
}
function ue(e, t) {
  return t
    ? e
      ? (...n) => {
          let r = n[0];
          if (H(r)) {
            let i = r;
            B(i);
            let a = t(...n);
            return (i.baseUIHandlerPrevented || e?.(...n), a);
          }
          let i = t(...n);
          return (e?.(...n), i);
        }
      : z(t)
    : e;
}
function z(e) {
  return (
    e &&
    ((...t) => {
      let n = t[0];
      return (H(n) && B(n), e(...t));
    })
  );
}
function B(e) {
  return (
    (e.preventBaseUIHandler = () => {
      e.baseUIHandlerPrevented = !0;
    }),
    e
  );
}
function V(e, t) {
  return t ? (e ? t + ` ` + e : t) : e;
}
function H(e) {
  return typeof e == `object` && !!e && `nativeEvent` in e;
}
function de(e, t) {
  return function (n, ...r) {
    let i = new URL(e);
    return (
      i.searchParams.set(`code`, n.toString()),
      r.forEach((e) => i.searchParams.append(`args[]`, e)),
      `${t} error #${n}; visit ${i} for the full message.`
    );
  };
}
var U = de(`https://base-ui.com/production-error`, `Base UI`),
  fe = n.createContext(void 0);
function W(e = !1) {
  let t = n.useContext(fe);
  if (t === void 0 && !e) throw Error(U(16));
  return t;
}
function pe(e) {
  let { focusableWhenDisabled: t, disabled: r, composite: i = !1, tabIndex: a = 0, isNativeButton: o } = e,
    s = i && t !== !1,
    c = i && t === !1;
  return {
    props: n.useMemo(() => {
      let e = {
        onKeyDown(e) {
          r && t && e.key !== `Tab` && e.preventDefault();
        },
      };
      return (
        i || ((e.tabIndex = a), !o && r && (e.tabIndex = t ? a : -1)),
        ((o && (t || s)) || (!o && r)) && (e[`aria-disabled`] = r),
        o && (!t || c) && (e.disabled = r),
        e
      );
    }, [i, r, t, s, c, o, a]),
  };
}
function G(e, t, { detail: n = 0, pointerType: r = `` } = {}) {
  e.dispatchEvent(
    new (s(e).PointerEvent)(`click`, {
      bubbles: !0,
      cancelable: !0,
      composed: !0,
      detail: n,
      pointerType: r,
      shiftKey: t.shiftKey,
      ctrlKey: t.ctrlKey,
      altKey: t.altKey,
      metaKey: t.metaKey,
    }),
  );
}
function me(e = {}) {
  let { disabled: t = !1, focusableWhenDisabled: r, tabIndex: i = 0, native: a = !0, composite: o } = e,
    s = n.useRef(null),
    c = W(!0),
    l = o ?? c !== void 0,
    { props: u } = pe({ focusableWhenDisabled: r, disabled: t, composite: l, tabIndex: i, isNativeButton: a }),
    d = n.useCallback(() => {
      let e = s.current;
      K(e) && l && t && u.disabled === void 0 && e.disabled && (e.disabled = !1);
    }, [t, u.disabled, l]);
  return (
    j(d, [d]),
    {
      getButtonProps: n.useCallback(
        (e = {}) => {
          let { onClick: n, onMouseDown: r, onKeyUp: i, onKeyDown: o, onPointerDown: s, ...c } = e;
          return P(
            {
              onClick(e) {
                t ? e.preventDefault() : n?.(e);
              },
              onMouseDown(e) {
                t || r?.(e);
              },
              onKeyDown(e) {
                if (t || (B(e), o?.(e), e.baseUIHandlerPrevented)) return;
                let n = e.target === e.currentTarget,
                  r = e.currentTarget,
                  i = K(r),
                  s = !a && he(r),
                  c = n && (a ? i : !s),
                  u = e.key === `Enter`,
                  d = e.key === ` `,
                  f = r.getAttribute(`role`),
                  p = f?.startsWith(`menuitem`) || f === `option` || f === `gridcell`;
                if (n && l && d) {
                  if (e.defaultPrevented && p) return;
                  (e.preventDefault(), (!a || i) && (e.preventBaseUIHandler(), G(r, e)));
                } else
                  !c || a || (!d && !u)
                    ? n && s && d && e.preventDefault()
                    : e.defaultPrevented || (e.preventDefault(), u && (e.preventBaseUIHandler(), G(r, e)));
              },
              onKeyUp(e) {
                t ||
                  (B(e),
                  i?.(e),
                  e.target === e.currentTarget && a && l && K(e.currentTarget) && e.key === ` `
                    ? e.preventDefault()
                    : e.baseUIHandlerPrevented ||
                      e.target !== e.currentTarget ||
                      a ||
                      l ||
                      e.defaultPrevented ||
                      e.key !== ` ` ||
                      (e.preventBaseUIHandler(), G(e.currentTarget, e)));
              },
              onPointerDown(e) {
                t ? e.preventDefault() : s?.(e);
              },
            },
            a ? { type: `button` } : { role: `button` },
            u,
            c,
          );
        },
        [t, u, l, a],
      ),
      buttonRef: A((e) => {
        ((s.current = e), d());
      }),
    }
  );
}
function K(e) {
  return d(e) && e.tagName === `BUTTON`;
}
function he(e) {
  return d(e) && e.tagName === `A` && !!e.href;
}
function q(e, t, n, r) {
  let i = O(J).current;
  return (_e(i, e, t, n, r) && Y(i, [e, t, n, r]), i.callback);
}
function ge(e) {
  let t = O(J).current;
  return (ve(t, e) && Y(t, e), t.callback);
}
function J() {
  return { callback: null, cleanup: null, refs: [] };
}
function _e(e, t, n, r, i) {
  return e.refs[0] !== t || e.refs[1] !== n || e.refs[2] !== r || e.refs[3] !== i;
}
function ve(e, t) {
  return e.refs.length !== t.length || e.refs.some((e, n) => e !== t[n]);
}
function Y(e, t) {
  ((e.refs = t),
    (e.callback = t.every((e) => e == null)
      ? null
      : (n) => {
          if (((e.cleanup &&= (e.cleanup(), null)), n != null)) {
            let r = Array(t.length).fill(null);
            for (let e = 0; e < t.length; e += 1) {
              let i = t[e];
              if (i != null)
                switch (typeof i) {
                  case `function`: {
                    let t = i(n);
                    typeof t == `function` && (r[e] = t);
                    break;
                  }
                  case `object`:
                    i.current = n;
                }
            }
            e.cleanup = () => {
              for (let e = 0; e < t.length; e += 1) {
                let n = t[e];
                if (n != null)
                  switch (typeof n) {
                    case `function`: {
                      let t = r[e];
                      typeof t == `function` ? t() : n(null);
                      break;
                    }
                    case `object`:
                      n.current = null;
                  }
              }
            };
          }
        }));
}
var ye = 19;
function X(e) {
  return ye >= e;
}
function Z(e) {
  if (!n.isValidElement(e)) return null;
  let t = e,
    r = t.props;
  return (X(19) ? r?.ref : t.ref) ?? null;
}
function be() {}
var xe = Object.freeze([]),
  Q = Object.freeze({});
function Se(e, t) {
  let n = {};
  for (let r in e) {
    let i = e[r];
    if (t?.hasOwnProperty(r)) {
      let e = t[r](i);
      e != null && Object.assign(n, e);
    } else i === !0 ? (n[`data-${r.toLowerCase()}`] = ``) : i && (n[`data-${r.toLowerCase()}`] = i.toString());
  }
  return n;
}
function Ce(e, t) {
  return typeof e == `function` ? e(t) : e;
}
function we(e, t) {
  return typeof e == `function` ? e(t) : e;
}
function Te(e, t, n = {}) {
  let r = t.render;
  n.enabled !== !1 && (r = $(r));
  let i = Ee(t, n, r);
  if (n.enabled === !1) return null;
  let a = n.state ?? Q;
  return ke(e, r, i, a);
}
function Ee(e, t, n) {
  let { className: r, style: i } = e,
    { state: a = Q, ref: o, props: s, stateAttributesMapping: c, enabled: l = !0 } = t,
    u = l ? Ce(r, a) : void 0,
    d = l ? we(i, a) : void 0,
    f = l ? Se(a, c) : Q,
    p = l && s ? De(s) : void 0,
    m = l ? (M(f, p) ?? {}) : Q;
  return (
    typeof document < `u` &&
      (l ? (m.ref = Array.isArray(o) ? ge([m.ref, Z(n), ...o]) : q(m.ref, Z(n), o)) : q(null, null)),
    l ? (u !== void 0 && (m.className = V(m.className, u)), d !== void 0 && (m.style = M(m.style, d)), m) : Q
  );
}
function De(e) {
  return Array.isArray(e) ? se(e) : P(void 0, e);
}
var Oe = Symbol.for(`react.lazy`);
function $(e) {
  if (e?.$$typeof !== Oe) return e;
  let t = n.Children.toArray(e)[0];
  return n.isValidElement(t) ? t : e;
}
function ke(e, t, r, i) {
  if (t) {
    if (typeof t == `function`) return t(r, i);
    let e = P(r, t.props);
    return ((e.ref = r.ref), n.cloneElement(t, e));
  }
  return Ae(e, r);
}
function Ae(e, t) {
  return e === `button`
    ? (0, n.createElement)(`button`, { type: `button`, ...t, key: t.key })
    : e === `img`
      ? (0, n.createElement)(`img`, { alt: ``, ...t, key: t.key })
      : n.createElement(e, t);
}
function je(...e) {
  return e.filter((e) => e !== !1 && e !== void 0 && e !== ``).join(` `);
}
export {
  b as A,
  re as C,
  v as D,
  s as E,
  h as F,
  y as I,
  i as L,
  p as M,
  f as N,
  u as O,
  m as P,
  r as R,
  o as S,
  S as T,
  E as _,
  Q as a,
  c as b,
  q as c,
  W as d,
  U as f,
  O as g,
  A as h,
  xe as i,
  l as j,
  d as k,
  me as l,
  j as m,
  $ as n,
  be as o,
  P as p,
  Te as r,
  X as s,
  je as t,
  G as u,
  x as v,
  w,
  T as x,
  ne as y,
};
