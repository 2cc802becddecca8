"use strict";
/* Shows the fields that go with the chosen document, and what its number looks like; those that are not asked for are not sent. */
(() => {
  const type = document.getElementById("document_type");
  const form = document.getElementById("number-form");
  if (!type || !type.options) return;

  const show = () => {
    const chosen = type.selectedOptions[0];
    const wanted = chosen.dataset.fields.split(" ");
    form.textContent = chosen.dataset.form;
    for (const part of document.querySelectorAll("[data-field]")) {
      part.hidden = !wanted.includes(part.dataset.field);
      for (const field of part.querySelectorAll("input, select")) field.disabled = part.hidden;
    }
  };

  type.addEventListener("change", show);
  addEventListener("pageshow", show);
  show();
})();
