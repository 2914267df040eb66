// Runs before anything is painted, so that nobody who chose dark is flashed at: a file of its own because the policy allows no inline script.
(function () {
  let chosen = null;
  try {
    chosen = localStorage.getItem('plugboard.theme');
  } catch {
    // No storage (a private window, an embedding page): the system decides.
  }
  const dark = chosen === 'dark' || (chosen !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
  document.documentElement.dataset.theme = dark ? 'dark' : 'light';
})();
