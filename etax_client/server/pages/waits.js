"use strict";
/* Beside what someone does elsewhere, as a face check: the page goes on by itself as soon as its address has news. */
(() => {
  const WAIT = 25, AGAIN = 3000;
  const waiting = document.querySelector("[data-waits]");
  if (!waiting) return;
  const look = async () => {
    try {
      const reply = await fetch(`${waiting.dataset.waits}?wait=${WAIT}`);
      if (reply.status === 200) { location.replace(location.pathname); return; }
      setTimeout(look, reply.status === 204 ? 0 : AGAIN);
    } catch { setTimeout(look, AGAIN); }
  };
  look();
})();
