"use strict";
/* The trainer's page while it is open: new rows of the journal as they are written (once a second in a busy room), the rest of the page after
   them, and time left. */
(() => {
  const WAIT = 25, AGAIN = 3000, REST = 1000, MOST = 300;
  const body = document.getElementById("journal");
  const live = document.getElementById("live");
  const address = `${location.pathname.replace(/\/$/, "")}/journal`;
  let last = Number(body.dataset.last);
  let begun = performance.now();

  const pause = (time) => new Promise((done) => setTimeout(done, time));

  const cell = (main, tag, small) => {
    const made = document.createElement("td");
    const first = document.createElement(tag);
    first.textContent = main;
    made.append(first);
    if (small !== undefined) {
      const below = document.createElement("small");
      below.textContent = small;
      made.append(below);
    }
    return made;
  };

  const show = (row) => {
    const line = document.createElement("tr");
    line.className = row.good === "yes" ? "good new" : "bad new";
    line.append(
      cell(row.at, "span", row.day), cell(row.who, "bdi", row.client), cell(row.asked, "code"),
      cell(row.decided, "b", row.status), cell(row.why, "span", row.rule),
    );
    body.prepend(line);
    while (body.rows.length > MOST) body.deleteRow(-1);
  };

  /* The server escapes what it sends; a parsed document runs nothing, and its parts are taken over as they are. */
  const refresh = async () => {
    const reply = await fetch(location.pathname, { credentials: "same-origin" });
    if (!reply.ok) throw new Error(String(reply.status));
    const fresh = new DOMParser().parseFromString(await reply.text(), "text/html").getElementById("now");
    const old = document.getElementById("now");
    if (!fresh) { location.reload(); return; }
    const focused = old.contains(document.activeElement) ? document.activeElement.id : "";
    old.replaceWith(document.importNode(fresh, true));
    begun = performance.now();
    if (focused) document.getElementById(focused)?.focus();
  };

  const follow = async () => {
    for (;;) {
      try {
        const reply = await fetch(`${address}?after=${last}&wait=${WAIT}`, { credentials: "same-origin" });
        if (reply.status === 401) { location.reload(); return; }
        if (!reply.ok) throw new Error(String(reply.status));
        const news = await reply.json();
        live.textContent = live.dataset.live;
        last = news.last;
        news.rows.forEach(show);
        await refresh();
        await pause(REST);
      } catch {
        live.textContent = live.dataset.lost;
        await pause(AGAIN);
      }
    }
  };

  const tick = () => {
    const now = document.getElementById("now");
    const passed = Math.floor((performance.now() - begun) / 1000) * Number(now.dataset.rate);
    for (const each of now.querySelectorAll("[data-left]")) {
      const left = Math.max(0, Number(each.dataset.left) - passed);
      each.textContent = `${Math.floor(left / 60)}:${String(left % 60).padStart(2, "0")}`;
    }
    const time = document.getElementById("time");
    const shown = new Date(Date.parse(time.dateTime) + passed * 1000);
    time.textContent = new Date(shown.getTime() + 8 * 3600 * 1000).toISOString().slice(0, 19).replace("T", " ");
  };

  live.textContent = live.dataset.live;
  setInterval(tick, 1000);
  follow();
})();
