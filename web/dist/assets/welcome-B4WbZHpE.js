import { c as e, d as t, r as n } from './react-CkYGXDRe.js';
import { Wt as r, Xt as i, Zt as a } from './tokens-Dqg1-qUA.js';
var o = t();
function s() {
  let t = n(`sign_in.welcome`),
    s = e(a).data;
  return (0, o.jsx)(`main`, {
    children: (0, o.jsx)(r, {
      title: t(`title`),
      children: (0, o.jsx)(i, { title: t(`heading`), children: t(`text`, { email: s?.person?.email ?? `` }) }),
    }),
  });
}
export { s as WelcomeScreen };
