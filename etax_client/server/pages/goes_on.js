"use strict";
/* Where nothing is left to be asked: the form of the page goes by itself. */
document.querySelector("form[data-goes-on]")?.requestSubmit();
