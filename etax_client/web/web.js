// Whoever opens the page types into the terminal, and at the end into nothing but the way back: textual-serve's script leaves the focus alone.
new MutationObserver(() => {
  const body = document.body.classList;
  const wanted = body.contains("-closed") ? "#over a" : body.contains("-first-byte") ? ".xterm-helper-textarea" : null;
  if (wanted) document.querySelector(wanted).focus();
}).observe(document.body, { attributeFilter: ["class"] });
