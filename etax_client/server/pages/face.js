"use strict";
/* Shows the camera in a frame for as long as a blink takes, then sends the form; no picture is looked at, kept or sent. */
(() => {
  const SECONDS = 4;
  const byId = (id) => document.getElementById(id);
  const form = byId("face-form"), camera = byId("camera"), video = byId("video"), progress = byId("progress"), start = byId("start");
  const says = (id) => { byId("camera-says").textContent = byId(id).textContent; };
  let stream = null;

  const close = () => {
    if (stream) stream.getTracks().forEach((track) => track.stop());
    stream = null;
    video.srcObject = null;
  };

  const send = () => {
    close();
    camera.classList.remove("open");
    says("says-compare");
    progress.value = 100;
    form.submit();
  };

  const pass = (begun) => {
    if (!stream) return;
    const gone = (performance.now() - begun) / 1000;
    progress.value = Math.min(95, (gone / SECONDS) * 95);
    says(gone < SECONDS / 2 ? "says-blink" : "says-hold");
    if (gone >= SECONDS) send();
    else setTimeout(pass, 100, begun);
  };

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (start.disabled) return;
    start.disabled = true;
    byId("steps").hidden = true;
    camera.hidden = false;
    try {
      stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "user" }, audio: false });
      video.srcObject = stream;
      camera.classList.add("open");
      await video.play();
      pass(performance.now());
    } catch {
      close();
      camera.classList.remove("open");
      says("says-absent");
      setTimeout(send, 1500);
    }
  });
  addEventListener("pagehide", close);
  addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
})();
