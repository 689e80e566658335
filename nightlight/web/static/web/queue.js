// The queue moves along: the pane follows the keyboard, news is announced, acts reach the selected rows.
// Every one of these is also a link or a button; the page works without this file.
"use strict";

(() => {
  const STAYS_FOR = 150;
  const READ_AFTER = 2000;
  const ASK_EVERY = 30000;
  const form = document.getElementById("act");
  const detail = document.getElementById("detail");
  const live = document.getElementById("live");
  let following = 0;
  let reading = 0;

  function token() {
    return form?.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";
  }

  function note(row, words) {
    const body = new URLSearchParams(words);
    return fetch(`${row.dataset.pane}/seen`, { method: "POST", headers: { "X-CSRFToken": token() }, body });
  }

  async function follow(row) {
    const answer = await fetch(row.dataset.pane, { headers: { "X-Requested-With": "fetch" } });
    if (!answer.ok || row.getAttribute("aria-current") !== "true") return;
    detail.innerHTML = await answer.text(); // our own page, made by the same templates
    detail.setAttribute("aria-label", `Report ${row.querySelector(".record-number").textContent}`);
    detail.scrollTop = 0;
    clearTimeout(reading);
    reading = setTimeout(async () => {
      if (row.getAttribute("aria-current") === "true" && (await note(row, {})).ok) row.classList.remove("unread");
    }, READ_AFTER);
  }

  // the address and "Look again" keep the place: whoever comes back, or asks anew, stands where they stood
  function keepPlace(row) {
    const at = row.dataset.pane.split("/").at(-1);
    for (const link of [location, live?.querySelector("a")].filter(Boolean)) {
      const address = new URL(link.href);
      address.searchParams.set("at", at);
      if (link === location) history.replaceState(history.state, "", address);
      else link.href = address.href;
    }
  }

  document.addEventListener("row:current", (event) => {
    if (!detail || !event.target.dataset.pane || detail.getClientRects().length === 0) return;
    clearTimeout(following);
    following = setTimeout(() => {
      keepPlace(event.target);
      follow(event.target);
    }, STAYS_FOR);
  });

  function picks() {
    return [...(form?.querySelectorAll("input[name=report]") ?? [])];
  }

  function count() {
    const words = form?.querySelector("[data-picked]");
    const picked = picks().filter((box) => box.checked).length;
    if (words) words.textContent = `${picked} selected, or`;
    const all = form?.querySelector("[data-pick-all]");
    if (all) {
      all.checked = picked > 0 && picked === picks().length;
      all.indeterminate = picked > 0 && !all.checked;
    }
  }

  form?.addEventListener("change", (event) => {
    if (event.target.matches("[data-pick-all]")) {
      for (const box of picks()) box.checked = event.target.checked;
    }
    count();
  });
  count();

  function current() {
    return document.querySelector("[data-row][aria-current=true]");
  }

  function act(name) {
    const button = form?.querySelector(`button[name=act][value=${name}]`);
    const box = current()?.querySelector("input[name=report]");
    if (!button || !box) return false;
    if (!picks().some((pick) => pick.checked)) box.checked = true;
    button.click();
    return true;
  }

  async function standOut() {
    const row = current();
    if (row && (await note(row, { unread: "yes" })).ok) row.classList.add("unread");
  }

  const KEYS = {
    f: () => act("fold"),
    t: () => act("transfer"),
    u: () => {
      const button = document.querySelector(".undo button");
      button?.click();
      return Boolean(button);
    },
    U: () => {
      standOut();
      return true;
    },
  };

  // ahead of the keys of every page, so that `f` and `t` mean the row where nothing is selected
  document.addEventListener(
    "keydown",
    (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
      if (document.querySelector("dialog[open]") || inField(event.target) || !keysAreOn()) return;
      if (wentAt && Date.now() - wentAt < GO_FOR) return; // `g` and then this letter: it goes elsewhere
      if (!KEYS[event.key]?.()) return;
      event.preventDefault();
      event.stopImmediatePropagation();
    },
    true,
  );

  const narrowing = document.getElementById("filters");
  narrowing?.querySelector("input:not([type=hidden])")?.focus();
  // an address holds only what was chosen
  narrowing?.addEventListener("formdata", (event) => {
    for (const name of new Set(event.formData.keys())) {
      const values = event.formData.getAll(name).filter((value) => value !== "");
      event.formData.delete(name);
      for (const value of values) event.formData.append(name, value);
    }
  });

  function many(number, words) {
    return `${number} ${words} report${number === 1 ? "" : "s"}`;
  }

  async function look() {
    if (document.hidden) return;
    const address = new URL(live.dataset.changes, location.href);
    address.search = location.search;
    address.searchParams.set("since", live.dataset.since);
    const answer = await fetch(address).catch(() => null);
    if (!answer?.ok) return;
    const found = await answer.json();
    const said = [found.new ? many(found.new, "new") : "", found.changed ? many(found.changed, "changed") : ""];
    const words = said.filter(Boolean).join(", ");
    if (!words || live.dataset.said === words) return;
    live.dataset.said = words;
    const link = document.createElement("a");
    link.href = live.querySelector("a").href;
    link.textContent = "show them";
    live.replaceChildren(`${words}: `, link);
  }

  if (live) setInterval(look, Number(live.dataset.every) || ASK_EVERY);
})();
