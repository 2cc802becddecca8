"use strict";
/* Beside a face check that someone does elsewhere: the page goes on by itself as soon as it is over. */
(() => {
  const WAIT = 25, AGAIN = 3000;
  const waiting = document.querySelector("[data-face-news]");
  if (!waiting) return;
  const look = async () => {
    try {
      const reply = await fetch(`${waiting.dataset.faceNews}?wait=${WAIT}`);
      if (reply.status === 200) { location.replace(location.pathname); return; }
      setTimeout(look, reply.status === 204 ? 0 : AGAIN);
    } catch { setTimeout(look, AGAIN); }
  };
  look();
})();
