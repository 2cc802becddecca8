"use strict";
/* Counts the seconds of a ticket down; at the end the server is asked what became of it. */
(() => {
  const shown = document.getElementById("seconds");
  if (!shown) return;
  const until = performance.now() + Number(shown.textContent) * 1000;
  const tick = () => {
    const left = Math.max(0, Math.ceil((until - performance.now()) / 1000));
    shown.textContent = String(left);
    if (left > 0) setTimeout(tick, 1000);
    else setTimeout(() => location.replace(location.pathname), 1000);
  };
  tick();
})();
