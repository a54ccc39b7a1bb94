// Runs before the first paint, so that a phone used at night does not flash white.
;(function () {
  var wish = 'auto'
  try {
    wish = localStorage.getItem('xunge.theme') || 'auto'
  } catch {
    // storage is blocked: the default look will do
  }
  var hour = new Date().getHours()
  var night = hour >= 20 || hour < 6
  var dark = night || (window.matchMedia && matchMedia('(prefers-color-scheme: dark)').matches)
  document.documentElement.dataset.theme = wish === 'auto' ? (dark ? 'dark' : 'light') : wish
})()
