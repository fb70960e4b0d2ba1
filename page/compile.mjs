/* Leaves of the modules in a folder those that the page needs, compiled by the very Python that will
 * run them: node compile.mjs FOLDER_OF_PYODIDE FOLDER. What is done is said in modules.py. */
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [pyodide, folder] = process.argv.slice(2);
const { loadPyodide } = await import(pathToFileURL(`${pyodide}/pyodide.mjs`));
const python = await loadPyodide({ env: { PYTHONHASHSEED: "0" } });
python.FS.mkdir("/sources");
python.FS.mount(python.FS.filesystems.NODEFS, { root: folder }, "/sources");
python.runPython(readFileSync(new URL("modules.py", import.meta.url), "utf8"));
try {
  python.runPython(`compile_needed(Path("/sources/stdlib"), Path("/sources/site-packages"))`);
} catch (fault) {
  console.error(fault.message); // without the line of the engine's script where it was thrown
  process.exit(1);
}
