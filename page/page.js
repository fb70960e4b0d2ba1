"use strict";
/* Files dropped on the page go to Python in a worker, one after the other, and what it says of them
 * is shown. Here are only the page's own words. */

const MOST_SECONDS = 20;
const WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
const byId = (id) => document.getElementById(id);

// --- the engine: its parts, and the worker they run in ---

let engine, parts, worker, ready;

async function load() {
  const source = byId("engine");
  const inside = source.textContent.trim();
  const body = inside ? bytesOf(atob(inside)).stream() : await fetched(source.dataset.source);
  source.remove();
  const sent = body.pipeThrough(counted(Number(source.dataset.size)));
  const whole = await new Response(sent.pipeThrough(new DecompressionStream("gzip"))).blob();
  const list = 8 + Number(await whole.slice(0, 8).text());
  parts = JSON.parse(await whole.slice(8, list).text());
  engine = whole.slice(list);
}

function bytesOf(letters) {
  const bytes = new Uint8Array(letters.length);
  for (let at = 0; at < letters.length; at += 1) bytes[at] = letters.charCodeAt(at);
  return new Blob([bytes]);
}

async function fetched(url) {
  const { ok, body } = await fetch(url);
  if (!ok) throw new Error(url);
  return body;
}

function counted(size) {
  let seen = 0;
  return new TransformStream({
    transform(block, out) {
      seen += block.length;
      byId("progress").value = seen / size / 2;
      out.enqueue(block);
    },
  });
}

/** From now on the browser itself refuses every request of this page and of its workers. */
function renounceRequests() {
  const policy = document.createElement("meta");
  policy.httpEquiv = "Content-Security-Policy";
  policy.content = "connect-src blob:";
  document.head.append(policy);
}

const part = (name, type) => new Blob([engine.slice(...parts[name])], { type });

function start() {
  worker = new Worker(URL.createObjectURL(part("worker.js", "text/javascript")));
  ready = reply();
  worker.postMessage({ engine, parts });
  return ready;
}

/** What the worker says next; rejected if it ends, fails, or takes too long. */
function reply(seconds) {
  return new Promise((resolve, reject) => {
    const timer = seconds && setTimeout(reject, seconds * 1000);
    worker.onerror = reject;
    worker.onmessage = ({ data }) => {
      clearTimeout(timer);
      if (data && data.failed) reject();
      else resolve(data);
    };
  });
}

async function send(task, files, fields) {
  await ready;
  const day = new Date().toLocaleDateString("sv"); // 2026-11-30
  worker.postMessage({ task, day, files, fields });
  return reply(MOST_SECONDS);
}

/** A file may cost the worker, and nothing else: the next one has a new worker. */
async function answered(task, files, fields) {
  try {
    return await send(task, files, fields);
  } catch {
    worker.terminate();
    say("Файл остановлен, проверка запускается заново…", true);
    start();
    return send("lost", files.slice(0, 1), {});
  }
}

let queue = Promise.resolve();
let waiting = 0;

/** What became of a task, after those asked for earlier. */
async function ask(words, task, files, fields = {}) {
  waiting += 1;
  const before = queue;
  queue = (async () => {
    await before;
    say(`${words}…${waiting > 1 ? ` Ждут очереди: ${waiting - 1}.` : ""}`, true);
    const read = async (file) => [file.name, new Uint8Array(await file.arrayBuffer())];
    try {
      const given = await Promise.all(files.map(read));
      const answer = await answered(task, [...given, ...editions.values()], fields);
      if (answer.shown.accepted) editions.set(answer.shown.accepted, given[0]); // for the next one
      return answer;
    } catch {
      return { shown: { refused: "Браузер не прочитал файл. Выберите его снова." } };
    } finally {
      waiting -= 1;
    }
  })();
  return queue;
}

// --- editions of districts' own: files that go along with every task, by key and version ---

const editions = new Map();
const lacking = []; // workbooks whose edition has not come yet, with its key

const isEdition = ({ name }) => name.toLowerCase().endsWith(".toml");

/** What was chosen, the editions first: a workbook beside its edition is read by it. */
function take(files) {
  const [given, others] = [true, false].map((kind) =>
    Array.from(files).filter((file) => isEdition(file) === kind));
  for (const file of [...given, ...others]) check(file);
}

function checkThoseOf(edition) {
  const [again, still] = [true, false].map((kind) =>
    lacking.filter(({ key }) => edition.startsWith(`${key}.`) === kind));
  lacking.splice(0, Infinity, ...still);
  for (const { file } of again) check(file);
}

// --- what is shown ---

/** Words on what is done; `done` says how much of it, true that it cannot be told. */
function say(words, done = false) {
  const progress = byId("progress");
  byId("status").textContent = words;
  progress.hidden = done === false;
  if (done === true) progress.removeAttribute("value");
  else progress.value = done;
}

async function check(file) {
  const answer = await ask(`Проверяется «${file.name}»`, "check", [file]);
  const card = copyOf("file");
  fill(card, file, answer);
  byId("results").prepend(card);
  const { lacks, accepted } = answer.shown;
  if (lacks) lacking.push({ file, key: lacks });
  if (accepted) checkThoseOf(accepted);
  if (!waiting) say(card.querySelector("h2").textContent);
}

function fill(card, file, { shown, name, workbook }) {
  const { heading = file.name, findings = [], lines = [shown.refused], lacks } = shown;
  const notes = card.querySelector(".notes");
  card.querySelector("h2").textContent = heading;
  const wanted = `Выберите на этой странице файл издания «${lacks}.toml»: его дал район. Книга проверится сама.`;
  tell(card.querySelector(".lines"), lacks ? [wanted, ...lines] : lines);
  for (const finding of findings) {
    const list = finding.severity === "note" ? notes : card;
    list.querySelector(".findings").append(line(finding));
  }
  const noted = notes.querySelectorAll("li");
  notes.hidden = !noted.length;
  notes.querySelector("summary").textContent = `К сведению: ${noted.length}`;
  const row = card.querySelector(".actions");
  const filling = card.querySelector(".filling");
  filling.hidden = !shown.read;
  if (shown.read) {
    row.append(button("Исправленная копия", card, "repair", file));
    filling.append(button("Заполнить", card, "fill", file, filling));
  }
  if (shown.newer) {
    row.append(button(`Перенести в бланк ${shown.newer} года`, card, "carry", file));
  }
  if (name) row.append(saving("Сохранить книгу", name, workbook));
  if (shown.text) row.append(saving("Сохранить замечания", `${file.name}.txt`, `\uFEFF${shown.text}`));
}

function line({ severity, word, place, message, remedy, code }) {
  const item = copyOf("finding");
  item.className = severity;
  item.querySelector(".word").textContent = word;
  item.querySelector("strong").textContent = place;
  item.querySelector(".message").textContent = message;
  item.querySelector(".remedy span").textContent = remedy;
  item.querySelector("code").textContent = code;
  return item;
}

function button(words, card, task, file, form = card.querySelector(".actions")) {
  const one = element("button", words);
  one.type = "button";
  one.onclick = async () => {
    const inputs = Array.from(form.querySelectorAll("input"));
    const others = inputs.flatMap(({ files }) => Array.from(files || []));
    if (task === "fill" && !others.length) return say("Выберите протоколы, потом «Заполнить».");
    const typed = inputs.filter(({ type, checked }) => type === "text" || checked);
    const fields = Object.fromEntries(typed.map(({ name, value }) => [name, value.trim()]));
    one.disabled = true;
    const { shown, name, workbook } = await ask(words, task, [file, ...others], fields);
    one.disabled = false;
    const outcome = card.querySelector(".outcome");
    tell(outcome, shown.text ? [shown.text] : shown.lines || [shown.refused]);
    if (name) {
      const link = saving(`Сохранить «${name}»`, name, workbook);
      outcome.append(link);
      link.focus();
      link.click();
    }
    if (!waiting) say(name ? `Готово: ${name}` : "Не получилось; почему, сказано у файла.");
  };
  return one;
}

function tell(place, texts) {
  place.replaceChildren(...texts.map((text) => element("p", text)));
}

function saving(words, name, content) {
  const type = content instanceof Uint8Array ? WORKBOOK : "text/plain";
  const link = element("a", words);
  link.href = URL.createObjectURL(new Blob([content], { type }));
  link.download = name;
  return link;
}

function element(tag, words, className = "") {
  return Object.assign(document.createElement(tag), { textContent: words, className });
}

const copyOf = (id) => byId(id).content.firstElementChild.cloneNode(true);

function listen() {
  const drop = byId("drop");
  byId("files").onchange = ({ target }) => {
    take(target.files);
    target.value = "";
  };
  for (const [event, isOver] of [["dragover", true], ["dragleave", false], ["drop", false]]) {
    document.addEventListener(event, (happened) => {
      happened.preventDefault();
      drop.classList.toggle("over", isOver);
    });
  }
  document.addEventListener("drop", ({ dataTransfer }) => take(dataTransfer.files));
  byId("licences").hidden = false;
  byId("licences").onclick = () => saving("", "Лицензии.txt", part("licences.txt")).click();
  drop.hidden = false;
}

async function begin() {
  if (!window.DecompressionStream || !window.WebAssembly) return;
  byId("old").hidden = true;
  try {
    say("Страница загружается…", 0);
    await load();
    renounceRequests();
    listen();
    say("Запускается проверка, несколько секунд. Файлы можно выбирать уже сейчас.", 0.5);
    await start();
    if (!waiting) say("Готово к проверке. Интернет больше не нужен.");
  } catch {
    say("");
    byId("drop").hidden = true;
    byId("old").hidden = false;
  }
}

begin();
