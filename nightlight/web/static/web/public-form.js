// The way out, and a few courtesies. Every page of the public form works without this file.
"use strict";

const PRESSES = 3;
const WITHIN = 2000;
let presses = [];

// Covers the page at once, forgets what was typed here and on our side, and takes this page's place in the history.
function leave(link) {
  document.documentElement.classList.add("public-gone");
  document.title = "";
  document.querySelectorAll("form").forEach((form) => form.reset());
  document.querySelectorAll("input:not([type=hidden]), textarea").forEach((field) => {
    if (field.type === "radio" || field.type === "checkbox") field.checked = false;
    else field.value = "";
  });
  navigator.sendBeacon(link.href);
  window.location.replace(link.dataset.leave);
}

// The key works where this file does, and only there is it named.
document.addEventListener("DOMContentLoaded", () => {
  for (const words of document.querySelectorAll("[data-shift]")) words.hidden = false;
});

document.addEventListener("click", (event) => {
  const link = event.target instanceof Element && event.target.closest("[data-leave]");
  if (!link) return;
  event.preventDefault();
  leave(link);
});

document.addEventListener("keyup", (event) => {
  if (event.key !== "Shift") {
    presses = [];
    return;
  }
  presses = [...presses, event.timeStamp].slice(-PRESSES);
  if (presses.length === PRESSES && event.timeStamp - presses[0] < WITHIN) leave(document.querySelector("[data-leave]"));
});

// A file that is dropped on the page would be opened by the browser; it is neither opened nor sent.
for (const kind of ["dragover", "drop"]) {
  document.addEventListener(kind, (event) => {
    event.preventDefault();
    if (kind === "drop") document.getElementById("no-pictures")?.scrollIntoView({ block: "center" });
  });
}

// A page that the browser kept alive shows nothing of a draft that was cleared since.
window.addEventListener("pageshow", (event) => {
  if (event.persisted) window.location.reload();
});

// Each page of the form takes the place of the one before, so that the history holds one page of it and "leave now"
// leaves nothing behind. What is not answered by a way on (an error, say) is sent in the plain way and shown.
async function goOn(form, button) {
  const words = new URLSearchParams(new FormData(form, button));
  let answer = null;
  try {
    answer = await fetch(form.action, { method: "POST", body: words, redirect: "manual" });
  } catch {
    answer = null; // no network: the plain way says so
  }
  if (answer?.type === "opaqueredirect") {
    window.location.replace(form.action);
  } else {
    form.dataset.plain = "yes";
    form.requestSubmit(button);
  }
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.dataset.plain) return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
  if ("inPlace" in form.dataset) {
    event.preventDefault();
    goOn(form, event.submitter);
  }
});

document.querySelector(".errors")?.focus();
