import {
  A as e,
  C as t,
  E as n,
  a as r,
  c as i,
  d as a,
  f as o,
  g as s,
  h as c,
  i as l,
  j as u,
  k as d,
  l as f,
  n as p,
  o as m,
  p as h,
  r as ee,
  s as g,
  t as _,
  u as v,
} from './field-DDwFC7np.js';
import { a as y, d as b, f as x, h as S, r as C } from './react-CkYGXDRe.js';
import { n as w, r as T } from './session-DBbuS78p.js';
import {
  $ as E,
  A as te,
  At as ne,
  B as D,
  C as re,
  Ct as O,
  D as ie,
  Dt as ae,
  E as oe,
  Et as k,
  F as se,
  Ft as ce,
  G as le,
  H as ue,
  I as A,
  It as de,
  J as fe,
  K as j,
  Kt as pe,
  L as me,
  M as he,
  Mt as ge,
  N as _e,
  O as ve,
  Ot as ye,
  P as be,
  Pt as xe,
  Q as Se,
  R as Ce,
  S as we,
  St as Te,
  T as Ee,
  U as De,
  V as Oe,
  W as ke,
  X as Ae,
  Y as je,
  Yt as Me,
  Z as Ne,
  _ as Pe,
  _t as Fe,
  a as Ie,
  at as Le,
  b as Re,
  bt as ze,
  c as Be,
  ct as Ve,
  d as He,
  dt as Ue,
  et as We,
  f as Ge,
  ft as Ke,
  g as qe,
  gt as Je,
  h as Ye,
  ht as M,
  i as Xe,
  it as Ze,
  j as Qe,
  jt as $e,
  k as N,
  kt as et,
  l as tt,
  lt as P,
  m as nt,
  mt as F,
  nt as rt,
  o as it,
  ot as at,
  p as ot,
  pt as st,
  q as ct,
  rt as lt,
  s as ut,
  st as dt,
  tt as ft,
  u as pt,
  ut as mt,
  v as ht,
  vt as gt,
  w as _t,
  wt as vt,
  x as yt,
  xt as bt,
  y as xt,
  yt as St,
  z as I,
} from './tokens-Dqg1-qUA.js';
import {
  a as Ct,
  c as wt,
  f as Tt,
  g as Et,
  h as L,
  i as Dt,
  k as Ot,
  l as kt,
  m as R,
  o as At,
  p as jt,
  r as Mt,
  t as Nt,
  v as Pt,
  w as Ft,
} from './class-names-l6AkBENK.js';
function It(e) {
  return Array.isArray(e) ? e.map((e) => It(e)).join(`,`) : e == null ? `` : String(e);
}
var Lt = new Map();
function Rt(e = {}) {
  let { locale: t, ...n } = e,
    r = { usage: `search`, sensitivity: `base`, ignorePunctuation: !0, ...n },
    i = `${It(t)}|${JSON.stringify(r)}`,
    a = Lt.get(i);
  if (a) return a;
  let o = new Intl.Collator(t, r),
    s = {
      contains(e, t, n) {
        if (!t) return !0;
        let r = re(e, n);
        for (let e = 0; e <= r.length - t.length; e += 1) if (o.compare(r.slice(e, e + t.length), t) === 0) return !0;
        return !1;
      },
      startsWith(e, t, n) {
        if (!t) return !0;
        let r = re(e, n);
        return o.compare(r.slice(0, t.length), t) === 0;
      },
      endsWith(e, t, n) {
        if (!t) return !0;
        let r = re(e, n),
          i = t.length;
        return r.length >= i && o.compare(r.slice(r.length - i), t) === 0;
      },
    };
  return (Lt.set(i, s), s);
}
var z = S(x(), 1),
  zt = `⁠`;
function B(e) {
  let t = e.ownerDocument.createTreeWalker(e, NodeFilter.SHOW_TEXT),
    n = null;
  for (; t.nextNode();) {
    let e = t.currentNode;
    e.nodeValue !== `` && (n = e);
  }
  return n;
}
function Bt(e = !0) {
  let t = c(),
    n = z.useRef(null);
  return (
    z.useEffect(() => {
      if (!e || ze) return;
      let r = n.current;
      if (r == null) return;
      let i = B(r);
      if (i == null) return;
      let a = i.data,
        o = `${a}${zt}`;
      return (
        (i.nodeValue = o),
        t.start(200, () => {
          i.nodeValue === o && (i.nodeValue = a);
        }),
        () => {
          (t.clear(), i.nodeValue === o && (i.nodeValue = a));
        }
      );
    }, [e, n, t]),
    n
  );
}
function Vt(e, t = !1) {
  let { overflowY: n } = Pt(e);
  return n !== `auto` && n !== `scroll` ? !1 : t ? e.clientHeight > 0 : e.scrollHeight > e.clientHeight;
}
function Ht(e, t, n, r, i, a, o, s, c, l = 2) {
  let u = P(n.current, {
    event: e,
    orientation: r,
    loopFocus: i,
    rtl: a,
    cols: l,
    disabledIndices: o,
    minIndex: s,
    maxIndex: c,
    prevIndex: t > c ? s : t,
    stopEvent: !0,
  });
  return mt(n.current, u) ? void 0 : u;
}
var Ut = z.createContext(void 0),
  Wt = z.createContext(void 0),
  Gt = z.createContext(void 0),
  Kt = z.createContext(!1),
  qt = z.createContext(``);
function V() {
  let e = z.useContext(Ut);
  if (!e) throw Error(Tt(22));
  return e;
}
function H() {
  let e = z.useContext(Wt);
  if (!e) throw Error(Tt(23));
  return e;
}
function U() {
  let e = z.useContext(Gt);
  if (!e) throw Error(Tt(24));
  return e;
}
function W() {
  return z.useContext(qt);
}
function Jt() {
  return z.useContext(Kt);
}
var Yt = {
  id: (e) => e.id,
  labelId: (e) => e.labelId,
  items: (e) => e.items,
  selectedValue: (e) => e.selectedValue,
  hasSelectionChips: (e) => {
    let t = e.selectedValue;
    return Array.isArray(t) && t.length > 0;
  },
  hasSelectedValue: (e) => {
    let { selectedValue: t, selectionMode: n } = e;
    return t == null ? !1 : n === `multiple` && Array.isArray(t) ? t.length > 0 : !0;
  },
  hasNullItemLabel: (e, t) => (t ? yt(e.items) : !1),
  open: (e) => e.open,
  mounted: (e) => e.mounted,
  forceMounted: (e) => e.forceMounted,
  inline: (e) => e.inline,
  activeIndex: (e) => e.activeIndex,
  selectedIndex: (e) => e.selectedIndex,
  isActive: (e, t) => e.activeIndex === t,
  isSelected: (e, t) => {
    let n = e.isItemEqualToValue,
      r = e.selectedValue;
    return Array.isArray(r) ? r.some((e) => ut(t, e, n)) : ut(t, r, n);
  },
  transitionStatus: (e) => e.transitionStatus,
  popupProps: (e) => e.popupProps,
  listProps: (e) => e.listProps,
  inputProps: (e) => e.inputProps,
  triggerProps: (e) => e.triggerProps,
  itemRoot: (e) => e.itemRoot,
  positionerElement: (e) => e.positionerElement,
  listElement: (e) => e.listElement,
  popupId: (e) => e.popupId,
  triggerElement: (e) => e.triggerElement,
  inputElement: (e) => e.inputElement,
  inputGroupElement: (e) => e.inputGroupElement,
  popupSide: (e) => e.popupSide,
  openMethod: (e) => e.openMethod,
  inputInsidePopup: (e) => e.inputInsidePopup,
  inputOwnsFormValue: (e) => e.inputOwnsFormValue,
  selectionMode: (e) => e.selectionMode,
  name: (e) => e.name,
  form: (e) => e.form,
  disabled: (e) => e.disabled,
  readOnly: (e) => e.readOnly,
  required: (e) => e.required,
  grid: (e) => e.grid,
  virtualized: (e) => e.virtualized,
  itemToStringLabel: (e) => e.itemToStringLabel,
  isItemEqualToValue: (e) => e.isItemEqualToValue,
  modal: (e) => e.modal,
  autoHighlight: (e) => e.autoHighlight,
};
function Xt(e) {
  return e == null ? void 0 : `${e}-popup`;
}
function Zt(e, t) {
  return (n, r) => n != null && e.contains(n, r, t);
}
var Qt = Rt,
  $t = Symbol(`none`),
  en = { value: $t, index: -1 };
function tn(e, t, n) {
  let r = e.get(t);
  if (r !== void 0 || n === Be) return r;
  for (let [r, i] of e) if (ut(r, t, n)) return i;
}
var G = b();
function K(e) {
  let {
      id: t,
      onOpenChangeComplete: n,
      defaultSelectedValue: r = null,
      selectedValue: i,
      onSelectedValueChange: s,
      defaultInputValue: c,
      inputValue: l,
      open: u,
      defaultOpen: d = !1,
      selectionMode: f,
      onItemHighlighted: p,
      name: m,
      form: _,
      disabled: y = !1,
      readOnly: b = !1,
      required: x = !1,
      inputRef: S,
      grid: C = !1,
      items: w,
      filteredItems: T,
      filter: E,
      filterQuery: te,
      openOnInputClick: O = !0,
      autoHighlight: ce = !1,
      keepHighlight: le = !1,
      highlightItemOnHover: ue = !0,
      loopFocus: A = !0,
      itemToStringLabel: de,
      itemToStringValue: fe,
      isItemEqualToValue: j = Be,
      virtualized: pe = !1,
      inline: me = !1,
      fillInputOnItemPress: he = !0,
      modal: _e = !1,
      limit: be = -1,
      autoComplete: xe = `list`,
      formAutoComplete: Se,
      locale: Ce,
      submitOnItemClick: Te = !1,
    } = e,
    { clearErrors: Ee } = ee(),
    {
      setDirty: De,
      validityData: Ae,
      setFilled: Me,
      name: Ne,
      disabled: Fe,
      setTouched: Ie,
      setFocused: ze,
      validationMode: Ve,
      validation: We,
    } = g(),
    Xe = se(),
    Qe = Ye({ id: t }),
    $e = Qt({ locale: Ce }),
    N = Array.isArray(w) ? null : w;
  if (N && typeof N.label != `function`) throw Error(Tt(100));
  let P = N ? N.data : w,
    F = N?.value,
    rt = F ? void 0 : P,
    it = z.useMemo(() => {
      if (!T || !F) return;
      let e = Re(T),
        t = e.map(F),
        n;
      return {
        values: t,
        findItem(r, i) {
          if (!n) {
            n = new Map();
            for (let r = 0; r < t.length; r += 1) n.has(t[r]) || n.set(t[r], e[r]);
          }
          return tn(n, r, i);
        },
      };
    }, [T, F]),
    at = z.useMemo(
      () =>
        N
          ? (e) =>
              N.label(e, j, (e) => {
                let t = it?.findItem(e, j);
                return t == null ? re(e, de) : N.itemLabel(t);
              })
          : de,
      [N, de, it, j],
    ),
    ot = z.useMemo(() => (N ? Object.assign((e) => N.itemLabel(e), { selected: (e) => re(e, at) }) : de), [N, at, de]);
  function dt(e) {
    return re(e, at);
  }
  let [ft, mt] = z.useState(!1),
    [ht, gt] = z.useState(null),
    vt = z.useRef(ht),
    yt = z.useRef([]),
    xt = z.useRef([]),
    St = z.useRef(null),
    I = z.useRef(null),
    kt = z.useRef(null),
    Mt = z.useRef(null),
    Nt = z.useRef(null),
    Pt = z.useRef(!1),
    It = z.useRef(null),
    Lt = z.useRef(null),
    Rt = z.useRef(null),
    zt = z.useRef(en),
    B = z.useRef(null),
    Bt = z.useRef([]),
    V = z.useRef(null),
    H = Fe || y,
    U = Ne ?? m,
    W = f === `multiple`,
    Jt = f === `single`,
    Xt = l !== void 0 || c !== void 0,
    K = P !== void 0,
    nn = T !== void 0,
    q;
  q = ce === `always` ? `always` : ce ? `input-change` : !1;
  let [J, rn] = bt({ controlled: i, default: W ? (r ?? Dt) : r, name: `Combobox`, state: `selectedValue` }),
    an = z.useMemo(() => (E === null ? () => !0 : E === void 0 ? Zt($e, ot) : E), [E, $e, ot]),
    on = Et(() => (Xt ? (c ?? ``) : Jt ? dt(J) : ``)).current,
    [Y, sn] = bt({ controlled: l, default: on, name: `Combobox`, state: `inputValue` }),
    [X, cn] = bt({ controlled: u, default: d, name: `Combobox`, state: `open` }),
    ln = we(P),
    un = !X && ht !== null ? ht : String(Y).trim(),
    dn = Jt ? dt(J) : ``,
    fn = Jt && !ft && un !== `` && dn.length === un.length && $e.contains(dn, un),
    pn = fn ? `` : (te ?? un),
    mn = K && nn && fn && (!N || N.hasValue(J, j)),
    hn = z.useMemo(() => (P ? Re(P) : Dt), [P]),
    gn = z.useMemo(() => {
      if (T && !mn) return T;
      if (!P) return Dt;
      if (ln) {
        let e = P,
          t = [],
          n = 0;
        for (let r of e) {
          if (be > -1 && n >= be) break;
          let e = be > -1 ? be - n : 1 / 0,
            i = pn === `` ? r.items.slice(0, e) : [];
          if (pn !== ``)
            for (let t of r.items) {
              if (i.length >= e) break;
              an(t, pn, ot) && i.push(t);
            }
          if (i.length > 0) {
            let e = { ...r, items: i };
            (t.push(e), (n += i.length));
          }
        }
        return t;
      }
      if (pn === ``) return be > -1 ? hn.slice(0, be) : hn;
      let e = [];
      for (let t of hn) {
        if (be > -1 && e.length >= be) break;
        an(t, pn, ot) && e.push(t);
      }
      return e;
    }, [T, mn, P, ln, pn, be, an, ot, hn]),
    Z = z.useMemo(() => {
      if (it && gn === T) return it.values;
      let e = Re(gn);
      return F ? e.map((e) => F(e)) : e;
    }, [gn, T, it, F]),
    Q = Et(() => {
      let e = null;
      return (
        me && X && K && f !== `none` && (e = pt(Z, J, j, W)),
        new ke(
          {
            id: Qe,
            labelId: void 0,
            selectedValue: J,
            open: X,
            items: rt,
            selectionMode: f,
            name: U,
            form: _,
            disabled: H,
            readOnly: b,
            required: x,
            grid: C,
            virtualized: pe,
            openOnInputClick: O,
            itemToStringLabel: at,
            isItemEqualToValue: j,
            modal: _e,
            autoHighlight: q,
            submitOnItemClick: Te,
            hasInputValue: Xt,
            mounted: !1,
            forceMounted: !1,
            transitionStatus: `idle`,
            inline: me,
            activeIndex: null,
            selectedIndex: e,
            popupProps: {},
            listProps: {},
            inputProps: {},
            triggerProps: {},
            itemRoot: { props: Ct, id: Qe, selectionMode: f, disabled: H, readOnly: b, isItemEqualToValue: j },
            positionerElement: null,
            listElement: null,
            popupId: void 0,
            triggerElement: null,
            inputElement: null,
            inputGroupElement: null,
            popupSide: null,
            openMethod: null,
            inputInsidePopup: !0,
            inputOwnsFormValue: f === `none`,
          },
          {
            onOpenChangeComplete: At,
            setOpen: At,
            setInputValue: At,
            setSelectedValue: At,
            setIndices: At,
            handleSelection: At,
            forceMount: At,
            requestSubmit: At,
            listRef: yt,
            labelsRef: xt,
            popupRef: St,
            emptyRef: Nt,
            inputRef: I,
            startDismissRef: kt,
            endDismissRef: Mt,
            chipsContainerRef: It,
            clearRef: Lt,
            valuesRef: Bt,
            pointerDownItemRef: V,
            selectionEventRef: Rt,
          },
          Yt,
        )
      );
    }).current,
    _n = f === `none` ? Y : J,
    vn = z.useMemo(() => (f === `none` ? _n : Array.isArray(J) ? J.map((e) => _t(e, fe)) : _t(J, fe)), [_n, fe, f, J]),
    yn = L(p),
    bn = L(n),
    xn = Q.useState(`activeIndex`),
    Sn = Q.useState(`selectedIndex`),
    Cn = Q.useState(`positionerElement`),
    wn = Q.useState(`listElement`),
    Tn = Q.useState(`triggerElement`),
    En = Q.useState(`inputElement`),
    Dn = Q.useState(`inputGroupElement`),
    $ = Q.useState(`inline`),
    On = Q.useState(`inputInsidePopup`),
    kn = Q.useState(`inputOwnsFormValue`),
    An = Jt && !On && Y === dn,
    jn = st(Tn),
    { openMethod: Mn, triggerProps: Nn } = ie(X),
    Pn = L(() => vn);
  qe(On ? jn : I, Qe, _n, Pn, !H, m);
  let Fn = L(() => {
      P ? (xt.current = Z.map(dt)) : Q.set(`forceMounted`, !0);
    }),
    In = L((e, t, n, r) => {
      if (t === -1) {
        if (zt.current === en) return;
        zt.current = en;
      } else zt.current = { value: e, index: t };
      yn(e, Je(n, r, { index: t }));
    }),
    Ln = L((e) => {
      let t = {};
      (e.activeIndex !== void 0 && (t.activeIndex = e.activeIndex),
        e.selectedIndex !== void 0 && (t.selectedIndex = e.selectedIndex),
        Q.update(t));
      let n = e.activeIndex;
      if (n === void 0) return;
      let r = e.type || `none`;
      n === null ? In(void 0, -1, r, e.event) : In(Bt.current[n], n, r, e.event);
    }),
    Rn = L((t, n) => {
      if ((e.onInputValueChange?.(t, n), !n.isCanceled)) {
        if (((Pt.current = n.reason === ye), n.reason === `input-change`)) {
          X && ht !== null && gt(null);
          let e = n.event,
            r = e.inputType;
          if (e.type === `compositionend` || (r != null && r !== `` && r !== `insertReplacementText`)) {
            let e = t.trim() !== ``;
            (e && mt(!0), (B.current = { hasQuery: e }));
            let n = Q.state.listElement;
            if (!Q.state.virtualized && n) {
              let e = St.current;
              for (let t of Ft(n.firstElementChild ?? n)) {
                if (!Ot(t) || (e ? !o(e, t) : t.getAttribute(`role`) === `dialog`)) break;
                if (Vt(t)) {
                  t.scrollTop = 0;
                  break;
                }
              }
            }
            e && q && Q.state.activeIndex == null && (X || $) && Q.set(`activeIndex`, 0);
          }
        } else
          n.reason === `input-clear` &&
            t === `` &&
            Q.state.inputInsidePopup &&
            (B.current = { hasQuery: !1, selection: !0 });
        sn(t);
      }
    }),
    zn = L((e) => {
      let t = !e && On && !$ && Y !== `` && (String(Y).trim() === ht || Y === dn);
      (!e && (t || Y === `` || An) && mt(!1), gt(null), t && Rn(``, M(ye)));
    }),
    [Bn, Vn] = z.useState(!1),
    Hn = L((t, n) => {
      if (X === t) return;
      n.reason === `escape-key` && K && Z.length === 0 && !Nt.current && n.allowPropagation();
      let r = n,
        i = je(r);
      if (
        (e.onOpenChange?.(t, r),
        B.current?.hasQuery && (n.reason === `input-change`) === n.isCanceled && (B.current = null),
        !n.isCanceled &&
          (t && ht !== null && zn(n.reason === ae),
          !t &&
            ft &&
            (Jt
              ? ($ || gt(un), un === `` && mt(!1))
              : W &&
                ($ || gt(un),
                On && Ln({ activeIndex: null }),
                (!On || $) && Rn(``, M(ye, n.event, void 0, { isItemPress: n.reason === ne })))),
          t || Vn(i()),
          cn(t),
          !t && On && (n.reason === `focus-out` || n.reason === `outside-press`) && (Ie(!0), ze(!1), Ve === `onBlur`)))
      ) {
        let e = f === `none` ? Y : J;
        We.commit(e);
      }
    }),
    Un = L((e, t) => {
      (s?.(e, t),
        t.isCanceled ||
          (rn(e),
          ((f === `none` && St.current && he) || (Jt && !Q.state.inputInsidePopup)) &&
            Rn(dt(e), M(t.reason, t.event))));
    }),
    Wn = L((e, t) => {
      let n = h(e),
        r = Rt.current ?? e;
      Rt.current = null;
      let i = M(ne, r),
        o = a(n, `a`)?.getAttribute(`href`);
      if (o) o.startsWith(`#`) && Hn(!1, i);
      else if (W) {
        let e = Array.isArray(J) ? J : [],
          n = nt(e, t, j),
          r = n ? Ge(e, t, j) : [...e, t];
        if ((Un(r, i), i.isCanceled || !(I.current && I.current.value.trim() !== ``))) return;
        if (Q.state.inputInsidePopup) {
          Rn(``, M(ye, i.event, void 0, { isItemPress: !0 }));
          let e = B.current;
          e && !n && (e.toggledValue = t);
        } else Hn(!1, i);
      } else {
        if ((Un(t, i), i.isCanceled)) return;
        Hn(!1, i);
      }
    }),
    Gn = L(() => {
      let e = We.inputRef.current?.form ?? Q.state.inputElement?.form;
      e && typeof e.requestSubmit == `function` && e.requestSubmit();
    }),
    Kn = L(() => {
      if (
        (bn?.(!1),
        mt(!1),
        gt(null),
        Ln(f === `none` ? { activeIndex: null, selectedIndex: null } : { activeIndex: null }),
        W && I.current && I.current.value !== `` && !Pt.current && Rn(``, M(ye)),
        Jt)
      ) {
        if (Q.state.inputInsidePopup) I.current && I.current.value !== `` && Rn(``, M(ye));
        else {
          let e = dt(J);
          I.current && I.current.value !== e && Rn(e, M(e === `` ? ye : ge));
        }
      }
    }),
    qn = z.useMemo(() => ($ && Cn ? { current: a(Cn, `[role="dialog"]`) } : St), [$, Cn]),
    {
      mounted: Jn,
      transitionStatus: Yn,
      forceUnmount: Xn,
    } = lt({ open: X, ref: qn, preventUnmountOnClose: Bn, setPreventUnmountOnClose: Vn, onUnmount: Kn });
  (z.useImperativeHandle(e.actionsRef, () => ({ unmount: Xn, close: () => Hn(!1, M(k)) }), [Xn, Hn]),
    R(
      function () {
        let e = vt.current !== null && ht === null;
        if (((vt.current = ht), (X && (!e || !K)) || (X || (V.current = null), f === `none`))) return;
        let t = K ? Z : Bt.current;
        Ln({ selectedIndex: pt(t, J, j, W) });
      },
      [X, ht, J, f, W, K, Z, j, Ln],
    ),
    R(() => {
      P && ((Bt.current = Z), (yt.current.length = Z.length));
    }, [P, Z]),
    R(() => {
      !X && B.current?.hasQuery && (B.current = null);
    }, [X]),
    R(() => {
      if (!X && $ && qn.current) {
        B.current = null;
        return;
      }
      let e = K || nn ? Z : Bt.current,
        t = B.current;
      if (t) {
        let n = X || $ || Q.state.positionerElement?.hidden === !1;
        if (t.hasQuery) {
          let t = I.current;
          !q || String(Y).trim() === `` || ($ && q !== `always` && (!t || v(t.ownerDocument) !== t))
            ? (B.current = null)
            : n && (e[0] !== void 0 || (!K && !nn)) && (Q.set(`activeIndex`, 0), (B.current = null));
        } else if (String(Y).trim() === `` && ((B.current = null), n)) {
          let e = t.selection;
          (q === `always` && !e && Q.state.selectionMode === `none` && Q.set(`activeIndex`, 0),
            queueMicrotask(() => {
              if ((!Q.state.open && (!Q.state.inline || qn.current)) || (I.current && I.current.value.trim() !== ``))
                return;
              let n = Q.state.selectedValue,
                r = Q.state.selectionMode === `multiple`;
              if (r && Array.isArray(n) ? n.length > 0 : Q.state.selectionMode !== `none` && n != null) {
                let e = K || nn ? Z : Bt.current,
                  i = tt(e, t.toggledValue, Q.state.isItemEqualToValue);
                Q.set(`activeIndex`, i === -1 ? pt(e, n, Q.state.isItemEqualToValue, r) : i);
              } else e ? Q.set(`activeIndex`, null) : q === `always` && Q.set(`activeIndex`, 0);
            }));
        }
      }
      if (!X && !$) return;
      let n = Q.state.activeIndex;
      if (n == null) {
        if (q === `always` && e.length > 0) {
          Q.set(`activeIndex`, 0);
          return;
        }
        In(void 0, -1, ge);
        return;
      }
      if (n >= e.length) {
        (In(void 0, -1, ge), Q.set(`activeIndex`, null));
        return;
      }
      let r = e[n],
        i = zt.current.value,
        a = i !== $t && ut(r, i, Q.state.isItemEqualToValue);
      (zt.current.index === n && a) || In(r, n, ge);
    }, [xn, q, In, nn, K, Z, $, X, qn, Q, Y]),
    R(() => {
      Me(f === `none` ? String(Y) !== `` : W ? Array.isArray(J) && J.length > 0 : J != null);
    }, [Me, f, Y, J, W]),
    z.useEffect(() => {
      K && q && Z.length === 0 && Ln({ activeIndex: null });
    }, [K, q, Z.length, Ln]));
  function Zn() {
    X && un !== `` && un !== String(on) && !An && mt(!0);
  }
  function Qn() {
    X && ht !== null && zn(!1);
  }
  let $n = !1;
  function er() {
    !$n && Y !== dn && (($n = !0), Rn(dn, M(ge)));
  }
  function tr() {
    f !== `none` && (Ee(U), De(He(J, Ae.initialValue, j)), We.change(J), Jt && !Xt && !On && er());
  }
  function nr() {
    Jt && !Xt && !On && !ft && er();
  }
  function rr() {
    f === `none` && (Ee(U), De(Y !== Ae.initialValue), We.change(Y));
  }
  (ve(un, Zn), ve(X, Qn), ve(J, tr), ve(dn, nr), ve(P, nr), ve(Y, rr));
  let ir = Oe({ open: $ ? !0 : X, onOpenChange: Hn, elements: { reference: On ? Tn : En, floating: Cn } }),
    ar = C ? `grid` : `listbox`,
    or = X || $,
    sr = or ? `true` : `false`,
    cr = z.useMemo(() => {
      let e = En?.tagName === `INPUT`,
        t = En == null || e,
        n = t || or,
        r = t ? { autoComplete: `off`, spellCheck: `false`, autoCorrect: `off`, autoCapitalize: `none` } : {};
      return (
        n &&
          ((r.role = `combobox`),
          (r[`aria-expanded`] = sr),
          (r[`aria-haspopup`] = ar),
          (r[`aria-controls`] = or ? wn?.id : void 0),
          (r[`aria-autocomplete`] = b ? `none` : xe)),
        { reference: r, floating: { role: `presentation` } }
      );
    }, [En, or, sr, ar, wn?.id, xe, b]),
    lr = Le(ir, { enabled: !H && O, event: `mousedown-only`, toggle: !1, touchOpenDelay: On ? 0 : 100, reason: et }),
    ur = Ze(ir, {
      enabled: !H && !$,
      outsidePressEvent: { mouse: `sloppy`, touch: `intentional` },
      bubbles: $ ? !0 : void 0,
      outsidePress(e) {
        let t = h(e);
        return !o(Tn, t) && !o(Lt.current, t) && !o(It.current, t) && !o(Dn, t);
      },
    }),
    dr = D(ir, {
      enabled: !H,
      id: Qe,
      listRef: yt,
      activeIndex: xn,
      selectedIndex: Sn,
      virtual: !0,
      loopFocus: A,
      allowEscape: A && !q,
      focusItemOnOpen: ft || (f === `none` && !q) ? !1 : `auto`,
      focusItemOnHover: ue,
      resetOnPointerLeave: !le,
      orientation: C ? `horizontal` : void 0,
      rtl: Xe === `rtl`,
      disabledIndices: Dt,
      grid: C ? Ht : void 0,
      onNavigate(e, t) {
        (t || X || ($ && e === null)) && Yn !== `ending` && Ln({ activeIndex: e, type: oe(t), event: t?.nativeEvent });
      },
    }),
    fr = z.useMemo(
      () =>
        jt(
          dr.reference,
          {
            onKeyDown(e) {
              C &&
                Q.state.activeIndex == null &&
                (e.key === `ArrowLeft` || e.key === `ArrowRight`) &&
                e.preventBaseUIHandler();
            },
          },
          ur.reference,
          lr.reference,
          cr.reference,
        ),
      [dr.reference, ur.reference, lr.reference, cr.reference, C, Q],
    ),
    pr = z.useMemo(() => jt(ct, ur.floating), [ur.floating]),
    mr = z.useMemo(() => jt(dr.floating, cr.floating), [dr.floating, cr.floating]),
    hr = z.useMemo(() => {
      let e = dr.item;
      return {
        props: e ? { ...e, onFocus: void 0 } : Ct,
        id: Qe,
        selectionMode: f,
        disabled: H,
        readOnly: b,
        isItemEqualToValue: j,
      };
    }, [dr.item, Qe, f, H, b, j]);
  (Q.useContextCallback(`setOpen`, Hn),
    Q.useContextCallback(`setInputValue`, Rn),
    Q.useContextCallback(`setSelectedValue`, Un),
    Q.useContextCallback(`setIndices`, Ln),
    Q.useContextCallback(`handleSelection`, Wn),
    Q.useContextCallback(`forceMount`, Fn),
    Q.useContextCallback(`requestSubmit`, Gn),
    Q.useContextCallback(`onOpenChangeComplete`, n),
    Pe(() => {
      Q.update({ inline: me, popupProps: pr, listProps: mr, inputProps: fr, triggerProps: Nn, itemRoot: hr });
    }));
  let gr = {
    id: Qe,
    selectedValue: J,
    open: X,
    mounted: Jn,
    transitionStatus: Yn,
    items: rt,
    inline: me,
    popupProps: pr,
    listProps: mr,
    inputProps: fr,
    triggerProps: Nn,
    itemRoot: hr,
    openMethod: Mn,
    selectionMode: f,
    name: U,
    form: _,
    disabled: H,
    readOnly: b,
    required: x,
    grid: C,
    virtualized: pe,
    openOnInputClick: O,
    itemToStringLabel: at,
    modal: _e,
    autoHighlight: q,
    isItemEqualToValue: j,
    submitOnItemClick: Te,
    hasInputValue: Xt,
  };
  R(() => {
    Q.update({ ...gr, inputOwnsFormValue: f === `none` && (me || !Q.state.inputInsidePopup) });
  }, [Q, ...Object.values(gr)]);
  let _r = wt(S, We.inputRef),
    vr = z.useMemo(() => ({ query: un, hasItems: K, filteredItems: gn, flatFilteredValues: Z }), [un, K, gn, Z]),
    yr = z.useMemo(() => (Array.isArray(_n) ? `` : _t(_n, fe)), [_n, fe]),
    br = W && Array.isArray(J) && J.length > 0,
    xr = W || (f === `none` && kn) ? void 0 : U,
    Sr = z.useMemo(
      () =>
        !W || !Array.isArray(J) || !U
          ? null
          : J.map((e) => {
              let t = _t(e, fe);
              return (0, G.jsx)(`input`, { type: `hidden`, form: _, name: U, value: t, disabled: H }, t);
            }),
      [W, J, _, U, fe, H],
    ),
    Cr = (0, G.jsxs)(z.Fragment, {
      children: [
        e.children,
        (0, G.jsx)(`input`, {
          ...We.getValidationProps(H, {
            onFocus() {
              On ? Tn?.focus() : (I.current || Tn)?.focus();
            },
            onChange(e) {
              if (e.nativeEvent.defaultPrevented || H || b) return;
              let t = e.currentTarget.value,
                n = t.toLowerCase(),
                r = M(ge, e.nativeEvent),
                i = () => Bt.current.findIndex((e) => _t(e, fe).toLowerCase() === n || dt(e).toLowerCase() === n);
              function a() {
                if (W) return;
                if (f === `none`) {
                  Rn(t, r);
                  return;
                }
                let e = i();
                e === -1 &&
                  (e = Bt.current.findIndex((e, t) => {
                    let r = xt.current[t];
                    return r != null && r.toLowerCase() === n;
                  }));
                let a = e === -1 ? void 0 : Bt.current[e];
                a != null && Un?.(a, r);
              }
              (Jt && (Fn(), P && i() === -1 && Q.set(`forceMounted`, !0)), queueMicrotask(a));
            },
          }),
          id: Qe && xr == null ? `${Qe}-hidden-input` : void 0,
          form: _,
          name: xr,
          autoComplete: Se,
          disabled: H,
          required: x && !br,
          readOnly: b,
          value: yr,
          ref: _r,
          style: xr ? Ke : Ue,
          tabIndex: -1,
          'aria-hidden': !0,
          suppressHydrationWarning: !0,
        }),
        Sr,
      ],
    });
  return (0, G.jsx)(Ut.Provider, {
    value: Q,
    children: (0, G.jsx)(Wt.Provider, {
      value: ir,
      children: (0, G.jsx)(Kt.Provider, {
        value: K,
        children: (0, G.jsx)(Gt.Provider, { value: vr, children: (0, G.jsx)(qt.Provider, { value: Y, children: Cr }) }),
      }),
    }),
  });
}
function nn(e) {
  let { multiple: t = !1, defaultValue: n, value: r, onValueChange: i, autoComplete: a, ...o } = e;
  return (0, G.jsx)(K, {
    ...o,
    selectionMode: t ? `multiple` : `single`,
    selectedValue: r,
    defaultSelectedValue: n,
    onSelectedValueChange: i,
    formAutoComplete: a,
  });
}
var q = `data-popup-side`,
  J = `data-list-empty`,
  rn = { ...de, ...f, popupSide: (e) => (e ? { [q]: e } : null), listEmpty: (e) => (e ? { [J]: `` } : null) },
  an = z.createContext(void 0);
function on() {
  return z.useContext(an);
}
var Y = z.createContext(void 0);
function sn(e) {
  let t = z.useContext(Y);
  if (t === void 0 && !e) throw Error(Tt(21));
  return t;
}
var X = z.forwardRef(function (e, t) {
  let n = V(),
    { buttonRef: r, getButtonProps: i } = kt({ native: !1 }),
    a = wt(t, r);
  function o(e) {
    n.context.setOpen(!1, M(O, e.nativeEvent, e.currentTarget));
  }
  let s = i({ onClick: o });
  return (0, G.jsx)(`span`, { ref: a, ...s, 'aria-label': `Dismiss`, tabIndex: void 0, style: Ke });
});
function cn(e) {
  let t = e.useState(`mounted`),
    n = e.useState(`popupSide`),
    r = e.useState(`positionerElement`);
  return t && r ? n : null;
}
function ln() {
  return U().filteredItems.length === 0;
}
function un(e) {
  return e === `rtl` ? [`ArrowRight`, `ArrowLeft`] : [`ArrowLeft`, `ArrowRight`];
}
function dn(e, t, n) {
  let r = e.context.listRef.current[t];
  r && ((e.context.selectionEventRef.current = n), r.click(), (e.context.selectionEventRef.current = null));
}
var fn = z.forwardRef(function (e, n) {
    let { render: a, className: o, disabled: s = !1, id: c, style: u, ...d } = e,
      { state: f, disabled: p, setTouched: h, validationMode: ee, validation: _ } = g(),
      { labelId: v } = l(),
      y = on(),
      b = !!sn(!0),
      x = V(),
      S = W(),
      C = se(),
      w = x.useState(`required`),
      T = x.useState(`disabled`),
      E = x.useState(`readOnly`),
      te = x.useState(`name`),
      ne = x.useState(`form`),
      D = x.useState(`selectionMode`),
      re = x.useState(`autoHighlight`),
      O = x.useState(`inputProps`),
      ie = x.useState(`triggerProps`),
      k = x.useState(`open`),
      ce = x.useState(`mounted`),
      le = x.useState(`selectedValue`),
      ue = x.useState(`id`),
      A = x.useState(`inline`),
      de = x.useState(`modal`),
      fe = !!re,
      j = cn(x),
      pe = p || T || s,
      me = ln(),
      he = Ie(pe, x.context.inputRef),
      _e = b || A,
      ve = !_e || de,
      be = t(c ?? (_e ? void 0 : ue)),
      xe = b ? i : f,
      [Se, Ce] = z.useState(null),
      we = z.useRef(!1),
      Te = z.useRef(null);
    R(() => {
      k || (Te.current = null);
    }, [k]);
    let Ee = D === `none` && !b,
      De = L((e) => {
        let t = b || x.state.inline;
        (t && !x.state.hasInputValue && x.context.setInputValue(``, M(ge)),
          x.update({ inputElement: e, inputInsidePopup: t, inputOwnsFormValue: Ee }));
      }),
      Oe = b ? d : _.getValidationProps(pe, d);
    function ke(e) {
      x.context.setIndices({ activeIndex: null, selectedIndex: null, type: oe(e), event: e });
    }
    let Ae = { ...xe, open: k, disabled: pe, readOnly: E, popupSide: j, listEmpty: me };
    function je(e) {
      if (!y) return;
      let t,
        n = y.chipsRef.current.length,
        [r] = un(C);
      return (
        e.key === r &&
          (e.currentTarget.selectionStart ?? 0) === 0 &&
          le.length > 0 &&
          (e.preventDefault(), (t = n > 0 ? n - 1 : void 0)),
        t
      );
    }
    let Me = Mt(`input`, e, {
        state: Ae,
        ref: [n, x.context.inputRef, De],
        props: [
          O,
          ie,
          {
            value: Se ?? S,
            'aria-readonly': E || void 0,
            'aria-required': w || void 0,
            'aria-labelledby': v,
            disabled: pe,
            readOnly: E,
            required: D === `none` ? w : void 0,
            form: ne,
            ...(Ee && te && { name: te }),
            id: be,
            onFocus() {
              if ((he(!0), !A)) return;
              let e = Te.current;
              ((Te.current = null),
                e != null && Object.hasOwn(x.context.valuesRef.current, e) && x.context.setIndices({ activeIndex: e }));
            },
            onBlur() {
              (h(!0), he(!1));
              let e = x.state.activeIndex;
              if (
                (A && e !== null && re !== `always` && ((Te.current = e), x.context.setIndices({ activeIndex: null })),
                ee === `onBlur`)
              ) {
                let e = D === `none` ? S : le;
                _.commit(e);
              }
            },
            onCompositionStart(e) {
              St || ((we.current = !0), Ce(e.currentTarget.value));
            },
            onCompositionEnd(e) {
              we.current = !1;
              let t = e.currentTarget.value;
              (Ce(null), x.context.setInputValue(t, M(ae, e.nativeEvent)));
            },
            onChange(e) {
              let t = e.nativeEvent,
                n = t.inputType,
                r = !n || n === `insertReplacementText`,
                i = we.current || !r;
              function a(e) {
                !E && !pe && e && i && (x.context.setOpen(!0, M(ae, t)), fe || ke(t));
              }
              if (we.current) {
                let n = e.currentTarget.value;
                (Ce(n),
                  n === `` &&
                    !x.state.openOnInputClick &&
                    !x.state.inputInsidePopup &&
                    x.context.setOpen(!1, M(ye, t)));
                let r = n.trim(),
                  i = fe && r !== ``;
                (a(r), k && x.state.activeIndex !== null && !i && ke(t));
                return;
              }
              let o = M(ae, t);
              if ((x.context.setInputValue(e.currentTarget.value, o), o.isCanceled)) return;
              let s = e.currentTarget.value === ``,
                c = M(ye, t);
              (s &&
                !x.state.inputInsidePopup &&
                (D === `single` && x.context.setSelectedValue(null, c),
                x.state.openOnInputClick || x.context.setOpen(!1, c)),
                a(e.currentTarget.value.trim()),
                k && x.state.activeIndex !== null && !fe && ke(t));
            },
            onKeyDown(e) {
              if (e.ctrlKey || e.shiftKey || e.altKey || e.metaKey) return;
              if (pe || E) {
                E && e.key === `Enter` && k && x.state.activeIndex !== null && F(e);
                return;
              }
              let t = e.currentTarget,
                n = t.scrollWidth - t.clientWidth,
                r = C === `rtl`;
              if (e.key === `Home`) {
                F(e);
                let n = gt && r ? t.value.length : 0;
                (t.setSelectionRange(n, n), (t.scrollLeft = 0));
                return;
              }
              if (e.key === `End`) {
                F(e);
                let i = gt && r ? 0 : t.value.length;
                (t.setSelectionRange(i, i), (t.scrollLeft = r ? -n : n));
                return;
              }
              if (!ce && e.key === `Escape`) {
                let t = D === `multiple` && Array.isArray(le) ? le.length === 0 : le === null,
                  n = M(vt, e.nativeEvent),
                  r = D === `multiple` ? [] : null;
                (x.context.setInputValue(``, n),
                  x.context.setSelectedValue(r, n),
                  t || x.state.inline || n.isPropagationAllowed || e.stopPropagation());
                return;
              }
              if (y && e.key === `Backspace` && t.value === `` && Array.isArray(le) && le.length > 0) {
                let t = y.chipsRef.current.length,
                  n = t > 0 ? t - 1 : le.length - 1,
                  r = le.filter((e, t) => t !== n);
                (ke(e.nativeEvent), x.context.setSelectedValue(r, M(ge, e.nativeEvent)));
                return;
              }
              let i = je(e);
              if ((i !== void 0 && y?.chipsRef.current[i]?.focus(), e.which !== 229 && e.key === `Enter` && k)) {
                let t = x.state.activeIndex,
                  n = e.nativeEvent;
                if (t === null) {
                  if (A) return;
                  x.context.setOpen(!1, M(ge, n));
                  return;
                }
                (F(e), dn(x, t, n));
              }
            },
          },
          Oe,
        ],
        stateAttributesMapping: rn,
      }),
      Ne = b ? (0, G.jsx)(m.Provider, { value: r, children: Me }) : Me;
    return (0, G.jsxs)(z.Fragment, { children: [k && ve && (0, G.jsx)(X, { ref: x.context.startDismissRef }), Ne] });
  }),
  pn = z.forwardRef(function (e, t) {
    let { render: n, className: r, nativeButton: i = !0, disabled: a = !1, id: s, style: u, ...f } = e,
      { state: p, disabled: m, setTouched: ee, validationMode: _, validation: v } = g(),
      { labelId: y } = l(),
      b = V(),
      x = b.useState(`selectionMode`),
      S = b.useState(`disabled`),
      C = b.useState(`readOnly`),
      w = b.useState(`required`),
      T = b.useState(`positionerElement`),
      E = b.useState(`listElement`),
      te = b.useState(`popupId`),
      ne = b.useState(`triggerProps`),
      D = b.useState(`inputInsidePopup`),
      re = b.useState(`id`),
      O = b.useState(`labelId`),
      ie = b.useState(`open`),
      ae = b.useState(`selectedValue`),
      oe = b.useState(`activeIndex`),
      k = b.useState(`selectedIndex`),
      se = b.useState(`hasSelectedValue`),
      ce = H(),
      le = W(),
      ue = c(),
      A = m || S || a,
      de = ln(),
      fe = cn(b),
      j = z.useRef(null),
      pe = Ie(A, j);
    Ye({ id: D ? s : void 0 });
    let me = D ? (s ?? re) : s,
      he = it(y, O),
      _e;
    ie && D ? (_e = te ?? Xt(re)) : ie && (_e = E?.id);
    let ve = z.useRef(``);
    function ye(e) {
      ve.current = e.pointerType;
    }
    let { reference: be } = I(ce, {
        enabled: !ie && !C && !S && x === `single`,
        listRef: b.context.labelsRef,
        activeIndex: oe,
        selectedIndex: k,
        onMatch(e) {
          let t = b.context.valuesRef.current[e];
          t !== void 0 && b.context.setSelectedValue(t, M(ge));
        },
      }),
      { reference: xe } = Le(ce, { enabled: !S, event: `mousedown` }),
      { buttonRef: Se, getButtonProps: Ce } = kt({ native: i, disabled: A }),
      we = { ...p, readOnly: C, open: ie, disabled: A, popupSide: fe, listEmpty: de, placeholder: x !== `none` && !se },
      De = L((e) => {
        b.set(`triggerElement`, e);
      });
    return Mt(`button`, e, {
      ref: [t, Se, j, De],
      state: we,
      props: [
        ne,
        xe,
        be,
        {
          id: me,
          tabIndex: D ? 0 : -1,
          role: D ? `combobox` : void 0,
          'aria-expanded': ie,
          'aria-haspopup': D ? `dialog` : `listbox`,
          'aria-controls': _e,
          'aria-required': (D && w) || void 0,
          'aria-readonly': (D && C) || void 0,
          'aria-labelledby': he,
          onPointerDown: ye,
          onPointerEnter: ye,
          onFocus() {
            (pe(!0), A || ue.start(0, b.context.forceMount));
          },
          onBlur(e) {
            if (!o(T, e.relatedTarget) && (ee(!0), pe(!1), _ === `onBlur`)) {
              let e = x === `none` ? le : ae;
              v.commit(e);
            }
          },
          onMouseDown(e) {
            if (
              A ||
              (D || ce.set(`domReferenceElement`, e.currentTarget),
              b.context.forceMount(),
              ve.current !== `touch` && (b.context.inputRef.current?.focus(), D || e.preventDefault()),
              ie)
            )
              return;
            let t = d(e.currentTarget);
            function n(e) {
              let t = b.state.triggerElement;
              if (!t) return;
              let n = h(e),
                r = b.state.positionerElement,
                i = b.state.listElement;
              o(t, n) || o(r, n) || o(i, n) || Ee(e, t) || b.context.setOpen(!1, M(Te, e));
            }
            D && t.addEventListener(`mouseup`, n, { once: !0 });
          },
          onKeyDown(e) {
            (e.key === `ArrowDown` || e.key === `ArrowUp`) &&
              (F(e), b.context.setOpen(!0, M($e, e.nativeEvent)), b.context.inputRef.current?.focus());
          },
        },
        v.getValidationProps(A, f),
        Ce,
      ],
      stateAttributesMapping: rn,
    });
  }),
  mn = z.createContext(null);
function hn() {
  return z.useContext(mn);
}
function gn(e) {
  let { children: t } = e,
    { filteredItems: n } = U(),
    r = hn(),
    i = r ? r.items : n;
  return (0, G.jsx)(z.Fragment, { children: i.map(t) });
}
var Z = z.forwardRef(function (e, t) {
    var n;
    let { render: r, className: i, style: a, children: o, ...s } = e,
      c = V(),
      l = H(),
      u = !!sn(!0),
      { filteredItems: d, hasItems: f } = U(),
      p = c.useState(`selectionMode`),
      m = c.useState(`grid`),
      h = c.useState(`readOnly`),
      ee = c.useState(`listProps`),
      g = c.useState(`virtualized`),
      _ = c.useState(`forceMounted`),
      v = p === `multiple`,
      y = d.length === 0,
      b = L((e) => {
        c.set(`positionerElement`, e);
      }),
      x = L((e) => {
        c.set(`listElement`, e);
      }),
      S = z.useMemo(() => (typeof o == `function` ? (n ||= (0, G.jsx)(gn, { children: o })) : o), [o]),
      C = { empty: y },
      w = l.useState(`floatingId`),
      T = Mt(`div`, e, {
        state: C,
        ref: [t, x, u ? null : b],
        props: [
          ee,
          {
            children: S,
            tabIndex: -1,
            id: w,
            role: m ? `grid` : `listbox`,
            'aria-multiselectable': v ? `true` : void 0,
            'aria-readonly': !m && h ? !0 : void 0,
            onKeyDown(e) {
              if (!(c.state.disabled || c.state.readOnly) && e.key === `Enter`) {
                let t = c.state.activeIndex;
                if (t == null) return;
                (F(e), dn(c, t, e.nativeEvent));
              }
            },
          },
          s,
        ],
      });
    if (g) return T;
    let E = f && !_ ? void 0 : c.context.labelsRef;
    return (0, G.jsx)(_e, { elementsRef: c.context.listRef, labelsRef: E, children: T });
  }),
  Q = z.createContext(void 0);
function _n() {
  let e = z.useContext(Q);
  if (e === void 0) throw Error(Tt(20));
  return e;
}
var vn = z.forwardRef(function (e, t) {
    let { keepMounted: n = !1, ...r } = e,
      i = V(),
      a = i.useState(`mounted`),
      o = i.useState(`forceMounted`);
    return a || n || o ? (0, G.jsx)(Q.Provider, { value: n, children: (0, G.jsx)(dt, { ref: t, ...r }) }) : null;
  }),
  yn = z.forwardRef(function (e, t) {
    let {
        render: n,
        className: r,
        anchor: i,
        positionMethod: a,
        side: o,
        align: s,
        sideOffset: c,
        alignOffset: l,
        collisionBoundary: u = `clipping-ancestors`,
        collisionPadding: d,
        arrowPadding: f,
        sticky: p,
        disableAnchorTracking: m = !1,
        collisionAvoidance: h = Ve,
        style: ee,
        ...g
      } = e,
      _ = V(),
      v = H(),
      y = _n(),
      b = _.useState(`modal`),
      x = _.useState(`open`),
      S = _.useState(`mounted`),
      C = _.useState(`openMethod`),
      w = _.useState(`positionerElement`),
      T = _.useState(`triggerElement`),
      E = _.useState(`inputElement`),
      te = _.useState(`inputGroupElement`),
      ne = _.useState(`inputInsidePopup`),
      D = _.useState(`transitionStatus`),
      re = ln(),
      O = be({
        anchor: i ?? (ne ? T : (te ?? E)),
        floatingRootContext: v,
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
        disableAnchorTracking: m,
        keepMounted: y,
        collisionAvoidance: h,
        lazyFlip: !0,
      });
    N(x && b, C === `touch`, w, T);
    let ie = { open: x, side: O.side, align: O.align, anchorHidden: O.anchorHidden, empty: re };
    R(() => {
      _.set(`popupSide`, O.side);
    }, [_, O.side]);
    let ae = L((e) => {
        _.set(`positionerElement`, e);
      }),
      oe = Qe(e, ie, {
        styles: O.positionerStyles,
        transitionStatus: D,
        props: g,
        refs: [t, ae],
        hidden: !S,
        inert: !x,
      });
    return (0, G.jsxs)(Y.Provider, {
      value: O,
      children: [S && b && (0, G.jsx)(he, { inert: A(!x), cutout: te ?? E ?? T }), oe],
    });
  }),
  bn = { ...xe, ...n },
  xn = z.forwardRef(function (e, t) {
    let { render: n, className: r, style: i, initialFocus: a, finalFocus: c, ...l } = e,
      u = V(),
      d = sn(),
      f = H(),
      p = u.useState(`mounted`),
      m = u.useState(`open`),
      ee = u.useState(`openMethod`),
      g = u.useState(`popupProps`),
      _ = u.useState(`transitionStatus`),
      v = u.useState(`inputInsidePopup`),
      y = u.useState(`inputElement`),
      b = u.useState(`modal`),
      x = u.useState(`id`),
      S = ln(),
      C = l.id ?? (v ? Xt(x) : void 0);
    (R(
      () => (
        u.set(`popupId`, u.context.popupRef.current?.id || C),
        () => {
          u.set(`popupId`, void 0);
        }
      ),
      [u, C],
    ),
      s({
        open: m,
        ref: u.context.popupRef,
        onComplete() {
          m && u.context.onOpenChangeComplete(!0);
        },
      }));
    let w = { open: m, side: d.side, align: d.align, anchorHidden: d.anchorHidden, transitionStatus: _, empty: S },
      T = Mt(`div`, e, {
        state: w,
        ref: [t, u.context.popupRef],
        props: [
          g,
          {
            id: C,
            role: v ? `dialog` : `presentation`,
            onFocus(e) {
              let t = h(e.nativeEvent);
              ee !== `touch` &&
                (o(u.state.listElement, t) || t === e.currentTarget) &&
                u.context.inputRef.current?.focus();
            },
          },
          me(_),
          l,
        ],
        stateAttributesMapping: bn,
      }),
      E = a === void 0 ? (v ? (e) => (e === `touch` ? u.context.popupRef.current : y) : !1) : a,
      te;
    te = c ?? (v ? void 0 : !1);
    let ne = !v || b;
    return (0, G.jsx)(at, {
      context: f,
      disabled: !p,
      modal: ne,
      openInteractionType: ee,
      initialFocus: E,
      returnFocus: te,
      getInsideElements: () => [u.context.startDismissRef.current, u.context.endDismissRef.current],
      children: (0, G.jsxs)(z.Fragment, { children: [T, ne && (0, G.jsx)(X, { ref: u.context.endDismissRef })] }),
    });
  }),
  Sn = z.createContext(void 0);
function Cn() {
  let e = z.useContext(Sn);
  if (!e) throw Error(Tt(19));
  return e;
}
var wn = z.createContext(!1);
function Tn() {
  return z.useContext(wn);
}
var En = S(e(), 1);
function Dn(e) {
  let { componentProps: t, forwardedRef: n, virtualized: r, indexFromFilter: i } = e,
    { render: a, className: o, style: s, value: c = null, index: l, disabled: u = !1, nativeButton: d = !1, ...f } = t,
    p = z.useRef(null),
    m = Fe({ guess: !0, index: l, textRef: p }),
    h = V(),
    ee = Tn(),
    g = Jt(),
    { props: _, id: v, selectionMode: y, disabled: b, readOnly: x, isItemEqualToValue: S } = h.useState(`itemRoot`),
    C = b || u,
    w = y !== `none`,
    T = l ?? i ?? m.index,
    E = T !== -1,
    te = h.useState(`isActive`, T),
    ne = h.useState(`isSelected`, c),
    D = z.useRef(null),
    re = v != null && E ? `${v}-${T}` : void 0,
    O = ne && w;
  (R(() => {
    if (!E || (!r && l == null)) return;
    let e = h.context.listRef.current;
    return (
      (e[T] = D.current),
      () => {
        delete e[T];
      }
    );
  }, [E, r, T, l, h]),
    R(() => {
      if (!E || g) return;
      let e = h.context.valuesRef.current;
      return (
        (e[T] = c),
        () => {
          delete e[T];
        }
      );
    }, [E, g, T, c, h]),
    R(() => {
      if (!E || g) return;
      let e = h.state.selectedValue,
        t = h.state.selectedIndex;
      (h.state.selectionMode === `multiple` && Array.isArray(e)
        ? (t = ot(T, c, h.context.valuesRef.current, e, S, t))
        : ut(c, e, S) && (t = T),
        h.set(`selectedIndex`, t));
    }, [E, g, h, T, c, S]));
  let { getButtonProps: ie, buttonRef: ae } = kt({ disabled: C, focusableWhenDisabled: !0, native: d, composite: !0 }),
    oe = { disabled: C, selected: O, highlighted: te };
  function k(e) {
    function t() {
      h.context.handleSelection(e, c);
    }
    h.state.submitOnItemClick ? (En.flushSync(t), h.context.requestSubmit()) : t();
  }
  let se = {
      id: re,
      role: ee ? `gridcell` : `option`,
      'aria-selected': w ? O : void 0,
      tabIndex: void 0,
      onPointerDownCapture(e) {
        (e.isPrimary && (h.context.pointerDownItemRef.current = e.currentTarget), e.preventDefault());
      },
      onMouseDown(e) {
        e.preventDefault();
      },
      onClick(e) {
        C || x || k(e.nativeEvent);
      },
      onMouseUp(e) {
        let t = h.context.pointerDownItemRef.current === e.currentTarget;
        ((h.context.pointerDownItemRef.current = null), C || x || e.button !== 0 || t || !te || k(e.nativeEvent));
      },
    },
    ce = Mt(`div`, t, { ref: [ae, n, m.ref, D], state: oe, props: [_, se, f, ie] }),
    le = z.useMemo(() => ({ selected: O, textRef: p }), [O, p]);
  return (0, G.jsx)(Sn.Provider, { value: le, children: ce });
}
function $(e) {
  let { componentProps: t, forwardedRef: n } = e,
    r = V().useState(`isItemEqualToValue`),
    { flatFilteredValues: i } = U(),
    a = t.value ?? null,
    o = tt(i, a, r);
  return (0, G.jsx)(Dn, { componentProps: t, forwardedRef: n, virtualized: !0, indexFromFilter: o });
}
var On = z.memo(
    z.forwardRef(function (e, t) {
      let n = V().useState(`virtualized`);
      return n && e.index == null
        ? (0, G.jsx)($, { componentProps: e, forwardedRef: t })
        : (0, G.jsx)(Dn, { componentProps: e, forwardedRef: t, virtualized: n, indexFromFilter: void 0 });
    }),
  ),
  kn = z.forwardRef(function (e, t) {
    let { selected: n } = Cn();
    return e.keepMounted || n ? (0, G.jsx)(Xe, { ...e, selected: n, ref: t }) : null;
  }),
  An = z.forwardRef(function (e, t) {
    let { render: n, className: r, style: i, children: a, ...o } = e,
      { filteredItems: s } = U(),
      c = V(),
      l = Bt(),
      u = s.length === 0 ? a : null;
    return Mt(`div`, e, {
      ref: [t, c.context.emptyRef, l],
      props: [{ children: u, role: `status`, 'aria-live': `polite`, 'aria-atomic': !0 }, o],
    });
  });
function jn({ choices: e, value: t, onChange: n, placeholder: r, bare: i = !1, ...a }) {
  let o = C(`ui`),
    s = e.find((e) => e.value === t) ?? null,
    c = (0, G.jsxs)(nn, {
      items: e,
      value: s,
      onValueChange: (e) => n(e?.value ?? null),
      isItemEqualToValue: (e, t) => e?.value === t?.value,
      disabled: a.disabled === !0,
      children: [
        (0, G.jsxs)(`div`, {
          className: `relative w-full`,
          children: [
            (0, G.jsx)(fn, { 'aria-label': i ? a.label : void 0, placeholder: r, className: Nt(p, `pe-9`) }),
            (0, G.jsx)(pn, {
              'aria-label': o(`open_list`, { label: a.label }),
              className: `absolute inset-y-0 end-0 inline-flex w-9 cursor-pointer items-center justify-center text-muted`,
              children: (0, G.jsx)(Me, { className: `size-3.5`, 'aria-hidden': `true` }),
            }),
          ],
        }),
        (0, G.jsx)(vn, {
          children: (0, G.jsx)(yn, {
            sideOffset: 4,
            className: `z-50`,
            children: (0, G.jsxs)(xn, {
              className: Nt(ht, `max-h-80 min-w-(--anchor-width) overflow-y-auto p-1`),
              children: [
                (0, G.jsx)(An, { className: `px-2 py-1.5 text-muted empty:p-0`, children: o(`nothing_found`) }),
                (0, G.jsx)(Z, {
                  children: (e) =>
                    (0, G.jsxs)(
                      On,
                      {
                        value: e,
                        className: xt,
                        children: [
                          (0, G.jsxs)(`span`, {
                            className: `flex min-w-0 grow flex-col`,
                            children: [
                              (0, G.jsx)(`span`, { className: `truncate`, children: e.label }),
                              e.hint !== void 0 &&
                                (0, G.jsx)(`span`, { className: `truncate text-xs text-muted`, children: e.hint }),
                            ],
                          }),
                          (0, G.jsx)(kn, {
                            children: (0, G.jsx)(T, { className: `size-4 text-accent`, 'aria-hidden': `true` }),
                          }),
                        ],
                      },
                      e.value,
                    ),
                }),
              ],
            }),
          }),
        }),
      ],
    });
  return i ? c : (0, G.jsx)(_, { ...a, children: c });
}
var Mn = z.createContext(void 0);
function Nn(e) {
  let t = z.useContext(Mn);
  if (!e && t === void 0) throw Error(Tt(27));
  return t;
}
var Pn = z.forwardRef(function (e, t) {
    let { render: n, className: r, style: i, forceRender: a = !1, ...o } = e,
      s = Nn(),
      c = s.useState(`open`),
      l = s.useState(`nested`),
      u = s.useState(`mounted`),
      d = { open: c, transitionStatus: s.useState(`transitionStatus`) };
    return Mt(`div`, e, {
      state: d,
      ref: [s.context.backdropRef, t],
      stateAttributesMapping: ce,
      props: [{ role: `presentation`, hidden: !u, style: { userSelect: `none`, WebkitUserSelect: `none` } }, o],
      enabled: a || !l,
    });
  }),
  Fn = z.forwardRef(function (e, t) {
    let { render: n, className: r, style: i, disabled: a = !1, nativeButton: o = !0, ...s } = e,
      c = Nn(),
      l = c.useState(`open`),
      { getButtonProps: u, buttonRef: d } = kt({ disabled: a, native: o }),
      f = { disabled: a };
    function p(e) {
      l && c.setOpen(!1, M(O, e.nativeEvent));
    }
    return Mt(`button`, e, { state: f, ref: [t, d], props: [{ onClick: p }, s, u] });
  }),
  In = z.forwardRef(function (e, n) {
    let { render: r, className: i, style: a, id: o, ...s } = e,
      c = Nn(),
      l = t(o);
    return (c.useSyncedValueWithCleanup(`descriptionElementId`, l), Mt(`p`, e, { ref: n, props: [{ id: l }, s] }));
  }),
  Ln = z.createContext(void 0);
function Rn() {
  let e = z.useContext(Ln);
  if (e === void 0) throw Error(Tt(26));
  return e;
}
var zn = `--nested-dialogs`,
  Bn = `data-nested-dialog-open`,
  Vn = {
    ...xe,
    ...n,
    nestedDialogOpen(e) {
      return e ? { [Bn]: `` } : null;
    },
  },
  Hn = z.forwardRef(function (e, t) {
    let { render: n, className: r, style: i, finalFocus: a, initialFocus: o, ...c } = e,
      l = Nn(),
      u = l.useState(`descriptionElementId`),
      d = l.useState(`disablePointerDismissal`),
      f = l.useState(`floatingRootContext`),
      p = l.useState(`popupProps`),
      m = l.useState(`modal`),
      h = l.useState(`mounted`),
      ee = l.useState(`nested`),
      g = l.useState(`nestedOpenDialogCount`),
      _ = l.useState(`open`),
      v = l.useState(`openMethod`),
      y = l.useState(`titleElementId`),
      b = l.useState(`transitionStatus`),
      x = l.useState(`role`),
      S = f.useState(`floatingId`);
    (Rn(),
      s({
        open: _,
        ref: l.context.popupRef,
        onComplete() {
          _ && l.context.onOpenChangeComplete?.(!0);
        },
      }));
    let C = o === void 0 ? Ae(l.context.popupRef) : o,
      w = g > 0,
      T = l.useStateSetter(`popupElement`),
      E = Mt(`div`, e, {
        state: { open: _, nested: ee, transitionStatus: b, nestedDialogOpen: w },
        props: [
          p,
          {
            id: S,
            'aria-labelledby': y,
            'aria-describedby': u,
            role: x,
            ...ct,
            hidden: !h,
            onKeyDown(e) {
              Ce.has(e.key) && e.stopPropagation();
            },
            style: { [zn]: g },
          },
          c,
        ],
        ref: [t, l.context.popupRef, T],
        stateAttributesMapping: Vn,
      });
    return (0, G.jsx)(at, {
      context: f,
      openInteractionType: v,
      disabled: !h,
      closeOnFocusOut: !d,
      initialFocus: C,
      returnFocus: a,
      modal: m !== !1,
      restoreFocus: `popup`,
      children: E,
    });
  }),
  Un = z.forwardRef(function (e, t) {
    let { keepMounted: n = !1, ...r } = e,
      i = Nn(),
      a = i.useState(`mounted`),
      o = i.useState(`modal`),
      s = i.useState(`open`);
    return a || n
      ? (0, G.jsx)(Ln.Provider, {
          value: n,
          children: (0, G.jsxs)(dt, {
            ref: t,
            ...r,
            children: [
              a && o === !0 && (0, G.jsx)(he, { ref: i.context.internalBackdropRef, inert: A(!s) }),
              e.children,
            ],
          }),
        })
      : null;
  });
function Wn({ store: e, parentContext: t, isDrawer: n }) {
  let r = e.useState(`open`),
    i = e.useState(`mounted`),
    a = e.useState(`disablePointerDismissal`),
    s = e.useState(`modal`),
    c = e.useState(`popupElement`),
    l = e.useState(`floatingRootContext`),
    [u, d] = z.useState(0),
    [f, p] = z.useState(0),
    m = u === 0,
    ee = Ze(l, {
      outsidePressEvent() {
        return e.context.internalBackdropRef.current || e.context.backdropRef.current
          ? `intentional`
          : { mouse: s === `trap-focus` ? `sloppy` : `intentional`, touch: `sloppy` };
      },
      outsidePress(t) {
        if (!e.context.outsidePressEnabledRef.current || (`button` in t && t.button !== 0)) return !1;
        if (`touches` in t) {
          if (t.type === `touchend`) {
            if (t.changedTouches.length !== 1 || t.touches.length !== 0) return !1;
          } else if (t.touches.length !== 1) return !1;
        }
        let n = h(t);
        if (m && !a) {
          if (s) {
            let t = e.context.internalBackdropRef.current,
              r = e.context.backdropRef.current;
            return t || r ? t === n || r === n || (o(n, c) && !n?.hasAttribute(`data-base-ui-portal`)) : !0;
          }
          return !0;
        }
        return !1;
      },
      escapeKey: m,
    });
  return (
    te(r && s === !0, c),
    e.useContextCallback(`onNestedDialogOpen`, (t, n) => {
      (e.select(`open`) || e.select(`mounted`)) && (d(t), p(n));
    }),
    R(() => {
      !r && !i && (d(0), p(0));
    }, [r, i]),
    R(
      () => (
        t?.onNestedDialogOpen && r && t.onNestedDialogOpen(u + 1, f + +!!n),
        () => {
          t?.onNestedDialogOpen && r && t.onNestedDialogOpen(0, 0);
        }
      ),
      [n, r, u, f, t],
    ),
    We(e, {
      activeTriggerProps: ee.reference,
      inactiveTriggerProps: ee.trigger,
      popupProps: ee.floating,
      nestedOpenDialogCount: u,
      nestedOpenDrawerCount: f,
    }),
    null
  );
}
var Gn = {
    ...De,
    modal: (e) => e.modal,
    nested: (e) => e.nested,
    nestedOpenDialogCount: (e) => e.nestedOpenDialogCount,
    nestedOpenDrawerCount: (e) => e.nestedOpenDrawerCount,
    disablePointerDismissal: (e) => e.disablePointerDismissal,
    openMethod: (e) => e.openMethod,
    descriptionElementId: (e) => e.descriptionElementId,
    titleElementId: (e) => e.titleElementId,
    viewportElement: (e) => e.viewportElement,
    role: (e) => e.role,
  },
  Kn = class extends ke {
    constructor(e, t, n) {
      let r = new j(),
        i = qn(e, r, t, n);
      super(i, Jn(r), Gn);
    }
    setOpen = (e, t) => {
      ((t.preventUnmountOnClose = () => {
        this.set(`preventUnmountingOnClose`, !0);
      }),
        !e &&
          t.trigger == null &&
          this.state.activeTriggerId != null &&
          (t.trigger = this.state.activeTriggerElement ?? void 0),
        this.context.onOpenChange?.(e, t),
        t.isCanceled ||
          (this.state.floatingRootContext.dispatchOpenChange(e, t), this.update(Ne(this.state, e, t.trigger))));
    };
  };
function qn(e, t, n, r = !1) {
  return {
    ...ue(t, n, r),
    modal: !0,
    disablePointerDismissal: !1,
    viewportElement: null,
    descriptionElementId: void 0,
    titleElementId: void 0,
    openMethod: null,
    nested: !1,
    nestedOpenDialogCount: 0,
    nestedOpenDrawerCount: 0,
    role: `dialog`,
    ...e,
  };
}
function Jn(e) {
  return {
    popupRef: z.createRef(),
    backdropRef: z.createRef(),
    internalBackdropRef: z.createRef(),
    outsidePressEnabledRef: { current: !0 },
    triggerElements: e,
    onOpenChange: void 0,
    onOpenChangeComplete: void 0,
  };
}
function Yn(e, t) {
  let {
      children: n,
      open: r,
      defaultOpen: i = !1,
      onOpenChange: a,
      onOpenChangeComplete: o,
      disablePointerDismissal: s = !1,
      modal: c = !0,
      actionsRef: l,
      handle: u,
      triggerId: d,
      defaultTriggerId: f = null,
    } = t,
    p = e === `drawer`,
    m = e === `alert-dialog`,
    h = m ? !0 : c,
    ee = m || s,
    g = m ? `alertdialog` : `dialog`,
    _ = Nn(!0),
    v = { modal: h, disablePointerDismissal: ee, nested: _ != null, role: g },
    y = ft((e, t) => new Kn({ open: i, openProp: r, activeTriggerId: f, triggerIdProp: d, ...v }, e, t), !0);
  (y.useControlledProp(`openProp`, r),
    y.useControlledProp(`triggerIdProp`, d),
    y.useSyncedValues(v),
    y.useContextCallback(`onOpenChange`, a),
    y.useContextCallback(`onOpenChangeComplete`, o));
  let b = y.useState(`open`),
    x = y.useState(`mounted`),
    S = y.useState(`payload`);
  (rt(y, b), Se(y));
  let { forceUnmount: C } = E(b, y);
  z.useImperativeHandle(l, () => ({ unmount: C, close: () => y.setOpen(!1, M(k)) }), [C, y]);
  let w = b || x || u != null;
  return (0, G.jsxs)(Mn.Provider, {
    value: y,
    children: [
      u && (0, G.jsx)(fe, { handle: u, store: y }),
      w && (0, G.jsx)(Wn, { store: y, parentContext: _?.context, isDrawer: p }),
      typeof n == `function` ? n({ payload: S }) : n,
    ],
  });
}
var Xn = le(function (e) {
    return Yn(`dialog`, e);
  }),
  Zn = z.forwardRef(function (e, n) {
    let { render: r, className: i, style: a, id: o, ...s } = e,
      c = Nn(),
      l = t(o);
    return (c.useSyncedValueWithCleanup(`titleElementId`, l), Mt(`h2`, e, { ref: n, props: [{ id: l }, s] }));
  }),
  Qn = {
    middle: `top-[12vh] left-1/2 max-h-[80vh] w-[calc(100vw-2rem)] -translate-x-1/2`,
    side: `inset-y-0 end-0 h-full w-full max-w-2xl rounded-none border-y-0 border-e-0`,
  };
function $n({ open: e, onClose: t, title: n, description: r, children: i, actions: a, place: o = `middle`, wide: s }) {
  let c = C(`ui`);
  return (0, G.jsx)(Xn, {
    open: e,
    onOpenChange: (e) => e || t(),
    children: (0, G.jsxs)(Un, {
      children: [
        (0, G.jsx)(Pn, {
          className: `fixed inset-0 z-40 bg-black/40 transition-opacity data-ending-style:opacity-0 data-starting-style:opacity-0`,
        }),
        (0, G.jsxs)(Hn, {
          className: Nt(ht, `fixed z-50 flex flex-col`, Qn[o], o === `middle` && (s === !0 ? `max-w-3xl` : `max-w-lg`)),
          children: [
            (0, G.jsxs)(`header`, {
              className: `flex items-start gap-3 px-5 pt-4 pb-2`,
              children: [
                (0, G.jsxs)(`div`, {
                  className: `grow`,
                  children: [
                    (0, G.jsx)(Zn, { className: `text-lg font-semibold`, children: n }),
                    r !== void 0 &&
                      (0, G.jsx)(In, { render: (0, G.jsx)(`div`, {}), className: `mt-1 text-muted`, children: r }),
                  ],
                }),
                (0, G.jsx)(Fn, {
                  'aria-label': c(`close`),
                  className: `-me-2 inline-flex size-8 cursor-pointer items-center justify-center rounded-md text-muted hover:bg-sunken hover:text-ink`,
                  children: (0, G.jsx)(pe, { className: `size-4`, 'aria-hidden': `true` }),
                }),
              ],
            }),
            (0, G.jsx)(`div`, { className: `grow overflow-y-auto px-5 py-2`, children: i }),
            a !== void 0 &&
              (0, G.jsx)(`footer`, {
                className: `flex flex-wrap justify-end gap-2 border-t border-line px-5 py-3`,
                children: a,
              }),
          ],
        }),
      ],
    }),
  });
}
function er({ onClose: e }) {
  let t = C(`app.palette`);
  return (0, G.jsx)($n, { open: !0, onClose: e, title: t(`title`), children: (0, G.jsx)(tr, { onClose: e }) });
}
function tr({ onClose: e }) {
  let t = C(`app`),
    { tenant: n } = w(),
    r = u(),
    [i] = (0, z.useState)(null),
    a = y.useQuery(`get`, `/api/providers`),
    o = [
      { value: `/`, label: t(`places.overview`) },
      { value: `/marketplace`, label: t(`places.marketplace`) },
      ...(a.data?.data ?? []).map(({ key: e, name: n }) => ({
        value: `/marketplace?q=${e}`,
        label: n,
        hint: t(`palette.provider`),
      })),
    ];
  return (0, G.jsx)(jn, {
    bare: !0,
    label: t(`palette.title`),
    placeholder: t(`palette.placeholder`),
    choices: o,
    value: i,
    onChange: (t) => {
      t !== null && (e(), r({ href: `/${n}${t}` }));
    },
  });
}
export { er as CommandPalette };
