"use strict";
/* The trainer's page while it is open: new rows of the journal as they are written (once a second in a busy room), the rest of the page after
   them, and time left. What stands there keeps its identity: only what has changed is touched, and a button that has moved asks first. */
(() => {
  const WAIT = 25, AGAIN = 3000, REST = 1000, MOST = 300;
  const SETTLED = 1500; /* milliseconds after which a finger has seen where a button is now */
  const body = document.getElementById("journal");
  const live = document.getElementById("live");
  const stale = document.getElementById("stale");
  const now = document.getElementById("now");
  const asking = document.getElementById("ask");
  /* not where one is: a form that was refused is answered at its own address */
  const page = body.dataset.page;
  const address = `${page}/journal`;
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
    document.getElementById("no-rows")?.remove();
    while (body.rows.length > MOST) body.deleteRow(-1);
  };

  /* --- what has changed, and nothing else */

  const alike = (one, other) => one.nodeType === other.nodeType && one.nodeName === other.nodeName && (one.id ?? "") === (other.id ?? "");

  /* Takes a node away; gives the next one. */
  const gone = (node) => {
    const next = node.nextSibling;
    node.remove();
    return next;
  };

  /* `old` becomes as `fresh`: an element is the same one if it has the same id, or none and the same place. */
  const become = (old, fresh) => {
    if (old.nodeType !== Node.ELEMENT_NODE) {
      if (old.data !== fresh.data) old.data = fresh.data;
      return;
    }
    for (const { name } of [...old.attributes]) if (!fresh.hasAttribute(name)) old.removeAttribute(name);
    for (const { name, value } of fresh.attributes) if (old.getAttribute(name) !== value) old.setAttribute(name, value);
    const wanted = new Set([...fresh.children].map((each) => each.id).filter(Boolean));
    for (const each of [...old.children]) if (each.id && !wanted.has(each.id)) each.remove();
    let at = old.firstChild;
    for (const each of fresh.childNodes) {
      const named = each.id ? [...old.children].find((other) => other.id === each.id) : undefined;
      while (named && at && at !== named && !at.id) at = gone(at); /* what is moved loses focus: rather let go of what is between */
      const same = named ?? (at && !each.id && alike(at, each) ? at : undefined);
      if (!same) {
        old.insertBefore(document.importNode(each, true), at);
      } else {
        if (same === at) at = at.nextSibling;
        else old.insertBefore(same, at);
        become(same, each);
      }
    }
    while (at) at = gone(at);
  };

  /* --- a button that has moved asks first */

  const shifted = new Map();
  let pressed = false;

  const places = () => new Map([...now.querySelectorAll("button")].map((each) => {
    const { left, top } = each.getBoundingClientRect();
    return [each, `${Math.round(left)} ${Math.round(top)} ${each.dataset.ask}`];
  }));

  document.addEventListener("pointermove", (event) => {
    if (event.pointerType === "mouse") shifted.delete(event.target.closest("button"));
  });
  now.addEventListener("pointerdown", () => { pressed = true; });
  window.addEventListener("blur", () => { pressed = false; });
  for (const over of ["pointerup", "pointercancel"]) document.addEventListener(over, () => setTimeout(() => { pressed = false; }, 0));

  now.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button || event.detail === 0 || !shifted.has(button) || !button.dataset.ask) return;
    const settled = event.pointerType !== "mouse" && performance.now() - shifted.get(button) > SETTLED;
    shifted.delete(button);
    if (settled) return;
    event.preventDefault();
    document.getElementById("ask-what").textContent = button.dataset.ask;
    asking.returnValue = "no";
    asking.addEventListener("close", () => {
      if (asking.returnValue === "yes" && button.isConnected) button.form.requestSubmit(button);
    }, { once: true });
    asking.showModal();
  });

  /* The server escapes what it sends; a parsed document runs nothing, and its parts are taken over as they are. */
  const refresh = async () => {
    const reply = await fetch(page, { credentials: "same-origin" });
    if (!reply.ok) throw new Error(String(reply.status));
    const fresh = new DOMParser().parseFromString(await reply.text(), "text/html").getElementById("now");
    if (!fresh) { location.reload(); return; }
    while (pressed || asking.open) await pause(50);
    const before = places(), focused = document.activeElement;
    const section = now.contains(focused) ? focused.closest("section") : null;
    become(now, fresh);
    begun = performance.now();
    for (const [button, place] of places()) if (before.get(button) !== place) shifted.set(button, begun);
    for (const button of shifted.keys()) if (!button.isConnected) shifted.delete(button);
    if (section && document.activeElement !== focused) (focused.isConnected ? focused : section.querySelector("h2"))?.focus({ preventScroll: true });
    tick();
  };

  const follow = async () => {
    for (;;) {
      try {
        const reply = await fetch(`${address}?after=${last}&wait=${WAIT}`, { credentials: "same-origin" });
        if (reply.status === 401) { location.reload(); return; }
        if (!reply.ok) throw new Error(String(reply.status));
        const news = await reply.json();
        last = news.last;
        news.rows.forEach(show);
        await refresh();
        live.textContent = live.dataset.live;
        stale.hidden = true;
        await pause(REST);
      } catch (error) {
        live.textContent = live.dataset.lost;
        stale.textContent = stale.dataset.lost.replace("{why}", error instanceof TypeError ? live.dataset.lost : error.message);
        stale.hidden = false;
        await pause(AGAIN);
      }
    }
  };

  const tick = () => {
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
