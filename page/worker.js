"use strict";
/* Python in a worker. All that it is made of comes from the page, as one blob; it asks nobody. */

// A module worker cannot be made from a disk, and Pyodide refuses a classic one, which it knows by
// this function.
self.importScripts = () => {
  throw new Error("everything is in the blob");
};

let python, door;

async function start({ engine, parts }) {
  const bytes = new Uint8Array(await engine.arrayBuffer());
  const part = (name) => bytes.subarray(...parts[name]);
  const script = (name) =>
    import(URL.createObjectURL(new Blob([part(name)], { type: "text/javascript" })));
  self.fetch = async (url) => {
    const name = String(url).split("/").pop();
    const headers = name.endsWith(".wasm") ? { "Content-Type": "application/wasm" } : {};
    return new Response(part(name), { headers });
  };
  const { loadPyodide } = await script("pyodide.mjs");
  python = await loadPyodide({
    indexURL: "engine:///",
    stdLibURL: "engine:///python_stdlib.zip",
    lockFileContents: JSON.parse(new TextDecoder().decode(part("pyodide-lock.json"))),
    createPyodideModule: (await script("pyodide.asm.mjs")).default,
    fsInit(disk) {
      for (const path of Object.keys(parts).filter((name) => name.startsWith("/"))) {
        disk.mkdirTree(path.slice(0, path.lastIndexOf("/")));
        disk.writeFile(path, part(path), { canOwn: true });
      }
    },
  });
  door = python.pyimport("roadmap_xl.browser");
}

function work({ task, day, files, fields }) {
  const given = [python.toPy(files), python.toPy(fields)];
  const done = door.answer(task, day, ...given);
  const [shown, name, workbook] = done.toJs();
  for (const proxy of [...given, done]) proxy.destroy();
  return { shown: JSON.parse(shown), name, workbook };
}

self.onmessage = async ({ data }) => {
  try {
    self.postMessage(data.engine ? await start(data) : work(data));
    if (data.engine) door.prepare(); // somebody is choosing a file meanwhile
  } catch (fault) {
    console.error(fault);
    self.postMessage({ failed: true });
  }
};
