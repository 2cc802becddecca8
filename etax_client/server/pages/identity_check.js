"use strict";
/* Says whether a field of an identity is right as soon as one leaves it; the server judges, here as when the form is sent. */
(() => {
  const number = document.getElementById("number"), form = number?.form;
  if (!form || !number.dataset.check) return;
  const NAMES = ["number", "name", "nationality", "birth", "sex"];
  const left = new Set(NAMES.filter((name) => document.getElementById(`${name}-error`)));
  let latest = 0, released = Promise.resolve();

  const describe = (field, id, wrong) => {
    const ids = new Set((field.getAttribute("aria-describedby") ?? "").split(" ").filter(Boolean));
    wrong ? ids.add(id) : ids.delete(id);
    field.setAttribute("aria-describedby", [...ids].join(" "));
  };

  const tell = (name, text) => {
    const field = document.getElementById(name), id = `${name}-error`;
    if (!field) return;
    let line = document.getElementById(id);
    describe(field, id, text);
    if (!text) {
      line?.remove();
      field.removeAttribute("aria-invalid");
      return;
    }
    if (!line) {
      line = document.createElement("p");
      line.className = "wrong";
      line.id = id;
      (document.getElementById(`${name}-hint`) ?? field).after(line);
    }
    line.textContent = text;
    field.setAttribute("aria-invalid", "true");
  };

  const note = (text) => {
    const id = "number-note", line = document.getElementById(id) ?? document.createElement("p");
    describe(number, id, text);
    line.id = id;
    line.className = "hint";
    line.textContent = text;
    if (!text) line.remove();
    else if (!line.isConnected) (document.getElementById("number-form") ?? number).after(line);
  };

  const check = async () => {
    const mine = ++latest, sent = new URLSearchParams();
    for (const name of ["token", "document_type", ...NAMES]) {
      const field = form.elements[name];
      if (field && !field.disabled) sent.set(name, field.value);
    }
    const reply = await fetch(number.dataset.check, { method: "POST", body: sent });
    if (!reply.ok || mine !== latest) return;
    const wrong = await reply.json();
    await released;
    if (mine !== latest) return;
    for (const name of left) tell(name, wrong[name] ?? "");
    note(wrong["number-note"] ?? "");
  };

  /* A line that comes or goes moves what is below it: not while a button is being pressed, whose click would miss it. */
  addEventListener("pointerdown", () => {
    released = new Promise((go) => {
      for (const end of ["pointerup", "pointercancel"]) addEventListener(end, () => setTimeout(go), { once: true });
    });
  });

  form.addEventListener("change", (event) => {
    if (NAMES.includes(event.target.name)) left.add(event.target.name);
    else if (event.target.name !== "document_type") return;
    if (left.size) check().catch(() => {});  /* without an answer the form is judged when it is sent */
  });
})();
