import { d as e, r as t } from './react-CkYGXDRe.js';
import { qt as n } from './tokens-Dqg1-qUA.js';
import { t as r } from './class-names-l6AkBENK.js';
import { i } from './session-DBbuS78p.js';
var a = {
  name: `ban`,
  size: 24,
  node: [
    [`circle`, { cx: `12`, cy: `12`, r: `10`, key: `1mglay` }],
    [`path`, { d: `M4.929 4.929 19.07 19.071`, key: `196cmz` }],
  ],
};
a.node;
var o = i(a),
  s = {
    name: `circle-check`,
    size: 24,
    node: [
      [`circle`, { cx: `12`, cy: `12`, r: `10`, key: `1mglay` }],
      [`path`, { d: `m16 9-5.5 5.5L8 12`, key: `xofnsj` }],
    ],
    aliases: [`check-circle-2`],
  };
s.node;
var c = i(s),
  l = {
    name: `circle-dashed`,
    size: 24,
    node: [
      [`path`, { d: `M10.1 2.182a10 10 0 0 1 3.8 0`, key: `5ilxe3` }],
      [`path`, { d: `M13.9 21.818a10 10 0 0 1-3.8 0`, key: `11zvb9` }],
      [`path`, { d: `M17.609 3.721a10 10 0 0 1 2.69 2.7`, key: `1iw5b2` }],
      [`path`, { d: `M2.182 13.9a10 10 0 0 1 0-3.8`, key: `c0bmvh` }],
      [`path`, { d: `M20.279 17.609a10 10 0 0 1-2.7 2.69`, key: `1ruxm7` }],
      [`path`, { d: `M21.818 10.1a10 10 0 0 1 0 3.8`, key: `qkgqxc` }],
      [`path`, { d: `M3.721 6.391a10 10 0 0 1 2.7-2.69`, key: `1mcia2` }],
      [`path`, { d: `M6.391 20.279a10 10 0 0 1-2.69-2.7`, key: `1fvljs` }],
    ],
  };
l.node;
var u = i(l),
  d = {
    name: `circle-pause`,
    size: 24,
    node: [
      [`circle`, { cx: `12`, cy: `12`, r: `10`, key: `1mglay` }],
      [`line`, { x1: `10`, x2: `10`, y1: `15`, y2: `9`, key: `c1nkhi` }],
      [`line`, { x1: `14`, x2: `14`, y1: `15`, y2: `9`, key: `h65svq` }],
    ],
    aliases: [`pause-circle`],
  };
d.node;
var f = i(d),
  p = {
    name: `circle-x`,
    size: 24,
    node: [
      [`circle`, { cx: `12`, cy: `12`, r: `10`, key: `1mglay` }],
      [`path`, { d: `m15 9-6 6`, key: `1uzhvr` }],
      [`path`, { d: `m9 9 6 6`, key: `z0biqf` }],
    ],
    aliases: [`x-circle`],
  };
p.node;
var m = i(p),
  h = {
    name: `clock`,
    size: 24,
    node: [
      [`circle`, { cx: `12`, cy: `12`, r: `10`, key: `1mglay` }],
      [`path`, { d: `M12 6v6l4 2`, key: `mmk7yg` }],
    ],
  };
h.node;
var g = i(h),
  _ = {
    name: `key-round`,
    size: 24,
    node: [
      [
        `path`,
        {
          d: `M2.586 17.414A2 2 0 0 0 2 18.828V21a1 1 0 0 0 1 1h3a1 1 0 0 0 1-1v-1a1 1 0 0 1 1-1h1a1 1 0 0 0 1-1v-1a1 1 0 0 1 1-1h.172a2 2 0 0 0 1.414-.586l.814-.814a6.5 6.5 0 1 0-4-4z`,
          key: `1s6t7t`,
        },
      ],
      [`circle`, { cx: `16.5`, cy: `7.5`, r: `.5`, fill: `currentColor`, key: `w0ekpg` }],
    ],
  };
_.node;
var v = i(_),
  y = {
    name: `loader-circle`,
    size: 24,
    node: [[`path`, { d: `M21 12a9 9 0 1 1-6.219-8.56`, key: `13zald` }]],
    aliases: [`loader-2`],
  };
y.node;
var b = i(y),
  x = {
    name: `unplug`,
    size: 24,
    node: [
      [`path`, { d: `m19 5 3-3`, key: `yk6iyv` }],
      [`path`, { d: `m2 22 3-3`, key: `19mgm9` }],
      [`path`, { d: `M6.3 20.3a2.4 2.4 0 0 0 3.4 0L12 18l-6-6-2.3 2.3a2.4 2.4 0 0 0 0 3.4Z`, key: `goz73y` }],
      [`path`, { d: `M7.5 13.5 10 11`, key: `7xgeeb` }],
      [`path`, { d: `M10.5 16.5 13 14`, key: `10btkg` }],
      [`path`, { d: `m12 6 6 6 2.3-2.3a2.4 2.4 0 0 0 0-3.4l-2.6-2.6a2.4 2.4 0 0 0-3.4 0Z`, key: `1snsnr` }],
    ],
  };
x.node;
var S = i(x),
  C = e();
function w({ provider: e, size: t = `normal` }) {
  return (0, C.jsx)(`span`, {
    className: `inline-flex shrink-0 items-center justify-center rounded-md border border-line bg-white ${t === `large` ? `size-12 p-2` : `size-9 p-1.5`}`,
    children: (0, C.jsx)(`img`, {
      src: `/api/providers/${e}/icon.svg`,
      alt: ``,
      className: `size-full object-contain`,
      loading: `lazy`,
    }),
  });
}
function T({ lines: e = 3 }) {
  let n = t(`ui`);
  return (0, C.jsxs)(`div`, {
    role: `status`,
    className: `flex flex-col gap-3 py-2`,
    children: [
      (0, C.jsx)(`span`, { className: `sr-only`, children: n(`loading`) }),
      Array.from({ length: e }, (e, t) =>
        (0, C.jsx)(
          `div`,
          { className: `h-4 animate-pulse rounded-sm bg-sunken ${t % 3 == 2 ? `w-2/3` : `w-full`}` },
          t,
        ),
      ),
    ],
  });
}
var E = {
    good: `bg-good-soft text-good`,
    warn: `bg-warn-soft text-warn`,
    bad: `bg-bad-soft text-bad`,
    info: `bg-info-soft text-info`,
    plain: `bg-sunken text-muted`,
  },
  D = { done: c, failed: m, attention: n, running: b, waiting: g, paused: f, key: v, off: S, refused: o, empty: u };
function O({ tone: e, icon: t, children: n }) {
  let i = D[t];
  return (0, C.jsxs)(`span`, {
    className: r(
      `inline-flex w-fit items-center gap-1 rounded-full px-2 py-0.5 text-xs font-medium whitespace-nowrap`,
      E[e],
    ),
    children: [
      (0, C.jsx)(`span`, {
        'aria-hidden': `true`,
        children: (0, C.jsx)(i, { className: r(`size-3.5`, t === `running` && `animate-spin`) }),
      }),
      n,
    ],
  });
}
function k({ children: e, tone: t = `plain` }) {
  return (0, C.jsx)(`span`, {
    className: r(`inline-flex w-fit items-center rounded-sm px-1.5 py-px text-xs font-medium whitespace-nowrap`, E[t]),
    children: e,
  });
}
export { w as i, O as n, T as r, k as t };
