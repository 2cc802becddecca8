"use strict";
/* Shows the page of rare characters in a dialog over the form, and puts the chosen one where the cursor was in the field of the name. */
(() => {
  const dialog = document.createElement("dialog");
  dialog.className = "rare";
  let field = null, failed = "", asked = 0;

  const insert = (char) => {
    field.setRangeText(char, field.selectionStart, field.selectionEnd, "end");
    for (const kind of ["input", "change"]) field.dispatchEvent(new Event(kind, { bubbles: true }));
    dialog.close();
  };

  const show = async (address, { stay = false } = {}) => {
    const turn = ++asked;
    let part = null;
    try {
      const reply = await fetch(address);
      if (reply.ok) part = new DOMParser().parseFromString(await reply.text(), "text/html").getElementById("rare-characters");
    } catch { part = null; }
    if (turn !== asked || !dialog.open) return;
    if (!part) {
      const line = document.createElement("p");
      line.className = "error";
      line.setAttribute("role", "alert");
      line.textContent = failed;
      dialog.prepend(line);
      return;
    }
    const top = dialog.scrollTop;
    part.querySelectorAll("[data-insert], [data-close]").forEach((button) => { button.hidden = false; });
    part.querySelectorAll("[data-alone]").forEach((only) => only.remove());
    dialog.replaceChildren(document.importNode(part, true));
    dialog.scrollTop = stay ? top : 0;
    (dialog.querySelector("[data-insert]") || dialog.querySelector("[aria-current], input")).focus({ preventScroll: true });
  };

  dialog.addEventListener("click", (event) => {
    const hit = event.target.closest("a, [data-insert], [data-close]");
    if (!hit) return;
    if (hit.matches("[data-close]")) dialog.close();
    else if (hit.matches("[data-insert]")) insert(hit.dataset.insert);
    else {
      event.preventDefault();
      show(hit.href, { stay: "char" in hit.dataset });
    }
  });
  dialog.addEventListener("submit", (event) => {
    event.preventDefault();
    show(`${event.target.action}?${new URLSearchParams(new FormData(event.target))}`);
  });
  dialog.addEventListener("close", () => { dialog.replaceChildren(); field.focus(); });

  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-rare-for]");
    if (!link) return;
    event.preventDefault();
    field = document.getElementById(link.dataset.rareFor);
    failed = link.dataset.failed;
    if (!dialog.isConnected) document.body.append(dialog);
    dialog.showModal();
    show(link.href);
  });
})();
