import { c as e, d as t, f as n, h as r, r as i, u as a } from './react-CkYGXDRe.js';
import { h as o, i as s, j as c, l, n as u, r as d, s as f, t as p } from './field-DDwFC7np.js';
import { Mt as m, O as h, Zt as g, a as _, g as v, h as y, ht as b, tn as x } from './tokens-Dqg1-qUA.js';
import { t as S } from './button-BWvhoBFq.js';
import { t as C } from './card-DAN7Q_bU.js';
import { h as w, m as T, r as E, t as D } from './class-names-l6AkBENK.js';
var O = r(n(), 1),
  k = O.forwardRef(function (e, t) {
    let {
        render: n,
        className: r,
        id: i,
        name: a,
        value: c,
        disabled: u = !1,
        onValueChange: p,
        defaultValue: g,
        autoFocus: x = !1,
        style: S,
        ...C
      } = e,
      {
        state: D,
        name: k,
        disabled: A,
        setTouched: j,
        setDirty: M,
        validityData: N,
        setFilled: P,
        validationMode: F,
        validation: I,
      } = f(),
      { clearErrors: L, elementRef: R, submitCountRef: z } = d(),
      B = A || u,
      V = k ?? a,
      H = { ...D, disabled: B },
      { labelId: U } = s(),
      W = y({ id: i }),
      G = c !== void 0,
      K = c == null ? void 0 : String(c),
      q = w(() => I.inputRef.current?.value);
    (v(I.inputRef, W, K, q, !B, a),
      T(() => {
        let e = K ?? I.inputRef.current?.value;
        e !== void 0 && P(e !== ``);
      }, [K, g, I.inputRef, P]),
      h(K, () => {
        K !== void 0 && (L(V), M(K !== (N.initialValue ?? ``)), I.change(K));
      }));
    let J = O.useRef(null),
      Y = _(B, J),
      X = o();
    return E(`input`, e, {
      ref: [t, J],
      state: H,
      props: [
        {
          id: W,
          disabled: B,
          name: V,
          ref: I.inputRef,
          'aria-labelledby': U,
          autoFocus: x,
          ...(G ? { value: c } : { defaultValue: g }),
          onChange(e) {
            let t = e.currentTarget.value,
              n = b(m, e.nativeEvent);
            (p?.(t, n),
              G ||
                (M(t !== (N.initialValue ?? ``)),
                P(t !== ``),
                !e.nativeEvent.defaultPrevented && !n.isCanceled && (L(V), I.change(t))));
          },
          onFocus() {
            Y(!0);
          },
          onBlur(e) {
            if ((j(!0), Y(!1), F === `onBlur`)) {
              let t = e.currentTarget.value;
              (I.commit(t),
                G &&
                  queueMicrotask(() => {
                    let e = I.inputRef.current?.value;
                    e !== void 0 && e !== t && e !== (N.initialValue ?? ``) && I.commit(e);
                  }));
            }
          },
          onKeyDown(e) {
            if (e.currentTarget.tagName === `INPUT` && e.key === `Enter`) {
              j(!0);
              let t = e.currentTarget.value,
                n = e.currentTarget.form;
              if (n && n === R.current && !e.defaultPrevented) {
                let t = e.currentTarget,
                  n = z.current;
                X.start(0, () => {
                  z.current === n && I.commit(t.value);
                });
              } else I.commit(t);
            }
          },
        },
        C,
        (e) => I.getValidationProps(B, e),
      ],
      stateAttributesMapping: l,
    });
  }),
  A = t();
function j({ label: e, help: t, error: n, optional: r, disabled: i, kind: a = `text`, mono: o, ...s }) {
  return (0, A.jsx)(p, {
    label: e,
    ...M({ help: t, error: n, optional: r, disabled: i }),
    children: (0, A.jsx)(k, { ...s, type: a, className: D(u, o === !0 && `font-mono text-sm`) }),
  });
}
function M(e) {
  return Object.assign({}, Object.fromEntries(Object.entries(e).filter(([, e]) => e !== void 0)));
}
async function N(e, t) {
  let n = await fetch(`/api/auth${e}`, {
      method: `POST`,
      headers: { 'content-type': `application/json` },
      body: JSON.stringify(t),
    }),
    r = await n.json().catch(() => ({})),
    i = typeof r == `object` && r ? Object.fromEntries(Object.entries(r)) : {};
  return { ok: n.ok, status: n.status, body: i };
}
function P() {
  let e = i(`sign_in`),
    [t, n] = (0, O.useState)(`password`),
    r = e(t === `forgotten` || t === `sent` ? `reset.title` : `title`);
  return (0, A.jsxs)(`main`, {
    className: `mx-auto flex min-h-dvh w-full max-w-sm flex-col justify-center gap-6 px-4 py-10`,
    children: [
      (0, A.jsxs)(`div`, {
        className: `flex items-center gap-3`,
        children: [
          (0, A.jsx)(`img`, { src: `/icon.svg`, alt: ``, className: `size-10` }),
          (0, A.jsx)(`h1`, { className: `text-2xl font-semibold`, children: r }),
        ],
      }),
      (0, A.jsxs)(C, {
        children: [
          t === `password` && (0, A.jsx)(L, { onStep: n }),
          t === `code` && (0, A.jsx)(R, {}),
          t === `forgotten` && (0, A.jsx)(z, { onStep: n }),
          t === `sent` && (0, A.jsx)(`p`, { role: `status`, children: e(`reset.sent`) }),
        ],
      }),
    ],
  });
}
function F() {
  let e = c(),
    { to: t } = x({ from: `/sign-in` }),
    n = a();
  return async () => {
    (await n.invalidateQueries(), await e({ to: t !== void 0 && /^\/(?!\/)/.test(t) ? t : `/` }));
  };
}
function I(e, t) {
  let n = new FormData(e.currentTarget).get(t);
  return typeof n == `string` ? n : ``;
}
function L({ onStep: t }) {
  let n = i(`sign_in`),
    r = F(),
    a = e(g).data?.sign_in,
    [o, s] = (0, O.useState)(),
    [c, l] = (0, O.useState)(!1),
    u = async (e) => {
      e.preventDefault();
      let n = { email: I(e, `email`), password: I(e, `password`) };
      l(!0);
      let i = await N(`/sign-in/email`, n);
      (l(!1), s(i), i.ok && i.body.twoFactorRedirect === !0 ? t(`code`) : i.ok && (await r()));
    },
    d = async () => {
      let e = await N(`/sign-in/oauth2`, { providerId: `oidc`, callbackURL: `/` });
      e.ok && typeof e.body.url == `string` ? location.assign(e.body.url) : s(e);
    };
  return (0, A.jsxs)(`form`, {
    className: `flex flex-col gap-4`,
    onSubmit: (e) => void u(e),
    noValidate: !0,
    children: [
      (0, A.jsx)(j, {
        label: n(`email`),
        name: `email`,
        kind: `email`,
        autoComplete: `username`,
        required: !0,
        autoFocus: !0,
      }),
      (0, A.jsx)(j, {
        label: n(`password`),
        name: `password`,
        kind: `password`,
        autoComplete: `current-password`,
        required: !0,
        error: o === void 0 || o.ok ? void 0 : n(o.status === 429 ? `too_often` : `failed`),
      }),
      (0, A.jsx)(S, { kind: `primary`, type: `submit`, busy: c, full: !0, children: n(`submit`) }),
      a?.identity_provider != null &&
        (0, A.jsxs)(A.Fragment, {
          children: [
            (0, A.jsx)(`p`, { className: `text-center text-sm text-muted`, children: n(`or`) }),
            (0, A.jsx)(S, { full: !0, onPress: () => void d(), children: n(`with`, { name: a.identity_provider }) }),
          ],
        }),
      a?.password_reset === !0 &&
        (0, A.jsx)(`button`, {
          type: `button`,
          className: `cursor-pointer self-start text-sm text-accent underline`,
          onClick: () => t(`forgotten`),
          children: n(`forgotten`),
        }),
    ],
  });
}
function R() {
  let e = i(`sign_in`),
    t = F(),
    [n, r] = (0, O.useState)(!1),
    a = async (e) => {
      e.preventDefault();
      let n = await N(`/two-factor/verify-totp`, { code: I(e, `code`).replaceAll(/\s/g, ``) });
      (r(!n.ok), n.ok && (await t()));
    };
  return (0, A.jsxs)(`form`, {
    className: `flex flex-col gap-4`,
    onSubmit: (e) => void a(e),
    children: [
      (0, A.jsx)(j, {
        label: e(`code`),
        help: e(`code_help`),
        name: `code`,
        inputMode: `numeric`,
        autoComplete: `one-time-code`,
        required: !0,
        autoFocus: !0,
        mono: !0,
        error: n ? e(`code_failed`) : void 0,
      }),
      (0, A.jsx)(S, { kind: `primary`, type: `submit`, full: !0, children: e(`code_submit`) }),
    ],
  });
}
function z({ onStep: e }) {
  let t = i(`sign_in`),
    n = async (t) => {
      (t.preventDefault(),
        await N(`/request-password-reset`, { email: I(t, `email`), redirectTo: `/reset-password` }),
        e(`sent`));
    };
  return (0, A.jsxs)(`form`, {
    className: `flex flex-col gap-4`,
    onSubmit: (e) => void n(e),
    children: [
      (0, A.jsx)(j, {
        label: t(`email`),
        help: t(`reset.help`),
        name: `email`,
        kind: `email`,
        autoComplete: `username`,
        required: !0,
        autoFocus: !0,
      }),
      (0, A.jsx)(S, { kind: `primary`, type: `submit`, full: !0, children: t(`reset.submit`) }),
      (0, A.jsx)(`button`, {
        type: `button`,
        className: `cursor-pointer self-start text-sm text-accent underline`,
        onClick: () => e(`password`),
        children: t(`reset.back`),
      }),
    ],
  });
}
export { P as SignInScreen };
