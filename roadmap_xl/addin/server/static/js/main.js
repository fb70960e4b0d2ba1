// The pane: a button that checks, the findings, and the way from each to its cell.
import { check } from "./pane/checking.js";
import { wordsOf } from "./pane/failures.js";
import { forgetFindings, showFindings } from "./pane/findings.js";
import { goTo } from "./pane/jumping.js";

const element = (id) => document.getElementById(id);
const button = element("check");
let busy = false;

function say(status, failure = "") {
  element("status").textContent = status;
  element("failure").textContent = failure;
  element("failure").hidden = failure === "";
}

// One thing at a time; the button stays focusable, so that the keyboard does not lose its place.
async function alone(work) {
  if (busy) return;
  busy = true;
  button.setAttribute("aria-disabled", "true");
  try {
    await work();
  } catch (error) {
    console.error(error);
    say("", wordsOf(error));
  } finally {
    busy = false;
    button.removeAttribute("aria-disabled");
  }
}

async function checkAndShow() {
  forgetFindings();
  say("Идёт проверка…");
  const outcome = await check();
  if (outcome.refused) {
    say("", outcome.refused);
    return;
  }
  say(outcome.summary);
  showFindings(outcome, (finding) => alone(() => jump(finding, outcome)));
}

async function jump(finding, outcome) {
  await goTo(finding);
  say(outcome.summary);
}

button.addEventListener("click", () => alone(checkAndShow));
element("loading").hidden = true;
button.hidden = false;
