/**
 * Builds the dashboard into web/dist, which the server serves: one page for the dashboard, one (much smaller) for `/connect/{token}`.
 * No inline scripts and no inline styles, so that a strict Content-Security-Policy holds.
 */
import tailwindcss from '@tailwindcss/vite';
import react from '@vitejs/plugin-react';
import { join } from 'node:path';
import { defineConfig } from 'vite';

const here = import.meta.dirname;
const api = process.env['PLUGBOARD_URL'] ?? 'http://127.0.0.1:4400';

export default defineConfig({
  root: here,
  base: '/',
  plugins: [react(), tailwindcss()],
  build: {
    outDir: join(here, 'dist'),
    emptyOutDir: true,
    // Which file needs which: `npm run size` adds up what a first look fetches.
    manifest: true,
    target: 'es2023',
    // Polyfills would be an inline script.
    modulePreload: { polyfill: false },
    // Small images as data: URLs would need an exception in the policy.
    assetsInlineLimit: 0,
    rollupOptions: { input: { dashboard: join(here, 'index.html'), connect: join(here, 'connect.html') } },
  },
  // The API refuses what pages of another origin ask with somebody's session; the page of `vite` is its own page.
  server: { proxy: { '/api': { target: api, headers: { origin: api } } } },
});
