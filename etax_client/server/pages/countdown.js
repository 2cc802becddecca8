"use strict";
/* Counts seconds down; at the end the server is asked what became of it, or a button that had to wait may be pressed. */
(() => {
  const shown = document.getElementById("seconds");
  if (!shown) return;
  const until = performance.now() + Number(shown.textContent) * 1000;
  const freed = document.getElementById(shown.dataset.frees);
  if (freed) freed.disabled = true;
  const end = () => {
    if (freed) { freed.disabled = false; shown.parentElement.hidden = true; }
    else setTimeout(() => location.replace(location.pathname), 1000);
  };
  const tick = () => {
    const left = Math.max(0, Math.ceil((until - performance.now()) / 1000));
    shown.textContent = String(left);
    if (left > 0) setTimeout(tick, 1000);
    else end();
  };
  tick();
})();
