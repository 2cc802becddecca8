"use strict";
/* Opens the browser's own dialog for printing; without scripts the button isn't there. */
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}
