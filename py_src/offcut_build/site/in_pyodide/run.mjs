/**
 * Runs a Python script in Pyodide under Node:
 *
 *     node run.mjs FOLDER SCRIPT
 *
 * FOLDER holds Pyodide, its lock file and all wheels in there; the script finds it as /runtime.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const [folder, script] = process.argv.slice(2);
const lockFileURL = join(folder, 'pyodide-lock.json');
const { loadPyodide } = await import(pathToFileURL(join(folder, 'pyodide.mjs')));
const pyodide = await loadPyodide({
  lockFileURL,
  packages: Object.keys(JSON.parse(readFileSync(lockFileURL)).packages),
  // else sets of constants would be written in another order each time
  env: { HOME: '/home/pyodide', PYTHONHASHSEED: '0' },
});
pyodide.mountNodeFS('/runtime', folder);
pyodide.runPython(readFileSync(script, 'utf8'));
