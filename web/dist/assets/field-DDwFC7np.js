import { d as e, f as t, h as n, p as r, r as i } from './react-CkYGXDRe.js';
import {
  L as a,
  N as o,
  O as s,
  _ as c,
  a as l,
  f as u,
  g as d,
  h as f,
  i as p,
  k as m,
  m as h,
  o as g,
  p as _,
  r as v,
  t as y,
} from './class-names-l6AkBENK.js';
var b = r((e) => {
    var n = t();
    function r(e, t) {
      return (e === t && (e !== 0 || 1 / e == 1 / t)) || (e !== e && t !== t);
    }
    var i = typeof Object.is == `function` ? Object.is : r,
      a = n.useState,
      o = n.useEffect,
      s = n.useLayoutEffect,
      c = n.useDebugValue;
    function l(e, t) {
      var n = t(),
        r = a({ inst: { value: n, getSnapshot: t } }),
        i = r[0].inst,
        l = r[1];
      return (
        s(
          function () {
            ((i.value = n), (i.getSnapshot = t), u(i) && l({ inst: i }));
          },
          [e, n, t],
        ),
        o(
          function () {
            return (
              u(i) && l({ inst: i }),
              e(function () {
                u(i) && l({ inst: i });
              })
            );
          },
          [e],
        ),
        c(n),
        n
      );
    }
    function u(e) {
      var t = e.getSnapshot;
      e = e.value;
      try {
        var n = t();
        return !i(e, n);
      } catch {
        return !0;
      }
    }
    function d(e, t) {
      return t();
    }
    var f = typeof window > `u` || window.document === void 0 || window.document.createElement === void 0 ? d : l;
    e.useSyncExternalStore = n.useSyncExternalStore === void 0 ? f : n.useSyncExternalStore;
  }),
  x = r((e, t) => {
    t.exports = b();
  }),
  S = r((e) => {
    var n = t(),
      r = x();
    function i(e, t) {
      return (e === t && (e !== 0 || 1 / e == 1 / t)) || (e !== e && t !== t);
    }
    var a = typeof Object.is == `function` ? Object.is : i,
      o = r.useSyncExternalStore,
      s = n.useRef,
      c = n.useEffect,
      l = n.useMemo,
      u = n.useDebugValue;
    e.useSyncExternalStoreWithSelector = function (e, t, n, r, i) {
      var d = s(null);
      if (d.current === null) {
        var f = { hasValue: !1, value: null };
        d.current = f;
      } else f = d.current;
      d = l(
        function () {
          function e(e) {
            if (!o) {
              if (((o = !0), (s = e), (e = r(e)), i !== void 0 && f.hasValue)) {
                var t = f.value;
                if (i(t, e)) return (c = t);
              }
              return (c = e);
            }
            if (((t = c), a(s, e))) return t;
            var n = r(e);
            return i !== void 0 && i(t, n) ? ((s = e), t) : ((s = e), (c = n));
          }
          var o = !1,
            s,
            c,
            l = n === void 0 ? null : n;
          return [
            function () {
              return e(t());
            },
            l === null
              ? void 0
              : function () {
                  return e(l());
                },
          ];
        },
        [t, n, r, i],
      );
      var p = o(e, d[0], d[1]);
      return (
        c(
          function () {
            ((f.hasValue = !0), (f.value = p));
          },
          [p],
        ),
        u(p),
        p
      );
    };
  }),
  C = r((e, t) => {
    t.exports = S();
  }),
  w = n(t(), 1);
function T(e) {
  let t = a();
  return w.useCallback((n) => t.navigate({ ...n, from: n.from ?? e?.from }), [e?.from, t]);
}
var E = r((e) => {
    var n = t();
    function r(e) {
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
    function i() {}
    var a = {
        d: {
          f: i,
          r: function () {
            throw Error(r(522));
          },
          D: i,
          C: i,
          L: i,
          m: i,
          X: i,
          S: i,
          M: i,
        },
        p: 0,
        findDOMNode: null,
      },
      o = Symbol.for(`react.portal`),
      s = Symbol.for(`react.recoverable`),
      c = Symbol.for(`react.optimistic_key`);
    function l(e, t, n) {
      var r = 3 < arguments.length && arguments[3] !== void 0 ? arguments[3] : null;
      return {
        $$typeof: o,
        key: r == null ? null : r === c ? c : `` + r,
        children: e,
        containerInfo: t,
        implementation: n,
      };
    }
    var u = n.__CLIENT_INTERNALS_DO_NOT_USE_OR_WARN_USERS_THEY_CANNOT_UPGRADE;
    function d(e, t) {
      if (e === `font`) return ``;
      if (typeof t == `string`) return t === `use-credentials` ? t : ``;
    }
    ((e.__DOM_INTERNALS_DO_NOT_USE_OR_WARN_USERS_THEY_CANNOT_UPGRADE = a),
      (e.browser = function (e) {
        return { $$typeof: s, _reason: e };
      }),
      (e.createPortal = function (e, t) {
        var n = 2 < arguments.length && arguments[2] !== void 0 ? arguments[2] : null;
        if (!t || (t.nodeType !== 1 && t.nodeType !== 9 && t.nodeType !== 11)) throw Error(r(299));
        return l(e, t, null, n);
      }),
      (e.flushSync = function (e) {
        var t = u.T,
          n = a.p;
        try {
          if (((u.T = null), (a.p = 2), e)) return e();
        } finally {
          ((u.T = t), (a.p = n), a.d.f());
        }
      }),
      (e.preconnect = function (e, t) {
        typeof e == `string` &&
          (t
            ? ((t = t.crossOrigin), (t = typeof t == `string` ? (t === `use-credentials` ? t : ``) : void 0))
            : (t = null),
          a.d.C(e, t));
      }),
      (e.prefetchDNS = function (e) {
        typeof e == `string` && a.d.D(e);
      }),
      (e.preinit = function (e, t) {
        if (typeof e == `string` && t && typeof t.as == `string`) {
          var n = t.as,
            r = d(n, t.crossOrigin),
            i = typeof t.integrity == `string` ? t.integrity : void 0,
            o = typeof t.fetchPriority == `string` ? t.fetchPriority : void 0;
          n === `style`
            ? a.d.S(e, typeof t.precedence == `string` ? t.precedence : void 0, {
                crossOrigin: r,
                integrity: i,
                fetchPriority: o,
              })
            : n === `script` &&
              a.d.X(e, {
                crossOrigin: r,
                integrity: i,
                fetchPriority: o,
                nonce: typeof t.nonce == `string` ? t.nonce : void 0,
              });
        }
      }),
      (e.preinitModule = function (e, t) {
        if (typeof e == `string`) {
          if (typeof t == `object` && t) {
            if (t.as == null || t.as === `script`) {
              var n = d(t.as, t.crossOrigin);
              a.d.M(e, {
                crossOrigin: n,
                integrity: typeof t.integrity == `string` ? t.integrity : void 0,
                nonce: typeof t.nonce == `string` ? t.nonce : void 0,
                fetchPriority: typeof t.fetchPriority == `string` ? t.fetchPriority : void 0,
              });
            }
          } else t ?? a.d.M(e);
        }
      }),
      (e.preload = function (e, t) {
        if (typeof e == `string` && typeof t == `object` && t && typeof t.as == `string`) {
          var n = t.as,
            r = d(n, t.crossOrigin);
          a.d.L(e, n, {
            crossOrigin: r,
            integrity: typeof t.integrity == `string` ? t.integrity : void 0,
            nonce: typeof t.nonce == `string` ? t.nonce : void 0,
            type: typeof t.type == `string` ? t.type : void 0,
            fetchPriority: typeof t.fetchPriority == `string` ? t.fetchPriority : void 0,
            referrerPolicy: typeof t.referrerPolicy == `string` ? t.referrerPolicy : void 0,
            imageSrcSet: typeof t.imageSrcSet == `string` ? t.imageSrcSet : void 0,
            imageSizes: typeof t.imageSizes == `string` ? t.imageSizes : void 0,
            media: typeof t.media == `string` ? t.media : void 0,
          });
        }
      }),
      (e.preloadModule = function (e, t) {
        if (typeof e == `string`) {
          if (t) {
            var n = d(t.as, t.crossOrigin);
            a.d.m(e, {
              as: typeof t.as == `string` && t.as !== `script` ? t.as : void 0,
              crossOrigin: n,
              integrity: typeof t.integrity == `string` ? t.integrity : void 0,
              nonce: typeof t.nonce == `string` ? t.nonce : void 0,
              fetchPriority: typeof t.fetchPriority == `string` ? t.fetchPriority : void 0,
            });
          } else a.d.m(e);
        }
      }),
      (e.requestFormReset = function (e) {
        a.d.r(e);
      }),
      (e.unstable_batchedUpdates = function (e, t) {
        return e(t);
      }),
      (e.useFormState = function (e, t, n) {
        return u.H.useFormState(e, t, n);
      }),
      (e.useFormStatus = function () {
        return u.H.useHostTransitionStatus();
      }),
      (e.version = `19.3.1`));
  }),
  D = r((e, t) => {
    function n() {
      if (typeof __REACT_DEVTOOLS_GLOBAL_HOOK__ < `u` && typeof __REACT_DEVTOOLS_GLOBAL_HOOK__.checkDCE == `function`)
        try {
          __REACT_DEVTOOLS_GLOBAL_HOOK__.checkDCE(n);
        } catch (e) {
          console.error(e);
        }
    }
    (n(), (t.exports = E()));
  }),
  O = e();
function k(e) {
  return e?.ownerDocument || document;
}
var A = n(D(), 1),
  j = `data-starting-style`,
  M = `data-ending-style`,
  N = { [j]: `` },
  ee = { [M]: `` },
  P = {
    transitionStatus(e) {
      return e === `starting` ? N : e === `ending` ? ee : null;
    },
  };
function F() {
  let [, e] = w.useState({});
  return w.useCallback(() => {
    e({});
  }, []);
}
var I = 0;
function te(e, t = `mui`) {
  let n = w.useRef(void 0),
    r = F(),
    i = e ?? n.current;
  return (
    w.useEffect(() => {
      n.current ?? ((I += 1), (n.current = `${t}-${I}`), e ?? r());
    }, [e, t, r]),
    i
  );
}
var ne = c.useId;
function re(e, t) {
  if (ne !== void 0) {
    let n = ne();
    return e ?? (t ? `${t}-${n}` : n);
  }
  return te(e, t);
}
function L(e) {
  return re(e, `base-ui`);
}
function R(e) {
  w.useEffect(e, p);
}
var z = null;
globalThis.requestAnimationFrame;
var B = new (class {
    callbacks = [];
    callbacksCount = 0;
    nextId = 1;
    startId = 1;
    isScheduled = !1;
    tick = (e) => {
      this.isScheduled = !1;
      let t = this.callbacks,
        n = this.callbacksCount;
      if (((this.callbacks = []), (this.callbacksCount = 0), (this.startId = this.nextId), n > 0))
        for (let n = 0; n < t.length; n += 1) t[n]?.(e);
    };
    request(e) {
      let t = this.nextId;
      return (
        (this.nextId += 1),
        this.callbacks.push(e),
        (this.callbacksCount += 1),
        (this.isScheduled ||= (requestAnimationFrame(this.tick), !0)),
        t
      );
    }
    cancel(e) {
      let t = e - this.startId;
      t < 0 ||
        t >= this.callbacks.length ||
        (this.callbacks[t] !== null && ((this.callbacks[t] = null), --this.callbacksCount));
    }
  })(),
  V = class e {
    static create() {
      return new e();
    }
    static request(e) {
      return B.request(e);
    }
    static cancel(e) {
      return B.cancel(e);
    }
    currentId = z;
    request(e) {
      (this.cancel(),
        (this.currentId = B.request(() => {
          ((this.currentId = z), e());
        })));
    }
    cancel = () => {
      this.currentId !== z && (B.cancel(this.currentId), (this.currentId = z));
    };
    disposeEffect = () => this.cancel;
  };
function ie() {
  let e = d(V.create).current;
  return (R(e.disposeEffect), e);
}
function H(e, t = !1, n = !1, r = !1) {
  let [i, a] = w.useState(e && t ? `idle` : void 0),
    [o, s] = w.useState(e && !r);
  return (
    e && !o && (s(!0), a(`starting`)),
    !e && o && i !== `ending` && !n && a(`ending`),
    !e && !o && i === `ending` && a(void 0),
    h(() => {
      if (!e && o && i !== `ending` && n) {
        let e = V.request(() => {
          a(`ending`);
        });
        return () => {
          V.cancel(e);
        };
      }
    }, [e, o, i, n]),
    h(() => {
      if (!e || t || i === void 0) return;
      let n = V.request(() => {
        a(void 0);
      });
      return () => {
        V.cancel(n);
      };
    }, [t, e, i]),
    h(() => {
      if (!e || !t) return;
      e && o && i !== `idle` && a(`starting`);
      let n = V.request(() => {
        a(`idle`);
      });
      return () => {
        V.cancel(n);
      };
    }, [t, e, o, i]),
    { mounted: o, setMounted: s, transitionStatus: i }
  );
}
function U(e) {
  return e == null ? e : `current` in e ? e.current : e;
}
function W(e, t) {
  return e.getAnimations(t).filter((e) => {
    let t = e.effect?.getTiming();
    return t?.duration !== 1 / 0 && t?.iterations !== 1 / 0;
  });
}
var G = null;
function K(e) {
  if (!G) {
    let e = [];
    ((G = e),
      queueMicrotask(() => {
        ((G = null),
          A.flushSync(() => {
            for (let t of e) t();
          }));
      }));
  }
  G.push(e);
}
function q(e, t = !1, n = !1) {
  let r = ie();
  return f((i, a = null) => {
    r.cancel();
    let o = U(e);
    if (o == null) return;
    let s = o,
      c = () => {
        n
          ? K(() => {
              a?.aborted || i();
            })
          : A.flushSync(i);
      };
    if (typeof s.getAnimations != `function` || globalThis.BASE_UI_ANIMATIONS_DISABLED) {
      i();
      return;
    }
    function l() {
      Promise.all(W(s).map((e) => e.finished.then(g))).then(
        () => {
          a?.aborted || c();
        },
        () => {
          a?.aborted || (W(s).some((e) => e.pending || e.playState !== `finished`) ? l() : c());
        },
      );
    }
    if (t) {
      let e = j;
      if (!s.hasAttribute(e)) {
        r.request(l);
        return;
      }
      let t = new MutationObserver(() => {
        s.hasAttribute(e) || (t.disconnect(), l());
      });
      (t.observe(s, { attributes: !0, attributeFilter: [e] }),
        a?.addEventListener(`abort`, () => t.disconnect(), { once: !0 }));
    } else r.request(l);
  });
}
function J(e) {
  let { enabled: t = !0, open: n, ref: r, batch: i = !1, onComplete: a } = e,
    o = f(a),
    s = q(r, n, i);
  w.useEffect(() => {
    if (!t) return;
    let e = new AbortController();
    return (
      s(o, e.signal),
      () => {
        e.abort();
      }
    );
  }, [t, n, o, s]);
}
var Y = 0,
  ae = class e {
    static create() {
      return new e();
    }
    currentId = Y;
    start(e, t) {
      (this.clear(),
        (this.currentId = setTimeout(() => {
          ((this.currentId = Y), t());
        }, e)));
    }
    isStarted() {
      return this.currentId !== Y;
    }
    clear = () => {
      this.currentId !== Y && (clearTimeout(this.currentId), (this.currentId = Y));
    };
    disposeEffect = () => this.clear;
  };
function oe() {
  let e = d(ae.create).current;
  return (R(e.disposeEffect), e);
}
function se(e) {
  let t = e.activeElement;
  for (; t?.shadowRoot?.activeElement != null;) t = t.shadowRoot.activeElement;
  return t;
}
function ce(e, t) {
  if (!e || !t) return !1;
  let n = t.getRootNode?.();
  if (e.contains(t)) return !0;
  if (n && o(n)) {
    let n = t;
    for (; n;) {
      if (e === n) return !0;
      n = n.parentNode || n.host;
    }
  }
  return !1;
}
function le(e, t) {
  let n = e;
  for (; n;) {
    if (s(n) && n.matches(t)) return n;
    n = n.assignedSlot ?? n.parentNode ?? (o(n) ? n.host : null);
  }
  return null;
}
function ue(e) {
  return `composedPath` in e ? (e.composedPath()[0] ?? e.target) : e.target;
}
var de = `data-valid`,
  fe = `data-invalid`,
  X = {
    badInput: !1,
    customError: !1,
    patternMismatch: !1,
    rangeOverflow: !1,
    rangeUnderflow: !1,
    stepMismatch: !1,
    tooLong: !1,
    tooShort: !1,
    typeMismatch: !1,
    valid: null,
    valueMissing: !1,
  },
  pe = { valid: null, touched: !1, dirty: !1, filled: !1, focused: !1 },
  me = { disabled: !1, ...pe },
  Z = {
    valid(e) {
      return e === null ? null : e ? { [de]: `` } : { [fe]: `` };
    },
  },
  he = {
    invalid: void 0,
    name: void 0,
    validityData: { state: X, errors: [], error: ``, value: ``, initialValue: null },
    setValidityData: g,
    disabled: void 0,
    setTouched: g,
    setDirty: g,
    setFilled: g,
    setFocused: g,
    focusOwnerRef: { current: void 0 },
    validationMode: `onSubmit`,
    shouldValidateOnChange: () => !1,
    state: me,
    registerFieldControl: g,
    validation: {
      getValidationProps: (e, t = l) => t,
      inputRef: { current: null },
      registeredInputs: new Map(),
      registerInput: g,
      getInputControl: () => null,
      commit: async () => {},
      change: g,
    },
  },
  ge = w.createContext(he);
function _e(e = !0) {
  let t = w.useContext(ge);
  if (t.setValidityData === g && !e) throw Error(u(28));
  return t;
}
var ve = w.createContext({
  controlId: void 0,
  registerControlId: g,
  resetControlId: g,
  labelId: void 0,
  setLabelId: g,
  messageIds: [],
  setMessageIds: g,
  getDescriptionProps: (e) => e,
});
function Q() {
  return w.useContext(ve);
}
var ye = w.createContext({
  elementRef: { current: null },
  formRef: { current: { fields: new Map() } },
  errors: {},
  clearErrors: g,
  validationMode: `onSubmit`,
  submitCountRef: { current: 0 },
});
function $() {
  return w.useContext(ye);
}
function be(e, t) {
  let n = L(e);
  return (
    h(
      () => (
        t(n),
        () => {
          t((e) => (e === n ? void 0 : e));
        }
      ),
      [n, t],
    ),
    n
  );
}
function xe(e = {}) {
  let { id: t, fallbackControlId: n, native: r = !1, setLabelId: i, focusControl: a } = e,
    { controlId: o, setLabelId: s } = Q(),
    c = be(
      t,
      f((e) => {
        (s(e), i?.(e));
      }),
    ),
    l = o ?? n;
  function u(e) {
    if (a) {
      a(e, l);
      return;
    }
    if (!l) return;
    let t = Se(e.currentTarget, l);
    m(t) && Ce(t);
  }
  function d(e) {
    le(ue(e.nativeEvent), `button,input,select,textarea`) ||
      (!e.defaultPrevented && e.detail > 1 && e.preventDefault(), r || u(e));
  }
  return r
    ? { id: c, htmlFor: l, onMouseDown: d }
    : {
        id: c,
        onClick: d,
        onPointerDown(e) {
          e.preventDefault();
        },
      };
}
function Se(e, t) {
  let n = e.getRootNode();
  for (; o(n);) {
    let e = n.getElementById(t);
    if (e) return e;
    n = n.host.getRootNode();
  }
  return k(e).getElementById(t);
}
function Ce(e) {
  e.focus({ focusVisible: !0 });
}
var we = w.createContext(void 0);
function Te(e = !1) {
  let t = w.useContext(we);
  if (!t && !e) throw Error(u(86));
  return t;
}
var Ee = function (e) {
  let t = L(),
    [n, r] = w.useState(t),
    [i, a] = w.useState(),
    [o, s] = w.useState([]),
    c = n === void 0 ? t : n,
    l = d(() => new Map()),
    { messageIds: u } = Q(),
    p = f((e, t) => {
      let n = l.current;
      (t === void 0 ? n.delete(e) : n.set(e, t),
        r((e) => {
          if (n.size === 0) return e;
          let t;
          for (let r of n.values()) {
            if (r === e) return e;
            t === void 0 && (t = r);
          }
          return t;
        }));
    }),
    m = f(() => {
      l.current.size === 0 && r(t);
    }),
    h = w.useCallback(
      (e) => {
        let t = e[`aria-describedby`] ? e[`aria-describedby`].split(` `) : [];
        return (t.push(...u, ...o), { ...e, 'aria-describedby': Array.from(new Set(t)).join(` `) || void 0 });
      },
      [u, o],
    ),
    g = w.useMemo(
      () => ({
        controlId: c,
        registerControlId: p,
        resetControlId: m,
        labelId: i,
        setLabelId: a,
        messageIds: o,
        setMessageIds: s,
        getDescriptionProps: h,
      }),
      [c, p, m, i, a, o, s, h],
    );
  return (0, O.jsx)(ve.Provider, { value: g, children: e.children });
};
function De(e, t) {
  return { ...e, state: { ...e.state, valid: !t && e.state.valid } };
}
var Oe = Object.keys(X);
function ke(e, t) {
  return e.matches(`:disabled`) ? !1 : !t || e.form === t || (e.form === null && !e.hasAttribute(`form`));
}
function Ae(e, t) {
  let n = null;
  for (let r of e.keys())
    if (ke(r, t)) {
      if (!r.validity.valid) return r;
      n ??= r;
    }
  return n;
}
function je(e) {
  return { ...X, valid: !e, customError: e };
}
function Me(e) {
  return e && e.validationMessage ? [e.validationMessage] : [];
}
function Ne(e) {
  let { elementRef: t, formRef: n } = $(),
    {
      setValidityData: r,
      validate: i,
      validityData: a,
      validationDebounceTime: o,
      invalid: s,
      markedDirtyRef: c,
      state: u,
      shouldValidateOnChange: p,
      validationMode: m,
      registeredFieldIdRef: h,
    } = e,
    { controlId: g, getDescriptionProps: v } = Q(),
    y = oe(),
    b = w.useRef(null),
    x = d(() => new Map()).current,
    S = w.useRef(0),
    C = w.useRef(null),
    T = w.useCallback(
      (e, t) => (
        x.set(e, t),
        () => {
          x.delete(e);
        }
      ),
      [x],
    ),
    E = f(() => {
      let e = Ae(x, t.current);
      return (e && x.get(e)?.controlRef.current) || null;
    }),
    D = f(async (e, o = !1) => {
      S.current += 1;
      let l = S.current;
      function d(e, t = s) {
        let r = h.current ?? g;
        if (r == null) return;
        let i = n.current.fields.get(r);
        if (!i) return;
        let a = De(e, t);
        n.current.fields.set(r, { ...i, validityData: a });
      }
      function f(t, n) {
        let r = t.valid === !1 ? n : [];
        return { value: e, state: t, error: r[0] ?? ``, errors: r, initialValue: a.initialValue };
      }
      function _(e, t) {
        let n = e.validity.customError ? e.validationMessage : ``,
          r = t.replace(
            /\r\n?/g,
            `
`,
          );
        (e.setCustomValidity(r), (C.current = [e, r, n]));
      }
      function v() {
        let e = C.current;
        ((C.current = null),
          e && (!e[0].willValidate || e[0].validationMessage === e[1]) && e[0].setCustomValidity(e[2]));
      }
      function w(e, t, n) {
        let i = f(e, t);
        (d(i, n), r(i));
      }
      function T(e) {
        let t = Oe.reduce((t, n) => ((t[n] = e.validity[n]), t), {}),
          n = !1;
        for (let e of Oe)
          if (e !== `valid`) {
            if (e === `valueMissing` && t[e]) n = !0;
            else if (t[e]) return t;
          }
        return (n && !c.current && ((t.valid = !0), (t.valueMissing = !1)), t);
      }
      function E() {
        return x.size > 0 ? Ae(x, t.current) : b.current;
      }
      let D = E();
      function O() {
        return ((D = E()), D?.willValidate ? T(D) : je(!1));
      }
      if (o) {
        if (u.valid !== !1 || !D) return;
        if (!D.validity.valueMissing) {
          v();
          let e = E(),
            t = e?.validity.customError ? Me(e) : [];
          w(je(t.length > 0), t, !1);
          return;
        }
        for (let e of Oe) if (e !== `valid` && e !== `valueMissing` && e !== `customError` && D.validity[e]) return;
      }
      (y.clear(), v());
      let k = O(),
        A = Me(D),
        j = p();
      if (A.length === 0 || j) {
        let t = Array.from(n.current.fields.values()).reduce((e, t) => (t.name && (e[t.name] = t.getValue()), e), {}),
          r = i(e, t),
          o;
        if (typeof r == `object` && r && `then` in r) {
          if (
            (k.valid === !1 ? w(k, A) : (m !== `onSubmit` && a.state.customError) || ((k.valid = null), w(k, A)),
            (o = await r),
            l !== S.current)
          )
            return;
          k = O();
        } else o = r;
        ((A = o ? [].concat(o).filter(Boolean) : []),
          A.length > 0
            ? ((k.valid = !1),
              (k.customError = !0),
              D?.willValidate &&
                _(
                  D,
                  A.join(`
`),
                ))
            : (A = Me(D)));
      }
      w(k, A);
    }),
    O = f((e, t = !1) => {
      if ((y.clear(), (S.current += 1), t)) return;
      let n = p();
      n && e !== `` && o
        ? y.start(o, () => {
            D(e);
          })
        : D(e, !n);
    }),
    k = w.useCallback(
      (e, t = {}) => _(v(t), u.valid === !1 && !u.disabled && !e ? { 'aria-invalid': !0 } : l),
      [v, u.disabled, u.valid],
    );
  return w.useMemo(
    () => ({
      getValidationProps: k,
      inputRef: b,
      registeredInputs: x,
      registerInput: T,
      getInputControl: E,
      commit: D,
      change: O,
    }),
    [k, x, T, E, D, O],
  );
}
function Pe(e) {
  let {
      change: t,
      commit: n,
      invalid: r,
      markedDirtyRef: i,
      name: a,
      setRegisteredFieldName: o,
      registeredFieldIdRef: s,
      setValidityData: c,
      validityData: l,
    } = e,
    { formRef: u } = $(),
    d = w.useRef(null),
    p = w.useRef(null),
    m = w.useRef(!1),
    g = f(() => {
      let e = p.current;
      if (e) return e.getValue ? e.getValue() : e.value;
    });
  function _(e) {
    return e.value === void 0 ? g() : e.value;
  }
  let v = f(() => {
    let e = p.current;
    ((i.current = !0), n(e ? _(e) : l.value));
  });
  function y() {
    let e = p.current;
    e &&
      e.id &&
      u.current.fields.set(e.id, {
        getValue: g,
        name: a ?? e.name,
        controlRef: e.controlRef,
        validityData: De(l, r),
        validate: v,
      });
  }
  function b(e = p.current?.id) {
    e && u.current.fields.delete(e);
  }
  function x(e) {
    if (m.current) return;
    m.current = !0;
    let t = _(e);
    c((e) => (e.initialValue === t ? e : { ...e, initialValue: t }));
  }
  return (
    h(() => {
      let e = p.current;
      e &&
        e.id &&
        (o(a ? void 0 : e.name),
        u.current.fields.set(e.id, {
          getValue: g,
          name: a ?? e.name,
          controlRef: e.controlRef,
          validityData: De(l, r),
          validate: v,
        }));
    }, [u, g, r, a, o, v, l]),
    h(() => {
      let e = u.current.fields;
      return () => {
        let t = p.current?.id;
        t && e.delete(t);
      };
    }, [u]),
    [
      v,
      f((e, n) => {
        if (!n) {
          d.current === e &&
            ((d.current = null), t(void 0, !0), b(), (p.current = null), o(void 0), (s.current = void 0));
          return;
        }
        let r = p.current?.id,
          i = d.current;
        (i && i !== e && t(void 0, !0),
          (d.current = e),
          (p.current = n),
          a || o(n.name),
          (s.current = n.id),
          r && r !== n.id && b(r),
          x(n),
          y());
      }),
    ]
  );
}
var Fe = w.forwardRef(function (e, t) {
    let { errors: n, validationMode: r, submitCountRef: i } = $(),
      {
        render: a,
        className: o,
        validate: s,
        validationDebounceTime: c = 0,
        validationMode: l = r,
        name: u,
        disabled: d = !1,
        invalid: p,
        dirty: m,
        touched: g,
        actionsRef: _,
        style: y,
        ...b
      } = e,
      x = Te(!0)?.disabled,
      S = f(s || (() => null)),
      C = x || d,
      [T, E] = w.useState(!1),
      [D, k] = w.useState(!1),
      [A, j] = w.useState(!1),
      [M, N] = w.useState(!1),
      ee = w.useRef(void 0),
      P = m ?? D,
      F = g ?? T,
      I = w.useRef(P),
      te = w.useRef(void 0),
      [ne, re] = w.useState(),
      L = u ?? ne;
    h(() => {
      m !== void 0 && (I.current = m);
    }, [m]);
    let R = f((e) => {
        m === void 0 && (e && (I.current = !0), k(e));
      }),
      z = f((e) => {
        g === void 0 && E(e);
      }),
      B = f(() => l === `onChange` || (l === `onSubmit` && i.current > 0)),
      V = L && Object.hasOwn(n, L) ? n[L] : null,
      ie = !!(Array.isArray(V) ? V.length : V),
      H = p === !0 || ie,
      [U, W] = w.useState({ state: X, error: ``, errors: [], value: null, initialValue: null }),
      G = !H && (C ? null : U.state.valid),
      K = w.useMemo(() => ({ disabled: C, touched: F, dirty: P, valid: G, filled: A, focused: M }), [C, F, P, G, A, M]),
      q = Ne({
        setValidityData: W,
        validate: S,
        validityData: U,
        validationDebounceTime: c,
        invalid: H,
        markedDirtyRef: I,
        state: K,
        shouldValidateOnChange: B,
        validationMode: l,
        registeredFieldIdRef: te,
      }),
      [J, Y] = Pe({
        change: q.change,
        commit: q.commit,
        invalid: H,
        markedDirtyRef: I,
        name: u,
        setRegisteredFieldName: re,
        registeredFieldIdRef: te,
        setValidityData: W,
        validityData: U,
      });
    w.useImperativeHandle(_, () => ({ validate: J }), [J]);
    let ae = w.useMemo(
        () => ({
          invalid: H,
          name: L,
          validityData: U,
          setValidityData: W,
          disabled: C,
          setTouched: z,
          setDirty: R,
          setFilled: j,
          setFocused: N,
          focusOwnerRef: ee,
          validationMode: l,
          shouldValidateOnChange: B,
          state: K,
          registerFieldControl: Y,
          validation: q,
        }),
        [H, L, U, C, z, R, j, N, l, B, K, Y, q],
      ),
      oe = v(`div`, e, { ref: t, state: K, props: b, stateAttributesMapping: Z });
    return (0, O.jsx)(ge.Provider, { value: ae, children: oe });
  }),
  Ie = w.forwardRef(function (e, t) {
    return (0, O.jsx)(Ee, { children: (0, O.jsx)(Fe, { ...e, ref: t }) });
  }),
  Le = w.createContext({ disabled: !1 });
function Re() {
  return w.useContext(Le);
}
var ze = w.forwardRef(function (e, t) {
    let { render: n, className: r, style: i, id: a, nativeLabel: o = !0, ...s } = e,
      c = _e(!1),
      l = Re(),
      { labelId: u } = Q(),
      d = { ...c.state, disabled: c.disabled || l.disabled },
      f = w.useRef(null),
      p = xe({ id: u ?? a, native: o });
    return v(`label`, e, { ref: [t, f], state: d, props: [p, s], stateAttributesMapping: Z });
  }),
  Be = { ...Z, ...P },
  Ve = w.forwardRef(function (e, t) {
    let { render: n, id: r, className: i, match: a, style: o, ...s } = e,
      c = L(r),
      { validityData: l, state: u, name: d } = _e(!1),
      { setMessageIds: f } = Q(),
      { errors: p } = $(),
      m = d && Object.hasOwn(p, d) ? p[d] : null,
      g = !!(Array.isArray(m) ? m.length : m),
      _ = typeof a == `string`,
      y = !1;
    y = a === !0 ? !0 : u.disabled ? !1 : _ ? !!l.state[a] : g || l.state.valid === !1;
    let { mounted: b, transitionStatus: x, setMounted: S } = H(y);
    h(() => {
      if (y && c)
        return (
          f((e) => e.concat(c)),
          () => {
            f((e) => e.filter((e) => e !== c));
          }
        );
    }, [y, c, f]);
    let C = w.useRef(null),
      [T, E] = w.useState(null),
      [D, k] = w.useState(null),
      A = l.error;
    !_ && g ? (A = m) : l.errors.length > 1 && (A = l.errors);
    let j = A;
    Array.isArray(A) &&
      (j = A.length > 1 ? (0, O.jsx)(`ul`, { children: A.map((e) => (0, O.jsx)(`li`, { children: e }, e)) }) : A[0]);
    let M = Array.isArray(A) ? JSON.stringify(A) : A;
    (y && M !== D && (k(M), E(j)),
      J({
        open: y,
        ref: C,
        onComplete() {
          y || S(!1);
        },
      }));
    let N = { ...u, transitionStatus: x },
      ee = v(`div`, e, {
        ref: [t, C],
        state: N,
        props: [{ id: c, children: y ? j : T }, s],
        stateAttributesMapping: Be,
        enabled: b,
      });
    return b ? ee : null;
  }),
  He = w.forwardRef(function (e, t) {
    let { render: n, id: r, className: i, style: a, ...o } = e,
      s = L(r),
      c = _e(!1),
      l = Re(),
      { setMessageIds: u } = Q(),
      d = { ...c.state, disabled: c.disabled || l.disabled };
    return (
      h(() => {
        if (s)
          return (
            u((e) => e.concat(s)),
            () => {
              u((e) => e.filter((e) => e !== s));
            }
          );
      }, [s, u]),
      v(`p`, e, { ref: t, state: d, props: [{ id: s }, o], stateAttributesMapping: Z })
    );
  });
function Ue({ label: e, help: t, error: n, optional: r = !1, disabled: a = !1, children: o }) {
  let s = i(`ui`);
  return (0, O.jsxs)(Ie, {
    className: `flex flex-col gap-1`,
    invalid: n !== void 0,
    disabled: a,
    children: [
      (0, O.jsxs)(ze, {
        className: `font-medium`,
        children: [e, r && (0, O.jsx)(`span`, { className: `ms-1.5 font-normal text-muted`, children: s(`optional`) })],
      }),
      o,
      t !== void 0 && (0, O.jsx)(He, { className: `text-sm text-muted`, children: t }),
      (0, O.jsx)(Ve, { match: n !== void 0, className: `text-sm text-bad`, children: n }),
    ],
  });
}
var We = y(
  `min-h-9 w-full rounded-md border border-edge bg-surface px-2.5 text-base text-ink placeholder:text-muted`,
  `data-disabled:opacity-60 data-invalid:border-bad`,
);
export {
  D as A,
  L as C,
  M as D,
  P as E,
  C as M,
  x as N,
  j as O,
  R as S,
  F as T,
  q as _,
  he as a,
  V as b,
  pe as c,
  le as d,
  ce as f,
  J as g,
  oe as h,
  Q as i,
  T as j,
  k,
  Z as l,
  ae as m,
  We as n,
  ge as o,
  ue as p,
  $ as r,
  _e as s,
  Ue as t,
  se as u,
  U as v,
  re as w,
  ie as x,
  H as y,
};
