"use strict";
/* Shows each rule of a new password as met or not while one types; the server decides by its own. */
(() => {
  const CLASSES = { capital: /[A-Z]/, small: /[a-z]/, letter: /[A-Za-z]/, digit: /[0-9]/, symbol: /[!-/:-@[-`{-~]/ };
  const list = document.getElementById("password-rules"), field = document.getElementById("password");
  if (!list || !field) return;
  const { shortest, longest, classes, least } = list.dataset;
  const wanted = classes.split(" ");

  const check = (text) => {
    const length = [...text].length;
    return {
      length: length >= Number(shortest) && length <= Number(longest),
      classes: wanted.filter((name) => CLASSES[name].test(text)).length >= Number(least),
      no_space: text !== "" && !/\s/u.test(text),
      plain: text !== "" && /^[!-~\s]+$/u.test(text),
    };
  };

  const show = () => {
    const met = check(field.value);
    for (const line of list.children) {
      const right = met[line.dataset.rule];
      line.className = field.value === "" ? "" : right ? "met" : "unmet";
      line.textContent = field.value === "" ? line.dataset.text : right ? line.dataset.met : line.dataset.unmet;
    }
  };

  field.addEventListener("input", show);
  if (field.value) show();
})();
