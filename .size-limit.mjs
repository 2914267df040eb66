// Budgets of what a browser fetches (`npm run size`), compressed with gzip; the browser usually gets the smaller brotli.
import { dist, firstLoad } from './tools/first-load.ts';

const below = (files) => files.map((file) => `${dist}/${file}`);

export default [
  {
    name: 'dashboard: scripts of a first look',
    path: below(firstLoad('dashboard').scripts),
    limit: '190 kB',
    gzip: true,
    brotli: false,
  },
  {
    name: 'connect page: scripts',
    path: below(firstLoad('connect').scripts),
    limit: '110 kB',
    gzip: true,
    brotli: false,
  },
  { name: 'dashboard: styles', path: below(firstLoad('dashboard').styles), limit: '15 kB', gzip: true, brotli: false },
];
