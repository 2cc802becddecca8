"use strict";
/* Asks before a page is left on which something was typed and not sent. What is secret, a code and a slider are typed again anyway. */
(() => {
  const form = document.getElementById("typed");
  const passed = new Set(["hidden", "password", "range", "submit", "button", "fieldset"]);
  let leaves = false;

  const filled = (field) => {
    if (!field.name || field.disabled || passed.has(field.type) || field.autocomplete === "one-time-code") return false;
    if (field.type === "checkbox" || field.type === "radio") return field.checked !== field.defaultChecked;
    if (field.options) return field.selectedIndex !== Math.max(0, [...field.options].findIndex((each) => each.defaultSelected));
    return field.value !== field.defaultValue;
  };

  /* whoever sends it leaves with what it says; what another script sends by itself stays on the page */
  addEventListener("submit", (event) => { leaves = event.target === form && !event.defaultPrevented; });
  addEventListener("leaves", () => { leaves = true; });
  addEventListener("pageshow", () => { leaves = false; });
  addEventListener("beforeunload", (event) => {
    if (!leaves && [...form.elements].some(filled)) event.preventDefault();
  });
})();
