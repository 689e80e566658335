// Keys for hands that stay on the keyboard. Every page works without this file.
"use strict";

const SWITCH = "nightlight.keys";
const GO_FOR = 1500;
let wentAt = 0;

document.documentElement.classList.add("scripted");

function keysAreOn() {
  try {
    return localStorage.getItem(SWITCH) !== "off";
  } catch {
    return true; // storage may be forbidden; the keys then stay on for this page
  }
}

function inField(target) {
  return target instanceof Element && target.closest("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]") !== null;
}

function find(attribute, key) {
  return [...document.querySelectorAll(`[${attribute}]`)].find(
    (element) => element.getAttribute(attribute) === key && element.getClientRects().length > 0,
  );
}

function rows() {
  return [...document.querySelectorAll("[data-list] [data-row]")];
}

function currentRow() {
  return rows().find((row) => row.getAttribute("aria-current") === "true");
}

function move(by) {
  const all = rows();
  if (all.length === 0) return false;
  const at = all.indexOf(currentRow());
  const next = all[Math.min(Math.max(at + by, 0), all.length - 1)];
  all.forEach((row) => row.removeAttribute("aria-current"));
  next.setAttribute("aria-current", "true");
  (next.querySelector("[data-open], th a, a") ?? next).focus();
  next.scrollIntoView({ block: "nearest" });
  next.dispatchEvent(new CustomEvent("row:current", { bubbles: true }));
  return true;
}

function openRow() {
  const link = currentRow()?.querySelector("[data-open], th a");
  link?.click();
  return Boolean(link);
}

function selectRow() {
  const box = currentRow()?.querySelector("input[type=checkbox]");
  box?.click();
  return Boolean(box);
}

function pushRow(way) {
  const button = currentRow()?.querySelector(`[data-push="${way}"]`);
  button?.click();
  return Boolean(button);
}

function showKeys() {
  const dialog = document.getElementById("keys");
  if (!dialog) return false;
  const list = dialog.querySelector("dl");
  list.replaceChildren();
  const listed = new Map();
  document.querySelectorAll("[data-key]").forEach((element) => listed.set(element.dataset.key, element.dataset.keyWords));
  if (rows().length > 0) listed.set("j k", "next, previous row").set("o", "open the row").set("x", "select the row");
  if (document.querySelector("[data-push]")) listed.set("u d", "move the row up, down");
  document.querySelectorAll("[data-keys-more]").forEach((element) => {
    for (const pair of element.dataset.keysMore.split(";")) listed.set(...pair.split("="));
  });
  document.querySelectorAll("[data-go]").forEach((element) => listed.set(`g ${element.dataset.go}`, element.dataset.keyWords));
  listed.set("?", "this list").set("Esc", "close, back");
  for (const [keys, words] of listed) {
    const term = document.createElement("dt");
    for (const key of keys.split(" ")) {
      const cap = document.createElement("kbd");
      cap.className = "key";
      cap.textContent = key;
      term.append(cap, " ");
    }
    const meaning = document.createElement("dd");
    meaning.textContent = words;
    list.append(term, meaning);
  }
  dialog.showModal();
  dialog.scrollTop = 0; // the button that has the focus stands at its end
  return true;
}

function closeOpen() {
  const open = document.querySelector(".menu[open], .bottom details[open]");
  if (open) {
    open.open = false;
    open.querySelector("summary").focus();
    return true;
  }
  const rail = document.querySelector(".rail[data-open]");
  if (rail) toggleRail();
  return Boolean(rail);
}

function typedAnything() {
  const fields = [...document.querySelectorAll("main input:not([type=hidden], [type=checkbox], [type=radio]), main textarea")];
  return fields.some((field) => field.value !== field.defaultValue);
}

// Back to where the crumbs say that this page hangs, and to the place there from which it was opened.
function goUp() {
  const crumb = [...document.querySelectorAll(".crumbs a")].at(-1);
  if (!crumb || typedAnything()) return false;
  if (document.referrer && new URL(document.referrer).pathname === crumb.pathname) history.back();
  else crumb.click();
  return true;
}

function toggleRail() {
  const rail = document.getElementById("rail");
  const open = rail.toggleAttribute("data-open");
  document.querySelector(".rail-toggle")?.setAttribute("aria-expanded", String(open));
}

function go(key) {
  wentAt = 0;
  const link = find("data-go", key);
  link?.click();
  return Boolean(link);
}

const FIXED = {
  "?": showKeys,
  j: () => move(1),
  k: () => move(-1),
  ArrowDown: () => currentRow()?.contains(document.activeElement) === true && move(1),
  ArrowUp: () => currentRow()?.contains(document.activeElement) === true && move(-1),
  x: selectRow,
  o: openRow,
  u: () => pushRow("up"),
  d: () => pushRow("down"),
};

function press(key) {
  if (wentAt && Date.now() - wentAt < GO_FOR) return go(key);
  if (key === "g" && document.querySelector("[data-go]")) {
    wentAt = Date.now();
    return true;
  }
  const named = find("data-key", key);
  if (named) {
    named.focus();
    named.click();
    return true;
  }
  return FIXED[key]?.() ?? false;
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (document.querySelector("dialog[open]")) return;
  if (event.key === "Escape") {
    if (closeOpen()) event.preventDefault();
    else if (inField(event.target)) event.target.blur();
    else if (keysAreOn() && goUp()) event.preventDefault();
    return;
  }
  if (inField(event.target) || !keysAreOn()) return;
  if (press(event.key)) event.preventDefault();
});

document.addEventListener("click", (event) => {
  const outside = event.target instanceof Element && !event.target.closest(".rail, .rail-toggle");
  if (outside && document.querySelector(".rail[data-open]")) toggleRail();
});
document.querySelector(".rail-toggle")?.addEventListener("click", toggleRail);
document.querySelectorAll("[data-keys-open]").forEach((button) => button.addEventListener("click", showKeys));
document.querySelectorAll("[data-keys-switch]").forEach((button) => {
  const state = button.querySelector("[data-keys-state]");
  state.textContent = keysAreOn() ? "on" : "off";
  button.addEventListener("click", () => {
    localStorage.setItem(SWITCH, keysAreOn() ? "off" : "on");
    state.textContent = keysAreOn() ? "on" : "off";
  });
});

// Whoever is on call keeps asking what calls them. Without script the next page says it.
const alarmPlace = document.querySelector("[data-alarm]");
if (alarmPlace) {
  const ASK_EVERY = 4000;
  setInterval(async () => {
    try {
      const answer = await fetch(alarmPlace.dataset.alarm, { redirect: "error" });
      if (!answer.ok) return;
      const said = await answer.text();
      const news = new DOMParser().parseFromString(said, "text/html").body;
      if (news.textContent.trim() !== alarmPlace.textContent.trim()) alarmPlace.replaceChildren(...news.childNodes);
    } catch {
      // signed out or offline: the page says so when it is used
    }
  }, ASK_EVERY);
}
