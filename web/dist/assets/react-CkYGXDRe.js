var e = Object.create,
  t = Object.defineProperty,
  n = Object.getOwnPropertyDescriptor,
  r = Object.getOwnPropertyNames,
  i = Object.getPrototypeOf,
  a = Object.prototype.hasOwnProperty,
  o = (e, t) => () => (t || (e((t = { exports: {} }).exports, t, t.exports), (e = null)), t.exports),
  s = (e, n) => {
    let r = {};
    for (var i in e) t(r, i, { get: e[i], enumerable: !0 });
    return (n || t(r, Symbol.toStringTag, { value: `Module` }), r);
  },
  c = (e, i, o, s) => {
    if ((i && typeof i == `object`) || typeof i == `function`)
      for (var c = r(i), l = 0, u = c.length, d; l < u; l++)
        ((d = c[l]),
          !a.call(e, d) &&
            d !== o &&
            t(e, d, { get: ((e) => i[e]).bind(null, d), enumerable: !(s = n(i, d)) || s.enumerable }));
    return e;
  },
  l = (n, r, o) => (
    (o = n == null ? {} : e(i(n))),
    c(r || !n || !n.__esModule || !a.call(n, `default`) ? t(o, `default`, { value: n, enumerable: !0 }) : o, n)
  ),
  u = o((e) => {
    var t = Symbol.for(`react.transitional.element`),
      n = Symbol.for(`react.portal`),
      r = Symbol.for(`react.fragment`),
      i = Symbol.for(`react.strict_mode`),
      a = Symbol.for(`react.profiler`),
      o = Symbol.for(`react.consumer`),
      s = Symbol.for(`react.context`),
      c = Symbol.for(`react.forward_ref`),
      l = Symbol.for(`react.suspense`),
      u = Symbol.for(`react.memo`),
      d = Symbol.for(`react.lazy`),
      f = Symbol.for(`react.activity`),
      p = Symbol.for(`react.view_transition`),
      m = Symbol.iterator;
    function h(e) {
      return typeof e != `object` || !e
        ? null
        : ((e = (m && e[m]) || e[`@@iterator`]), typeof e == `function` ? e : null);
    }
    var g = {
        isMounted: function () {
          return !1;
        },
        enqueueForceUpdate: function () {},
        enqueueReplaceState: function () {},
        enqueueSetState: function () {},
      },
      _ = Object.assign,
      v = {};
    function y(e, t, n) {
      ((this.props = e), (this.context = t), (this.refs = v), (this.updater = n || g));
    }
    ((y.prototype.isReactComponent = {}),
      (y.prototype.setState = function (e, t) {
        if (typeof e != `object` && typeof e != `function` && e != null)
          throw Error(
            `takes an object of state variables to update or a function which returns an object of state variables.`,
          );
        this.updater.enqueueSetState(this, e, t, `setState`);
      }),
      (y.prototype.forceUpdate = function (e) {
        this.updater.enqueueForceUpdate(this, e, `forceUpdate`);
      }));
    function b() {}
    b.prototype = y.prototype;
    function x(e, t, n) {
      ((this.props = e), (this.context = t), (this.refs = v), (this.updater = n || g));
    }
    var S = (x.prototype = new b());
    ((S.constructor = x), _(S, y.prototype), (S.isPureReactComponent = !0));
    var C = Array.isArray;
    function w() {}
    var T = { H: null, A: null, T: null, S: null },
      E = Object.prototype.hasOwnProperty;
    function D(e, n, r) {
      var i = r.ref;
      return { $$typeof: t, type: e, key: n, ref: i === void 0 ? null : i, props: r };
    }
    function O(e, t) {
      return D(e.type, t, e.props);
    }
    function k(e) {
      return typeof e == `object` && !!e && e.$$typeof === t;
    }
    function A(e) {
      var t = { '=': `=0`, ':': `=2` };
      return (
        `$` +
        e.replace(/[=:]/g, function (e) {
          return t[e];
        })
      );
    }
    var j = /\/+/g;
    function M(e, t) {
      return typeof e == `object` && e && e.key != null ? A(`` + e.key) : t.toString(36);
    }
    function N(e) {
      switch (e.status) {
        case `fulfilled`:
          return e.value;
        case `rejected`:
          throw e.reason;
        default:
          switch (
            (typeof e.status == `string`
              ? e.then(w, w)
              : ((e.status = `pending`),
                e.then(
                  function (t) {
                    e.status === `pending` && ((e.status = `fulfilled`), (e.value = t));
                  },
                  function (t) {
                    e.status === `pending` && ((e.status = `rejected`), (e.reason = t));
                  },
                )),
            e.status)
          ) {
            case `fulfilled`:
              return e.value;
            case `rejected`:
              throw e.reason;
          }
      }
      throw e;
    }
    function P(e, r, i, a, o) {
      var s = typeof e;
      (s === `undefined` || s === `boolean`) && (e = null);
      var c = !1;
      if (e === null) c = !0;
      else
        switch (s) {
          case `bigint`:
          case `string`:
          case `number`:
            c = !0;
            break;
          case `object`:
            switch (e.$$typeof) {
              case t:
              case n:
                c = !0;
                break;
              case d:
                return ((c = e._init), P(c(e._payload), r, i, a, o));
            }
        }
      if (c)
        return (
          (o = o(e)),
          (c = a === `` ? `.` + M(e, 0) : a),
          C(o)
            ? ((i = ``),
              c != null && (i = c.replace(j, `$&/`) + `/`),
              P(o, r, i, ``, function (e) {
                return e;
              }))
            : o != null &&
              (k(o) &&
                (o = O(
                  o,
                  i + (o.key == null || (e && e.key === o.key) ? `` : (`` + o.key).replace(j, `$&/`) + `/`) + c,
                )),
              r.push(o)),
          1
        );
      c = 0;
      var l = a === `` ? `.` : a + `:`;
      if (C(e)) for (var u = 0; u < e.length; u++) ((a = e[u]), (s = l + M(a, u)), (c += P(a, r, i, s, o)));
      else if (((u = h(e)), typeof u == `function`))
        for (e = u.call(e), u = 0; !(a = e.next()).done;) ((a = a.value), (s = l + M(a, u++)), (c += P(a, r, i, s, o)));
      else if (s === `object`) {
        if (typeof e.then == `function`) return P(N(e), r, i, a, o);
        throw (
          (r = String(e)),
          Error(
            `Objects are not valid as a React child (found: ` +
              (r === `[object Object]` ? `object with keys {` + Object.keys(e).join(`, `) + `}` : r) +
              `). If you meant to render a collection of children, use an array instead.`,
          )
        );
      }
      return c;
    }
    function F(e, t, n) {
      if (e == null) return e;
      var r = [],
        i = 0;
      return (
        P(e, r, ``, ``, function (e) {
          return t.call(n, e, i++);
        }),
        r
      );
    }
    function I(e) {
      if (e._status === -1) {
        var t = e._result,
          n = t();
        (n.then(
          function (t) {
            (e._status === 0 || e._status === -1) &&
              ((e._status = 1), (e._result = t), n.status === void 0 && ((n.status = `fulfilled`), (n.value = t)));
          },
          function (t) {
            (e._status === 0 || e._status === -1) &&
              ((e._status = 2), (e._result = t), n.status === void 0 && ((n.status = `rejected`), (n.reason = t)));
          },
        ),
          e._status === -1 && ((e._status = 0), (e._result = n)));
      }
      if (e._status === 1) return e._result.default;
      throw e._result;
    }
    var L =
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
          };
    function R(e) {
      var t = T.T,
        n = {};
      ((n.types = t === null ? null : t.types), (T.T = n));
      try {
        var r = e(),
          i = T.S;
        (i !== null && i(n, r), typeof r == `object` && r && typeof r.then == `function` && r.then(w, L));
      } catch (e) {
        L(e);
      } finally {
        (t !== null && n.types !== null && (t.types = n.types), (T.T = t));
      }
    }
    function ee(e) {
      var t = T.T;
      if (t !== null) {
        var n = t.types;
        n === null ? (t.types = [e]) : n.indexOf(e) === -1 && n.push(e);
      } else R(ee.bind(null, e));
    }
    var z = {
      map: F,
      forEach: function (e, t, n) {
        F(
          e,
          function () {
            t.apply(this, arguments);
          },
          n,
        );
      },
      count: function (e) {
        var t = 0;
        return (
          F(e, function () {
            t++;
          }),
          t
        );
      },
      toArray: function (e) {
        return (
          F(e, function (e) {
            return e;
          }) || []
        );
      },
      only: function (e) {
        if (!k(e)) throw Error(`React.Children.only expected to receive a single React element child.`);
        return e;
      },
    };
    ((e.Activity = f),
      (e.Children = z),
      (e.Component = y),
      (e.Fragment = r),
      (e.Profiler = a),
      (e.PureComponent = x),
      (e.StrictMode = i),
      (e.Suspense = l),
      (e.ViewTransition = p),
      (e.__CLIENT_INTERNALS_DO_NOT_USE_OR_WARN_USERS_THEY_CANNOT_UPGRADE = T),
      (e.__COMPILER_RUNTIME = {
        __proto__: null,
        c: function (e) {
          return T.H.useMemoCache(e);
        },
      }),
      (e.addTransitionType = ee),
      (e.cache = function (e) {
        return function () {
          return e.apply(null, arguments);
        };
      }),
      (e.cacheSignal = function () {
        return null;
      }),
      (e.cloneElement = function (e, t, n) {
        if (e == null) throw Error(`The argument must be a React element, but you passed ` + e + `.`);
        var r = _({}, e.props),
          i = e.key;
        if (t != null)
          for (a in (t.key !== void 0 && (i = `` + t.key), t))
            !E.call(t, a) ||
              a === `key` ||
              a === `__self` ||
              a === `__source` ||
              (a === `ref` && t.ref === void 0) ||
              (r[a] = t[a]);
        var a = arguments.length - 2;
        if (a === 1) r.children = n;
        else if (1 < a) {
          for (var o = Array(a), s = 0; s < a; s++) o[s] = arguments[s + 2];
          r.children = o;
        }
        return D(e.type, i, r);
      }),
      (e.createContext = function (e) {
        return (
          (e = { $$typeof: s, _currentValue: e, _currentValue2: e, _threadCount: 0, Provider: null, Consumer: null }),
          (e.Provider = e),
          (e.Consumer = { $$typeof: o, _context: e }),
          e
        );
      }),
      (e.createElement = function (e, t, n) {
        var r,
          i = {},
          a = null;
        if (t != null)
          for (r in (t.key !== void 0 && (a = `` + t.key), t))
            E.call(t, r) && r !== `key` && r !== `__self` && r !== `__source` && (i[r] = t[r]);
        var o = arguments.length - 2;
        if (o === 1) i.children = n;
        else if (1 < o) {
          for (var s = Array(o), c = 0; c < o; c++) s[c] = arguments[c + 2];
          i.children = s;
        }
        if (e && e.defaultProps) for (r in ((o = e.defaultProps), o)) i[r] === void 0 && (i[r] = o[r]);
        return D(e, a, i);
      }),
      (e.createRef = function () {
        return { current: null };
      }),
      (e.forwardRef = function (e) {
        return { $$typeof: c, render: e };
      }),
      (e.isValidElement = k),
      (e.lazy = function (e) {
        return { $$typeof: d, _payload: { _status: -1, _result: e }, _init: I };
      }),
      (e.memo = function (e, t) {
        return { $$typeof: u, type: e, compare: t === void 0 ? null : t };
      }),
      (e.startTransition = R),
      (e.unstable_useCacheRefresh = function () {
        return T.H.useCacheRefresh();
      }),
      (e.use = function (e) {
        return T.H.use(e);
      }),
      (e.useActionState = function (e, t, n) {
        return T.H.useActionState(e, t, n);
      }),
      (e.useCallback = function (e, t) {
        return T.H.useCallback(e, t);
      }),
      (e.useContext = function (e) {
        return T.H.useContext(e);
      }),
      (e.useDebugValue = function () {}),
      (e.useDeferredValue = function (e, t) {
        return T.H.useDeferredValue(e, t);
      }),
      (e.useEffect = function (e, t) {
        return T.H.useEffect(e, t);
      }),
      (e.useEffectEvent = function (e) {
        return T.H.useEffectEvent(e);
      }),
      (e.useId = function () {
        return T.H.useId();
      }),
      (e.useImperativeHandle = function (e, t, n) {
        return T.H.useImperativeHandle(e, t, n);
      }),
      (e.useInsertionEffect = function (e, t) {
        return T.H.useInsertionEffect(e, t);
      }),
      (e.useLayoutEffect = function (e, t) {
        return T.H.useLayoutEffect(e, t);
      }),
      (e.useMemo = function (e, t) {
        return T.H.useMemo(e, t);
      }),
      (e.useOptimistic = function (e, t) {
        return T.H.useOptimistic(e, t);
      }),
      (e.useReducer = function (e, t, n) {
        return T.H.useReducer(e, t, n);
      }),
      (e.useRef = function (e) {
        return T.H.useRef(e);
      }),
      (e.useState = function (e) {
        return T.H.useState(e);
      }),
      (e.useSyncExternalStore = function (e, t, n) {
        return T.H.useSyncExternalStore(e, t, n);
      }),
      (e.useTransition = function () {
        return T.H.useTransition();
      }),
      (e.version = `19.3.1`));
  }),
  d = o((e, t) => {
    t.exports = u();
  }),
  f = o((e) => {
    var t = Symbol.for(`react.transitional.element`),
      n = Symbol.for(`react.fragment`);
    function r(e, n, r) {
      var i = null;
      if ((r !== void 0 && (i = `` + r), n.key !== void 0 && (i = `` + n.key), `key` in n))
        for (var a in ((r = {}), n)) a !== `key` && (r[a] = n[a]);
      else r = n;
      return ((n = r.ref), { $$typeof: t, type: e, key: i, ref: n === void 0 ? null : n, props: r });
    }
    ((e.Fragment = n), (e.jsx = r), (e.jsxs = r));
  }),
  p = o((e, t) => {
    t.exports = f();
  }),
  m = l(d(), 1),
  h = p(),
  g = m.createContext(void 0),
  _ = (e) => {
    let t = m.useContext(g);
    if (e) return e;
    if (!t) throw Error(`No QueryClient set, use QueryClientProvider to set one`);
    return t;
  },
  v = ({ client: e, children: t }) => (
    m.useEffect(
      () => (
        e.mount(),
        () => {
          e.unmount();
        }
      ),
      [e],
    ),
    (0, h.jsx)(g.Provider, { value: e, children: t })
  ),
  y = {
    setTimeout: (e, t) => setTimeout(e, t),
    clearTimeout: (e) => clearTimeout(e),
    setInterval: (e, t) => setInterval(e, t),
    clearInterval: (e) => clearInterval(e),
  },
  b = new (class {
    #e = y;
    setTimeoutProvider(e) {
      this.#e = e;
    }
    setTimeout(e, t) {
      return this.#e.setTimeout(e, t);
    }
    clearTimeout(e) {
      this.#e.clearTimeout(e);
    }
    setInterval(e, t) {
      return this.#e.setInterval(e, t);
    }
    clearInterval(e) {
      this.#e.clearInterval(e);
    }
  })();
function x(e) {
  setTimeout(e, 0);
}
var S = typeof window > `u` || `Deno` in globalThis;
function C() {}
function w(e, t) {
  return typeof e == `function` ? e(t) : e;
}
function T(e) {
  return typeof e == `number` && e >= 0 && e !== 1 / 0;
}
function E(e, t) {
  return Math.max(e + (t || 0) - Date.now(), 0);
}
function D(e, t) {
  return typeof e == `function` ? e(t) : e;
}
function O(e, t) {
  let { type: n = `all`, exact: r, fetchStatus: i, predicate: a, queryKey: o, stale: s } = e;
  if (o) {
    if (r) {
      if (t.queryHash !== A(o, t.options)) return !1;
    } else if (!M(t.queryKey, o)) return !1;
  }
  if (n !== `all`) {
    let e = t.isActive();
    if ((n === `active` && !e) || (n === `inactive` && e)) return !1;
  }
  return !((typeof s == `boolean` && t.isStale() !== s) || (i && i !== t.state.fetchStatus) || (a && !a(t)));
}
function k(e, t) {
  let { exact: n, status: r, predicate: i, mutationKey: a } = e;
  if (a) {
    if (!t.options.mutationKey) return !1;
    if (n) {
      if (j(t.options.mutationKey) !== j(a)) return !1;
    } else if (!M(t.options.mutationKey, a)) return !1;
  }
  return !((r && t.state.status !== r) || (i && !i(t)));
}
function A(e, t) {
  return (t?.queryKeyHashFn || j)(e);
}
function j(e) {
  return JSON.stringify(e, (e, t) =>
    L(t)
      ? Object.keys(t)
          .sort()
          .reduce((e, n) => ((e[n] = t[n]), e), {})
      : t,
  );
}
function M(e, t) {
  if (e === t) return !0;
  if (typeof e != typeof t) return !1;
  if (e && t && typeof e == `object` && typeof t == `object`) {
    if (Array.isArray(e) && Array.isArray(t)) {
      if (t.length > e.length) return !1;
      for (let n = 0; n < t.length; n++) if (!M(e[n], t[n])) return !1;
      return !0;
    }
    let n = Object.keys(t);
    for (let r of n) if (!M(e[r], t[r])) return !1;
    return !0;
  }
  return !1;
}
var N = Object.prototype.hasOwnProperty;
function P(e, t, n = 0) {
  if (e === t) return e;
  if (n > 500) return t;
  let r = I(e) && I(t);
  if (!r && !(L(e) && L(t))) return t;
  let i = (r ? e : Object.keys(e)).length,
    a = r ? t : Object.keys(t),
    o = a.length,
    s = r ? Array(o) : {},
    c = 0;
  for (let l = 0; l < o; l++) {
    let o = r ? l : a[l],
      u = e[o],
      d = t[o];
    if (u === d) {
      ((s[o] = u), (r ? l < i : N.call(e, o)) && c++);
      continue;
    }
    if (u === null || d === null || typeof u != `object` || typeof d != `object`) {
      s[o] = d;
      continue;
    }
    let f = P(u, d, n + 1);
    ((s[o] = f), f === u && c++);
  }
  return i === o && c === i ? e : s;
}
function F(e, t) {
  if (!t || Object.keys(e).length !== Object.keys(t).length) return !1;
  for (let n of Object.keys(e)) if (!N.call(t, n) || e[n] !== t[n]) return !1;
  return !0;
}
function I(e) {
  return Array.isArray(e) && e.length === Object.keys(e).length;
}
function L(e) {
  if (!R(e)) return !1;
  let t = Object.getPrototypeOf(e),
    n = t?.constructor;
  if (n === void 0) return !0;
  if (typeof n != `function`) return !1;
  let r = n.prototype;
  return !(!R(r) || !r.hasOwnProperty(`isPrototypeOf`) || t !== Object.prototype);
}
function R(e) {
  return Object.prototype.toString.call(e) === `[object Object]`;
}
function ee(e) {
  return new Promise((t) => {
    b.setTimeout(t, e);
  });
}
function z(e, t, n) {
  return typeof n.structuralSharing == `function`
    ? n.structuralSharing(e, t)
    : n.structuralSharing === !1
      ? t
      : P(e, t);
}
function te(e, t, n = 0) {
  let r = [...e, t];
  return n && r.length > n ? r.slice(-n) : r;
}
function ne(e, t, n = 0) {
  let r = [t, ...e];
  return n && r.length > n ? r.slice(0, n) : r;
}
var re = Symbol();
function ie(e, t) {
  return !e.queryFn && t?.initialPromise
    ? () => t.initialPromise
    : !e.queryFn || e.queryFn === re
      ? () => Promise.reject(Error(`Missing queryFn: '${e.queryHash}'`))
      : e.queryFn;
}
function ae(e, t) {
  return typeof e == `function` ? e(...t) : !!e;
}
var oe = Symbol();
function se(e, t, n, r) {
  let i = !1,
    a;
  return (
    Object.defineProperties(e, {
      [oe]: { value: r },
      signal: {
        enumerable: !0,
        get: () => ((a ??= t()), i || ((i = !0), a.aborted ? n() : a.addEventListener(`abort`, n, { once: !0 })), a),
      },
    }),
    e
  );
}
var ce = () => S,
  le = () => ce(),
  B = class {
    constructor() {
      ((this.listeners = new Set()), (this.subscribe = this.subscribe.bind(this)));
    }
    subscribe(e) {
      return (
        this.listeners.add(e),
        this.onSubscribe(),
        () => {
          (this.listeners.delete(e), this.onUnsubscribe());
        }
      );
    }
    hasListeners() {
      return this.listeners.size > 0;
    }
    onSubscribe() {}
    onUnsubscribe() {}
  },
  ue = new (class extends B {
    #e;
    #t;
    #n;
    constructor() {
      (super(),
        (this.#n = (e) => {
          if (typeof window < `u` && window.addEventListener) {
            let t = () => e();
            return (
              window.addEventListener(`visibilitychange`, t, !1),
              () => {
                window.removeEventListener(`visibilitychange`, t);
              }
            );
          }
        }));
    }
    onSubscribe() {
      this.#t || this.setEventListener(this.#n);
    }
    onUnsubscribe() {
      this.hasListeners() || (this.#t?.(), (this.#t = void 0));
    }
    setEventListener(e) {
      ((this.#n = e),
        this.#t?.(),
        (this.#t = e((e) => {
          typeof e == `boolean` ? this.setFocused(e) : this.onFocus();
        })));
    }
    setFocused(e) {
      this.#e !== e && ((this.#e = e), this.onFocus());
    }
    onFocus() {
      let e = this.isFocused();
      this.listeners.forEach((t) => {
        t(e);
      });
    }
    isFocused() {
      return typeof this.#e == `boolean` ? this.#e : globalThis.document?.visibilityState !== `hidden`;
    }
  })(),
  de = x;
function fe() {
  let e = [],
    t = 0,
    n = (e) => {
      e();
    },
    r = (e) => {
      e();
    },
    i = de,
    a = (r) => {
      t
        ? e.push(r)
        : i(() => {
            n(r);
          });
    },
    o = () => {
      let t = e;
      ((e = []),
        t.length &&
          i(() => {
            r(() => {
              t.forEach((e) => {
                n(e);
              });
            });
          }));
    };
  return {
    batch: (e) => {
      let n;
      t++;
      try {
        n = e();
      } finally {
        (t--, t || o());
      }
      return n;
    },
    batchCalls:
      (e) =>
      (...t) => {
        a(() => {
          e(...t);
        });
      },
    schedule: a,
    setNotifyFunction: (e) => {
      n = e;
    },
    setBatchNotifyFunction: (e) => {
      r = e;
    },
    setScheduler: (e) => {
      i = e;
    },
  };
}
var V = fe(),
  H = new (class extends B {
    #e = !0;
    #t;
    #n;
    constructor() {
      (super(),
        (this.#n = (e) => {
          if (typeof window < `u` && window.addEventListener) {
            let t = () => e(!0),
              n = () => e(!1);
            return (
              window.addEventListener(`online`, t, !1),
              window.addEventListener(`offline`, n, !1),
              () => {
                (window.removeEventListener(`online`, t), window.removeEventListener(`offline`, n));
              }
            );
          }
        }));
    }
    onSubscribe() {
      this.#t || this.setEventListener(this.#n);
    }
    onUnsubscribe() {
      this.hasListeners() || (this.#t?.(), (this.#t = void 0));
    }
    setEventListener(e) {
      ((this.#n = e), this.#t?.(), (this.#t = e(this.setOnline.bind(this))));
    }
    setOnline(e) {
      this.#e !== e &&
        ((this.#e = e),
        this.listeners.forEach((t) => {
          t(e);
        }));
    }
    isOnline() {
      return this.#e;
    }
  })();
function pe(e) {
  return Math.min(1e3 * 2 ** e, 3e4);
}
function me(e) {
  return (e ?? `online`) !== `online` || H.isOnline();
}
var he = class extends Error {
  constructor(e) {
    (super(`CancelledError`), (this.revert = e?.revert), (this.silent = e?.silent));
  }
};
function ge(e) {
  let t = !1,
    n = 0,
    r,
    i = `pending`,
    a,
    o,
    s = new Promise((e, t) => {
      ((a = e), (o = t));
    });
  s.catch(C);
  let c = () => i !== `pending`,
    l = (t) => {
      if (!c()) {
        let n = new he(t);
        (h(n), e.onCancel?.(n));
      }
    },
    u = () => {
      t = !0;
    },
    d = () => {
      t = !1;
    },
    f = () => ue.isFocused() && (e.networkMode === `always` || H.isOnline()) && e.canRun(),
    p = () => me(e.networkMode) && e.canRun(),
    m = (e) => {
      c() || (r?.(), (i = `resolved`), a(e));
    },
    h = (e) => {
      c() || (r?.(), (i = `rejected`), o(e));
    },
    g = (t) =>
      new Promise((n) => {
        ((r = (e) => {
          (c() || t()) && n(e);
        }),
          e.onPause?.());
      }).then(() => {
        ((r = void 0), c() || e.onContinue?.());
      }),
    _ = () => {
      if (c()) return;
      let r,
        i = n === 0 ? e.initialPromise : void 0;
      try {
        r = i ?? e.fn();
      } catch (e) {
        r = Promise.reject(e);
      }
      Promise.resolve(r)
        .then(m)
        .catch((r) => {
          if (c()) return;
          let i = e.retry ?? (le() ? 0 : 3),
            a = e.retryDelay ?? pe,
            o = typeof a == `function` ? a(n, r) : a,
            s = i === !0 || (typeof i == `number` && n < i) || (typeof i == `function` && i(n, r));
          t || !s
            ? h(r)
            : (n++,
              e.onFail?.(n, r),
              ee(o)
                .then(() => (c() || f() ? void 0 : g(f)))
                .then(() => {
                  t ? h(r) : _();
                }));
        });
    };
  return {
    promise: s,
    status: () => i,
    cancel: l,
    continue: () => (r?.(), s),
    cancelRetry: u,
    continueRetry: d,
    canStart: p,
    start: () => (p() ? _() : g(p).then(_), s),
  };
}
function _e(e) {
  return {
    onFetch: (t, n) => {
      let r = t.options,
        i = t.fetchOptions?.meta?.fetchMore?.direction,
        a = t.state.data?.pages || [],
        o = t.state.data?.pageParams || [],
        s = { pages: [], pageParams: [] },
        c = 0,
        l = async () => {
          let n = !1,
            l = t,
            u = (e) => {
              se(
                e,
                () => t.signal,
                () => (n = !0),
                l[oe],
              );
            },
            d = ie(t.options, t.fetchOptions),
            f = async (e, r, i) => {
              if (n) return Promise.reject(t.signal.reason);
              if (r == null && e.pages.length) return Promise.resolve(e);
              let a = (() => {
                  let e = {
                    client: t.client,
                    queryKey: t.queryKey,
                    pageParam: r,
                    direction: i ? `backward` : `forward`,
                    meta: t.options.meta,
                  };
                  return (u(e), e);
                })(),
                o = await d(a),
                { maxPages: s } = t.options,
                c = i ? ne : te;
              return { pages: c(e.pages, o, s), pageParams: c(e.pageParams, r, s) };
            };
          if (i && a.length) {
            let e = i === `backward`,
              t = e ? ye : ve,
              n = { pages: a, pageParams: o };
            s = await f(n, t(r, n), e);
          } else {
            let t = e ?? a.length;
            do {
              let e = c === 0 ? (o[0] === void 0 ? r.initialPageParam : o[0]) : ve(r, s);
              if (c > 0 && e == null) break;
              ((s = await f(s, e)), c++);
            } while (c < t);
          }
          return s;
        };
      t.fetchFn = t.options.persister
        ? () =>
            t.options.persister?.(
              l,
              { client: t.client, queryKey: t.queryKey, meta: t.options.meta, signal: t.signal },
              n,
            )
        : l;
    },
  };
}
function ve(e, { pages: t, pageParams: n }) {
  let r = t.length - 1;
  return t.length > 0 ? e.getNextPageParam(t[r], t, n[r], n) : void 0;
}
function ye(e, { pages: t, pageParams: n }) {
  return t.length > 0 ? e.getPreviousPageParam?.(t[0], t, n[0], n) : void 0;
}
function be(e, t) {
  return t ? ve(e, t) != null : !1;
}
function xe(e, t) {
  return !t || !e.getPreviousPageParam ? !1 : ye(e, t) != null;
}
var Se = class {
    #e;
    destroy() {
      this.clearGcTimeout();
    }
    scheduleGc() {
      (this.clearGcTimeout(),
        T(this.gcTime) &&
          (this.#e = b.setTimeout(() => {
            this.optionalRemove();
          }, this.gcTime)));
    }
    updateGcTime(e) {
      this.gcTime = Math.max(this.gcTime || 0, e ?? (le() ? 1 / 0 : 3e5));
    }
    clearGcTimeout() {
      this.#e !== void 0 && (b.clearTimeout(this.#e), (this.#e = void 0));
    }
  },
  Ce = class extends Se {
    #e;
    #t;
    #n;
    #r;
    #i;
    #a;
    #o;
    #s;
    #c;
    constructor(e) {
      (super(),
        (this.#c = !1),
        (this.#s = e.defaultOptions),
        this.setOptions(e.options),
        (this.observers = []),
        (this.#i = e.client),
        (this.#r = this.#i.getQueryCache()),
        (this.queryKey = e.queryKey),
        (this.queryHash = e.queryHash),
        (this.#t = Ee(this.options)),
        (this.state = e.state ?? this.#t),
        this.scheduleGc());
    }
    get meta() {
      return this.options.meta;
    }
    get queryType() {
      return this.#e;
    }
    get promise() {
      return this.#a?.promise;
    }
    setOptions(e) {
      if (
        ((this.options = { ...this.#s, ...e }),
        e?._type && (this.#e = e._type),
        this.updateGcTime(this.options.gcTime),
        this.state && this.state.data === void 0)
      ) {
        let e = Ee(this.options);
        e.data !== void 0 && (this.setState(Te(e.data, e.dataUpdatedAt)), (this.#t = e));
      }
    }
    optionalRemove() {
      !this.observers.length && this.state.fetchStatus === `idle` && this.#r.remove(this);
    }
    setData(e, t) {
      let n = z(this.state.data, e, this.options);
      return (this.#l({ data: n, type: `success`, dataUpdatedAt: t?.updatedAt, manual: t?.manual }), n);
    }
    setState(e) {
      this.#l({ type: `setState`, state: e });
    }
    cancel(e) {
      let t = this.#a?.promise;
      return (this.#a?.cancel(e), t ? t.then(C).catch(C) : Promise.resolve());
    }
    destroy() {
      (super.destroy(), this.cancel({ silent: !0 }));
    }
    get resetState() {
      return this.#t;
    }
    reset() {
      (this.destroy(), this.setState(this.resetState));
    }
    isActive() {
      return this.observers.some((e) => D(e.options.enabled, this) !== !1);
    }
    isDisabled() {
      return this.getObserversCount() > 0 ? !this.isActive() : this.options.queryFn === re || !this.isFetched();
    }
    isFetched() {
      return this.state.dataUpdateCount + this.state.errorUpdateCount > 0;
    }
    isStatic() {
      return (
        this.state.data !== void 0 &&
        this.getObserversCount() > 0 &&
        this.observers.some((e) => D(e.options.staleTime, this) === `static`)
      );
    }
    isStale() {
      return this.getObserversCount() > 0
        ? this.observers.some((e) => e.getCurrentResult().isStale)
        : this.state.data === void 0 || this.state.isInvalidated;
    }
    isStaleByTime(e = 0) {
      return this.state.data === void 0
        ? !0
        : e === `static`
          ? !1
          : this.state.isInvalidated
            ? !0
            : !E(this.state.dataUpdatedAt, e);
    }
    onFocus() {
      (this.observers.find((e) => e.shouldFetchOnWindowFocus())?.refetch({ cancelRefetch: !1 }), this.#a?.continue());
    }
    onOnline() {
      (this.observers.find((e) => e.shouldFetchOnReconnect())?.refetch({ cancelRefetch: !1 }), this.#a?.continue());
    }
    addObserver(e) {
      this.observers.includes(e) ||
        (this.observers.push(e),
        this.clearGcTimeout(),
        this.#r.notify({ type: `observerAdded`, query: this, observer: e }));
    }
    removeObserver(e) {
      let t = this.observers.indexOf(e);
      t !== -1 &&
        (this.observers.splice(t, 1),
        this.observers.length ||
          (this.#a &&
            (this.#c || (this.state.fetchStatus === `paused` && this.state.status === `pending`)
              ? this.#a.cancel({ revert: !0 })
              : this.#a.cancelRetry()),
          this.scheduleGc()),
        this.#r.notify({ type: `observerRemoved`, query: this, observer: e }));
    }
    getObserversCount() {
      return this.observers.length;
    }
    invalidate() {
      this.state.isInvalidated || this.#l({ type: `invalidate` });
    }
    async fetch(e, t) {
      if (this.state.fetchStatus !== `idle` && this.#a?.status() !== `rejected`) {
        if (this.state.data !== void 0 && t?.cancelRefetch) this.cancel({ silent: !0 });
        else if (this.#a && this.#o) return (this.#a.continueRetry(), this.#o);
      }
      if ((e && this.setOptions(e), !this.options.queryFn)) {
        let e = this.observers.find((e) => e.options.queryFn);
        e && this.setOptions(e.options);
      }
      let n = new AbortController(),
        r = (e) => {
          Object.defineProperties(e, {
            [oe]: { value: n.signal, enumerable: !0 },
            signal: { enumerable: !0, get: () => ((this.#c = !0), n.signal) },
          });
        },
        i = () => {
          let e = ie(this.options, t),
            n = (() => {
              let e = { client: this.#i, queryKey: this.queryKey, meta: this.meta };
              return (r(e), e);
            })();
          return ((this.#c = !1), this.options.persister ? this.options.persister(e, n, this) : e(n));
        },
        a = (() => {
          let e = {
            fetchOptions: t,
            options: this.options,
            queryKey: this.queryKey,
            client: this.#i,
            state: this.state,
            fetchFn: i,
          };
          return (r(e), e);
        })();
      ((this.#e === `infinite` ? _e(this.options.pages) : this.options.behavior)?.onFetch(a, this),
        (this.#n = this.state),
        (this.state.fetchStatus === `idle` || this.state.fetchMeta !== a.fetchOptions?.meta) &&
          this.#l({ type: `fetch`, meta: a.fetchOptions?.meta }));
      let o = (this.#a = ge({
          initialPromise: t?.initialPromise,
          fn: a.fetchFn,
          onCancel: (e) => {
            (e instanceof he && e.revert && this.setState({ ...this.#n, fetchStatus: `idle` }), n.abort());
          },
          onFail: (e, t) => {
            this.#l({ type: `failed`, failureCount: e, error: t });
          },
          onPause: () => {
            this.#l({ type: `pause` });
          },
          onContinue: () => {
            this.#l({ type: `continue` });
          },
          retry: a.options.retry,
          retryDelay: a.options.retryDelay,
          networkMode: a.options.networkMode,
          canRun: () => !0,
        })),
        s = (async () => {
          try {
            let e = await o.promise;
            if (e === void 0) throw Error(`${this.queryHash} data is undefined`);
            return (
              this.setData(e),
              this.#r.config.onSuccess?.(e, this),
              this.#r.config.onSettled?.(e, this.state.error, this),
              e
            );
          } catch (e) {
            if (e instanceof he) {
              if (e.silent) {
                if (this.#a !== o && this.#o) return this.#o;
                throw e;
              }
              if (e.revert) {
                if (this.state.data === void 0) throw e;
                return this.state.data;
              }
            }
            throw (
              this.#l({ type: `error`, error: e }),
              this.#r.config.onError?.(e, this),
              this.#r.config.onSettled?.(this.state.data, e, this),
              e
            );
          } finally {
            (this.#a === o && ((this.#a = void 0), (this.#o = void 0)), this.scheduleGc());
          }
        })();
      return ((this.#o = s), o.start(), s);
    }
    #l(e) {
      let t = (t) => {
        switch (e.type) {
          case `failed`:
            return { ...t, fetchFailureCount: e.failureCount, fetchFailureReason: e.error };
          case `pause`:
            return { ...t, fetchStatus: `paused` };
          case `continue`:
            return { ...t, fetchStatus: `fetching` };
          case `fetch`:
            return { ...t, ...we(t.data, this.options), fetchMeta: e.meta ?? null };
          case `success`: {
            let n = {
              ...t,
              ...Te(e.data, e.dataUpdatedAt),
              dataUpdateCount: t.dataUpdateCount + 1,
              ...(!e.manual && { fetchStatus: `idle`, fetchFailureCount: 0, fetchFailureReason: null }),
            };
            return ((this.#n = e.manual ? n : void 0), n);
          }
          case `error`: {
            let n = e.error;
            return {
              ...t,
              error: n,
              errorUpdateCount: t.errorUpdateCount + 1,
              errorUpdatedAt: Date.now(),
              fetchFailureCount: t.fetchFailureCount + 1,
              fetchFailureReason: n,
              fetchStatus: `idle`,
              status: `error`,
              isInvalidated: !0,
            };
          }
          case `invalidate`:
            return { ...t, isInvalidated: !0 };
          case `setState`:
            return { ...t, ...e.state };
        }
      };
      ((this.state = t(this.state)),
        V.batch(() => {
          (this.observers.slice().forEach((e) => {
            e.onQueryUpdate();
          }),
            this.#r.notify({ query: this, type: `updated`, action: e }));
        }));
    }
  };
function we(e, t) {
  return {
    fetchFailureCount: 0,
    fetchFailureReason: null,
    fetchStatus: me(t.networkMode) ? `fetching` : `paused`,
    ...(e === void 0 && { error: null, status: `pending` }),
  };
}
function Te(e, t) {
  return { data: e, dataUpdatedAt: t ?? Date.now(), error: null, isInvalidated: !1, status: `success` };
}
function Ee(e) {
  let t = typeof e.initialData == `function` ? e.initialData() : e.initialData,
    n = t !== void 0,
    r = n ? (typeof e.initialDataUpdatedAt == `function` ? e.initialDataUpdatedAt() : e.initialDataUpdatedAt) : 0;
  return {
    data: t,
    dataUpdateCount: 0,
    dataUpdatedAt: n ? (r ?? Date.now()) : 0,
    error: null,
    errorUpdateCount: 0,
    errorUpdatedAt: 0,
    fetchFailureCount: 0,
    fetchFailureReason: null,
    fetchMeta: null,
    isInvalidated: !1,
    status: n ? `success` : `pending`,
    fetchStatus: `idle`,
  };
}
var De = class extends B {
  #e;
  #t = void 0;
  #n = void 0;
  #r = void 0;
  #i;
  #a;
  #o;
  #s;
  #c;
  #l;
  #u;
  #d;
  #f;
  #p = new Set();
  constructor(e, t) {
    (super(), (this.options = t), (this.#e = e), (this.#o = null), this.bindMethods(), this.setOptions(t));
  }
  bindMethods() {
    this.refetch = this.refetch.bind(this);
  }
  onSubscribe() {
    this.listeners.size === 1 &&
      (this.#t.addObserver(this), ke(this.#t, this.options) ? this.#m() : this.updateResult(), this.#y());
  }
  onUnsubscribe() {
    this.hasListeners() || this.destroy();
  }
  shouldFetchOnReconnect() {
    return Ae(this.#t, this.options, this.options.refetchOnReconnect);
  }
  shouldFetchOnWindowFocus() {
    return Ae(this.#t, this.options, this.options.refetchOnWindowFocus);
  }
  destroy() {
    ((this.listeners = new Set()), this.#b(), this.#x(), this.#t.removeObserver(this));
  }
  setOptions(e) {
    let t = this.options,
      n = this.#t;
    if (
      ((this.options = this.#e.defaultQueryOptions(e)),
      this.options.enabled !== void 0 &&
        typeof this.options.enabled != `boolean` &&
        typeof this.options.enabled != `function` &&
        typeof D(this.options.enabled, this.#t) != `boolean`)
    )
      throw Error(`Expected enabled to be a boolean or a callback that returns a boolean`);
    (this.#S(),
      this.#t.setOptions(this.options),
      t._defaulted &&
        !F(this.options, t) &&
        this.#e.getQueryCache().notify({ type: `observerOptionsUpdated`, query: this.#t, observer: this }));
    let r = this.hasListeners();
    (r && je(this.#t, n, this.options, t) && this.#m(),
      this.updateResult(),
      r &&
        (this.#t !== n ||
          D(this.options.enabled, this.#t) !== D(t.enabled, this.#t) ||
          D(this.options.staleTime, this.#t) !== D(t.staleTime, this.#t)) &&
        this.#g());
    let i = this.#_();
    r && (this.#t !== n || D(this.options.enabled, this.#t) !== D(t.enabled, this.#t) || i !== this.#f) && this.#v(i);
  }
  getOptimisticResult(e) {
    let t = this.#e.getQueryCache().build(this.#e, e),
      n = this.createResult(t, e);
    return (F(this.getCurrentResult(), n) || ((this.#r = n), (this.#a = this.options), (this.#i = this.#t.state)), n);
  }
  getCurrentResult() {
    return this.#r;
  }
  trackResult(e, t) {
    return new Proxy(e, { get: (e, n) => (this.trackProp(n), t?.(n), Reflect.get(e, n)) });
  }
  trackProp(e) {
    this.#p.add(e);
  }
  getCurrentQuery() {
    return this.#t;
  }
  refetch({ ...e } = {}) {
    return this.fetch({ ...e });
  }
  fetchOptimistic(e) {
    let t = this.#e.defaultQueryOptions(e),
      n = this.#e.getQueryCache().build(this.#e, t),
      r = () => {},
      i,
      a = new Promise((e) => {
        ((i = e),
          (r = this.#e.getQueryCache().subscribe((i) => {
            i.type === `updated` &&
              i.query.queryHash === n.queryHash &&
              n.state.data !== void 0 &&
              (r(), e(this.createResult(n, t)));
          })));
      });
    return Promise.race([
      n
        .fetch(t)
        .then(() => {
          let e = this.createResult(n, t);
          return (i?.(e), e);
        })
        .finally(() => {
          r();
        }),
      a,
    ]);
  }
  fetch(e) {
    return this.#m({ ...e, cancelRefetch: e.cancelRefetch ?? !0 }).then(() => (this.updateResult(), this.#r));
  }
  #m(e) {
    this.#S();
    let t = this.#t.fetch(this.options, e);
    return (e?.throwOnError || (t = t.catch(C)), t);
  }
  #h(e) {
    return !le() && D(this.options.enabled, this.#t) !== !1 && T(e);
  }
  #g() {
    this.#b();
    let e = D(this.options.staleTime, this.#t);
    if (this.#r.isStale || !this.#h(e)) return;
    let t = E(this.#r.dataUpdatedAt, e) + 1;
    this.#u = b.setTimeout(() => {
      this.#r.isStale || this.updateResult();
    }, t);
  }
  #_() {
    return D(this.options.refetchInterval, this.#t) ?? !1;
  }
  #v(e) {
    (this.#x(),
      (this.#f = e),
      this.#f !== 0 &&
        this.#h(this.#f) &&
        (this.#d = b.setInterval(() => {
          (this.options.refetchIntervalInBackground || ue.isFocused()) && this.#m();
        }, this.#f)));
  }
  #y() {
    (this.#g(), this.#v(this.#_()));
  }
  #b() {
    this.#u !== void 0 && (b.clearTimeout(this.#u), (this.#u = void 0));
  }
  #x() {
    this.#d !== void 0 && (b.clearInterval(this.#d), (this.#d = void 0));
  }
  createResult(e, t) {
    let n = this.#t,
      r = this.options,
      i = this.#r,
      a = this.#i,
      o = this.#a,
      s = e === n ? this.#n : e.state,
      { state: c } = e,
      l = { ...c },
      u = !1,
      d;
    if (t._optimisticResults) {
      let i = this.hasListeners(),
        a = !i && ke(e, t),
        o = i && je(e, n, t, r);
      ((a || o) && (l = { ...l, ...we(c.data, e.options) }),
        t._optimisticResults === `isRestoring` && (l.fetchStatus = `idle`));
    }
    let { error: f, errorUpdatedAt: p, status: m } = l;
    d = l.data;
    let h = !1;
    if (t.placeholderData !== void 0 && d === void 0 && m === `pending`) {
      let e;
      (i?.isPlaceholderData && t.placeholderData === o?.placeholderData
        ? ((e = i.data), (h = !0))
        : (e =
            typeof t.placeholderData == `function`
              ? t.placeholderData(this.#l?.state.data, this.#l)
              : t.placeholderData),
        e !== void 0 && ((m = `success`), (d = z(i?.data, e, t)), (u = !0)));
    }
    if (t.select && d !== void 0 && !h) {
      if (i && d === a?.data && t.select === this.#s) d = this.#c;
      else
        try {
          ((this.#s = t.select), (d = t.select(d)), (d = z(i?.data, d, t)), (this.#c = d), (this.#o = null));
        } catch (e) {
          this.#o = e;
        }
    } else d === void 0 && (this.#o = null);
    this.#o &&
      ((f = this.#o), (d = this.#c), (p = i?.error === f ? i.errorUpdatedAt : Date.now()), (m = `error`), (u = !1));
    let g = l.fetchStatus === `fetching`,
      _ = m === `pending`,
      v = m === `error`,
      y = _ && g,
      b = d !== void 0;
    return {
      status: m,
      fetchStatus: l.fetchStatus,
      isPending: _,
      isSuccess: m === `success`,
      isError: v,
      isInitialLoading: y,
      isLoading: y,
      data: d,
      dataUpdatedAt: l.dataUpdatedAt,
      error: f,
      errorUpdatedAt: p,
      failureCount: l.fetchFailureCount,
      failureReason: l.fetchFailureReason,
      errorUpdateCount: l.errorUpdateCount,
      isFetched: e.isFetched(),
      isFetchedAfterMount: l.dataUpdateCount > s.dataUpdateCount || l.errorUpdateCount > s.errorUpdateCount,
      isFetching: g,
      isRefetching: g && !_,
      isLoadingError: v && !b,
      isPaused: l.fetchStatus === `paused`,
      isPlaceholderData: u,
      isRefetchError: v && b,
      isStale: Me(e, t),
      refetch: this.refetch,
      isEnabled: D(t.enabled, e) !== !1,
    };
  }
  updateResult() {
    let e = this.#r,
      t = this.createResult(this.#t, this.options);
    if (((this.#i = this.#t.state), (this.#a = this.options), this.#i.data !== void 0 && (this.#l = this.#t), F(t, e)))
      return;
    this.#r = t;
    let n = (() => {
      if (!e) return !0;
      let { notifyOnChangeProps: t } = this.options,
        n = typeof t == `function` ? t() : t;
      if (n === `all` || (!n && !this.#p.size) || (this.options.throwOnError && this.#r.error !== e.error)) return !0;
      for (let t of n ?? this.#p) if (this.#r[t] !== e[t]) return !0;
      return !1;
    })();
    V.batch(() => {
      (n &&
        this.listeners.forEach((e) => {
          e(this.#r);
        }),
        this.#e.getQueryCache().notify({ query: this.#t, type: `observerResultsUpdated` }));
    });
  }
  #S() {
    let e = this.#e.getQueryCache().build(this.#e, this.options);
    if (e === this.#t) return;
    let t = this.#t;
    ((this.#t = e), (this.#n = e.state), this.hasListeners() && (t?.removeObserver(this), e.addObserver(this)));
  }
  onQueryUpdate() {
    (this.updateResult(), this.hasListeners() && this.#y());
  }
};
function Oe(e, t) {
  return (
    D(t.enabled, e) !== !1 && e.state.data === void 0 && (e.state.status !== `error` || D(t.retryOnMount, e) !== !1)
  );
}
function ke(e, t) {
  return Oe(e, t) || (e.state.data !== void 0 && Ae(e, t, t.refetchOnMount));
}
function Ae(e, t, n) {
  if (D(t.enabled, e) !== !1 && D(t.staleTime, e) !== `static`) {
    let r = D(n, e);
    return r === `always` || (r !== !1 && Me(e, t));
  }
  return !1;
}
function je(e, t, n, r) {
  return (e !== t || D(r.enabled, e) === !1) && (!n.suspense || e.state.status !== `error`) && Me(e, n);
}
function Me(e, t) {
  return D(t.enabled, e) !== !1 && e.isStaleByTime(D(t.staleTime, e));
}
var Ne = class extends De {
    constructor(e, t) {
      super(e, t);
    }
    bindMethods() {
      (super.bindMethods(),
        (this.fetchNextPage = this.fetchNextPage.bind(this)),
        (this.fetchPreviousPage = this.fetchPreviousPage.bind(this)));
    }
    setOptions(e) {
      ((e._type = `infinite`), super.setOptions(e));
    }
    getOptimisticResult(e) {
      return ((e._type = `infinite`), super.getOptimisticResult(e));
    }
    fetchNextPage(e) {
      return this.fetch({ ...e, meta: { fetchMore: { direction: `forward` } } });
    }
    fetchPreviousPage(e) {
      return this.fetch({ ...e, meta: { fetchMore: { direction: `backward` } } });
    }
    createResult(e, t) {
      let { state: n } = e,
        r = super.createResult(e, t),
        { isFetching: i, isRefetching: a, isError: o, isRefetchError: s } = r,
        c = n.fetchMeta?.fetchMore?.direction,
        l = o && c === `forward`,
        u = i && c === `forward`,
        d = o && c === `backward`,
        f = i && c === `backward`;
      return {
        ...r,
        fetchNextPage: this.fetchNextPage,
        fetchPreviousPage: this.fetchPreviousPage,
        hasNextPage: be(t, n.data),
        hasPreviousPage: xe(t, n.data),
        isFetchNextPageError: l,
        isFetchingNextPage: u,
        isFetchPreviousPageError: d,
        isFetchingPreviousPage: f,
        isRefetchError: s && !l && !d,
        isRefetching: a && !u && !f,
      };
    }
  },
  Pe = class extends Se {
    #e;
    #t;
    #n;
    #r;
    constructor(e) {
      (super(),
        (this.#e = e.client),
        (this.mutationId = e.mutationId),
        (this.#n = e.mutationCache),
        (this.#t = []),
        (this.state = e.state || Fe()),
        this.setOptions(e.options),
        this.scheduleGc());
    }
    setOptions(e) {
      ((this.options = e), this.updateGcTime(this.options.gcTime));
    }
    get meta() {
      return this.options.meta;
    }
    addObserver(e) {
      this.#t.includes(e) ||
        (this.#t.push(e),
        this.clearGcTimeout(),
        this.#n.notify({ type: `observerAdded`, mutation: this, observer: e }));
    }
    removeObserver(e) {
      ((this.#t = this.#t.filter((t) => t !== e)),
        this.scheduleGc(),
        this.#n.notify({ type: `observerRemoved`, mutation: this, observer: e }));
    }
    optionalRemove() {
      this.#t.length || (this.state.status === `pending` ? this.scheduleGc() : this.#n.remove(this));
    }
    continue() {
      return (
        this.#r?.continue() ??
        (this.state.status === `pending` ? this.execute(this.state.variables) : Promise.resolve())
      );
    }
    async execute(e) {
      let t = () => {
          this.#i({ type: `continue` });
        },
        n = { client: this.#e, meta: this.options.meta, mutationKey: this.options.mutationKey },
        r = (this.#r = ge({
          fn: () =>
            this.options.mutationFn ? this.options.mutationFn(e, n) : Promise.reject(Error(`No mutationFn found`)),
          onFail: (e, t) => {
            this.#i({ type: `failed`, failureCount: e, error: t });
          },
          onPause: () => {
            this.#i({ type: `pause` });
          },
          onContinue: t,
          retry: this.options.retry ?? 0,
          retryDelay: this.options.retryDelay,
          networkMode: this.options.networkMode,
          canRun: () => this.#n.canRun(this),
        })),
        i = this.state.status === `pending`,
        a = !r.canStart();
      try {
        if (i) t();
        else {
          (this.#i({ type: `pending`, variables: e, isPaused: a }),
            this.#n.config.onMutate && (await this.#n.config.onMutate(e, this, n)));
          let t = await this.options.onMutate?.(e, n);
          t !== this.state.context && this.#i({ type: `pending`, context: t, variables: e, isPaused: a });
        }
        this.state.isPaused && r.canStart() && t();
        let o = await r.start();
        return (
          await this.#n.config.onSuccess?.(o, e, this.state.context, this, n),
          await this.options.onSuccess?.(o, e, this.state.context, n),
          await this.#n.config.onSettled?.(o, null, this.state.variables, this.state.context, this, n),
          await this.options.onSettled?.(o, null, e, this.state.context, n),
          this.#i({ type: `success`, data: o }),
          o
        );
      } catch (t) {
        try {
          await this.#n.config.onError?.(t, e, this.state.context, this, n);
        } catch (e) {
          Promise.reject(e);
        }
        try {
          await this.options.onError?.(t, e, this.state.context, n);
        } catch (e) {
          Promise.reject(e);
        }
        try {
          await this.#n.config.onSettled?.(void 0, t, this.state.variables, this.state.context, this, n);
        } catch (e) {
          Promise.reject(e);
        }
        try {
          await this.options.onSettled?.(void 0, t, e, this.state.context, n);
        } catch (e) {
          Promise.reject(e);
        }
        throw (this.#i({ type: `error`, error: t }), t);
      } finally {
        (this.#r === r && (this.#r = void 0), this.#n.runNext(this));
      }
    }
    #i(e) {
      let t = (t) => {
        switch (e.type) {
          case `failed`:
            return { ...t, failureCount: e.failureCount, failureReason: e.error };
          case `pause`:
            return { ...t, isPaused: !0 };
          case `continue`:
            return { ...t, isPaused: !1 };
          case `pending`:
            return {
              ...t,
              context: e.context,
              data: void 0,
              failureCount: 0,
              failureReason: null,
              error: null,
              isPaused: e.isPaused,
              status: `pending`,
              variables: e.variables,
              submittedAt: Date.now(),
            };
          case `success`:
            return {
              ...t,
              data: e.data,
              failureCount: 0,
              failureReason: null,
              error: null,
              status: `success`,
              isPaused: !1,
            };
          case `error`:
            return {
              ...t,
              data: void 0,
              error: e.error,
              failureCount: t.failureCount + 1,
              failureReason: e.error,
              isPaused: !1,
              status: `error`,
            };
        }
      };
      ((this.state = t(this.state)),
        V.batch(() => {
          (this.#t.forEach((t) => {
            t.onMutationUpdate(e);
          }),
            this.#n.notify({ mutation: this, type: `updated`, action: e }));
        }));
    }
  };
function Fe() {
  return {
    context: void 0,
    data: void 0,
    error: null,
    failureCount: 0,
    failureReason: null,
    isPaused: !1,
    status: `idle`,
    variables: void 0,
    submittedAt: 0,
  };
}
var Ie = class extends B {
  #e;
  #t;
  #n;
  constructor(e = {}) {
    (super(), (this.config = e), (this.#e = new Set()), (this.#t = new Map()), (this.#n = 0));
  }
  build(e, t, n) {
    let r = new Pe({
      client: e,
      mutationCache: this,
      mutationId: ++this.#n,
      options: e.defaultMutationOptions(t),
      state: n,
    });
    return (this.add(r), r);
  }
  add(e) {
    this.#e.add(e);
    let t = U(e);
    if (typeof t == `string`) {
      let n = this.#t.get(t);
      n ? n.push(e) : this.#t.set(t, [e]);
    }
    this.notify({ type: `added`, mutation: e });
  }
  remove(e) {
    if (this.#e.delete(e)) {
      let t = U(e);
      if (typeof t == `string`) {
        let n = this.#t.get(t);
        if (n) {
          if (n.length > 1) {
            let t = n.indexOf(e);
            t !== -1 && n.splice(t, 1);
          } else n[0] === e && this.#t.delete(t);
        }
      }
    }
    this.notify({ type: `removed`, mutation: e });
  }
  canRun(e) {
    let t = U(e);
    if (typeof t == `string`) {
      let n = this.#t.get(t)?.find((e) => e.state.status === `pending`);
      return !n || n === e;
    }
    return !0;
  }
  runNext(e) {
    let t = U(e);
    return typeof t == `string`
      ? (this.#t
          .get(t)
          ?.find((t) => t !== e && t.state.isPaused)
          ?.continue() ?? Promise.resolve())
      : Promise.resolve();
  }
  clear() {
    V.batch(() => {
      let e = this.getAll();
      (this.#e.clear(),
        this.#t.clear(),
        e.forEach((e) => {
          this.notify({ type: `removed`, mutation: e });
        }));
    });
  }
  getAll() {
    return Array.from(this.#e);
  }
  find(e) {
    let t = { exact: !0, ...e };
    return this.getAll().find((e) => k(t, e));
  }
  findAll(e = {}) {
    return this.getAll().filter((t) => k(e, t));
  }
  notify(e) {
    V.batch(() => {
      this.listeners.forEach((t) => {
        t(e);
      });
    });
  }
  resumePausedMutations() {
    let e = this.getAll().filter((e) => e.state.isPaused);
    return V.batch(() => Promise.all(e.map((e) => e.continue().catch(C))));
  }
};
function U(e) {
  return e.options.scope?.id;
}
var Le = class extends B {
    #e;
    #t = void 0;
    #n;
    #r;
    constructor(e, t) {
      (super(), (this.#e = e), this.setOptions(t), this.bindMethods(), this.#i());
    }
    bindMethods() {
      ((this.mutate = this.mutate.bind(this)), (this.reset = this.reset.bind(this)));
    }
    setOptions(e) {
      let t = this.options;
      ((this.options = this.#e.defaultMutationOptions(e)),
        F(this.options, t) ||
          this.#e.getMutationCache().notify({ type: `observerOptionsUpdated`, mutation: this.#n, observer: this }),
        t?.mutationKey && this.options.mutationKey && j(t.mutationKey) !== j(this.options.mutationKey)
          ? this.reset()
          : this.#n?.state.status === `pending` && this.#n.setOptions(this.options));
    }
    onSubscribe() {
      this.listeners.size === 1 && this.#n && (this.#n.addObserver(this), this.#i());
    }
    onUnsubscribe() {
      this.hasListeners() || this.#n?.removeObserver(this);
    }
    onMutationUpdate(e) {
      (this.#i(), this.#a(e));
    }
    getCurrentResult() {
      return this.#t;
    }
    reset() {
      (this.#n?.removeObserver(this), (this.#n = void 0), this.#i(), this.#a());
    }
    mutate(e, t) {
      return (
        (this.#r = t),
        this.#n?.removeObserver(this),
        (this.#n = this.#e.getMutationCache().build(this.#e, this.options)),
        this.#n.addObserver(this),
        this.#n.execute(e)
      );
    }
    #i() {
      let e = this.#n?.state ?? Fe();
      this.#t = {
        ...e,
        isPending: e.status === `pending`,
        isSuccess: e.status === `success`,
        isError: e.status === `error`,
        isIdle: e.status === `idle`,
        mutate: this.mutate,
        reset: this.reset,
      };
    }
    #a(e) {
      V.batch(() => {
        let t = this.#r;
        if (t && this.hasListeners()) {
          let n = this.#t.variables,
            r = this.#t.context,
            i = { client: this.#e, meta: this.options.meta, mutationKey: this.options.mutationKey };
          if (e?.type === `success`) {
            try {
              t.onSuccess?.(e.data, n, r, i);
            } catch (e) {
              Promise.reject(e);
            }
            try {
              t.onSettled?.(e.data, null, n, r, i);
            } catch (e) {
              Promise.reject(e);
            }
          } else if (e?.type === `error`) {
            try {
              t.onError?.(e.error, n, r, i);
            } catch (e) {
              Promise.reject(e);
            }
            try {
              t.onSettled?.(void 0, e.error, n, r, i);
            } catch (e) {
              Promise.reject(e);
            }
          }
        }
        this.listeners.forEach((e) => {
          e(this.#t);
        });
      });
    }
  },
  Re = class extends B {
    #e;
    constructor(e = {}) {
      (super(), (this.config = e), (this.#e = new Map()));
    }
    build(e, t, n) {
      let r = t.queryKey,
        i = t.queryHash ?? A(r, t),
        a = this.get(i);
      return (
        a ||
          ((a = new Ce({
            client: e,
            queryKey: r,
            queryHash: i,
            options: e.defaultQueryOptions(t),
            state: n,
            defaultOptions: e.getQueryDefaults(r),
          })),
          this.add(a)),
        a
      );
    }
    add(e) {
      this.#e.has(e.queryHash) || (this.#e.set(e.queryHash, e), this.notify({ type: `added`, query: e }));
    }
    remove(e) {
      this.#e.get(e.queryHash) === e &&
        (e.destroy(), this.#e.delete(e.queryHash), this.notify({ type: `removed`, query: e }));
    }
    clear() {
      V.batch(() => {
        this.getAll().forEach((e) => {
          this.remove(e);
        });
      });
    }
    get(e) {
      return this.#e.get(e);
    }
    getAll() {
      return [...this.#e.values()];
    }
    find(e) {
      let t = { exact: !0, ...e };
      return this.getAll().find((e) => O(t, e));
    }
    findAll(e = {}) {
      let t = this.getAll();
      return Object.keys(e).length > 0 ? t.filter((t) => O(e, t)) : t;
    }
    notify(e) {
      V.batch(() => {
        this.listeners.forEach((t) => {
          t(e);
        });
      });
    }
    onFocus() {
      V.batch(() => {
        this.getAll().forEach((e) => {
          e.onFocus();
        });
      });
    }
    onOnline() {
      V.batch(() => {
        this.getAll().forEach((e) => {
          e.onOnline();
        });
      });
    }
  },
  ze = class {
    #e;
    #t;
    #n;
    #r;
    #i;
    #a;
    #o;
    #s;
    constructor(e = {}) {
      ((this.#e = e.queryCache || new Re()),
        (this.#t = e.mutationCache || new Ie()),
        (this.#n = e.defaultOptions || {}),
        (this.#r = new Map()),
        (this.#i = new Map()),
        (this.#a = 0));
    }
    mount() {
      (this.#a++,
        this.#a === 1 &&
          ((this.#o = ue.subscribe(async (e) => {
            e && (await this.resumePausedMutations(), this.#e.onFocus());
          })),
          (this.#s = H.subscribe(async (e) => {
            e && (await this.resumePausedMutations(), this.#e.onOnline());
          }))));
    }
    unmount() {
      (this.#a--, this.#a === 0 && (this.#o?.(), (this.#o = void 0), this.#s?.(), (this.#s = void 0)));
    }
    isFetching(e) {
      return this.#e.findAll({ ...e, fetchStatus: `fetching` }).length;
    }
    isMutating(e) {
      return this.#t.findAll({ ...e, status: `pending` }).length;
    }
    getQueryData(e) {
      let t = this.defaultQueryOptions({ queryKey: e });
      return this.#e.get(t.queryHash)?.state.data;
    }
    ensureQueryData(e) {
      let t = this.defaultQueryOptions(e),
        n = this.#e.build(this, t),
        r = n.state.data;
      return r === void 0
        ? this.fetchQuery(e)
        : (e.revalidateIfStale && n.isStaleByTime(D(t.staleTime, n)) && this.prefetchQuery(t), Promise.resolve(r));
    }
    getQueriesData(e) {
      return this.#e.findAll(e).map(({ queryKey: e, state: t }) => [e, t.data]);
    }
    setQueryData(e, t, n) {
      let r = this.defaultQueryOptions({ queryKey: e }),
        i = this.#e.get(r.queryHash)?.state.data,
        a = w(t, i);
      if (a !== void 0) return this.#e.build(this, r).setData(a, { ...n, manual: !0 });
    }
    setQueriesData(e, t, n) {
      return V.batch(() => this.#e.findAll(e).map(({ queryKey: e }) => [e, this.setQueryData(e, t, n)]));
    }
    getQueryState(e) {
      let t = this.defaultQueryOptions({ queryKey: e });
      return this.#e.get(t.queryHash)?.state;
    }
    removeQueries(e) {
      let t = this.#e;
      V.batch(() => {
        t.findAll(e).forEach((e) => {
          t.remove(e);
        });
      });
    }
    resetQueries(e, t) {
      let n = this.#e;
      return V.batch(() => {
        let r = n.findAll(e),
          i = new Set(r);
        return (
          r.forEach((e) => {
            e.reset();
          }),
          this.refetchQueries({ type: `active`, predicate: (e) => i.has(e) }, t)
        );
      });
    }
    cancelQueries(e, t = {}) {
      let n = { revert: !0, ...t },
        r = V.batch(() => this.#e.findAll(e).map((e) => e.cancel(n)));
      return Promise.all(r).then(C).catch(C);
    }
    invalidateQueries(e, t = {}) {
      return V.batch(
        () => (
          this.#e.findAll(e).forEach((e) => {
            e.invalidate();
          }),
          e?.refetchType === `none`
            ? Promise.resolve()
            : this.refetchQueries({ ...e, type: e?.refetchType ?? e?.type ?? `active` }, t)
        ),
      );
    }
    refetchQueries(e, t = {}) {
      let n = { ...t, cancelRefetch: t.cancelRefetch ?? !0 },
        r = V.batch(() =>
          this.#e
            .findAll(e)
            .filter((e) => !e.isDisabled() && !e.isStatic())
            .map((e) => {
              let t = e.fetch(void 0, n),
                r = e.state.fetchStatus === `paused`;
              return ((!n.throwOnError || r) && (t = t.catch(C)), r ? Promise.resolve() : t);
            }),
        );
      return Promise.all(r).then(C);
    }
    async query(e) {
      let t = this.defaultQueryOptions(e);
      t.retry === void 0 && (t.retry = !1);
      let n = this.#e.build(this, t),
        r = n.isStaleByTime(D(t.staleTime, n)) ? await n.fetch(t) : n.state.data,
        i = t.select;
      return i ? i(r) : r;
    }
    fetchQuery(e) {
      let t = this.defaultQueryOptions(e);
      t.retry === void 0 && (t.retry = !1);
      let n = this.#e.build(this, t);
      return n.isStaleByTime(D(t.staleTime, n)) ? n.fetch(t) : Promise.resolve(n.state.data);
    }
    prefetchQuery(e) {
      return this.fetchQuery(e).then(C).catch(C);
    }
    infiniteQuery(e) {
      return ((e._type = `infinite`), this.query(e));
    }
    fetchInfiniteQuery(e) {
      return ((e._type = `infinite`), this.fetchQuery(e));
    }
    prefetchInfiniteQuery(e) {
      return this.fetchInfiniteQuery(e).then(C).catch(C);
    }
    ensureInfiniteQueryData(e) {
      return ((e._type = `infinite`), this.ensureQueryData(e));
    }
    resumePausedMutations() {
      return H.isOnline() ? this.#t.resumePausedMutations() : Promise.resolve();
    }
    getQueryCache() {
      return this.#e;
    }
    getMutationCache() {
      return this.#t;
    }
    getDefaultOptions() {
      return this.#n;
    }
    setDefaultOptions(e) {
      this.#n = e;
    }
    setQueryDefaults(e, t) {
      this.#r.set(j(e), { queryKey: e, defaultOptions: t });
    }
    getQueryDefaults(e) {
      let t = [...this.#r.values()],
        n = {};
      return (
        t.forEach((t) => {
          M(e, t.queryKey) && Object.assign(n, t.defaultOptions);
        }),
        n
      );
    }
    setMutationDefaults(e, t) {
      this.#i.set(j(e), { mutationKey: e, defaultOptions: t });
    }
    getMutationDefaults(e) {
      let t = [...this.#i.values()],
        n = {};
      return (
        t.forEach((t) => {
          M(e, t.mutationKey) && Object.assign(n, t.defaultOptions);
        }),
        n
      );
    }
    defaultQueryOptions(e) {
      if (e._defaulted) return e;
      let t = { ...this.#n.queries, ...this.getQueryDefaults(e.queryKey), ...e, _defaulted: !0 };
      return (
        (t.queryHash ||= A(t.queryKey, t)),
        t.refetchOnReconnect === void 0 && (t.refetchOnReconnect = t.networkMode !== `always`),
        t.throwOnError === void 0 && (t.throwOnError = !!t.suspense),
        !t.networkMode && t.persister && (t.networkMode = `offlineFirst`),
        t.queryFn === re && (t.enabled = !1),
        t
      );
    }
    defaultMutationOptions(e) {
      return e?._defaulted
        ? e
        : {
            ...this.#n.mutations,
            ...(e?.mutationKey && this.getMutationDefaults(e.mutationKey)),
            ...e,
            _defaulted: !0,
          };
    }
    clear() {
      (this.#e.clear(), this.#t.clear());
    }
  },
  Be = m.createContext(!1),
  Ve = () => m.useContext(Be);
Be.Provider;
function He() {
  let e = !1;
  return {
    clearReset: () => {
      e = !1;
    },
    reset: () => {
      e = !0;
    },
    isReset: () => e,
  };
}
var Ue = m.createContext(He()),
  We = () => m.useContext(Ue),
  Ge = (e, t, n) => {
    let r =
      n?.state.status === `error` && typeof e.throwOnError == `function`
        ? ae(e.throwOnError, [n.state.error, n])
        : e.throwOnError;
    (e.suspense || r) && (t.isReset() || (e.retryOnMount = !1));
  },
  Ke = (e) => {
    m.useEffect(() => {
      e.clearReset();
    }, [e]);
  },
  qe = ({ result: e, errorResetBoundary: t, throwOnError: n, query: r, suspense: i }) =>
    e.isError && !t.isReset() && !e.isFetching && r && ((i && e.data === void 0) || ae(n, [e.error, r])),
  Je = (e, t) => t.state.data === void 0,
  Ye = (e) => {
    if (e.suspense) {
      let t = 1e3,
        n = (e) => (e === `static` ? e : Math.max(e ?? t, t)),
        r = e.staleTime;
      ((e.staleTime = typeof r == `function` ? (...e) => n(r(...e)) : n(r)),
        typeof e.gcTime == `number` && (e.gcTime = Math.max(e.gcTime, t)));
    }
  },
  Xe = (e, t) => e?.suspense && t.isPending,
  Ze = (e, t, n) =>
    t.fetchOptimistic(e).catch(() => {
      n.clearReset();
    });
function Qe(e, t, n) {
  let r = Ve(),
    i = We(),
    a = _(n),
    o = a.defaultQueryOptions(e),
    s = a.getQueryCache().get(o.queryHash),
    c = e.subscribed !== !1;
  ((o._optimisticResults = r ? `isRestoring` : c ? `optimistic` : void 0), Ye(o), Ge(o, i, s), Ke(i));
  let [l] = m.useState(() => new t(a, o)),
    u = l.getOptimisticResult(o);
  m.useEffect(() => {
    l.setOptions(o);
  }, [o, l]);
  let d = !r && c;
  if (
    (m.useSyncExternalStore(
      m.useCallback(
        (e) => {
          let t = d ? l.subscribe(V.batchCalls(e)) : C;
          return (l.updateResult(), t);
        },
        [l, d],
      ),
      () => l.getCurrentResult(),
      () => l.getCurrentResult(),
    ),
    Xe(o, u))
  )
    throw Ze(o, l, i);
  if (qe({ result: u, errorResetBoundary: i, throwOnError: o.throwOnError, query: s, suspense: o.suspense }))
    throw u.error;
  return o.notifyOnChangeProps ? u : l.trackResult(u);
}
function $e(e, t) {
  return Qe(e, De, t);
}
function et(e, t) {
  return Qe({ ...e, enabled: !0, suspense: !0, throwOnError: Je, placeholderData: void 0 }, De, t);
}
function tt(e, t) {
  let n = _(t),
    [r] = m.useState(() => new Le(n, e));
  m.useEffect(() => {
    r.setOptions(e);
  }, [r, e]);
  let i = m.useSyncExternalStore(
      m.useCallback((e) => r.subscribe(V.batchCalls(e)), [r]),
      () => r.getCurrentResult(),
      () => r.getCurrentResult(),
    ),
    a = m.useCallback(
      (...e) => {
        r.mutate(e[0], e[1]).catch(C);
      },
      [r],
    );
  if (i.error && ae(r.options.throwOnError, [i.error])) throw i.error;
  return { ...i, mutate: a, mutateAsync: i.mutate };
}
function nt(e, t) {
  return Qe(e, Ne, t);
}
function rt(e) {
  let t = async ({ queryKey: [t, n, r], signal: i }) => {
      let a = e[t.toUpperCase()],
        { data: o, error: s, response: c } = await a(n, { signal: i, ...r });
      if (s) throw s;
      return c.status === 204 || c.headers.get(`Content-Length`) === `0` ? (o ?? null) : o;
    },
    n = (e, n, ...[r, i]) => ({ queryKey: r === void 0 ? [e, n] : [e, n, r], queryFn: t, ...i });
  return {
    queryOptions: n,
    useQuery: (e, t, ...[r, i, a]) => $e(n(e, t, r, i), a),
    useSuspenseQuery: (e, t, ...[r, i, a]) => et(n(e, t, r, i), a),
    useInfiniteQuery: (t, r, i, a, o) => {
      let { pageParamName: s = `cursor`, ...c } = a,
        { queryKey: l } = n(t, r, i);
      return nt(
        {
          queryKey: l,
          queryFn: async ({ queryKey: [t, n, r], pageParam: i = 0, signal: a }) => {
            let o = e[t.toUpperCase()],
              { data: c, error: l } = await o(n, {
                ...r,
                signal: a,
                params: { ...(r?.params || {}), query: { ...r?.params?.query, [s]: i } },
              });
            if (l) throw l;
            return c;
          },
          ...c,
        },
        o,
      );
    },
    useMutation: (t, n, r, i) =>
      tt(
        {
          mutationKey: [t, n],
          mutationFn: async (r) => {
            let i = e[t.toUpperCase()],
              { data: a, error: o } = await i(n, r);
            if (o) throw o;
            return a;
          },
          ...r,
        },
        i,
      ),
  };
}
var it = /\{[^{}]+\}/g,
  at = () =>
    typeof process == `object` &&
    Number.parseInt(process?.versions?.node?.substring(0, 2)) >= 18 &&
    process.versions.undici;
function ot() {
  return Math.random().toString(36).slice(2, 11);
}
function st(e) {
  let {
    baseUrl: t = ``,
    Request: n = globalThis.Request,
    fetch: r = globalThis.fetch,
    querySerializer: i,
    bodySerializer: a,
    pathSerializer: o,
    headers: s,
    requestInitExt: c = void 0,
    ...l
  } = { ...e };
  ((c = at() ? c : void 0), (t = ht(t)));
  let u = [];
  async function d(e, d) {
    let {
        baseUrl: f,
        fetch: p = r,
        Request: m = n,
        headers: h,
        params: g = {},
        parseAs: _ = `json`,
        querySerializer: v,
        bodySerializer: y = a ?? ft,
        pathSerializer: b,
        body: x,
        middleware: S = [],
        ...C
      } = d || {},
      w = t;
    f && (w = ht(f) ?? t);
    let T = typeof i == `function` ? i : ut(i);
    v && (T = typeof v == `function` ? v : ut({ ...(typeof i == `object` ? i : {}), ...v }));
    let E = b || o || dt,
      D = x === void 0 ? void 0 : y(x, mt(s, h, g.header)),
      O = mt(D === void 0 || D instanceof FormData ? {} : { 'Content-Type': `application/json` }, s, h, g.header),
      k = [...u, ...S],
      A = { redirect: `follow`, ...l, ...C, body: D, headers: O },
      j,
      M,
      N = new m(pt(e, { baseUrl: w, params: g, querySerializer: T, pathSerializer: E }), A),
      P;
    for (let e in C) e in N || (N[e] = C[e]);
    if (k.length) {
      ((j = ot()),
        (M = Object.freeze({
          baseUrl: w,
          fetch: p,
          parseAs: _,
          querySerializer: T,
          bodySerializer: y,
          pathSerializer: E,
        })));
      for (let t of k)
        if (t && typeof t == `object` && typeof t.onRequest == `function`) {
          let n = await t.onRequest({ request: N, schemaPath: e, params: g, options: M, id: j });
          if (n) {
            if (n instanceof m) N = n;
            else if (n instanceof Response) {
              P = n;
              break;
            } else throw Error(`onRequest: must return new Request() or Response() when modifying the request`);
          }
        }
    }
    if (!P) {
      try {
        P = await p(N, c);
      } catch (t) {
        let n = t;
        if (k.length)
          for (let t = k.length - 1; t >= 0; t--) {
            let r = k[t];
            if (r && typeof r == `object` && typeof r.onError == `function`) {
              let t = await r.onError({ request: N, error: n, schemaPath: e, params: g, options: M, id: j });
              if (t) {
                if (t instanceof Response) {
                  ((n = void 0), (P = t));
                  break;
                }
                if (t instanceof Error) {
                  n = t;
                  continue;
                }
                throw Error(`onError: must return new Response() or instance of Error`);
              }
            }
          }
        if (n) throw n;
      }
      if (k.length)
        for (let t = k.length - 1; t >= 0; t--) {
          let n = k[t];
          if (n && typeof n == `object` && typeof n.onResponse == `function`) {
            let t = await n.onResponse({ request: N, response: P, schemaPath: e, params: g, options: M, id: j });
            if (t) {
              if (!(t instanceof Response))
                throw Error(`onResponse: must return new Response() when modifying the response`);
              P = t;
            }
          }
        }
    }
    let F = P.headers.get(`Content-Length`);
    if (
      P.status === 204 ||
      N.method === `HEAD` ||
      (F === `0` && !P.headers.get(`Transfer-Encoding`)?.includes(`chunked`))
    )
      return P.ok ? { data: void 0, response: P } : { error: void 0, response: P };
    if (P.ok)
      return {
        data: await (async () => {
          if (_ === `stream`) return P.body;
          if (_ === `json` && !F) {
            let e = await P.text();
            return e ? JSON.parse(e) : void 0;
          }
          return await P[_]();
        })(),
        response: P,
      };
    let I = await P.text();
    try {
      I = JSON.parse(I);
    } catch {}
    return { error: I, response: P };
  }
  return {
    request(e, t, n) {
      return d(t, { ...n, method: e.toUpperCase() });
    },
    GET(e, t) {
      return d(e, { ...t, method: `GET` });
    },
    PUT(e, t) {
      return d(e, { ...t, method: `PUT` });
    },
    POST(e, t) {
      return d(e, { ...t, method: `POST` });
    },
    DELETE(e, t) {
      return d(e, { ...t, method: `DELETE` });
    },
    OPTIONS(e, t) {
      return d(e, { ...t, method: `OPTIONS` });
    },
    HEAD(e, t) {
      return d(e, { ...t, method: `HEAD` });
    },
    PATCH(e, t) {
      return d(e, { ...t, method: `PATCH` });
    },
    TRACE(e, t) {
      return d(e, { ...t, method: `TRACE` });
    },
    use(...e) {
      for (let t of e)
        if (t) {
          if (typeof t != `object` || !(`onRequest` in t || `onResponse` in t || `onError` in t))
            throw Error('Middleware must be an object with one of `onRequest()`, `onResponse() or `onError()`');
          u.push(t);
        }
    },
    eject(...e) {
      for (let t of e) {
        let e = u.indexOf(t);
        e !== -1 && u.splice(e, 1);
      }
    },
  };
}
function W(e, t, n) {
  if (t == null) return ``;
  if (typeof t == `object`)
    throw Error('Deeply-nested arrays/objects aren’t supported. Provide your own `querySerializer()` to handle these.');
  return `${e}=${n?.allowReserved === !0 ? t : encodeURIComponent(t)}`;
}
function ct(e, t, n) {
  if (!t || typeof t != `object`) return ``;
  let r = [],
    i = { simple: `,`, label: `.`, matrix: `;` }[n.style] || `&`;
  if (n.style !== `deepObject` && n.explode === !1) {
    for (let e in t) r.push(e, n.allowReserved === !0 ? t[e] : encodeURIComponent(t[e]));
    let i = r.join(`,`);
    switch (n.style) {
      case `form`:
        return `${e}=${i}`;
      case `label`:
        return `.${i}`;
      case `matrix`:
        return `;${e}=${i}`;
      default:
        return i;
    }
  }
  for (let i in t) {
    let a = n.style === `deepObject` ? `${e}[${i}]` : i;
    r.push(W(a, t[i], n));
  }
  let a = r.join(i);
  return n.style === `label` || n.style === `matrix` ? `${i}${a}` : a;
}
function lt(e, t, n) {
  if (!Array.isArray(t)) return ``;
  if (n.explode === !1) {
    let r = { form: `,`, spaceDelimited: `%20`, pipeDelimited: `|` }[n.style] || `,`,
      i = (n.allowReserved === !0 ? t : t.map((e) => encodeURIComponent(e))).join(r);
    switch (n.style) {
      case `simple`:
        return i;
      case `label`:
        return `.${i}`;
      case `matrix`:
        return `;${e}=${i}`;
      default:
        return `${e}=${i}`;
    }
  }
  let r = { simple: `,`, label: `.`, matrix: `;` }[n.style] || `&`,
    i = [];
  for (let r of t)
    n.style === `simple` || n.style === `label`
      ? i.push(n.allowReserved === !0 ? r : encodeURIComponent(r))
      : i.push(W(e, r, n));
  return n.style === `label` || n.style === `matrix` ? `${r}${i.join(r)}` : i.join(r);
}
function ut(e) {
  return function (t) {
    let n = [];
    if (t && typeof t == `object`)
      for (let r in t) {
        let i = t[r];
        if (i != null) {
          if (Array.isArray(i)) {
            if (i.length === 0) continue;
            n.push(lt(r, i, { style: `form`, explode: !0, ...e?.array, allowReserved: e?.allowReserved || !1 }));
          } else
            typeof i == `object`
              ? n.push(
                  ct(r, i, { style: `deepObject`, explode: !0, ...e?.object, allowReserved: e?.allowReserved || !1 }),
                )
              : n.push(W(r, i, e));
        }
      }
    return n.join(`&`);
  };
}
function dt(e, t) {
  let n = e;
  for (let r of e.match(it) ?? []) {
    let e = r.substring(1, r.length - 1),
      i = !1,
      a = `simple`;
    if (
      (e.endsWith(`*`) && ((i = !0), (e = e.substring(0, e.length - 1))),
      e.startsWith(`.`)
        ? ((a = `label`), (e = e.substring(1)))
        : e.startsWith(`;`) && ((a = `matrix`), (e = e.substring(1))),
      !t || t[e] === void 0 || t[e] === null)
    )
      continue;
    let o = t[e];
    n = Array.isArray(o)
      ? n.replace(r, lt(e, o, { style: a, explode: i }))
      : typeof o == `object`
        ? n.replace(r, ct(e, o, { style: a, explode: i }))
        : a === `matrix`
          ? n.replace(r, `;${W(e, o)}`)
          : n.replace(r, a === `label` ? `.${encodeURIComponent(o)}` : encodeURIComponent(o));
  }
  return n;
}
function ft(e, t) {
  return e instanceof FormData
    ? e
    : t &&
        (t.get instanceof Function
          ? (t.get(`Content-Type`) ?? t.get(`content-type`))
          : (t[`Content-Type`] ?? t[`content-type`])) === `application/x-www-form-urlencoded`
      ? new URLSearchParams(e).toString()
      : JSON.stringify(e);
}
function pt(e, t) {
  let n = `${t.baseUrl}${e}`;
  t.params?.path && (n = t.pathSerializer(n, t.params.path));
  let r = t.querySerializer(t.params.query ?? {});
  return (r.startsWith(`?`) && (r = r.substring(1)), r && (n += `?${r}`), n);
}
function mt(...e) {
  let t = new Headers();
  for (let n of e) {
    if (!n || typeof n != `object`) continue;
    let e = n instanceof Headers ? n.entries() : Object.entries(n);
    for (let [n, r] of e)
      if (r === null) t.delete(n);
      else if (Array.isArray(r)) for (let e of r) t.append(n, e);
      else r !== void 0 && t.set(n, r);
  }
  return t;
}
function ht(e) {
  return e.endsWith(`/`) ? e.substring(0, e.length - 1) : e;
}
function gt({ baseUrl: e = ``, apiKey: t, fetch: n } = {}) {
  return st({
    baseUrl: e,
    ...(n === void 0 ? {} : { fetch: (e) => n(e) }),
    ...(t === void 0 ? {} : { headers: { authorization: `Bearer ${t}` } }),
  });
}
var _t = rt(gt()),
  vt = new Set([`not_found`, `permission_denied`, `invalid_request`, `unauthorized`, `unsupported`]),
  yt = new ze({
    defaultOptions: { queries: { staleTime: 1e4, retry: (e, t) => e < 2 && !(bt(t) && vt.has(t.code)) } },
  });
function bt(e) {
  return typeof e == `object` && !!e && `code` in e && `detail` in e;
}
function G(e, t) {
  let n = t && t.cache ? t.cache : At,
    r = t && t.serializer ? t.serializer : Ot;
  return (t && t.strategy ? t.strategy : Tt)(e, { cache: n, serializer: r });
}
function xt(e) {
  return e == null || typeof e == `number` || typeof e == `boolean`;
}
function St(e, t, n, r) {
  let i = xt(r) ? r : n(r),
    a = t.get(i);
  return (a === void 0 && ((a = e.call(this, r)), t.set(i, a)), a);
}
function Ct(e, t, n) {
  let r = Array.prototype.slice.call(arguments, 3),
    i = n(r),
    a = t.get(i);
  return (a === void 0 && ((a = e.apply(this, r)), t.set(i, a)), a);
}
function wt(e, t, n, r, i) {
  return n.bind(t, e, r, i);
}
function Tt(e, t) {
  let n = e.length === 1 ? St : Ct;
  return wt(e, this, n, t.cache.create(), t.serializer);
}
function Et(e, t) {
  return wt(e, this, Ct, t.cache.create(), t.serializer);
}
function Dt(e, t) {
  return wt(e, this, St, t.cache.create(), t.serializer);
}
var Ot = function () {
    return JSON.stringify(arguments);
  },
  kt = class {
    constructor() {
      this.cache = Object.create(null);
    }
    get(e) {
      return this.cache[e];
    }
    set(e, t) {
      this.cache[e] = t;
    }
  },
  At = {
    create: function () {
      return new kt();
    },
  },
  K = { variadic: Et, monadic: Dt },
  q = class extends Error {
    constructor(e, t) {
      let n = e;
      (t && (n += `: ` + t), super(n), (this.code = e), t && (this.originalMessage = t));
    }
  },
  J = (function (e) {
    return (
      (e.MISSING_MESSAGE = `MISSING_MESSAGE`),
      (e.MISSING_FORMAT = `MISSING_FORMAT`),
      (e.ENVIRONMENT_FALLBACK = `ENVIRONMENT_FALLBACK`),
      (e.INSUFFICIENT_PATH = `INSUFFICIENT_PATH`),
      (e.INVALID_MESSAGE = `INVALID_MESSAGE`),
      (e.INVALID_KEY = `INVALID_KEY`),
      (e.FORMATTING_ERROR = `FORMATTING_ERROR`),
      e
    );
  })(J || {});
function jt() {
  return { dateTime: {}, number: {}, message: {}, relativeTime: {}, pluralRules: {}, list: {}, displayNames: {} };
}
function Mt(e, t) {
  return G(e, {
    cache:
      ((n = t),
      {
        create: () => ({
          get: (e) => n[e],
          set(e, t) {
            n[e] = t;
          },
        }),
      }),
    strategy: K.variadic,
  });
  var n;
}
function Y(e, t) {
  return Mt((...t) => new e(...t), t);
}
function Nt(e) {
  return {
    getDateTimeFormat: Y(Intl.DateTimeFormat, e.dateTime),
    getNumberFormat: Y(Intl.NumberFormat, e.number),
    getPluralRules: Y(Intl.PluralRules, e.pluralRules),
    getRelativeTimeFormat: Y(Intl.RelativeTimeFormat, e.relativeTime),
    getListFormat: Y(Intl.ListFormat, e.list),
    getDisplayNames: Y(Intl.DisplayNames, e.displayNames),
  };
}
var Pt =
  /(?:[Eec]{1,6}|G{1,5}|[Qq]{1,5}|(?:[yYur]+|U{1,5})|[ML]{1,5}|d{1,2}|D{1,3}|F{1}|[abB]{1,5}|[hkHK]{1,2}|w{1,2}|W{1}|m{1,2}|s{1,2}|[zZOvVxX]{1,4})(?=([^']*'[^']*')*[^']*$)/g;
function Ft(e) {
  let t = {};
  return (
    e.replace(Pt, (e) => {
      let n = e.length;
      switch (e[0]) {
        case `G`:
          t.era = n === 4 ? `long` : n === 5 ? `narrow` : `short`;
          break;
        case `y`:
          t.year = n === 2 ? `2-digit` : `numeric`;
          break;
        case `Y`:
        case `u`:
        case `U`:
        case `r`:
          throw RangeError('`Y/u/U/r` (year) patterns are not supported, use `y` instead');
        case `q`:
        case `Q`:
          throw RangeError('`q/Q` (quarter) patterns are not supported');
        case `M`:
        case `L`:
          t.month = [`numeric`, `2-digit`, `short`, `long`, `narrow`][n - 1];
          break;
        case `w`:
        case `W`:
          throw RangeError('`w/W` (week) patterns are not supported');
        case `d`:
          t.day = [`numeric`, `2-digit`][n - 1];
          break;
        case `D`:
        case `F`:
        case `g`:
          throw RangeError('`D/F/g` (day) patterns are not supported, use `d` instead');
        case `E`:
          t.weekday = n === 4 ? `long` : n === 5 ? `narrow` : `short`;
          break;
        case `e`:
          if (n < 4) throw RangeError('`e..eee` (weekday) patterns are not supported');
          t.weekday = [`short`, `long`, `narrow`, `short`][n - 3];
          break;
        case `c`:
          if (n < 4) throw RangeError('`c..ccc` (weekday) patterns are not supported');
          t.weekday = [`short`, `long`, `narrow`, `short`][n - 3];
          break;
        case `a`:
          t.hour12 = !0;
          break;
        case `b`:
        case `B`:
          throw RangeError('`b/B` (period) patterns are not supported, use `a` instead');
        case `h`:
          ((t.hourCycle = `h12`), (t.hour = [`numeric`, `2-digit`][n - 1]));
          break;
        case `H`:
          ((t.hourCycle = `h23`), (t.hour = [`numeric`, `2-digit`][n - 1]));
          break;
        case `K`:
          ((t.hourCycle = `h11`), (t.hour = [`numeric`, `2-digit`][n - 1]));
          break;
        case `k`:
          ((t.hourCycle = `h24`), (t.hour = [`numeric`, `2-digit`][n - 1]));
          break;
        case `j`:
        case `J`:
        case `C`:
          throw RangeError('`j/J/C` (hour) patterns are not supported, use `h/H/K/k` instead');
        case `m`:
          t.minute = [`numeric`, `2-digit`][n - 1];
          break;
        case `s`:
          t.second = [`numeric`, `2-digit`][n - 1];
          break;
        case `S`:
        case `A`:
          throw RangeError('`S/A` (second) patterns are not supported, use `s` instead');
        case `z`:
          t.timeZoneName = n < 4 ? `short` : `long`;
          break;
        case `Z`:
        case `O`:
        case `v`:
        case `V`:
        case `X`:
        case `x`:
          throw RangeError('`Z/O/v/V/X/x` (timeZone) patterns are not supported, use `z` instead');
      }
      return ``;
    }),
    t
  );
}
var It = /[\t-\r \x85\u200E\u200F\u2028\u2029]/i;
function Lt(e) {
  if (e.length === 0) throw Error(`Number skeleton cannot be empty`);
  let t = e.split(It).filter((e) => e.length > 0),
    n = [];
  for (let e of t) {
    let t = e.split(`/`);
    if (t.length === 0) throw Error(`Invalid number skeleton`);
    let [r, ...i] = t;
    for (let e of i) if (e.length === 0) throw Error(`Invalid number skeleton`);
    n.push({ stem: r, options: i });
  }
  return n;
}
function Rt(e) {
  return e.replace(/^(.*?)-/, ``);
}
var zt = /^\.(?:(0+)(\*)?|(#+)|(0+)(#+))$/g,
  Bt = /^(@+)?(\+|#+)?[rs]?$/g,
  Vt = /(\*)(0+)|(#+)(0+)|(0+)/g,
  Ht = /^(0+)$/;
function Ut(e) {
  let t = {};
  return (
    e[e.length - 1] === `r`
      ? (t.roundingPriority = `morePrecision`)
      : e[e.length - 1] === `s` && (t.roundingPriority = `lessPrecision`),
    e.replace(Bt, function (e, n, r) {
      return (
        typeof r == `string`
          ? r === `+`
            ? (t.minimumSignificantDigits = n.length)
            : n[0] === `#`
              ? (t.maximumSignificantDigits = n.length)
              : ((t.minimumSignificantDigits = n.length),
                (t.maximumSignificantDigits = n.length + (typeof r == `string` ? r.length : 0)))
          : ((t.minimumSignificantDigits = n.length), (t.maximumSignificantDigits = n.length)),
        ``
      );
    }),
    t
  );
}
function Wt(e) {
  switch (e) {
    case `sign-auto`:
      return { signDisplay: `auto` };
    case `sign-accounting`:
    case `()`:
      return { currencySign: `accounting` };
    case `sign-always`:
    case `+!`:
      return { signDisplay: `always` };
    case `sign-accounting-always`:
    case `()!`:
      return { signDisplay: `always`, currencySign: `accounting` };
    case `sign-except-zero`:
    case `+?`:
      return { signDisplay: `exceptZero` };
    case `sign-accounting-except-zero`:
    case `()?`:
      return { signDisplay: `exceptZero`, currencySign: `accounting` };
    case `sign-never`:
    case `+_`:
      return { signDisplay: `never` };
  }
}
function Gt(e) {
  let t;
  if (
    (e[0] === `E` && e[1] === `E`
      ? ((t = { notation: `engineering` }), (e = e.slice(2)))
      : e[0] === `E` && ((t = { notation: `scientific` }), (e = e.slice(1))),
    t)
  ) {
    let n = e.slice(0, 2);
    if (
      (n === `+!`
        ? ((t.signDisplay = `always`), (e = e.slice(2)))
        : n === `+?` && ((t.signDisplay = `exceptZero`), (e = e.slice(2))),
      !Ht.test(e))
    )
      throw Error(`Malformed concise eng/scientific notation`);
    t.minimumIntegerDigits = e.length;
  }
  return t;
}
function Kt(e) {
  return Wt(e) || {};
}
function qt(e) {
  let t = {};
  for (let n of e) {
    switch (n.stem) {
      case `percent`:
      case `%`:
        t.style = `percent`;
        continue;
      case `%x100`:
        ((t.style = `percent`), (t.scale = 100));
        continue;
      case `currency`:
        ((t.style = `currency`), (t.currency = n.options[0]));
        continue;
      case `group-off`:
      case `,_`:
        t.useGrouping = !1;
        continue;
      case `precision-integer`:
      case `.`:
        t.maximumFractionDigits = 0;
        continue;
      case `measure-unit`:
      case `unit`:
        ((t.style = `unit`), (t.unit = Rt(n.options[0])));
        continue;
      case `compact-short`:
      case `K`:
        ((t.notation = `compact`), (t.compactDisplay = `short`));
        continue;
      case `compact-long`:
      case `KK`:
        ((t.notation = `compact`), (t.compactDisplay = `long`));
        continue;
      case `scientific`:
        t = { ...t, notation: `scientific`, ...n.options.reduce((e, t) => ({ ...e, ...Kt(t) }), {}) };
        continue;
      case `engineering`:
        t = { ...t, notation: `engineering`, ...n.options.reduce((e, t) => ({ ...e, ...Kt(t) }), {}) };
        continue;
      case `notation-simple`:
        t.notation = `standard`;
        continue;
      case `unit-width-narrow`:
        ((t.currencyDisplay = `narrowSymbol`), (t.unitDisplay = `narrow`));
        continue;
      case `unit-width-short`:
        ((t.currencyDisplay = `code`), (t.unitDisplay = `short`));
        continue;
      case `unit-width-full-name`:
        ((t.currencyDisplay = `name`), (t.unitDisplay = `long`));
        continue;
      case `unit-width-iso-code`:
        t.currencyDisplay = `symbol`;
        continue;
      case `scale`:
        t.scale = parseFloat(n.options[0]);
        continue;
      case `rounding-mode-floor`:
        t.roundingMode = `floor`;
        continue;
      case `rounding-mode-ceiling`:
        t.roundingMode = `ceil`;
        continue;
      case `rounding-mode-down`:
        t.roundingMode = `trunc`;
        continue;
      case `rounding-mode-up`:
        t.roundingMode = `expand`;
        continue;
      case `rounding-mode-half-even`:
        t.roundingMode = `halfEven`;
        continue;
      case `rounding-mode-half-down`:
        t.roundingMode = `halfTrunc`;
        continue;
      case `rounding-mode-half-up`:
        t.roundingMode = `halfExpand`;
        continue;
      case `integer-width`:
        if (n.options.length > 1) throw RangeError(`integer-width stems only accept a single optional option`);
        n.options[0].replace(Vt, function (e, n, r, i, a, o) {
          if (n) t.minimumIntegerDigits = r.length;
          else if (i && a) throw Error(`We currently do not support maximum integer digits`);
          else if (o) throw Error(`We currently do not support exact integer digits`);
          return ``;
        });
        continue;
    }
    if (Ht.test(n.stem)) {
      t.minimumIntegerDigits = n.stem.length;
      continue;
    }
    if (zt.test(n.stem)) {
      if (n.options.length > 1) throw RangeError(`Fraction-precision stems only accept a single optional option`);
      n.stem.replace(zt, function (e, n, r, i, a, o) {
        return (
          r === `*`
            ? (t.minimumFractionDigits = n.length)
            : i && i[0] === `#`
              ? (t.maximumFractionDigits = i.length)
              : a && o
                ? ((t.minimumFractionDigits = a.length), (t.maximumFractionDigits = a.length + o.length))
                : ((t.minimumFractionDigits = n.length), (t.maximumFractionDigits = n.length)),
          ``
        );
      });
      let e = n.options[0];
      e === `w` ? (t = { ...t, trailingZeroDisplay: `stripIfInteger` }) : e && (t = { ...t, ...Ut(e) });
      continue;
    }
    if (Bt.test(n.stem)) {
      t = { ...t, ...Ut(n.stem) };
      continue;
    }
    let e = Wt(n.stem);
    e && (t = { ...t, ...e });
    let r = Gt(n.stem);
    r && (t = { ...t, ...r });
  }
  return t;
}
var Jt = (function (e) {
  return (
    (e[(e.EXPECT_ARGUMENT_CLOSING_BRACE = 1)] = `EXPECT_ARGUMENT_CLOSING_BRACE`),
    (e[(e.EMPTY_ARGUMENT = 2)] = `EMPTY_ARGUMENT`),
    (e[(e.MALFORMED_ARGUMENT = 3)] = `MALFORMED_ARGUMENT`),
    (e[(e.EXPECT_ARGUMENT_TYPE = 4)] = `EXPECT_ARGUMENT_TYPE`),
    (e[(e.INVALID_ARGUMENT_TYPE = 5)] = `INVALID_ARGUMENT_TYPE`),
    (e[(e.EXPECT_ARGUMENT_STYLE = 6)] = `EXPECT_ARGUMENT_STYLE`),
    (e[(e.INVALID_NUMBER_SKELETON = 7)] = `INVALID_NUMBER_SKELETON`),
    (e[(e.INVALID_DATE_TIME_SKELETON = 8)] = `INVALID_DATE_TIME_SKELETON`),
    (e[(e.EXPECT_NUMBER_SKELETON = 9)] = `EXPECT_NUMBER_SKELETON`),
    (e[(e.EXPECT_DATE_TIME_SKELETON = 10)] = `EXPECT_DATE_TIME_SKELETON`),
    (e[(e.UNCLOSED_QUOTE_IN_ARGUMENT_STYLE = 11)] = `UNCLOSED_QUOTE_IN_ARGUMENT_STYLE`),
    (e[(e.EXPECT_SELECT_ARGUMENT_OPTIONS = 12)] = `EXPECT_SELECT_ARGUMENT_OPTIONS`),
    (e[(e.EXPECT_PLURAL_ARGUMENT_OFFSET_VALUE = 13)] = `EXPECT_PLURAL_ARGUMENT_OFFSET_VALUE`),
    (e[(e.INVALID_PLURAL_ARGUMENT_OFFSET_VALUE = 14)] = `INVALID_PLURAL_ARGUMENT_OFFSET_VALUE`),
    (e[(e.EXPECT_SELECT_ARGUMENT_SELECTOR = 15)] = `EXPECT_SELECT_ARGUMENT_SELECTOR`),
    (e[(e.EXPECT_PLURAL_ARGUMENT_SELECTOR = 16)] = `EXPECT_PLURAL_ARGUMENT_SELECTOR`),
    (e[(e.EXPECT_SELECT_ARGUMENT_SELECTOR_FRAGMENT = 17)] = `EXPECT_SELECT_ARGUMENT_SELECTOR_FRAGMENT`),
    (e[(e.EXPECT_PLURAL_ARGUMENT_SELECTOR_FRAGMENT = 18)] = `EXPECT_PLURAL_ARGUMENT_SELECTOR_FRAGMENT`),
    (e[(e.INVALID_PLURAL_ARGUMENT_SELECTOR = 19)] = `INVALID_PLURAL_ARGUMENT_SELECTOR`),
    (e[(e.DUPLICATE_PLURAL_ARGUMENT_SELECTOR = 20)] = `DUPLICATE_PLURAL_ARGUMENT_SELECTOR`),
    (e[(e.DUPLICATE_SELECT_ARGUMENT_SELECTOR = 21)] = `DUPLICATE_SELECT_ARGUMENT_SELECTOR`),
    (e[(e.MISSING_OTHER_CLAUSE = 22)] = `MISSING_OTHER_CLAUSE`),
    (e[(e.INVALID_TAG = 23)] = `INVALID_TAG`),
    (e[(e.INVALID_TAG_NAME = 25)] = `INVALID_TAG_NAME`),
    (e[(e.UNMATCHED_CLOSING_TAG = 26)] = `UNMATCHED_CLOSING_TAG`),
    (e[(e.UNCLOSED_TAG = 27)] = `UNCLOSED_TAG`),
    e
  );
})({});
function Yt(e) {
  return e.type === 0;
}
function Xt(e) {
  return e.type === 1;
}
function Zt(e) {
  return e.type === 2;
}
function Qt(e) {
  return e.type === 3;
}
function $t(e) {
  return e.type === 4;
}
function en(e) {
  return e.type === 5;
}
function tn(e) {
  return e.type === 6;
}
function nn(e) {
  return e.type === 7;
}
function rn(e) {
  return e.type === 8;
}
function an(e) {
  return !!(e && typeof e == `object` && e.type === 0);
}
function on(e) {
  return !!(e && typeof e == `object` && e.type === 1);
}
var sn = /[ \xA0\u1680\u2000-\u200A\u202F\u205F\u3000]/,
  X = {
    '001': [`H`, `h`],
    419: [`h`, `H`, `hB`, `hb`],
    AC: [`H`, `h`, `hb`, `hB`],
    AD: [`H`, `hB`],
    AE: [`h`, `hB`, `hb`, `H`],
    AF: [`H`, `hb`, `hB`, `h`],
    AG: [`h`, `hb`, `H`, `hB`],
    AI: [`H`, `h`, `hb`, `hB`],
    AL: [`h`, `H`, `hB`],
    AM: [`H`, `hB`],
    AO: [`H`, `hB`],
    AR: [`h`, `H`, `hB`, `hb`],
    AS: [`h`, `H`],
    AT: [`H`, `hB`],
    AU: [`h`, `hb`, `H`, `hB`],
    AW: [`H`, `hB`],
    AX: [`H`],
    AZ: [`H`, `hB`, `h`],
    BA: [`H`, `hB`, `h`],
    BB: [`h`, `hb`, `H`, `hB`],
    BD: [`h`, `hB`, `H`],
    BE: [`H`, `hB`],
    BF: [`H`, `hB`],
    BG: [`H`, `hB`, `h`],
    BH: [`h`, `hB`, `hb`, `H`],
    BI: [`H`, `h`],
    BJ: [`H`, `hB`],
    BL: [`H`, `hB`],
    BM: [`h`, `hb`, `H`, `hB`],
    BN: [`hb`, `hB`, `h`, `H`],
    BO: [`h`, `H`, `hB`, `hb`],
    BQ: [`H`],
    BR: [`H`, `hB`],
    BS: [`h`, `hb`, `H`, `hB`],
    BT: [`h`, `H`],
    BW: [`H`, `h`, `hb`, `hB`],
    BY: [`H`, `h`],
    BZ: [`H`, `h`, `hb`, `hB`],
    CA: [`h`, `hb`, `H`, `hB`],
    CC: [`H`, `h`, `hb`, `hB`],
    CD: [`hB`, `H`],
    CF: [`H`, `h`, `hB`],
    CG: [`H`, `hB`],
    CH: [`H`, `hB`, `h`],
    CI: [`H`, `hB`],
    CK: [`H`, `h`, `hb`, `hB`],
    CL: [`h`, `H`, `hB`, `hb`],
    CM: [`H`, `h`, `hB`],
    CN: [`H`, `hB`, `hb`, `h`],
    CO: [`h`, `H`, `hB`, `hb`],
    CP: [`H`],
    CR: [`h`, `H`, `hB`, `hb`],
    CU: [`h`, `H`, `hB`, `hb`],
    CV: [`H`, `hB`],
    CW: [`H`, `hB`],
    CX: [`H`, `h`, `hb`, `hB`],
    CY: [`h`, `H`, `hb`, `hB`],
    CZ: [`H`],
    DE: [`H`, `hB`],
    DG: [`H`, `h`, `hb`, `hB`],
    DJ: [`h`, `H`],
    DK: [`H`],
    DM: [`h`, `hb`, `H`, `hB`],
    DO: [`h`, `H`, `hB`, `hb`],
    DZ: [`h`, `hB`, `hb`, `H`],
    EA: [`H`, `h`, `hB`, `hb`],
    EC: [`h`, `H`, `hB`, `hb`],
    EE: [`H`, `hB`],
    EG: [`h`, `hB`, `hb`, `H`],
    EH: [`h`, `hB`, `hb`, `H`],
    ER: [`h`, `H`],
    ES: [`H`, `hB`, `h`, `hb`],
    ET: [`hB`, `hb`, `h`, `H`],
    FI: [`H`],
    FJ: [`h`, `hb`, `H`, `hB`],
    FK: [`H`, `h`, `hb`, `hB`],
    FM: [`h`, `hb`, `H`, `hB`],
    FO: [`H`, `h`],
    FR: [`H`, `hB`],
    GA: [`H`, `hB`],
    GB: [`H`, `h`, `hb`, `hB`],
    GD: [`h`, `hb`, `H`, `hB`],
    GE: [`H`, `hB`, `h`],
    GF: [`H`, `hB`],
    GG: [`H`, `h`, `hb`, `hB`],
    GH: [`h`, `H`],
    GI: [`H`, `h`, `hb`, `hB`],
    GL: [`H`, `h`],
    GM: [`h`, `hb`, `H`, `hB`],
    GN: [`H`, `hB`],
    GP: [`H`, `hB`],
    GQ: [`H`, `hB`, `h`, `hb`],
    GR: [`h`, `H`, `hb`, `hB`],
    GS: [`H`, `h`, `hb`, `hB`],
    GT: [`h`, `H`, `hB`, `hb`],
    GU: [`h`, `hb`, `H`, `hB`],
    GW: [`H`, `hB`],
    GY: [`h`, `hb`, `H`, `hB`],
    HK: [`h`, `hB`, `hb`, `H`],
    HN: [`h`, `H`, `hB`, `hb`],
    HR: [`H`, `hB`],
    HU: [`H`, `h`],
    IC: [`H`, `h`, `hB`, `hb`],
    ID: [`H`],
    IE: [`H`, `h`, `hb`, `hB`],
    IL: [`H`, `hB`],
    IM: [`H`, `h`, `hb`, `hB`],
    IN: [`h`, `H`],
    IO: [`H`, `h`, `hb`, `hB`],
    IQ: [`h`, `hB`, `hb`, `H`],
    IR: [`hB`, `H`],
    IS: [`H`],
    IT: [`H`, `hB`],
    JE: [`H`, `h`, `hb`, `hB`],
    JM: [`h`, `hb`, `H`, `hB`],
    JO: [`h`, `hB`, `hb`, `H`],
    JP: [`H`, `K`, `h`],
    KE: [`hB`, `hb`, `H`, `h`],
    KG: [`H`, `h`, `hB`, `hb`],
    KH: [`hB`, `h`, `H`, `hb`],
    KI: [`h`, `hb`, `H`, `hB`],
    KM: [`H`, `h`, `hB`, `hb`],
    KN: [`h`, `hb`, `H`, `hB`],
    KP: [`h`, `H`, `hB`, `hb`],
    KR: [`h`, `H`, `hB`, `hb`],
    KW: [`h`, `hB`, `hb`, `H`],
    KY: [`h`, `hb`, `H`, `hB`],
    KZ: [`H`, `hB`],
    LA: [`H`, `hb`, `hB`, `h`],
    LB: [`h`, `hB`, `hb`, `H`],
    LC: [`h`, `hb`, `H`, `hB`],
    LI: [`H`, `hB`, `h`],
    LK: [`H`, `h`, `hB`, `hb`],
    LR: [`h`, `hb`, `H`, `hB`],
    LS: [`h`, `H`],
    LT: [`H`, `h`, `hb`, `hB`],
    LU: [`H`, `h`, `hB`],
    LV: [`H`, `hB`, `hb`, `h`],
    LY: [`h`, `hB`, `hb`, `H`],
    MA: [`H`, `h`, `hB`, `hb`],
    MC: [`H`, `hB`],
    MD: [`H`, `hB`],
    ME: [`H`, `hB`, `h`],
    MF: [`H`, `hB`],
    MG: [`H`, `h`],
    MH: [`h`, `hb`, `H`, `hB`],
    MK: [`H`, `h`, `hb`, `hB`],
    ML: [`H`],
    MM: [`hB`, `hb`, `H`, `h`],
    MN: [`H`, `h`, `hb`, `hB`],
    MO: [`h`, `hB`, `hb`, `H`],
    MP: [`h`, `hb`, `H`, `hB`],
    MQ: [`H`, `hB`],
    MR: [`h`, `hB`, `hb`, `H`],
    MS: [`H`, `h`, `hb`, `hB`],
    MT: [`H`, `h`],
    MU: [`H`, `h`],
    MV: [`H`, `h`],
    MW: [`h`, `hb`, `H`, `hB`],
    MX: [`h`, `H`, `hB`, `hb`],
    MY: [`hb`, `hB`, `h`, `H`],
    MZ: [`H`, `hB`],
    NA: [`h`, `H`, `hB`, `hb`],
    NC: [`H`, `hB`],
    NE: [`H`],
    NF: [`H`, `h`, `hb`, `hB`],
    NG: [`H`, `h`, `hb`, `hB`],
    NI: [`h`, `H`, `hB`, `hb`],
    NL: [`H`, `hB`],
    NO: [`H`, `h`],
    NP: [`H`, `h`, `hB`],
    NR: [`H`, `h`, `hb`, `hB`],
    NU: [`H`, `h`, `hb`, `hB`],
    NZ: [`h`, `hb`, `H`, `hB`],
    OM: [`h`, `hB`, `hb`, `H`],
    PA: [`h`, `H`, `hB`, `hb`],
    PE: [`h`, `H`, `hB`, `hb`],
    PF: [`H`, `h`, `hB`],
    PG: [`h`, `H`],
    PH: [`h`, `hB`, `hb`, `H`],
    PK: [`h`, `hB`, `H`],
    PL: [`H`, `h`],
    PM: [`H`, `hB`],
    PN: [`H`, `h`, `hb`, `hB`],
    PR: [`h`, `H`, `hB`, `hb`],
    PS: [`h`, `hB`, `hb`, `H`],
    PT: [`H`, `hB`],
    PW: [`h`, `H`],
    PY: [`h`, `H`, `hB`, `hb`],
    QA: [`h`, `hB`, `hb`, `H`],
    RE: [`H`, `hB`],
    RO: [`H`, `hB`],
    RS: [`H`, `hB`, `h`],
    RU: [`H`],
    RW: [`H`, `h`],
    SA: [`h`, `hB`, `hb`, `H`],
    SB: [`h`, `hb`, `H`, `hB`],
    SC: [`H`, `h`, `hB`],
    SD: [`h`, `hB`, `hb`, `H`],
    SE: [`H`],
    SG: [`h`, `hb`, `H`, `hB`],
    SH: [`H`, `h`, `hb`, `hB`],
    SI: [`H`, `hB`],
    SJ: [`H`],
    SK: [`H`],
    SL: [`h`, `hb`, `H`, `hB`],
    SM: [`H`, `h`, `hB`],
    SN: [`H`, `h`, `hB`],
    SO: [`h`, `H`],
    SR: [`H`, `hB`],
    SS: [`h`, `hb`, `H`, `hB`],
    ST: [`H`, `hB`],
    SV: [`h`, `H`, `hB`, `hb`],
    SX: [`H`, `h`, `hb`, `hB`],
    SY: [`h`, `hB`, `hb`, `H`],
    SZ: [`h`, `hb`, `H`, `hB`],
    TA: [`H`, `h`, `hb`, `hB`],
    TC: [`h`, `hb`, `H`, `hB`],
    TD: [`h`, `H`, `hB`],
    TF: [`H`, `h`, `hB`],
    TG: [`H`, `hB`],
    TH: [`H`, `h`],
    TJ: [`H`, `h`],
    TL: [`H`, `hB`, `hb`, `h`],
    TM: [`H`, `h`],
    TN: [`h`, `hB`, `hb`, `H`],
    TO: [`h`, `H`],
    TR: [`H`, `hB`],
    TT: [`h`, `hb`, `H`, `hB`],
    TW: [`hB`, `hb`, `h`, `H`],
    TZ: [`hB`, `hb`, `H`, `h`],
    UA: [`H`, `hB`, `h`],
    UG: [`hB`, `hb`, `H`, `h`],
    UM: [`h`, `hb`, `H`, `hB`],
    US: [`h`, `hb`, `H`, `hB`],
    UY: [`h`, `H`, `hB`, `hb`],
    UZ: [`H`, `hB`, `h`],
    VA: [`H`, `h`, `hB`],
    VC: [`h`, `hb`, `H`, `hB`],
    VE: [`h`, `H`, `hB`, `hb`],
    VG: [`h`, `hb`, `H`, `hB`],
    VI: [`h`, `hb`, `H`, `hB`],
    VN: [`H`, `h`],
    VU: [`h`, `H`],
    WF: [`H`, `hB`],
    WS: [`h`, `H`],
    XK: [`H`, `hB`, `h`],
    YE: [`h`, `hB`, `hb`, `H`],
    YT: [`H`, `hB`],
    ZA: [`H`, `h`, `hb`, `hB`],
    ZM: [`h`, `hb`, `H`, `hB`],
    ZW: [`H`, `h`],
    'af-ZA': [`H`, `h`, `hB`, `hb`],
    'ar-001': [`h`, `hB`, `hb`, `H`],
    'ca-ES': [`H`, `h`, `hB`],
    'en-001': [`h`, `hb`, `H`, `hB`],
    'en-HK': [`h`, `hb`, `H`, `hB`],
    'en-IL': [`H`, `h`, `hb`, `hB`],
    'en-MY': [`h`, `hb`, `H`, `hB`],
    'es-BR': [`H`, `h`, `hB`, `hb`],
    'es-ES': [`H`, `h`, `hB`, `hb`],
    'es-GQ': [`H`, `h`, `hB`, `hb`],
    'fr-CA': [`H`, `h`, `hB`],
    'gl-ES': [`H`, `h`, `hB`],
    'gu-IN': [`hB`, `hb`, `h`, `H`],
    'hi-IN': [`hB`, `h`, `H`],
    'it-CH': [`H`, `h`, `hB`],
    'it-IT': [`H`, `h`, `hB`],
    'kn-IN': [`hB`, `h`, `H`],
    'ku-SY': [`H`, `hB`],
    'ml-IN': [`hB`, `h`, `H`],
    'mr-IN': [`hB`, `hb`, `h`, `H`],
    'pa-IN': [`hB`, `hb`, `h`, `H`],
    'ta-IN': [`hB`, `h`, `hb`, `H`],
    'te-IN': [`hB`, `h`, `H`],
    'zu-ZA': [`H`, `hB`, `hb`, `h`],
  };
function cn(e, t) {
  let n = ``;
  for (let r = 0; r < e.length; r++) {
    let i = e.charAt(r);
    if (i === `j`) {
      let a = 0;
      for (; r + 1 < e.length && e.charAt(r + 1) === i;) (a++, r++);
      let o = 1 + (a & 1),
        s = a < 2 ? 1 : 3 + (a >> 1),
        c = ln(t);
      for ((c == `H` || c == `k`) && (s = 0); s-- > 0;) n += `a`;
      for (; o-- > 0;) n = c + n;
    } else n += i === `J` ? `H` : i;
  }
  return n;
}
function ln(e) {
  let t = e.hourCycle;
  if (t === void 0) {
    let n = e;
    t = n.getHourCycles?.()[0] ?? n.hourCycles?.[0];
  }
  if (t)
    switch (t) {
      case `h24`:
        return `k`;
      case `h23`:
        return `H`;
      case `h12`:
        return `h`;
      case `h11`:
        return `K`;
      default:
        throw Error(`Invalid hourCycle`);
    }
  let n = e.language,
    r;
  return (
    n !== `root` && (r = e.maximize().region),
    (X[`${n}-${r}`] || X[r || ``] || X[n || ``] || X[`${n}-001`] || X[`001`])[0].charAt(0)
  );
}
var un = RegExp(`^${sn.source}*`),
  dn = RegExp(`${sn.source}*$`);
function Z(e, t) {
  return { start: e, end: t };
}
var fn = !!Object.fromEntries,
  pn = !!String.prototype.trimStart,
  mn = !!String.prototype.trimEnd,
  hn = fn
    ? Object.fromEntries
    : function (e) {
        let t = {};
        for (let [n, r] of e) t[n] = r;
        return t;
      },
  gn = pn
    ? function (e) {
        return e.trimStart();
      }
    : function (e) {
        return e.replace(un, ``);
      },
  _n = mn
    ? function (e) {
        return e.trimEnd();
      }
    : function (e) {
        return e.replace(dn, ``);
      },
  vn = RegExp(`([^\\p{White_Space}\\p{Pattern_Syntax}]*)`, `yu`);
function yn(e, t) {
  return ((vn.lastIndex = t), vn.exec(e)[1] ?? ``);
}
function bn(e) {
  if (e.length === 0) return null;
  let t = 1,
    n = 1;
  for (let r = 0; r < e.length;) {
    let i = e.charCodeAt(r);
    switch (i) {
      case 35:
      case 39:
      case 60:
      case 123:
      case 125:
        return null;
    }
    if (i === 10) (t++, (n = 1), r++);
    else if ((n++, i >= 55296 && i <= 56319 && r + 1 < e.length)) {
      let t = e.charCodeAt(r + 1);
      r += t >= 56320 && t <= 57343 ? 2 : 1;
    } else r++;
  }
  return { offset: e.length, line: t, column: n };
}
var xn = class {
  constructor(e, t = {}) {
    ((this.message = e),
      (this.position = { offset: 0, line: 1, column: 1 }),
      (this.ignoreTag = !!t.ignoreTag),
      (this.locale = t.locale),
      (this.requiresOtherClause = !!t.requiresOtherClause),
      (this.shouldParseSkeletons = !!t.shouldParseSkeletons));
  }
  parse() {
    if (this.offset() !== 0) throw Error(`parser can only be used once`);
    if (this.message.length > 0) {
      let e = this.message.charCodeAt(0);
      if (e !== 35 && e !== 39 && e !== 60 && e !== 123 && e !== 125) {
        let e = bn(this.message);
        if (e) {
          let t = this.clonePosition();
          return (
            (this.position = e),
            { val: [{ type: 0, value: this.message, location: Z(t, this.clonePosition()) }], err: null }
          );
        }
      }
    }
    return this.parseMessage(0, ``, !1);
  }
  parseMessage(e, t, n) {
    let r = [];
    for (; !this.isEOF();) {
      let i = this.char();
      if (i === 123) {
        let t = this.parseArgument(e, n);
        if (t.err) return t;
        r.push(t.val);
      } else if (i === 125 && e > 0) break;
      else if (i === 35 && (t === `plural` || t === `selectordinal`)) {
        let e = this.clonePosition();
        (this.bump(), r.push({ type: 7, location: Z(e, this.clonePosition()) }));
      } else if (i === 60 && !this.ignoreTag && this.peek() === 47) {
        if (n) break;
        return this.error(26, Z(this.clonePosition(), this.clonePosition()));
      } else if (i === 60 && !this.ignoreTag && Sn(this.peek() || 0)) {
        let n = this.parseTag(e, t);
        if (n.err) return n;
        r.push(n.val);
      } else {
        let n = this.parseLiteral(e, t);
        if (n.err) return n;
        r.push(n.val);
      }
    }
    return { val: r, err: null };
  }
  parseTag(e, t) {
    let n = this.clonePosition();
    this.bump();
    let r = this.parseTagName();
    if ((this.bumpSpace(), this.bumpIf(`/>`)))
      return { val: { type: 0, value: `<${r}/>`, location: Z(n, this.clonePosition()) }, err: null };
    if (this.bumpIf(`>`)) {
      let i = this.parseMessage(e + 1, t, !0);
      if (i.err) return i;
      let a = i.val,
        o = this.clonePosition();
      if (this.bumpIf(`</`)) {
        if (this.isEOF() || !Sn(this.char())) return this.error(23, Z(o, this.clonePosition()));
        let e = this.clonePosition();
        return r === this.parseTagName()
          ? (this.bumpSpace(),
            this.bumpIf(`>`)
              ? { val: { type: 8, value: r, children: a, location: Z(n, this.clonePosition()) }, err: null }
              : this.error(23, Z(o, this.clonePosition())))
          : this.error(26, Z(e, this.clonePosition()));
      }
      return this.error(27, Z(n, this.clonePosition()));
    }
    return this.error(23, Z(n, this.clonePosition()));
  }
  parseTagName() {
    let e = this.offset();
    for (this.bump(); !this.isEOF() && wn(this.char());) this.bump();
    return this.message.slice(e, this.offset());
  }
  parseLiteral(e, t) {
    let n = this.clonePosition(),
      r = ``;
    for (;;) {
      let n = this.tryParseQuote(t);
      if (n) {
        r += n;
        continue;
      }
      let i = this.tryParseUnquoted(e, t);
      if (i) {
        r += i;
        continue;
      }
      let a = this.tryParseLeftAngleBracket();
      if (a) r += a;
      else break;
    }
    let i = Z(n, this.clonePosition());
    return { val: { type: 0, value: r, location: i }, err: null };
  }
  tryParseLeftAngleBracket() {
    return !this.isEOF() && this.char() === 60 && (this.ignoreTag || !Cn(this.peek() || 0)) ? (this.bump(), `<`) : null;
  }
  tryParseQuote(e) {
    if (this.isEOF() || this.char() !== 39) return null;
    switch (this.peek()) {
      case 39:
        return (this.bump(), this.bump(), `'`);
      case 123:
      case 60:
      case 62:
      case 125:
        break;
      case 35:
        if (e === `plural` || e === `selectordinal`) break;
        return null;
      default:
        return null;
    }
    this.bump();
    let t = [this.char()];
    for (this.bump(); !this.isEOF();) {
      let e = this.char();
      if (e === 39) {
        if (this.peek() === 39) (t.push(39), this.bump());
        else {
          this.bump();
          break;
        }
      } else t.push(e);
      this.bump();
    }
    return String.fromCodePoint(...t);
  }
  tryParseUnquoted(e, t) {
    if (this.isEOF()) return null;
    let n = this.char();
    return n === 60 || n === 123 || (n === 35 && (t === `plural` || t === `selectordinal`)) || (n === 125 && e > 0)
      ? null
      : (this.bump(), String.fromCodePoint(n));
  }
  parseArgument(e, t) {
    let n = this.clonePosition();
    if ((this.bump(), this.bumpSpace(), this.isEOF())) return this.error(1, Z(n, this.clonePosition()));
    if (this.char() === 125) return (this.bump(), this.error(2, Z(n, this.clonePosition())));
    let r = this.parseIdentifierIfPossible().value;
    if (!r) return this.error(3, Z(n, this.clonePosition()));
    if ((this.bumpSpace(), this.isEOF())) return this.error(1, Z(n, this.clonePosition()));
    switch (this.char()) {
      case 125:
        return (this.bump(), { val: { type: 1, value: r, location: Z(n, this.clonePosition()) }, err: null });
      case 44:
        return (
          this.bump(),
          this.bumpSpace(),
          this.isEOF() ? this.error(1, Z(n, this.clonePosition())) : this.parseArgumentOptions(e, t, r, n)
        );
      default:
        return this.error(3, Z(n, this.clonePosition()));
    }
  }
  parseIdentifierIfPossible() {
    let e = this.clonePosition(),
      t = this.offset(),
      n = yn(this.message, t),
      r = t + n.length;
    return (this.bumpTo(r), { value: n, location: Z(e, this.clonePosition()) });
  }
  parseArgumentOptions(e, t, n, r) {
    let i = this.clonePosition(),
      a = this.parseIdentifierIfPossible().value,
      o = this.clonePosition();
    switch (a) {
      case ``:
        return this.error(4, Z(i, o));
      case `number`:
      case `date`:
      case `time`: {
        this.bumpSpace();
        let e = null;
        if (this.bumpIf(`,`)) {
          this.bumpSpace();
          let t = this.clonePosition(),
            n = this.parseSimpleArgStyleIfPossible();
          if (n.err) return n;
          let r = _n(n.val);
          if (r.length === 0) return this.error(6, Z(this.clonePosition(), this.clonePosition()));
          e = { style: r, styleLocation: Z(t, this.clonePosition()) };
        }
        let t = this.tryParseArgumentClose(r);
        if (t.err) return t;
        let i = Z(r, this.clonePosition());
        if (e && e.style.startsWith(`::`)) {
          let t = gn(e.style.slice(2));
          if (a === `number`) {
            let r = this.parseNumberSkeletonFromString(t, e.styleLocation);
            return r.err ? r : { val: { type: 2, value: n, location: i, style: r.val }, err: null };
          }
          {
            if (t.length === 0) return this.error(10, i);
            let r = t;
            this.locale && (r = cn(t, this.locale));
            let o = {
              type: 1,
              pattern: r,
              location: e.styleLocation,
              parsedOptions: this.shouldParseSkeletons ? Ft(r) : {},
            };
            return { val: { type: a === `date` ? 3 : 4, value: n, location: i, style: o }, err: null };
          }
        }
        return {
          val: { type: a === `number` ? 2 : a === `date` ? 3 : 4, value: n, location: i, style: e?.style ?? null },
          err: null,
        };
      }
      case `plural`:
      case `selectordinal`:
      case `select`: {
        let i = this.clonePosition();
        if ((this.bumpSpace(), !this.bumpIf(`,`))) return this.error(12, Z(i, { ...i }));
        this.bumpSpace();
        let o = this.parseIdentifierIfPossible(),
          s = 0;
        if (a !== `select` && o.value === `offset`) {
          if (!this.bumpIf(`:`)) return this.error(13, Z(this.clonePosition(), this.clonePosition()));
          this.bumpSpace();
          let e = this.tryParseDecimalInteger(13, 14);
          if (e.err) return e;
          (this.bumpSpace(), (o = this.parseIdentifierIfPossible()), (s = e.val));
        }
        let c = this.tryParsePluralOrSelectOptions(e, a, t, o);
        if (c.err) return c;
        let l = this.tryParseArgumentClose(r);
        if (l.err) return l;
        let u = Z(r, this.clonePosition());
        return a === `select`
          ? { val: { type: 5, value: n, options: hn(c.val), location: u }, err: null }
          : {
              val: {
                type: 6,
                value: n,
                options: hn(c.val),
                offset: s,
                pluralType: a === `plural` ? `cardinal` : `ordinal`,
                location: u,
              },
              err: null,
            };
      }
      default:
        return this.error(5, Z(i, o));
    }
  }
  tryParseArgumentClose(e) {
    return this.isEOF() || this.char() !== 125
      ? this.error(1, Z(e, this.clonePosition()))
      : (this.bump(), { val: !0, err: null });
  }
  parseSimpleArgStyleIfPossible() {
    let e = 0,
      t = this.clonePosition();
    for (; !this.isEOF();)
      switch (this.char()) {
        case 39: {
          this.bump();
          let e = this.clonePosition();
          if (!this.bumpUntil(`'`)) return this.error(11, Z(e, this.clonePosition()));
          this.bump();
          break;
        }
        case 123:
          ((e += 1), this.bump());
          break;
        case 125:
          if (e > 0) --e;
          else return { val: this.message.slice(t.offset, this.offset()), err: null };
          break;
        default:
          this.bump();
      }
    return { val: this.message.slice(t.offset, this.offset()), err: null };
  }
  parseNumberSkeletonFromString(e, t) {
    let n = [];
    try {
      n = Lt(e);
    } catch {
      return this.error(7, t);
    }
    return {
      val: { type: 0, tokens: n, location: t, parsedOptions: this.shouldParseSkeletons ? qt(n) : {} },
      err: null,
    };
  }
  tryParsePluralOrSelectOptions(e, t, n, r) {
    let i = !1,
      a = [],
      o = new Set(),
      { value: s, location: c } = r;
    for (;;) {
      if (s.length === 0) {
        let e = this.clonePosition();
        if (t !== `select` && this.bumpIf(`=`)) {
          let t = this.tryParseDecimalInteger(16, 19);
          if (t.err) return t;
          ((c = Z(e, this.clonePosition())), (s = this.message.slice(e.offset, this.offset())));
        } else break;
      }
      if (o.has(s)) return this.error(t === `select` ? 21 : 20, c);
      (s === `other` && (i = !0), this.bumpSpace());
      let r = this.clonePosition();
      if (!this.bumpIf(`{`)) return this.error(t === `select` ? 17 : 18, Z(this.clonePosition(), this.clonePosition()));
      let l = this.parseMessage(e + 1, t, n);
      if (l.err) return l;
      let u = this.tryParseArgumentClose(r);
      if (u.err) return u;
      (a.push([s, { value: l.val, location: Z(r, this.clonePosition()) }]),
        o.add(s),
        this.bumpSpace(),
        ({ value: s, location: c } = this.parseIdentifierIfPossible()));
    }
    return a.length === 0
      ? this.error(t === `select` ? 15 : 16, Z(this.clonePosition(), this.clonePosition()))
      : this.requiresOtherClause && !i
        ? this.error(22, Z(this.clonePosition(), this.clonePosition()))
        : { val: a, err: null };
  }
  tryParseDecimalInteger(e, t) {
    let n = 1,
      r = this.clonePosition();
    this.bumpIf(`+`) || (this.bumpIf(`-`) && (n = -1));
    let i = !1,
      a = 0;
    for (; !this.isEOF();) {
      let e = this.char();
      if (e >= 48 && e <= 57) ((i = !0), (a = a * 10 + (e - 48)), this.bump());
      else break;
    }
    let o = Z(r, this.clonePosition());
    return i ? ((a *= n), Number.isSafeInteger(a) ? { val: a, err: null } : this.error(t, o)) : this.error(e, o);
  }
  offset() {
    return this.position.offset;
  }
  isEOF() {
    return this.offset() === this.message.length;
  }
  clonePosition() {
    return { offset: this.position.offset, line: this.position.line, column: this.position.column };
  }
  char() {
    let e = this.position.offset;
    if (e >= this.message.length) throw Error(`out of bound`);
    let t = this.message.codePointAt(e);
    if (t === void 0) throw Error(`Offset ${e} is at invalid UTF-16 code unit boundary`);
    return t;
  }
  error(e, t) {
    return { val: null, err: { kind: e, message: this.message, location: t } };
  }
  bump() {
    if (this.isEOF()) return;
    let e = this.char();
    e === 10
      ? ((this.position.line += 1), (this.position.column = 1), (this.position.offset += 1))
      : ((this.position.column += 1), (this.position.offset += e < 65536 ? 1 : 2));
  }
  bumpIf(e) {
    if (this.message.startsWith(e, this.offset())) {
      for (let t = 0; t < e.length; t++) this.bump();
      return !0;
    }
    return !1;
  }
  bumpUntil(e) {
    let t = this.offset(),
      n = this.message.indexOf(e, t);
    return n >= 0 ? (this.bumpTo(n), !0) : (this.bumpTo(this.message.length), !1);
  }
  bumpTo(e) {
    if (this.offset() > e)
      throw Error(`targetOffset ${e} must be greater than or equal to the current offset ${this.offset()}`);
    for (e = Math.min(e, this.message.length); ;) {
      let t = this.offset();
      if (t === e) break;
      if (t > e) throw Error(`targetOffset ${e} is at invalid UTF-16 code unit boundary`);
      if ((this.bump(), this.isEOF())) break;
    }
  }
  bumpSpace() {
    for (; !this.isEOF() && Tn(this.char());) this.bump();
  }
  peek() {
    if (this.isEOF()) return null;
    let e = this.char(),
      t = this.offset();
    return this.message.charCodeAt(t + (e >= 65536 ? 2 : 1)) ?? null;
  }
};
function Sn(e) {
  return (e >= 97 && e <= 122) || (e >= 65 && e <= 90);
}
function Cn(e) {
  return Sn(e) || e === 47;
}
function wn(e) {
  return (
    e === 45 ||
    e === 46 ||
    (e >= 48 && e <= 57) ||
    e === 95 ||
    (e >= 97 && e <= 122) ||
    (e >= 65 && e <= 90) ||
    e == 183 ||
    (e >= 192 && e <= 214) ||
    (e >= 216 && e <= 246) ||
    (e >= 248 && e <= 893) ||
    (e >= 895 && e <= 8191) ||
    (e >= 8204 && e <= 8205) ||
    (e >= 8255 && e <= 8256) ||
    (e >= 8304 && e <= 8591) ||
    (e >= 11264 && e <= 12271) ||
    (e >= 12289 && e <= 55295) ||
    (e >= 63744 && e <= 64975) ||
    (e >= 65008 && e <= 65533) ||
    (e >= 65536 && e <= 983039)
  );
}
function Tn(e) {
  return (e >= 9 && e <= 13) || e === 32 || e === 133 || (e >= 8206 && e <= 8207) || e === 8232 || e === 8233;
}
function En(e) {
  e.forEach((e) => {
    if ((delete e.location, en(e) || tn(e)))
      for (let t in e.options) (delete e.options[t].location, En(e.options[t].value));
    else
      (Zt(e) && an(e.style)) || ((Qt(e) || $t(e)) && on(e.style)) ? delete e.style.location : rn(e) && En(e.children);
  });
}
function Dn(e, t = {}) {
  t = { shouldParseSkeletons: !0, requiresOtherClause: !0, ...t };
  let n = new xn(e, t).parse();
  if (n.err) {
    let e = SyntaxError(Jt[n.err.kind]);
    throw ((e.location = n.err.location), (e.originalMessage = n.err.message), e);
  }
  return (t?.captureLocation || En(n.val), n.val);
}
var Q = class extends Error {
    constructor(e, t, n) {
      (super(e), (this.code = t), (this.originalMessage = n));
    }
    toString() {
      return `[formatjs Error: ${this.code}] ${this.message}`;
    }
  },
  On = class extends Q {
    constructor(e, t, n, r) {
      super(`Invalid values for "${e}": "${t}". Options are "${Object.keys(n).join(`", "`)}"`, `INVALID_VALUE`, r);
    }
  },
  kn = class extends Q {
    constructor(e, t, n) {
      super(`Value for "${e}" must be of type ${t}`, `INVALID_VALUE`, n);
    }
  },
  An = class extends Q {
    constructor(e, t) {
      super(`The intl string context variable "${e}" was not provided to the string "${t}"`, `MISSING_VALUE`, t);
    }
  };
function jn(e) {
  return e.length < 2
    ? e
    : e.reduce((e, t) => {
        let n = e[e.length - 1];
        return (!n || n.type !== 0 || t.type !== 0 ? e.push(t) : (n.value += t.value), e);
      }, []);
}
function Mn(e) {
  return typeof e == `function`;
}
function Nn(e, t, n, r, i, a, o) {
  if (e.length === 1 && Yt(e[0])) return [{ type: 0, value: e[0].value }];
  let s = [];
  for (let c of e) {
    if (Yt(c)) {
      s.push({ type: 0, value: c.value });
      continue;
    }
    if (nn(c)) {
      typeof a == `number` && s.push({ type: 0, value: n.getNumberFormat(t).format(a) });
      continue;
    }
    let { value: e } = c;
    if (!(i && e in i)) throw new An(e, o);
    let l = i[e];
    if (Xt(c))
      ((l && typeof l != `string` && typeof l != `number` && typeof l != `bigint`) ||
        (l = typeof l == `string` || typeof l == `number` || typeof l == `bigint` ? String(l) : ``),
        s.push({ type: typeof l == `string` ? 0 : 1, value: l }));
    else if (Qt(c)) {
      let e = typeof c.style == `string` ? r.date[c.style] : on(c.style) ? c.style.parsedOptions : void 0;
      s.push({ type: 0, value: n.getDateTimeFormat(t, e).format(l) });
    } else if ($t(c)) {
      let e = typeof c.style == `string` ? r.time[c.style] : on(c.style) ? c.style.parsedOptions : r.time.medium;
      s.push({ type: 0, value: n.getDateTimeFormat(t, e).format(l) });
    } else if (Zt(c)) {
      let e = typeof c.style == `string` ? r.number[c.style] : an(c.style) ? c.style.parsedOptions : void 0;
      if (e && e.scale) {
        let t = e.scale || 1;
        if (typeof l == `bigint`) {
          if (!Number.isInteger(t))
            throw TypeError(
              `Cannot apply fractional scale ${t} to bigint value. Scale must be an integer when formatting bigint.`,
            );
          l *= BigInt(t);
        } else l *= t;
      }
      s.push({ type: 0, value: n.getNumberFormat(t, e).format(l) });
    } else {
      if (rn(c)) {
        let { children: e, value: l } = c,
          u = i[l];
        if (!Mn(u)) throw new kn(l, `function`, o);
        let d = u(Nn(e, t, n, r, i, a).map((e) => e.value));
        (Array.isArray(d) || (d = [d]), s.push(...d.map((e) => ({ type: typeof e == `string` ? 0 : 1, value: e }))));
      }
      if (en(c)) {
        let e = l,
          a = (Object.prototype.hasOwnProperty.call(c.options, e) ? c.options[e] : void 0) || c.options.other;
        if (!a) throw new On(c.value, l, Object.keys(c.options), o);
        s.push(...Nn(a.value, t, n, r, i));
      } else if (tn(c)) {
        let e = `=${l}`,
          a = Object.prototype.hasOwnProperty.call(c.options, e) ? c.options[e] : void 0;
        if (!a) {
          if (!Intl.PluralRules)
            throw new Q(
              `Intl.PluralRules is not available in this environment.
Try polyfilling it using "@formatjs/intl-pluralrules"
`,
              `MISSING_INTL_API`,
              o,
            );
          let e = typeof l == `bigint` ? Number(l) : l,
            r = n.getPluralRules(t, { type: c.pluralType }).select(e - (c.offset || 0));
          a = (Object.prototype.hasOwnProperty.call(c.options, r) ? c.options[r] : void 0) || c.options.other;
        }
        if (!a) throw new On(c.value, l, Object.keys(c.options), o);
        let u = typeof l == `bigint` ? Number(l) : l;
        s.push(...Nn(a.value, t, n, r, i, u - (c.offset || 0)));
      }
    }
  }
  return jn(s);
}
function Pn(e, t) {
  return t ? { ...e, ...t, ...Object.keys(e).reduce((n, r) => ((n[r] = { ...e[r], ...t[r] }), n), {}) } : e;
}
function Fn(e, t) {
  return t ? Object.keys(e).reduce((n, r) => ((n[r] = Pn(e[r], t[r])), n), { ...e }) : e;
}
function In(e) {
  return {
    create() {
      return {
        get(t) {
          return e[t];
        },
        set(t, n) {
          e[t] = n;
        },
      };
    },
  };
}
function Ln(e = { number: {}, dateTime: {}, pluralRules: {} }) {
  return {
    getNumberFormat: G((...e) => new Intl.NumberFormat(...e), { cache: In(e.number), strategy: K.variadic }),
    getDateTimeFormat: G((...e) => new Intl.DateTimeFormat(...e), { cache: In(e.dateTime), strategy: K.variadic }),
    getPluralRules: G((...e) => new Intl.PluralRules(...e), { cache: In(e.pluralRules), strategy: K.variadic }),
  };
}
var Rn = class e {
  constructor(t, n = e.defaultLocale, r, i) {
    if (
      ((this.formatterCache = { number: {}, dateTime: {}, pluralRules: {} }),
      (this.format = (e) => {
        let t = this.formatToParts(e);
        if (t.length === 1) return t[0].value;
        let n = t.reduce(
          (e, t) => (
            !e.length || t.type !== 0 || typeof e[e.length - 1] != `string`
              ? e.push(t.value)
              : (e[e.length - 1] += t.value),
            e
          ),
          [],
        );
        return n.length <= 1 ? n[0] || `` : n;
      }),
      (this.formatToParts = (e) => Nn(this.ast, this.locales, this.formatters, this.formats, e, void 0, this.message)),
      (this.resolvedOptions = () => ({
        locale: this.resolvedLocale?.toString() || Intl.NumberFormat.supportedLocalesOf(this.locales)[0],
      })),
      (this.getAst = () => this.ast),
      (this.locales = n),
      (this.resolvedLocale = e.resolveLocale(n)),
      typeof t == `string`)
    ) {
      if (((this.message = t), !e.__parse))
        throw TypeError('IntlMessageFormat.__parse must be set to process `message` of type `string`');
      let { ...n } = i || {};
      this.ast = e.__parse(t, { ...n, locale: this.resolvedLocale });
    } else this.ast = t;
    if (!Array.isArray(this.ast)) throw TypeError(`A message must be provided as a String or AST.`);
    ((this.formats = Fn(e.formats, r)), (this.formatters = (i && i.formatters) || Ln(this.formatterCache)));
  }
  static {
    this.memoizedDefaultLocale = null;
  }
  static get defaultLocale() {
    return ((e.memoizedDefaultLocale ||= new Intl.NumberFormat().resolvedOptions().locale), e.memoizedDefaultLocale);
  }
  static {
    this.resolveLocale = (e) => {
      if (Intl.Locale === void 0) return;
      let t = Intl.NumberFormat.supportedLocalesOf(e);
      return t.length > 0 ? new Intl.Locale(t[0]) : new Intl.Locale(typeof e == `string` ? e : e[0]);
    };
  }
  static {
    this.__parse = Dn;
  }
  static {
    this.formats = {
      number: { integer: { maximumFractionDigits: 0 }, currency: { style: `currency` }, percent: { style: `percent` } },
      date: {
        short: { month: `numeric`, day: `numeric`, year: `2-digit` },
        medium: { month: `short`, day: `numeric`, year: `numeric` },
        long: { month: `long`, day: `numeric`, year: `numeric` },
        full: { weekday: `long`, month: `long`, day: `numeric`, year: `numeric` },
      },
      time: {
        short: { hour: `numeric`, minute: `numeric` },
        medium: { hour: `numeric`, minute: `numeric`, second: `numeric` },
        long: { hour: `numeric`, minute: `numeric`, second: `numeric`, timeZoneName: `short` },
        full: { hour: `numeric`, minute: `numeric`, second: `numeric`, timeZoneName: `short` },
      },
    };
  }
};
function zn(...[e, t, n, r]) {
  if (Array.isArray(t)) throw new q(J.INVALID_MESSAGE, void 0);
  if (typeof t == `object`) throw new q(J.INSUFFICIENT_PATH, void 0);
  if (typeof t == `string`) {
    let e = (function (e, t) {
      return t || /'[{}<#|']/.test(e) ? void 0 : e;
    })(t, n);
    if (e) return e;
  }
  let { cache: i, formats: a, formatters: o, globalFormats: s, locale: c, timeZone: l } = r,
    u;
  o.getMessageFormat ||= (function (e, t) {
    return Mt((...e) => new Rn(e[0], e[1], e[2], { formatters: t, ...e[3] }), e.message);
  })(i, o);
  try {
    u = o.getMessageFormat(
      t,
      c,
      (function (e, t, n) {
        let r = Rn.formats.date,
          i = Rn.formats.time,
          a = { ...e?.dateTime, ...t?.dateTime },
          o = { date: { ...r, ...a }, time: { ...i, ...a }, number: { ...e?.number, ...t?.number } };
        return (
          n &&
            [`date`, `time`].forEach((e) => {
              let t = o[e];
              for (let [e, r] of Object.entries(t)) t[e] = { timeZone: n, ...r };
            }),
          o
        );
      })(s, a, l),
      {
        formatters: { ...o, getDateTimeFormat: (e, t) => o.getDateTimeFormat(e, { ...t, timeZone: t?.timeZone ?? l }) },
      },
    );
  } catch {
    throw new q(J.INVALID_MESSAGE, void 0);
  }
  let d = u.format(n);
  return (0, m.isValidElement)(d) || Array.isArray(d) || typeof d == `string` ? d : String(d);
}
zn.raw = !0;
function Bn(...e) {
  return e.filter(Boolean).join(`.`);
}
function Vn(e) {
  return Bn(e.namespace, e.key);
}
function Hn(e) {
  console.error(e);
}
function Un(e, t, n, r) {
  let i = Bn(r, n);
  if (!t) throw Error(i);
  let a = t;
  return (
    n.split(`.`).forEach((t) => {
      let n = a[t];
      if (t == null || n == null) throw Error(i + ` (${e})`);
      a = n;
    }),
    a
  );
}
function Wn(e) {
  let t = (function (e, t, n) {
    try {
      if (!t) throw Error(void 0);
      let r = n ? Un(e, t, n) : t;
      if (!r) throw Error(n);
      return r;
    } catch (e) {
      return new q(J.MISSING_MESSAGE, e.message);
    }
  })(e.locale, e.messages, e.namespace);
  return (function ({
    cache: e,
    formats: t,
    formatters: n,
    getMessageFallback: r = Vn,
    locale: i,
    messagesOrError: a,
    namespace: o,
    onError: s,
    timeZone: c,
  }) {
    let l = a instanceof q;
    function u(e, t, n, i) {
      let a = new q(t, n);
      return (s(a), i ?? r({ error: a, key: e, namespace: o }));
    }
    function d(d, f, p, h) {
      let g = h,
        _;
      if (l) {
        if (!g) return (s(a), r({ error: a, key: d, namespace: o }));
        _ = g;
      } else {
        let e = a;
        try {
          _ = Un(i, e, d, o);
        } catch (e) {
          if (!g) return u(d, J.MISSING_MESSAGE, e.message, g);
          _ = g;
        }
      }
      try {
        return zn(
          Bn(o, d),
          _,
          f &&
            (function (e) {
              let t = {};
              return (
                Object.keys(e).forEach((n) => {
                  let r = 0,
                    i = e[n],
                    a;
                  ((a =
                    typeof i == `function`
                      ? (e) => {
                          let t = i(e);
                          return (0, m.isValidElement)(t) ? (0, m.cloneElement)(t, { key: n + r++ }) : t;
                        }
                      : i),
                    (t[n] = a));
                }),
                t
              );
            })(f),
          { cache: e, formatters: n, globalFormats: t, formats: p, locale: i, timeZone: c },
        );
      } catch (e) {
        let t, n;
        return (
          e instanceof q ? ((t = e.code), (n = e.originalMessage)) : ((t = J.FORMATTING_ERROR), (n = e.message)),
          u(d, t, n, g)
        );
      }
    }
    function f(e, t, n, r) {
      let i = d(e, t, n, r);
      return typeof i == `string` ? i : u(e, J.INVALID_MESSAGE, void 0);
    }
    return (
      (f.rich = d),
      (f.markup = (e, t, n, r) => d(e, t, n, r)),
      (f.raw = (e) => {
        if (l) return (s(a), r({ error: a, key: e, namespace: o }));
        let t = a;
        try {
          return Un(i, t, e, o);
        } catch (t) {
          return u(e, J.MISSING_MESSAGE, t.message);
        }
      }),
      (f.has = (e) => {
        if (l) return !1;
        try {
          return (Un(i, a, e, o), !0);
        } catch {
          return !1;
        }
      }),
      f
    );
  })({ ...e, messagesOrError: t });
}
function Gn(e, t) {
  return e === t ? void 0 : e.slice((t + `.`).length);
}
var Kn = 3600,
  $ = 86400,
  qn = 7 * $,
  Jn = 2628e3,
  Yn = 7884e3,
  Xn = 365 * $,
  Zn = {
    second: 1,
    seconds: 1,
    minute: 60,
    minutes: 60,
    hour: Kn,
    hours: Kn,
    day: $,
    days: $,
    week: qn,
    weeks: qn,
    month: Jn,
    months: Jn,
    quarter: Yn,
    quarters: Yn,
    year: Xn,
    years: Xn,
  };
function Qn(e) {
  let { _cache: t = jt(), _formatters: n = Nt(t), formats: r, locale: i, onError: a = Hn, timeZone: o } = e;
  function s(e) {
    return (e?.timeZone || (o ? (e = { ...e, timeZone: o }) : a(new q(J.ENVIRONMENT_FALLBACK, void 0))), e);
  }
  function c(e, t, n, r, i) {
    let o;
    try {
      o = (function (e, t, n) {
        let r;
        if (typeof t == `string`) {
          if (((r = e?.[t]), !r)) {
            let e = new q(J.MISSING_FORMAT, void 0);
            throw (a(e), e);
          }
        } else r = t;
        return (n && (r = { ...r, ...n }), r);
      })(n, e, t);
    } catch {
      return i();
    }
    try {
      return r(o);
    } catch (e) {
      return (a(new q(J.FORMATTING_ERROR, e.message)), i());
    }
  }
  function l(e, t, a) {
    return c(
      t,
      a,
      r?.dateTime,
      (t) => ((t = s(t)), n.getDateTimeFormat(i, t).format(e)),
      () => String(e),
    );
  }
  function u() {
    return e.now ? e.now : (a(new q(J.ENVIRONMENT_FALLBACK, void 0)), new Date());
  }
  return {
    dateTime: l,
    number: function (e, t, a) {
      return c(
        t,
        a,
        r?.number,
        (t) => n.getNumberFormat(i, t).format(e),
        () => String(e),
      );
    },
    relativeTime: function (e, t) {
      try {
        let r,
          a,
          o = {};
        (t instanceof Date || typeof t == `number`
          ? (r = new Date(t))
          : t &&
            ((r = t.now == null ? u() : new Date(t.now)),
            (a = t.unit),
            (o.style = t.style),
            (o.numberingSystem = t.numberingSystem)),
          (r ||= u()));
        let s = (new Date(e).getTime() - r.getTime()) / 1e3;
        ((a ||= (function (e) {
          let t = Math.abs(e);
          return t < 60
            ? `second`
            : t < Kn
              ? `minute`
              : t < $
                ? `hour`
                : t < qn
                  ? `day`
                  : t < Jn
                    ? `week`
                    : t < Xn
                      ? `month`
                      : `year`;
        })(s)),
          (o.numeric = a === `second` ? `auto` : `always`));
        let c = (function (e, t) {
          return Math.round(e / Zn[t]);
        })(s, a);
        return n.getRelativeTimeFormat(i, o).format(c, a);
      } catch (t) {
        return (a(new q(J.FORMATTING_ERROR, t.message)), String(e));
      }
    },
    list: function (e, t, a) {
      let o = [],
        s = new Map(),
        l = 0;
      for (let t of e) {
        let e;
        (typeof t == `object` ? ((e = String(l)), s.set(e, t)) : (e = String(t)), o.push(e), l++);
      }
      return c(
        t,
        a,
        r?.list,
        (e) => {
          let t = n
            .getListFormat(i, e)
            .formatToParts(o)
            .map((e) => (e.type === `literal` ? e.value : s.get(e.value) || e.value));
          return s.size > 0 ? t : t.join(``);
        },
        () => String(e),
      );
    },
    dateTimeRange: function (e, t, a, o) {
      return c(
        a,
        o,
        r?.dateTime,
        (r) => ((r = s(r)), n.getDateTimeFormat(i, r).formatRange(e, t)),
        () => [l(e), l(t)].join(` – `),
      );
    },
    displayName: function (e, t, a) {
      return c(
        t,
        a,
        r?.displayName,
        (t) => n.getDisplayNames(i, t).of(e),
        () => e,
      );
    },
  };
}
function $n({ formats: e, getMessageFallback: t, messages: n, onError: r, ...i }) {
  return { ...i, formats: e || void 0, messages: n || void 0, onError: r || Hn, getMessageFallback: t || Vn };
}
var er = (0, m.createContext)(void 0);
function tr({
  children: e,
  formats: t,
  getMessageFallback: n,
  locale: r,
  messages: i,
  now: a,
  onError: o,
  timeZone: s,
}) {
  let c = (0, m.useContext)(er),
    l = (0, m.useMemo)(() => c?.cache || jt(), [r, c?.cache]),
    u = (0, m.useMemo)(() => c?.formatters || Nt(l), [l, c?.formatters]),
    d = (0, m.useMemo)(
      () => ({
        ...$n({
          locale: r,
          formats: t === void 0 ? c?.formats : t,
          getMessageFallback: n || c?.getMessageFallback,
          messages: i === void 0 ? c?.messages : i,
          now: a || c?.now,
          onError: o || c?.onError,
          timeZone: s || c?.timeZone,
        }),
        formatters: u,
        cache: l,
      }),
      [l, t, u, n, r, i, a, o, c, s],
    );
  return (0, h.jsx)(er.Provider, { value: d, children: e });
}
function nr() {
  let e = (0, m.useContext)(er);
  if (!e) throw Error(void 0);
  return e;
}
var rr = !1,
  ir = typeof window > `u`;
function ar(e) {
  return (function (e, t, n) {
    let { cache: r, formats: i, formatters: a, getMessageFallback: o, locale: s, onError: c, timeZone: l } = nr(),
      u = e[n],
      d = Gn(t, n);
    return (
      l || rr || !ir || ((rr = !0), c(new q(J.ENVIRONMENT_FALLBACK, void 0))),
      (0, m.useMemo)(
        () =>
          Wn({
            cache: r,
            formatters: a,
            getMessageFallback: o,
            messages: u,
            namespace: d,
            onError: c,
            formats: i,
            locale: s,
            timeZone: l,
          }),
        [r, a, o, u, d, c, i, s, l],
      )
    );
  })({ '!': nr().messages }, e ? `!.${e}` : `!`, `!`);
}
function or() {
  return new Date();
}
function sr(e) {
  let t = e?.updateInterval,
    { now: n } = nr(),
    [r, i] = (0, m.useState)(n || or());
  return (
    (0, m.useEffect)(() => {
      if (!t) return;
      let e = setInterval(() => {
        i(or());
      }, t);
      return () => {
        clearInterval(e);
      };
    }, [n, t]),
    t == null && n ? n : r
  );
}
function cr() {
  let { formats: e, formatters: t, locale: n, now: r, onError: i, timeZone: a } = nr();
  return (0, m.useMemo)(
    () => Qn({ formats: e, locale: n, now: r, onError: i, timeZone: a, _formatters: t }),
    [e, t, r, n, i, a],
  );
}
export {
  _t as a,
  $e as c,
  p as d,
  d as f,
  l as h,
  tr as i,
  v as l,
  s as m,
  sr as n,
  bt as o,
  o as p,
  ar as r,
  yt as s,
  cr as t,
  _ as u,
};
