// The check: the open workbook goes to the server, what it answers is done in the workbook.
import { NoAnswer, ServerFault } from "./failures.js";
import { withoutProtection } from "./protection.js";

const CALL = `${location.origin}${config.appPath}/xlwings/custom-scripts-call/check`;

// Gives what pane.py says of the check.
export async function check() {
  await Office.onReady();
  const { token, provider } = await globalThis.getAuth();
  const headers = { "Auth-Provider": provider };
  // xlwings adds its own headers to these.
  const book = await xlwings.getBookData({ auth: token, headers });
  return done(await asked(book, headers));
}

async function asked(book, headers) {
  const signal = AbortSignal.timeout(config.requestTimeout * 1000);
  const body = JSON.stringify(book);
  const response = await fetch(CALL, { method: "POST", headers, body, signal }).catch((error) => {
    throw new NoAnswer(error);
  });
  const text = await response.text();
  if (!response.ok) throw new ServerFault(response.status, text);
  try {
    return JSON.parse(text);
  } catch {
    // Something between the pane and the server answered instead of it.
    throw new ServerFault(response.status, text);
  }
}

async function done(answer) {
  let outcome;
  xlwings.registerCallback(function showOutcome(_context, said) {
    outcome = said;
  });
  const changesSheets = answer.actions.some((action) => action.sheet_position !== null);
  const run = () => xlwings.runActions(answer);
  await (changesSheets ? withoutProtection(run) : run());
  return outcome;
}
