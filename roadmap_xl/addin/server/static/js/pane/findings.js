// The findings as a list. Whatever comes from a workbook is only ever text here.
const outcomeElement = document.getElementById("outcome");
const list = document.getElementById("findings");
const boxes = [...document.querySelectorAll("#filter input")];

export function showFindings({ findings, counts }, onPlace) {
  for (const box of boxes) box.parentElement.querySelector(".count").textContent = counts[box.value];
  list.replaceChildren(...findings.map((finding) => lineOf(finding, onPlace)));
  filter();
  outcomeElement.hidden = findings.length === 0;
}

export function forgetFindings() {
  outcomeElement.hidden = true;
  list.replaceChildren();
}

function lineOf(finding, onPlace) {
  const line = document.getElementById("finding").content.firstElementChild.cloneNode(true);
  const part = (name) => line.querySelector(`.${name}`);
  line.dataset.severity = finding.severity;
  part("severity").textContent = finding.word;
  part("code").textContent = finding.code;
  part("message").textContent = finding.message;
  part("fix").textContent = finding.accepted ? `принято: ${finding.accepted}` : finding.fix;
  if (finding.sheet) {
    part("place").textContent = finding.place;
    part("place").addEventListener("click", () => onPlace(finding));
  } else {
    part("place").replaceWith("вся книга");
  }
  return line;
}

function filter() {
  const shown = new Set(boxes.filter((box) => box.checked).map((box) => box.value));
  for (const line of list.children) line.hidden = !shown.has(line.dataset.severity);
}

boxes.forEach((box) => box.addEventListener("change", filter));
