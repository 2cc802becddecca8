"use strict";
/* Reads a QR code from the camera or from a picture, all in this page, and sends its text with the form for the short code. */
(() => {
  const OUR_CODE = /\/B?[QF]\/[A-Z2-7]{26}$/i;
  const LOOK_EVERY = 150;
  const FRAME_SIDES = [1000, 640];
  const SIDES = [1600, 1000, 640, 320];
  const byId = (id) => document.getElementById(id);
  const camera = byId("camera"), video = byId("video"), open = byId("open-camera"), trouble = byId("trouble");
  const says = (place, id) => { place.textContent = id ? byId(id).textContent : ""; place.hidden = !id; };
  const canvas = document.createElement("canvas");
  const brush = canvas.getContext("2d", { willReadFrequently: true });
  let detector = null, stream = null, sent = false;

  const prepared = (async () => {
    await new Promise((ready) => addEventListener("DOMContentLoaded", ready)); // then the decoder is there as well
    try {
      if ("BarcodeDetector" in window && (await BarcodeDetector.getSupportedFormats()).includes("qr_code")) {
        detector = new BarcodeDetector({ formats: ["qr_code"] });
      }
    } catch { detector = null; }
  })();

  /* The text of a QR code in a video or picture drawn so that its longer side has `side` pixels, or null. */
  const read = async (source, width, height, side, inversion) => {
    const scale = side / Math.max(width, height);
    canvas.width = Math.max(1, Math.round(width * scale));
    canvas.height = Math.max(1, Math.round(height * scale));
    brush.drawImage(source, 0, 0, canvas.width, canvas.height);
    await prepared;
    if (detector) {
      try {
        const found = await detector.detect(canvas);
        if (found.length) return found[0].rawValue;
      } catch { detector = null; }
    }
    const image = brush.getImageData(0, 0, canvas.width, canvas.height);
    const found = jsQR(image.data, image.width, image.height, { inversionAttempts: inversion });
    return found && found.data ? found.data : null;
  };

  const take = (text) => {
    if (!OUR_CODE.test(text)) { says(trouble, "says-foreign"); return false; }
    if (sent) return true;
    sent = true;
    says(trouble, "");
    says(byId("camera-says"), "says-found");
    close();
    byId("code").value = text;
    byId("code-form").submit();
    return true;
  };

  const close = () => {
    if (stream) stream.getTracks().forEach((track) => track.stop());
    stream = null;
    camera.classList.remove("open");
    open.hidden = false;
  };

  const look = async (turn) => {
    if (!stream) return;
    if (video.videoWidth) {
      const side = Math.min(FRAME_SIDES[turn % FRAME_SIDES.length], Math.max(video.videoWidth, video.videoHeight));
      const text = await read(video, video.videoWidth, video.videoHeight, side, "dontInvert");
      if (text && stream && take(text)) return;
    }
    setTimeout(look, LOOK_EVERY, turn + 1);
  };

  const start = async () => {
    open.hidden = true;
    says(trouble, "");
    try {
      const wanted = { facingMode: "environment", width: { ideal: 1280 }, height: { ideal: 720 } };
      stream = await navigator.mediaDevices.getUserMedia({ video: wanted, audio: false });
      video.srcObject = stream;
      camera.classList.add("open");
      says(byId("camera-says"), "says-aim");
      await video.play();
      look(0);
    } catch {
      close();
      says(byId("camera-says"), "");
      says(trouble, "says-denied");
    }
  };

  /* Back from where the code led, as it was left: begin anew. */
  addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
  byId("no-script").hidden = true;
  byId("picture-part").hidden = false;
  byId("picture").addEventListener("change", async (event) => {
    const file = event.target.files[0];
    if (!file) return;
    says(trouble, "");
    try {
      const picture = await createImageBitmap(file);
      const longest = Math.max(picture.width, picture.height);
      for (const side of new Set([Math.min(longest, SIDES[0]), ...SIDES])) {
        const text = await read(picture, picture.width, picture.height, side, "attemptBoth");
        if (text) { take(text); event.target.value = ""; return; }
      }
    } catch { /* no picture at all: the same is said */ }
    event.target.value = "";
    says(trouble, "says-no-code");
  });

  if (navigator.mediaDevices && navigator.mediaDevices.getUserMedia) {
    camera.hidden = false;
    open.addEventListener("click", start);
    addEventListener("pagehide", close);
    if ("start" in open.dataset) start();
  } else {
    byId("camera-absent").hidden = false;
  }
})();
