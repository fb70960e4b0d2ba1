// Moves what is live on a page, and takes dropped files one by one. Every page works without it.
"use strict";

const POLL = 5000;

/** Whether somebody is typing there: what is typed must not go. */
function isTouched(part) {
  const active = document.activeElement;
  return (part.contains(active) && active.matches("input, select, textarea"))
    || [...part.querySelectorAll("input, textarea")].some((one) => one.value !== one.defaultValue);
}

/** Says that the program is gone, or takes that back. */
function tell(isLost) {
  const known = document.getElementById("lost");
  if (!isLost) known?.remove();
  if (!isLost || known) return;
  const words = document.createElement("p");
  words.id = "lost";
  words.className = "refusal";
  words.setAttribute("role", "alert");
  words.textContent = "Программа закрыта или запущена заново: эта страница больше не меняется. Запустите программу, она откроет страницу снова.";
  document.getElementById("main").prepend(words);
}

/** Fetches this page anew and puts its live part in place of the old one; the focus stays. */
async function refresh(part) {
  clearTimeout(part.later);
  if (isTouched(part)) { part.later = setTimeout(refresh, POLL, part); return; }
  const answer = await fetch(location.href, { headers: { "X-Part": "live" } });
  if (!answer.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const found = page.querySelector("[data-live]");
  if (found && found.dataset.ended !== part.dataset.ended) location.reload(); // more than this part is new
  if (found) {
    const active = part.contains(document.activeElement) ? document.activeElement.outerHTML : "";
    part.replaceChildren(...found.childNodes);
    if (active) [...part.querySelectorAll("a, button")].find((one) => one.outerHTML === active)?.focus({ preventScroll: true });
    part.dataset.state = found.dataset.state;
  }
}

/** Looks after a live part: a stream of changes, or asking now and then where there is none. */
function live(part) {
  let poll = 0;
  const seen = (state) => { if (state !== part.dataset.state) refresh(part); };
  const ask = async () => {
    try {
      const answer = await fetch(part.dataset.version);
      tell(answer.status === 403); // another session
      if (answer.ok) seen(await answer.text());
    } catch {
      tell(true);
    }
  };
  const stream = new EventSource(part.dataset.changes);
  stream.onmessage = (event) => { clearInterval(poll); poll = 0; tell(false); seen(event.data); };
  stream.onerror = () => { if (!poll) poll = setInterval(ask, POLL); };
}

/** How many files are still to be sent: leaving the page now would lose them. */
let unsent = 0;
addEventListener("beforeunload", (event) => { if (unsent) event.preventDefault(); });

/** Sends files one after the other, and says of each what became of it. */
async function send(form, files) {
  const list = document.createElement("ul"), count = document.createElement("p");
  list.setAttribute("aria-live", "off"); // the count is read aloud, not each of 300 lines
  document.getElementById("arrivals").replaceChildren(count, list);
  let done = 0;
  const say = () => { count.textContent = `Отправлено ${done} из ${files.length}`; };
  say();
  const batch = `${form.elements.batch.value}-${Date.now()}`; // what is dropped later is newer
  unsent += files.length;
  for (const file of files) {
    const line = document.createElement("li");
    line.textContent = `${file.name}: отправляется`;
    list.append(line);
    const body = new FormData();
    body.append("batch", batch);
    body.append("files", file, file.name);
    try {
      const answer = await fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" } });
      if (answer.ok) {
        const arrivals = await answer.json();
        line.textContent = arrivals.map((one) => `${one.sent_as}: ${one.words}`).join("; ");
      } else {
        const page = new DOMParser().parseFromString(await answer.text(), "text/html");
        const why = page.querySelector(".refusal")?.textContent ?? "отправьте ещё раз";
        line.textContent = `${file.name}: не принят. ${why}`;
      }
    } catch {
      line.textContent = `${file.name}: не принят, отправьте ещё раз`;
    }
    unsent -= 1;
    done += 1;
    say();
  }
}

/** The files of a dropped folder, its subfolders included. */
async function walk(entry) {
  if (entry.isFile) return [await new Promise((done, failed) => entry.file(done, failed))];
  const reader = entry.createReader(), found = [];
  for (;;) {
    const some = await new Promise((done, failed) => reader.readEntries(done, failed));
    if (!some.length) return found;
    for (const one of some) found.push(...await walk(one));
  }
}

/** Calls `take` with what is dropped on a form. */
function drops(form, take) {
  form.addEventListener("dragover", (event) => { event.preventDefault(); form.classList.add("over"); });
  form.addEventListener("dragleave", () => form.classList.remove("over"));
  form.addEventListener("drop", (event) => {
    event.preventDefault();
    event.stopPropagation();
    form.classList.remove("over");
    take(event.dataTransfer);
  });
}

/** A form for whatever came: files, folders, several times. */
function dropAll(form) {
  drops(form, async (dropped) => {
    const entries = [...dropped.items].map((item) => item.webkitGetAsEntry()).filter(Boolean);
    send(form, (await Promise.all(entries.map(walk))).flat());
  });
  form.addEventListener("submit", (event) => {
    const files = [...form.querySelectorAll("input[type=file]")].flatMap((input) => [...input.files]);
    if (!files.length) return; // the server says what to do
    event.preventDefault();
    send(form, files);
    form.reset();
  });
}

/** A form for one file: dropped, it is sent as if it had been chosen. */
function dropOne(form) {
  const input = form.querySelector("input[type=file]");
  drops(form, (dropped) => {
    input.files = dropped.files;
    if (dropped.files.length === 1) form.requestSubmit();
  });
}

document.querySelectorAll("[data-live]").forEach(live);
document.querySelectorAll("[data-drop]").forEach(dropAll);
document.querySelectorAll("[data-drop-one]").forEach(dropOne);
// A file that misses the place for it shall not be opened instead of the page.
for (const kind of ["dragover", "drop"]) {
  addEventListener(kind, (event) => { if (!event.target.matches?.("input[type=file]")) event.preventDefault(); });
}
