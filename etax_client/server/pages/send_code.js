"use strict";
/* Has a code sent without leaving the page, so that what is typed stays; whatever goes otherwise is shown as without scripts. */
(() => {
  const leave = (form) => { dispatchEvent(new Event("leaves")); form.submit(); };

  const ask = async (form, action) => {
    const reply = await fetch(action, { method: "POST", body: new URLSearchParams(new FormData(form)) });
    const page = new DOMParser().parseFromString(await reply.text(), "text/html");
    const part = page.getElementById("code-part"), said = page.getElementById("message");
    if (!part) throw new Error("another page");
    document.getElementById("code-part").replaceWith(part);
    document.getElementById("message")?.remove();
    if (said) form.before(said);
    else document.getElementById("code").focus();
    const counting = document.createElement("script");
    counting.src = document.querySelector('script[src$="/countdown.js"]').src;
    document.head.append(counting);
  };

  document.addEventListener("submit", (event) => {
    const form = event.target, by = event.submitter;
    const sends = by && "sends" in by.dataset;
    if (form.id !== "send-code" && !sends) return;
    event.preventDefault();
    const action = sends ? by.formAction : form.action;
    ask(form, action).catch(() => { form.action = action; leave(form); });
  });
})();
